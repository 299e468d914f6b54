/*
 * Which obligations apply. Each reads its conditions over every completion of what is not known: one in which they hold
 * is enough, so an unknown fact, and a priority that is only possible, count as "it applies".
 */
#include "policy/applying.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <string.h>

size_t policy_obligations(const struct policy *policy, const struct obligation **list)
{
  *list = policy->obligations;
  return policy->obligation_count;
}

const struct obligation *policy_obligation(const struct policy *policy, const char *id)
{
  for (size_t i = 0; i < policy->obligation_count; i++)
    if (strcmp(policy->obligations[i].id, id) == 0)
      return &policy->obligations[i];
  return NULL;
}

const char *policy_suggest_obligation(const struct policy *policy, const char *id)
{
  const char **ids = xcalloc(policy->obligation_count + 1, sizeof *ids);
  for (size_t i = 0; i < policy->obligation_count; i++)
    ids[i] = policy->obligations[i].id;
  const char *near = suggest(id, ids, policy->obligation_count);
  free(ids);
  return near;
}

/* ---- when ---- */

static void put_priority(const struct policy *policy, const uint8_t *codes, struct completions *at)
{
  bool is_given = codes[policy->priority_fact] != policy->unknown[policy->priority_fact];
  at->values[policy->priority_fact] =
      is_given ? codes[policy->priority_fact] : (uint8_t)priority_of(policy, at->values)->priority;
}

bool policy_obligation_applies(const struct policy *policy, const struct obligation *obligation,
                               const struct facts *facts)
{
  const struct applying *applying = &policy->applying[obligation->index];
  uint8_t codes[VARIABLE_COUNT];
  struct completions at;
  if (!applying->when.count)
    return true;
  codes_of(policy, facts, codes);
  completions_first(&at, policy, &applying->reads, codes);
  do {
    if (applying->reads.reads_priority)
      put_priority(policy, codes, &at);
    if (conditions_hold(&applying->when, at.values))
      return true;
  } while (completions_next(&at));
  return false;
}

/* ---- what ---- */

static bool is_among(const struct action *const *list, size_t count, const struct action *action)
{
  for (size_t i = 0; i < count; i++)
    if (list[i] == action)
      return true;
  return false;
}

bool obligation_is_met_by(const struct obligation *obligation, const struct action *action)
{
  return is_among(obligation->met_by, obligation->met_by_count, action);
}

bool obligation_is_before(const struct obligation *obligation, const struct action *action)
{
  if (is_among(obligation->before, obligation->before_count, action))
    return !obligation_is_met_by(obligation, action);
  return obligation->not_within_s && obligation->act == action;
}

size_t policy_obligations_before(const struct policy *policy, const struct action *action, const struct facts *facts,
                                 const struct obligation **list, size_t size)
{
  size_t count = 0;
  for (size_t i = 0; i < policy->obligation_count; i++) {
    const struct obligation *obligation = &policy->obligations[i];
    if (!obligation_is_before(obligation, action) || !policy_obligation_applies(policy, obligation, facts))
      continue;
    if (count < size)
      list[count] = obligation;
    count++;
  }
  return count;
}

void obligation_words(const struct obligation *obligation, struct buf *out)
{
  for (size_t i = 0; i < obligation->met_by_count; i++)
    buf_format(out, "%s%s", i ? " or " : "", obligation->met_by[i]->name);
  if (obligation->act)
    return;
  for (const char *c = obligation_check_name(obligation->check); *c; c++)
    buf_char(out, *c == '_' ? ' ' : *c);
}
