/*
 * What the people of a scenario say, as the statements it would be: signed by their keys, taken by the same fold.
 */
#include "explore/play.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define APPROVAL_VALID_US ((clock_us)4 * 3600 * 1000000)

const char *play_person(const struct play *play)
{
  return play->setup->scenario->incident.declared_by;
}

/* ---- answers ---- */

static json_t *sample_of(const struct outcome_field *field)
{
  if (!strcmp(field->type, "boolean"))
    return json_boolean(!strcmp(field->sample, "true"));
  return json_string(field->sample);
}

static json_t *fields_of(const struct step *step, const struct answer *answer)
{
  json_t *fields = answer ? json_deep_copy(answer->fields) : json_object();
  for (size_t i = 0; i < step->action->field_count; i++) {
    const struct outcome_field *field = &step->action->fields[i];
    if (field->sample && !json_object_get(fields, field->name))
      json_object_set_new(fields, field->name, sample_of(field));
  }
  if (step->person && !json_object_get(fields, "person"))
    json_object_set_new(fields, "person", json_string(step->person));
  if (step->person && !json_object_get(fields, "means"))
    json_object_set_new(fields, "means", json_string("telephone"));
  return fields;
}

int play_answer(struct play *play, const struct step *step, const struct answer *answer, struct err *err)
{
  const char *status = outcome_status_name(answer ? answer->status : OUTCOME_DONE);
  char *id = xstrdup(step->id);
  int result;
  if (step->action->driver == DRIVER_MANUAL)
    result = play_happens(play, ENTRY_ANSWER, id, play_person(play),
                          json_pack("{s:s, s:o, s:b, s:s}", "action", step->action->name, "fields",
                                    fields_of(step, answer), "scripted", 1, "status", status), err);
  else
    result = play_happens(play, ENTRY_OUTCOME, id, play_person(play),
                          json_pack("{s:i, s:o, s:s}", "attempt", step->attempt, "fields", fields_of(step, answer),
                                    "status", status), err);
  free(id);
  if (!result && answer)
    answers_use(play->setup->scenario->answers, answer);
  return result;
}

/* ---- yes and no ---- */

static json_t *yes_body(const struct play *play, const struct step *step, const char *roles)
{
  char until[CLOCK_TEXT_SIZE];
  clock_text(play->now + APPROVAL_VALID_US, until);
  json_t *facts = json_object_get(step->decision, "facts");
  return json_pack("{s:s, s:o, s:s, s:s, s:s, s:s, s:s}", "action", step->action->name, "facts",
                   facts ? json_deep_copy(facts) : json_object(), "fingerprint", step->fingerprint, "not_after", until,
                   "procedure", play->incident->run_procedure, "role", roles, "strength", "key");
}

static int say_word(struct play *play, const struct step *step, bool is_yes, const char *person, const char *because,
                    struct err *err)
{
  char roles[200];
  role_set_text(decision_from(step->decision), roles, sizeof roles);
  char *id = xstrdup(step->id);
  json_t *body = is_yes ? yes_body(play, step, roles)
                        : json_pack("{s:s, s:s, s:s}", "action", step->action->name, "fingerprint", step->fingerprint,
                                    "role", roles);
  if (!is_yes && because)
    json_object_set_new(body, "because", json_string(because));
  int result = play_happens(play, is_yes ? ENTRY_APPROVAL : ENTRY_DENIAL, id, person, body, err);
  free(id);
  return result;
}

/* The first who may give one of the words that are still missing. */
static const char *whoever_is_asked(const struct play *play, const struct step *step)
{
  role_set missing = incident_missing(step, decision_from(step->decision), false);
  const struct people *people = &play->setup->company->people;
  for (size_t i = 0; i < people->count; i++) {
    struct err ignored = {0};
    if (incident_may_approve(play->incident, step, people->list[i].id, &ignored) & missing)
      return people->list[i].id;
  }
  return NULL;
}

/* A word that does not count is what a scenario must not be silent about. */
int play_word(struct play *play, const struct step *step, const struct scenario_word *word, struct err *err)
{
  struct err why = {0};
  bool is_anybody = !strcmp(word->person, SCENARIO_ANYBODY);
  const char *person = is_anybody ? whoever_is_asked(play, step) : word->person;
  if (!person) {
    play_fail(play, word->line, step->id, xstrdup("somebody may say yes or no to it"), xstrdup("nobody may"));
    return 0;
  }
  if (!incident_may_approve(play->incident, step, person, &why))
    play_fail(play, word->line, step->id, xasprintf("%s may say yes or no to it", person), xstrdup(why.text));
  return say_word(play, step, word->is_yes, person, word->because, err);
}

