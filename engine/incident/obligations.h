/*
 * What is owed in an incident, and what a step waits for: obligations.yaml held against the record.
 *
 * Pure, like the fold it reads. Met by a concluded attempt (of any run) or a signed deed; waived by a signed waiver of
 * one whom the obligation names, or by such a person's denial of the very step that would have met it.
 */
#pragma once

#include "incident/incident.h"
#include "policy/obligations.h"

enum owed_state {
  OWED_OPEN,
  OWED_OVERDUE, /* open, and its time or its milestone has passed */
  OWED_MET,
  OWED_WAIVED,
};

const char *owed_state_name(enum owed_state state); /* open overdue met waived */

/** How one obligation stands. Borrowed from incident and policy. */
struct owed {
  const struct obligation *obligation;
  enum owed_state state;
  uint64_t entry;             /* what met or waived it; 0 */
  const char *person;         /* who waived or did it; NULL where a driver did */
  clock_us at;                /* when; 0 */
  clock_us not_before, until; /* its times as far as they are known; 0: none, or its milestone is not reached */
  const struct step *attempt; /* under way; NULL if none is */
  bool is_late;               /* met after its time */
};

/** Does it apply here and now: the facts as they stand, and whether it was a false alarm? */
bool incident_obliges(const struct incident *incident, const struct policy *policy,
                      const struct obligation *obligation);

struct owed incident_owed(const struct incident *incident, const struct obligation *obligation, clock_us now);

/** All that apply, in the order of the file; the caller frees the list. */
size_t incident_all_owed(const struct incident *incident, const struct policy *policy, clock_us now,
                         struct owed **list);

/** Is it unmet, and owed by the time this milestone is reached (or earlier)? */
bool owed_stops(const struct owed *owed, enum milestone milestone);

/** Has its time come: something waits for it, its milestone or its time has passed? Else it is only to be expected. */
bool owed_is_due(const struct incident *incident, const struct owed *owed);

/** May he waive it? False with a sentence. */
bool incident_may_waive(const struct incident *incident, const struct obligation *obligation, const char *person,
                        struct err *err);

/* ---- what a step waits for ---- */

struct hold {
  size_t count;               /* what still has to be done before */
  const struct obligation *list[OBLIGATIONS_BEFORE_MAX];
  size_t deviation_count;     /* what was only attempted, and counts after the grace of priority 1 */
  const struct obligation *deviations[OBLIGATIONS_BEFORE_MAX];
  clock_us release_at;        /* when what is in the list gives way by itself; 0: at no time of the ledger's */
  uint64_t release_since;     /* or a wait, measured from this entry on ... */
  int64_t release_wait;       /* ... of so many microseconds; 0: none */
};

/** As of the last entry. `step` is NULL before its first entry. */
void incident_hold(const struct incident *incident, const struct policy *policy, const struct action *action,
                   const struct step *step, struct hold *hold);

/** For rehearsals only: as if somebody who may had waived it. */
void incident_excuse(struct incident *incident, const struct obligation *obligation);
