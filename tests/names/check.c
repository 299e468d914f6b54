/*
 * Do the files on disk name the same world as the engine?
 */
#include "names.h"

#include "base/alloc.h"
#include "base/file.h"

#include <string.h>

/* What every editor knows already. */
static const char *const known_anyway[] = {"assert", "error",    "ipairs", "math",   "pairs", "rawequal", "rawlen",
                                           "select", "string",   "table",  "tonumber", "tostring", "type"};

struct points {
  struct buf *out;
  int count, failed;
};

/* A point passes if nothing was found. */
static void point(struct points *points, const char *sentence, const struct buf *found)
{
  bool is_fine = found->length == 0;
  buf_format(points->out, "%sok %d - %s\n", is_fine ? "" : "not ", ++points->count, sentence);
  if (!is_fine)
    buf_format(points->out, "# %s\n", buf_string(found));
  points->failed += !is_fine;
}

static void read_tree(const char *name, struct buf *out)
{
  struct err err = {0};
  char *path = file_join(TREE, name);
  if (file_read(path, 1 << 20, out, &err) < 0)
    buf_text(out, err.text);
  free(path);
}

static void compare(struct points *points, const char *name, const struct buf *made)
{
  struct buf found = {0}, stored = {0};
  read_tree(name, &stored);
  if (strcmp(buf_string(&stored), buf_string(made)) != 0)
    buf_format(&found, "%s differs from what would be made now: ninja names", name);
  char *sentence = xasprintf("%s is as it would be made now", name);
  point(points, sentence, &found);
  free(sentence);
  buf_finish(&stored);
  buf_finish(&found);
}

/* ---- words.lua: what is no action ---- */

static bool is_known_anyway(const char *name, size_t length)
{
  for (size_t i = 0; i < COUNT(known_anyway); i++)
    if (strlen(known_anyway[i]) == length && strncmp(known_anyway[i], name, length) == 0)
      return true;
  return false;
}

static bool is_action(const struct world_of_names *world, const char *name)
{
  return catalogue_action(world->catalogue, name) != NULL;
}

/* Is there a line "function NAME(" or "NAME = "? A name of lib/ is there as a whole: call = require "lib.call". */
static bool is_defined(const char *text, const char *name)
{
  size_t length = strcspn(name, ".");
  char *function = xasprintf("\nfunction %.*s(", (int)length, name), *value = xasprintf("\n%.*s = ", (int)length, name);
  bool is_there = strstr(text, function) || strstr(text, value);
  free(function);
  free(value);
  return is_there;
}

static void find_missing(const struct world_of_names *world, const char *words, struct buf *found)
{
  for (const char *line = buf_string(&world->names); *line; line = strchr(line, '\n') + 1) {
    char *name = xstrndup(line, strcspn(line, "\n"));
    if (!is_known_anyway(name, strcspn(name, ".")) && !is_action(world, name) && !is_defined(words, name))
      buf_format(found, "%s ", name);
    free(name);
  }
}

static bool is_named(const struct world_of_names *world, const char *name)
{
  char *line = xasprintf("\n%s\n", name), *table = xasprintf("\n%s.", name), *all = xasprintf("\n%s",
                                                                                  buf_string(&world->names));
  bool is_there = strstr(all, line) || strstr(all, table);
  free(line);
  free(table);
  free(all);
  return is_there;
}

static void find_superfluous(const struct world_of_names *world, const char *words, struct buf *found)
{
  for (const char *line = words; *line; line += strcspn(line, "\n") + (strchr(line, '\n') != NULL)) {
    const char *start = strncmp(line, "function ", 9) == 0 ? line + 9 : line;
    size_t length = strspn(start, "abcdefghijklmnopqrstuvwxyz_");
    bool is_definition = length && (start != line || strncmp(start + length, " = ", 3) == 0);
    char *name = xstrndup(start, length);
    if (is_definition && !is_named(world, name))
      buf_format(found, "%s ", name);
    free(name);
  }
}

int check_names(const struct world_of_names *world, struct buf *out)
{
  struct points points = {.out = out};
  struct buf made = {0}, words = {0}, missing = {0}, superfluous = {0};
  write_actions(world, &made);
  compare(&points, "lib/meta/actions.lua", &made);
  buf_clear(&made);
  write_luacheckrc(world, &made);
  compare(&points, ".luacheckrc", &made);
  read_tree("lib/meta/words.lua", &words);
  find_missing(world, buf_string(&words), &missing);
  point(&points, "lib/meta/words.lua has every word that is no action", &missing);
  find_superfluous(world, buf_string(&words), &superfluous);
  point(&points, "lib/meta/words.lua has no word that a playbook does not have", &superfluous);
  buf_format(out, "1..%d\n", points.count);
  buf_finish(&made);
  buf_finish(&words);
  buf_finish(&missing);
  buf_finish(&superfluous);
  return points.failed != 0;
}
