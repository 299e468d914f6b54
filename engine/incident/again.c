/*
 * What already happened: a new run of an incident asks for much that an earlier one, or somebody outside the playbook,
 * has done. It is never repeated silently and never skipped silently: whoever is asked sees it and answers.
 */
#include "incident/incident.h"

#include <string.h>

/* The same act: its arguments too, as far as both say them. Whom a call reached is his part, not the call's. */
static bool is_same(const struct step *step, const struct action *action, const json_t *arguments)
{
  const char *name;
  json_t *value;
  if (!action || strcmp(step->action->name, action->name))
    return false;
  json_object_foreach(step->arguments, name, value)
  {
    const json_t *other = json_object_get(arguments, name);
    if (other && !json_equal(value, other))
      return false;
  }
  return true;
}

uint64_t incident_done_before(const struct incident *incident, const struct step *step, clock_us *at)
{
  uint64_t seq = 0;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *earlier = incident->steps[i];
    if (earlier->run < step->run && earlier->state == STEP_CONCLUDED && earlier->status == OUTCOME_DONE &&
        is_same(step, earlier->action, earlier->arguments)) {
      seq = earlier->concluded_seq;
      *at = earlier->concluded_at;
    }
  }
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->status == OUTCOME_DONE && deed->seq > seq && is_same(step, deed->action, deed->arguments)) {
      seq = deed->seq;
      *at = deed->at;
    }
  }
  return seq;
}
