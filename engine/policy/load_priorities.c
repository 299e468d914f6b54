/*
 * priorities.yaml: rows of facts and the priority they give. Every case must get an answer and none two; that is
 * checked here by going through all of them.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const char *const row_keys[] = {"priority", "title", "says", "when", "cites"};

static int read_row(const struct policy *policy, struct priority_row *row, const struct yaml *node, struct err *err)
{
  int64_t priority;
  if (yaml_check_keys(node, "a priority", row_keys, COUNT(row_keys), err))
    return -1;
  const struct yaml *number = yaml_get(node, "priority");
  if (!number)
    return yaml_error(node, err, "\"priority\" is missing here.");
  if (yaml_as_integer(number, 0, PRIORITY_COUNT - 1, &priority, err))
    return -1;
  row->priority = (int)priority;
  if (load_needed_text(node, "title", &row->title, err) || load_needed_text(node, "says", &row->says, err) ||
      load_text(node, "cites", &row->cites, err))
    return -1;
  return conditions_load(policy, yaml_get(node, "when"), false, &row->when, err);
}

/* "kind=penetration active=false" */
static void put_case(const struct policy *policy, const struct completions *at, struct buf *text)
{
  for (size_t i = 0; i < at->count; i++) {
    const struct fact *fact = &policy->facts[at->variables[i]];
    buf_format(text, "%s%s=%s", i ? " " : "", fact->name, fact->values[at->values[at->variables[i]]]);
  }
}

static int fail_case(const struct policy *policy, const struct completions *at, const struct yaml *node,
                     const char *what, struct err *err)
{
  struct buf text = {0};
  put_case(policy, at, &text);
  yaml_error(node, err, "%s: %s.", what, buf_string(&text));
  buf_finish(&text);
  return -1;
}

static int check_case(const struct policy *policy, const struct completions *at, const struct yaml *list,
                      struct err *err)
{
  const struct priority_row *row = priority_of(policy, at->values);
  if (!row)
    return fail_case(policy, at, list, "no line gives a priority for this case", err);
  for (const struct priority_row *other = row + 1; other < policy->rows + policy->row_count; other++)
    if (other->priority != row->priority && conditions_hold(&other->when, at->values))
      return fail_case(policy, at, list->items[other - policy->rows],
                       "an earlier line gives another priority for this case", err);
  return 0;
}

static int check_all(const struct policy *policy, const struct yaml *list, struct err *err)
{
  struct plan plan = {0};
  for (size_t i = 0; i < policy->row_count; i++)
    for (size_t k = 0; k < policy->rows[i].when.count; k++) {
      uint8_t variable = policy->rows[i].when.list[k].variable;
      if (!memchr(plan.variables, variable, plan.variable_count))
        plan.variables[plan.variable_count++] = variable;
    }
  if (completions_most(policy, plan.variables, plan.variable_count) > COMPLETIONS_MAX)
    return yaml_error(list, err, "these lines read so many facts that there are more than %d cases.", COMPLETIONS_MAX);
  struct completions at;
  completions_first(&at, policy, &plan, policy->unknown);
  do {
    if (check_case(policy, &at, list, err))
      return -1;
  } while (completions_next(&at));
  return 0;
}

int load_priorities(struct policy *policy, struct err *err)
{
  static const char *const keys[] = {"priorities"};
  const struct yaml *root = policy->trees[POLICY_PRIORITIES], *list = yaml_get(root, "priorities");
  if (yaml_check_keys(root, "this file", keys, COUNT(keys), err) && load_go_on(policy, err))
    return -1;
  if (!list)
    return yaml_error(root, err, "\"priorities\" is missing here.");
  if (yaml_as_list(list, err))
    return -1;
  policy->rows = xcalloc(list->count, sizeof *policy->rows);
  policy->row_count = list->count;
  for (size_t i = 0; i < list->count; i++)
    if (read_row(policy, &policy->rows[i], list->items[i], err) && load_go_on(policy, err))
      return -1;
  return policy->mistake_count ? 0 : check_all(policy, list, err);
}
