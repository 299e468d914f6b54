/*
 * Who counts: whose signature stands, which roles somebody may use here, who is kept out, whose yes is still good. What
 * is added up from entries asks here before it lets one loosen anything; nothing here takes an entry.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

#define COUNTERSIGNING (1u << ROLE_LEGAL | 1u << ROLE_HUMAN_RESOURCES | 1u << ROLE_AUDIT)

/* ---- signatures ---- */

/* An approval says until when it holds, so it may come late; what was said against it meanwhile voids it all the same.
 */
static bool stands(const struct incident *incident, const struct entry *entry)
{
  bool is_dated = entry->type == ENTRY_APPROVAL && incident->standing == STANDING_LATE;
  return incident->standing == STANDING_GOOD || is_dated || !entry_loosens(entry->type);
}

/* Right under the people as of this place? Unsigned statements never act. */
bool statement_counts(const struct incident *incident, const struct entry *entry)
{
  if (!stands(incident, entry))
    return false;
  const struct person *person = entry->actor ? people_find(&incident->people, entry->actor) : NULL;
  return person && person->has_key && !person->is_revoked && entry->is_signed &&
         statement_verify(entry, person->key, incident->origin);
}

bool fact_counts(const struct incident *incident, const struct entry *entry)
{
  return statement_counts(incident, entry) && incident_roles(incident, entry->actor);
}

/* ---- who is kept out ---- */

/* Is he one of those accused, or does he report to one, however far up? */
static bool leads_to_accused(const struct incident *incident, const char *person, bool only_those_that_bar)
{
  const char *id = person;
  for (size_t hops = 0; id && hops <= incident->people.count; hops++) {
    const struct accused *accused = incident_accused(incident, id);
    if (accused && (!only_those_that_bar || accused->is_declared || accused->countersigned_by))
      return true;
    const struct person *known = people_find(&incident->people, id);
    id = known ? known->reports_to : NULL;
  }
  return false;
}

const struct accused *incident_accused(const struct incident *incident, const char *who)
{
  const struct know *know = &incident->know;
  const struct person *person = people_find(&incident->people, who);
  for (size_t i = 0; i < know->accused_count; i++)
    if (!strcmp(know->accused[i].who, who) || (person && !strcmp(know->accused[i].who, person->name)))
      return &know->accused[i];
  return NULL;
}

bool incident_is_subject(const struct incident *incident, const char *person)
{
  return person && incident_accused(incident, person);
}

bool incident_is_excluded(const struct incident *incident, const char *person)
{
  return leads_to_accused(incident, person, false);
}

bool incident_is_barred(const struct incident *incident, const char *person)
{
  return leads_to_accused(incident, person, true);
}

role_set incident_working_roles(const struct incident *incident, const char *person)
{
  const struct person *known = person ? people_find(&incident->people, person) : NULL;
  return known && !known->is_revoked && !incident_is_subject(incident, person) ? known->roles : 0;
}

bool incident_may_countersign(const struct incident *incident, const char *person)
{
  return incident_roles(incident, person) & COUNTERSIGNING;
}

/* ---- roles ---- */

role_set incident_roles(const struct incident *incident, const char *person)
{
  const struct person *known = person ? people_find(&incident->people, person) : NULL;
  return known && !known->is_revoked && !incident_is_excluded(incident, person) ? known->roles : 0;
}

role_set incident_rank(const struct incident *incident, const char *person)
{
  role_set roles = incident_roles(incident, person);
  return roles & 1u << ROLE_SENIOR_MANAGEMENT ? roles | 1u << ROLE_MANAGEMENT : roles;
}

role_set decision_from(const json_t *decision)
{
  role_set roles = 0;
  size_t index;
  json_t *name;
  json_array_foreach(json_object_get(decision, "from"), index, name)
  {
    int role = json_is_string(name) ? role_find(json_string_value(name)) : -1;
    if (role >= 0)
      roles |= 1u << role;
  }
  return roles;
}

/* ---- who may say yes ---- */

/* Would it be preauthorized with no manager in reach? Then an asker who is a manager decides himself. */
static bool is_waiting_for_any_manager(const struct step *step)
{
  return decision_from(step->decision) == 1u << ROLE_MANAGEMENT &&
         json_object_get(json_object_get(step->decision, "facts"), "management_available");
}

