/*
 * facts.yaml: the closed list of what rules may ask about. The priority is a fact as well, the last one; it is made
 * here because its values are not a site's to choose.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const char *const fact_keys[] = {"question", "values", "counts_as", "says", "by", "find_out"};

static int check_name(const struct yaml *key, struct err *err)
{
  static const char *const reserved[] = {"priority", "destination", "content", "role", "action", "by", "params"};
  if (key->text[0] == '\0' || key->text[strspn(key->text, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
    return yaml_error(key, err, "\"%s\": a fact is named with small letters, digits and _ only.", key->text);
  for (size_t i = 0; i < COUNT(reserved); i++)
    if (strcmp(reserved[i], key->text) == 0)
      return yaml_error(key, err, "\"%s\" means something already; call the fact otherwise.", key->text);
  return 0;
}

static int read_value(struct fact *fact, const struct yaml *item, struct err *err)
{
  const char *text;
  if (yaml_as_text(item, &text, err))
    return -1;
  if (strcmp(text, "unknown") == 0)
    return yaml_error(item, err, "every fact can be unknown; that needs no value of its own.");
  if (fact_value(fact, text) >= 0)
    return yaml_error(item, err, "\"%s\" stands here a second time.", text);
  fact->values[fact->value_count++] = text;
  return 0;
}

static int read_values(struct fact *fact, const struct yaml *list, struct err *err)
{
  fact->is_boolean = !list;
  if (!list) {
    fact->values[0] = "false", fact->values[1] = "true";
    fact->value_count = 2;
    return 0;
  }
  if (yaml_as_list(list, err))
    return -1;
  if (list->count < 2 || list->count > FACT_VALUES_MAX)
    return yaml_error(list, err, "a fact has 2 to %d values.", FACT_VALUES_MAX);
  for (size_t i = 0; i < list->count; i++)
    if (read_value(fact, list->items[i], err))
      return -1;
  return 0;
}

static int read_says(struct fact *fact, const struct yaml *says, struct err *err)
{
  if (!says)
    return 0;
  if (yaml_check_keys(says, fact->name, fact->values, fact->value_count, err))
    return -1;
  for (size_t i = 0; i < fact->value_count; i++)
    if (load_text(says, fact->values[i], &fact->says[i], err))
      return -1;
  return 0;
}

static int add_stand_in(struct fact *fact, int value, const struct yaml *list, struct err *err)
{
  if (yaml_as_list(list, err))
    return -1;
  if (list->count < 2)
    return yaml_error(list, err, "a value counts as two others at least; else it is a name too many.");
  uint16_t stands_for = 0;
  for (size_t i = 0; i < list->count; i++) {
    int other;
    if (load_choice(list->items[i], "value", fact->values, fact->value_count, &other, err))
      return -1;
    if (other == value)
      return yaml_error(list->items[i], err, "\"%s\" cannot count as itself.", fact->values[value]);
    stands_for |= (uint16_t)(1u << other);
  }
  fact->stands_for[value] = stands_for;
  return 0;
}

/* Each value stands for itself, except those that count as several others. */
static int read_counts_as(struct fact *fact, const struct yaml *map, struct err *err)
{
  for (size_t i = 0; i < fact->value_count; i++)
    fact->stands_for[i] = (uint16_t)(1u << i);
  if (!map)
    return 0;
  if (yaml_check_keys(map, fact->name, fact->values, fact->value_count, err))
    return -1;
  for (size_t i = 0; i < map->count; i++)
    if (add_stand_in(fact, fact_value(fact, map->keys[i]->text), map->items[i], err))
      return -1;
  for (size_t i = 0; i < map->count; i++)
    for (size_t other = 0; other < fact->value_count; other++)
      if (fact->stands_for[fact_value(fact, map->keys[i]->text)] & 1u << other &&
          fact->stands_for[other] != 1u << other)
        return yaml_error(map->items[i], err, "\"%s\" counts as others itself.", fact->values[other]);
  return 0;
}

