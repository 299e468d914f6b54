/*
 * Reading company.yaml: the members of a roster that decide something, and of tocsin.yaml what a run begins with.
 */
#include "model/company.h"

#include "base/alloc.h"
#include "base/yaml.h"

#include <string.h>

void company_finish(struct company *company)
{
  people_finish(&company->people);
  known_parties_finish(&company->contacts);
  json_decref(company->networks);
  json_decref(company->domains);
  json_decref(company->limits);
  *company = (struct company){0};
}

static int read_roles(const struct yaml *list, role_set *roles, struct err *err)
{
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++) {
    const char *name;
    if (yaml_as_text(list->items[i], &name, err) < 0)
      return -1;
    int role = role_find(name);
    if (role < 0)
      return yaml_error(list->items[i], err, "no role is called \"%s\".", name);
    *roles |= 1u << role;
  }
  return 0;
}

static int read_text(const struct yaml *map, const char *key, char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  const char *read;
  if (!node)
    return 0;
  if (yaml_as_text(node, &read, err) < 0)
    return -1;
  *text = xstrdup(read);
  return 0;
}

static int read_person(struct company *company, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"id", "name", "organisation", "roles", "reports_to"};
  const char *id;
  if (yaml_check_keys(node, "a person of the company", known, COUNT(known), err) < 0)
    return -1;
  if (!yaml_get(node, "id"))
    return yaml_error(node, err, "a person needs an id: {id: technical1, roles: [irt, technical]}.");
  if (yaml_as_text(yaml_get(node, "id"), &id, err) < 0)
    return -1;
  if (people_find(&company->people, id))
    return yaml_error(node, err, "there are two people called %s.", id);
  char *name = NULL;
  int result = read_text(node, "name", &name, err);
  struct person *person = people_add(&company->people, id, name ? name : id);
  free(name);
  if (result < 0 || read_text(node, "organisation", &person->organisation, err) < 0 ||
      read_text(node, "reports_to", &person->reports_to, err) < 0)
    return -1;
  return read_roles(yaml_get(node, "roles"), &person->roles, err);
}

static int read_people(struct company *company, const struct yaml *list, struct err *err)
{
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++)
    if (read_person(company, list->items[i], err) < 0)
      return -1;
  return 0;
}

static int read_texts(const struct yaml *list, json_t **texts, struct err *err)
{
  *texts = json_array();
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++) {
    const char *text;
    if (yaml_as_text(list->items[i], &text, err) < 0)
      return -1;
    json_array_append_new(*texts, json_string(text));
  }
  return 0;
}

static int read_limits(const struct yaml *map, json_t **limits, struct err *err)
{
  static const char *const known[] = {"management_wait", "management_lapse", "capture_grace", "approval_valid"};
  *limits = json_object();
  if (map && yaml_check_keys(map, "limits", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++) {
    int64_t seconds;
    if (yaml_as_duration(map->items[i], &seconds, err) < 0)
      return -1;
    json_object_set_new(*limits, map->keys[i]->text, json_integer(seconds));
  }
  return 0;
}

static int read_root(struct company *company, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"networks", "domains", "limits", "people", "contacts"};
  const struct yaml *people = yaml_get(root, "people");
  if (yaml_check_keys(root, "the company", known, COUNT(known), err) < 0)
    return -1;
  if (!people)
    return err_set(err, "%s: nobody works here; it needs people: [{id: technical1, roles: [irt, technical]}].",
                   root->file);
  if (read_people(company, people, err) < 0 || read_texts(yaml_get(root, "networks"), &company->networks, err) < 0 ||
      read_texts(yaml_get(root, "domains"), &company->domains, err) < 0 ||
      known_parties_read(&company->contacts, yaml_get(root, "contacts"), err) < 0)
    return -1;
  return read_limits(yaml_get(root, "limits"), &company->limits, err);
}

int company_read(struct company *company, const char *file, const char *bytes, size_t length, struct err *err)
{
  *company = (struct company){0};
  struct yaml *root = yaml_parse(file, bytes, length, err);
  int result = root ? read_root(company, root, err) : -1;
  yaml_free(root);
  if (result < 0)
    company_finish(company);
  return result;
}
