/*
 * After a record was followed: what was intended and never concluded, though nobody works on it any more.
 *
 * Manual steps are simply still open. What a driver had started died with its wardens; whether it had its effect is in
 * doubt, and the effect class says what follows (incident/steps.c).
 */
#include "live/inside.h"

#include "base/alloc.h"

void reconcile(struct live *live)
{
  for (size_t i = 0; i < live->incident->step_count; i++) {
    const struct step *step = live->incident->steps[i];
    if (step->run != live->incident->run || step->state != STEP_OPEN || step->action->driver == DRIVER_MANUAL)
      continue;
    live_arrive(live, ENTRY_IN_DOUBT, step->id,
                xasprintf("{\"attempt\":%d,\"because\":\"tocsin ended before the outcome was known\"}", step->attempt),
                false);
  }
}
