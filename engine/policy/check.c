/*
 * The policy files, everything that is wrong with them in one go: each file is read even where one before it has
 * mistakes, as long as what it needs of that one can be told.
 */
#include "policy/loading.h"

#include "base/alloc.h"
#include "model/finding.h"

#include <string.h>

static void read_trees(struct policy *policy, const struct files *procedure)
{
  for (size_t i = 0; i < POLICY_FILE_COUNT; i++) {
    struct err err = {0};
    if (i == POLICY_LIMITS && !files_find(procedure, policy_files[i]))
      continue; /* as we ship them */
    if (load_tree(policy, procedure, (enum policy_file)i, &err))
      load_go_on(policy, &err);
  }
}

/* Reads one file if those it speaks of could be read; a mistake outside its rows ends only this file. */
static bool read(struct policy *policy, enum policy_file which, bool can_be,
                 int (*load)(struct policy *policy, struct err *err))
{
  struct err err = {0};
  if (!can_be || !policy->trees[which])
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
  bool has_facts = read(policy, POLICY_FACTS, true, load_facts);
  read(policy, POLICY_PRIORITIES, has_facts, load_priorities);
  bool has_actions = read(policy, POLICY_ACTIONS, true, load_actions);
  read(policy, POLICY_RULES, has_facts && has_actions, load_rules);
  read(policy, POLICY_OBLIGATIONS, has_facts && has_actions, load_obligations);
  read(policy, POLICY_LIMITS, true, load_limits);
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
