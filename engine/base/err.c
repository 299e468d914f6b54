/*
 * One sentence in a fixed buffer. The first failure wins: what failed afterwards is a consequence. What a sentence
 * quotes was typed by anybody, so it is put in as shown.h says.
 */
#include "base/err.h"

#include "base/buf.h"
#include "base/shown.h"

#include <stdio.h>
#include <string.h>

/* The rest of the room; longer sentences are cut. */
static void write_at(struct err *err, size_t at, const char *format, va_list arguments)
{
  struct buf text = {0};
  shown_vformat(&text, format, arguments);
  snprintf(err->text + at, sizeof err->text - at, "%s", buf_string(&text));
  buf_finish(&text);
}

static void write_behind(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void write_behind(struct err *err, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  write_at(err, strlen(err->text), format, arguments);
  va_end(arguments);
}

static int set(struct err *err, enum err_kind kind, const char *format, va_list arguments)
{
  if (!err || err->text[0])
    return -1;
  err->kind = kind;
  write_at(err, 0, format, arguments);
  return -1;
}

int err_set(struct err *err, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  set(err, ERR_INPUT, format, arguments);
  va_end(arguments);
  return -1;
}

int err_set_kind(struct err *err, enum err_kind kind, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  set(err, kind, format, arguments);
  va_end(arguments);
  return -1;
}

int err_unknown_list(struct err *err, const char *near, const char *more, const char *format, va_list arguments)
{
  if (!err || err->text[0])
    return -1;
  set(err, ERR_INPUT, format, arguments);
  write_behind(err, near ? "; did you mean \"%s\"?%s%-s" : ".%.0s%s%-s", near ? near : "",
               !more || !*more || *more == '\n' ? "" : " ", more ? more : "");
  snprintf(err->near, sizeof err->near, "%s", near ? near : "");
  return -1;
}

int err_unknown(struct err *err, const char *near, const char *more, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  err_unknown_list(err, near, more, format, arguments);
  va_end(arguments);
  return -1;
}

int err_prefix(struct err *err, const char *format, ...)
{
  if (!err)
    return -1;
  char old[sizeof err->text];
  memcpy(old, err->text, sizeof old);
  va_list arguments;
  va_start(arguments, format);
  write_at(err, 0, format, arguments);
  va_end(arguments);
  size_t used = strlen(err->text);
  snprintf(err->text + used, sizeof err->text - used, "%s", old);
  return -1;
}

int err_add(struct err *err, const char *format, ...)
{
  if (!err)
    return -1;
  size_t length = strlen(err->text);
  if (length > 0 && length + 1 < sizeof err->text)
    err->text[length++] = '\n';
  va_list arguments;
  va_start(arguments, format);
  write_at(err, length, format, arguments);
  va_end(arguments);
  return -1;
}

bool err_is_set(const struct err *err)
{
  return err->text[0] != '\0';
}
