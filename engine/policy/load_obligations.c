/*
 * obligations.yaml: what is owed, to what, and who may say that it need not be. Strict like rules.yaml: what names
 * nothing, waits for nothing, or could be read in two ways is a mistake.
 */
#include "policy/loading.h"

#include "base/alloc.h"
#include "policy/applying.h"

#include <string.h>

static const char *const obligation_keys[] = {
  "id",    "do",   "check", "satisfied_by", "before",    "by",      "within", "not_within",
  "after", "when", "needs", "waive",        "dismissed", "because", "cites",
};

#define CHECK_WORD(name) #name,
static const char *const check_words[] = {OBLIGATION_CHECKS(CHECK_WORD)};

const char *obligation_check_name(enum obligation_check check)
{
  return check_words[check];
}

/* ---- what has to be done ---- */

static int read_action(const struct policy *policy, const struct yaml *node, const struct action **action,
                       struct err *err)
{
  const char *name;
  if (yaml_as_text(node, &name, err))
    return -1;
  *action = catalogue_action(&policy->catalogue, name);
  if (*action)
    return 0;
  const char *near = catalogue_suggest_action(&policy->catalogue, name);
  return yaml_unknown(node, err, near, NULL, "no action is called \"%s\"", name);
}

static int read_list(const struct policy *policy, const struct yaml *list, const struct action ***actions,
                     size_t *count, struct err *err)
{
  size_t *indices = NULL, found = 0;
  int result = list ? load_actions_named(policy, list, &indices, &found, err) : 0;
  for (size_t i = 0; i < found; i++)
    *APPEND(*actions, *count) = &policy->actions[indices[i]];
  free(indices);
  return result;
}

static int read_what(const struct policy *policy, struct obligation *obligation, const struct yaml *node,
                     struct err *err)
{
  const struct yaml *act = yaml_get(node, "do"), *check = yaml_get(node, "check");
  const struct yaml *also = yaml_get(node, "satisfied_by");
  int index = 0;
  if (!act == !check)
    return yaml_error(node, err, "an obligation says either do (an action) or check (what the record must show).");
  if (check && also)
    return yaml_error(also, err, "\"satisfied_by\" belongs to do only.");
  if (check) {
    int result = load_choice(check, "check", check_words, COUNT(check_words), &index, err);
    obligation->check = (enum obligation_check)index;
    return result;
  }
  if (read_action(policy, act, &obligation->act, err))
    return -1;
  *APPEND(obligation->met_by, obligation->met_by_count) = obligation->act;
  return read_list(policy, also, &obligation->met_by, &obligation->met_by_count, err);
}

/* ---- until when, and what waits ---- */

/* "30m", "72h", "2d" */
static int read_time(const struct yaml *node, int64_t *seconds, struct err *err)
{
  const char *text;
  if (!node)
    return 0;
  if (yaml_as_text(node, &text, err))
    return -1;
  size_t digits = strspn(text, "0123456789");
  const char *unit = digits && digits <= 5 && text[0] != '0' && strlen(text) == digits + 1 ? text + digits : "";
  int64_t each = *unit == 'm' ? 60 : *unit == 'h' ? 3600 : *unit == 'd' ? 86400 : 0;
  if (!each)
    return yaml_error(node, err, "a time is a number and m, h or d, like 72h; not \"%s\".", text);
  *seconds = each * strtoll(text, NULL, 10);
  return 0;
}

static int read_milestone(const struct yaml *node, const enum milestone *choices, size_t count,
                          enum milestone *milestone, struct err *err)
{
  const char *words[MILESTONE_COUNT];
  int index;
  if (!node)
    return 0;
  for (size_t i = 0; i < count; i++)
    words[i] = milestone_name(choices[i]);
  if (load_choice(node, "milestone", words, count, &index, err))
    return -1;
  *milestone = choices[index];
  return 0;
}

static int read_times(struct obligation *obligation, const struct yaml *node, struct err *err)
{
  static const enum milestone ends[] = {MILESTONE_CONTAINED, MILESTONE_OVER, MILESTONE_CLOSED};
  static const enum milestone starts[] = {MILESTONE_DECLARED, MILESTONE_CONTAINED, MILESTONE_OVER};
  const struct yaml *after = yaml_get(node, "after");
  if (read_milestone(yaml_get(node, "by"), ends, COUNT(ends), &obligation->by, err) ||
      read_time(yaml_get(node, "within"), &obligation->within_s, err) ||
      read_time(yaml_get(node, "not_within"), &obligation->not_within_s, err) ||
      read_milestone(after, starts, COUNT(starts), &obligation->after, err))
    return -1;
  bool has_time = obligation->within_s || obligation->not_within_s;
  if (after && !has_time)
    return yaml_error(after, err, "\"after\" belongs to within and not_within only.");
  if (has_time && !after)
    return yaml_error(node, err, "\"after\" is missing here: from when is the time counted?");
  if (obligation->within_s && obligation->not_within_s >= obligation->within_s)
    return yaml_error(yaml_get(node, "within"), err, "nobody can do it within that time and not before the other.");
  if (obligation->not_within_s && !obligation->act)
    return yaml_error(yaml_get(node, "not_within"), err, "\"not_within\" belongs to do only.");
  return 0;
}

