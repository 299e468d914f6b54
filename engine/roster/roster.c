/*
 * Two files, one list. Ids are letters, digits, '-', '_' and '.', because they become names of key files and words of
 * the command line.
 */
#include "roster/roster.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/suggest.h"
#include "base/yaml.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define ROSTER_SIZE_MAX (1024 * 1024)

struct entry {
  struct roster_person person;
  char *numbers[ROSTER_MEANS_COUNT];
};

struct roster {
  size_t count, text_count;
  struct entry *list;
  const char **texts; /* ids, names, numbers of all; borrowed from `list` */
  bool is_open_to_others;
};

static const char *const means_names[ROSTER_MEANS_COUNT] = {"phone", "pager", "home"};

const char *roster_means_name(enum roster_means means)
{
  return means_names[means];
}

int roster_means_find(const char *name)
{
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
    if (strcmp(means_names[means], name) == 0)
      return means;
  return -1;
}

void roster_free(struct roster *roster)
{
  if (!roster)
    return;
  for (size_t i = 0; i < roster->count; i++) {
    struct entry *entry = &roster->list[i];
    free(entry->person.id);
    free(entry->person.name);
    free(entry->person.organisation);
    free(entry->person.backup);
    free(entry->person.reports_to);
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      free(entry->numbers[means]);
  }
  free(roster->list);
  free(roster->texts);
  free(roster);
}

void roster_freep(struct roster **roster)
{
  roster_free(*roster);
}

/* ---- looking up ---- */

size_t roster_count(const struct roster *roster)
{
  return roster->count;
}

const struct roster_person *roster_at(const struct roster *roster, size_t index)
{
  return &roster->list[index].person;
}

size_t roster_place(const struct roster *roster, const char *id)
{
  size_t i = 0;
  while (i < roster->count && strcmp(roster->list[i].person.id, id) != 0)
    i++;
  return i;
}

const struct roster_person *roster_find(const struct roster *roster, const char *id)
{
  size_t place = roster_place(roster, id);
  return place < roster->count ? &roster->list[place].person : NULL;
}

const char *roster_number(const struct roster *roster, const char *id, enum roster_means means)
{
  size_t place = roster_place(roster, id);
  return place < roster->count ? roster->list[place].numbers[means] : NULL;
}

bool roster_is_open_to_others(const struct roster *roster)
{
  return roster->is_open_to_others;
}

size_t roster_everything(const struct roster *roster, const char *const **texts)
{
  *texts = roster->texts;
  return roster->text_count;
}

static void gather_texts(struct roster *roster)
{
  roster->texts = xcalloc(roster->count * (2 + ROSTER_MEANS_COUNT) + 1, sizeof *roster->texts);
  for (size_t i = 0; i < roster->count; i++) {
    struct entry *entry = &roster->list[i];
    roster->texts[roster->text_count++] = entry->person.id;
    roster->texts[roster->text_count++] = entry->person.name;
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      if (entry->numbers[means])
        roster->texts[roster->text_count++] = entry->numbers[means];
  }
}

/* ---- reading ---- */

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

static int read_roles(const struct yaml *list, role_set *roles, struct err *err)
{
  const char *known[ROLE_COUNT];
  for (int role = 0; role < ROLE_COUNT; role++)
    known[role] = role_name((enum role)role);
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++) {
    const char *text;
    if (yaml_as_text(list->items[i], &text, err) < 0)
      return -1;
    int role = role_find(text);
    const char *near = role < 0 ? suggest(text, known, COUNT(known)) : NULL;
    if (role < 0)
      return yaml_error(list->items[i], err, "no role is called \"%s\"%s%s%s.", text, near ? "; did you mean \"" : "",
                        near ? near : "", near ? "\"?" : "");
    *roles |= (role_set)1 << role;
  }
  return 0;
}

