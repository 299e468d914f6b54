/*
 * Finding and opening a site. All paths inside it are relative to its folder, so that a site can be moved.
 */
#include "site/ground.h"
#include "site/inside.h"

#include "base/alloc.h"
#include "base/file.h"
#include "roster/numbers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* ---- finding ---- */

static bool is_site(const char *folder)
{
  char *path = file_join(folder, SITE_SETTINGS_FILE);
  bool exists = file_exists(path);
  free(path);
  return exists;
}

/** Cuts the last name off a path that begins with '/'; false at the root. */
static bool go_up(char *path)
{
  char *slash = strrchr(path, '/');
  if (!slash || !path[1])
    return false;
  *(slash == path ? slash + 1 : slash) = '\0';
  return true;
}

char *site_find(const char *given, struct err *err)
{
  if (given && is_site(given))
    return whose_check(given, true, err) == 0 ? xstrdup(given) : NULL;
  if (given) {
    if (ground_explain(given, err) == 0)
      err_set(err, "%s is no site: it has no %s. To make one: tocsin init %s", given, SITE_SETTINGS_FILE, given);
    return NULL;
  }
  char *here = getcwd(NULL, 0);
  if (!here) {
    err_set(err, "the current folder cannot be told: %s. Name the site with --site DIR.", strerror(errno));
    return NULL;
  }
  do {
    if (is_site(here) && whose_check(here, false, err) == 0)
      return here;
    if (err_is_set(err))
      break;
  } while (ground_explain(here, err) == 0 && go_up(here));
  free(here);
  err_set(err, "there is no site in this folder or above it. Name one with --site DIR or TOCSIN_SITE.\n"
               "To try one out: tocsin init --demo DIR");
  return NULL;
}

/* ---- opening ---- */

void site_paths_make(struct site_paths *paths, const char *folder, const struct site_settings *settings)
{
  *paths = (struct site_paths){
      .database = file_join(folder, settings->ledger),
      .keys = file_join(folder, "keys/log"),
      .head = file_join(folder, settings->head),
  };
}

struct ledger_place site_paths_place(const struct site_paths *paths)
{
  return (struct ledger_place){.database = paths->database, .keys = paths->keys, .head = paths->head};
}

void site_paths_finish(struct site_paths *paths)
{
  free(paths->database);
  free(paths->keys);
  free(paths->head);
}

static int check_origin(const struct site *site, struct err *err)
{
  const char *said = site->settings.origin, *is = ledger_origin(site->ledger);
  if (!said || strcmp(said, is) == 0)
    return 0;
  return err_store(err,
                   "the ledger %s is another site's: its name is %s, and %s says %s.\n"
                   "Nothing is written. Put back the ledger that belongs here.",
                   site->settings.ledger, is, SITE_SETTINGS_FILE, said);
}

static int open_ledger(struct site *site, enum site_mode mode, struct err *err)
{
  struct site_paths paths;
  site_paths_make(&paths, site->folder, &site->settings);
  struct ledger_place place = site_paths_place(&paths);
  int result = ledger_open(&place, mode >= SITE_WRITE ? LEDGER_WRITE : LEDGER_READ, &site->ledger, err);
  site_paths_finish(&paths);
  if (result < 0 || check_origin(site, err) < 0)
    return -1;
  if (mode == SITE_WRITE && site_doubt(site))
    return err_store(err, "%s: %s. Until that is cleared up nothing is decided or done by it", site->settings.ledger,
                     site_doubt(site));
  struct err unread = {0};
  if (members_read(&site->members, site->ledger, mode == SITE_RECORD ? &unread : err) == 0)
    return 0;
  return mode == SITE_RECORD && ledger_doubt(site->ledger) ? 0 : err_store(err, "%-s", unread.text);
}

const char *site_doubt(const struct site *site)
{
  return ledger_doubt(site->ledger);
}

static int check_writable(const struct site *site, struct err *err)
{
  if (access(site->folder, W_OK) == 0)
    return 0;
  return err_set_kind(err, ERR_UNWRITTEN, "%s cannot be written: %s.", site->folder, strerror(errno));
}

/** Names made here by somebody who was killed before he could sync them are synced now, before anything rests on them.
 */
