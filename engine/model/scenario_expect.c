/*
 * What a scenario expects. Each member of `expect` is read by a small function of its own; the table is the format.
 */
#include "model/scenario_read.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <string.h>

static int read_priority(const struct yaml *node, struct scenario_class *class, struct err *err)
{
  int64_t priority;
  if (yaml_as_integer(node, 0, 5, &priority, err) < 0)
    return -1;
  class->priority = (int)priority;
  class->line = node->line;
  return 0;
}

static int read_candidates(const struct yaml *node, struct scenario_class *class, struct err *err)
{
  if (yaml_as_list(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    int64_t priority;
    if (yaml_as_integer(node->items[i], 0, 5, &priority, err) < 0)
      return -1;
    class->candidates |= 1u << priority;
  }
  class->line = node->line;
  return 0;
}

static int read_class(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_priority(node, &reader->scenario->expects.declared, err);
}

static int read_declared_candidates(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_candidates(node, &reader->scenario->expects.declared, err);
}

static int read_at_end(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"priority", "candidates"};
  struct scenario_class *class = &reader->scenario->expects.at_end;
  const struct yaml *priority = yaml_get(node, "priority"), *candidates = yaml_get(node, "candidates");
  if (yaml_check_keys(node, "at_end", known, COUNT(known), err) < 0)
    return -1;
  if (priority && read_priority(priority, class, err) < 0)
    return -1;
  return candidates ? read_candidates(candidates, class, err) : 0;
}

static int read_playbook(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  reader->scenario->expects.playbook_line = node->line;
  return scenario_read_text(node, &reader->scenario->expects.playbook, err);
}

static int read_state(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"waiting", "held", "finished", "failed", "refused"};
  if (scenario_read_text(node, &reader->scenario->expects.state, err) < 0)
    return -1;
  reader->scenario->expects.state_line = node->line;
  for (size_t i = 0; i < COUNT(known); i++)
    if (!strcmp(known[i], node->text))
      return 0;
  return yaml_error(node, err, "a run ends waiting, held, finished, failed or refused, not \"%s\".", node->text);
}

/* ---- steps ---- */

static int check_verdict(const struct yaml *node, enum verdict *verdict, struct err *err)
{
  const char *name;
  if (yaml_as_text(node, &name, err) < 0)
    return -1;
  int found = verdict_find(name);
  if (found < 0)
    return yaml_error(node, err, "a decision is preauthorized, approval or forbidden, not \"%s\".", name);
  *verdict = (enum verdict)found;
  return 0;
}

static int read_roles(const struct yaml *node, role_set *roles, struct err *err)
{
  const char *name;
  size_t count = node->kind == YAML_LIST ? node->count : 1;
  for (size_t i = 0; i < count; i++) {
    const struct yaml *item = node->kind == YAML_LIST ? node->items[i] : node;
    if (yaml_as_text(item, &name, err) < 0)
      return -1;
    int role = role_find(name);
    if (role < 0)
      return yaml_error(item, err, "no role is called \"%s\".", name);
    *roles |= 1u << role;
  }
  return 0;
}

static int check_status(const struct yaml *node, struct err *err)
{
  const char *name;
  if (yaml_as_text(node, &name, err) < 0)
    return -1;
  if (outcome_status_find(name) >= 0 || !strcmp(name, "open") || !strcmp(name, "waiting") || !strcmp(name, "doubt"))
    return 0;
  return yaml_error(node, err, "a step is done, failed, denied, open, waiting or doubt, not \"%s\".", name);
}

/* A check of a step: what may be said of any, or an argument of its action. */
static int read_check(const struct scenario_reader *reader, const struct scenario_step *step, const struct yaml *key,
                      const struct yaml *node, struct err *err)
{
  static const char *const plain[] = {"rule", "step"};
  enum verdict verdict;
  role_set roles = 0;
  char *id = NULL;
  int result;
  if (!strcmp(key->text, "is"))
    return check_verdict(node, &verdict, err);
  if (!strcmp(key->text, "from"))
    return read_roles(node, &roles, err);
  if (!strcmp(key->text, "status"))
    return check_status(node, err);
  if (!strcmp(key->text, "person")) {
    result = scenario_read_person(reader, node, &id, err);
    free(id);
    return result;
  }
  for (size_t i = 0; i < COUNT(plain); i++)
    if (!strcmp(plain[i], key->text))
      return 0;
  const struct action *action = catalogue_action(reader->catalogue, step->name);
  if (!action || action_parameter(action, key->text))
    return 0;
  return yaml_error(key, err, "%s has no \"%s\"; checks are is, from, rule, status, person, step and its parameters.",
                    step->name, key->text);
}

