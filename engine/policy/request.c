/*
 * What the request itself says: whom it reaches, what it is done to, what is given. Left out is the worst case; what
 * cannot be read is refused like the attacker.
 */
#include "policy/inside.h"
#include "policy/reach.h"

#include <string.h>

#define DEPTH_MAX 16

struct reading_request {
  const struct policy *policy;
  const struct policy_question *question;
  const struct action *action;
  const struct plan *plan;
  struct request *request;
  struct reach reach;
  size_t own_count;   /* machines of ours that are contained */
  bool is_said;       /* the destination at hand is */
  struct err *err;
};

static void forbid(struct request *request, const struct rule *rule)
{
  if (!request->forbidden)
    request->forbidden = rule;
}

static void ask(struct request *request, const struct rule *rule)
{
  if (!request->asks)
    request->asks = rule;
}

typedef void (*see_text)(struct reading_request *reading, const char *text);

/* A value may be a list, or an object with name and number; every text in it counts. */
static int each_text(struct reading_request *reading, const json_t *value, int depth, see_text see)
{
  if (json_is_string(value)) {
    see(reading, json_string_value(value));
    return 0;
  }
  if ((!json_is_array(value) && !json_is_object(value)) || depth == DEPTH_MAX)
    return json_is_null(value) ? 0 : -1;
  size_t index;
  const char *key;
  json_t *item;
  json_array_foreach(value, index, item)
    if (each_text(reading, item, depth + 1, see))
      return -1;
  json_object_foreach((json_t *)(uintptr_t)value, key, item)
    if (each_text(reading, item, depth + 1, see))
      return -1;
  return 0;
}

static bool is_blank(const char *text)
{
  return text[strspn(text, " \t\r\n")] == '\0';
}

/* ---- whom it reaches ---- */

static void see_destination(struct reading_request *reading, const char *text)
{
  struct request *request = reading->request;
  struct reached reached;
  if (is_blank(text))
    return;
  reach_judge(&reading->reach, text, &reached);
  if (reached.is_attacker)
    forbid(request, &floor_attacker);
  if (reached.is_subject)
    forbid(request, &floor_subject);
  if (reached.unreadable && !request->forbidden) {
    request->forbidden = &floor_unreadable;
    request->unreadable = reached.unreadable;
  }
  if (reached.is_doubtful)
    ask(request, &ask_doubtful);
  if (!reached.is_known && reading->plan->reaches)
    ask(request, &ask_unknown_party);
  request->destination |= (uint8_t)(1u << (reached.is_person ? DESTINATION_ROSTER : DESTINATION_OUTSIDE));
}

static int read_destinations(struct reading_request *reading, const json_t *value)
{
  if (each_text(reading, value, 0, see_destination))
    return err_set(reading->err, "a destination is a text, or a list of texts.");
  return 0;
}

static bool is_destination(const struct action *action, const char *name)
{
  const struct parameter *parameter = action_parameter(action, name);
  return strcmp(name, "destination") == 0 || (parameter && parameter->role == PARAMETER_DESTINATION);
}

/* Somebody could be the attacker only where an attacker is known at all. */
static bool has_attacker(const struct policy_question *question)
{
  if (question->attacker)
    return attacker_exists(question->attacker);
  for (size_t i = 0; question->source && i < question->source->count; i++)
    if (!question->source->items[i].is_doubtful)
      return true;
  return false;
}

static void miss_destination(struct reading_request *reading)
{
  reading->request->destination |= 1u << DESTINATION_ROSTER | 1u << DESTINATION_OUTSIDE;
  if (has_attacker(reading->question))
    forbid(reading->request, &floor_attacker_possible);
}

static void see_said(struct reading_request *reading, const char *text)
{
  reading->is_said |= !is_blank(text);
}

static int read_all_destinations(struct reading_request *reading)
{
  const char *name;
  json_t *value;
  const struct action *action = reading->action;
  const json_t *parameters = reading->question->parameters;
  json_object_foreach((json_t *)(uintptr_t)parameters, name, value)
    if (is_destination(action, name) && read_destinations(reading, value))
      return -1;
  for (size_t i = 0; i < action->parameter_count; i++) {
    if (action->parameters[i].role != PARAMETER_DESTINATION)
      continue;
    reading->is_said = false;
    value = json_object_get(parameters, action->parameters[i].name);
    if (value)
      each_text(reading, value, 0, see_said);
    if (!reading->is_said)
      miss_destination(reading);
  }
  if (!reading->request->destination)
    reading->request->destination = 1u << DESTINATION_NONE;
  return 0;
}

