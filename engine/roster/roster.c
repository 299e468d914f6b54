/*
 * Looking things up in the roster.
 */
#include "roster/inside.h"

#include "base/alloc.h"
#include "base/file.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

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
    roster_person_finish(&roster->list[i].person);
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      free(roster->list[i].numbers[means]);
  }
  for (size_t i = 0; i < roster->asset_count; i++) {
    free(roster->assets[i].name);
    free(roster->assets[i].owner);
    free(roster->assets[i].business);
  }
  for (int role = 0; role < ROLE_COUNT; role++)
    free(roster->responsibilities[role]);
  free(roster->assets);
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

size_t roster_asset_count(const struct roster *roster)
{
  return roster->asset_count;
}

const struct roster_asset *roster_asset_at(const struct roster *roster, size_t index)
{
  return &roster->assets[index];
}

const struct roster_asset *roster_asset(const struct roster *roster, const char *name)
{
  for (size_t i = 0; i < roster->asset_count; i++)
    if (strcasecmp(roster->assets[i].name, name) == 0)
      return &roster->assets[i];
  return NULL;
}

const enum role *roster_chain(const struct roster *roster, size_t *count)
{
  *count = roster->chain_count;
  return roster->chain;
}

const char *roster_responsibility(const struct roster *roster, enum role role)
{
  return roster->responsibilities[role];
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
    struct roster_entry *entry = &roster->list[i];
    roster->texts[roster->text_count++] = entry->person.id;
    roster->texts[roster->text_count++] = entry->person.name;
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      if (entry->numbers[means])
        roster->texts[roster->text_count++] = entry->numbers[means];
  }
}

/* ---- reading ---- */

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
  int result = read_file(roster, people, ROSTER_FILE, roster_read_people, err);
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