static int read_checks(const struct scenario_reader *reader, struct scenario_step *step, const struct yaml *map,
                       struct err *err)
{
  enum verdict verdict;
  if (map->kind == YAML_SCALAR) { /* a word is the verdict */
    json_object_set_new(step->checks, "is", json_string(map->text));
    return check_verdict(map, &verdict, err);
  }
  if (yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; i < map->count; i++) {
    if (read_check(reader, step, map->keys[i], map->items[i], err) < 0)
      return -1;
    json_object_set_new(step->checks, map->keys[i]->text, yaml_to_json(map->items[i]));
  }
  return 0;
}

/* notify.irt, or {notify.irt: {person: technical2}} */
static int read_step(const struct scenario_reader *reader, struct scenario_step *step, const struct yaml *node,
                     struct err *err)
{
  step->line = node->line;
  step->checks = json_object();
  if (node->kind != YAML_MAP)
    return scenario_read_name(reader, node, &step->name, err);
  if (node->count != 1)
    return yaml_error(node, err, "one step a line: {notify.irt: {person: technical2}}.");
  if (scenario_read_name(reader, node->keys[0], &step->name, err) < 0)
    return -1;
  return read_checks(reader, step, node->items[0], err);
}

static int read_first(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_step(reader, &reader->scenario->expects.first, node, err);
}

static int read_steps(struct scenario_reader *reader, const struct yaml *list, struct err *err)
{
  struct scenario_expectation *expects = &reader->scenario->expects;
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++)
    if (read_step(reader, APPEND(expects->steps, expects->step_count), list->items[i], err) < 0)
      return -1;
  return 0;
}

static int read_decisions(struct scenario_reader *reader, const struct yaml *map, struct err *err)
{
  struct scenario_expectation *expects = &reader->scenario->expects;
  if (yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; i < map->count; i++) {
    struct scenario_step *step = APPEND(expects->decisions, expects->decision_count);
    step->line = map->keys[i]->line;
    step->checks = json_object();
    if (scenario_read_name(reader, map->keys[i], &step->name, err) < 0 ||
        read_checks(reader, step, map->items[i], err) < 0)
      return -1;
  }
  return 0;
}

/* ---- questions of authority ---- */

static int set_fact(const struct scenario_reader *reader, const struct yaml *key, const struct yaml *node,
                    json_t *facts, struct err *err)
{
  struct facts scratch;
  const char *value;
  facts_forget(&scratch);
  if (yaml_as_text(node, &value, err) < 0)
    return -1;
  if (facts_set(reader->catalogue, &scratch, key->text, value, err) < 0)
    return err_prefix(err, "%s:%d:%d: ", key->file, key->line, key->column);
  json_object_set_new(facts, key->text, json_string(value));
  return 0;
}

static int read_assumed(const struct scenario_reader *reader, const struct yaml *map, json_t *facts, struct err *err)
{
  if (map && yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++)
    if (set_fact(reader, map->keys[i], map->items[i], facts, err) < 0)
      return -1;
  return 0;
}

static int read_moment(const struct yaml *node, bool *is_at_end, struct err *err)
{
  bool is_end = node && node->kind == YAML_SCALAR && !strcmp(node->text, "end");
  if (node && !is_end)
    return yaml_error(node, err, "a question is asked with the facts as declared, or {at: end}.");
  *is_at_end = is_end;
  return 0;
}

/* All other keys are parameters; destination, target and content may be asked about with any action. */
static int read_parameters(const struct scenario_reader *reader, struct scenario_question *question,
                           const struct yaml *map, struct err *err)
{
  static const char *const ours[] = {"ask", "by", "is", "from", "rule", "at", "given"};
  static const char *const any[] = {"destination", "target", "content"};
  const struct action *action = catalogue_action(reader->catalogue, question->action);
  for (size_t i = 0; i < map->count; i++) {
    const char *key = map->keys[i]->text;
    bool is_ours = false, is_any = false;
    for (size_t k = 0; k < COUNT(ours); k++)
      is_ours |= !strcmp(ours[k], key);
    for (size_t k = 0; k < COUNT(any); k++)
      is_any |= !strcmp(any[k], key);
    if (is_ours)
      continue;
    if (!is_any && !action_parameter(action, key))
      return yaml_error(map->keys[i], err, "%s has no parameter \"%s\".", action->name, key);
    json_object_set_new(question->parameters, key, yaml_to_json(map->items[i]));
  }
  return 0;
}

