/*
 * Holding obligations against the record. The earliest entry that meets one counts; a denial by somebody who may waive
 * is a waiver, for then management has refused it and says so by name.
 */
#include "incident/obligations.h"

#include "base/alloc.h"
#include "base/json.h"
#include "incident/checks.h"

#include <string.h>

#define SECOND ((clock_us)1000000)

const char *owed_state_name(enum owed_state state)
{
  static const char *const names[] = {"open", "overdue", "met", "waived"};
  return names[state];
}

/* ---- what met it ---- */

static bool is_enough(const struct obligation *obligation, enum outcome_status status)
{
  return status == OUTCOME_DONE || (status == OUTCOME_FAILED && !obligation->needs_done);
}

static void conclude(struct owed *owed, enum owed_state state, uint64_t entry, const char *person, clock_us at)
{
  if (owed->entry && owed->entry < entry)
    return;
  owed->state = state;
  owed->entry = entry;
  owed->person = person;
  owed->at = at;
}

static void look_at_step(struct owed *owed, const struct step *step)
{
  const struct obligation *obligation = owed->obligation;
  if (!obligation_is_met_by(obligation, step->action))
    return;
  if (step->state == STEP_CONCLUDED && is_enough(obligation, step->status))
    conclude(owed, OWED_MET, step->concluded_seq, json_get_string(step->fields, "person"), step->concluded_at);
  else if (step->state == STEP_CONCLUDED && step->status == OUTCOME_DENIED && step->denied_by & obligation->waive)
    conclude(owed, OWED_WAIVED, step->concluded_seq, json_get_string(step->fields, "denied_by"), step->concluded_at);
  else if (step->attempt && (step->state == STEP_OPEN || step->state == STEP_DOUBT || step->state == STEP_AGAIN) &&
           (!owed->attempt || step->intent_at < owed->attempt->intent_at))
    owed->attempt = step;
}

static void look_at_statements(const struct incident *incident, struct owed *owed)
{
  const struct obligation *obligation = owed->obligation;
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->is_signed && !incident_is_excluded(incident, deed->person) &&
        obligation_is_met_by(obligation, deed->action) && is_enough(obligation, deed->status))
      conclude(owed, OWED_MET, deed->seq, deed->person, deed->at);
  }
  for (size_t i = 0; i < incident->waiver_count; i++) {
    const struct waiver *waiver = &incident->waivers[i];
    if (!strcmp(waiver->obligation, obligation->id) && waiver->roles & obligation->waive)
      conclude(owed, OWED_WAIVED, waiver->seq, waiver->person, waiver->at);
  }
}

static void look_at_record(const struct incident *incident, struct owed *owed)
{
  struct buf unused = {0};
  if (incident_check(incident, owed->obligation->check, &unused))
    owed->state = OWED_MET;
  buf_finish(&unused);
}

/* ---- its times ---- */

static clock_us time_after(const struct incident *incident, const struct obligation *obligation, int64_t seconds)
{
  const struct reached *reached = &incident->reached[obligation->after];
  return seconds && reached->seq ? reached->at + seconds * SECOND : 0;
}

static bool is_past(const struct incident *incident, enum milestone milestone)
{
  for (int later = milestone; milestone && later < MILESTONE_COUNT; later++)
    if (incident->reached[later].seq)
      return true;
  return false;
}

struct owed incident_owed(const struct incident *incident, const struct obligation *obligation, clock_us now)
{
  struct owed owed = {.obligation = obligation,
                      .not_before = time_after(incident, obligation, obligation->not_within_s),
                      .until = time_after(incident, obligation, obligation->within_s)};
  for (size_t i = 0; obligation->act && i < incident->step_count; i++)
    look_at_step(&owed, incident->steps[i]);
  if (!obligation->act)
    look_at_record(incident, &owed);
  look_at_statements(incident, &owed);
  owed.is_late = owed.state == OWED_MET && owed.until && owed.at > owed.until;
  if (owed.state == OWED_OPEN && (is_past(incident, obligation->by) || (owed.until && now > owed.until)))
    owed.state = OWED_OVERDUE;
  return owed;
}

/* ---- all of them ---- */

/* What was said without a key that counts makes it apply where it says so, and never keeps it from applying. */
static bool may_apply(const struct incident *incident, const struct policy *policy,
                      const struct obligation *obligation)
{
  struct facts certain;
  incident_certain_facts(incident, &certain);
  return policy_obligation_applies(policy, obligation, &certain) ||
         (incident->classification.doubted && policy_obligation_applies(policy, obligation, &incident->facts));
}

bool incident_obliges(const struct incident *incident, const struct policy *policy,
                      const struct obligation *obligation)
{
  return (!incident->dismissal.reached.seq || obligation->survives_dismissal) &&
         may_apply(incident, policy, obligation);
}

size_t incident_all_owed(const struct incident *incident, const struct policy *policy, clock_us now,
                         struct owed **list)
{
  const struct obligation *all;
  size_t count = policy_obligations(policy, &all), found = 0;
  *list = NULL;
  for (size_t i = 0; i < count; i++)
    if (incident_obliges(incident, policy, &all[i]))
      *APPEND(*list, found) = incident_owed(incident, &all[i], now);
  return found;
}

