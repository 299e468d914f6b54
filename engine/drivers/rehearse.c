/*
 * What would be done, in words: one function for each driver, beside the acting half in name only. This library links
 * the lists and nothing that could start a process, open an archive or reach a network.
 */
#include "drivers/rehearse.h"

#include "base/alloc.h"
#include "drivers/choice.h"
#include "drivers/command_list.h"
#include "drivers/list.h"

#include <string.h>

/** An argument as it is; in quotes where a reader could not see its ends. */
static void add_argument(struct buf *words, const char *argument)
{
  bool is_plain = argument[0] && !strpbrk(argument, " '\"\\");
  buf_format(words, is_plain ? " %s" : " \"%s\"", argument);
}

static void add_argv(struct buf *words, char *const *argv)
{
  for (; *argv; argv++)
    add_argument(words, *argv);
}

static void add_items(struct buf *words, const struct capture_items *items)
{
  for (size_t i = 0; i < items->count; i++) {
    const struct capture_item *item = &items->list[i];
    buf_format(words, "%zu of %zu ", i + 1, items->count);
    if (item->argv)
      add_argv(words, item->argv);
    else
      buf_format(words, " copy %s", item->path);
    buf_format(words, "  at most %lld s, %llu MB%s\n", (long long)item->seconds,
               (unsigned long long)(item->size_limit >> 20),
               item->is_personal ? ", only if personal matters are asked for" : "");
  }
}

static int rehearse_capture(const struct action *action, const json_t *arguments, const struct files *procedure,
                            struct buf *words, struct err *err)
{
  struct capture_items items = {0};
  int result = choice_capture(procedure, arguments, &items, err);
  add_items(words, &items);
  capture_items_finish(&items);
  return result;
}

static int rehearse_copy(const struct action *action, const json_t *arguments, const struct files *procedure,
                         struct buf *words, struct err *err)
{
  struct capture_items items = {0};
  int result = choice_copy(procedure, arguments, &items, err);
  add_items(words, &items);
  capture_items_finish(&items);
  return result;
}

static int rehearse_command(const struct action *action, const json_t *arguments, const struct files *procedure,
                            struct buf *words, struct err *err)
{
  struct command_template template;
  if (command_list_find(procedure, action->name, &template, err))
    return -1;
  char **argv = command_argv(&template, arguments, err);
  if (argv) {
    buf_text(words, "1 of 1 ");
    add_argv(words, argv);
    buf_format(words, "  at most %lld s\n", (long long)template.seconds);
  }
  list_free_argv(argv);
  command_template_finish(&template);
  return argv ? 0 : -1;
}

/** What a person is told and asked. */
static int rehearse_manual(const struct action *action, const json_t *arguments, const struct files *procedure,
                           struct buf *words, struct err *err)
{
  if (action->hint)
    buf_format(words, "%s\n", action->hint);
  for (size_t i = 0; i < action->field_count; i++)
    if (action->fields[i].ask)
      buf_format(words, "%s\n", action->fields[i].ask);
  return 0;
}

static int (*const rehearsals[DRIVER_KIND_COUNT])(const struct action *action, const json_t *arguments,
                                                  const struct files *procedure, struct buf *words,
                                                  struct err *err) = {
  [DRIVER_MANUAL] = rehearse_manual,
  [DRIVER_CAPTURE] = rehearse_capture,
  [DRIVER_COMMAND] = rehearse_command,
  [DRIVER_COPY] = rehearse_copy,
};

int driver_rehearse(const struct action *action, const json_t *arguments, const struct files *procedure,
                    struct buf *words, struct err *err)
{
  return rehearsals[action->driver](action, arguments, procedure, words, err);
}
