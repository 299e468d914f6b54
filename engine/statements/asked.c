/*
 * What the newest run waits for from people. What a driver is doing is asked of nobody; and when it was a false alarm
 * nothing is, but what may have happened.
 */
#include "statements/statements.h"

#include <string.h>

const char *asked_kind_name(enum asked_kind kind)
{
  static const char *const names[] = {"nothing", "manual", "approval", "doubt", "waive"};
  return names[kind];
}

enum asked_kind asked_of(const struct incident *incident, const struct step *step)
{
  if (step->run != incident->run)
    return ASKED_NOTHING;
  if (incident->dismissal.reached.seq && step->state != STEP_DOUBT)
    return ASKED_NOTHING;
  switch (step->state) {
  case STEP_WAITING:
    return step->obligations ? ASKED_WAIVE : ASKED_APPROVAL;
  case STEP_OPEN:
    return step->action->driver != DRIVER_MANUAL ? ASKED_NOTHING : ASKED_MANUAL;
  case STEP_DOUBT:
    return ASKED_DOUBT;
  default:
    return ASKED_NOTHING;
  }
}
