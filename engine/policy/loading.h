/*
 * Reading the four policy files into a struct policy.
 */
#pragma once

#include "base/yaml.h"
#include "policy/inside.h"

/** A row could not be read: says so where all mistakes are wanted, and reading goes on with 0; else -1. */
int load_go_on(struct policy *policy, struct err *err);

/** A file into its place of policy->trees. */
int load_tree(struct policy *policy, const struct files *procedure, enum policy_file which, struct err *err);
/** What a decision needs besides the rows: plans, names. */
int load_rest(struct policy *policy, struct err *err);
struct policy *load_begin(void);

int load_facts(struct policy *policy, struct err *err);
int load_priorities(struct policy *policy, struct err *err);
int load_actions(struct policy *policy, struct err *err);
int load_rules(struct policy *policy, struct err *err);
int load_limits(struct policy *policy, struct err *err);
int load_obligations(struct policy *policy, struct err *err); /* a procedure without that file has none */

int load_text(const struct yaml *map, const char *key, const char **text, struct err *err);      /* NULL if left out */
int load_needed_text(const struct yaml *map, const char *key, const char **text, struct err *err);
int load_choice(const struct yaml *node, const char *what, const char *const *words, size_t count, int *index,
                struct err *err);

/** A list of names and `domain.*`, as indices into the catalogue, each once; what names nothing is a mistake. */
int load_actions_named(const struct policy *policy, const struct yaml *list, size_t **actions, size_t *count,
                       struct err *err);
int load_roles(const struct yaml *list, role_set *roles, struct err *err);

/** Reads a flat `when`. With `of_rule`, also priority, destination and content. */
int conditions_load(const struct policy *policy, const struct yaml *when, bool of_rule, struct conditions *conditions,
                    struct err *err);

/** What a shipped action must stay: a site may reword it, never soften it. */
struct shipped {
  const char *name, *class;
  const char *content;               /* what it declares to give, or NULL */
  bool reaches;                      /* somebody: it needs a destination */
};
const struct shipped *shipped_find(const char *action); /* NULL if it is a site's own */
