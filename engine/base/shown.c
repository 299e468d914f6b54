/*
 * A format is walked once, conversion by conversion: only so it is known which bytes are ours and which were typed by
 * somebody. Width counts characters, so that columns stand below each other in every language.
 */
#include "base/shown.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define INSTEAD "\xEF\xBF\xBD"

/* ---- one text ---- */

static void add_instead(struct buf *out, uint32_t c)
{
  if (c == '\n')
    buf_text(out, "\\n");
  else if (c < 0x80)
    buf_format(out, "\\x%02x", (unsigned)c);
  else
    buf_text(out, INSTEAD);
}

void shown_add(struct buf *out, const char *text, size_t length, bool keeps_lines)
{
  for (size_t at = 0, step; at < length; at += step) {
    for (step = 0; at + step < length && text[at + step] >= ' ' && text[at + step] <= '~';)
      step++;
    buf_add(out, text + at, step);
    if (step)
      continue;
    step = utf8_length(text + at, length - at);
    uint32_t c = step ? utf8_decode(text + at, step) : 0xFFFD;
    bool stays = step && (utf8_kind(c) == UTF8_PLAIN || (keeps_lines && c == '\n'));
    step = step ? step : 1;
    if (stays)
      buf_add(out, text + at, step);
    else
      add_instead(out, c);
  }
}

void shown_json(struct buf *out, const char *json, size_t length)
{
  for (size_t at = 0, step; at < length; at += step) {
    step = utf8_length(json + at, length - at);
    uint32_t c = step ? utf8_decode(json + at, step) : 0xFFFD;
    step = step ? step : 1;
    if (c == '\n' || utf8_kind(c) == UTF8_PLAIN)
      buf_add(out, json + at, step);
    else if (c < 0x10000)
      buf_format(out, "\\u%04x", (unsigned)c);
    else
      buf_format(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)), (unsigned)(0xDC00 | (c & 0x3FF)));
  }
}

/* ---- a format ---- */

struct conversion {
  char flag; /* '-', '0' or 0 */
  int width, precision; /* -1: none */
  int longs;  /* 0: int, 1: long or size_t, 2: long long */
  char letter;
};

static const char *read_number(const char *at, va_list *arguments, int *number)
{
  if (*at == '*') {
    *number = va_arg(*arguments, int);
    return at + 1;
  }
  if (*at >= '0' && *at <= '9')
    *number = (int)strtol(at, (char **)(uintptr_t)&at, 10);
  return at;
}

static const char *read_conversion(const char *at, va_list *arguments, struct conversion *conversion)
{
  *conversion = (struct conversion){.width = -1, .precision = -1};
  if (*at == '-' || *at == '0')
    conversion->flag = *at++;
  at = read_number(at, arguments, &conversion->width);
  if (*at == '.') {
    conversion->precision = 0;
    at = read_number(at + 1, arguments, &conversion->precision);
  }
  for (; *at == 'l' || *at == 'z'; at++)
    conversion->longs += 1;
  conversion->letter = *at;
  return at + 1;
}

static size_t characters(const char *text)
{
  size_t count = 0;
  for (; *text; text++)
    count += (*text & 0xC0) != 0x80;
  return count;
}

static void pad(struct buf *out, const char *text, const struct conversion *conversion)
{
  size_t wide = characters(text), width = conversion->width > 0 ? (size_t)conversion->width : 0;
  int blanks = width > wide ? (int)(width - wide) : 0;
  buf_format(out, "%*s%s%*s", conversion->flag == '-' ? 0 : blanks, "", text, conversion->flag == '-' ? blanks : 0, "");
}

static void put_text(struct buf *out, const char *text, const struct conversion *conversion)
{
  struct buf shown = {0};
  text = text ? text : "(null)";
  size_t most = conversion->precision < 0 ? SIZE_MAX : (size_t)conversion->precision;
  shown_add(&shown, text, strnlen(text, most), conversion->flag == '-' && conversion->width < 0);
  pad(out, buf_string(&shown), conversion);
  buf_finish(&shown);
}

static void put_number(struct buf *out, va_list *arguments, const struct conversion *conversion)
{
  bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
  int width = conversion->flag == '-' ? -conversion->width : conversion->width > 0 ? conversion->width : 0;
  unsigned long long bits = conversion->longs == 2   ? va_arg(*arguments, unsigned long long)
                            : conversion->longs == 1 ? va_arg(*arguments, unsigned long)
                            : is_signed              ? (unsigned long long)va_arg(*arguments, int)
                                                     : va_arg(*arguments, unsigned);
  if (conversion->letter == 'x')
    buf_format(out, conversion->flag == '0' ? "%0*llx" : "%*llx", width, bits);
  else if (conversion->letter == 'o')
    buf_format(out, conversion->flag == '0' ? "%0*llo" : "%*llo", width, bits);
  else if (is_signed)
    buf_format(out, conversion->flag == '0' ? "%0*lld" : "%*lld", width, (long long)bits);
  else
    buf_format(out, conversion->flag == '0' ? "%0*llu" : "%*llu", width, bits);
}

static void put(struct buf *out, va_list *arguments, const struct conversion *conversion)
{
  char c[2] = {0};
  switch (conversion->letter) {
  case '%': buf_char(out, '%'); return;
  case 's': put_text(out, va_arg(*arguments, const char *), conversion); return;
  case 'c': c[0] = (char)va_arg(*arguments, int), put_text(out, c, conversion); return;
  case 'd': case 'i': case 'u': case 'x': case 'o': put_number(out, arguments, conversion); return;
  case 'f': buf_format(out, "%.*f", conversion->precision, va_arg(*arguments, double)); return; /* -1: as if left out */
  case 'g': buf_format(out, "%g", va_arg(*arguments, double)); return;
  default: abort(); /* a format of ours that shown.h does not know */
  }
}

void shown_vformat(struct buf *out, const char *format, va_list arguments)
{
  va_list left;
  va_copy(left, arguments);
  while (*format) {
    size_t plain = strcspn(format, "%");
    buf_add(out, format, plain);
    format += plain;
    if (!*format)
      break;
    struct conversion conversion;
    format = read_conversion(format + 1, &left, &conversion);
    put(out, &left, &conversion);
  }
  va_end(left);
}

void shown_format(struct buf *out, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  shown_vformat(out, format, arguments);
  va_end(arguments);
}

void shown_print(FILE *stream, const char *format, ...)
{
  struct buf text = {0};
  va_list arguments;
  va_start(arguments, format);
  shown_vformat(&text, format, arguments);
  va_end(arguments);
  fwrite(buf_string(&text), 1, text.length, stream);
  buf_finish(&text);
}