static int read_person(struct roster *roster, const struct yaml *node, struct err *err)
{
  static const char *const known[] = {"id", "name", "organisation", "roles", "backup", "reports_to"};
  if (yaml_check_keys(node, "a person of the roster", known, COUNT(known), err) < 0)
    return -1;
  const struct yaml *id = yaml_get(node, "id"), *name = yaml_get(node, "name"), *roles = yaml_get(node, "roles");
  const struct yaml *organisation = yaml_get(node, "organisation");
  const struct yaml *backup = yaml_get(node, "backup"), *reports_to = yaml_get(node, "reports_to");
  const char *text = NULL, *works_for = NULL;
  if (!id || !name)
    return yaml_error(node, err, "a person of the roster needs an id and a name.");
  struct roster_person *person = &APPEND(roster->list, roster->count)->person;
  person->line = node->line;
  if (read_id(id, &person->id, err) < 0 || yaml_as_text(name, &text, err) < 0 ||
      (organisation && yaml_as_text(organisation, &works_for, err) < 0) ||
      (backup && read_id(backup, &person->backup, err) < 0) ||
      (reports_to && read_id(reports_to, &person->reports_to, err) < 0) ||
      (roles && read_roles(roles, &person->roles, err) < 0))
    return -1;
  person->name = xstrdup(text);
  person->organisation = xstrdup(works_for);
  if (roster_find(roster, person->id) != person)
    return yaml_error(id, err, "%s stands in the roster twice.", person->id);
  return 0;
}

/** Everybody named as a backup or superior must be there; else the next call would be to nobody. */
static int check_named(const struct roster *roster, const struct yaml *list, const char *key, struct err *err)
{
  for (size_t i = 0; i < list->count; i++) {
    const struct yaml *named = yaml_get(list->items[i], key);
    if (named && !roster_find(roster, named->text))
      return yaml_error(named, err, "%s names \"%s\", who is not in the roster.", key, named->text);
  }
  return 0;
}

static int read_people(struct roster *roster, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"people"};
  if (yaml_check_keys(root, "the roster", known, COUNT(known), err) < 0)
    return -1;
  const struct yaml *list = yaml_get(root, "people");
  if (!list)
    return 0;
  if (yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; i < list->count; i++)
    if (read_person(roster, list->items[i], err) < 0)
      return -1;
  return check_named(roster, list, "backup", err) < 0 ? -1 : check_named(roster, list, "reports_to", err);
}

static int read_numbers_of(struct roster *roster, const struct yaml *key, const struct yaml *map, struct err *err)
{
  size_t place = roster_place(roster, key->text);
  if (place == roster->count)
    return yaml_error(key, err, "\"%s\" has numbers, but is not in the roster.", key->text);
  if (yaml_check_keys(map, "a person's numbers", means_names, COUNT(means_names), err) < 0)
    return -1;
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++) {
    const struct yaml *value = yaml_get(map, means_names[means]);
    const char *text;
    if (!value)
      continue;
    if (yaml_as_text(value, &text, err) < 0)
      return -1;
    roster->list[place].numbers[means] = xstrdup(text);
  }
  return 0;
}

static int read_numbers(struct roster *roster, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"numbers"};
  if (yaml_check_keys(root, "the file of numbers", known, COUNT(known), err) < 0)
    return -1;
  const struct yaml *map = yaml_get(root, "numbers");
  if (!map)
    return 0;
  if (yaml_as_map(map, err) < 0)
    return -1;
  for (size_t i = 0; i < map->count; i++)
    if (read_numbers_of(roster, map->keys[i], map->items[i], err) < 0)
      return -1;
  return 0;
}

typedef int (*read_root)(struct roster *roster, const struct yaml *root, struct err *err);

static int read_file(struct roster *roster, const char *path, const char *name, read_root read, struct err *err)
{
  struct buf bytes = {0};
  struct yaml *root = NULL;
  int result = file_read(path, ROSTER_SIZE_MAX, &bytes, err);
  if (result == 0) {
    root = yaml_parse(name, bytes.bytes ? bytes.bytes : "", bytes.length, err);
    result = root ? read(roster, root, err) : -1;
  }
  yaml_free(root);
  buf_finish(&bytes);
  return result;
}

/** Private numbers are for the service account alone (R48); said, not refused: they are needed at all hours. */
static bool can_others_read(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && (status.st_mode & 077);
}

struct roster *roster_load(const char *site_folder, struct err *err)
{
  struct roster *roster = xcalloc(1, sizeof *roster);
  char *people = file_join(site_folder, ROSTER_FILE), *numbers = file_join(site_folder, ROSTER_NUMBERS_FILE);
  int result = read_file(roster, people, ROSTER_FILE, read_people, err);
  if (result == 0 && file_exists(numbers))
    result = read_file(roster, numbers, ROSTER_NUMBERS_FILE, read_numbers, err);
  roster->is_open_to_others = can_others_read(numbers);
  free(people);
  free(numbers);
  if (result < 0) {
    roster_free(roster);
    return NULL;
  }
  gather_texts(roster);
  return roster;
}
