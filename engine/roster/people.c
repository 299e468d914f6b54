/*
 * roster.yaml. Ids are letters, digits, '-', '_' and '.', because they become names of key files and words of the
 * command line. Whoever is named anywhere must stand in the list: else the next call would be to nobody.
 */
#include "roster/inside.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

void roster_person_finish(struct roster_person *person)
{
  free(person->id);
  free(person->name);
  free(person->organisation);
  free(person->backup);
  free(person->reports_to);
  free(person->when);
  free(person->left);
  for (size_t i = 0; i < person->alternate_count; i++)
    free(person->alternates[i]);
  free(person->alternates);
}

/* ---- single values ---- */

static int read_id(const struct yaml *node, char **id, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err) < 0)
    return -1;
  size_t length = strlen(text);
  if (length > 64 || strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != length ||
      text[0] == '-' || text[0] == '.')
    return yaml_error(node, err, "\"%s\" cannot be an id: at most 64 letters, digits, '-', '_' and '.'.", text);
  if (length > 5 && strcmp(text + length - 5, "-read") == 0)
    return yaml_error(node, err, "an id does not end in \"-read\": so are the keys called that people read with.");
  *id = xstrdup(text);
  return 0;
}

static int read_optional_id(const struct yaml *map, const char *key, char **id, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  return node ? read_id(node, id, err) : 0;
}

static int read_optional_text(const struct yaml *map, const char *key, char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  const char *read = NULL;
  if (node && yaml_as_text(node, &read, err) < 0)
    return -1;
  *text = xstrdup(read);
  return 0;
}

/** One organisation, or a list of them: in a small company the same people are several. */
static int read_organisation(const struct yaml *node, char **organisation, struct err *err)
{
  _cleanup_(buf_finish) struct buf all = {0};
  const char *text;
  if (!node)
    return 0;
  for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++) {
    if (yaml_as_text(node->items[i], &text, err) < 0)
      return -1;
    buf_format(&all, "%s%s", i ? ", " : "", text);
  }
  if (node->kind == YAML_LIST) {
    *organisation = buf_take(&all);
    return 0;
  }
  if (yaml_as_text(node, &text, err) < 0)
    return -1;
  *organisation = xstrdup(text);
  return 0;
}

static int read_role(const struct yaml *node, enum role *role, struct err *err)
{
  const char *known[ROLE_COUNT], *text;
  for (int i = 0; i < ROLE_COUNT; i++)
    known[i] = role_name((enum role)i);
  if (yaml_as_text(node, &text, err) < 0)
    return -1;
  int found = role_find(text);
  const char *near = found < 0 ? suggest(text, known, COUNT(known)) : NULL;
  if (found < 0)
    return yaml_unknown(node, err, near, NULL, "no role is called \"%s\"", text);
  *role = (enum role)found;
  return 0;
}

static int read_roles(const struct yaml *list, role_set *roles, struct err *err)
{
  enum role role = 0;
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++) {
    if (read_role(list->items[i], &role, err) < 0)
      return -1;
    *roles |= (role_set)1 << role;
  }
  return 0;
}

static int read_ids(const struct yaml *list, char ***ids, size_t *count, struct err *err)
{
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (read_id(list->items[i], APPEND(*ids, *count), err) < 0)
      return -1;
  return 0;
}

/** "at once", "after 10m", "if the press asks"; nothing said is at once. */
static int read_when(const struct yaml *node, char **when, struct err *err)
{
  const char *text = "at once";
  if (node && yaml_as_text(node, &text, err) < 0)
    return -1;
  size_t digits = strncmp(text, "after ", 6) == 0 ? strspn(text + 6, "0123456789") : 0;
  bool is_after = digits && digits < 5 && strchr("smhd", text[6 + digits]) && text[6 + digits] && !text[7 + digits];
  if (strcmp(text, "at once") != 0 && !is_after && (strncmp(text, "if ", 3) != 0 || !text[3]))
    return yaml_error(node, err, "somebody is called \"at once\", \"after 10m\" or \"if ...\", not \"%s\".", text);
  *when = xstrdup(text);
  return 0;
}

