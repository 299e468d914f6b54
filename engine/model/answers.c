/*
 * A key is a step if it ends in a number (technical.stop.2), else an action. What an action does not know as a field
 * is refused: an answer that was misspelt would be an answer that nobody gave.
 */
#include "model/answers.h"

#include "base/alloc.h"
#include "base/suggest.h"
#include "base/yaml.h"

#include <ctype.h>
#include <string.h>

struct sequence {
  char *key;
  size_t next, count;
  struct answer *list;
};

struct answers {
  size_t count;
  struct sequence *list;
};

struct reader {
  struct answers *answers;
  const struct catalogue *catalogue;
  bool is_anything_allowed;
};

/* What may be said about anything that was done (R113) or any call (R89), whatever the action declares. */
static const char *const always[] = {
    "status", "because", "what", "where", "how", "why", "who", "person", "means", "number", "said", "reached",
};

void answers_free(struct answers *answers)
{
  if (!answers)
    return;
  for (size_t i = 0; i < answers->count; i++) {
    struct sequence *sequence = &answers->list[i];
    for (size_t j = 0; j < sequence->count; j++)
      json_decref(sequence->list[j].fields);
    free(sequence->list);
    free(sequence->key);
  }
  free(answers->list);
  free(answers);
}

static bool is_step(const char *key)
{
  const char *dot = strrchr(key, '.');
  return dot && dot[1] && dot[1 + strspn(dot + 1, "0123456789")] == '\0';
}

static const struct outcome_field *find_field(const struct action *action, const char *name)
{
  for (size_t i = 0; action && i < action->field_count; i++)
    if (strcmp(action->fields[i].name, name) == 0)
      return &action->fields[i];
  return NULL;
}

/** The key of a field: what the action declares, or what is always understood. A step may be of any action. */
static int check_field(const struct yaml *key, const struct action *action, struct err *err)
{
  if (!action || find_field(action, key->text))
    return 0;
  for (size_t i = 0; i < COUNT(always); i++)
    if (strcmp(always[i], key->text) == 0)
      return 0;
  const char *known[FACT_MAX + COUNT(always)];
  size_t count = 0;
  for (size_t i = 0; i < action->field_count && i < FACT_MAX; i++)
    known[count++] = action->fields[i].name;
  for (size_t i = 0; i < COUNT(always); i++)
    known[count++] = always[i];
  const char *near = suggest(key->text, known, count);
  return yaml_unknown(key, err, near, NULL, "%s gives back no \"%s\"", action->name, key->text);
}

static int check_value(const struct yaml *value, const struct outcome_field *field, struct err *err)
{
  bool truth;
  if (!field)
    return value->kind == YAML_SCALAR || value->kind == YAML_LIST
               ? 0
               : yaml_error(value, err, "an answer's field is a text, a number, true or false, or a list.");
  if (strcmp(field->type, "boolean") == 0)
    return yaml_as_boolean(value, &truth, err);
  if (field->value_count == 0)
    return 0;
  const char *text;
  if (yaml_as_text(value, &text, err) < 0)
    return -1;
  for (size_t i = 0; i < field->value_count; i++)
    if (strcmp(field->values[i], text) == 0)
      return 0;
  const char *near = suggest(text, field->values, field->value_count);
  return yaml_unknown(value, err, near, NULL, "\"%s\" is no value of %s", text, field->name);
}

static int read_status(const struct yaml *value, enum outcome_status *status, struct err *err)
{
  const char *text;
  if (yaml_as_text(value, &text, err) < 0)
    return -1;
  int found = outcome_status_find(text);
  if (found == OUTCOME_DENIED)
    return yaml_error(value, err, "an answers file cannot deny: that is for those who are asked to approve.");
  if (found < 0)
    return yaml_error(value, err, "\"%s\" is no way for a step to end; say done, failed or unknown.", text);
  *status = (enum outcome_status)found;
  return 0;
}

