/*
 * One line of a sensor. Nothing in it is trusted: what is taken over as a name has no character that means anything to
 * a shell, a path, an option, a terminal or a page; whatever cannot be read is an alarm all the same, of class unknown.
 */
#include "model/alarms.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/yaml.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define FIELD_SIZE 64
#define BLANKS " \t\r\n"

/* ---- taking texts over ---- */

/* Letters, digits and . : - _ between letters and digits; no two dots in a row; an address or a host's name. */
static bool is_plain(const char *text, size_t length)
{
  if (length == 0 || length >= ALARM_NAME_SIZE)
    return false;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    bool is_inner = strchr(".:-_", c) && c;
    bool is_letter = c < 0x80 && isalnum(c);
    if (!is_letter && !(is_inner && (c == ':' || (i > 0 && i + 1 < length))))
      return false;
    if (c == '.' && i > 0 && text[i - 1] == '.')
      return false;
  }
  return true;
}

static void take_name(char name[static ALARM_NAME_SIZE], const char *text, size_t length)
{
  if (text && is_plain(text, length))
    snprintf(name, ALARM_NAME_SIZE, "%.*s", (int)length, text);
}

/* As it may stand in a log: one line, no control or steering characters, cut at a character. */
static void take_words(char says[static ALARM_SAYS_SIZE], const char *text, size_t length)
{
  size_t used = 0;
  for (size_t at = 0, step; at < length && used + 4 < ALARM_SAYS_SIZE; at += step) {
    size_t width = utf8_length(text + at, length - at);
    unsigned char c = (unsigned char)text[at];
    bool is_shown = width > 0 && !(width == 1 && (c < 0x20 || c == 0x7F)) && !utf8_is_steering(text + at, width);
    step = width ? width : 1;
    if (is_shown)
      memcpy(says + used, text + at, width);
    else
      says[used] = '?';
    used += is_shown ? width : 1;
  }
  says[used] = '\0';
}

/* ---- JSON ---- */

/* "alert.category": a text below objects; NULL if it is not there or no text. */
static const char *field(const json_t *tree, const char *path)
{
  char key[FIELD_SIZE];
  for (const char *dot; path && (dot = strchr(path, '.')); path = dot + 1) {
    snprintf(key, sizeof key, "%.*s", (int)(dot - path), path);
    tree = json_object_get(tree, key);
  }
  return path ? json_string_value(json_object_get(tree, path)) : NULL;
}

enum claim { CLAIM_NONE, CLAIM_ASIDE, CLAIM_ALARM };

static enum claim claim_json(const struct alarm_sensor *sensor, const json_t *tree)
{
  enum claim claim = CLAIM_ALARM;
  for (size_t i = 0; i < sensor->only_count; i++) {
    const char *value = field(tree, sensor->only_fields[i]);
    if (!value)
      return CLAIM_NONE;
    if (strcmp(value, sensor->only_values[i]))
      claim = CLAIM_ASIDE;
  }
  return sensor->only_count || field(tree, sensor->class) ? claim : CLAIM_NONE;
}

static const struct alarm_class *class_of(const struct alarms *alarms, const struct alarm_sensor *sensor,
                                          const char *text)
{
  for (size_t i = 0; text && i < alarms->class_count; i++) {
    const struct alarm_class *class = &alarms->classes[i];
    for (size_t j = 0; class->sensor == sensor && j < class->when->count; j++) {
      const char *word = class->when->items[j]->text;
      if (sensor->format == ALARM_JSON ? !strcmp(text, word) : strstr(text, word) != NULL)
        return class;
    }
  }
  return NULL;
}

static void take_json(const struct alarms *alarms, const struct alarm_sensor *sensor, const json_t *tree,
                      struct alarm *alarm)
{
  const char *name = field(tree, sensor->name), *address = field(tree, sensor->address);
  const char *system = field(tree, sensor->system), *says = field(tree, sensor->says);
  alarm->sensor = sensor;
  alarm->class = class_of(alarms, sensor, field(tree, sensor->class));
  take_name(alarm->name, name, name ? strlen(name) : 0);
  take_name(alarm->address, address, address ? strlen(address) : 0);
  take_name(alarm->system, system, system ? strlen(system) : 0);
  if (says)
    take_words(alarm->says, says, strlen(says));
}

/* False: no alarm. */
static bool read_json(const struct alarms *alarms, const char *sensor_id, const char *line, size_t length,
                      struct alarm *alarm)
{
  struct err unreadable = {0};
  json_t *tree = json_parse(line, length, &unreadable);
  bool is_aside = false;
  for (size_t i = 0; tree && i < alarms->sensor_count && !alarm->sensor; i++) {
    const struct alarm_sensor *sensor = &alarms->sensors[i];
    if (sensor->format != ALARM_JSON || (sensor_id && strcmp(sensor->id, sensor_id)))
      continue;
    enum claim claim = claim_json(sensor, tree);
    is_aside |= claim == CLAIM_ASIDE;
    if (claim == CLAIM_ALARM)
      take_json(alarms, sensor, tree, alarm);
  }
  json_decref(tree);
  return alarm->sensor ? alarm->class || !alarm->sensor->ignores_others : !is_aside;
}

