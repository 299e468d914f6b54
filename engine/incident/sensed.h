/*
 * What sensors said of an incident, added up by class; with what they cannot see (R58).
 */
#pragma once

#include "base/clock.h"

#include <stddef.h>
#include <stdint.h>

struct sensed {
  char *class, *sensor;
  char *cannot_see, *triage; /* may be NULL */
  uint64_t count;
  clock_us last_at;
};
