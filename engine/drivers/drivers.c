/*
 * The table of drivers, sorted by name: keep it so.
 */
#include "drivers/drivers.h"

#include "base/alloc.h"

#include <string.h>

static const struct driver *const drivers[] = {
  &driver_capture,
  &driver_command,
  &driver_copy,
};

const struct driver *driver_find(const char *name)
{
  for (size_t i = 0; i < COUNT(drivers); i++)
    if (strcmp(drivers[i]->name, name) == 0)
      return drivers[i];
  return NULL;
}

bool driver_is_manual(const char *name)
{
  return strcmp(name, "manual") == 0;
}
