/*
 * What happens in a scenario besides answers: who says yes or no, and what comes by itself.
 */
#include "model/scenario_read.h"

#include "base/alloc.h"

#include <string.h>

/* ---- approvals: {network.disconnect: {yes: manager1}} ---- */

static int read_word(struct scenario_reader *reader, const struct yaml *key, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"yes", "no", "because"};
  struct scenario_word *word = APPEND(reader->scenario->words, reader->scenario->word_count);
  word->line = key->line;
  if (scenario_read_name(reader, key, &word->key, err) < 0 ||
      yaml_check_keys(node, "an approval", known, COUNT(known), err) < 0)
    return -1;
  const struct yaml *yes = yaml_get(node, "yes"), *no = yaml_get(node, "no");
  if (!yes == !no)
    return yaml_error(key, err, "who says what? {yes: manager1} or {no: manager1, because: ...}.");
  word->is_yes = yes != NULL;
  const struct yaml *who = yes ? yes : no;
  bool is_anybody = who->kind == YAML_SCALAR && !strcmp(who->text, SCENARIO_ANYBODY);
  if (is_anybody ? scenario_read_text(who, &word->person, err) < 0
                 : scenario_read_person(reader, who, &word->person, err) < 0)
    return -1;
  return scenario_read_text(yaml_get(node, "because"), &word->because, err);
}

int scenario_read_words(struct scenario_reader *reader, const struct yaml *map, struct err *err)
{
  if (map && yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++)
    if (read_word(reader, map->keys[i], map->items[i], err) < 0)
      return -1;
  return 0;
}

/* ---- what happens ---- */

static int take_text(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                     struct err *err)
{
  (void)reader;
  return scenario_read_text(node, &event->what, err);
}

static int take_name(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                     struct err *err)
{
  return scenario_read_name(reader, node, &event->what, err);
}

static int take_person(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                       struct err *err)
{
  return scenario_read_person(reader, node, &event->by, err);
}

static int take_nothing(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                        struct err *err)
{
  bool truth;
  (void)reader, (void)event;
  return yaml_as_boolean(node, &truth, err);
}

static int take_facts(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                      struct err *err)
{
  struct declaration scratch = {0};
  int result = yaml_as_map(node, err);
  for (size_t i = 0; i < node->count && !result; i++) {
    const char *value;
    result = yaml_as_text(node->items[i], &value, err);
    if (!result && declaration_set_fact(&scratch, reader->catalogue, node->keys[i]->text, value, err) < 0)
      result = err_prefix(err, "%s:%d:%d: ", node->file, node->keys[i]->line, node->keys[i]->column);
  }
  declaration_finish(&scratch);
  event->with = result ? NULL : yaml_to_json(node);
  return result;
}

static int take_resolution(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                           struct err *err)
{
  return scenario_read_name(reader, node, &event->what, err);
}

static const struct row {
  const char *key;
  enum scenario_kind kind;
  int (*take)(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
              struct err *err);
  const char *what; /* said by the key itself */
} rows[] = {
    {"fact", SCENARIO_FACT, take_facts, NULL},
    {"note", SCENARIO_NOTE, take_text, NULL},
    {"approve", SCENARIO_APPROVE, take_name, NULL},
    {"deny", SCENARIO_DENY, take_name, NULL},
    {"waive", SCENARIO_WAIVE, take_text, NULL},
    {"joins", SCENARIO_JOIN, take_person, NULL},
    {"object", SCENARIO_OBJECT, take_name, NULL},
    {"happened", SCENARIO_RESOLVE, take_resolution, "happened"},
    {"did_not_happen", SCENARIO_RESOLVE, take_resolution, "did_not_happen"},
    {"run_again", SCENARIO_RESOLVE, take_resolution, "run_again"},
    {"did", SCENARIO_DID, take_name, NULL},
    {"contained", SCENARIO_MILESTONE, take_nothing, "contained"},
    {"over", SCENARIO_MILESTONE, take_nothing, "over"},
    {"dismissed", SCENARIO_MILESTONE, take_nothing, "dismissed"},
    {"closed", SCENARIO_CLOSE, take_nothing, NULL},
    {"again", SCENARIO_AGAIN, take_nothing, NULL},
};

static int check_keys(const struct yaml *node, struct err *err)
{
  static const char *const common[] = {"at", "after", "by", "because", "with"};
  const char *known[COUNT(rows) + COUNT(common)];
  for (size_t i = 0; i < COUNT(rows); i++)
    known[i] = rows[i].key;
  for (size_t i = 0; i < COUNT(common); i++)
    known[COUNT(rows) + i] = common[i];
  return yaml_check_keys(node, "something that happens", known, COUNT(known), err);
}

static int read_common(const struct scenario_reader *reader, const struct yaml *node, struct scenario_event *event,
                       struct err *err)
{
  const struct yaml *at = yaml_get(node, "at"), *after = yaml_get(node, "after"), *with = yaml_get(node, "with");
  if (at && scenario_read_name(reader, at, &event->at, err) < 0)
    return -1;
  if (after && yaml_as_duration(after, &event->after_s, err) < 0)
    return -1;
  if (with && yaml_as_map(with, err) < 0)
    return -1;
  event->with = with ? yaml_to_json(with) : NULL;
  if (scenario_read_person(reader, yaml_get(node, "by"), &event->by, err) < 0)
    return -1;
  return scenario_read_text(yaml_get(node, "because"), &event->because, err);
}

static int read_event(struct scenario_reader *reader, const struct yaml *node, struct err *err)
{
  struct scenario_event *event = APPEND(reader->scenario->events, reader->scenario->event_count);
  event->line = node->line;
  if (check_keys(node, err) < 0 || read_common(reader, node, event, err) < 0)
    return -1;
  size_t found = 0;
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct yaml *value = yaml_get(node, rows[i].key);
    if (!value)
      continue;
    if (found++)
      return yaml_error(value, err, "one thing happens at a time; \"%s\" is a line of its own.", rows[i].key);
    event->kind = rows[i].kind;
    if (rows[i].take(reader, value, event, err) < 0)
      return -1;
    if (rows[i].what && !event->what)
      event->what = xstrdup(rows[i].what);
    else if (rows[i].what)
      event->with = json_pack("{s:s}", "result", rows[i].what);
  }
  if (!found && !event->after_s)
    return yaml_error(node, err, "what happens here? For example {approve: network.disconnect, by: manager1}.");
  return 0;
}

int scenario_read_events(struct scenario_reader *reader, const struct yaml *list, struct err *err)
{
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (read_event(reader, list->items[i], err) < 0)
      return -1;
  return 0;
}
