/*
 * `when`: a flat table of variables and lists. All lines must hold; of a list one value is enough. There is no `not`
 * and no `or`: whoever needs them defines a fact, or writes a second rule.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const char *const destinations[] = {"none", "roster", "outside"};
static const char *const contents[] = {"none", "log", "personal"};

/* Which plain contents a word means: a request may give both kinds at once. */
static const uint16_t content_bits[] = {
  1u << 0,
  1u << CONTENT_LOG | 1u << (CONTENT_LOG | CONTENT_PERSONAL),
  1u << CONTENT_PERSONAL | 1u << (CONTENT_LOG | CONTENT_PERSONAL),
};

static int fail_key(const struct policy *policy, const struct yaml *key, struct err *err)
{
  const char *near = catalogue_suggest_fact(&policy->catalogue, key->text);
  _cleanup_(buf_finish) struct buf known = {0};
  buf_text(&known, "Known:");
  for (size_t i = 0; i < policy->catalogue.fact_count; i++)
    buf_format(&known, " %s", policy->facts[i].name);
  buf_char(&known, '.');
  return yaml_unknown(key, err, near, buf_string(&known), "no fact is called \"%s\"", key->text);
}

static int read_fact_value(const struct fact *fact, const struct yaml *node, uint16_t *bits, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  int value = fact_value(fact, text);
  if (value < 0 && fact->source == FACT_DERIVED)
    return yaml_error(node, err, "there is no priority \"%s\"; there are 1 to 5, and 0 for what is outside.", text);
  if (value < 0 && fact->is_boolean)
    return yaml_error(node, err, "%s is true or false, not \"%s\".", fact->name, text);
  if (value < 0)
    return load_choice(node, "value of this fact", fact->values, fact->value_count, &value, err);
  if (fact->stands_for[value] != 1u << value)
    return yaml_error(node, err, "\"%s\" counts as several values of %s; name those.", text, fact->name);
  *bits |= (uint16_t)(1u << value);
  return 0;
}

static int read_value(const struct policy *policy, int variable, const struct yaml *node, uint16_t *bits,
                      struct err *err)
{
  if (variable < FACT_MAX)
    return read_fact_value(&policy->facts[variable], node, bits, err);
  bool is_content = variable == VARIABLE_CONTENT;
  int word;
  if (load_choice(node, is_content ? "content" : "destination", is_content ? contents : destinations, COUNT(contents),
                  &word, err))
    return -1;
  *bits |= is_content ? content_bits[word] : (uint16_t)(1u << word);
  return 0;
}

static int read_condition(const struct policy *policy, int variable, const struct yaml *node,
                          struct condition *condition, struct err *err)
{
  condition->variable = (uint8_t)variable;
  if (node->kind != YAML_LIST)
    return read_value(policy, variable, node, &condition->values, err);
  if (node->count == 0)
    return yaml_error(node, err, "an empty list; nothing is ever one of none.");
  for (size_t i = 0; i < node->count; i++)
    if (read_value(policy, variable, node->items[i], &condition->values, err))
      return -1;
  return 0;
}

static int find_variable(const struct policy *policy, const struct yaml *key, bool of_rule, struct err *err)
{
  if (of_rule && strcmp(key->text, "destination") == 0)
    return VARIABLE_DESTINATION;
  if (of_rule && strcmp(key->text, "content") == 0)
    return VARIABLE_CONTENT;
  int fact = catalogue_fact(&policy->catalogue, key->text);
  if (fact < 0)
    return fail_key(policy, key, err);
  if (!of_rule && fact == policy->priority_fact)
    return yaml_error(key, err, "the priority follows from other facts; name those.");
  return fact;
}

int conditions_load(const struct policy *policy, const struct yaml *when, bool of_rule, struct conditions *conditions,
                    struct err *err)
{
  if (!when)
    return 0;
  if (yaml_as_map(when, err))
    return -1;
  if (when->count == 0)
    return yaml_error(when, err, "nothing is written here; leave \"when\" out if it is always so.");
  conditions->list = xcalloc(when->count, sizeof *conditions->list);
  conditions->count = when->count;
  for (size_t i = 0; i < when->count; i++) {
    int variable = find_variable(policy, when->keys[i], of_rule, err);
    if (variable < 0 || read_condition(policy, variable, when->items[i], &conditions->list[i], err))
      return -1;
  }
  return 0;
}

bool conditions_hold(const struct conditions *conditions, const uint8_t *values)
{
  for (size_t i = 0; i < conditions->count; i++)
    if (!(conditions->list[i].values & 1u << values[conditions->list[i].variable]))
      return false;
  return true;
}
