/*
 * What the request itself says: whom it reaches and what is given. Left out is the worst case; what cannot be compared
 * with the attacker is bad input and never a verdict.
 */
#include "policy/inside.h"


#include <string.h>

#define DEPTH_MAX 16

struct reading {
  const struct policy_question *question;
  struct request *request;
  struct err *err;
};

/* ---- whom it reaches ---- */

static int read_destination(struct reading *reading, const char *text)
{
  if (text[strspn(text, " \t\r\n")] == '\0')
    return 0;
  if (policy_check_destination(text, reading->err))
    return -1;
  if (policy_is_attacker(reading->question->source, text))
    reading->request->forbidden = &floor_attacker;
  bool is_ours = match_roster(reading->question->home, text);
  reading->request->destination |= (uint8_t)(1u << (is_ours ? DESTINATION_ROSTER : DESTINATION_OUTSIDE));
  return 0;
}

/* A destination may be a list, or an object with name and number; every text in it is somebody reached. */
static int read_destinations(struct reading *reading, const json_t *value, int depth)
{
  if (json_is_string(value))
    return read_destination(reading, json_string_value(value));
  if (json_is_null(value))
    return 0;
  if ((!json_is_array(value) && !json_is_object(value)) || depth == DEPTH_MAX)
    return err_set(reading->err, "a destination is a text, or a list of texts.");
  size_t index;
  const char *key;
  json_t *item;
  json_array_foreach(value, index, item)
    if (read_destinations(reading, item, depth + 1))
      return -1;
  json_object_foreach((json_t *)(uintptr_t)value, key, item)
    if (read_destinations(reading, item, depth + 1))
      return -1;
  return 0;
}

static bool is_destination(const struct action *action, const char *name)
{
  const struct parameter *parameter = action_parameter(action, name);
  return strcmp(name, "destination") == 0 || (parameter && parameter->role == PARAMETER_DESTINATION);
}

/* Somebody could be the attacker only where an attacker is known at all. */
static bool has_attacker(const struct source *source)
{
  for (size_t i = 0; source && i < source->count; i++)
    if (!source->items[i].is_doubtful)
      return true;
  return false;
}

static void miss_destination(struct reading *reading)
{
  reading->request->destination |= 1u << DESTINATION_ROSTER | 1u << DESTINATION_OUTSIDE;
  if (has_attacker(reading->question->source) && !reading->request->forbidden)
    reading->request->forbidden = &floor_attacker_possible;
}

static int read_all_destinations(struct reading *reading, const struct action *action)
{
  const char *name;
  json_t *value;
  const json_t *parameters = reading->question->parameters;
  json_object_foreach((json_t *)(uintptr_t)parameters, name, value)
    if (is_destination(action, name) && read_destinations(reading, value, 0))
      return -1;
  for (size_t i = 0; i < action->parameter_count; i++) {
    if (action->parameters[i].role != PARAMETER_DESTINATION)
      continue;
    struct request alone = {0};
    struct reading again = {reading->question, &alone, reading->err};
    value = json_object_get(parameters, action->parameters[i].name);
    if (value && read_destinations(&again, value, 0))
      return -1;
    if (!alone.destination)
      miss_destination(reading);
  }
  if (!reading->request->destination)
    reading->request->destination = 1u << DESTINATION_NONE;
  return 0;
}

/* ---- what is given ---- */

static int read_content_word(struct reading *reading, const json_t *word)
{
  const char *text = json_is_string(word) ? json_string_value(word) : "";
  if (strcmp(text, "log") == 0)
    reading->request->content |= CONTENT_LOG;
  else if (strcmp(text, "personal") == 0)
    reading->request->content |= CONTENT_PERSONAL;
  else
    return err_set(reading->err, "content is a list of log and personal; \"%s\" is neither.", text);
  return 0;
}

static int read_content(struct reading *reading, const struct action *action)
{
  const json_t *content = json_object_get(reading->question->parameters, "content");
  size_t index;
  json_t *word;
  if (content && !json_is_array(content) && read_content_word(reading, content))
    return -1;
  json_array_foreach(content, index, word)
    if (read_content_word(reading, word))
      return -1;
  if (action->content)
    reading->request->content |= strcmp(action->content, "log") == 0 ? CONTENT_LOG : CONTENT_PERSONAL;
  return 0;
}

int request_read(const struct action *action, const struct policy_question *question, struct request *request,
                 struct err *err)
{
  *request = (struct request){0};
  struct reading reading = {question, request, err};
  return read_all_destinations(&reading, action) || read_content(&reading, action) ? -1 : 0;
}
