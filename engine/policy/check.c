/*
 * The policy files, everything that is wrong with them in one go: each file is read even where one before it has
 * mistakes, as long as what it needs of that one can be told.
 */
#include "policy/loading.h"

#include "base/alloc.h"
#include "model/finding.h"

#include <string.h>

static const char *const names[] = {"policies/facts.yaml", "policies/priorities.yaml", "policies/actions.yaml",
                                    "policies/rules.yaml", "policies/obligations.yaml"};
enum { FACTS, PRIORITIES, ACTIONS, RULES, OBLIGATIONS };

static void read_trees(struct policy *policy, const struct files *procedure)
{
  for (size_t i = 0; i < COUNT(names); i++) {
    struct err err = {0};
    if (load_tree(policy, procedure, names[i], i, &err))
      load_go_on(policy, &err);
  }
}

/* Reads one file if those it speaks of could be read; a mistake outside its rows ends only this file. */
static bool read(struct policy *policy, int tree, bool can_be, int (*load)(struct policy *policy, struct err *err))
{
  struct err err = {0};
  if (!can_be || !policy->trees[tree])
    return false;
  if (load(policy, &err) == 0)
    return true;
  load_go_on(policy, &err);
  return false;
}

static void finds_obligation(void *context, const struct obligation *obligation, const char *sentence)
{
  findings_add(context, obligation->file, obligation->line, 0, true, "never-met", "%s: %s", obligation->id, sentence);
}

struct policy *policy_check(const struct files *procedure, struct findings *findings)
{
  struct policy *policy = load_begin();
  policy->mistakes = findings;
  read_trees(policy, procedure);
  bool has_facts = read(policy, FACTS, true, load_facts);
  read(policy, PRIORITIES, has_facts, load_priorities);
  bool has_actions = read(policy, ACTIONS, true, load_actions);
  read(policy, RULES, has_facts && has_actions, load_rules);
  read(policy, OBLIGATIONS, has_facts && has_actions, load_obligations);
  struct err err = {0};
  if (!policy->mistake_count && load_rest(policy, &err))
    load_go_on(policy, &err);
  policy->mistakes = NULL;
  if (policy->mistake_count) {
    policy_free(policy);
    return NULL;
  }
  policy_lint_obligations(policy, finds_obligation, findings);
  return policy;
}
