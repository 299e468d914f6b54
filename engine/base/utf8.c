/*
 * The table of RFC 3629 section 4 (syntax of UTF-8 byte sequences), as conditions.
 */
#include "base/utf8.h"

#include <stdint.h>

static bool is_tail(uint8_t byte)
{
  return (byte & 0xC0) == 0x80;
}

size_t utf8_length(const char *bytes, size_t left)
{
  const uint8_t *c = (const uint8_t *)bytes;
  if (left < 1)
    return 0;
  if (c[0] < 0x80)
    return 1;
  if (left < 2 || !is_tail(c[1]))
    return 0;
  if (c[0] >= 0xC2 && c[0] <= 0xDF)
    return 2;
  if (left < 3 || !is_tail(c[2]))
    return 0;
  if ((c[0] == 0xE0 && c[1] >= 0xA0) || (c[0] == 0xED && c[1] <= 0x9F) || (c[0] >= 0xE1 && c[0] <= 0xEF &&
      c[0] != 0xED))
    return 3;
  if (left < 4 || !is_tail(c[3]))
    return 0;
  bool fits = (c[0] == 0xF0 && c[1] >= 0x90) || (c[0] >= 0xF1 && c[0] <= 0xF3) || (c[0] == 0xF4 && c[1] <= 0x8F);
  return fits ? 4 : 0;
}

bool utf8_is_steering(const char *character, size_t length)
{
  const unsigned char *bytes = (const unsigned char *)character;
  if (length == 2)
    return bytes[0] == 0xC2 && bytes[1] < 0xA0;
  if (length != 3 || bytes[0] != 0xE2)
    return false;
  return (bytes[1] == 0x80 && ((bytes[2] >= 0xAA && bytes[2] <= 0xAE) || bytes[2] == 0x8E || bytes[2] == 0x8F)) ||
         (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9);
}