/* ---- what comes by itself ---- */

static struct step *step_named(const struct play *play, const char *name)
{
  struct step *found = NULL;
  for (size_t i = 0; i < play->incident->step_count; i++) {
    struct step *step = play->incident->steps[i];
    if (step->run == play->incident->run && scenario_is_named(name, step->id, step->action->name) &&
        (!found || step->state == STEP_WAITING))
      found = step;
  }
  return found;
}

static json_t *because_of(const struct scenario_event *event)
{
  return json_pack("{s:s}", "because", event->because ? event->because : "it is so in this scenario");
}

/* About a step, by somebody, with a body; a step that was never asked for is a failure, not an error. */
static int about_step(struct play *play, const struct scenario_event *event, const char *person, struct err *err)
{
  const struct step *step = step_named(play, event->what);
  if (!step) {
    play_fail(play, event->line, NULL, xasprintf("something is said about %s", event->what),
              xstrdup("it was never asked for"));
    return 0;
  }
  if (event->kind == SCENARIO_APPROVE || event->kind == SCENARIO_DENY)
    return say_word(play, step, event->kind == SCENARIO_APPROVE, person, event->because, err);
  json_t *body = because_of(event);
  if (event->kind == SCENARIO_RESOLVE)
    json_object_update(body, event->with);
  char *id = xstrdup(step->id);
  int result = play_happens(play, event->kind == SCENARIO_RESOLVE ? ENTRY_RESOLVE : ENTRY_OBJECT, id, person, body,
                            err);
  free(id);
  return result;
}

static int did(struct play *play, const struct scenario_event *event, const char *person, struct err *err)
{
  char at[CLOCK_TEXT_SIZE];
  clock_text(play->now, at);
  json_t *body = because_of(event);
  json_t *arguments = event->with ? json_deep_copy(event->with) : json_object();
  json_object_set_new(body, "action", json_string(event->what));
  json_object_set_new(body, "arguments", arguments);
  json_object_set_new(body, "fields", json_object());
  json_object_set_new(body, "status", json_string("done"));
  json_object_set_new(body, "at", json_string(at));
  json_object_set_new(body, "authority", json_object());
  return play_happens(play, ENTRY_DID, NULL, person, body, err);
}

static int begin_again(struct play *play, struct err *err)
{
  char name[32];
  int urgency = policy_urgency(policy_candidates(play->setup->policy, &play->incident->facts));
  snprintf(name, sizeof name, "priority-%d", urgency);
  struct run_setup setup = {.world = &world_dry_run, .policy = play->setup->policy,
                            .procedure = play->setup->procedure, .incident = play->incident};
  run_restart(play->run, &setup);
  return play_happens(play, ENTRY_RUN_BEGIN, NULL, play_person(play), play_run_begin(play, name), err);
}

int play_event(struct play *play, const struct scenario_event *event, struct err *err)
{
  const char *person = event->by ? event->by : play_person(play);
  switch (event->kind) {
  case SCENARIO_TIME_PASSES:
    return 0;
  case SCENARIO_FACT: {
    json_t *body = because_of(event);
    json_object_set(body, "facts", event->with);
    return play_happens(play, ENTRY_FACT, NULL, person, body, err);
  }
  case SCENARIO_NOTE:
    return play_happens(play, ENTRY_NOTE, NULL, person, json_pack("{s:s}", "text", event->what), err);
  case SCENARIO_JOIN:
    return play_happens(play, ENTRY_JOIN, NULL, person, json_pack("{s:s}", "person", person), err);
  case SCENARIO_APPROVE:
  case SCENARIO_DENY:
  case SCENARIO_OBJECT:
  case SCENARIO_RESOLVE:
    return about_step(play, event, person, err);
  case SCENARIO_WAIVE: {
    json_t *body = because_of(event);
    json_object_set_new(body, "obligation", json_string(event->what));
    return play_happens(play, ENTRY_WAIVER, NULL, person, body, err);
  }
  case SCENARIO_DID:
    return did(play, event, person, err);
  case SCENARIO_MILESTONE: {
    json_t *body = because_of(event);
    json_object_set_new(body, "milestone", json_string(event->what));
    return play_happens(play, ENTRY_MILESTONE, NULL, person, body, err);
  }
  case SCENARIO_CLOSE: {
    json_t *body = because_of(event);
    json_object_set_new(body, "state", json_string("closed"));
    return play_happens(play, ENTRY_CLOSE, NULL, person, body, err);
  }
  case SCENARIO_AGAIN:
    return begin_again(play, err);
  }
  return 0;
}
