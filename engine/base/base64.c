/*
 * Base64 (RFC 4648 section 4), one spelling for each run of bytes (section 3.5).
 */
#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_encode(struct buf *out, const void *bytes, size_t length)
{
  const uint8_t *in = bytes;
  buf_reserve(out, (length + 2) / 3 * 4);
  char *to = out->bytes + out->length;
  for (; length >= 3; in += 3, length -= 3) {
    uint32_t three = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
    for (int shift = 18; shift >= 0; shift -= 6)
      *to++ = alphabet[three >> shift & 63];
  }
  if (length > 0) {
    uint32_t rest = (uint32_t)in[0] << 16 | (length == 2 ? (uint32_t)in[1] << 8 : 0);
    *to++ = alphabet[rest >> 18 & 63];
    *to++ = alphabet[rest >> 12 & 63];
    *to++ = length == 2 ? alphabet[rest >> 6 & 63] : '=';
    *to++ = '=';
  }
  *to = '\0';
  out->length = (size_t)(to - out->bytes);
}

static int value_of(char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters, of which `used` carry bits: the number of bytes they hold, or 0 if they are not canonical. */
static size_t decode_four(const char *four, size_t used, uint8_t bytes[static 3])
{
  uint32_t bits = 0;
  for (size_t i = 0; i < 4; i++) {
    int value = i < used ? value_of(four[i]) : four[i] == '=' ? 0 : -1;
    if (value < 0)
      return 0;
    bits = bits << 6 | (uint32_t)value;
  }
  bytes[0] = (uint8_t)(bits >> 16);
  bytes[1] = (uint8_t)(bits >> 8);
  bytes[2] = (uint8_t)bits;
  if ((used == 2 && (bits & 0xFFFF)) || (used == 3 && (bits & 0xFF))) /* spare bits */
    return 0;
  return used - 1;
}

static size_t used_of(const char *four, bool is_last)
{
  return !is_last || four[3] != '=' ? 4 : four[2] != '=' ? 3 : 2;
}

bool base64_is_canonical(const char *text, size_t length)
{
  uint8_t unused[3];
  bool is_good = length % 4 == 0;
  for (size_t i = 0; is_good && i < length; i += 4)
    is_good = decode_four(text + i, used_of(text + i, i + 4 == length), unused) > 0;
  return is_good;
}

bool base64_decode(struct buf *out, const char *text, size_t length)
{
  if (!base64_is_canonical(text, length))
    return false;
  buf_reserve(out, length / 4 * 3);
  for (size_t i = 0; i < length; i += 4) {
    uint8_t bytes[3];
    size_t count = decode_four(text + i, used_of(text + i, i + 4 == length), bytes);
    buf_add(out, bytes, count);
  }
  return true;
}
