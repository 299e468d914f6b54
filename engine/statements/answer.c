/*
 * Answers to manual steps: who and when are filled in, what, where and how are asked, why may follow (R113).
 *
 * Any member of the team may do any step. Whose work it was and is not his is recorded beside it (R44), never refused:
 * at three in the morning one person may be the whole team.
 */
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <string.h>

/* What may be said about anything that was done (R113) or anybody spoken to (R89), whatever the action declares. */
static const char *const always[] = {"because", "what", "where", "how", "why", "who", "person", "means", "number",
                                     "said", "reached"};

/* ---- what a step asks ---- */

static const struct fact *fact_asked(const struct incident *incident, const struct step *step)
{
  const char *name = json_get_string(step->arguments, "name");
  int index = strcmp(step->action->name, "fact.establish") || !name ? -1 : catalogue_fact(incident->catalogue, name);
  return index < 0 ? NULL : &incident->catalogue->facts[index];
}

static const struct outcome_field *find_field(const struct step *step, const char *name)
{
  for (size_t i = 0; i < step->action->field_count; i++)
    if (!strcmp(step->action->fields[i].name, name))
      return &step->action->fields[i];
  return NULL;
}

/*
 * Of a call only what the record cannot know is asked: whether it reached him, and if nobody was offered, whom. His
 * number stands in the roster, and what he said may follow. Of anything else, all that its action asks.
 */
static bool is_needed(const struct step *step, const struct outcome_field *field)
{
  if (!field->ask)
    return false;
  if (!step->action->person_role)
    return true;
  return !strcmp(field->name, "reached") || (!strcmp(field->name, "person") && !step->person);
}

static struct wanted wanted_field(const struct outcome_field *field)
{
  return (struct wanted){field->name, field->ask, field->value_count, field->values};
}

size_t answer_fields(const struct incident *incident, const struct step *step, struct wanted *wanted, size_t size)
{
  const struct fact *fact = fact_asked(incident, step);
  size_t count = 0;
  if (fact && size)
    wanted[count++] = (struct wanted){fact->name, fact->question, fact->value_count, fact->values};
  for (size_t i = 0; !fact && i < step->action->field_count && count < size; i++)
    if (is_needed(step, &step->action->fields[i]))
      wanted[count++] = wanted_field(&step->action->fields[i]);
  return count;
}

/* ---- may it be answered? ---- */

static int refuse_state(const struct incident *incident, const struct step *step, struct err *err)
{
  char at[MOMENT_SIZE], words[200];
  switch (step->state) {
  case STEP_WAITING:
    if (step->obligations)
      return err_set(err, "%s waits for what has to be done before, and is nothing to be done yet: tocsin tasks %s",
                     step->id, incident->id);
    role_set_text(decision_from(step->decision), words, sizeof words);
    return err_set(err, "%s waits for a yes from %s and is nothing to be done yet.", step->id, words);
  case STEP_AGAIN:
    return err_set(err, "%s is about to be asked for again: tocsin run %s", step->id, incident->id);
  case STEP_DOUBT:
    return err_set(err, "%s is in doubt, and only a signed word settles that: tocsin resolve %s %s --happened "
                        "(or --did-not-happen, --run-again)", step->id, incident->id, step->id);
  case STEP_REFUSED:
    return err_set(err, "%s is forbidden and was never to be done: %s", step->id,
                   json_get_string(step->decision, "because"));
  default:
    moment_text(step->concluded_at, at);
    return err_set(err, "%s is %s since %s; nothing more is asked there. What you know beyond that: tocsin note %s ...",
                   step->id, outcome_status_name(step->status), at, incident->id);
  }
}

static int check_step(const struct incident *incident, const struct step *step, struct err *err)
{
  if (step->state != STEP_OPEN)
    return refuse_state(incident, step, err);
  if (step->action->driver != DRIVER_MANUAL)
    return err_set(err, "%s (%s) is done by tocsin itself; nobody has to answer it.", step->id, step->action->name);
  return 0;
}