static int read_before(const struct policy *policy, struct obligation *obligation, const struct yaml *node,
                       struct err *err)
{
  const struct yaml *list = yaml_get(node, "before");
  if (read_list(policy, list, &obligation->before, &obligation->before_count, err))
    return -1;
  for (size_t i = 0; obligation->act && list && i < list->count; i++)
    if (strcmp(list->items[i]->text, obligation->act->name) == 0)
      return yaml_error(list->items[i], err, "%s would have to be done before itself.", obligation->act->name);
  if (!list && !obligation->by && !obligation->within_s && !obligation->not_within_s)
    return yaml_error(node, err, "when is it owed? Say before (actions), by (a milestone) or within (a time).");
  return 0;
}

/* ---- who is it asked of ---- */

static int read_rest(struct obligation *obligation, const struct yaml *node, struct err *err)
{
  static const char *const needs[] = {"attempted", "done"}, *const fates[] = {"ends", "stays"};
  int index = 0;
  const struct yaml *needed = yaml_get(node, "needs"), *waive = yaml_get(node, "waive");
  const struct yaml *dismissed = yaml_get(node, "dismissed");
  if (needed && !obligation->act)
    return yaml_error(needed, err, "\"needs\" belongs to do only.");
  if (needed && load_choice(needed, "outcome that is needed", needs, COUNT(needs), &index, err))
    return -1;
  obligation->needs_done = index == 1;
  if (!dismissed)
    return yaml_error(node, err, "\"dismissed\" is missing here: ends or stays, when it was a false alarm?");
  if (load_choice(dismissed, "fate", fates, COUNT(fates), &index, err))
    return -1;
  obligation->survives_dismissal = index == 1;
  return waive ? load_roles(waive, &obligation->waive, err) : 0;
}

static int read_when(const struct policy *policy, struct applying *applying, const struct yaml *when, struct err *err)
{
  if (conditions_load(policy, when, true, &applying->when, err))
    return -1;
  for (size_t i = 0; i < applying->when.count; i++)
    if (applying->when.list[i].variable >= FACT_MAX)
      return yaml_error(when->keys[i], err, "\"%s\" belongs to a request; an obligation is of an incident, and asks "
                        "facts only.", when->keys[i]->text);
  plan_read(policy, &applying->reads, &applying->when);
  if (completions_most(policy, applying->reads.variables, applying->reads.variable_count) > COMPLETIONS_MAX)
    return yaml_error(when, err, "this reads so many facts that there are more than %d cases.", COMPLETIONS_MAX);
  return 0;
}

static int check_id(const struct policy *policy, const struct obligation *obligation, const struct yaml *node,
                    struct err *err)
{
  if (strcmp(obligation->id, "discreet") == 0)
    return yaml_error(node, err, "\"discreet\" is built in; call it otherwise.");
  for (const struct obligation *other = policy->obligations; other < obligation; other++)
    if (other->id && strcmp(other->id, obligation->id) == 0) /* where all mistakes are wanted, one may have none */
      return yaml_error(node, err, "an obligation \"%s\" stands in line %d already.", obligation->id, other->line);
  return 0;
}

static int read_obligation(const struct policy *policy, size_t index, const struct yaml *node, struct err *err)
{
  struct obligation *obligation = &policy->obligations[index];
  obligation->file = node->file;
  obligation->line = node->line;
  obligation->index = index;
  if (yaml_check_keys(node, "an obligation", obligation_keys, COUNT(obligation_keys), err) ||
      load_needed_text(node, "id", &obligation->id, err) ||
      check_id(policy, obligation, yaml_get(node, "id"), err) ||
      load_needed_text(node, "because", &obligation->because, err) ||
      load_needed_text(node, "cites", &obligation->cites, err))
    return -1;
  if (read_what(policy, obligation, node, err) || read_times(obligation, node, err) ||
      read_before(policy, obligation, node, err) || read_rest(obligation, node, err))
    return -1;
  return read_when(policy, &policy->applying[index], yaml_get(node, "when"), err);
}

/* So that whoever asks what one action waits for needs no more room than that. */
static int check_crowds(const struct policy *policy, const struct yaml *list, struct err *err)
{
  for (size_t i = 0; i < policy->catalogue.action_count; i++) {
    size_t count = 0;
    for (size_t k = 0; k < policy->obligation_count; k++)
      count += obligation_is_before(&policy->obligations[k], &policy->actions[i]);
    if (count > OBLIGATIONS_BEFORE_MAX)
      return yaml_error(list, err, "%s would wait for more than %d obligations.", policy->actions[i].name,
                        OBLIGATIONS_BEFORE_MAX);
  }
  return 0;
}

int load_obligations(struct policy *policy, struct err *err)
{
  static const char *const keys[] = {"obligations"};
  const struct yaml *root = policy->trees[POLICY_OBLIGATIONS], *list = yaml_get(root, "obligations");
  if (!root)
    return 0;
  if (yaml_check_keys(root, "this file", keys, COUNT(keys), err) && load_go_on(policy, err))
    return -1;
  if (!list)
    return yaml_error(root, err, "\"obligations\" is missing here.");
  if (yaml_as_list(list, err))
    return -1;
  policy->obligations = xcalloc(list->count, sizeof *policy->obligations);
  policy->applying = xcalloc(list->count, sizeof *policy->applying);
  policy->obligation_count = list->count;
  for (size_t i = 0; i < list->count; i++)
    if (read_obligation(policy, i, list->items[i], err) && load_go_on(policy, err))
      return -1;
  return policy->mistake_count ? 0 : check_crowds(policy, list, err);
}
