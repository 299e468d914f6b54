/*
 * A growing run of bytes. Invariant: if bytes is not NULL, bytes[length] is NUL.
 */
#include "base/buf.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_finish(struct buf *buf)
{
  if (!buf)
    return;
  free(buf->bytes);
  *buf = (struct buf){0};
}

void buf_clear(struct buf *buf)
{
  buf->length = 0;
  if (buf->bytes)
    buf->bytes[0] = '\0';
}

void buf_reserve(struct buf *buf, size_t more)
{
  size_t needed = buf->length + more + 1;
  if (needed <= buf->capacity)
    return;
  size_t capacity = buf->capacity ? buf->capacity : 64;
  while (capacity < needed)
    capacity *= 2;
  buf->bytes = xrealloc(buf->bytes, capacity, 1);
  buf->capacity = capacity;
  buf->bytes[buf->length] = '\0';
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
  buf_reserve(buf, length);
  if (length)
    memcpy(buf->bytes + buf->length, bytes, length);
  buf->length += length;
  buf->bytes[buf->length] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
  buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
  buf_add(buf, &c, 1);
}

void buf_format(struct buf *buf, const char *format, ...)
{
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length > 0) {
    buf_reserve(buf, (size_t)length);
    vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
    buf->length += (size_t)length;
  }
  va_end(again);
}

const char *buf_string(const struct buf *buf)
{
  return buf->bytes ? buf->bytes : "";
}

char *buf_take(struct buf *buf)
{
  char *bytes = buf->bytes ? buf->bytes : xstrdup("");
  *buf = (struct buf){0};
  return bytes;
}
