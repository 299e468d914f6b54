/*
 * What can never be met, found before an incident: orders that run in a circle, and acts that are never allowed.
 *
 * For each priority by itself, an action can begin when every obligation before it has something that meets it and can
 * begin. Starting from nothing, what is never reached waits for itself.
 */
#include "policy/inside.h"

#include "base/alloc.h"

#include <string.h>

struct reach {
  const struct policy *policy;
  struct facts facts;
  bool *can_begin; /* by action */
};

static bool is_never_allowed(const struct policy *policy, const struct action *action)
{
  return policy->plans[action - policy->actions].floor != NULL;
}

static bool can_be_met(const struct reach *reach, const struct obligation *obligation)
{
  for (size_t i = 0; i < obligation->met_by_count; i++)
    if (reach->can_begin[obligation->met_by[i] - reach->policy->actions])
      return true;
  return !obligation->act;
}

/* The first obligation that stands in the way for ever, as far as is known; NULL if none does. */
static const struct obligation *in_the_way(const struct reach *reach, const struct action *action)
{
  const struct policy *policy = reach->policy;
  for (size_t i = 0; i < policy->obligation_count; i++) {
    const struct obligation *obligation = &policy->obligations[i];
    if (obligation->act != action && obligation_is_before(obligation, action) && !can_be_met(reach, obligation) &&
        policy_obligation_applies(policy, obligation, &reach->facts))
      return obligation;
  }
  return NULL;
}

static void spread(struct reach *reach)
{
  const struct policy *policy = reach->policy;
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (size_t i = 0; i < policy->catalogue.action_count; i++) {
      const struct action *action = &policy->actions[i];
      if (reach->can_begin[i] || is_never_allowed(policy, action) || in_the_way(reach, action))
        continue;
      reach->can_begin[i] = goes_on = true;
    }
  }
}

static void find_circles(const struct reach *reach, bool *is_told, policy_finds_obligation finds, void *context)
{
  const struct policy *policy = reach->policy;
  for (size_t i = 0; i < policy->catalogue.action_count; i++) {
    const struct action *action = &policy->actions[i];
    const struct obligation *obligation = reach->can_begin[i] ? NULL : in_the_way(reach, action);
    if (!obligation || is_told[obligation->index])
      continue;
    is_told[obligation->index] = true;
    char *sentence = xasprintf("%s would wait for %s, which waits for it in turn or can never be done: the order can "
                               "never be met.", action->name, obligation->act->name);
    finds(context, obligation, sentence);
    free(sentence);
  }
}

static void find_forbidden(const struct policy *policy, bool *is_told, policy_finds_obligation finds, void *context)
{
  for (size_t i = 0; i < policy->obligation_count; i++) {
    const struct obligation *obligation = &policy->obligations[i];
    size_t never = 0;
    for (size_t k = 0; k < obligation->met_by_count; k++)
      never += is_never_allowed(policy, obligation->met_by[k]);
    if (!obligation->act || never < obligation->met_by_count)
      continue;
    is_told[i] = true;
    char *sentence = xasprintf("%s is never allowed, so this can never be met.", obligation->act->name);
    finds(context, obligation, sentence);
    free(sentence);
  }
}

void policy_lint_obligations(const struct policy *policy, policy_finds_obligation finds, void *context)
{
  static const char *const priorities[PRIORITY_COUNT] = {"0", "1", "2", "3", "4", "5"};
  bool *is_told = xcalloc(policy->obligation_count + 1, sizeof *is_told);
  find_forbidden(policy, is_told, finds, context);
  for (size_t i = 0; i < PRIORITY_COUNT; i++) {
    struct reach reach = {.policy = policy};
    struct err ignored = {0};
    reach.can_begin = xcalloc(policy->catalogue.action_count, sizeof *reach.can_begin);
    facts_forget(&reach.facts);
    facts_set(&policy->catalogue, &reach.facts, "priority", priorities[i], &ignored);
    spread(&reach);
    find_circles(&reach, is_told, finds, context);
    free(reach.can_begin);
  }
  free(is_told);
}
