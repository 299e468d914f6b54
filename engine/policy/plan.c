/*
 * For each action: which rules speak of it, what they read, and how much room it takes to remember every answer.
 */
#include "policy/applying.h"
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

#define CELLS_MAX (2u * 1024 * 1024)

static void add_variable(struct plan *plan, uint8_t variable)
{
  if (!memchr(plan->variables, variable, plan->variable_count))
    plan->variables[plan->variable_count++] = variable;
}

static void read_conditions(const struct policy *policy, struct plan *plan, const struct conditions *when)
{
  for (size_t i = 0; i < when->count; i++) {
    uint8_t variable = when->list[i].variable;
    if (variable == policy->priority_fact)
      plan->reads_priority = true;
    else
      add_variable(plan, variable);
  }
}

/* A rule that reads the priority reads, through its rows, what the priority depends on. */
static void read_rows(const struct policy *policy, struct plan *plan)
{
  for (size_t i = 0; i < policy->row_count; i++)
    read_conditions(policy, plan, &policy->rows[i].when);
}

void plan_read(const struct policy *policy, struct plan *plan, const struct conditions *when)
{
  read_conditions(policy, plan, when);
  if (plan->reads_priority)
    read_rows(policy, plan);
}

static int add_group(struct plan *plan, const struct rule *rule, struct err *err)
{
  if (rule->verdict != VERDICT_PREAUTHORIZED || rule->roles == ROLE_ANYBODY)
    return 0;
  for (size_t i = 0; i < plan->group_count; i++)
    if (plan->groups[i] == rule->roles)
      return 0;
  if (plan->group_count == GROUP_MAX)
    return err_set(err, "%s:%d: the rules for one action preauthorize more than %d different lists of roles.",
                   rule->file, rule->line, GROUP_MAX);
  plan->groups[plan->group_count++] = rule->roles;
  return 0;
}

static void measure(const struct policy *policy, struct plan *plan)
{
  for (size_t i = 0; i < plan->variable_count; i++)
    if (plan->variables[i] < FACT_MAX)
      plan->mattered |= UINT64_C(1) << plan->variables[i];
  if (plan->reads_priority)
    plan->mattered |= UINT64_C(1) << policy->priority_fact;
  size_t cells = (size_t)1 << plan->group_count;
  cells *= plan->reads_priority ? PRIORITY_COUNT + 1 : 1;
  for (size_t i = 0; i < plan->variable_count && cells <= CELLS_MAX; i++)
    cells *= policy->code_count[plan->variables[i]];
  plan->cell_count = cells <= CELLS_MAX ? cells : 0;
}

static bool is_containment(const struct action *action)
{
  bool is_manual = action->driver == DRIVER_MANUAL; /* a site's own program is not told whom to attack */
  return strcmp(action->class, "containment") == 0 && (is_manual || shipped_find(action->name));
}

static bool takes_containment_back(const struct policy *policy, const struct action *action)
{
  for (size_t i = 0; i < policy->catalogue.action_count; i++) {
    const struct action *other = &policy->actions[i];
    if (other->reverse && strcmp(other->reverse, action->name) == 0 && is_containment(other))
      return true;
  }
  return false;
}

static bool has_destination(const struct action *action)
{
  for (size_t i = 0; i < action->parameter_count; i++)
    if (action->parameters[i].role == PARAMETER_DESTINATION)
      return true;
  return false;
}

static void classify(const struct policy *policy, struct plan *plan, const struct action *action)
{
  plan->floor = floor_of(action, plan);
  plan->is_contact = strcmp(action->class, "contact") == 0;
  plan->is_containment = is_containment(action) && strcmp(action->name, "network.disconnect") != 0;
  plan->may_name_attacker = is_containment(action) || takes_containment_back(policy, action);
  plan->reaches = has_destination(action) && strncmp(action->name, "contact.call_back_", 18) != 0;
}

static int make(const struct policy *policy, size_t index, struct err *err)
{
  struct plan *plan = &policy->plans[index];
  for (size_t i = 0; i < plan->rule_count; i++) {
    read_conditions(policy, plan, &plan->rules[i]->when);
    if (add_group(plan, plan->rules[i], err))
      return -1;
  }
  bool is_rows_alone = index == policy->catalogue.action_count;
  if (!is_rows_alone)
    classify(policy, plan, &policy->actions[index]);
  plan->reads_priority |= is_rows_alone;
  if (plan->reads_priority)
    read_rows(policy, plan);
  measure(policy, plan);
  if (completions_most(policy, plan->variables, plan->variable_count) <= COMPLETIONS_MAX)
    return 0;
  return err_set(err, "policies/rules.yaml: the rules for %s read so many facts that there are more than %d cases; "
                 "let them read fewer.", is_rows_alone ? "priorities" : policy->actions[index].name, COMPLETIONS_MAX);
}

int plans_make(struct policy *policy, struct err *err)
{
  policy->plans = xcalloc(policy->catalogue.action_count + 1, sizeof *policy->plans);
  for (size_t i = 0; i < policy->rule_count; i++)
    for (size_t k = 0; k < policy->rules[i].action_count; k++) {
      struct plan *plan = &policy->plans[policy->rules[i].actions[k]];
      *APPEND(plan->rules, plan->rule_count) = &policy->rules[i];
    }
  for (size_t i = 0; i <= policy->catalogue.action_count; i++)
    if (make(policy, i, err))
      return -1;
  return 0;
}

void plan_finish(struct plan *plan)
{
  free(plan->rules);
  free(plan->cells);
  free(plan->decisions);
}
