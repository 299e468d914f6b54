/*
 * Only digits count.
 */
#include "base/telephone.h"

#include <ctype.h>
#include <string.h>

#define TAIL 7 /* digits that a subscriber's number has without its area */

/* What people put between digits. Characters beyond ASCII (dashes, thin blanks) are passed over. */
static bool is_between(char c)
{
  return strchr(" -./()+", c) || (unsigned char)c >= 0x80;
}

/* "+44 (0)20": the zero is dialled at home only. */
static bool is_trunk_zero(const char *at)
{
  return strncmp(at, "(0)", 3) == 0;
}

bool telephone_next(const char **at, char digits[static TELEPHONE_SIZE])
{
  const char *c = *at;
  while (*c && !isdigit((unsigned char)*c) && *c != '+')
    c++;
  size_t used = 0;
  for (; *c && (isdigit((unsigned char)*c) || is_between(*c)); c++) {
    if (is_trunk_zero(c) && used)
      c += 2;
    else if (isdigit((unsigned char)*c) && used < TELEPHONE_SIZE - 1)
      digits[used++] = *c;
  }
  digits[used] = '\0';
  if (strncmp(digits, "00", 2) == 0)
    memmove(digits, digits + 2, used - 1);
  bool is_over = *c == '\0' && used == 0;
  *at = c;
  return !is_over;
}

static const char *without_zeros(const char *digits)
{
  return digits + strspn(digits, "0");
}

const char *telephone_tail(const char *digits)
{
  digits = without_zeros(digits);
  size_t length = strlen(digits);
  return length > TAIL ? digits + length - TAIL : digits;
}
