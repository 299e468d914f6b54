/*
 * Which priorities are still possible, which of them is the most urgent, and what to ask to know better.
 */
#include "policy/inside.h"

#include <string.h>

void codes_of(const struct policy *policy, const struct facts *facts, uint8_t *codes)
{
  memcpy(codes, policy->unknown, sizeof policy->unknown);
  for (size_t i = 0; facts && i < policy->catalogue.fact_count; i++)
    if (facts->value[i] >= 0 && facts->value[i] < policy->unknown[i])
      codes[i] = (uint8_t)facts->value[i];
}

uint32_t candidates_of(const struct policy *policy, const uint8_t *codes)
{
  uint8_t given = codes[policy->priority_fact];
  if (given != policy->unknown[policy->priority_fact])
    return 1u << given;
  const struct plan *rows = &policy->plans[policy->catalogue.action_count];
  uint32_t candidates = 0;
  struct completions at;
  completions_first(&at, policy, rows, codes);
  do {
    candidates |= 1u << priority_of(policy, at.values)->priority;
  } while (completions_next(&at));
  return candidates;
}

uint32_t policy_candidates(const struct policy *policy, const struct facts *facts)
{
  uint8_t codes[VARIABLE_COUNT];
  codes_of(policy, facts, codes);
  return candidates_of(policy, codes);
}

int policy_urgency(uint32_t candidates)
{
  static const int order[] = {1, 2, 3, 4, 5, 0};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    if (candidates & 1u << order[i])
      return order[i];
  return 0;
}

const char *policy_priority_title(const struct policy *policy, int priority)
{
  for (size_t i = 0; i < policy->row_count; i++)
    if (policy->rows[i].priority == priority)
      return policy->rows[i].title;
  return NULL;
}

/* The one value a condition allows for this fact; -1 if several, or if the row does not speak of it. */
static int only_value(const struct priority_row *row, size_t fact)
{
  for (size_t i = 0; i < row->when.count; i++) {
    uint16_t values = row->when.list[i].values;
    if (row->when.list[i].variable == fact && values && !(values & (values - 1)))
      return __builtin_ctz(values);
  }
  return -1;
}

void policy_priority_facts(const struct policy *policy, int priority, struct facts *facts)
{
  facts_forget(facts);
  for (size_t fact = 0; fact < policy->catalogue.fact_count; fact++) {
    int value = -2;
    for (size_t i = 0; i < policy->row_count; i++)
      if (policy->rows[i].priority == priority)
        value = value == -2 || value == only_value(&policy->rows[i], fact) ? only_value(&policy->rows[i], fact) : -1;
    if (value >= 0)
      facts->value[fact] = (int8_t)value;
  }
}

/* ---- what to ask ---- */

/* How many priorities are left, over all answers: the fewer, the more the question tells. */
static int left_after(const struct policy *policy, const uint8_t *codes, int fact)
{
  uint8_t known[VARIABLE_COUNT];
  int left = 0;
  memcpy(known, codes, sizeof known);
  for (uint8_t value = 0; value < policy->unknown[fact]; value++) {
    if (policy->facts[fact].stands_for[value] != 1u << value)
      continue;
    known[fact] = value;
    left += __builtin_popcount(candidates_of(policy, known));
  }
  return left;
}

/* Does any answer to it leave other priorities than now? Perhaps only together with others. */
static bool bears_on_priority(const struct policy *policy, const uint8_t *codes, uint8_t fact)
{
  const struct plan *rows = &policy->plans[policy->catalogue.action_count];
  if (codes[policy->priority_fact] != policy->unknown[policy->priority_fact])
    return false;
  struct completions at;
  completions_first(&at, policy, rows, codes);
  do {
    int here = priority_of(policy, at.values)->priority;
    struct completions other = at;
    for (uint8_t value = 0; value < FACT_VALUES_MAX; value++) {
      if (!(at.open[fact] & 1u << value))
        continue;
      other.values[fact] = value;
      if (priority_of(policy, other.values)->priority != here)
        return true;
    }
  } while (completions_next(&at));
  return false;
}

static bool rule_is_possible(const struct policy *policy, const struct rule *rule, uint32_t candidates)
{
  for (size_t i = 0; i < rule->when.count; i++)
    if (rule->when.list[i].variable == policy->priority_fact && !(rule->when.list[i].values & candidates))
      return false;
  return true;
}

/* Does a rule read it that may still apply? */
static bool bears_on_rules(const struct policy *policy, uint8_t fact, uint32_t candidates)
{
  for (size_t i = 0; i < policy->rule_count; i++)
    for (size_t k = 0; k < policy->rules[i].when.count; k++)
      if (policy->rules[i].when.list[k].variable == fact && rule_is_possible(policy, &policy->rules[i], candidates))
        return true;
  return false;
}

/* Keeps the list sorted by score; equal ones in the order of facts.yaml. */
static void insert(int *indices, int *scores, size_t count, int fact, int score)
{
  size_t place = count;
  for (; place && scores[place - 1] > score; place--) {
    indices[place] = indices[place - 1];
    scores[place] = scores[place - 1];
  }
  indices[place] = fact;
  scores[place] = score;
}

size_t policy_questions(const struct policy *policy, const struct facts *facts, int *indices, size_t size)
{
  uint8_t codes[VARIABLE_COUNT];
  codes_of(policy, facts, codes);
  uint32_t candidates = candidates_of(policy, codes);
  int found[FACT_MAX], scores[FACT_MAX];
  size_t count = 0;
  for (int fact = 0; fact < policy->priority_fact; fact++) {
    if (codes[fact] != policy->unknown[fact])
      continue;
    if (bears_on_priority(policy, codes, (uint8_t)fact))
      insert(found, scores, count++, fact, left_after(policy, codes, fact));
    else if (bears_on_rules(policy, (uint8_t)fact, candidates))
      insert(found, scores, count++, fact, 1000); /* after all that tell the priority */
  }
  for (size_t i = 0; i < count && i < size; i++)
    indices[i] = found[i];
  return count < size ? count : size;
}
