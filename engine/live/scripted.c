/*
 * Answers from a file: given by the person who runs, recorded as scripted, never an approval.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

/* An answer about one person does not answer for another. */
static bool is_about_other(const struct step *step, const struct answer *answer)
{
  const char *person = json_get_string(answer->fields, "person");
  return person && step->person && strcmp(person, step->person);
}

static json_t *sample_value(const struct outcome_field *field)
{
  if (!strcmp(field->type, "boolean"))
    return json_boolean(!strcmp(field->sample, "true"));
  return json_string(field->sample);
}

static json_t *fields_of(const struct live *live, const struct step *step, const struct answer *answer)
{
  json_t *fields = json_deep_copy(answer->fields);
  for (size_t i = 0; live->setup->has_samples && i < step->action->field_count; i++) {
    const struct outcome_field *field = &step->action->fields[i];
    if (field->sample && !json_object_get(fields, field->name))
      json_object_set_new(fields, field->name, sample_value(field));
  }
  if (step->person && !json_object_get(fields, "person"))
    json_object_set_new(fields, "person", json_string(step->person));
  if (step->person && !json_object_get(fields, "means"))
    json_object_set_new(fields, "means", json_string("telephone"));
  return fields;
}

static bool has_arrived(const struct live *live, const char *step)
{
  for (size_t i = 0; i < live->arrival_count; i++)
    if (live->arrivals[i].step && !strcmp(live->arrivals[i].step, step))
      return true;
  return false;
}

static void answer_step(struct live *live, const struct step *step)
{
  const struct answer *answer = answers_next(live->setup->answers, step->id, step->action->name);
  if (!answer || is_about_other(step, answer) || has_arrived(live, step->id))
    return;
  json_t *body = json_pack("{s:s, s:o, s:b, s:s}", "action", step->action->name, "fields",
                           fields_of(live, step, answer), "scripted", 1, "status", outcome_status_name(answer->status));
  struct buf bytes = {0};
  struct err ignored = {0};
  if (!json_write_tree(&bytes, body, &ignored)) {
    live_arrive(live, ENTRY_ANSWER, step->id, buf_take(&bytes), true);
    answers_use(live->setup->answers, answer);
  }
  buf_finish(&bytes);
  json_decref(body);
}

void scripted_answers(struct live *live)
{
  for (size_t i = 0; live->setup->answers && i < live->incident->step_count; i++) {
    const struct step *step = live->incident->steps[i];
    if (step->run == live->incident->run && step->state == STEP_OPEN && step->action->driver == DRIVER_MANUAL)
      answer_step(live, step);
  }
}

void scripted_follow(struct live *live, const struct entry *entry)
{
  if (!live->setup->answers || entry->type != ENTRY_ANSWER || !json_get_boolean(entry->body, "scripted"))
    return;
  const char *action = json_get_string(entry->body, "action");
  const struct answer *answer = action ? answers_next(live->setup->answers, entry->step, action) : NULL;
  if (answer)
    answers_use(live->setup->answers, answer);
}
