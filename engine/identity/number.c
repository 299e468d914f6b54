/*
 * Telephone numbers, by form only (ITU-T E.164, RFC 3966): whether somebody answers there is not asked.
 *
 * A number with its country is one number in the world. One without it may be several people's, so it is compared by
 * its last digits and belongs to a party only as the site's own country completes it.
 */
#include "identity/inside.h"

#include <strings.h>

/* Countries whose code has one digit or two; all others have three (E.164 annex D). */
static const char short_codes[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 "
                                  "62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

static size_t code_length(const char *digits)
{
  const char code[] = {digits[0], digits[1], ' ', '\0'};
  if (digits[0] == '1' || digits[0] == '7')
    return 1;
  return strstr(short_codes, code) ? 2 : 3;
}

/* "+44 (0)20" and "+44 020": the zero is dialled at home only. In Italy it belongs to the number. */
static void drop_trunk_zero(struct identity *number)
{
  size_t code = number->length > 4 ? code_length(number->text) : 0;
  if (code == 0 || strncmp(number->text, "39", 2) == 0)
    return;
  while (number->text[code] == '0' && number->length > NUMBER_LEAST) {
    memmove(number->text + code, number->text + code + 1, number->length - code);
    number->length--;
  }
}

/* Where an extension begins: "ext. 12", "x12", ";ext=5", "#12"; the end if there is none. */
static size_t find_extension(const char *text, bool *is_bad)
{
  static const char *const marks[] = {";ext=", "extension", "ext.", "ext", "x", "#"};
  size_t digits = strcspn(text, ";eExX#");
  const char *at = text + digits;
  *is_bad = false;
  if (!*at)
    return digits;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t length = strlen(marks[i]);
    if (strncasecmp(at, marks[i], length) != 0)
      continue;
    const char *behind = at + length + strspn(at + length, " ");
    size_t count = strspn(behind, "0123456789");
    *is_bad = count < 1 || count > 6 || behind[count] != '\0';
    return digits;
  }
  *is_bad = true;
  return digits;
}

/* 203.0.113.7 is no number, wherever it stands. */
static bool has_quad(const char *text, size_t length)
{
  int dots = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '.' && i && isdigit((unsigned char)text[i - 1]))
      dots++;
    else if (!isdigit((unsigned char)text[i]))
      dots = 0;
    if (dots == 3)
      return true;
  }
  return false;
}

static bool take_digits(const char *text, size_t length, struct identity *number)
{
  number->length = 0;
  for (size_t i = 0; i < length; i++) {
    if (number->length && strncmp(text + i, "(0)", 3) == 0)
      i += 2;
    else if (!isdigit((unsigned char)text[i]))
      continue;
    else if (number->length > NUMBER_MOST + 3)
      return false;
    else
      number->text[number->length++] = text[i];
  }
  number->text[number->length] = '\0';
  return true;
}

static void drop(struct identity *number, size_t count)
{
  memmove(number->text, number->text + count, number->length - count + 1);
  number->length -= count;
}

/* "030 1234" in a country "49" is 49301234; "1 555 0100" in "1" has it already. */
static void complete(struct identity *number, const char *country)
{
  size_t length = country ? strlen(country) : 0;
  bool is_american = country && strcmp(country, "1") == 0;
  size_t trunk = number->text[0] == (is_american ? '1' : '0') ? 1 : 0;
  number->is_local = true;
  if (!length || number->length - trunk + length > NUMBER_MOST)
    return;
  memmove(number->text + length, number->text + trunk, number->length - trunk + 1);
  memcpy(number->text, country, length);
  number->length = number->length - trunk + length;
}

bool number_read(const char *text, const char *country, struct identity *number)
{
  bool is_bad, has_plus = text[0] == '+' || strncmp(text, "(+", 2) == 0;
  size_t length = find_extension(text, &is_bad);
  const char *from = text + (has_plus ? strcspn(text, "+") + 1 : 0);
  if (is_bad || strspn(from, "0123456789 -./()") < length - (size_t)(from - text) ||
      (!has_plus && !isdigit((unsigned char)text[0]) && text[0] != '(') || (!has_plus && has_quad(text, length)))
    return false;
  number->type = IDENTITY_NUMBER;
  number->is_local = false;
  number->range_count = 0;
  if (!take_digits(text, length, number))
    return false;
  if (!has_plus && number->length >= 3 && number->length < NUMBER_LEAST)
    return strspn(text, "0123456789") == length && text[length] == '\0'; /* an extension of ours */
  if (!has_plus && strncmp(number->text, "00", 2) == 0)
    drop(number, 2);
  else if (!has_plus && country && strcmp(country, "1") == 0 && strncmp(number->text, "011", 3) == 0)
    drop(number, 3);
  else if (!has_plus)
    complete(number, country);
  if (number->length < NUMBER_LEAST || number->length > NUMBER_MOST || number->text[0] == '\0')
    return false;
  if (!number->is_local || country)
    drop_trunk_zero(number);
  return true;
}

bool number_of_digits(const char *text, struct identity *number)
{
  number->type = IDENTITY_NUMBER;
  number->is_local = true;
  number->range_count = 0;
  return take_digits(text, strlen(text), number) && number->length >= NUMBER_LEAST;
}