static bool is_unmet(const struct owed *owed)
{
  return owed->state == OWED_OPEN || owed->state == OWED_OVERDUE;
}

bool owed_stops(const struct owed *owed, enum milestone milestone)
{
  const struct obligation *obligation = owed->obligation;
  if (!is_unmet(owed))
    return false;
  return (obligation->by && obligation->by <= milestone) || (obligation->within_s && milestone == MILESTONE_CLOSED);
}

static bool is_waited_for(const struct incident *incident, const struct obligation *obligation)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    size_t index;
    json_t *id;
    if (step->state != STEP_WAITING || step->run != incident->run)
      continue;
    json_array_foreach(step->obligations, index, id)
      if (!strcmp(json_string_value(id), obligation->id))
        return true;
  }
  return false;
}

bool owed_is_due(const struct incident *incident, const struct owed *owed)
{
  if (!is_unmet(owed))
    return false;
  return owed->state == OWED_OVERDUE || owed->until || is_waited_for(incident, owed->obligation);
}

bool incident_may_waive(const struct incident *incident, const struct obligation *obligation, const char *person,
                        struct err *err)
{
  char roles[200];
  role_set_text(obligation->waive, roles, sizeof roles);
  if (incident_is_excluded(incident, person))
    return err_set_kind(err, ERR_REFUSED, "%s is a subject of %s or reports to one, so his word does not count here.",
                        person, incident->id), false;
  if (!obligation->waive)
    return err_set_kind(err, ERR_REFUSED, "nobody can waive %s; it has to be done: %s", obligation->id,
                        obligation->because), false;
  if (!(incident_rank(incident, person) & obligation->waive))
    return err_set_kind(err, ERR_REFUSED, "%s can be waived by %s only, and %s holds no such role.", obligation->id,
                        roles, person), false;
  return true;
}

/* ---- what a step waits for ---- */

static bool is_urgent(const struct incident *incident, const struct policy *policy)
{
  struct facts certain;
  incident_certain_facts(incident, &certain);
  return policy_candidates(policy, &certain) & policy_candidates(policy, &incident->facts) & 1u << 1;
}

/* In priority 1 nothing here may take longer: when an attempt under way counts; what contains does not wait for one.
   The entry from which on the grace is measured; 0: nothing gives way. */
static uint64_t grace_since(const struct incident *incident, const struct owed *owed, const struct action *action,
                            const struct step *step)
{
  uint64_t since = owed->attempt ? owed->attempt->intent_seq : 0;
  if (strcmp(action->class, "containment") == 0) {
    uint64_t asked = step ? step->asked_after : incident->last_seq;
    since = since && since < asked ? since : asked;
  }
  return since;
}

static bool is_over(const struct incident *incident, uint64_t since, int64_t wait)
{
  struct moment last = {incident->last_at, incident->last_measured};
  const struct deadline deadline = {.since = since, .wait = wait};
  return since && deadline_left(incident, &deadline, last) == 0;
}

static bool is_too_early(const struct owed *owed, clock_us now)
{
  return !owed->not_before || now < owed->not_before;
}

/* One thing that it waits for: until its attempt is old enough, until its own time, or until somebody does it. */
static void hold_for(const struct incident *incident, const struct owed *owed, uint64_t since, struct hold *hold,
                     bool *has_endless)
{
  int64_t grace = incident->limits.capture_grace_s * SECOND;
  if (is_over(incident, since, grace)) {
    hold->deviations[hold->deviation_count++] = owed->obligation;
    return;
  }
  hold->list[hold->count++] = owed->obligation;
  if (since) {
    hold->release_since = since > hold->release_since ? since : hold->release_since;
    hold->release_wait = grace;
  } else if (owed->not_before) {
    hold->release_at = owed->not_before > hold->release_at ? owed->not_before : hold->release_at;
  } else {
    *has_endless = true;
  }
}

void incident_hold(const struct incident *incident, const struct policy *policy, const struct action *action,
                   const struct step *step, struct hold *hold)
{
  const struct obligation *all;
  size_t count = policy_obligations(policy, &all);
  bool has_endless = false;
  *hold = (struct hold){0};
  for (size_t i = 0; i < count; i++) {
    if (!obligation_is_before(&all[i], action) || !may_apply(incident, policy, &all[i]))
      continue;
    struct owed owed = incident_owed(incident, &all[i], incident->last_at);
    if (!is_unmet(&owed) || (all[i].act == action && !is_too_early(&owed, incident->last_at)))
      continue;
    bool can_hurry = all[i].act != action && is_urgent(incident, policy);
    hold_for(incident, &owed, can_hurry ? grace_since(incident, &owed, action, step) : 0, hold, &has_endless);
  }
  if (has_endless)
    hold->release_at = hold->release_wait = 0;
  if (!hold->release_wait)
    hold->release_since = 0;
}

void incident_excuse(struct incident *incident, const struct obligation *obligation)
{
  *APPEND(incident->waivers, incident->waiver_count) =
      (struct waiver){.obligation = xstrdup(obligation->id), .person = xstrdup(""), .roles = ~(role_set)0,
                      .seq = incident->last_seq, .at = incident->last_at};
}
