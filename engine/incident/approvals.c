/*
 * Whose yes or no counts, and for what (design.md section 8).
 *
 * An approval is bound to a step's fingerprint, given by one who holds a role that was asked, is no subject, does not
 * report to one, and did not ask himself; it is spent by exactly one intent. One denial by such a person denies.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

static bool is_bound(const struct step *step, const struct entry *entry)
{
  const char *fingerprint = json_get_string(entry->body, "fingerprint");
  return fingerprint && !strcmp(fingerprint, step->fingerprint);
}

static void take_approval(struct incident *incident, struct step *step, const struct entry *entry, role_set roles)
{
  clock_us not_after;
  const char *text = json_get_string(entry->body, "not_after");
  if (!text || !clock_parse(text, &not_after) || not_after < entry->at)
    return;
  const char *strength = json_get_string(entry->body, "strength");
  *APPEND(step->approvals, step->approval_count) = (struct step_approval){
      .seq = entry->seq,
      .person = people_find(&incident->people, entry->actor)->id,
      .roles = roles,
      .not_after = not_after,
      .is_by_key = strength && !strcmp(strength, "key"),
  };
  deadline_set(incident, "approval", not_after, entry->seq);
}

void approvals_take(struct incident *incident, const struct entry *entry)
{
  struct step *step = entry->step && entry->run == incident->run ? incident_step(incident, entry->step) : NULL;
  struct err ignored = {0};
  if (!step || step->state != STEP_WAITING || !is_bound(step, entry) || !statement_counts(incident, entry))
    return; /* recorded, without effect: too late, for other arguments, or not his to say */
  role_set roles = incident_may_approve(incident, step, entry->actor, &ignored);
  if (!roles)
    return;
  if (entry->type == ENTRY_APPROVAL)
    take_approval(incident, step, entry, roles);
  else {
    step->denied_by = incident_rank(incident, entry->actor);
    step_conclude(incident, step, OUTCOME_DENIED, json_pack("{s:s}", "denied_by", entry->actor), entry->at);
  }
}