/** The first of this executive's alternates who may decide here himself; NULL if none may. */
static const char *alternate_of(const struct incident *incident, const struct person *executive)
{
  for (size_t i = 0; i < executive->alternate_count; i++) {
    const struct person *alternate = people_find(&incident->people, executive->alternates[i]);
    if (alternate && !alternate->is_revoked && !incident_is_barred(incident, alternate->id))
      return alternate->id;
  }
  return NULL;
}

/**
 * In the place of an executive who may not decide here, for he is a subject or reports to one. Who that is stands in
 * the ledger, signed beforehand by senior management; it is the first of the list, and never several.
 */
static bool stands_in(const struct incident *incident, const char *person)
{
  for (size_t i = 0; i < incident->people.count; i++) {
    const struct person *executive = &incident->people.list[i];
    const char *alternate = executive->roles & 1u << ROLE_SENIOR_MANAGEMENT && !executive->is_revoked &&
                                    incident_is_barred(incident, executive->id)
                                ? alternate_of(incident, executive)
                                : NULL;
    if (alternate && !strcmp(alternate, person))
      return true;
  }
  return false;
}

role_set incident_may_approve(const struct incident *incident, const struct step *step, const char *person,
                              struct err *err)
{
  role_set asked = decision_from(step->decision);
  const struct person *known = people_find(&incident->people, person);
  role_set held = known && !known->is_revoked ? known->roles : 0;
  if (known && !known->is_revoked && stands_in(incident, person))
    held |= 1u << ROLE_SENIOR_MANAGEMENT;
  if (held & 1u << ROLE_SENIOR_MANAGEMENT)
    held |= 1u << ROLE_MANAGEMENT;
  char text[200];
  role_set_text(asked, text, sizeof text);
  if (incident_is_barred(incident, person)) /* why, is not said: he may not know yet */
    return err_set(err, "%s is not among those who decide in %s, so his word does not count here.", person,
                   incident->id), 0;
  if (!(asked & held))
    return err_set(err, "%s needs a yes from %s, and %s holds no such role.", step->id, text, person), 0;
  if (!strcmp(person, step->asker) && !is_waiting_for_any_manager(step))
    return err_set(err, "%s asked for %s himself, so somebody else has to approve it.", person, step->id), 0;
  return asked & held;
}

void approval_expire(struct incident *incident, uint64_t seq)
{
  for (size_t i = 0; i < incident->step_count; i++)
    for (size_t j = 0; j < incident->steps[i]->approval_count; j++)
      if (incident->steps[i]->approvals[j].seq == seq)
        incident->steps[i]->approvals[j].is_spent = true;
}

/* Without waiting for the runner to say so: a yes that is over must not be used by one that is late. */
void approvals_expire(struct incident *incident, clock_us at)
{
  for (size_t i = 0; i < incident->deadline_count; i++) {
    const struct deadline *deadline = &incident->deadlines[i];
    if (!strcmp(deadline->name, "approval") && deadline->at < at)
      approval_expire(incident, deadline->seq);
  }
}

void approvals_revoke(struct incident *incident, const char *person)
{
  for (size_t i = 0; person && i < incident->step_count; i++) {
    struct step *step = incident->steps[i];
    size_t kept = 0;
    for (size_t k = 0; k < step->approval_count; k++)
      if (step->approvals[k].is_spent || strcmp(step->approvals[k].person, person))
        step->approvals[kept++] = step->approvals[k];
    step->approval_count = kept;
  }
}

void incident_grant(const struct incident *incident, struct step *step)
{
  *APPEND(step->approvals, step->approval_count) = (struct step_approval){
      .seq = incident->last_seq, .person = "", .roles = ~(role_set)0, .not_after = INT64_MAX, .is_by_key = true};
}

role_set incident_missing(const struct step *step, role_set from, bool needs_key)
{
  for (size_t i = 0; i < step->approval_count; i++) {
    const struct step_approval *approval = &step->approvals[i];
    if (!approval->is_spent && (approval->is_by_key || !needs_key))
      from &= ~approval->roles;
  }
  return from;
}
