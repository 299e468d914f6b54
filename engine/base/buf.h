/*
 * A growing run of bytes, always followed by a NUL that does not count.
 *
 * A zeroed struct is an empty buffer. `buf_finish` frees it; `buf_take` hands its memory over.
 */
#pragma once

#include <stddef.h>

struct buf {
  char *bytes;   /* NULL while nothing was ever added */
  size_t length;
  size_t capacity;
};

void buf_finish(struct buf *buf);                            /* frees; the buffer is empty again */
void buf_clear(struct buf *buf);                             /* keeps the memory */
void buf_reserve(struct buf *buf, size_t more);              /* room for `more` bytes and the NUL */
void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** The text so far; "" for an empty buffer. Borrowed until the buffer changes. */
const char *buf_string(const struct buf *buf);

/** Hands the memory over; the caller frees it with free(). Never NULL. */
char *buf_take(struct buf *buf);
