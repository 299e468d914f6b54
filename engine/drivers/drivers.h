/*
 * The drivers there are. Known to the table in drivers.c only.
 */
#pragma once

#include "drivers/driver.h"

extern const struct driver driver_capture, driver_command, driver_copy;
