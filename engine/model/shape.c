/*
 * Shapes, checked on the bytes. Whatever was let in here never surprises whoever reads it later: a text is a text, a
 * list holds what it should hold, a word that stands for something is one of those that do.
 */
#include "model/shape.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/json.h"

#include <assert.h>
#include <string.h>

/* What several entries share, or what stands in lists. */
static const struct {
  const char *name, *shape;
} shapes[] = {
    {"alarm", "addresses:text* cannot_see?:text class:text count:number doubtful:text* facts?:facts important?:yes "
              "means?:text more?:number name?:text says:text sensor:text systems:text* triage?:text unkept?:text"},
    {"bytes", "sha256:hash size:number"},
    {"caller", "name?:text name_is?:text part?:text phone?:text phone_is?:text"},
    {"decision", "because:text candidates:number* cites?:text facts:facts from:text* position:number rule:text "
                 "verdict:=approval|forbidden|preauthorized where?:text"},
    {"home", "contacts?:party* country?:text domains:text* networks:text*"},
    {"original", "atime?:text ctime?:text gid:number mode:text mtime?:text size:number uid:number"},
    {"party", "id:text kind:text name:text numbers:number ways:text*"},
    {"person", "alternate?:text* backup?:text has_number?:yes id:text key?:text name:text organisation?:text "
               "reports_to?:text roles:text*"},
    {"release", "seconds:number since:number"},
    {"source", "accounts?:text* addresses?:text* names?:text* parties?:text* phones?:text*"},
    {"system", "address?:text name:text owner?:text suspect?:yes"},
    {"track", "because?:text state:text track:text"},
};

struct checking {
  const char *what; /* "an \"answer\"" */
  struct err *err;
};

static bool span_is(struct json_span span, const char *text, size_t length)
{
  return span.length == length && memcmp(span.bytes, text, length) == 0;
}

static const char *shape_named(const char *name, size_t length)
{
  for (size_t i = 0; i < COUNT(shapes); i++)
    if (strlen(shapes[i].name) == length && memcmp(shapes[i].name, name, length) == 0)
      return shapes[i].shape;
  assert(!"a kind that is neither known nor in the table");
  return "";
}

static struct json_span inside(struct json_span quoted)
{
  return (struct json_span){quoted.bytes + 1, quoted.length - 2};
}

static bool is_time(struct json_span text)
{
  char copy[CLOCK_TEXT_SIZE] = "";
  clock_us time;
  if (text.length < sizeof copy)
    memcpy(copy, text.bytes, text.length);
  return clock_parse(copy, &time);
}

static bool is_hash(struct json_span text)
{
  char copy[DIGEST_TEXT_SIZE] = "";
  struct digest digest;
  if (text.length < sizeof copy)
    memcpy(copy, text.bytes, text.length);
  return digest_parse(copy, &digest);
}

static bool is_one_of(struct json_span text, const char *list, size_t length)
{
  for (const char *at = list, *end = list + length; at < end;) {
    const char *bar = memchr(at, '|', (size_t)(end - at));
    size_t word = (size_t)((bar ? bar : end) - at);
    if (span_is(text, at, word))
      return true;
    at += word + 1;
  }
  return false;
}

static bool is_number(struct json_span value)
{
  return *value.bytes == '-' || (*value.bytes >= '0' && *value.bytes <= '9');
}

static bool is_text(struct json_span value)
{
  return *value.bytes == '"';
}

static bool is_fact(struct json_span value)
{
  return is_text(value) || *value.bytes == 't' || *value.bytes == 'f';
}

static bool is_open_object(struct json_span value, bool (*is_good)(struct json_span))
{
  struct json_pair pair;
  if (*value.bytes != '{')
    return false;
  for (struct json_span rest = inside(value); is_good && json_next_member(&rest, &pair);)
    if (!is_good(pair.value))
      return false;
  return true;
}

