/*
 * A step that waits on paper for what nobody on this path will do waits at night as well: that is said now. Two tracks
 * that wait for each other, and what the playbook never does, are findings; what was tried and may fail is told.
 */
#include "explore/holds.h"

#include "base/alloc.h"

#include <string.h>

static void find(const struct path_witness *witness, char *sentence)
{
  witness->finds(witness->context, sentence);
  free(sentence);
}

/* A step that would meet it and waits itself. */
static const struct step *waiting_for_it(const struct incident *incident, const struct obligation *obligation)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run == incident->run && step->state == STEP_WAITING && obligation_is_met_by(obligation, step->action))
      return step;
  }
  return NULL;
}

static bool was_tried(const struct incident *incident, const struct obligation *obligation)
{
  for (size_t i = 0; i < incident->step_count; i++)
    if (incident->steps[i]->attempt && obligation_is_met_by(obligation, incident->steps[i]->action))
      return true;
  return false;
}

static void tell(const struct incident *incident, const struct step *step, const struct obligation *obligation,
                 const struct path_witness *witness)
{
  struct buf words = {0};
  obligation_words(obligation, &words);
  const struct step *other = waiting_for_it(incident, obligation);
  if (obligation->act == step->action)
    ; /* it has its day; nothing is wrong with waiting for it */
  else if (other)
    find(witness, xasprintf("%s and %s wait for each other: %s would have to be done before %s (%s)", step->id,
                            other->id, other->action->name, step->action->name, obligation->id));
  else if (was_tried(incident, obligation))
    witness->leaves(witness->context, obligation, true);
  else
    find(witness, xasprintf("%s waits for what nothing before it does: %s before %s (%s)", step->id,
                            buf_string(&words), step->action->name, obligation->id));
  buf_finish(&words);
}

void holds_release(const struct dry_run_setup *setup, struct incident *incident, const struct step *step,
                   const struct path_witness *witness)
{
  size_t index;
  json_t *id;
  json_array_foreach(step->obligations, index, id)
  {
    const struct obligation *obligation = policy_obligation(setup->policy, json_string_value(id));
    tell(incident, step, obligation, witness);
    incident_excuse(incident, obligation);
  }
}

bool holds_need_done(const struct policy *policy, const struct action *action)
{
  const struct obligation *all;
  size_t count = policy_obligations(policy, &all);
  for (size_t i = 0; i < count; i++)
    if (all[i].needs_done && obligation_is_met_by(&all[i], action))
      return true;
  return false;
}

void holds_left(const struct dry_run_setup *setup, const struct incident *incident,
                const struct path_witness *witness)
{
  struct owed *owed;
  size_t count = incident_all_owed(incident, setup->policy, incident->last_at, &owed);
  for (size_t i = 0; i < count; i++)
    if (owed_stops(&owed[i], MILESTONE_CLOSED))
      witness->leaves(witness->context, owed[i].obligation, false);
  free(owed);
}
