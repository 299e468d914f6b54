/*
 * The declaration as plain data, and as the body of its entry. The incident file is read in declaration_read.c.
 */
#include "model/declaration.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>
#include <strings.h>

const char *const declaration_drills[] = {"tabletop", "callout", "capture", NULL};

void declaration_finish(struct declaration *declaration)
{
  if (!declaration)
    return;
  free(declaration->title);
  free(declaration->declared_by);
  free(declaration->discovered);
  free(declaration->facility);
  free(declaration->unauthorized_because);
  free(declaration->drill);
  free(declaration->policy_clause);
  for (size_t i = 0; i < declaration->fact_count; i++) {
    free(declaration->facts[i].name);
    free(declaration->facts[i].value);
  }
  for (size_t i = 0; i < declaration->system_count; i++) {
    free(declaration->systems[i].name);
    free(declaration->systems[i].address);
    free(declaration->systems[i].owner);
  }
  for (size_t i = 0; i < declaration->subject_count; i++)
    free(declaration->subjects[i]);
  for (size_t i = 0; i < declaration->person_count; i++) {
    free(declaration->people[i].name);
    free(declaration->people[i].phone);
    free(declaration->people[i].part);
  }
  for (size_t i = 0; i < declaration->organisation_count; i++)
    free(declaration->organisations[i]);
  json_decref(declaration->alarm);
  free(declaration->facts);
  free(declaration->systems);
  free(declaration->subjects);
  free(declaration->people);
  free(declaration->organisations);
  source_finish(&declaration->source);
  *declaration = (struct declaration){0};
}

/* ---- facts ---- */

static struct declared_fact *find_fact(struct declaration *declaration, const char *name)
{
  for (size_t i = 0; i < declaration->fact_count; i++)
    if (strcmp(declaration->facts[i].name, name) == 0)
      return &declaration->facts[i];
  return NULL;
}

static void put_fact(struct declaration *declaration, const char *name, const char *value)
{
  struct declared_fact *fact = find_fact(declaration, name);
  if (!fact) {
    fact = APPEND(declaration->facts, declaration->fact_count);
    fact->name = xstrdup(name);
  }
  free(fact->value);
  fact->value = xstrdup(value);
}

int declaration_set_fact(struct declaration *declaration, const struct catalogue *catalogue, const char *name,
                         const char *value, struct err *err)
{
  struct facts scratch;
  facts_forget(&scratch);
  int index = catalogue_fact(catalogue, name);
  if (index >= 0 && catalogue->facts[index].source == FACT_BY_STEPS)
    return err_set(err,
                   "\"%s\" is found out by steps of the playbook, so nobody can declare it; leave it out. "
                   "Until a step has established it, it is not known.",
                   name);
  if (facts_set(catalogue, &scratch, name, value, err) < 0)
    return -1;
  if (strcmp(value, "unknown") != 0)
    put_fact(declaration, name, value);
  return 0;
}

bool declaration_settle(struct declaration *declaration, const struct catalogue *catalogue)
{
  struct err unused = {0};
  bool is_outside = declaration->facility && !strcasecmp(declaration->facility, "none");
  return is_outside && !find_fact(declaration, "kind") &&
         !declaration_set_fact(declaration, catalogue, "kind", "other", &unused);
}

/* ---- the body of an entry ---- */

static void set_text(json_t *object, const char *key, const char *text)
{
  if (text)
    json_object_set_new(object, key, json_string(text));
}

static void write_source(json_t *body, const struct source *source)
{
  json_t *lists = json_object(), *doubtful = json_array();
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++)
    json_object_set_new(lists, source_kind_name((enum source_kind)kind), json_array());
  for (size_t i = 0; i < source->count; i++) {
    const struct source_item *item = &source->items[i];
    json_array_append_new(json_object_get(lists, source_kind_name(item->kind)), json_string(item->text));
    if (item->is_doubtful)
      json_array_append_new(doubtful, json_string(item->text));
  }
  json_object_set_new(body, "source", lists);
  json_object_set_new(body, "doubtful", doubtful);
}

static json_t *record(const char *const keys[3], const char *a, const char *b, const char *c)
{
  json_t *object = json_object();
  set_text(object, keys[0], a);
  set_text(object, keys[1], b);
  set_text(object, keys[2], c);
  return object;
}

