/*
 * The one sentence of an action, filled in. Loading has checked that braces and brackets pair and name parameters.
 */
#include "model/catalogue.h"

#include <string.h>

static bool put_value(struct buf *out, const json_t *value);

static bool put_list(struct buf *out, const json_t *list)
{
  size_t before = out->length, index;
  const json_t *item;
  json_array_foreach(list, index, item)
  {
    if (out->length > before)
      buf_text(out, ", ");
    put_value(out, item);
  }
  return out->length > before;
}

/* False if there is nothing to say. */
static bool put_value(struct buf *out, const json_t *value)
{
  if (json_is_string(value))
    buf_text(out, json_string_value(value));
  else if (json_is_integer(value))
    buf_format(out, "%lld", (long long)json_integer_value(value));
  else if (json_is_boolean(value))
    buf_text(out, json_is_true(value) ? "yes" : "no");
  else if (json_is_array(value))
    return put_list(out, value);
  else if (json_is_object(value))
    return put_value(out, json_object_get(value, "name"));
  else
    return false;
  return !json_is_string(value) || json_string_length(value) > 0;
}

/* Copies wording up to `end`, filling in; false if something was missing. */
static bool put_words(struct buf *out, const char *at, const char *end, const json_t *arguments)
{
  bool is_complete = true;
  while (at < end) {
    if (*at != '{') {
      buf_char(out, *at++);
      continue;
    }
    const char *close = memchr(at, '}', (size_t)(end - at));
    const json_t *value = json_object_getn(arguments, at + 1, (size_t)(close - at - 1));
    if (!put_value(out, value)) {
      buf_text(out, "...");
      is_complete = false;
    }
    at = close + 1;
  }
  return is_complete;
}

bool words_fill(const char *text, const json_t *values, struct buf *out)
{
  return put_words(out, text, text + strlen(text), values);
}

void action_words(const struct action *action, const json_t *arguments, struct buf *out)
{
  for (const char *at = action->wording; *at;) {
    bool is_optional = *at == '[';
    const char *end = is_optional ? strchr(at, ']') : at + strcspn(at, "[");
    size_t before = out->length;
    if (!put_words(out, at + is_optional, end, arguments) && is_optional) {
      out->length = before;
      out->bytes[before] = '\0';
    }
    at = end + is_optional;
  }
}
