/*
 * One sentence in a fixed buffer. The first failure wins: what failed afterwards is a consequence.
 */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static int set(struct err *err, enum err_kind kind, const char *format, va_list arguments)
{
  if (!err || err->text[0])
    return -1;
  err->kind = kind;
  vsnprintf(err->text, sizeof err->text, format, arguments);
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
  size_t length = strlen(err->text);
  const char *glue = !more || !*more ? "" : *more == '\n' ? "" : " ";
  snprintf(err->text + length, sizeof err->text - length, "%s%s%s%s%s", near ? "; did you mean \"" : ".",
           near ? near : "", near ? "\"?" : "", glue, more ? more : "");
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
  int used = vsnprintf(err->text, sizeof err->text, format, arguments);
  va_end(arguments);
  if (used >= 0 && (size_t)used < sizeof err->text)
    snprintf(err->text + used, sizeof err->text - (size_t)used, "%s", old);
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
  vsnprintf(err->text + length, sizeof err->text - length, format, arguments);
  va_end(arguments);
  return -1;
}

bool err_is_set(const struct err *err)
{
  return err->text[0] != '\0';
}
