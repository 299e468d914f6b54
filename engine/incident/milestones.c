/*
 * How far an incident has come: declared, contained, over, closed, or dismissed as a false alarm. Each is reached once,
 * by the first statement of it that counts: signed, by somebody of the team or of management who is no subject.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

void milestones_reach(struct incident *incident, enum milestone milestone, const struct entry *entry)
{
  struct reached *reached = &incident->reached[milestone];
  if (!reached->seq)
    *reached = (struct reached){entry->at, entry->seq};
}

/* A false alarm: the fact follows, and a second person who says the same has reviewed the first (R76). */
static void dismiss(struct incident *incident, const struct entry *entry)
{
  struct dismissal *dismissal = &incident->dismissal;
  if (!dismissal->reached.seq) {
    dismissal->reached = (struct reached){entry->at, entry->seq};
    dismissal->by = xstrdup(entry->actor);
  } else if (strcmp(dismissal->by, entry->actor) && !dismissal->reviewed_seq) {
    dismissal->reviewed_seq = entry->seq;
  }
  fact_learn(incident, "confirmed", "dismissed", entry->at, true);
}

bool incident_may_end(const struct incident *incident, const char *person)
{
  static const role_set may = 1u << ROLE_IRT | 1u << ROLE_IRT_MANAGEMENT | 1u << ROLE_MANAGEMENT |
                              1u << ROLE_SENIOR_MANAGEMENT;
  return incident_roles(incident, person) & may;
}

void milestones_take(struct incident *incident, const struct entry *entry)
{
  const char *name = json_get_string(entry->body, "milestone");
  int milestone = milestone_find(name);
  if (!name || !statement_counts(incident, entry) || !incident_may_end(incident, entry->actor))
    return; /* recorded, without effect */
  if (!strcmp(name, "dismissed"))
    dismiss(incident, entry);
  else if (milestone == MILESTONE_CONTAINED || milestone == MILESTONE_OVER)
    milestones_reach(incident, (enum milestone)milestone, entry);
}

/* With what is open it is management's to close. */
void milestones_close(struct incident *incident, const struct entry *entry)
{
  bool is_open = json_array_size(json_object_get(entry->body, "open")) ||
                 json_array_size(json_object_get(entry->body, "steps"));
  if (!statement_counts(incident, entry) || !incident_may_end(incident, entry->actor) ||
      (is_open && !(incident_rank(incident, entry->actor) & 1u << ROLE_MANAGEMENT)))
    return; /* recorded, without effect */
  incident->is_closed = true;
  milestones_reach(incident, MILESTONE_CLOSED, entry);
}