/* ---- syslog ---- */

struct words {
  const char *at, *end;
};

static struct json_span next_word(struct words *words)
{
  while (words->at < words->end && strchr(BLANKS, *words->at))
    words->at++;
  const char *begin = words->at;
  while (words->at < words->end && !strchr(BLANKS, *words->at))
    words->at++;
  return (struct json_span){begin, (size_t)(words->at - begin)};
}

/* <13>Nov 22 03:12:01 HOST PROGRAM[12]: ...; 2026-11-22T03:12:01Z HOST PROGRAM: ...; <13>1 TIME HOST PROGRAM ... */
static void find_program(const char *line, size_t length, struct json_span *host, struct json_span *program)
{
  struct words words = {line, line + length};
  const char *mark = *line == '<' ? memchr(line, '>', length < 6 ? length : 6) : NULL;
  if (mark)
    words.at = mark + 1;
  struct json_span first = next_word(&words);
  bool is_new = first.length == 1 && *first.bytes == '1';
  bool is_one_word = first.length && isdigit((unsigned char)*first.bytes);
  for (int left = is_new ? 1 : is_one_word ? 0 : 2; left > 0; left--)
    next_word(&words);
  *host = next_word(&words);
  *program = next_word(&words);
  for (size_t i = 0; i < program->length; i++)
    if (program->bytes[i] == '[' || program->bytes[i] == ':')
      program->length = i;
}

/* Whoever tries to log in chooses the name that stands before, and may write the same words into it. */
static const char *behind_last(const char *text, const char *words)
{
  const char *behind = NULL;
  for (const char *at = text; words && *words && (at = strstr(at, words)); at = behind)
    behind = at + strlen(words);
  return behind;
}

static void take_syslog(const struct alarms *alarms, const struct alarm_sensor *sensor, const char *text,
                        struct json_span host, struct alarm *alarm)
{
  alarm->sensor = sensor;
  alarm->class = class_of(alarms, sensor, text);
  take_name(alarm->name, host.bytes, host.length);
  take_name(alarm->system, host.bytes, host.length);
  const char *behind = behind_last(text, sensor->address_after);
  if (!behind)
    return;
  size_t width = strcspn(behind, BLANKS ",;()[]");
  take_name(alarm->address, behind, width);
}

static bool read_syslog(const struct alarms *alarms, const char *sensor_id, const char *line, size_t length,
                        struct alarm *alarm)
{
  struct json_span host, program;
  _cleanup_(freep) char *text = memchr(line, '\0', length) ? NULL : strndup(line, length);
  if (!text)
    return true; /* a NUL in it: unknown */
  find_program(text, length, &host, &program);
  for (size_t i = 0; i < alarms->sensor_count && !alarm->sensor; i++) {
    const struct alarm_sensor *sensor = &alarms->sensors[i];
    bool is_its = sensor->format == ALARM_SYSLOG && strlen(sensor->program) == program.length &&
                  !memcmp(sensor->program, program.bytes, program.length);
    if (is_its && (!sensor_id || !strcmp(sensor->id, sensor_id)))
      take_syslog(alarms, sensor, text, host, alarm);
  }
  return !alarm->sensor || alarm->class || !alarm->sensor->ignores_others;
}

/* ---- any line ---- */

/* Firewalls send JSON through syslog: a header, and then nothing else. What a log line says never stands so early. */
static const char *behind_header(const char *line, size_t length)
{
  const char *colon = memmem(line, length, ": ", 2);
  bool is_json = colon && colon + 2 < line + length && colon[2] == '{';
  return is_json ? colon + 2 : NULL;
}

static bool read_any(const struct alarms *alarms, const char *sensor_id, const char *line, size_t length,
                     struct alarm *alarm)
{
  const char *json = *line == '{' ? line : behind_header(line, length);
  if (json)
    return read_json(alarms, sensor_id, json, length - (size_t)(json - line), alarm);
  return read_syslog(alarms, sensor_id, line, length, alarm);
}

bool alarm_read(const struct alarms *alarms, const char *sensor_id, const char *line, size_t length,
                struct alarm *alarm)
{
  *alarm = (struct alarm){0};
  while (length && strchr(BLANKS, line[length - 1]) && line[length - 1])
    length--;
  while (length && *line && strchr(BLANKS, *line))
    line++, length--;
  if (!length)
    return false;
  bool is_alarm = true;
  if (length <= ALARM_LINE_MAX)
    is_alarm = read_any(alarms, sensor_id, line, length, alarm);
  if (!alarm->says[0])
    take_words(alarm->says, line, length);
  return is_alarm;
}

const char *alarm_class_id(const struct alarm *alarm)
{
  return alarm->class ? alarm->class->id : ALARM_CLASS_UNKNOWN;
}

const char *alarm_triage(const struct alarms *alarms, const struct alarm *alarm)
{
  return alarm->class ? alarm->class->triage : alarms->triage;
}
