/*
 * Reading is strict and says where: an incident file is written in a hurry, and a fact that was misspelt would be
 * unknown without anybody noticing. Every member is read by a small function of its own; the table `members` is the
 * format.
 */
#include "model/declaration.h"

#include "base/alloc.h"
#include "base/suggest.h"
#include "base/yaml.h"

#include <string.h>

static const char *const discoveries[] = {"alarm", "log_review", "report", "observation", "agency"};

struct reader {
  struct declaration *declaration;
  const struct catalogue *catalogue;
  declaration_check check;
};

static int at(const struct yaml *node, struct err *err)
{
  return err_prefix(err, "%s:%d:%d: ", node->file, node->line, node->column);
}

static int read_facts(struct reader *reader, const struct yaml *node, struct err *err)
{
  if (yaml_as_map(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    const char *name = node->keys[i]->text, *value;
    if (yaml_as_text(node->items[i], &value, err) < 0)
      return -1;
    if (declaration_set_fact(reader->declaration, reader->catalogue, name, value, err) == 0)
      continue;
    int index = catalogue_fact(reader->catalogue, name);
    bool is_value = index >= 0 && reader->catalogue->facts[index].source != FACT_BY_STEPS;
    return at(is_value ? node->items[i] : node->keys[i], err);
  }
  return 0;
}

/* ---- texts ---- */

static int read_text(const struct yaml *node, char **text, struct err *err)
{
  const char *read;
  if (yaml_as_text(node, &read, err) < 0)
    return -1;
  if (read[0])
    *text = xstrdup(read);
  return 0;
}

/** One line, whatever was written: a second one could pass for a line of the log. */
static int read_title(struct reader *reader, const struct yaml *node, struct err *err)
{
  if (read_text(node, &reader->declaration->title, err) < 0)
    return -1;
  for (char *at = reader->declaration->title; at && *at; at++)
    if (*at == '\n' || *at == '\r' || *at == '\t')
      *at = ' ';
  return 0;
}

static int read_declared_by(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_text(node, &reader->declaration->declared_by, err);
}

static int read_facility(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_text(node, &reader->declaration->facility, err);
}

static int read_unauthorized_because(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_text(node, &reader->declaration->unauthorized_because, err);
}

static int read_policy_clause(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_text(node, &reader->declaration->policy_clause, err);
}

static int read_discovered(struct reader *reader, const struct yaml *node, struct err *err)
{
  if (read_text(node, &reader->declaration->discovered, err) < 0)
    return -1;
  const char *given = reader->declaration->discovered;
  if (!given)
    return 0;
  for (size_t i = 0; i < COUNT(discoveries); i++)
    if (strcmp(given, discoveries[i]) == 0)
      return 0;
  const char *near = suggest(given, discoveries, COUNT(discoveries));
  return yaml_unknown(node, err, near, "\nKnown: alarm log_review report observation agency",
                      "\"%s\" is no way of discovering that we know", given);
}

/* ---- lists ---- */

static int read_source(struct reader *reader, const struct yaml *node, struct err *err)
{
  const char *known[SOURCE_KIND_COUNT];
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++)
    known[kind] = source_kind_name((enum source_kind)kind);
  if (yaml_as_map(node, err) < 0 || yaml_check_keys(node, "source", known, COUNT(known), err) < 0)
    return -1;
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
    const struct yaml *list = yaml_get(node, known[kind]);
    if (list && yaml_as_list(list, err) < 0)
      return -1;
    for (size_t i = 0; list && i < list->count; i++) {
      const char *text;
      if (yaml_as_text(list->items[i], &text, err) < 0)
        return -1;
      bool is_free = kind == SOURCE_PARTY || kind == SOURCE_ACCOUNT; /* whatever they call themselves */
      if (!is_free && reader->check && reader->check(text, err) < 0)
        return at(list->items[i], err);
      source_add(&reader->declaration->source, (enum source_kind)kind, text);
    }
  }
  return 0;
}

/** Reads `name` and at most two more texts of a map, and may leave one key to the caller; a plain text is the name. */
static int read_record(const struct yaml *node, const char *what, const char *const keys[4], char **texts[3],
                       struct err *err)
{
  if (node->kind == YAML_SCALAR)
    return read_text(node, texts[0], err);
  if (yaml_as_map(node, err) < 0 || yaml_check_keys(node, what, keys, keys[3] ? 4 : 3, err) < 0)
    return -1;
  for (int i = 0; i < 3; i++) {
    const struct yaml *value = yaml_get(node, keys[i]);
    if (value && read_text(value, texts[i], err) < 0)
      return -1;
  }
  return 0;
}

