#include "naive.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* ---- one case: everything known ---- */

static bool is_among(const struct yaml *node, const char *value)
{
  if (node->kind == YAML_SCALAR)
    return strcmp(node->text, value) == 0;
  for (size_t i = 0; i < node->count; i++)
    if (strcmp(node->items[i]->text, value) == 0)
      return true;
  return false;
}

static bool content_is_among(const struct yaml *node, const char *const contents[2])
{
  bool is_any = false;
  for (int i = 0; i < 2; i++)
    is_any |= contents[i] && is_among(node, contents[i]);
  return is_any || (!contents[0] && !contents[1] && is_among(node, "none"));
}

static const char *value_of(const struct naive_facts *facts, const char *name)
{
  for (size_t i = 0; i < facts->count; i++)
    if (strcmp(facts->name[i], name) == 0)
      return facts->value[i];
  ck_abort_msg("a rule reads \"%s\", which is no fact", name);
  return NULL;
}

static bool holds(const struct yaml *when, const struct naive_question *question, const char *destination)
{
  for (size_t i = 0; when && i < when->count; i++) {
    const char *key = when->keys[i]->text;
    bool is_so = strcmp(key, "content") == 0       ? content_is_among(when->items[i], question->contents)
                 : strcmp(key, "destination") == 0 ? is_among(when->items[i], destination)
                 : strcmp(key, "priority") == 0    ? is_among(when->items[i], question->facts.priority)
                                                   : is_among(when->items[i], value_of(&question->facts, key));
    if (!is_so)
      return false;
  }
  return true;
}

static bool names_action(const struct yaml *list, const char *action)
{
  for (size_t i = 0; list && i < list->count; i++) {
    const char *pattern = list->items[i]->text;
    size_t length = strlen(pattern);
    if (pattern[length - 1] == '*' ? strncmp(pattern, action, length - 1) == 0 : strcmp(pattern, action) == 0)
      return true;
  }
  return false;
}

static role_set roles_of(const struct yaml *node)
{
  if (node->kind == YAML_SCALAR)
    return ~0u; /* anybody */
  role_set roles = 0;
  for (size_t i = 0; i < node->count; i++)
    roles |= 1u << role_find(node->items[i]->text);
  return roles;
}

static struct naive_answer decide_case(const struct naive *naive, const struct naive_question *question,
                                       const char *destination)
{
  struct naive_answer answer = {VERDICT_PREAUTHORIZED, 0, 1u << (question->facts.priority[0] - '0')};
  bool is_allowed = false, is_forbidden = false;
  const struct yaml *rules = yaml_get(naive->rules, "rules");
  for (size_t i = 0; i < rules->count; i++) {
    const struct yaml *rule = rules->items[i];
    if (!holds(yaml_get(rule, "when"), question, destination))
      continue;
    is_forbidden |= names_action(yaml_get(rule, "forbid"), question->action);
    if (names_action(yaml_get(rule, "require_approval"), question->action))
      answer.from |= roles_of(yaml_get(rule, "from"));
    if (names_action(yaml_get(rule, "preauthorize"), question->action)) {
      role_set to = roles_of(yaml_get(rule, "to"));
      is_allowed |= to == ~0u || to & question->roles;
    }
  }
  if (!answer.from && !is_allowed)
    answer.from = 1u << ROLE_MANAGEMENT;
  answer.verdict = is_forbidden ? VERDICT_FORBIDDEN : answer.from ? VERDICT_APPROVAL : VERDICT_PREAUTHORIZED;
  return answer;
}

/* ---- every case ---- */

static struct naive_answer strictest(struct naive_answer a, struct naive_answer b)
{
  struct naive_answer both = {a.verdict > b.verdict ? a.verdict : b.verdict, a.from | b.from,
                              a.candidates | b.candidates};
  if (both.verdict == VERDICT_FORBIDDEN)
    both.from = 0;
  if (both.from & 1u << ROLE_SENIOR_MANAGEMENT)
    both.from &= ~(1u << ROLE_MANAGEMENT);
  return both;
}

static const char *priority_of(const struct naive *naive, const struct naive_question *question)
{
  const struct yaml *rows = yaml_get(naive->priorities, "priorities");
  for (size_t i = 0; i < rows->count; i++)
    if (holds(yaml_get(rows->items[i], "when"), question, "none"))
      return yaml_get(rows->items[i], "priority")->text;
  ck_abort_msg("a case without a priority");
  return NULL;
}

struct all {
  const struct naive *naive;
  struct naive_question question;
  struct naive_answer answer;
  bool is_begun;
};

static void add_case(struct all *all)
{
  bool is_given = all->question.facts.priority != NULL;
  if (!is_given)
    all->question.facts.priority = priority_of(all->naive, &all->question);
  for (int i = 0; i < 2 && all->question.destinations[i]; i++) {
    struct naive_answer answer = decide_case(all->naive, &all->question, all->question.destinations[i]);
    all->answer = all->is_begun ? strictest(all->answer, answer) : strictest(answer, answer);
    all->is_begun = true;
  }
  if (!is_given)
    all->question.facts.priority = NULL;
}

static void try(struct all *all, size_t fact, const char *value);

static void complete(struct all *all, size_t fact)
{
  if (fact == all->question.facts.count) {
    add_case(all);
    return;
  }
  const char *name = all->question.facts.name[fact], *value = all->question.facts.value[fact];
  const struct yaml *written = yaml_get(yaml_get(all->naive->facts, "facts"), name);
  const struct yaml *values = yaml_get(written, "values"), *counts_as = yaml_get(written, "counts_as");
  const struct yaml *several = value ? yaml_get(counts_as, value) : NULL;
  if (several) {
    for (size_t i = 0; i < several->count; i++)
      try(all, fact, several->items[i]->text);
  } else if (value) {
    try(all, fact, value);
  } else if (!values) {
    try(all, fact, "false");
    try(all, fact, "true");
  } else {
    for (size_t i = 0; i < values->count; i++)
      if (!yaml_get(counts_as, values->items[i]->text))
        try(all, fact, values->items[i]->text);
  }
}

static void try(struct all *all, size_t fact, const char *value)
{
  const char *before = all->question.facts.value[fact];
  all->question.facts.value[fact] = value;
  complete(all, fact + 1);
  all->question.facts.value[fact] = before;
}

struct naive_answer naive_decide(const struct naive *naive, const struct naive_question *question)
{
  struct all all = {.naive = naive, .question = *question};
  complete(&all, 0);
  return all.answer;
}

int naive_compare(struct naive_answer a, struct naive_answer b)
{
  if (a.verdict != b.verdict)
    return a.verdict < b.verdict ? -1 : 1;
  if (a.from == b.from)
    return 0;
  struct naive_answer both = strictest(a, b);
  return both.from == b.from ? -1 : both.from == a.from ? 1 : 2;
}
