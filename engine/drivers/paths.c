/*
 * Wildcards. The library's glob() reads folders through functions of ours, which count.
 */
#include "drivers/paths.h"

#include "base/alloc.h"

#include <dirent.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>

static size_t names_seen;

static void *open_folder(const char *path)
{
  return opendir(path);
}

static struct dirent *next_name(void *folder)
{
  return names_seen++ < PATHS_NAMES_MAX ? readdir(folder) : NULL;
}

static void close_folder(void *folder)
{
  closedir(folder);
}

void paths_find(const char *pattern, struct paths *found)
{
  glob_t matches = {.gl_opendir = open_folder, .gl_readdir = next_name, .gl_closedir = close_folder,
                    .gl_stat = stat, .gl_lstat = lstat};
  *found = (struct paths){0};
  names_seen = 0;
  if (!strpbrk(pattern, "*?[")) {
    *APPEND(found->list, found->count) = xstrdup(pattern);
    return;
  }
  if (glob(pattern, GLOB_ALTDIRFUNC, NULL, &matches) == 0)
    for (size_t i = 0; i < matches.gl_pathc; i++)
      *APPEND(found->list, found->count) = xstrdup(matches.gl_pathv[i]);
  globfree(&matches);
  found->is_cut = names_seen > PATHS_NAMES_MAX;
}

void paths_finish(struct paths *paths)
{
  for (size_t i = 0; i < paths->count; i++)
    free(paths->list[i]);
  free(paths->list);
  *paths = (struct paths){0};
}
