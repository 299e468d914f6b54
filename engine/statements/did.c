/*
 * What already happened, told afterwards (design.md section 9): never refused. Beside it stands what the policy says to
 * it with the facts as of now, so that everybody sees by what authority it was done, or that it had none (R4, R9).
 */
#include "statements/inside.h"
#include "statements/outside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "incident/question.h"

#include <string.h>

/* What may be said about anything that was done (R113), whatever the action declares. */
static const char *const always[] = {"what", "where", "how", "who", "person", "organisation", "means", "number",
                                     "said", "reached"};

/* ---- taking what was typed ---- */

static const struct outcome_field *find_field(const struct action *action, const char *name)
{
  for (size_t i = 0; i < action->field_count; i++)
    if (!strcmp(action->fields[i].name, name))
      return &action->fields[i];
  return NULL;
}

static bool is_always_understood(const char *name)
{
  for (size_t i = 0; i < COUNT(always); i++)
    if (!strcmp(always[i], name))
      return true;
  return false;
}

static int refuse_name(const struct action *action, const char *name, struct err *err)
{
  const char *known[3 * FACT_VALUES_MAX] = {"status"};
  size_t count = 1;
  for (size_t i = 0; i < action->parameter_count && count < FACT_VALUES_MAX; i++)
    known[count++] = action->parameters[i].name;
  for (size_t i = 0; i < action->field_count && count < 2 * FACT_VALUES_MAX; i++)
    known[count++] = action->fields[i].name;
  for (size_t i = 0; i < COUNT(always) && count < COUNT(known); i++)
    known[count++] = always[i];
  const char *near = suggest(name, known, count);
  return err_set(err, "of %s nothing called \"%s\" is recorded%s%s%s.", action->name, name,
                 near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static int take_status(const char *text, enum outcome_status *status, struct err *err)
{
  int found = outcome_status_find(text);
  if (found < 0 || found == OUTCOME_DENIED)
    return err_set(err, "what was done ended done, failed or unknown, not \"%s\".", text);
  *status = (enum outcome_status)found;
  return 0;
}

struct taken {
  json_t *arguments, *fields;
  enum outcome_status status;
};

static int take_given(const struct incident *incident, const struct action *action, const struct given *given,
                      struct taken *taken, struct err *err)
{
  const struct outcome_field *field = find_field(action, given->name);
  if (!strcmp(given->name, "status"))
    return take_status(given->value, &taken->status, err);
  if (action_parameter(action, given->name)) {
    json_object_set_new(taken->arguments, given->name, json_string(given->value));
    return 0;
  }
  if (!field && !is_always_understood(given->name))
    return refuse_name(action, given->name, err);
  json_t *value = field ? value_of_field(incident, field, given->value, err) : json_string(given->value);
  if (!value)
    return -1;
  json_object_set_new(taken->fields, given->name, value);
  return 0;
}

/* ---- the authority it had ---- */

static json_t *find_authority(struct dossier *dossier, const char *person, const struct action *action,
                              const json_t *arguments)
{
  const struct incident *incident = dossier->incident;
  struct policy_home home;
  struct verdict_found found;
  struct err no_roster = {0}, no_key = {0};
  bool is_keyed = site_key(dossier->site, &no_key) != NULL;
  site_home(dossier->site, &home, &no_roster);
  incident_decide(incident, dossier->policy, person, is_keyed, action->name, arguments, &home, &found);
  return policy_decision_json(dossier->policy, &found.with.certain, &found.decision, incident->last_seq);
}

/* ---- the whole ---- */

static void find_wanted(const struct taken *taken, struct did *did)
{
  const struct action *action = did->action;
  for (size_t i = 0; i < action->parameter_count && did->wanted_count < COUNT(did->wanted); i++) {
    const struct parameter *parameter = &action->parameters[i];
    if (!parameter->is_optional && !json_object_get(taken->arguments, parameter->name))
      did->wanted[did->wanted_count++] = (struct wanted){.name = parameter->name, .ask = parameter->ask};
  }
  for (size_t i = 0; i < action->field_count && did->wanted_count < COUNT(did->wanted); i++) {
    const struct outcome_field *field = &action->fields[i];
    if (field->ask && taken->status == OUTCOME_DONE && !json_object_get(taken->fields, field->name))
      did->wanted[did->wanted_count++] = (struct wanted){.name = field->name, .ask = field->ask};
  }
}

static json_t *write_body(struct dossier *dossier, const char *person, const struct action *action,
                          const struct taken *taken, clock_us at, const char *typed,
                          const struct did_said *more)
{
  char when[CLOCK_TEXT_SIZE];
  clock_text(at, when);
  return json_pack("{s:s, s:s*, s:O, s:s, s:s*, s:o, s:s*, s:O, s:s}", "action", action->name, "agreed", more->agreed,
                   "arguments", taken->arguments, "at", when, "at_typed", typed, "authority",
                   find_authority(dossier, person, action, taken->arguments), "because", more->because, "fields",
                   taken->fields, "status", outcome_status_name(taken->status));
}

static const struct action *find_action(const struct dossier *dossier, const char *name, struct err *err)
{
  const struct catalogue *catalogue = dossier->incident->catalogue;
  const struct action *action = catalogue_action(catalogue, name);
  if (action)
    return action;
  const char *near = catalogue_suggest_action(catalogue, name);
  err_set(err, "no action is called \"%s\"%s%s%s Nothing was recorded. In your own words it is taken at once: "
               "tocsin note %s ...", name, near ? "; did you mean \"" : ".", near ? near : "", near ? "\"?" : "",
          dossier->incident->id);
  return NULL;
}

static int find_time(const struct dossier *dossier, const char *text, clock_us *at, char **typed,
                     struct err *err)
{
  clock_us now = dossier_now(dossier);
  *at = now;
  if (text && value_of_moment(text, now, at, typed, err) < 0)
    return -1;
  if (*at > now)
    return err_set(err, "%s has not been yet; did is for what already happened.", text);
  return 0;
}

static int record(struct dossier *dossier, const char *person, const struct taken *taken, clock_us at,
                  const char *typed, const struct did_said *more, struct did *did, struct err *err)
{
  struct said said;
  did->body = write_body(dossier, person, did->action, taken, at, typed, more);
  struct saying saying = {.type = ENTRY_DID, .body = json_incref(did->body)};
  if (dossier_append(dossier, saying, &said, err) < 0 || dossier_commit(dossier, err) < 0)
    return -1;
  did->deed = &dossier->incident->deeds[dossier->incident->deed_count - 1];
  did->authority = json_object_get(did->body, "authority");
  did->seq = said.seq;
  did->is_signed = said.is_signed;
  did->is_by_mail = means_is_mail(json_get_string(taken->fields, "means"));
  return 0;
}

int did_state(struct dossier *dossier, const char *name, const struct given *given, size_t count,
              const struct did_said *more, struct did *did, struct err *err)
{
  struct did_said said = *more;
  const char *person;
  _cleanup_(freep) char *typed = NULL;
  clock_us at;
  *did = (struct did){.action = find_action(dossier, name, err)};
  if (!did->action || dossier_speaker(dossier, &person, err) < 0 || find_time(dossier, said.at, &at, &typed, err) < 0)
    return -1;
  const struct person *agreed = said.agreed ? value_of_person(dossier->incident, said.agreed, err) : NULL;
  if (said.agreed && !agreed)
    return -1;
  said.agreed = agreed ? agreed->id : NULL;
  struct taken taken = {json_object(), json_object(), OUTCOME_DONE};
  int result = 0;
  for (size_t i = 0; i < count && !result; i++)
    result = take_given(dossier->incident, did->action, &given[i], &taken, err);
  if (!result) {
    find_wanted(&taken, did);
    result = record(dossier, person, &taken, at, typed, &said, did, err);
  }
  json_decref(taken.arguments);
  json_decref(taken.fields);
  return result;
}

void did_finish(struct did *did)
{
  json_decref(did->body);
  *did = (struct did){0};
}
