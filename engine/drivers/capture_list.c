/*
 * Reading policies/capture.yaml. The whole file is read whatever is asked of it, so that a mistake anywhere is found
 * at `check` and not at three in the morning by the one action that needed that section.
 */
#include "drivers/capture_list.h"

#include "base/alloc.h"
#include "base/yaml.h"
#include "drivers/list.h"

#include <string.h>

#define ITEMS_MAX 200          /* a list that nobody reads to its end is no list (R135) */
#define SECONDS_USUAL 10
#define SECONDS_MAX 3600
#define MEGABYTES_USUAL 16
#define MEGABYTES_MAX 1048576
#define MEGABYTE ((uint64_t)1024 * 1024)

static const char *const item_keys[] = {"name", "argv", "path", "seconds", "megabytes", "sensitivity", "quiet"};
static const char *const section_keys[] = {"items", "later", "logs", "firewall_logs"};

static void item_finish(struct capture_item *item)
{
  free(item->name);
  list_free_argv(item->argv);
  free(item->path);
}

void capture_items_add(struct capture_items *items, const struct capture_item *item)
{
  struct capture_item *added = APPEND(items->list, items->count);
  *added = *item;
  added->name = xstrdup(item->name);
  added->argv = list_copy_argv(item->argv);
  added->path = xstrdup(item->path);
}

void capture_items_finish(struct capture_items *items)
{
  for (size_t i = 0; i < items->count; i++)
    item_finish(&items->list[i]);
  free(items->list);
  *items = (struct capture_items){0};
}

void capture_list_finish(struct capture_list *list)
{
  capture_items_finish(&list->items);
  capture_items_finish(&list->later);
  capture_items_finish(&list->logs);
  capture_items_finish(&list->firewall_logs);
}

static int read_name(const struct yaml *map, struct capture_item *item, struct err *err)
{
  const struct yaml *node = yaml_get(map, "name");
  const char *text;
  if (!node)
    return yaml_error(map, err, "an item without a name; say what it is, as in: name: processes");
  if (yaml_as_text(node, &text, err))
    return -1;
  item->name = xstrdup(text);
  return 0;
}

static int read_path(const struct yaml *node, struct capture_item *item, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  if (text[0] != '/')
    return yaml_error(node, err, "\"%s\" must be an absolute path.", text);
  item->path = xstrdup(text);
  return 0;
}

static int read_what(const struct yaml *map, struct capture_item *item, struct err *err)
{
  const struct yaml *argv = yaml_get(map, "argv"), *path = yaml_get(map, "path");
  if (!argv == !path)
    return yaml_error(map, err, "\"%s\" needs either argv (a program and its arguments) or path (files to copy).",
                      item->name);
  return argv ? list_read_argv(argv, &item->argv, err) : read_path(path, item, err);
}

static int read_limits(const struct yaml *map, struct capture_item *item, struct err *err)
{
  const struct yaml *seconds = yaml_get(map, "seconds"), *megabytes = yaml_get(map, "megabytes");
  int64_t size = MEGABYTES_USUAL;
  item->seconds = SECONDS_USUAL;
  if (seconds && yaml_as_integer(seconds, 1, SECONDS_MAX, &item->seconds, err))
    return -1;
  if (megabytes && yaml_as_integer(megabytes, 1, MEGABYTES_MAX, &size, err))
    return -1;
  item->size_limit = (uint64_t)size * MEGABYTE;
  return 0;
}

static int read_profile(const struct yaml *map, struct capture_item *item, struct err *err)
{
  const struct yaml *quiet = yaml_get(map, "quiet"), *sensitivity = yaml_get(map, "sensitivity");
  const char *word = "log";
  if (quiet && yaml_as_boolean(quiet, &item->is_quiet, err))
    return -1;
  if (sensitivity && yaml_as_text(sensitivity, &word, err))
    return -1;
  item->is_personal = strcmp(word, "personal") == 0;
  if (!item->is_personal && strcmp(word, "log") != 0)
    return yaml_error(sensitivity, err, "sensitivity is \"log\" or \"personal\", not \"%s\".", word);
  return 0;
}

static int read_item(const struct yaml *map, struct capture_item *item, struct err *err)
{
  if (yaml_check_keys(map, "an item", item_keys, COUNT(item_keys), err) || read_name(map, item, err) ||
      read_what(map, item, err) || read_limits(map, item, err))
    return -1;
  return read_profile(map, item, err);
}

static int refuse_repetition(const struct yaml *map, const struct capture_items *items, struct err *err)
{
  const char *name = items->list[items->count - 1].name;
  for (size_t i = 0; i + 1 < items->count; i++)
    if (strcmp(items->list[i].name, name) == 0)
      return yaml_error(map, err, "\"%s\" stands here a second time; evidence is told apart by these names.", name);
  return 0;
}

static int read_section(const struct yaml *root, const char *key, struct capture_items *items, struct err *err)
{
  const struct yaml *section = yaml_get(root, key);
  if (!section)
    return 0;
  if (yaml_as_list(section, err))
    return -1;
  if (section->count > ITEMS_MAX)
    return yaml_error(section, err, "%zu %s; at most %d, or nobody knows any more what is saved when.", section->count,
                      key, ITEMS_MAX);
  for (size_t i = 0; i < section->count; i++)
    if (read_item(section->items[i], APPEND(items->list, items->count), err) ||
        refuse_repetition(section->items[i], items, err))
      return -1;
  return 0;
}

int capture_list_read(const struct files *procedure, struct capture_list *list, struct err *err)
{
  struct capture_list read = {0};
  _cleanup_(yaml_freep) struct yaml *root = list_parse(procedure, "policies/capture.yaml", err);
  int result = root ? yaml_check_keys(root, "the capture list", section_keys, COUNT(section_keys), err) : -1;
  if (result == 0)
    result = read_section(root, "items", &read.items, err);
  if (result == 0)
    result = read_section(root, "later", &read.later, err);
  if (result == 0)
    result = read_section(root, "logs", &read.logs, err);
  if (result == 0)
    result = read_section(root, "firewall_logs", &read.firewall_logs, err);
  if (result == 0)
    *list = read;
  else
    capture_list_finish(&read);
  return result;
}
