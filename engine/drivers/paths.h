/*
 * The files a path with wildcards stands for (glob(7)), in byte order. Known to the acting half of the drivers only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PATHS_NAMES_MAX 10000 /* names looked at for one path: a folder of a million must not hold us up */

struct paths {
  size_t count;
  char **list;
  bool is_cut; /* there were more names than we looked at */
};

void paths_find(const char *pattern, struct paths *found);
void paths_finish(struct paths *paths);
