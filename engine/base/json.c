/*
 * Canonical JSON (RFC 8785, our strict profile): the writer, trees, parsing, getters. The validator is json_check.c.
 *
 * Invariant of the writer: what it has put out so far is the beginning of a canonical text, because keys ascend and
 * strings are escaped in the one way section 3.2.2.2 allows.
 */
#include "base/json.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

#define PARSE_SIZE_MAX ((size_t)64 << 20) /* far beyond any file we read; keeps a hostile one from eating memory */

/* ---- the writer ---- */

void json_begin(struct json *json, struct buf *out)
{
  json->out = out;
  json->depth = 0;
  json->needs_comma[0] = false;
  json->last_key[0] = NULL;
}

static void separate(struct json *json)
{
  if (json->needs_comma[json->depth])
    buf_char(json->out, ',');
  json->needs_comma[json->depth] = true;
}

static void open_nest(struct json *json, char bracket)
{
  separate(json);
  assert(json->depth + 1 < JSON_DEPTH_MAX);
  json->depth++;
  json->needs_comma[json->depth] = false;
  json->last_key[json->depth] = NULL;
  buf_char(json->out, bracket);
}

static void close_nest(struct json *json, char bracket)
{
  assert(json->depth > 0);
  json->depth--;
  buf_char(json->out, bracket);
}

void json_open_object(struct json *json)
{
  open_nest(json, '{');
}

void json_close_object(struct json *json)
{
  close_nest(json, '}');
}

void json_open_array(struct json *json)
{
  open_nest(json, '[');
}

void json_close_array(struct json *json)
{
  close_nest(json, ']');
}

void json_key(struct json *json, const char *key)
{
  const char *last = json->last_key[json->depth];
  assert(!last || strcmp(last, key) < 0);
  (void)last;
  json->last_key[json->depth] = key;
  separate(json);
  buf_char(json->out, '"');
  buf_text(json->out, key);
  buf_add(json->out, "\":", 2);
  json->needs_comma[json->depth] = false; /* its value follows without one */
}

void json_put_text(struct json *json, const char *text)
{
  json_put_bytes(json, text, strlen(text));
}

/* RFC 8785 section 3.2.2.2: two-character escapes where JSON has them, else \u00xx in lower case. */
static void add_escaped(struct buf *out, unsigned char c)
{
  static const char short_forms[] = "\bb\tt\nn\ff\rr\"\"\\\\";
  for (const char *form = short_forms; *form; form += 2) {
    if ((unsigned char)form[0] == c) {
      buf_char(out, '\\');
      buf_char(out, form[1]);
      return;
    }
  }
  buf_format(out, "\\u%04x", c);
}

