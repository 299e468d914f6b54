/*
 * A procedure's policy files become one struct policy. Each is read by a file of its own, in the order in which they
 * need each other: facts, priorities, actions, rules, obligations.
 *
 * Loading is where the permissive side is closed: what is misspelt, out of range, unreachable by name or softer than
 * shipped stops here, so that deciding has nothing left to doubt.
 */
#include "policy/loading.h"

#include "base/alloc.h"
#include "base/suggest.h"
#include "model/finding.h"
#include "policy/applying.h"

#include <stdio.h>
#include <string.h>

int load_text(const struct yaml *map, const char *key, const char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  return node ? yaml_as_text(node, text, err) : 0;
}

int load_needed_text(const struct yaml *map, const char *key, const char **text, struct err *err)
{
  if (!yaml_get(map, key))
    return yaml_error(map, err, "\"%s\" is missing here.", key);
  return load_text(map, key, text, err);
}

int load_choice(const struct yaml *node, const char *what, const char *const *words, size_t count, int *index,
                struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  for (size_t i = 0; i < count; i++)
    if (strcmp(words[i], text) == 0) {
      *index = (int)i;
      return 0;
    }
  _cleanup_(buf_finish) struct buf known = {0};
  buf_text(&known, "Known:");
  for (size_t i = 0; i < count; i++)
    buf_format(&known, " %s", words[i]);
  buf_char(&known, '.');
  return yaml_unknown(node, err, suggest(text, words, count), buf_string(&known), "no %s is called \"%s\"", what, text);
}

int load_go_on(struct policy *policy, struct err *err)
{
  if (!policy->mistakes)
    return -1;
  findings_add_error(policy->mistakes, "policy", err);
  policy->mistake_count++;
  *err = (struct err){0};
  return 0;
}

const char *const policy_files[] = {"policies/facts.yaml", "policies/priorities.yaml", "policies/actions.yaml",
                                    "policies/rules.yaml", "policies/obligations.yaml", "policies/limits.yaml"};

int load_tree(struct policy *policy, const struct files *procedure, enum policy_file which, struct err *err)
{
  const struct file *file = files_find(procedure, policy_files[which]);
  if (!file)
    return err_set(err, "%s is missing; without it nobody knows who may do what.", policy_files[which]);
  policy->trees[which] = files_tree(file, err);
  return policy->trees[which] ? 0 : -1;
}

/* Older procedures have no obligations and no limits of their own, and must still be replayed. */
static bool may_be_missing(const struct files *procedure, enum policy_file which)
{
  return (which == POLICY_OBLIGATIONS || which == POLICY_LIMITS) && !files_find(procedure, policy_files[which]);
}

static int read_trees(struct policy *policy, const struct files *procedure, struct err *err)
{
  for (size_t i = 0; i < POLICY_FILE_COUNT; i++)
    if (!may_be_missing(procedure, (enum policy_file)i) && load_tree(policy, procedure, (enum policy_file)i, err) < 0)
      return -1;
  return 0;
}

/* The codes of the request's own variables are fixed; those of facts were set by load_facts. */
static void open_request(struct policy *policy)
{
  for (int code = 0; code < 1 << DESTINATION_COUNT; code++)
    policy->open[VARIABLE_DESTINATION][code] = (uint16_t)code;
  for (int code = 0; code < CONTENT_COUNT; code++)
    policy->open[VARIABLE_CONTENT][code] = (uint16_t)(1u << code);
  policy->code_count[VARIABLE_DESTINATION] = 1 << DESTINATION_COUNT;
  policy->code_count[VARIABLE_CONTENT] = CONTENT_COUNT;
  policy->unknown[VARIABLE_DESTINATION] = 1 << DESTINATION_NONE;
}

static int read_plain_requests(struct policy *policy, struct err *err)
{
  policy->plain = xcalloc(policy->catalogue.action_count, sizeof *policy->plain);
  policy->disconnect = catalogue_action(&policy->catalogue, "network.disconnect");
  static const struct policy_question nothing_said = {0};
  for (size_t i = 0; i < policy->catalogue.action_count; i++)
    if (request_read(policy, &policy->actions[i], &nothing_said, &policy->plain[i], err))
      return -1;
  return 0;
}

struct policy *load_begin(void)
{
  struct policy *policy = xcalloc(1, sizeof *policy);
  open_request(policy);
  return policy;
}

int load_rest(struct policy *policy, struct err *err)
{
  if (plans_make(policy, err) || read_plain_requests(policy, err))
    return -1;
  policy->names = names_new(policy);
  return 0;
}

struct policy *policy_load(const struct files *procedure, struct err *err)
{
  struct policy *policy = load_begin();
  if (read_trees(policy, procedure, err) || load_facts(policy, err) || load_priorities(policy, err) ||
      load_actions(policy, err) || load_rules(policy, err) || load_obligations(policy, err) ||
      load_limits(policy, err) || load_rest(policy, err)) {
    policy_free(policy);
    return NULL;
  }
  return policy;
}

static void free_actions(struct policy *policy)
{
  for (size_t i = 0; i < policy->catalogue.action_count; i++) {
    free((void *)(uintptr_t)policy->actions[i].parameters);
    free((void *)(uintptr_t)policy->actions[i].fields);
  }
  free(policy->actions);
}

static void free_obligations(struct policy *policy)
{
  for (size_t i = 0; i < policy->obligation_count; i++) {
    free(policy->obligations[i].met_by);
    free(policy->obligations[i].before);
    free(policy->applying[i].when.list);
    plan_finish(&policy->applying[i].reads);
  }
  free(policy->obligations);
  free(policy->applying);
}

static void free_rules(struct policy *policy)
{
  for (size_t i = 0; i < policy->rule_count; i++) {
    free(policy->rules[i].when.list);
    free(policy->rules[i].actions);
  }
  free(policy->rules);
  for (size_t i = 0; i < policy->row_count; i++)
    free(policy->rows[i].when.list);
  free(policy->rows);
}

void policy_free(struct policy *policy)
{
  if (!policy || policy->holders-- > 0)
    return;
  if (policy->plans)
    for (size_t i = 0; i <= policy->catalogue.action_count; i++)
      plan_finish(&policy->plans[i]);
  free(policy->plans);
  free(policy->plain);
  free_obligations(policy);
  free_rules(policy);
  free_actions(policy);
  free(policy->facts);
  for (size_t i = 0; i < COUNT(policy->trees); i++)
    yaml_free(policy->trees[i]);
  names_free(policy->names);
  free(policy);
}

struct policy *policy_hold(struct policy *policy)
{
  policy->holders++;
  return policy;
}

const struct catalogue *policy_catalogue(const struct policy *policy)
{
  return &policy->catalogue;
}

const char *policy_rule_id(const struct policy *policy, size_t index)
{
  return index < policy->rule_count ? policy->rules[index].id : NULL;
}