static bool is_date(const char *text)
{
  static const char form[] = "dddd-dd-dd";
  for (size_t i = 0; i < sizeof form; i++)
    if (form[i] == 'd' ? !strchr("0123456789", text[i]) || !text[i] : text[i] != form[i])
      return false;
  int month = atoi(text + 5), day = atoi(text + 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int read_left(const struct yaml *node, struct roster_person *person, struct err *err)
{
  const char *text;
  if (!node)
    return 0;
  if (yaml_as_text(node, &text, err) < 0)
    return -1;
  if (!is_date(text))
    return yaml_error(node, err, "left is the day he left, written like 2026-10-31, not \"%s\".", text);
  char today[CLOCK_TEXT_SIZE];
  clock_text(clock_read().wall, today);
  person->left = xstrdup(text);
  person->has_left = strncmp(text, today, 10) <= 0;
  return 0;
}

void roster_set_day(struct roster *roster, clock_us now)
{
  char today[CLOCK_TEXT_SIZE];
  clock_text(now, today);
  for (size_t i = 0; i < roster->count; i++) {
    struct roster_person *person = &roster->list[i].person;
    person->has_left = person->left && strncmp(person->left, today, 10) <= 0;
  }
}

/* ---- people ---- */

static int read_fields(const struct yaml *node, struct roster_person *person, struct err *err)
{
  const struct yaml *at_all_hours = yaml_get(node, "at_all_hours");
  person->line = node->line;
  if (read_id(yaml_get(node, "id"), &person->id, err) < 0 ||
      read_optional_text(node, "name", &person->name, err) < 0 ||
      read_organisation(yaml_get(node, "organisation"), &person->organisation, err) < 0 ||
      read_optional_id(node, "backup", &person->backup, err) < 0 ||
      read_optional_id(node, "reports_to", &person->reports_to, err) < 0 ||
      read_roles(yaml_get(node, "roles"), &person->roles, err) < 0 ||
      read_ids(yaml_get(node, "alternate"), &person->alternates, &person->alternate_count, err) < 0)
    return -1;
  if ((at_all_hours && yaml_as_boolean(at_all_hours, &person->is_at_all_hours, err) < 0) ||
      read_when(yaml_get(node, "when"), &person->when, err) < 0)
    return -1;
  return read_left(yaml_get(node, "left"), person, err);
}

static int read_person(struct roster *roster, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"id",         "name",  "organisation", "roles", "backup",
                                      "reports_to", "when",  "at_all_hours", "left",  "alternate"};
  if (yaml_check_keys(node, "a person of the roster", known, COUNT(known), err) < 0)
    return -1;
  if (!yaml_get(node, "id") || !yaml_get(node, "name"))
    return yaml_error(node, err, "a person of the roster needs an id and a name.");
  struct roster_person *person = &APPEND(roster->list, roster->count)->person;
  if (read_fields(node, person, err) < 0)
    return -1;
  if (roster_find(roster, person->id) != person)
    return yaml_error(yaml_get(node, "id"), err, "%s stands in the roster twice.", person->id);
  return 0;
}

/** `named`: an id, or a list of them. */
static int check_named(const struct roster *roster, const struct yaml *named, const char *key, struct err *err)
{
  for (size_t i = 0; named && named->kind == YAML_LIST && i < named->count; i++)
    if (check_named(roster, named->items[i], key, err) < 0)
      return -1;
  if (named && named->kind == YAML_SCALAR && !roster_find(roster, named->text))
    return yaml_error(named, err, "%s names \"%s\", who is not in the roster.", key, named->text);
  return 0;
}

static int read_list(struct roster *roster, const struct yaml *list, struct err *err)
{
  static const char *const naming[] = {"backup", "reports_to", "alternate"};
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (read_person(roster, list->items[i], err) < 0)
      return -1;
  for (size_t i = 0; list && i < list->count; i++)
    for (size_t k = 0; k < COUNT(naming); k++)
      if (check_named(roster, yaml_get(list->items[i], naming[k]), naming[k], err) < 0)
        return -1;
  return 0;
}

/* ---- what else stands there ---- */

static int read_chain(struct roster *roster, const struct yaml *list, struct err *err)
{
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  role_set seen = 0;
  for (size_t i = 0; list && i < list->count; i++) {
    enum role role = 0;
    if (read_role(list->items[i], &role, err) < 0)
      return -1;
    if (seen & (role_set)1 << role)
      return yaml_error(list->items[i], err, "%s stands in the chain twice.", role_name(role));
    seen |= (role_set)1 << role;
    roster->chain[roster->chain_count++] = role;
  }
  return 0;
}

static int read_responsibilities(struct roster *roster, const struct yaml *map, struct err *err)
{
  if (map && yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++) {
    enum role role = 0;
    const char *text;
    if (read_role(map->keys[i], &role, err) < 0 || yaml_as_text(map->items[i], &text, err) < 0)
      return -1;
    roster->responsibilities[role] = xstrdup(text);
  }
  return 0;
}

static int read_asset(struct roster *roster, const struct yaml *key, const struct yaml *map, struct err *err)
{
  static const char *const known[] = {"owner", "business"};
  const struct yaml *owner = yaml_get(map, "owner");
  if (yaml_check_keys(map, "an asset", known, COUNT(known), err) < 0)
    return -1;
  if (!owner)
    return yaml_error(key, err, "%s needs an owner: {owner: ID}.", key->text);
  struct roster_asset *asset = APPEND(roster->assets, roster->asset_count);
  asset->line = key->line;
  asset->name = xstrdup(key->text);
  if (read_id(owner, &asset->owner, err) < 0 || read_optional_text(map, "business", &asset->business, err) < 0)
    return -1;
  return check_named(roster, owner, "owner", err);
}

static int read_assets(struct roster *roster, const struct yaml *map, struct err *err)
{
  if (map && yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; map && i < map->count; i++)
    if (read_asset(roster, map->keys[i], map->items[i], err) < 0)
      return -1;
  return 0;
}

int roster_read_people(struct roster *roster, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"people", "chain", "responsibilities", "assets"};
  if (yaml_check_keys(root, "the roster", known, COUNT(known), err) < 0)
    return -1;
  if (read_list(roster, yaml_get(root, "people"), err) < 0 || read_chain(roster, yaml_get(root, "chain"), err) < 0 ||
      read_responsibilities(roster, yaml_get(root, "responsibilities"), err) < 0)
    return -1;
  return read_assets(roster, yaml_get(root, "assets"), err);
}