static bool is_plain(unsigned char c)
{
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* NUL is replaced like invalid bytes: many readers, ours among them, cannot hold it in a string. */
void json_put_bytes(struct json *json, const char *text, size_t length)
{
  struct buf *out = json->out;
  separate(json);
  buf_char(out, '"');
  for (size_t i = 0; i < length;) {
    size_t start = i;
    while (i < length && is_plain((unsigned char)text[i]))
      i++;
    buf_add(out, text + start, i - start);
    if (i == length)
      break;
    size_t width = utf8_length(text + i, length - i);
    if (width == 0 || text[i] == '\0')
      buf_add(out, "\xEF\xBF\xBD", 3);
    else if (width == 1)
      add_escaped(out, (unsigned char)text[i]);
    else
      buf_add(out, text + i, width);
    i += width ? width : 1;
  }
  buf_char(out, '"');
}

static void add_integer(struct buf *out, int64_t number)
{
  char digits[24], *at = digits + sizeof digits;
  uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  do
    *--at = (char)('0' + rest % 10);
  while (rest /= 10);
  if (number < 0)
    *--at = '-';
  buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

void json_put_integer(struct json *json, int64_t number)
{
  assert(number >= -JSON_INTEGER_MAX && number <= JSON_INTEGER_MAX);
  separate(json);
  add_integer(json->out, number);
}

void json_put_boolean(struct json *json, bool truth)
{
  separate(json);
  buf_text(json->out, truth ? "true" : "false");
}

void json_put_null(struct json *json)
{
  separate(json);
  buf_text(json->out, "null");
}

void json_put_raw(struct json *json, const char *canonical, size_t length)
{
  separate(json);
  buf_add(json->out, canonical, length);
}

void json_member(struct json *json, const char *key, const char *text)
{
  if (!text)
    return;
  json_key(json, key);
  json_put_text(json, text);
}

void json_member_integer(struct json *json, const char *key, int64_t number)
{
  json_key(json, key);
  json_put_integer(json, number);
}

void json_member_boolean(struct json *json, const char *key, bool truth)
{
  json_key(json, key);
  json_put_boolean(json, truth);
}

void json_member_raw(struct json *json, const char *key, const char *canonical, size_t length)
{
  if (!canonical)
    return;
  json_key(json, key);
  json_put_raw(json, canonical, length);
}

/* ---- trees ---- */

static int write_value(struct json *json, const json_t *value, struct err *err);

static int by_bytes(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_plain_key(const char *key)
{
  while (is_plain((unsigned char)*key) && *key != 0x7F)
    key++;
  return *key == '\0';
}

static int write_members(struct json *json, const json_t *object, const char **keys, size_t count, struct err *err)
{
  for (size_t i = 0; i < count; i++) {
    if (!is_plain_key(keys[i]))
      return err_set(err, "the name \"%.80s\" cannot be kept: names of members are printable ASCII without quotes",
                     keys[i]);
    json_key(json, keys[i]);
    if (write_value(json, json_object_get(object, keys[i]), err))
      return -1;
  }
  return 0;
}

static int write_object(struct json *json, const json_t *object, struct err *err)
{
  size_t count = json_object_size(object), i = 0;
  const char **keys = xcalloc(count, sizeof *keys), *key;
  json_t *unused, *readable = (json_t *)(uintptr_t)object; /* jansson's loops want it writable; nothing is written */
  json_object_foreach(readable, key, unused)
    keys[i++] = key;
  qsort(keys, count, sizeof *keys, by_bytes);
  json_open_object(json);
  int result = write_members(json, object, keys, count, err);
  json_close_object(json);
  free(keys);
  return result;
}

static int write_array(struct json *json, const json_t *array, struct err *err)
{
  int result = 0;
  json_open_array(json);
  for (size_t i = 0; i < json_array_size(array) && result == 0; i++)
    result = write_value(json, json_array_get(array, i), err);
  json_close_array(json);
  return result;
}

static int write_integer(struct json *json, int64_t number, struct err *err)
{
  if (number < -JSON_INTEGER_MAX || number > JSON_INTEGER_MAX)
    return err_set(err, "the number %lld is too large to be kept exactly by every reader; write it as text",
                   (long long)number);
  json_put_integer(json, number);
  return 0;
}

static int write_value(struct json *json, const json_t *value, struct err *err)
{
  if (json->depth + 2 > JSON_DEPTH_MAX)
    return err_set(err, "a value is nested deeper than %d levels", JSON_DEPTH_MAX - 1);
  switch (json_typeof(value)) {
  case JSON_OBJECT:
    return write_object(json, value, err);
  case JSON_ARRAY:
    return write_array(json, value, err);
  case JSON_STRING:
    json_put_bytes(json, json_string_value(value), json_string_length(value));
    return 0;
  case JSON_INTEGER:
    return write_integer(json, json_integer_value(value), err);
  case JSON_REAL:
    return err_set(err, "the number %g is not an integer; write it as text", json_real_value(value));
  case JSON_TRUE:
  case JSON_FALSE:
    json_put_boolean(json, json_typeof(value) == JSON_TRUE);
    return 0;
  case JSON_NULL:
    json_put_null(json);
    return 0;
  }
  return err_set(err, "a value of a kind that JSON does not have");
}

int json_write_tree(struct buf *out, const json_t *tree, struct err *err)
{
  struct json json;
  size_t before = out->length;
  json_begin(&json, out);
  if (write_value(&json, tree, err) == 0)
    return 0;
  out->length = before; /* a refused tree leaves nothing behind */
  if (out->bytes)
    out->bytes[before] = '\0';
  return -1;
}

/* jansson's own limit is 2,048 levels; a look ahead that skips strings is all it takes to have a smaller one. */
static bool is_too_deep(const char *bytes, size_t length)
{
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < length; i++) {
    char c = bytes[i];
    if (in_string && c == '\\')
      i++;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '{' || c == '['))
      depth++;
    else if (!in_string && (c == '}' || c == ']'))
      depth--;
    if (depth >= JSON_DEPTH_MAX)
      return true;
  }
  return false;
}

json_t *json_parse(const char *bytes, size_t length, struct err *err)
{
  if (length > PARSE_SIZE_MAX) {
    err_set(err, "this JSON text has %zu bytes; at most %zu are read", length, PARSE_SIZE_MAX);
    return NULL;
  }
  if (is_too_deep(bytes, length)) {
    err_set(err, "this JSON text is nested deeper than %d levels", JSON_DEPTH_MAX - 1);
    return NULL;
  }
  json_error_t error;
  json_t *tree = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  if (!tree)
    err_set(err, "this is not JSON: %s (line %d, column %d)", error.text, error.line, error.column);
  return tree;
}

/* ---- getters ---- */

const char *json_get_string(const json_t *object, const char *key)
{
  return json_string_value(json_object_get(object, key));
}

int64_t json_get_integer(const json_t *object, const char *key, int64_t otherwise)
{
  const json_t *value = json_object_get(object, key);
  return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool json_get_boolean(const json_t *object, const char *key)
{
  return json_is_true(json_object_get(object, key));
}
