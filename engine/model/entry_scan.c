/*
 * What an entry must say, checked on its bytes in one pass: no tree, no memory. The ledger asks it of every entry
 * before it is written, and an audit of every entry that was.
 */
#include "model/entry.h"

#include "base/base64.h"
#include "model/shape.h"

#include <stdio.h>
#include <string.h>

/* All the members an entry may have, in the order canonical form gives them. */
enum member {
  ACTOR, AT, BODY, BOOT, COMMIT, DSSE, INCIDENT, MONO, PREV, RUN, SALT, SEQ, STEP, TYPE, UNCHECKED, UNSIGNED, V, WALL,
  MEMBER_COUNT
};

static const struct {
  const char *name;
  char kind; /* first character of its value: " text, 0 number, { object, t true; m number or text */
  bool is_needed;
} members[MEMBER_COUNT] = {
    [ACTOR] = {"actor", '"', false}, [AT] = {"at", '"', true},          [BODY] = {"body", '{', false},
    [BOOT] = {"boot", '"', true},    [COMMIT] = {"commit", '0', false}, [DSSE] = {"dsse", '{', false},
    [INCIDENT] = {"incident", '"', false}, [MONO] = {"mono", 'm', true}, [PREV] = {"prev", '"', false},
    [RUN] = {"run", '0', false},     [SALT] = {"salt", '"', true},      [SEQ] = {"seq", '0', true},
    [STEP] = {"step", '"', false},   [TYPE] = {"type", '"', true},      [UNCHECKED] = {"unchecked", '"', false},
    [UNSIGNED] = {"unsigned", 't', false}, [V] = {"v", '0', true},      [WALL] = {"wall", '"', true},
};

