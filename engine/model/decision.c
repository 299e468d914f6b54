/*
 * The verdicts by name.
 */
#include "model/decision.h"

#include "base/alloc.h"

#include <string.h>

static const char *const verdict_names[] = {
  [VERDICT_PREAUTHORIZED] = "preauthorized",
  [VERDICT_APPROVAL] = "approval",
  [VERDICT_FORBIDDEN] = "forbidden",
};

const char *verdict_name(enum verdict verdict)
{
  return verdict_names[verdict];
}

int verdict_find(const char *name)
{
  for (size_t i = 0; i < COUNT(verdict_names); i++)
    if (strcmp(verdict_names[i], name) == 0)
      return (int)i;
  return -1;
}
