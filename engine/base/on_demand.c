/*
 * dlopen and dlsym. Asking for a library that is there already costs a look at a short list, so none is kept here.
 */
#include "base/on_demand.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* By then the program runs and may hold a transaction: it ends as it does without memory (alloc.c). */
static void *need(void *found)
{
  if (!found) {
    fprintf(stderr, "tocsin: %s; install it and run this again, nothing that was acknowledged is lost\n", dlerror());
    abort();
  }
  return found;
}

void *on_demand(const char *library, const char *function)
{
  return need(dlsym(need(dlopen(library, RTLD_LAZY)), function));
}