/* ---- taking what was typed ---- */

static int refuse_name(const struct step *step, const char *name, struct err *err)
{
  const char *known[FACT_VALUES_MAX + COUNT(always) + 1];
  size_t count = 0;
  known[count++] = "status";
  for (size_t i = 0; i < step->action->field_count && i < FACT_VALUES_MAX; i++)
    known[count++] = step->action->fields[i].name;
  for (size_t i = 0; i < COUNT(always); i++)
    known[count++] = always[i];
  const char *near = suggest(name, known, count);
  return err_set(err, "%s gives back no \"%s\"%s%s%s.", step->action->name, name, near ? "; did you mean \"" : "",
                 near ? near : "", near ? "\"?" : "");
}

static int take_status(struct answered *answered, const char *text, struct err *err)
{
  int status = outcome_status_find(text);
  if (status < 0 || status == OUTCOME_DENIED)
    return err_set(err, "a step ends done, failed or unknown, not \"%s\".", text);
  answered->status = (enum outcome_status)status;
  return 0;
}

static bool is_always_understood(const char *name)
{
  for (size_t i = 0; i < COUNT(always); i++)
    if (!strcmp(always[i], name))
      return true;
  return false;
}

static int take_fact(const struct fact *fact, const struct given *given, json_t *fields, struct err *err)
{
  const char *value = value_of_fact(fact, given->value, err);
  if (!value)
    return -1;
  json_object_set_new(fields, "value", json_string(value));
  return 0;
}

static int take_given(const struct incident *incident, struct answered *answered, const struct given *given,
                      json_t *fields, struct err *err)
{
  const struct step *step = answered->step;
  const struct outcome_field *field = find_field(step, given->name);
  const struct fact *fact = fact_asked(incident, step);
  if (!strcmp(given->name, "status"))
    return take_status(answered, given->value, err);
  if (fact && (!strcmp(given->name, "value") || !strcmp(given->name, fact->name)))
    return take_fact(fact, given, fields, err);
  if (!field && !is_always_understood(given->name))
    return refuse_name(step, given->name, err);
  json_t *value = field ? value_of_field(incident, field, given->value, err) : json_string(given->value);
  if (!value)
    return -1;
  json_object_set_new(fields, given->name, value);
  return 0;
}

/* ---- what is filled in ---- */

static void fill_in(const struct step *step, json_t *fields)
{
  if (!step->action->person_role)
    return;
  if (step->person && !json_object_get(fields, "person"))
    json_object_set_new(fields, "person", json_string(step->person));
  if (!json_object_get(fields, "means"))
    json_object_set_new(fields, "means", json_string("telephone"));
}

/* Of what was not done there is nothing to tell, but whether a call reached anybody the policy wants to know. */
static bool is_missing(const struct answered *answered, const struct outcome_field *field, const json_t *fields)
{
  bool is_fully_asked = answered->status == OUTCOME_DONE || !strcmp(field->name, "reached");
  return is_fully_asked && is_needed(answered->step, field) && !json_object_get(fields, field->name);
}

static void find_missing(const struct incident *incident, struct answered *answered, const json_t *fields)
{
  const struct step *step = answered->step;
  const struct fact *fact = fact_asked(incident, step);
  if (fact && answered->status == OUTCOME_DONE && !json_object_get(fields, "value"))
    answered->wanted_count = answer_fields(incident, step, answered->wanted, COUNT(answered->wanted));
  for (size_t i = 0; !fact && i < step->action->field_count && answered->wanted_count < COUNT(answered->wanted); i++)
    if (is_missing(answered, &step->action->fields[i], fields))
      answered->wanted[answered->wanted_count++] = wanted_field(&step->action->fields[i]);
}

