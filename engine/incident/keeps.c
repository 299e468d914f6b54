/*
 * Containment that can be taken back is taken back before an incident is closed, or kept: somebody owns it and there is
 * a day when it ends. So no forgotten block outlives the reason for it.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>
#include <strings.h>

static const struct keep *find_keep(const struct incident *incident, uint64_t of)
{
  for (size_t i = incident->keep_count; i-- > 0;)
    if (incident->keeps[i].of == of)
      return &incident->keeps[i];
  return NULL;
}

void keeps_take(struct incident *incident, const struct entry *entry)
{
  const char *owner = json_get_string(entry->body, "owner"), *until = json_get_string(entry->body, "until");
  if (!owner || !until || !statement_counts(incident, entry) || !incident_roles(incident, entry->actor))
    return;
  *APPEND(incident->keeps, incident->keep_count) = (struct keep){
      .of = (uint64_t)json_get_integer(entry->body, "of", 0), .seq = entry->seq, .owner = xstrdup(owner),
      .until = xstrdup(until)};
}

void keeps_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->keep_count; i++) {
    free(incident->keeps[i].owner);
    free(incident->keeps[i].until);
  }
  free(incident->keeps);
}

/* ---- what was contained ---- */

/* What it acts on, as one text; lists and objects as they are written. */
static char *target_of(const struct action *action, const json_t *arguments)
{
  const json_t *value = NULL;
  for (size_t i = 0; i < action->parameter_count && !value; i++)
    if (action->parameters[i].role == PARAMETER_TARGET)
      value = json_object_get(arguments, action->parameters[i].name);
  if (json_is_object(value))
    value = json_object_get(value, "name");
  if (json_is_array(value) && json_array_size(value) == 1)
    value = json_array_get(value, 0);
  return json_is_string(value) ? xstrdup(json_string_value(value))
         : value               ? json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY)
                               : xstrdup("");
}

static bool is_undone_by(const struct contained *contained, const struct action *action, const json_t *arguments,
                         uint64_t seq)
{
  if (!action || strcmp(action->name, contained->action->reverse) || seq < contained->seq)
    return false;
  char *one = target_of(contained->action, contained->arguments), *other = target_of(action, arguments);
  bool is_same = !strcasecmp(one, other);
  free(one);
  free(other);
  return is_same;
}

static void settle(const struct incident *incident, struct contained *contained)
{
  for (size_t i = 0; i < incident->step_count && !contained->undone_seq; i++) {
    const struct step *step = incident->steps[i];
    if (step->state == STEP_CONCLUDED && step->status == OUTCOME_DONE &&
        is_undone_by(contained, step->action, step->arguments, step->intent_seq))
      contained->undone_seq = step->intent_seq;
  }
  for (size_t i = 0; i < incident->deed_count && !contained->undone_seq; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->status == OUTCOME_DONE && deed->is_signed &&
        is_undone_by(contained, deed->action, deed->arguments, deed->seq))
      contained->undone_seq = deed->seq;
  }
  contained->keep = find_keep(incident, contained->seq);
}

static bool is_containment(const struct action *action)
{
  return action && action->reverse && !strcmp(action->class, "containment");
}

size_t incident_contained(const struct incident *incident, struct contained **list)
{
  size_t count = 0;
  *list = NULL;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (is_containment(step->action) && step->state == STEP_CONCLUDED && step->status == OUTCOME_DONE)
      *APPEND(*list, count) = (struct contained){.action = step->action, .arguments = step->arguments,
                                                 .step = step->id, .seq = step->intent_seq};
  }
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (is_containment(deed->action) && deed->status == OUTCOME_DONE)
      *APPEND(*list, count) = (struct contained){.action = deed->action, .arguments = deed->arguments,
                                                 .seq = deed->seq};
  }
  for (size_t i = 0; i < count; i++)
    settle(incident, &(*list)[i]);
  return count;
}