static int prepare_writing(const struct site *site, struct err *err)
{
  _cleanup_(freep) char *settings = file_join(site->folder, SITE_SETTINGS_FILE);
  if (check_writable(site, err) < 0)
    return -1;
  if (file_sync_folder_of(settings, err) == 0)
    return 0;
  err->kind = ERR_UNWRITTEN;
  return -1;
}

struct site *site_open(const struct site_entrance *entrance, enum site_mode mode, struct err *err)
{
  char *folder = site_find(entrance->folder, err);
  if (!folder)
    return NULL;
  struct site *site = xcalloc(1, sizeof *site);
  site->folder = folder;
  site->as = xstrdup(entrance->as);
  site->key_file = xstrdup(entrance->key);
  site->ask = entrance->ask;
  if (settings_load(&site->settings, folder, err) == 0 && (mode < SITE_WRITE || prepare_writing(site, err) == 0) &&
      (mode == SITE_FILES || open_ledger(site, mode, err) == 0))
    return site;
  site_close(site);
  return NULL;
}

void site_close(struct site *site)
{
  if (!site)
    return;
  archive_close(site->archive);
  ledger_close(site->ledger);
  roster_free(site->roster);
  policies_finish(site);
  members_finish(&site->members);
  settings_finish(&site->settings);
  key_free(site->key);
  free(site->home_people);
  free(site->home_ids);
  known_parties_finish(&site->contacts);
  free(site->as);
  free(site->key_file);
  free(site->account);
  free(site->folder);
  free(site);
}

void site_closep(struct site **site)
{
  site_close(*site);
}

/* ---- what it has ---- */

const char *site_folder(const struct site *site)
{
  return site->folder;
}

char *site_path(const struct site *site, const char *name)
{
  return file_join(site->folder, name);
}

const struct site_settings *site_settings(const struct site *site)
{
  return &site->settings;
}

struct ledger *site_ledger(struct site *site)
{
  return site->ledger;
}

bool site_is_demo(const struct site *site)
{
  return site->members.is_demo;
}

const struct people *site_people(const struct site *site)
{
  return &site->members.people;
}

struct archive *site_archive(struct site *site, struct err *err)
{
  if (site->archive)
    return site->archive;
  char *folder = file_join(site->folder, site->settings.archive);
  char *second = site->settings.second ? file_join(site->folder, site->settings.second) : NULL;
  site->archive = archive_open(folder, second, err);
  free(folder);
  free(second);
  return site->archive;
}

struct roster *site_roster(struct site *site, struct err *err)
{
  if (!site->roster)
    site->roster = roster_load(site->folder, err);
  if (site->roster && site->ledger)
    roster_set_day(site->roster, ledger_now(site->ledger));
  return site->roster;
}

/* Backups are the roster's to say, not the ledger's: who stands in changes with every holiday. */
static void take_backups(const struct roster *roster, struct people *people)
{
  for (size_t i = 0; i < people->count; i++) {
    const struct roster_person *known = roster_find(roster, people->list[i].id);
    free(people->list[i].backup);
    people->list[i].backup = xstrdup(known ? known->backup : NULL);
  }
}

/* Nobody calls who has left. What his key may still say is the ledger's business: a revocation ends it. */
static void pass_over_left(const struct roster *roster, struct people *people)
{
  for (size_t i = people->count; i-- > 0;) {
    const struct roster_person *known = roster_find(roster, people->list[i].id);
    if (known && known->has_left)
      people_remove(people, i);
  }
}

int site_call_order(struct site *site, struct people *people, struct err *err)
{
  struct people sorted = {0};
  const struct roster *roster = site_roster(site, err);
  people_copy(&sorted, &site->members.people);
  for (size_t i = 1; roster && i < sorted.count; i++) {
    struct person moved = sorted.list[i];
    size_t place = roster_place(roster, moved.id), at = i;
    for (; at > 0 && roster_place(roster, sorted.list[at - 1].id) > place; at--)
      sorted.list[at] = sorted.list[at - 1];
    sorted.list[at] = moved;
  }
  if (roster) {
    take_backups(roster, &sorted);
    pass_over_left(roster, &sorted);
  }
  people_finish(people);
  *people = sorted;
  return roster ? 0 : -1;
}
