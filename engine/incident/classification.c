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

void classification_take(struct incident *incident, const struct entry *entry)
{
  struct classification *known = &incident->classification;
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

uint32_t incident_candidates(const struct incident *incident, const struct policy *policy)
{
  return candidates(&incident->facts, incident->classification.doubted, policy);
}

uint32_t classified_candidates(const struct classified *classified, const struct policy *policy)
{
  return candidates(&classified->facts, classified->doubted, policy);
}

bool classified_is_given(const struct classified *classified, const struct catalogue *catalogue)
{
  return facts_get(catalogue, &classified->facts, "priority") != NULL;
}
