/*
 * Allocation that cannot fail, only end.
 */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void *need(void *memory)
{
  if (!memory) {
    static const char text[] = "tocsin: out of memory; nothing that was acknowledged is lost, run it again\n";
    fwrite(text, 1, sizeof text - 1, stderr);
    abort();
  }
  return memory;
}

void *xmalloc(size_t size)
{
  return need(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
  return need(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t count, size_t size)
{
  return need(reallocarray(old, count ? count : 1, size ? size : 1));
}

char *xstrdup(const char *text)
{
  return text ? need(strdup(text)) : NULL;
}

char *xstrndup(const char *text, size_t length)
{
  return need(strndup(text, length));
}

char *xasprintf(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  char *text = NULL;
  if (vasprintf(&text, format, arguments) < 0)
    text = NULL;
  va_end(arguments);
  return need(text);
}

void freep(void *pointer_to_pointer)
{
  void **pointer = pointer_to_pointer;
  free(*pointer);
}

/* Capacity is never stored: it is the next power of two, so it changes exactly when `count` is one. */
void *xgrow(void *array, size_t count, size_t size)
{
  if (count == 0)
    return xcalloc(1, size);
  if ((count & (count - 1)) == 0)
    array = xrealloc(array, count * 2, size);
  memset((char *)array + count * size, 0, size);
  return array;
}