static int read_answer(const struct yaml *node, const struct action *action, struct answer *answer, struct err *err)
{
  answer->status = OUTCOME_DONE;
  answer->fields = json_object();
  answer->line = node->line;
  if (node->kind == YAML_SCALAR && node->text[0] == '\0')
    return 0;
  if (node->kind == YAML_SCALAR)
    return read_status(node, &answer->status, err);
  if (yaml_as_map(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    const struct yaml *key = node->keys[i], *value = node->items[i];
    if (check_field(key, action, err) < 0)
      return -1;
    if (strcmp(key->text, "status") == 0) {
      if (read_status(value, &answer->status, err) < 0)
        return -1;
      continue;
    }
    if (check_value(value, find_field(action, key->text), err) < 0)
      return -1;
    json_object_set_new(answer->fields, key->text, yaml_to_json(value));
  }
  return 0;
}

static int check_key(const struct reader *reader, const struct yaml *key, const struct action **action, struct err *err)
{
  *action = NULL;
  if (strcmp(key->text, "*") == 0)
    return reader->is_anything_allowed
               ? 0
               : yaml_error(key, err,
                            "\"*\" answers what nobody read, so it counts only in a drill or on a demo site.");
  if (is_step(key->text))
    return 0;
  *action = catalogue_action(reader->catalogue, key->text);
  if (*action || strcmp(key->text, "fact.establish") == 0)
    return 0;
  const char *near = catalogue_suggest_action(reader->catalogue, key->text);
  return yaml_unknown(key, err, near, "A step is written like technical.2.", "no action is called \"%s\"", key->text);
}

static int read_sequence(const struct reader *reader, const struct yaml *key, const struct yaml *value, struct err *err)
{
  const struct action *action;
  if (check_key(reader, key, &action, err) < 0)
    return -1;
  if (value->kind == YAML_LIST && value->count == 0)
    return yaml_error(value, err, "%s has an empty list of answers; give one, or leave it out.", key->text);
  struct sequence *sequence = APPEND(reader->answers->list, reader->answers->count);
  sequence->key = xstrdup(key->text);
  size_t count = value->kind == YAML_LIST ? value->count : 1;
  for (size_t i = 0; i < count; i++) {
    struct answer *answer = APPEND(sequence->list, sequence->count);
    answer->is_for_anything = strcmp(key->text, "*") == 0;
    if (read_answer(value->kind == YAML_LIST ? value->items[i] : value, action, answer, err) < 0)
      return -1;
  }
  return 0;
}

struct answers *answers_read_map(const struct yaml *map, const struct catalogue *catalogue, bool is_anything_allowed,
                                 struct err *err)
{
  struct answers *answers = xcalloc(1, sizeof *answers);
  struct reader reader = {answers, catalogue, is_anything_allowed};
  int result = yaml_as_map(map, err);
  for (size_t i = 0; i < map->count && result == 0; i++)
    result = read_sequence(&reader, map->keys[i], map->items[i], err);
  if (result == 0)
    return answers;
  answers_free(answers);
  return NULL;
}

static const struct yaml *find_map(const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"answers"};
  if (yaml_as_map(root, err) < 0 || yaml_check_keys(root, "an answers file", known, COUNT(known), err) < 0)
    return NULL;
  const struct yaml *map = yaml_get(root, "answers");
  if (!map)
    err_set(err, "%s: it has no answers; it begins with \"answers:\".", root->file);
  return map;
}

struct answers *answers_read(const char *file, const char *bytes, size_t length, const struct catalogue *catalogue,
                             bool is_anything_allowed, struct err *err)
{
  struct yaml *root = yaml_parse(file, bytes, length, err);
  const struct yaml *map = root ? find_map(root, err) : NULL;
  struct answers *answers = map ? answers_read_map(map, catalogue, is_anything_allowed, err) : NULL;
  yaml_free(root);
  return answers;
}

static struct sequence *find_sequence(const struct answers *answers, const char *key)
{
  for (size_t i = 0; i < answers->count; i++)
    if (strcmp(answers->list[i].key, key) == 0)
      return &answers->list[i];
  return NULL;
}

const struct answer *answers_next(const struct answers *answers, const char *step, const char *action)
{
  const struct sequence *sequence = find_sequence(answers, step);
  if (!sequence)
    sequence = find_sequence(answers, action);
  if (!sequence)
    sequence = find_sequence(answers, "*");
  return sequence ? &sequence->list[sequence->next] : NULL;
}

void answers_use(struct answers *answers, const struct answer *answer)
{
  for (size_t i = 0; i < answers->count; i++) {
    struct sequence *sequence = &answers->list[i];
    if (answer == &sequence->list[sequence->next] && sequence->next + 1 < sequence->count)
      sequence->next++;
  }
}