/* Left out is no: what is not said to be suspect is still an affected system. */
static int read_suspect(const struct yaml *node, bool *is_suspect, struct err *err)
{
  const struct yaml *value = node->kind == YAML_SCALAR ? NULL : yaml_get(node, "suspect");
  return value ? yaml_as_boolean(value, is_suspect, err) : 0;
}

static int read_systems(struct reader *reader, const struct yaml *node, struct err *err)
{
  static const char *const keys[] = {"name", "address", "owner", "suspect"};
  struct declaration *declaration = reader->declaration;
  if (yaml_as_list(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    struct declared_system *system = APPEND(declaration->systems, declaration->system_count);
    char **texts[] = {&system->name, &system->address, &system->owner};
    if (read_record(node->items[i], "a system", keys, texts, err) < 0 ||
        read_suspect(node->items[i], &system->is_suspect, err) < 0)
      return -1;
    if (!system->name)
      return yaml_error(node->items[i], err, "a system needs its name: {name: web1, address: 192.0.2.10}.");
  }
  return 0;
}

static int read_people(struct reader *reader, const struct yaml *node, struct err *err)
{
  static const char *const keys[] = {"name", "phone", "part", NULL};
  struct declaration *declaration = reader->declaration;
  if (yaml_as_list(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    struct declared_person *person = APPEND(declaration->people, declaration->person_count);
    char **texts[] = {&person->name, &person->phone, &person->part};
    if (read_record(node->items[i], "a person", keys, texts, err) < 0)
      return -1;
    if (!person->name)
      return yaml_error(node->items[i], err, "a person needs a name: {name: A caller, phone: \"...\", part: ...}.");
  }
  return 0;
}

static int read_texts(const struct yaml *node, char ***list, size_t *count, struct err *err)
{
  if (yaml_as_list(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++) {
    const char *text;
    if (yaml_as_text(node->items[i], &text, err) < 0)
      return -1;
    if (text[0])
      *APPEND(*list, *count) = xstrdup(text);
  }
  return 0;
}

static int read_subjects(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_texts(node, &reader->declaration->subjects, &reader->declaration->subject_count, err);
}

static int read_organisations(struct reader *reader, const struct yaml *node, struct err *err)
{
  return read_texts(node, &reader->declaration->organisations, &reader->declaration->organisation_count, err);
}

/* ---- the file ---- */

static const struct member {
  const char *key;
  int (*read)(struct reader *reader, const struct yaml *node, struct err *err);
} members[] = {
    {"title", read_title},
    {"declared_by", read_declared_by},
    {"discovered", read_discovered},
    {"facility", read_facility},
    {"unauthorized_because", read_unauthorized_because},
    {"policy_clause", read_policy_clause},
    {"facts", read_facts},
    {"source", read_source},
    {"systems", read_systems},
    {"subjects", read_subjects},
    {"people", read_people},
    {"organisations", read_organisations},
};

static int read_members(struct reader *reader, const struct yaml *root, struct err *err)
{
  const char *known[COUNT(members)];
  for (size_t i = 0; i < COUNT(members); i++)
    known[i] = members[i].key;
  if (yaml_as_map(root, err) < 0 || yaml_check_keys(root, "an incident file", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; i < COUNT(members); i++) {
    const struct yaml *value = yaml_get(root, members[i].key);
    if (value && members[i].read(reader, value, err) < 0)
      return -1;
  }
  if (!reader->declaration->title)
    return err_set(err, "%s: the title is missing: say in one line what happened (title: ...).", root->file);
  return 0;
}

int declaration_read_map(struct declaration *declaration, const struct catalogue *catalogue, declaration_check check,
                         const struct yaml *map, struct err *err)
{
  struct declaration read = {0};
  struct reader reader = {&read, catalogue, check};
  int result = read_members(&reader, map, err);
  if (result < 0)
    declaration_finish(&read);
  *declaration = read;
  return result;
}

int declaration_read(struct declaration *declaration, const struct catalogue *catalogue, declaration_check check,
                     const char *file, const char *bytes, size_t length, struct err *err)
{
  struct yaml *root = yaml_parse(file, bytes, length, err);
  int result = root ? declaration_read_map(declaration, catalogue, check, root, err) : -1;
  yaml_free(root);
  return result;
}