static int read_by(struct fact *fact, const struct yaml *node, struct err *err)
{
  static const char *const sources[] = {[FACT_BY_PEOPLE] = "people", [FACT_BY_STEPS] = "steps"};
  int source = FACT_BY_PEOPLE;
  if (node && load_choice(node, "source of facts", sources, COUNT(sources), &source, err))
    return -1;
  fact->source = (enum fact_source)source;
  return 0;
}

static int read_fact(struct fact *fact, const struct yaml *key, const struct yaml *node, struct err *err)
{
  fact->name = key->text;
  if (check_name(key, err) || yaml_check_keys(node, "a fact", fact_keys, COUNT(fact_keys), err))
    return -1;
  if (load_needed_text(node, "question", &fact->question, err) ||
      load_text(node, "find_out", &fact->find_out, err))
    return -1;
  if (read_values(fact, yaml_get(node, "values"), err) || read_says(fact, yaml_get(node, "says"), err))
    return -1;
  return read_counts_as(fact, yaml_get(node, "counts_as"), err) || read_by(fact, yaml_get(node, "by"), err) ? -1 : 0;
}

static void add_priority(struct policy *policy)
{
  static const char *const numbers[PRIORITY_COUNT] = {"0", "1", "2", "3", "4", "5"};
  policy->priority_fact = (int)policy->catalogue.fact_count++;
  struct fact *fact = &policy->facts[policy->priority_fact];
  fact->name = "priority";
  fact->question = "Which priority has it?";
  fact->source = FACT_DERIVED;
  fact->value_count = PRIORITY_COUNT;
  for (int i = 0; i < PRIORITY_COUNT; i++) {
    fact->values[i] = numbers[i];
    fact->stands_for[i] = (uint16_t)(1u << i);
  }
}

/* What each code of a fact still allows: a known value what it stands for, unknown all the plain ones. */
static void open_fact(struct policy *policy, size_t index)
{
  const struct fact *fact = &policy->facts[index];
  uint16_t plain = 0;
  for (size_t i = 0; i < fact->value_count; i++) {
    policy->open[index][i] = fact->stands_for[i];
    plain |= (uint16_t)(fact->stands_for[i] & 1u << i);
  }
  policy->open[index][fact->value_count] = plain;
  policy->code_count[index] = (uint8_t)(fact->value_count + 1);
  policy->unknown[index] = (uint8_t)fact->value_count;
}

int load_facts(struct policy *policy, struct err *err)
{
  static const char *const keys[] = {"facts"};
  const struct yaml *root = policy->trees[POLICY_FACTS], *facts = yaml_get(root, "facts");
  if (yaml_check_keys(root, "this file", keys, COUNT(keys), err) && load_go_on(policy, err))
    return -1;
  if (!facts)
    return yaml_error(root, err, "\"facts\" is missing here.");
  if (yaml_as_map(facts, err))
    return -1;
  if (facts->count >= FACT_MAX)
    return yaml_error(facts, err, "more than %d facts.", FACT_MAX - 1);
  policy->facts = xcalloc(facts->count + 1, sizeof *policy->facts);
  policy->catalogue.facts = policy->facts;
  for (size_t i = 0; i < facts->count; i++) {
    struct fact *fact = &policy->facts[i];
    policy->catalogue.fact_count++;
    if (read_fact(fact, facts->keys[i], facts->items[i], err) == 0)
      continue;
    struct err ignored = {0};
    if (load_go_on(policy, err))
      return -1;
    if (!fact->value_count) { /* so that one mistake is one, and not one in every line that speaks of this fact */
      read_values(fact, yaml_get(facts->items[i], "values"), &ignored);
      read_counts_as(fact, NULL, &ignored);
    }
  }
  add_priority(policy);
  for (size_t i = 0; i < policy->catalogue.fact_count; i++)
    open_fact(policy, i);
  return 0;
}
