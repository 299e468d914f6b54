/*
 * rules.yaml: a rule is a sentence in five keys. Its pattern is the name of an action or `domain.*`; what names no
 * action at all is a mistake, never a rule that waits for better times.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const char *const rule_keys[] = {"id",   "forbid", "require_approval", "preauthorize", "from",
                                        "to",   "when",   "because",          "cites",        "strength"};
static const char *const verdict_keys[] = {
  [VERDICT_PREAUTHORIZED] = "preauthorize",
  [VERDICT_APPROVAL] = "require_approval",
  [VERDICT_FORBIDDEN] = "forbid",
};

/* ---- actions ---- */

static bool is_match(const char *pattern, const char *action)
{
  size_t length = strlen(pattern);
  bool is_domain = length > 2 && strcmp(pattern + length - 2, ".*") == 0;
  return is_domain ? strncmp(pattern, action, length - 1) == 0 : strcmp(pattern, action) == 0;
}

static bool has_action(const size_t *actions, size_t count, size_t action)
{
  for (size_t i = 0; i < count; i++)
    if (actions[i] == action)
      return true;
  return false;
}

static int add_pattern(const struct policy *policy, const struct yaml *node, size_t **actions, size_t *count,
                       struct err *err)
{
  const char *pattern;
  if (yaml_as_text(node, &pattern, err))
    return -1;
  size_t matches = 0;
  for (size_t i = 0; i < policy->catalogue.action_count; i++) {
    if (!is_match(pattern, policy->actions[i].name))
      continue;
    matches++;
    if (!has_action(*actions, *count, i))
      *APPEND(*actions, *count) = i;
  }
  if (matches)
    return 0;
  const char *near = catalogue_suggest_action(&policy->catalogue, pattern);
  return yaml_unknown(node, err, near, NULL, "no action is called \"%s\"", pattern);
}

int load_actions_named(const struct policy *policy, const struct yaml *list, size_t **actions, size_t *count,
                       struct err *err)
{
  if (yaml_as_list(list, err))
    return -1;
  if (list->count == 0)
    return yaml_error(list, err, "an empty list; name the actions.");
  for (size_t i = 0; i < list->count; i++)
    if (add_pattern(policy, list->items[i], actions, count, err))
      return -1;
  return 0;
}

static int read_actions(const struct policy *policy, struct rule *rule, const struct yaml *node, struct err *err)
{
  return load_actions_named(policy, yaml_get(node, verdict_keys[rule->verdict]), &rule->actions, &rule->action_count,
                            err);
}

static int read_verdict(struct rule *rule, const struct yaml *node, struct err *err)
{
  int found = 0;
  for (size_t i = 0; i < COUNT(verdict_keys); i++)
    if (yaml_get(node, verdict_keys[i])) {
      rule->verdict = (enum verdict)i;
      found++;
    }
  if (found == 1)
    return 0;
  return yaml_error(node, err, "a rule says exactly one of forbid, require_approval, preauthorize; this one says %s.",
                    found ? "several" : "none");
}

/* ---- roles ---- */

int load_roles(const struct yaml *list, role_set *roles, struct err *err)
{
  const char *names[ROLE_COUNT];
  for (int role = 0; role < ROLE_COUNT; role++)
    names[role] = role_name((enum role)role);
  if (yaml_as_list(list, err))
    return -1;
  if (list->count == 0)
    return yaml_error(list, err, "an empty list; name the roles.");
  for (size_t i = 0; i < list->count; i++) {
    int role;
    if (load_choice(list->items[i], "role", names, COUNT(names), &role, err))
      return -1;
    *roles |= 1u << role;
  }
  return 0;
}

static int refuse_key(const struct yaml *node, const char *key, const char *belongs, struct err *err)
{
  const struct yaml *value = yaml_get(node, key);
  return value ? yaml_error(value, err, "\"%s\" belongs to %s only.", key, belongs) : 0;
}

static int read_who(struct rule *rule, const struct yaml *node, struct err *err)
{
  bool is_approval = rule->verdict == VERDICT_APPROVAL, is_pre = rule->verdict == VERDICT_PREAUTHORIZED;
  if ((!is_approval && (refuse_key(node, "from", "require_approval", err) ||
                        refuse_key(node, "strength", "require_approval", err))) ||
      (!is_pre && refuse_key(node, "to", "preauthorize", err)))
    return -1;
  if (!is_approval && !is_pre)
    return 0;
  const char *key = is_approval ? "from" : "to";
  const struct yaml *roles = yaml_get(node, key);
  if (!roles)
    return yaml_error(node, err, "\"%s\" is missing here; %s", key,
                      is_approval ? "who is asked?" : "who may? [roles], or anybody.");
  if (is_pre && roles->kind == YAML_SCALAR && strcmp(roles->text, "anybody") == 0) {
    rule->roles = ROLE_ANYBODY;
    return 0;
  }
  return load_roles(roles, &rule->roles, err);
}

static int read_strength(struct rule *rule, const struct yaml *node, struct err *err)
{
  static const char *const strengths[] = {"any", "key"};
  const struct yaml *strength = yaml_get(node, "strength");
  int index = 0;
  if (strength && load_choice(strength, "strength", strengths, COUNT(strengths), &index, err))
    return -1;
  rule->needs_key = index == 1;
  return 0;
}

/* ---- rules ---- */

static int check_id(const struct policy *policy, const struct rule *rule, const struct yaml *node, struct err *err)
{
  if (strcmp(rule->id, "default") == 0 || strchr(rule->id, ':'))
    return yaml_error(node, err, "\"%s\" would look like something built in; call it otherwise.", rule->id);
  for (const struct rule *other = policy->rules; other < rule; other++)
    if (other->id && strcmp(other->id, rule->id) == 0) /* where all mistakes are wanted, one may have none */
      return yaml_error(node, err, "a rule \"%s\" stands in line %d already.", rule->id, other->line);
  return 0;
}

static int read_rule(const struct policy *policy, struct rule *rule, const struct yaml *node, struct err *err)
{
  rule->file = node->file;
  rule->line = node->line;
  if (yaml_check_keys(node, "a rule", rule_keys, COUNT(rule_keys), err) ||
      load_needed_text(node, "id", &rule->id, err) || check_id(policy, rule, yaml_get(node, "id"), err) ||
      load_needed_text(node, "because", &rule->because, err) || load_needed_text(node, "cites", &rule->cites, err))
    return -1;
  if (read_verdict(rule, node, err) || read_actions(policy, rule, node, err))
    return -1;
  if (read_who(rule, node, err) || read_strength(rule, node, err))
    return -1;
  return conditions_load(policy, yaml_get(node, "when"), true, &rule->when, err);
}

int load_rules(struct policy *policy, struct err *err)
{
  static const char *const keys[] = {"rules"};
  const struct yaml *root = policy->trees[POLICY_RULES], *list = yaml_get(root, "rules");
  if (yaml_check_keys(root, "this file", keys, COUNT(keys), err) && load_go_on(policy, err))
    return -1;
  if (!list)
    return yaml_error(root, err, "\"rules\" is missing here.");
  if (yaml_as_list(list, err))
    return -1;
  policy->rules = xcalloc(list->count, sizeof *policy->rules);
  policy->rule_count = list->count;
  for (size_t i = 0; i < list->count; i++)
    if (read_rule(policy, &policy->rules[i], list->items[i], err) && load_go_on(policy, err))
      return -1;
  return 0;
}