static bool span_is(struct json_span span, const char *text)
{
  return span.length == strlen(text) && memcmp(span.bytes, text, span.length) == 0;
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static int check_kind(enum member member, struct json_span value, struct err *err)
{
  char kind = members[member].kind, first = value.bytes[0];
  bool is_good = kind == '0' ? is_digit(first) : kind == 'm' ? is_digit(first) || first == '"' : first == kind;
  if (is_good)
    return 0;
  return err_set(err, "its member \"%s\" is not %s", members[member].name,
                 kind == '"' ? "text" : kind == '{' ? "an object" : kind == 't' ? "true" : "a whole number from 0 up");
}

/* Both lists ascend, so one walk puts each pair in its place and finds what nobody knows. */
static int sort_in(const struct json_pair *pairs, size_t count, struct json_span values[MEMBER_COUNT], struct err *err)
{
  size_t next = 0;
  for (size_t i = 0; i < count; i++) {
    while (next < MEMBER_COUNT && !span_is(pairs[i].key, members[next].name))
      next++;
    if (next == MEMBER_COUNT)
      return err_set(err, "its member \"%.*s\" is not known", (int)pairs[i].key.length, pairs[i].key.bytes);
    values[next] = pairs[i].value;
    if (check_kind((enum member)next, pairs[i].value, err))
      return -1;
  }
  for (size_t i = 0; i < MEMBER_COUNT; i++)
    if (members[i].is_needed && !values[i].bytes)
      return err_set(err, "it has no member \"%s\"", members[i].name);
  return 0;
}

static struct json_span unquoted(struct json_span text)
{
  return text.bytes ? (struct json_span){text.bytes + 1, text.length - 2} : text;
}

/* Its digits were checked; so was that it fits. */
static int64_t number_of(struct json_span number, int64_t otherwise)
{
  int64_t sum = 0;
  for (size_t i = 0; i < number.length; i++)
    sum = sum * 10 + (number.bytes[i] - '0');
  return number.bytes ? sum : otherwise;
}

static int find_type(struct json_span name)
{
  for (int i = 0; i < ENTRY_TYPE_COUNT; i++)
    if (span_is(name, entry_type_row((enum entry_type)i)->name))
      return i;
  return -1;
}

static int read_time(struct json_span quoted, clock_us *time, struct err *err)
{
  struct json_span span = unquoted(quoted);
  char text[CLOCK_TEXT_SIZE] = "";
  if (span.length < sizeof text)
    memcpy(text, span.bytes, span.length);
  if (clock_parse(text, time))
    return 0;
  return err_set(err, "its time \"%.*s\" is not RFC 3339 in UTC with microseconds", (int)span.length, span.bytes);
}

/* Nanoseconds are a number, or text where they pass what a number of JSON holds; they never pass an int64_t. */
static int read_measured(const struct json_span values[MEMBER_COUNT], struct entry_scan *scan, struct err *err)
{
  struct json_span digits = values[MONO].bytes[0] == '"' ? unquoted(values[MONO]) : values[MONO];
  struct json_span boot = unquoted(values[BOOT]);
  bool is_number = digits.length > 0 && (digits.length <= 18 || (digits.length == 19 && digits.bytes[0] < '9'));
  for (size_t i = 0; is_number && i < digits.length; i++)
    is_number = is_digit(digits.bytes[i]);
  if (!is_number)
    return err_set(err, "its member \"mono\" is not a number of nanoseconds");
  if (boot.length == 0 || boot.length >= CLOCK_BOOT_SIZE || memchr(boot.bytes, '\\', boot.length))
    return err_set(err, "its member \"boot\" is not the name of a boot");
  scan->boot_ns = number_of(digits, 0);
  scan->boot = boot;
  return 0;
}

static int read_stamp(const struct json_span values[MEMBER_COUNT], struct entry_scan *scan, struct err *err)
{
  struct json_span salt = unquoted(values[SALT]), type = unquoted(values[TYPE]);
  if (number_of(values[V], 0) != 1)
    return err_set(err, "it is of another version (\"v\" is not 1); a newer tocsin may read it");
  if (read_time(values[AT], &scan->at, err) || read_time(values[WALL], &scan->wall, err) ||
      read_measured(values, scan, err))
    return -1;
  if (salt.length != ENTRY_SALT_TEXT || !base64_is_canonical(salt.bytes, salt.length))
    return err_set(err, "its salt is not 16 bytes in base64");
  int found = find_type(type);
  if (found < 0)
    return err_set(err, "its type \"%.*s\" is not known; a newer tocsin may know it", (int)type.length, type.bytes);
  scan->type = (enum entry_type)found;
  scan->seq = (uint64_t)number_of(values[SEQ], 0);
  return 0;
}

static int read_prev(struct json_span value, struct entry_scan *scan, struct err *err)
{
  char text[DIGEST_TEXT_SIZE] = "";
  scan->has_prev = value.bytes;
  if (value.length < sizeof text && value.length)
    memcpy(text, value.bytes, value.length);
  return !value.bytes || digest_parse(text, &scan->prev) ? 0 : err_set(err, "its member \"prev\" is not a hash");
}

static int read_place(const struct json_span values[MEMBER_COUNT], struct entry_scan *scan, struct err *err)
{
  const struct entry_type_row *row = entry_type_row(scan->type);
  int64_t run = number_of(values[RUN], 1);
  scan->incident = unquoted(values[INCIDENT]);
  if (read_prev(unquoted(values[PREV]), scan, err))
    return -1;
  if (scan->incident.bytes && (row->is_of_none || !scan->incident.length || scan->incident.bytes[0] == '/'))
    return err_set(err, "a \"%s\" of \"%.*s\": %s", row->name, (int)scan->incident.length, scan->incident.bytes,
                   row->is_of_none ? "it belongs to no incident" : "no incident is called so");
  scan->actor = unquoted(values[ACTOR]);
  scan->commit = number_of(values[COMMIT], ENTRY_NO_COMMIT);
  if (run < 1 || run > INT32_MAX)
    return err_set(err, "its member \"run\" is not a number from 1 up");
  if (row->is_runners && scan->commit == ENTRY_NO_COMMIT)
    return err_set(err, "a \"%s\" is the runner's, but has no member \"commit\"", row->name);
  return 0;
}

static int read_body(const struct json_span values[MEMBER_COUNT], struct entry_scan *scan, struct err *err)
{
  const struct entry_type_row *row = entry_type_row(scan->type);
  bool is_signed = values[DSSE].bytes, is_open = values[BODY].bytes, is_unsigned = values[UNSIGNED].bytes;
  if (is_signed && is_open)
    return err_set(err, "it has a signed body and an open one; only one of them can be meant");
  if (!is_signed && !is_open)
    return err_set(err, "it has no body");
  if (is_signed && !row->is_statement && !row->may_be_signed)
    return err_set(err, "a \"%s\" is nothing a person signs, yet it has an envelope", row->name);
  if (is_signed && is_unsigned)
    return err_set(err, "it is signed and says that it is not");
  if (row->is_statement && !is_signed && !is_unsigned)
    return err_set(err, "a \"%s\" is what a person says, yet it is neither signed nor marked as unsigned", row->name);
  scan->is_signed = is_signed;
  scan->is_unsigned = is_unsigned;
  scan->body = values[BODY];
  return is_open ? entry_check_body(scan->type, scan->body.bytes, scan->body.length, err) : 0;
}

int entry_check_body(enum entry_type type, const char *body, size_t length, struct err *err)
{
  char what[40];
  const struct entry_type_row *row = entry_type_row(type);
  snprintf(what, sizeof what, "a \"%s\"", row->name);
  if (length == 0 || *body != '{')
    return err_set(err, "the body of %s is not an object", what);
  return shape_check(row->body, body, length, what, err);
}

int entry_scan(const char *bytes, size_t length, struct entry_scan *scan, struct err *err)
{
  struct json_pair pairs[MEMBER_COUNT];
  struct json_span values[MEMBER_COUNT] = {0};
  struct entry_scan found = {0};
  if (length > ENTRY_SIZE_MAX)
    return err_set(err, "an entry of %zu bytes; at most %d are allowed", length, ENTRY_SIZE_MAX);
  int count = json_members(bytes, length, pairs, MEMBER_COUNT, err);
  if (count < 0)
    return -1;
  if (count > MEMBER_COUNT)
    return err_set(err, "it has more members than an entry can have");
  if (sort_in(pairs, (size_t)count, values, err) || read_stamp(values, &found, err) ||
      read_place(values, &found, err) || read_body(values, &found, err))
    return -1;
  *scan = found;
  return 0;
}