/* ---- what it is done to ---- */

static void see_target(struct reading_request *reading, const char *text)
{
  struct aimed aimed;
  if (is_blank(text))
    return;
  reach_aim(&reading->reach, text, &aimed);
  if (aimed.is_attacker && !reading->plan->may_name_attacker)
    forbid(reading->request, &floor_attacker_target);
  if (!reading->plan->is_containment)
    return;
  reading->own_count += aimed.is_ours;
  reading->request->cuts_off |= aimed.is_nobody || aimed.is_many || reading->own_count > 1;
  if (aimed.is_doubtful)
    ask(reading->request, &ask_doubtful);
}

/* What a program is given may name him within a longer text; where a file lies may not. */
static void see_argument(struct reading_request *reading, const char *text)
{
  struct aimed aimed;
  bool is_own_program = reading->action->driver == DRIVER_COMMAND;
  reach_aim(&reading->reach, text, &aimed);
  if (aimed.is_attacker || (is_own_program && reach_mentions(&reading->reach, text)))
    forbid(reading->request, &floor_attacker_target);
}

/* Of a system, its name and address; whose it is, is no target. */
static int read_targets(struct reading_request *reading, const json_t *value)
{
  size_t index;
  json_t *item;
  if (json_is_array(value)) {
    json_array_foreach(value, index, item)
      if (read_targets(reading, item))
        return -1;
    return 0;
  }
  if (!json_is_object(value))
    return each_text(reading, value, 0, see_target);
  size_t before = reading->own_count;
  int result = each_text(reading, json_object_get(value, "name"), 1, see_target);
  if (json_object_get(value, "address"))
    result |= each_text(reading, json_object_get(value, "address"), 1, see_target);
  if (reading->own_count > before)
    reading->own_count = before + 1;
  return result;
}

static bool has_argument(const struct action *action, const char *name, enum parameter_role role)
{
  const struct parameter *parameter = action_parameter(action, name);
  if (role == PARAMETER_TARGET)
    return strcmp(name, "target") == 0 || (parameter && parameter->role == role);
  return action->driver != DRIVER_MANUAL && strcmp(name, "content") != 0 && !is_destination(action, name);
}

static void read_all_targets(struct reading_request *reading)
{
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)reading->question->parameters, name, value)
  {
    if (has_argument(reading->action, name, PARAMETER_TARGET))
      read_targets(reading, value);
    else if (!reading->plan->may_name_attacker && has_argument(reading->action, name, PARAMETER_PLAIN))
      each_text(reading, value, 0, see_argument);
  }
}

/* ---- what is given ---- */

static int read_content_word(struct reading_request *reading, const json_t *word)
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

static int read_content(struct reading_request *reading)
{
  const json_t *content = json_object_get(reading->question->parameters, "content");
  size_t index;
  json_t *word;
  if (content && !json_is_array(content) && read_content_word(reading, content))
    return -1;
  json_array_foreach(content, index, word)
    if (read_content_word(reading, word))
      return -1;
  if (reading->action->content)
    reading->request->content |= strcmp(reading->action->content, "log") == 0 ? CONTENT_LOG : CONTENT_PERSONAL;
  return 0;
}

static void begin(struct reading_request *reading, const struct policy *policy, const struct action *action,
                  const struct policy_question *question, struct request *request)
{
  *request = (struct request){0};
  *reading = (struct reading_request){.policy = policy, .question = question, .action = action, .request = request,
                                      .plan = &policy->plans[action - policy->actions]};
  reach_begin(&reading->reach, question);
}

int request_read(const struct policy *policy, const struct action *action, const struct policy_question *question,
                 struct request *request, struct err *err)
{
  struct reading_request reading;
  begin(&reading, policy, action, question, request);
  reading.err = err;
  int result = read_all_destinations(&reading) || read_content(&reading) ? -1 : 0;
  if (!result && question->parameters)
    read_all_targets(&reading);
  reach_end(&reading.reach);
  return result;
}

void request_read_to(const struct policy *policy, const struct action *action, const struct policy_to *to,
                     struct request *request)
{
  struct reading_request reading;
  struct policy_question question = {.known = to->known, .attacker = to->attacker};
  const struct request *plain = &policy->plain[action - policy->actions];
  begin(&reading, policy, action, &question, request);
  request->content = plain->content;
  see_destination(&reading, to->destination);
  if (!request->destination) {
    request->destination = plain->destination;
    if (plain->destination != 1u << DESTINATION_NONE)
      miss_destination(&reading);
  }
  reach_end(&reading.reach);
}
