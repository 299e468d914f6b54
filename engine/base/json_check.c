/*
 * Is this canonical JSON? One pass over the bytes, no tree, no memory.
 *
 * Whoever audits a million entries must not parse them only to see that nobody can read them in two ways. Each
 * function takes what it expects and leaves the cursor behind it, or leaves `why` set.
 */
#include "base/json.h"

#include "base/utf8.h"

#include <string.h>

struct cursor {
  const char *start, *at, *end;
  int depth;
  const char *why;
  struct json_pair *pairs; /* the outermost members, for who wants them */
  size_t most, count;
};

static bool check_value(struct cursor *cursor);

static bool fail(struct cursor *cursor, const char *why)
{
  cursor->why = why;
  return false;
}

static bool take(struct cursor *cursor, char c)
{
  if (cursor->at == cursor->end || *cursor->at != c)
    return false;
  cursor->at++;
  return true;
}

static bool check_word(struct cursor *cursor, const char *word)
{
  size_t length = strlen(word);
  if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
    return fail(cursor, "a value was expected");
  cursor->at += length;
  return true;
}

static bool check_integer(struct cursor *cursor)
{
  bool is_negative = take(cursor, '-');
  const char *digits = cursor->at;
  int64_t number = 0;
  while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
    number = number * 10 + (*cursor->at++ - '0');
    if (number > JSON_INTEGER_MAX)
      return fail(cursor, "a number is beyond 2^53-1");
  }
  if (cursor->at == digits)
    return fail(cursor, "a digit was expected");
  if (*digits == '0' && (cursor->at - digits > 1 || is_negative))
    return fail(cursor, "a number has a needless zero or is -0");
  if (cursor->at < cursor->end && (*cursor->at == '.' || *cursor->at == 'e' || *cursor->at == 'E'))
    return fail(cursor, "a number is not written as an integer");
  return true;
}

/* \u is canonical only for control characters without a short form, in lower case; NUL is refused altogether. */
static bool check_unicode_escape(struct cursor *cursor)
{
  if (cursor->end - cursor->at < 4)
    return fail(cursor, "an escape is cut off");
  const char *hex = cursor->at;
  bool is_control = hex[0] == '0' && hex[1] == '0' && (hex[2] == '0' || hex[2] == '1') && hex[3] != '\0' &&
                    strchr("0123456789abcdef", hex[3]);
  bool has_short_form = hex[2] == '0' && hex[3] != '\0' && strchr("089acd", hex[3]);
  if (!is_control || has_short_form)
    return fail(cursor, "a character is escaped that must not be, or in another form than the canonical one");
  cursor->at += 4;
  return true;
}

static bool check_escape(struct cursor *cursor)
{
  if (cursor->at == cursor->end)
    return fail(cursor, "an escape is cut off");
  char c = *cursor->at++;
  if (c == 'u')
    return check_unicode_escape(cursor);
  if (c == '\0' || !strchr("btnfr\"\\", c))
    return fail(cursor, "an escape is not a canonical one");
  return true;
}

/* Most bytes of most strings are these, so they are passed over in a loop of their own. */
static void skip_plain(struct cursor *cursor)
{
  const char *at = cursor->at;
  while (at < cursor->end && (signed char)*at >= 0x20 && *at != '"' && *at != '\\') /* others than ASCII are < 0 */
    at++;
  cursor->at = at;
}

static bool check_string(struct cursor *cursor)
{
  if (!take(cursor, '"'))
    return fail(cursor, "a string was expected");
  for (skip_plain(cursor); cursor->at < cursor->end; skip_plain(cursor)) {
    unsigned char c = (unsigned char)*cursor->at;
    if (c == '"') {
      cursor->at++;
      return true;
    }
    if (c < 0x20)
      return fail(cursor, "a control character stands in a string unescaped");
    size_t width = c < 0x80 ? 1 : utf8_length(cursor->at, (size_t)(cursor->end - cursor->at));
    if (width == 0)
      return fail(cursor, "these bytes are not UTF-8");
    cursor->at += width;
    if (c == '\\' && !check_escape(cursor))
      return false;
  }
  return fail(cursor, "a string has no end");
}

