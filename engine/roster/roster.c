/*
 * Looking things up in the roster.
 */
#include "roster/inside.h"

#include "base/alloc.h"
#include "base/file.h"

#include <string.h>
#include <strings.h>

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
  roster_forget_numbers(roster);
  for (size_t i = 0; i < roster->count; i++)
    roster_person_finish(&roster->list[i].person);
  for (size_t i = 0; i < roster->asset_count; i++) {
    free(roster->assets[i].name);
    free(roster->assets[i].owner);
    free(roster->assets[i].business);
  }
  for (int role = 0; role < ROLE_COUNT; role++)
    free(roster->responsibilities[role]);
  free(roster->index.known);
  free(roster->folder);
  free(roster->assets);
  free(roster->list);
  free(roster->texts);
  free(roster);
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

size_t roster_everybody(const struct roster *roster, const char *const **texts)
{
  *texts = roster->texts;
  return roster->text_count;
}

static void gather_texts(struct roster *roster)
{
  roster->texts = xcalloc(roster->count * 2 + 1, sizeof *roster->texts);
  for (size_t i = 0; i < roster->count; i++) {
    roster->texts[roster->text_count++] = roster->list[i].person.id;
    roster->texts[roster->text_count++] = roster->list[i].person.name;
  }
}

/* ---- reading ---- */

static int read_file(struct roster *roster, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  _cleanup_(freep) char *path = file_join(roster->folder, ROSTER_FILE);
  if (file_read(path, ROSTER_SIZE_MAX, &bytes, err) < 0)
    return -1;
  struct yaml *root = yaml_parse(ROSTER_FILE, buf_string(&bytes), bytes.length, err);
  int result = root ? roster_read_people(roster, root, err) : -1;
  yaml_free(root);
  return result;
}

struct roster *roster_load(const char *site_folder, struct err *err)
{
  struct roster *roster = xcalloc(1, sizeof *roster);
  roster->folder = xstrdup(site_folder);
  if (read_file(roster, err) < 0) {
    roster_free(roster);
    return NULL;
  }
  roster_read_index(roster);
  gather_texts(roster);
  return roster;
}
