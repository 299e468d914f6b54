/*
 * The table of RFC 3629 section 4 (syntax of UTF-8 byte sequences), as conditions; and the table of what steers.
 */
#include "base/utf8.h"

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

uint32_t utf8_decode(const char *character, size_t length)
{
  uint32_t c = (unsigned char)character[0];
  if (length > 1)
    c &= 0x7fu >> length;
  for (size_t i = 1; i < length; i++)
    c = c << 6 | ((unsigned char)character[i] & 0x3fu);
  return c;
}

/*
 * Unicode 15: the line breaks of UAX 14, the controls of UAX 9, every other character of category Cf or
 * Default_Ignorable_Code_Point, and the blank of Braille. Sorted; what stands in none of them is plain, but for the
 * noncharacters at the end of each plane.
 */
static const struct range {
  uint32_t first, last;
  enum utf8_kind kind;
} ranges[] = {
    {0x00, 0x09, UTF8_CONTROL},      {0x0A, 0x0D, UTF8_BREAK},        {0x0E, 0x1F, UTF8_CONTROL},
    {0x7F, 0x84, UTF8_CONTROL},      {0x85, 0x85, UTF8_BREAK},        {0x86, 0x9F, UTF8_CONTROL},
    {0xAD, 0xAD, UTF8_UNSEEN},       {0x34F, 0x34F, UTF8_UNSEEN},     {0x600, 0x605, UTF8_UNSEEN},
    {0x61C, 0x61C, UTF8_TURN},       {0x6DD, 0x6DD, UTF8_UNSEEN},     {0x70F, 0x70F, UTF8_UNSEEN},
    {0x890, 0x891, UTF8_UNSEEN},     {0x8E2, 0x8E2, UTF8_UNSEEN},     {0x115F, 0x1160, UTF8_UNSEEN},
    {0x17B4, 0x17B5, UTF8_UNSEEN},   {0x180B, 0x180F, UTF8_UNSEEN},   {0x200B, 0x200D, UTF8_UNSEEN},
    {0x200E, 0x200F, UTF8_TURN},     {0x2028, 0x2029, UTF8_BREAK},    {0x202A, 0x202E, UTF8_TURN},
    {0x2060, 0x2065, UTF8_UNSEEN},   {0x2066, 0x2069, UTF8_TURN},     {0x206A, 0x206F, UTF8_UNSEEN},
    {0x2800, 0x2800, UTF8_UNSEEN},   {0x3164, 0x3164, UTF8_UNSEEN},   {0xFDD0, 0xFDEF, UTF8_UNSEEN},
    {0xFE00, 0xFE0F, UTF8_UNSEEN},   {0xFEFF, 0xFEFF, UTF8_UNSEEN},   {0xFFA0, 0xFFA0, UTF8_UNSEEN},
    {0xFFF0, 0xFFFB, UTF8_UNSEEN},   {0x110BD, 0x110BD, UTF8_UNSEEN}, {0x110CD, 0x110CD, UTF8_UNSEEN},
    {0x13430, 0x1343F, UTF8_UNSEEN}, {0x1BCA0, 0x1BCA3, UTF8_UNSEEN}, {0x1D173, 0x1D17A, UTF8_UNSEEN},
    {0xE0000, 0xE0FFF, UTF8_UNSEEN}};

enum utf8_kind utf8_kind(uint32_t character)
{
  if (character >= ' ' && character <= '~')
    return UTF8_PLAIN;
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges && ranges[i].first <= character; i++)
    if (character <= ranges[i].last)
      return ranges[i].kind;
  return (character & 0xFFFE) == 0xFFFE ? UTF8_UNSEEN : UTF8_PLAIN;
}

bool utf8_is_steering(const char *character, size_t length)
{
  return utf8_kind(utf8_decode(character, length)) != UTF8_PLAIN;
}
