/*
 * Memory. Running out ends the process: the ledger treats a dead process as an ordinary event, so there is no branch
 * for it anywhere (engine/README.md). Sizes that come from outside are checked against a limit before they get here.
 */
#pragma once

#include <stddef.h>
#include <stdlib.h>

void *xmalloc(size_t size);                              /* freed with free() */
void *xcalloc(size_t count, size_t size);                /* zeroed */
void *xrealloc(void *old, size_t count, size_t size);    /* count * size, checked for overflow */
char *xstrdup(const char *text);                         /* NULL gives NULL */
char *xstrndup(const char *text, size_t length);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Frees what a pointer to a pointer points to; for `_cleanup_(freep)`. */
void freep(void *pointer_to_pointer);

/** Runs `function(&variable)` when the scope is left. Never in a function that may raise a Lua error (lua.md 4). */
#define _cleanup_(function) __attribute__((cleanup(function)))

/** Makes `NAME_freep` out of `NAME_free`, for _cleanup_. */
#define DEFINE_CLEANUP(type, function)                                                                                 \
  static inline void function##p(type **pointer)                                                                       \
  {                                                                                                                    \
    if (*pointer)                                                                                                      \
      function(*pointer);                                                                                              \
  }

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/** Grows an array by one zeroed element and returns the place of the new last one. */
#define APPEND(array, count)                                                                                           \
  ((array) = xgrow((array), (count), sizeof *(array)), &(array)[(count)++])

void *xgrow(void *array, size_t count, size_t size); /* room for one more; capacity doubles at powers of two */
