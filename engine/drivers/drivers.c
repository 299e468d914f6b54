/*
 * The table of drivers.
 */
#include "drivers/drivers.h"

static const struct driver *const drivers[DRIVER_KIND_COUNT] = {
  [DRIVER_CAPTURE] = &driver_capture,
  [DRIVER_COMMAND] = &driver_command,
  [DRIVER_COPY] = &driver_copy,
};

const struct driver *driver_of(enum driver_kind kind)
{
  return drivers[kind];
}