static bool check_key(struct cursor *cursor, struct json_span *last)
{
  if (!take(cursor, '"'))
    return fail(cursor, "the name of a member was expected");
  struct json_span key = {.bytes = cursor->at};
  while (cursor->at < cursor->end && *cursor->at != '"') {
    if ((signed char)*cursor->at < 0x20 || *cursor->at == 0x7F || *cursor->at == '\\')
      return fail(cursor, "the name of a member is not plain ASCII");
    cursor->at++;
  }
  key.length = (size_t)(cursor->at - key.bytes);
  if (!take(cursor, '"'))
    return fail(cursor, "a name has no end");
  if (last->bytes) {
    size_t shared = key.length < last->length ? key.length : last->length;
    int order = memcmp(last->bytes, key.bytes, shared);
    if (order > 0 || (order == 0 && last->length >= key.length))
      return fail(cursor, "members are not in ascending order, or one stands twice");
  }
  *last = key;
  return take(cursor, ':') || fail(cursor, "a colon was expected");
}

static void note_member(struct cursor *cursor, struct json_span key, const char *value)
{
  if (cursor->depth == 1 && cursor->count++ < cursor->most)
    cursor->pairs[cursor->count - 1] = (struct json_pair){key, {value, (size_t)(cursor->at - value)}};
}

static bool check_object(struct cursor *cursor)
{
  struct json_span key = {0};
  if (take(cursor, '}'))
    return true;
  do {
    if (!check_key(cursor, &key))
      return false;
    const char *value = cursor->at;
    if (!check_value(cursor))
      return false;
    note_member(cursor, key, value);
  } while (take(cursor, ','));
  return take(cursor, '}') || fail(cursor, "a comma or the end of an object was expected");
}

static bool check_array(struct cursor *cursor)
{
  if (take(cursor, ']'))
    return true;
  do {
    if (!check_value(cursor))
      return false;
  } while (take(cursor, ','));
  return take(cursor, ']') || fail(cursor, "a comma or the end of a list was expected");
}

static bool check_nest(struct cursor *cursor, bool (*inside)(struct cursor *))
{
  if (++cursor->depth >= JSON_DEPTH_MAX)
    return fail(cursor, "it is nested too deep");
  cursor->at++;
  bool is_good = inside(cursor);
  cursor->depth--;
  return is_good;
}

static bool check_value(struct cursor *cursor)
{
  if (cursor->at == cursor->end)
    return fail(cursor, "it ends too early");
  switch (*cursor->at) {
  case '{':
    return check_nest(cursor, check_object);
  case '[':
    return check_nest(cursor, check_array);
  case '"':
    return check_string(cursor);
  case 't':
    return check_word(cursor, "true");
  case 'f':
    return check_word(cursor, "false");
  case 'n':
    return check_word(cursor, "null");
  default:
    return check_integer(cursor);
  }
}

int json_members(const char *bytes, size_t length, struct json_pair *pairs, size_t most, struct err *err)
{
  struct cursor cursor = {.start = bytes, .at = bytes, .end = bytes + length, .pairs = pairs, .most = most};
  bool is_good = length > 0 && *bytes == '{' ? check_value(&cursor) : fail(&cursor, "it does not begin an object");
  if (is_good && cursor.at != cursor.end)
    is_good = fail(&cursor, "something follows the object");
  if (is_good)
    return (int)cursor.count;
  return err_set(err, "not canonical JSON at byte %zu: %s", (size_t)(cursor.at - cursor.start), cursor.why);
}

int json_check(const char *bytes, size_t length, struct err *err)
{
  return json_members(bytes, length, NULL, 0, err) < 0 ? -1 : 0;
}

/* ---- walking what was checked ---- */

static bool next_value(struct cursor *cursor, struct json_span *rest, struct json_span *value)
{
  const char *start = cursor->at;
  if (!check_value(cursor))
    return false;
  *value = (struct json_span){start, (size_t)(cursor->at - start)};
  take(cursor, ',');
  *rest = (struct json_span){cursor->at, (size_t)(cursor->end - cursor->at)};
  return true;
}

bool json_next_item(struct json_span *rest, struct json_span *item)
{
  struct cursor cursor = {.start = rest->bytes, .at = rest->bytes, .end = rest->bytes + rest->length};
  return rest->length && next_value(&cursor, rest, item);
}

bool json_next_member(struct json_span *rest, struct json_pair *pair)
{
  struct cursor cursor = {.start = rest->bytes, .at = rest->bytes, .end = rest->bytes + rest->length};
  struct json_span none = {0};
  if (!rest->length || !check_key(&cursor, &none))
    return false;
  pair->key = none;
  return next_value(&cursor, rest, &pair->value);
}
