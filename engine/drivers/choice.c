/*
 * Choosing. What is asked for and stands on no list is refused before anything is started: a misspelt name must not
 * end in a capture that is "done" without it.
 */
#include "drivers/choice.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <string.h>

#define SECONDS 600                                      /* for a file named by path; a site that wants other limits */
#define SIZE_LIMIT ((uint64_t)4 * 1024 * 1024 * 1024)    /* puts it on its list */

/** A word that stands for several items. */
struct group {
  const char *word;
  const struct capture_items *items;
};

static void add_all(struct capture_items *items, const struct capture_items *more)
{
  for (size_t i = 0; i < more->count; i++)
    capture_items_add(items, &more->list[i]);
}

static int refuse_word(const struct group *groups, size_t count, const char *word, struct err *err)
{
  const char **known = NULL;
  size_t known_count = 0;
  for (size_t i = 0; i < count; i++) {
    *APPEND(known, known_count) = groups[i].word;
    for (size_t j = 0; j < groups[i].items->count; j++)
      *APPEND(known, known_count) = groups[i].items->list[j].name;
  }
  const char *near = suggest(word, known, known_count);
  free(known);
  return err_unknown(err, near, "Write one of its names, or everything.",
                     "policies/capture.yaml has nothing called \"%s\"", word);
}

static int add_word(struct capture_items *items, const struct group *groups, size_t count, const char *word,
                    struct err *err)
{
  for (size_t i = 0; i < count; i++) {
    const struct capture_items *known = groups[i].items;
    if (strcmp(groups[i].word, word) == 0) {
      add_all(items, known);
      return 0;
    }
    for (size_t j = 0; j < known->count; j++)
      if (strcmp(known->list[j].name, word) == 0) {
        capture_items_add(items, &known->list[j]);
        return 0;
      }
  }
  return refuse_word(groups, count, word, err);
}

static void add_path(struct capture_items *items, const char *path)
{
  char *borrowed = (char *)(uintptr_t)path;
  capture_items_add(items, &(struct capture_item){.name = borrowed, .path = borrowed, .seconds = SECONDS,
                                                  .size_limit = SIZE_LIMIT, .is_quiet = true});
}

static int add_chosen(struct capture_items *items, const struct group *groups, size_t count, const json_t *word,
                      struct err *err)
{
  const char *text = json_string_value(word);
  if (!text || strlen(text) != json_string_length(word))
    return err_set(err, "what is to be saved is named by texts; one of them is none");
  if (text[0] != '/')
    return add_word(items, groups, count, text, err);
  add_path(items, text);
  return 0;
}

static int add_each(struct capture_items *items, const struct group *groups, size_t count, const json_t *chosen,
                    struct err *err)
{
  size_t index;
  const json_t *each;
  if (!chosen)
    return add_word(items, groups, count, "everything", err);
  if (!json_is_array(chosen))
    return add_chosen(items, groups, count, chosen, err);
  json_array_foreach(chosen, index, each)
    if (add_chosen(items, groups, count, each, err))
      return -1;
  return items->count ? 0 : err_set(err, "nothing is named that is to be saved");
}

/** What `chosen`, a text or a list of texts, asks for; everything if it is missing. */
static int choose(const struct group *groups, size_t count, const json_t *chosen, struct capture_items *items,
                  struct err *err)
{
  struct capture_items found = {0};
  int result = add_each(&found, groups, count, chosen, err);
  if (result)
    capture_items_finish(&found);
  else
    *items = found;
  return result;
}

int choice_capture(const struct files *procedure, const json_t *arguments, struct capture_items *items,
                   struct err *err)
{
  struct capture_list list;
  if (capture_list_read(procedure, &list, err))
    return -1;
  const struct group groups[] = {{"everything", &list.items}, {"later", &list.later}};
  int result = choose(groups, COUNT(groups), json_object_get(arguments, "items"), items, err);
  capture_list_finish(&list);
  return result;
}

int choice_copy(const struct files *procedure, const json_t *arguments, struct capture_items *items, struct err *err)
{
  struct capture_list list;
  if (capture_list_read(procedure, &list, err))
    return -1;
  add_all(&list.logs, &list.firewall_logs);
  const struct group groups[] = {{"everything", &list.logs}, {"firewall", &list.firewall_logs}};
  int result = choose(groups, COUNT(groups), json_object_get(arguments, "files"), items, err);
  capture_list_finish(&list);
  return result;
}
