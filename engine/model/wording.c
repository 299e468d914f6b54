/*
 * Sentences filled in. Whoever wrote them has checked that braces and brackets pair; what they name may be missing.
 */
#include "model/wording.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/moment.h"
#include "base/shown.h"
#include "model/catalogue.h"

#include <string.h>

#define SHORT 19 /* of "sha256:<hex>": enough to tell two apart at a glance */

struct filling {
  const json_t *values;
  const struct catalogue *catalogue;
  struct buf *out;
  bool keeps_lines; /* what fills it may begin lines */
};

static bool put_value(struct buf *out, const json_t *value);

static bool put_list(struct buf *out, const json_t *list, const char *between)
{
  size_t before = out->length, index;
  const json_t *item;
  json_array_foreach(list, index, item)
  {
    if (out->length > before)
      buf_text(out, between);
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
    return put_list(out, value, ", ");
  else if (json_is_object(value))
    return put_value(out, json_object_get(value, "name"));
  else
    return false;
  return !json_is_string(value) || json_string_length(value) > 0;
}

/* ---- the forms ---- */

static bool put_and(struct buf *out, const json_t *value)
{
  return put_list(out, value, " and ");
}

static bool put_count(struct buf *out, const json_t *value)
{
  buf_format(out, "%zu", json_is_array(value) ? json_array_size(value) : json_object_size(value));
  return true;
}

static bool put_pairs(struct buf *out, const json_t *object, const char *between)
{
  size_t before = out->length;
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, name, value)
  {
    buf_format(out, "%s%s%s", out->length > before ? ", " : "", name, between);
    put_value(out, value);
  }
  return out->length > before;
}

static bool put_members(struct buf *out, const json_t *value)
{
  return put_pairs(out, value, " ");
}

static bool put_is(struct buf *out, const json_t *value)
{
  return put_pairs(out, value, " is ");
}

static bool put_short(struct buf *out, const json_t *value)
{
  buf_format(out, "%.*s", SHORT, json_string_value(value) ? json_string_value(value) : "");
  return json_string_length(value) > 0;
}

static bool put_time(struct buf *out, const json_t *value)
{
  clock_us at;
  char text[MOMENT_SIZE];
  if (!json_is_string(value) || !clock_parse(json_string_value(value), &at))
    return put_value(out, value);
  moment_text(at, text);
  buf_text(out, text);
  return true;
}

static const struct form {
  const char *name;
  bool (*put)(struct buf *out, const json_t *value);
} forms[] = {
    {"and", put_and}, {"count", put_count}, {"is", put_is}, {"members", put_members}, {"short", put_short},
    {"time", put_time},
};

/* ---- blanks ---- */

/* A stretch of the sentence. */
struct words {
  const char *at;
  size_t length;
};

static bool words_are(struct words words, const char *text)
{
  return words.length == strlen(text) && memcmp(words.at, text, words.length) == 0;
}

/* Takes what stands before `c` off the front; all of it if there is none. */
static struct words cut(struct words *rest, char c)
{
  const char *end = memchr(rest->at, c, rest->length);
  struct words front = {rest->at, end ? (size_t)(end - rest->at) : rest->length};
  size_t taken = front.length + (end != NULL);
  *rest = (struct words){rest->at + taken, rest->length - taken};
  return front;
}

static const json_t *find(const struct filling *filling, struct words path)
{
  const json_t *value = filling->values;
  while (value && path.length) {
    struct words member = cut(&path, '.');
    value = json_object_getn(value, member.at, member.length);
  }
  return value;
}

static bool is_there(const json_t *value)
{
  return value && !json_is_null(value) && !json_is_false(value) &&
         !(json_is_string(value) && json_string_length(value) == 0) &&
         !(json_is_array(value) && json_array_size(value) == 0) &&
         !(json_is_object(value) && json_object_size(value) == 0);
}

/* What follows "?" or "!" */
static bool holds(const struct filling *filling, struct words condition)
{
  bool has_word = memchr(condition.at, '=', condition.length) != NULL;
  const json_t *value = find(filling, cut(&condition, '='));
  if (!has_word)
    return is_there(value);
  struct buf text = {0};
  bool is_it = put_value(&text, value) && words_are(condition, buf_string(&text));
  buf_finish(&text);
  return is_it;
}

static bool put_wording(const struct filling *filling, const json_t *name, struct buf *out)
{
  const char *text = json_string_value(name);
  const struct action *action = text && filling->catalogue ? catalogue_action(filling->catalogue, text) : NULL;
  if (!action)
    return put_value(out, name);
  action_words(action, json_object_get(filling->values, "arguments"), out);
  return true;
}

static bool put_form(const struct filling *filling, struct words blank, struct buf *out)
{
  if (blank.length && (*blank.at == '?' || *blank.at == '!'))
    return holds(filling, (struct words){blank.at + 1, blank.length - 1}) == (*blank.at == '?');
  const json_t *value = find(filling, cut(&blank, ':'));
  if (words_are(blank, "wording"))
    return put_wording(filling, value, out);
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (words_are(blank, forms[i].name))
      return forms[i].put(out, value);
  return put_value(out, value);
}

/* The sentence is ours, what fills it is somebody's: here it becomes harmless, whoever shows the sentence later. */
static bool put_blank(const struct filling *filling, struct words blank)
{
  struct buf filled = {0};
  bool has_something = put_form(filling, blank, &filled);
  shown_add(filling->out, buf_string(&filled), filled.length, filling->keeps_lines);
  buf_finish(&filled);
  return has_something;
}

/* Copies the words, filling in; false if a blank had nothing to say. */
static bool put_words(const struct filling *filling, struct words words, const char *instead)
{
  bool is_complete = true;
  while (words.length) {
    struct words plain = cut(&words, '{');
    buf_add(filling->out, plain.at, plain.length);
    if (plain.at + plain.length == words.at) /* it ended there, without a brace */
      break;
    struct words blank = cut(&words, '}');
    if (put_blank(filling, blank))
      continue;
    is_complete = false;
    buf_text(filling->out, instead);
  }
  return is_complete;
}

static bool fill(const struct filling *filling, const char *text)
{
  struct buf *out = filling->out;
  struct words rest = {text, strlen(text)};
  bool is_complete = true;
  while (rest.length) {
    struct words plain = cut(&rest, '[');
    is_complete = put_words(filling, plain, "...") && is_complete;
    if (plain.at + plain.length == rest.at)
      break;
    size_t before = out->length;
    if (!put_words(filling, cut(&rest, ']'), "") && out->bytes) {
      out->length = before;
      out->bytes[before] = '\0';
    }
  }
  return is_complete;
}

bool words_fill(const char *text, const json_t *values, const struct catalogue *catalogue, struct buf *out)
{
  const struct filling filling = {values, catalogue, out, .keeps_lines = false};
  return fill(&filling, text);
}

bool words_fill_lines(const char *text, const json_t *values, const struct catalogue *catalogue, struct buf *out)
{
  const struct filling filling = {values, catalogue, out, .keeps_lines = true};
  return fill(&filling, text);
}

void action_words(const struct action *action, const json_t *arguments, struct buf *out)
{
  words_fill(action->wording, arguments, NULL, out);
}
