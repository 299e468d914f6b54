/*
 * What is known, and how far it counts. A change of any fact that people establish is one row of the history; what
 * only steps establish (is a manager in reach?) comes and goes by the minute and classifies nothing.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"
#include "policy/policy.h"

#include <string.h>

/* ---- learning ---- */

void fact_learn(struct incident *incident, const char *name, const char *value, clock_us at, bool counts)
{
  int index = catalogue_fact(incident->catalogue, name);
  struct err ignored = {0};
  if (index < 0 || incident->catalogue->facts[index].source == FACT_BY_STEPS)
    return; /* only steps establish those, whatever anybody states */
  int8_t before = incident->facts.value[index];
  if (facts_set(incident->catalogue, &incident->facts, name, value, &ignored) < 0)
    return;
  struct classification *known = &incident->classification;
  int8_t after = incident->facts.value[index];
  known->stated_at[index] = at;
  if (counts)
    known->doubted &= ~(UINT64_C(1) << index);
  else if (after != before)
    known->doubted |= UINT64_C(1) << index;
}

/* ---- the history ---- */

static bool is_as_before(const struct incident *incident)
{
  const struct classification *known = &incident->classification;
  const struct classified *last = &known->changes[known->count - 1];
  if (last->doubted != known->doubted)
    return false;
  for (size_t i = 0; i < incident->catalogue->fact_count; i++)
    if (incident->catalogue->facts[i].source != FACT_BY_STEPS && last->facts.value[i] != incident->facts.value[i])
      return false;
  return true;
}

/* ---- what one word alone must not make milder ---- */

static bool is_stated(const struct incident *incident, const char *name, const char *value)
{
  const char *now = facts_get(incident->catalogue, &incident->facts, name);
  return now && !strcmp(now, value);
}

static bool may_clear(const struct incident *incident, const struct entry *entry)
{
  static const role_set roles = 1u << ROLE_LEGAL | 1u << ROLE_HUMAN_RESOURCES | 1u << ROLE_SENIOR_MANAGEMENT;
  return entry->actor && incident_roles(incident, entry->actor) & roles && statement_counts(incident, entry);
}

/* Once a violation, it may be one until somebody who answers for that signs that it is none. */
static void watch_violation(struct incident *incident, const struct entry *entry)
{
  const json_t *facts = entry->type == ENTRY_FACT ? json_object_get(entry->body, "facts") : NULL;
  const json_t *kind = json_object_get(facts, "kind");
  if (is_stated(incident, "kind", "violation") || is_stated(incident, "kind", "both"))
    incident->classification.is_violation = true;
  else if (kind && facts_get(incident->catalogue, &incident->facts, "kind") && may_clear(incident, entry))
    incident->classification.is_violation = false;
}

static bool has_new_priority(const struct incident *incident)
{
  const struct classification *known = &incident->classification;
  int index = catalogue_fact(incident->catalogue, "priority");
  if (index < 0)
    return false;
  int8_t before = known->count ? known->changes[known->count - 1].facts.value[index] : FACT_UNKNOWN;
  return incident->facts.value[index] != before;
}

/*
 * A priority is given by whoever signs it first, however it was said; a second person who signs the same one seconds
 * it. Until somebody signed it at all ("" gave it) nobody can.
 */
static void watch_priority(struct incident *incident, const struct entry *entry)
{
  struct classification *known = &incident->classification;
  bool counts = fact_counts(incident, entry);
  const char *actor = counts ? entry->actor : "";
  if (has_new_priority(incident)) {
    free(known->given_by);
    known->given_by = facts_get(incident->catalogue, &incident->facts, "priority") ? xstrdup(actor) : NULL;
    return;
  }
  bool is_said_again = entry->type == ENTRY_FACT && json_object_get(json_object_get(entry->body, "facts"), "priority");
  if (!is_said_again || !counts || !known->given_by || !strcmp(known->given_by, actor))
    return;
  bool is_second = *known->given_by;
  free(known->given_by);
  known->given_by = is_second ? NULL : xstrdup(actor);
}

bool incident_strict_facts(const struct incident *incident, struct facts *strict)
{
  struct err unused = {0};
  const struct classification *known = &incident->classification;
  incident_certain_facts(incident, strict);
  const char *kind = facts_get(incident->catalogue, strict, "kind");
  bool may_be_one = known->is_violation && kind && strcmp(kind, "violation") && strcmp(kind, "both");
  if (may_be_one)
    facts_set(incident->catalogue, strict, "kind", "violation", &unused);
  if (known->given_by)
    facts_set(incident->catalogue, strict, "priority", "unknown", &unused);
  return may_be_one || known->given_by;
}

/* ---- the whole ---- */

void classification_take(struct incident *incident, const struct entry *entry)
{
  struct classification *known = &incident->classification;
  watch_violation(incident, entry);
  watch_priority(incident, entry);
  if (!incident->is_declared || (known->count && is_as_before(incident)))
    return;
  *APPEND(known->changes, known->count) = (struct classified){
      .seq = entry->seq,
      .at = entry->at,
      .actor = xstrdup(entry->actor ? entry->actor : ""),
      .because = xstrdup(entry->type == ENTRY_FACT ? json_get_string(entry->body, "because") : NULL),
      .facts = incident->facts,
      .doubted = known->doubted,
  };
}

void classification_finish(struct classification *known)
{
  for (size_t i = 0; i < known->count; i++) {
    free(known->changes[i].actor);
    free(known->changes[i].because);
  }
  free(known->changes);
  free(known->given_by);
  *known = (struct classification){0};
}

/* ---- what it gives ---- */

static void leave_out(const struct facts *facts, uint64_t doubted, struct facts *certain)
{
  *certain = *facts;
  for (; doubted; doubted &= doubted - 1)
    certain->value[__builtin_ctzll(doubted)] = FACT_UNKNOWN;
}

void incident_certain_facts(const struct incident *incident, struct facts *certain)
{
  leave_out(&incident->facts, incident->classification.doubted, certain);
}

static uint32_t candidates(const struct facts *facts, uint64_t doubted, const struct policy *policy)
{
  struct facts certain;
  leave_out(facts, doubted, &certain);
  return policy_candidates(policy, facts) | policy_candidates(policy, &certain);
}

/* What may be a violation stays one of the candidates, and one word alone says nothing else. */
uint32_t incident_candidates(const struct incident *incident, const struct policy *policy)
{
  struct facts facts;
  const struct classification *known = &incident->classification;
  uint32_t stated = candidates(&incident->facts, known->doubted, policy);
  uint32_t strict = incident_strict_facts(incident, &facts) ? policy_candidates(policy, &facts) : 0;
  if (!known->is_violation && !know_is_discreet(strict))
    return stated;
  return strict | (known->is_violation && known->given_by ? 0 : stated);
}

uint32_t classified_candidates(const struct classified *classified, const struct policy *policy)
{
  return candidates(&classified->facts, classified->doubted, policy);
}

bool classified_is_given(const struct classified *classified, const struct catalogue *catalogue)
{
  return facts_get(catalogue, &classified->facts, "priority") != NULL;
}