static int read_question(const struct scenario_reader *reader, struct scenario_question *question,
                         const struct yaml *node, struct err *err)
{
  question->line = node->line;
  question->parameters = json_object();
  question->facts = json_object();
  if (yaml_as_map(node, err) < 0)
    return -1;
  const struct yaml *ask = yaml_get(node, "ask"), *is = yaml_get(node, "is"), *from = yaml_get(node, "from");
  if (!ask || !is)
    return yaml_error(node, err, "a question says what is asked and what is answered: {ask: disclose.media, is: "
                                 "approval, from: senior_management}.");
  if (scenario_read_text(ask, &question->action, err) < 0 || check_verdict(is, &question->is, err) < 0)
    return -1;
  if (!catalogue_action(reader->catalogue, question->action)) {
    const char *near = catalogue_suggest_action(reader->catalogue, question->action);
    return yaml_unknown(ask, err, near, NULL, "no action is called \"%s\"", question->action);
  }
  if ((from && read_roles(from, &question->from, err) < 0) ||
      scenario_read_person(reader, yaml_get(node, "by"), &question->by, err) < 0 ||
      scenario_read_text(yaml_get(node, "rule"), &question->rule, err) < 0 ||
      read_moment(yaml_get(node, "at"), &question->is_at_end, err) < 0 ||
      read_assumed(reader, yaml_get(node, "given"), question->facts, err) < 0)
    return -1;
  return read_parameters(reader, question, node, err);
}

static int read_questions(struct scenario_reader *reader, const struct yaml *list, struct err *err)
{
  struct scenario_expectation *expects = &reader->scenario->expects;
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++)
    if (read_question(reader, APPEND(expects->questions, expects->question_count), list->items[i], err) < 0)
      return -1;
  return 0;
}

/* ---- lists of names ---- */

enum names_of { OF_ACTIONS, OF_PEOPLE, OF_OBLIGATIONS };

static int read_names(const struct scenario_reader *reader, const struct yaml *list, enum names_of of,
                      struct scenario_names *names, struct err *err)
{
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++) {
    const struct yaml *item = list->items[i];
    struct scenario_name *name = APPEND(names->list, names->count);
    name->line = item->line;
    int result = of == OF_ACTIONS  ? scenario_read_name(reader, item, &name->name, err)
                 : of == OF_PEOPLE ? scenario_read_person(reader, item, &name->name, err)
                                   : scenario_read_text(item, &name->name, err);
    if (result < 0)
      return -1;
  }
  return 0;
}

static int read_never(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_names(reader, node, OF_ACTIONS, &reader->scenario->expects.never, err);
}

static int read_called(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_names(reader, node, OF_PEOPLE, &reader->scenario->expects.called, err);
}

static int read_not_called(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  return read_names(reader, node, OF_PEOPLE, &reader->scenario->expects.not_called, err);
}

static int read_obligations(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"met", "open", "overdue", "waived", "not_owed"};
  struct scenario_expectation *expects = &reader->scenario->expects;
  struct scenario_names *const names[] = {&expects->met, &expects->open, &expects->overdue, &expects->waived,
                                          &expects->not_owed};
  if (yaml_check_keys(node, "obligations", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; i < COUNT(known); i++) {
    const struct yaml *list = yaml_get(node, known[i]);
    if (list && read_names(reader, list, OF_OBLIGATIONS, names[i], err) < 0)
      return -1;
  }
  return 0;
}

static const struct member {
  const char *key;
  int (*read)(struct scenario_reader *reader, const struct yaml *node, struct err *err);
} members[] = {
    {"priority", read_class},     {"candidates", read_declared_candidates}, {"at_end", read_at_end},
    {"playbook", read_playbook},  {"first", read_first},                    {"steps", read_steps},
    {"decisions", read_decisions}, {"asked", read_questions},               {"never", read_never},
    {"called", read_called},      {"not_called", read_not_called},          {"obligations", read_obligations},
    {"state", read_state},
};

int scenario_read_expectation(struct scenario_reader *reader, const struct yaml *map, struct err *err)
{
  const char *known[COUNT(members)];
  for (size_t i = 0; i < COUNT(members); i++)
    known[i] = members[i].key;
  if (yaml_check_keys(map, "expect", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; i < COUNT(members); i++) {
    const struct yaml *value = yaml_get(map, members[i].key);
    if (value && members[i].read(reader, value, err) < 0)
      return -1;
  }
  return 0;
}