/* Calling others is the managers' of the team, hands on machines the technicians'; what both may do is nobody's. */
static const char *whose_work(const struct action *action)
{
  static const struct {
    const char *class;
    enum role role;
  } works[] = {
      {"notification", ROLE_IRT_MANAGEMENT}, {"disclosure", ROLE_IRT_MANAGEMENT}, {"evidence", ROLE_TECHNICAL},
      {"containment", ROLE_TECHNICAL},       {"recovery", ROLE_TECHNICAL},        {"contact", ROLE_IRT},
  };
  for (size_t i = 0; i < COUNT(works); i++)
    if (!strcmp(works[i].class, action->class))
      return role_name(works[i].role);
  return NULL;
}

static const char *acting_for(const struct incident *incident, const char *person, const struct action *action)
{
  const char *role = whose_work(action);
  return role && !(incident_working_roles(incident, person) & 1u << role_find(role)) ? role : NULL;
}

static json_t *write_body(const struct answered *answered, json_t *fields)
{
  json_t *body = json_pack("{s:s, s:O, s:s}", "action", answered->step->action->name, "fields", fields, "status",
                           outcome_status_name(answered->status));
  if (answered->acting_for)
    json_object_set_new(body, "acting_for", json_string(answered->acting_for));
  return body;
}

static int compose(const struct incident *incident, const char *person, const struct given *given, size_t count,
                   struct answered *answered, json_t *fields, struct err *err)
{
  for (size_t i = 0; i < count; i++)
    if (take_given(incident, answered, &given[i], fields, err) < 0)
      return -1;
  fill_in(answered->step, fields);
  find_missing(incident, answered, fields);
  if (answered->wanted_count)
    return 1;
  answered->acting_for = acting_for(incident, person, answered->step->action);
  answered->body = write_body(answered, fields);
  return 0;
}

int answer_compose(const struct incident *incident, const char *person, const char *id, const struct given *given,
                   size_t count, struct answered *answered, struct err *err)
{
  *answered = (struct answered){.step = incident_step(incident, id), .status = OUTCOME_DONE};
  if (!answered->step)
    return err_set(err, "%s has no step %s.", incident->id, id);
  if (check_step(incident, answered->step, err) < 0)
    return -1;
  json_t *fields = json_object();
  int result = compose(incident, person, given, count, answered, fields, err);
  json_decref(fields);
  return result;
}

void answered_finish(struct answered *answered)
{
  json_decref(answered->body);
  *answered = (struct answered){0};
}

/* ---- recording it ---- */

/* Too late: somebody else was first. Who, and when, is what the reader wants to know. */
static int refuse_late(const struct dossier *dossier, const struct step *step, struct err *err)
{
  const struct conclusion *by = dossier_conclusion(dossier, step);
  if (step->state != STEP_CONCLUDED || !by)
    return 0;
  char at[MOMENT_SIZE];
  moment_text(step->concluded_at, at);
  return err_set(err, "%s is concluded: %s said %s at %s (entry %llu). Your answer was not recorded; what you know "
                      "beyond that: tocsin note %s ...", step->id, by->actor, outcome_status_name(step->status), at,
                 (unsigned long long)by->seq, dossier->incident->id);
}

int answer_state(struct dossier *dossier, const char *id, const struct given *given, size_t count,
                 struct answered *answered, struct err *err)
{
  const char *person;
  struct said said;
  *answered = (struct answered){0};
  const struct step *step = dossier_step(dossier, id, err);
  if (!step || dossier_worker(dossier, step, &person, err) < 0 || refuse_late(dossier, step, err) < 0)
    return -1;
  int result = answer_compose(dossier->incident, person, id, given, count, answered, err);
  if (result)
    return result;
  struct saying saying = {.type = ENTRY_ANSWER, .step = id, .body = json_incref(answered->body)};
  if (dossier_append(dossier, saying, &said, err) < 0 || dossier_commit(dossier, err) < 0)
    return -1;
  answered->seq = said.seq;
  answered->is_signed = said.is_signed;
  return 0;
}