/* One of the kinds that the head comment lists; -1: it is the name of a shape. */
static int is_plain(struct json_span value, const char *kind, size_t length)
{
  char name[16] = "";
  if (*kind == '=')
    return is_text(value) && is_one_of(inside(value), kind + 1, length - 1);
  if (length < sizeof name)
    memcpy(name, kind, length);
  if (!strcmp(name, "text"))
    return is_text(value);
  if (!strcmp(name, "number"))
    return is_number(value);
  if (!strcmp(name, "yes"))
    return *value.bytes == 't' || *value.bytes == 'f';
  if (!strcmp(name, "time"))
    return is_text(value) && is_time(inside(value));
  if (!strcmp(name, "hash"))
    return is_text(value) && is_hash(inside(value));
  if (!strcmp(name, "values"))
    return is_open_object(value, NULL);
  if (!strcmp(name, "facts"))
    return is_open_object(value, is_fact);
  if (!strcmp(name, "words"))
    return is_open_object(value, is_text);
  return strcmp(name, "numbers") ? -1 : is_open_object(value, is_number);
}

static int check_object(const struct checking *checking, const char *shape, struct json_span object);

static int check_value(const struct checking *checking, struct json_pair pair, const char *kind, size_t length)
{
  int plain = is_plain(pair.value, kind, length);
  if (plain == 1)
    return 0;
  if (plain == 0 || *pair.value.bytes != '{')
    return err_set(checking->err, "the member \"%.*s\" of %s is not %s%.*s", (int)pair.key.length, pair.key.bytes,
                   checking->what, *kind == '=' ? "one of " : "of the kind ", (int)length - (*kind == '='),
                   kind + (*kind == '='));
  return check_object(checking, shape_named(kind, length), pair.value);
}

static int check_list(const struct checking *checking, struct json_pair pair, const char *kind, size_t length)
{
  if (*pair.value.bytes != '[')
    return err_set(checking->err, "the member \"%.*s\" of %s is not a list", (int)pair.key.length, pair.key.bytes,
                   checking->what);
  struct json_pair item = {.key = pair.key};
  for (struct json_span rest = inside(pair.value); json_next_item(&rest, &item.value);)
    if (check_value(checking, item, kind, length) < 0)
      return -1;
  return 0;
}

/* One member the shape names, against the next one there is: takes it, or passes over what may be missing. */
static int check_member(const struct checking *checking, const char *at, size_t length, const struct json_pair *pair,
                        bool *is_taken)
{
  const char *colon = memchr(at, ':', length), *kind = colon + 1;
  bool is_optional = colon[-1] == '?', is_list = at[length - 1] == '*';
  size_t name = (size_t)(colon - at) - is_optional, kind_length = length - (size_t)(kind - at) - is_list;
  *is_taken = pair && span_is(pair->key, at, name);
  if (!*is_taken)
    return is_optional ? 0 : err_set(checking->err, "%s without the member \"%.*s\"", checking->what, (int)name, at);
  return is_list ? check_list(checking, *pair, kind, kind_length) : check_value(checking, *pair, kind, kind_length);
}

/* Both ascend, so one walk does. */
static int check_object(const struct checking *checking, const char *shape, struct json_span object)
{
  struct json_pair pair;
  struct json_span rest = inside(object);
  bool has_pair = json_next_member(&rest, &pair), is_taken;
  for (const char *at = shape; *at;) {
    size_t length = strcspn(at, " ");
    if (check_member(checking, at, length, has_pair ? &pair : NULL, &is_taken) < 0)
      return -1;
    if (is_taken)
      has_pair = json_next_member(&rest, &pair);
    at += length + (at[length] == ' ');
  }
  return has_pair ? err_set(checking->err, "%s with the member \"%.*s\", which nobody knows", checking->what,
                            (int)pair.key.length, pair.key.bytes)
                  : 0;
}

int shape_check(const char *shape, const char *bytes, size_t length, const char *what, struct err *err)
{
  const struct checking checking = {what, err};
  return check_object(&checking, shape, (struct json_span){bytes, length});
}
