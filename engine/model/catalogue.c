/*
 * Looking things up in the closed lists, and what is near when there is nothing of that name.
 */
#include "model/catalogue.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

/* ---- roles ---- */

static const char *const role_names[ROLE_COUNT] = {
  [ROLE_IRT] = "irt",
  [ROLE_TECHNICAL] = "technical",
  [ROLE_IRT_MANAGEMENT] = "irt_management",
  [ROLE_MANAGEMENT] = "management",
  [ROLE_SENIOR_MANAGEMENT] = "senior_management",
  [ROLE_LEGAL] = "legal",
  [ROLE_HUMAN_RESOURCES] = "human_resources",
  [ROLE_AUDIT] = "audit",
  [ROLE_OWNER] = "owner",
};

const char *role_name(enum role role)
{
  return role_names[role];
}

static int find(const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return (int)i;
  return -1;
}

int role_find(const char *name)
{
  return find(role_names, ROLE_COUNT, name);
}

/* "a", "a and b", "a, b and c": every one of a set is asked. */
void role_set_text(role_set roles, char *text, size_t size)
{
  if (size == 0)
    return;
  text[0] = '\0';
  size_t used = 0;
  for (int role = 0, left = __builtin_popcount(roles), all = left; role < ROLE_COUNT && left; role++) {
    if (!(roles & 1u << role))
      continue;
    const char *glue = left == all ? "" : left == 1 ? " and " : ", ";
    int length = snprintf(text + used, size - used, "%s%s", glue, role_names[role]);
    used += (size_t)length < size - used ? (size_t)length : size - used - 1;
    left--;
  }
}

/* ---- outcomes ---- */

static const char *const status_names[OUTCOME_STATUS_COUNT] = {
  [OUTCOME_DONE] = "done",
  [OUTCOME_FAILED] = "failed",
  [OUTCOME_UNKNOWN] = "unknown",
  [OUTCOME_DENIED] = "denied",
};

const char *outcome_status_name(enum outcome_status status)
{
  return status_names[status];
}

int outcome_status_find(const char *name)
{
  return find(status_names, OUTCOME_STATUS_COUNT, name);
}

/* ---- drivers ---- */

static const char *const driver_names[DRIVER_KIND_COUNT] = {
  [DRIVER_MANUAL] = "manual",
  [DRIVER_CAPTURE] = "capture",
  [DRIVER_COMMAND] = "command",
  [DRIVER_COPY] = "copy",
};

const char *driver_kind_name(enum driver_kind kind)
{
  return driver_names[kind];
}

/* ---- actions ---- */

const struct action *catalogue_action(const struct catalogue *catalogue, const char *name)
{
  size_t low = 0, high = catalogue->action_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = strcmp(name, catalogue->actions[middle].name);
    if (order == 0)
      return &catalogue->actions[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *catalogue_suggest_action(const struct catalogue *catalogue, const char *name)
{
  const char **names = xcalloc(catalogue->action_count, sizeof *names);
  for (size_t i = 0; i < catalogue->action_count; i++)
    names[i] = catalogue->actions[i].name;
  const char *near = suggest(name, names, catalogue->action_count);
  free(names);
  return near;
}

const struct parameter *action_parameter(const struct action *action, const char *name)
{
  for (size_t i = 0; i < action->parameter_count; i++)
    if (strcmp(action->parameters[i].name, name) == 0)
      return &action->parameters[i];
  return NULL;
}

/* ---- facts ---- */

int catalogue_fact(const struct catalogue *catalogue, const char *name)
{
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (strcmp(catalogue->facts[i].name, name) == 0)
      return (int)i;
  return -1;
}

const char *catalogue_suggest_fact(const struct catalogue *catalogue, const char *name)
{
  const char *names[FACT_MAX];
  for (size_t i = 0; i < catalogue->fact_count; i++)
    names[i] = catalogue->facts[i].name;
  return suggest(name, names, catalogue->fact_count);
}

int fact_value(const struct fact *fact, const char *text)
{
  return find(fact->values, fact->value_count, text);
}

void facts_forget(struct facts *facts)
{
  memset(facts->value, FACT_UNKNOWN, sizeof facts->value);
}

static int fail_fact(const struct catalogue *catalogue, const char *name, struct err *err)
{
  const char *near = catalogue_suggest_fact(catalogue, name);
  _cleanup_(buf_finish) struct buf known = {0};
  buf_text(&known, "Known:");
  for (size_t i = 0; i < catalogue->fact_count; i++)
    buf_format(&known, " %s", catalogue->facts[i].name);
  return err_unknown(err, near, near ? NULL : buf_string(&known), "no fact is called \"%s\"", name);
}

static int fail_value(const struct fact *fact, const char *value, struct err *err)
{
  _cleanup_(buf_finish) struct buf known = {0};
  buf_text(&known, "Known: ");
  for (size_t i = 0; i < fact->value_count; i++)
    buf_format(&known, "%s, ", fact->values[i]);
  buf_text(&known, "unknown.");
  return err_unknown(err, suggest(value, fact->values, fact->value_count), buf_string(&known), "%s cannot be \"%s\"",
                     fact->name, value);
}

int facts_set(const struct catalogue *catalogue, struct facts *facts, const char *name, const char *value,
              struct err *err)
{
  int index = catalogue_fact(catalogue, name);
  if (index < 0)
    return fail_fact(catalogue, name, err);
  int found = strcmp(value, "unknown") == 0 ? FACT_UNKNOWN : fact_value(&catalogue->facts[index], value);
  if (found < 0 && strcmp(value, "unknown") != 0)
    return fail_value(&catalogue->facts[index], value, err);
  facts->value[index] = (int8_t)found;
  return 0;
}

const char *facts_get(const struct catalogue *catalogue, const struct facts *facts, const char *name)
{
  int index = catalogue_fact(catalogue, name);
  if (index < 0 || facts->value[index] == FACT_UNKNOWN)
    return NULL;
  return catalogue->facts[index].values[facts->value[index]];
}
