/*
 * A folder is taken, opened as a site, or cleared again. The mark goes last: what cannot be removed still says what it
 * is.
 */
#include "site/ground.h"

#include "base/alloc.h"
#include "base/file.h"
#include "site/local.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool holds(const char *folder, const char *name)
{
  _cleanup_(freep) char *path = file_join(folder, name);
  return file_exists(path);
}

/* The mark, or what it is called while it is written. */
static bool is_mark(const char *name)
{
  return strncmp(name, SITE_UNFINISHED_FILE, strlen(SITE_UNFINISHED_FILE)) == 0;
}

static bool has_mark(const char *folder)
{
  DIR *listing = opendir(folder);
  bool is_found = false;
  for (struct dirent *entry; listing && (entry = readdir(listing));)
    is_found = is_found || is_mark(entry->d_name);
  if (listing)
    closedir(listing);
  return is_found;
}

int ground_explain(const char *folder, struct err *err)
{
  if (has_mark(folder))
    return err_set(err, "%s is not finished: tocsin init was interrupted there (or is still at work), and nothing was "
                        "recorded in it.\nTo begin again, remove it first:  rm -r %s", folder, folder);
  if (holds(folder, "ledger.db") || holds(folder, "keys/log"))
    return err_set(err, "%s holds a ledger, but no %s. If it was a site, put that file back. If it never was one, for "
                        "its tocsin init was interrupted, remove the folder and begin again.", folder,
                   SITE_SETTINGS_FILE);
  return 0;
}

static int is_empty(const char *folder, struct err *err)
{
  DIR *open = opendir(folder);
  if (!open)
    return err_set(err, "%s cannot be looked at: %s.", folder, strerror(errno));
  bool is_empty = true;
  for (struct dirent *entry; (entry = readdir(open));)
    is_empty = is_empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
  closedir(open);
  if (is_empty)
    return 0;
  if (holds(folder, SITE_SETTINGS_FILE))
    return err_set(err, "%s is not empty: it is a site already. Nothing of it was touched.", folder);
  if (ground_explain(folder, err) < 0)
    return -1;
  return err_set(err, "%s is not empty; a site is made in a new or an empty folder.", folder);
}

static int write_mark(const char *folder, struct err *err)
{
  static const char words[] =
      "Here `tocsin init` is making a site. If it is not running any more, it was interrupted:\n"
      "remove all of this folder, and begin again. Nothing was recorded in it.\n";
  _cleanup_(freep) char *path = file_join(folder, SITE_UNFINISHED_FILE);
  return file_write_new(path, words, strlen(words), 0600, err);
}

int ground_take(struct ground *ground, const char *given, struct err *err)
{
  struct stat status;
  ground->was_there = stat(given, &status) == 0;
  if (ground->was_there && !S_ISDIR(status.st_mode))
    return err_set(err, "%s is not a folder.", given);
  if (ground->was_there && is_empty(given, err) < 0)
    return -1;
  if (file_make_folder(given, 0700, err) < 0)
    return -1;
  ground->folder = realpath(given, NULL);
  return ground->folder ? write_mark(ground->folder, err)
                        : err_set(err, "%s cannot be entered: %s.", given, strerror(errno));
}

int ground_open(const struct ground *ground, struct err *err)
{
  _cleanup_(freep) char *mark = file_join(ground->folder, SITE_UNFINISHED_FILE);
  _cleanup_(freep) char *settings = file_join(ground->folder, SITE_SETTINGS_FILE);
  if (rename(mark, settings) == 0)
    return file_sync_folder_of(settings, err);
  return err_set(err, "%s cannot be written: %s.", settings, strerror(errno));
}

/* ---- clearing ---- */

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
  (void)status;
  (void)kind;
  return walk->level == 0 || (walk->level == 1 && is_mark(path + walk->base)) ? 0 : remove(path);
}

static bool remove_all(const struct ground *ground)
{
  _cleanup_(freep) char *mark = file_join(ground->folder, SITE_UNFINISHED_FILE);
  if (nftw(ground->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 || (unlink(mark) != 0 && errno != ENOENT))
    return false;
  return ground->was_there || rmdir(ground->folder) == 0;
}

void ground_clear(const struct ground *ground, struct err *err)
{
  if (!ground->folder)
    return;
  if (err->kind != ERR_INPUT)
    err->kind = ERR_STORE; /* whatever the new ledger said: it is gone */
  if (remove_all(ground))
    err_add(err, "No site was made, and nothing is left of it.");
  else
    err_add(err, "No site was made, and what was begun cannot be removed: rm -r %s", ground->folder);
}

void ground_finish(struct ground *ground)
{
  free(ground->folder);
  *ground = (struct ground){0};
}
