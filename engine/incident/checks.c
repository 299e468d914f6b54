/*
 * The closed list of checks. Each reads the fold and nothing else.
 */
#include "incident/checks.h"

#include <stddef.h>

/* Nothing waits for anybody, and nothing is under way. */
static bool check_nothing_open(const struct incident *incident, struct buf *what_is_missing)
{
  bool is_open = false;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run != incident->run || step->state == STEP_CONCLUDED || step->state == STEP_REFUSED)
      continue;
    buf_format(what_is_missing, "%s%s", is_open ? ", " : "", step->id);
    is_open = true;
  }
  buf_text(what_is_missing, is_open ? " not concluded" : "");
  return !is_open;
}

#define CHECK_FUNCTION(name) [CHECK_##name] = check_##name,
static bool (*const checks[])(const struct incident *, struct buf *) = {OBLIGATION_CHECKS(CHECK_FUNCTION)};

bool incident_check(const struct incident *incident, enum obligation_check check, struct buf *what_is_missing)
{
  return checks[check](incident, what_is_missing);
}