static void write_lists(json_t *body, const struct declaration *declaration)
{
  static const char *const system_keys[] = {"name", "address", "owner"}, *const person_keys[] = {"name", "phone",
                                                                                                 "part"};
  json_t *systems = json_array(), *subjects = json_array(), *people = json_array();
  for (size_t i = 0; i < declaration->system_count; i++) {
    const struct declared_system *system = &declaration->systems[i];
    json_array_append_new(systems, record(system_keys, system->name, system->address, system->owner));
    if (system->is_suspect)
      json_object_set_new(json_array_get(systems, i), "suspect", json_true());
  }
  for (size_t i = 0; i < declaration->subject_count; i++)
    json_array_append_new(subjects, json_string(declaration->subjects[i]));
  for (size_t i = 0; i < declaration->person_count; i++) {
    const struct declared_person *person = &declaration->people[i];
    json_array_append_new(people, record(person_keys, person->name, person->phone, person->part));
  }
  json_object_set_new(body, "systems", systems);
  json_object_set_new(body, "subjects", subjects);
  json_object_set_new(body, "people", people);
  if (!declaration->organisation_count)
    return;
  json_t *organisations = json_array();
  for (size_t i = 0; i < declaration->organisation_count; i++)
    json_array_append_new(organisations, json_string(declaration->organisations[i]));
  json_object_set_new(body, "organisations", organisations);
}

json_t *declaration_to_json(const struct declaration *declaration)
{
  json_t *body = json_object(), *facts = json_object();
  set_text(body, "title", declaration->title ? declaration->title : "");
  set_text(body, "declared_by", declaration->declared_by ? declaration->declared_by : "");
  set_text(body, "discovered", declaration->discovered);
  set_text(body, "facility", declaration->facility);
  set_text(body, "unauthorized_because", declaration->unauthorized_because);
  set_text(body, "drill", declaration->drill);
  set_text(body, "policy_clause", declaration->policy_clause);
  for (size_t i = 0; i < declaration->fact_count; i++)
    set_text(facts, declaration->facts[i].name, declaration->facts[i].value);
  json_object_set_new(body, "facts", facts);
  write_source(body, &declaration->source);
  write_lists(body, declaration);
  if (declaration->alarm)
    json_object_set(body, "alarm", declaration->alarm);
  return body;
}

static char *get_text(const json_t *object, const char *key)
{
  return xstrdup(json_get_string(object, key));
}

static bool is_listed(const json_t *list, const char *text)
{
  size_t i;
  const json_t *item;
  json_array_foreach(list, i, item) if (json_is_string(item) && strcmp(json_string_value(item), text) == 0) return true;
  return false;
}

static void source_from_json(struct source *source, const json_t *body)
{
  const json_t *lists = json_object_get(body, "source"), *doubtful = json_object_get(body, "doubtful");
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
    size_t i;
    const json_t *item, *list = json_object_get(lists, source_kind_name((enum source_kind)kind));
    json_array_foreach(list, i, item)
    {
      if (!json_is_string(item))
        continue;
      source_add(source, (enum source_kind)kind, json_string_value(item));
      source->items[source->count - 1].is_doubtful = is_listed(doubtful, json_string_value(item));
    }
  }
}

static void lists_from_json(struct declaration *declaration, const json_t *body)
{
  size_t i;
  const json_t *item;
  json_array_foreach(json_object_get(body, "systems"), i, item) *
      APPEND(declaration->systems, declaration->system_count) =
      (struct declared_system){get_text(item, "name"), get_text(item, "address"), get_text(item, "owner"),
                               json_is_true(json_object_get(item, "suspect"))};
  json_array_foreach(json_object_get(body, "subjects"), i, item) if (json_is_string(item)) *
      APPEND(declaration->subjects, declaration->subject_count) = xstrdup(json_string_value(item));
  json_array_foreach(json_object_get(body, "people"), i, item) *
      APPEND(declaration->people, declaration->person_count) =
      (struct declared_person){get_text(item, "name"), get_text(item, "phone"), get_text(item, "part")};
  json_array_foreach(json_object_get(body, "organisations"), i, item) if (json_is_string(item)) *
      APPEND(declaration->organisations, declaration->organisation_count) = xstrdup(json_string_value(item));
}

void declaration_from_json(struct declaration *declaration, const json_t *body)
{
  *declaration = (struct declaration){
      .title = get_text(body, "title"),
      .declared_by = get_text(body, "declared_by"),
      .discovered = get_text(body, "discovered"),
      .facility = get_text(body, "facility"),
      .unauthorized_because = get_text(body, "unauthorized_because"),
      .drill = get_text(body, "drill"),
      .policy_clause = get_text(body, "policy_clause"),
      .alarm = json_incref(json_object_get(body, "alarm")),
  };
  if (!declaration->title)
    declaration->title = xstrdup("");
  const char *name;
  json_t *value;
  json_t *facts = json_object_get(body, "facts");
  json_object_foreach(facts, name, value) if (json_is_string(value))
      put_fact(declaration, name, json_string_value(value));
  source_from_json(&declaration->source, body);
  lists_from_json(declaration, body);
}
