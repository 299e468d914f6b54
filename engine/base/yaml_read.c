/*
 * What a node of a YAML tree is read as. Every refusal says what was expected and what stood there instead.
 */
#include "base/yaml.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *kind_text(const struct yaml *node)
{
  static const char *const words[] = {"a single value", "a list", "a map"};
  return words[node->kind];
}

static bool is_missing(const struct yaml *node)
{
  return node->kind == YAML_SCALAR && !node->is_quoted && node->text[0] == '\0';
}

static int expected(const struct yaml *node, struct err *err, const char *what)
{
  if (is_missing(node))
    return yaml_error(node, err, "expected %s, but nothing is written here.", what);
  if (node->kind != YAML_SCALAR)
    return yaml_error(node, err, "expected %s, found %s.", what, kind_text(node));
  return yaml_error(node, err, "expected %s, found \"%s\".", what, node->text);
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
  if (!map || map->kind != YAML_MAP)
    return NULL;
  for (size_t i = 0; i < map->count; i++)
    if (strcmp(map->keys[i]->text, key) == 0)
      return map->items[i];
  return NULL;
}

int yaml_check_keys(const struct yaml *map, const char *what, const char *const *known, size_t count, struct err *err)
{
  if (yaml_as_map(map, err))
    return -1;
  for (size_t i = 0; i < map->count; i++) {
    const struct yaml *key = map->keys[i];
    size_t k = 0;
    while (k < count && strcmp(known[k], key->text) != 0)
      k++;
    if (k < count)
      continue;
    _cleanup_(buf_finish) struct buf list = {0};
    buf_text(&list, "\nKnown:");
    for (k = 0; k < count; k++)
      buf_format(&list, " %s", known[k]);
    return yaml_unknown(key, err, suggest(key->text, known, count), buf_string(&list), "%s has no \"%s\"", what,
                        key->text);
  }
  return 0;
}

int yaml_as_text(const struct yaml *node, const char **text, struct err *err)
{
  if (node->kind != YAML_SCALAR || is_missing(node))
    return expected(node, err, "a text");
  *text = node->text;
  return 0;
}

int yaml_as_boolean(const struct yaml *node, bool *truth, struct err *err)
{
  bool is_plain = node->kind == YAML_SCALAR && !node->is_quoted;
  bool is_true = is_plain && strcmp(node->text, "true") == 0;
  if (!is_true && !(is_plain && strcmp(node->text, "false") == 0))
    return expected(node, err, "true or false");
  *truth = is_true;
  return 0;
}

/* Decimal without superfluous zeros: 010 is ten to some and eight to others. */
static bool read_integer(const struct yaml *node, int64_t *number)
{
  if (node->kind != YAML_SCALAR || node->is_quoted)
    return false;
  const char *digits = node->text + (node->text[0] == '-');
  size_t length = strlen(digits);
  if (length == 0 || length > 18 || strspn(digits, "0123456789") != length || (digits[0] == '0' && length > 1))
    return false;
  *number = strtoll(node->text, NULL, 10);
  return true;
}

int yaml_as_integer(const struct yaml *node, int64_t least, int64_t most, int64_t *number, struct err *err)
{
  int64_t value;
  if (!read_integer(node, &value) || value < least || value > most) {
    char what[80];
    snprintf(what, sizeof what, "a whole number from %lld to %lld", (long long)least, (long long)most);
    return expected(node, err, what);
  }
  *number = value;
  return 0;
}

int yaml_as_duration(const struct yaml *node, int64_t *seconds, struct err *err)
{
  static const struct {
    char letter;
    int64_t seconds;
  } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  const char *text = node->kind == YAML_SCALAR ? node->text : "";
  size_t digits = strspn(text, "0123456789");
  for (size_t i = 0; i < sizeof units / sizeof *units && digits && digits < 7; i++) {
    int64_t value = strtoll(text, NULL, 10) * units[i].seconds;
    if (text[digits] != units[i].letter || text[digits + 1] || value < 1 || value > 366LL * 86400)
      continue;
    *seconds = value;
    return 0;
  }
  return expected(node, err, "a time from 1s to 366d, written like 90s, 5m, 4h or 1d");
}

int yaml_as_list(const struct yaml *node, struct err *err)
{
  return node->kind == YAML_LIST ? 0 : expected(node, err, "a list");
}

int yaml_as_map(const struct yaml *node, struct err *err)
{
  return node->kind == YAML_MAP ? 0 : expected(node, err, "a map");
}

static json_t *scalar_to_json(const struct yaml *node)
{
  int64_t number;
  if (read_integer(node, &number))
    return json_integer(number);
  if (!node->is_quoted && strcmp(node->text, "true") == 0)
    return json_true();
  if (!node->is_quoted && strcmp(node->text, "false") == 0)
    return json_false();
  return json_string(node->text);
}

json_t *yaml_to_json(const struct yaml *node)
{
  if (node->kind == YAML_SCALAR)
    return scalar_to_json(node);
  json_t *json = node->kind == YAML_MAP ? json_object() : json_array();
  for (size_t i = 0; i < node->count; i++) {
    if (node->kind == YAML_MAP)
      json_object_set_new(json, node->keys[i]->text, yaml_to_json(node->items[i]));
    else
      json_array_append_new(json, yaml_to_json(node->items[i]));
  }
  return json;
}
