/*
 * What becomes of a step: asked, waiting, open, in doubt, concluded.
 *
 * `unknown` and a crash are the same state (design.md section 8): what only reads runs again, an idempotent effect is
 * sent once more with the same key, everything else is in doubt until a person says what happened.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define READ_ATTEMPTS 3
#define IDEMPOTENT_ATTEMPTS 2

const char *step_state_name(enum step_state state)
{
  static const char *const names[] = {"waiting", "open", "again", "doubt", "concluded", "refused"};
  return names[state];
}

void step_free(struct step *step)
{
  if (!step)
    return;
  free(step->id);
  free(step->asker);
  free(step->person);
  free(step->approvals);
  json_decref(step->arguments);
  json_decref(step->decision);
  json_decref(step->fields);
  json_decref(step->obligations);
  free(step);
}

static void notice(struct incident *incident, struct step *step)
{
  *APPEND(incident->concluded, incident->concluded_count) = step;
}

const char *incident_reads(const struct action *action)
{
  if (!strcmp(action->name, "notify.management"))
    return "reached";
  if (callback_is(action))
    return "confirmed";
  return !strcmp(action->name, "fact.establish") ? "value" : NULL;
}

/* What the runner writes counts as what people say with their key does. */
static void learn_fact(struct incident *incident, const struct step *step, const struct entry *entry)
{
  bool counts = entry->type == ENTRY_OUTCOME || fact_counts(incident, entry);
  callback_answer(incident, step, entry->at, counts);
  const char *value = json_get_string(step->fields, "value");
  const char *name = json_get_string(step->arguments, "name");
  if (strcmp(step->action->name, "fact.establish") || !value || !name)
    return;
  fact_learn(incident, name, value, entry->at, counts);
}

static bool gives_way(const struct step *step)
{
  return step->release_at || step->release_wait;
}

/* What it waits for besides a yes, and when that gives way by itself. */
static void wait_for(struct incident *incident, struct step *step, const struct entry *entry)
{
  json_decref(step->obligations);
  step->obligations = entry ? json_incref(json_object_get(entry->body, "obligations")) : NULL;
  step->was_held |= step->obligations != NULL;
  if (gives_way(step))
    deadline_clear(incident, "obligation", step->release_seq);
  step->release_at = step->release_wait = 0;
  if (!entry)
    return;
  const char *text = json_get_string(entry->body, "release_at");
  const json_t *after = json_object_get(entry->body, "release_after");
  step->release_seq = entry->seq;
  if (text && clock_parse(text, &step->release_at))
    deadline_set(incident, "obligation", step->release_at, entry->seq);
  step->release_since = (uint64_t)json_get_integer(after, "since", 0);
  step->release_wait = json_get_integer(after, "seconds", 0) * 1000000;
  if (step->release_wait > 0)
    deadline_wait(incident, "obligation", &(struct deadline){.at = entry->at + step->release_wait, .seq = entry->seq,
                                                             .since = step->release_since, .wait = step->release_wait});
}

void step_conclude(struct incident *incident, struct step *step, enum outcome_status status, json_t *fields,
                   clock_us at)
{
  assert(step->state != STEP_CONCLUDED && step->state != STEP_REFUSED);
  if (gives_way(step))
    wait_for(incident, step, NULL);
  step->state = STEP_CONCLUDED;
  step->status = status;
  step->concluded_at = at;
  step->concluded_seq = incident->last_seq;
  json_decref(step->fields);
  step->fields = fields ? fields : json_object();
  notice(incident, step);
  calls_answer(incident, step);
}

/* May or may not have been applied. */
static void doubt(struct incident *incident, struct step *step, clock_us at)
{
  assert(step->state == STEP_OPEN);
  int attempts = step->action->effect == EFFECT_READ         ? READ_ATTEMPTS
                 : step->action->effect == EFFECT_IDEMPOTENT ? IDEMPOTENT_ATTEMPTS
                                                             : 0;
  if (step->attempt < attempts) {
    step->state = STEP_AGAIN;
    notice(incident, step);
  } else if (step->action->effect == EFFECT_READ) {
    step_conclude(incident, step, OUTCOME_FAILED, NULL, at);
  } else {
    step->state = STEP_DOUBT;
    notice(incident, step);
  }
}

static void outcome(struct incident *incident, struct step *step, const struct entry *entry)
{
  if (step->state != STEP_OPEN)
    return; /* late, or in doubt, which only a signed `resolve` settles: recorded, without effect */
  const char *text = json_get_string(entry->body, "status");
  int status = text ? outcome_status_find(text) : -1;
  if (status == OUTCOME_DONE || status == OUTCOME_FAILED) {
    json_t *fields = json_object_get(entry->body, "fields");
    step_conclude(incident, step, (enum outcome_status)status, json_is_object(fields) ? json_incref(fields) : NULL,
                  entry->at);
    availability_answer(incident, step, entry);
    learn_fact(incident, step, entry);
  } else {
    doubt(incident, step, entry->at);
  }
}

static void resolve(struct incident *incident, struct step *step, const struct entry *entry)
{
  const char *result = json_get_string(entry->body, "result");
  if (step->state != STEP_DOUBT || !result || !statement_counts(incident, entry) ||
      !incident_roles(incident, entry->actor))
    return;
  if (!strcmp(result, "happened")) {
    step_conclude(incident, step, OUTCOME_DONE, NULL, entry->at);
  } else if (!strcmp(result, "did_not_happen")) {
    step_conclude(incident, step, OUTCOME_FAILED, NULL, entry->at);
  } else if (!strcmp(result, "run_again")) {
    step->state = STEP_AGAIN;
    notice(incident, step);
  }
}

static struct step *ask(struct incident *incident, const struct entry *entry, struct err *err)
{
  const char *name = json_get_string(entry->body, "action");
  const struct action *action = name ? catalogue_action(incident->catalogue, name) : NULL;
  if (!action)
    return err_store(err, "entry %llu asks for an action \"%s\" that this procedure does not have",
                     (unsigned long long)entry->seq, name ? name : ""),
           NULL;
  struct step *step = xcalloc(1, sizeof *step);
  *APPEND(incident->steps, incident->step_count) = step;
  step->id = xstrdup(entry->step);
  step->run = entry->run;
  step->action = action;
  step->asker = xstrdup(incident->run_person);
  step->arguments = json_incref(json_object_get(entry->body, "arguments"));
  const char *fingerprint = json_get_string(entry->body, "fingerprint");
  snprintf(step->fingerprint, sizeof step->fingerprint, "%s", fingerprint ? fingerprint : "");
  step->asked_seq = entry->seq;
  step->asked_at = entry->at;
  step->asked_after = incident->previous_seq;
  return step;
}

static void spend_approvals(struct step *step, const json_t *seqs)
{
  size_t index;
  json_t *seq;
  json_array_foreach(seqs, index, seq)
  {
    for (size_t i = 0; i < step->approval_count; i++)
      if (step->approvals[i].seq == (uint64_t)json_integer_value(seq))
        step->approvals[i].is_spent = true;
  }
}

static void remember_call(struct incident *incident, const struct step *step)
{
  if (!step->action->person_role || !step->person)
    return;
  char *pair = xasprintf("%s %s", step->action->name, step->person);
  if (words_have(incident->called, incident->called_count, pair)) /* a second round: forget the first */
    words_free(&incident->called, &incident->called_count);
  words_add(&incident->called, &incident->called_count, pair);
  free(pair);
}

static void intend(struct incident *incident, struct step *step, const struct entry *entry)
{
  step->state = STEP_OPEN;
  wait_for(incident, step, NULL);
  step->intent_seq = entry->seq;
  step->intent_at = entry->at;
  step->attempt = (int)json_get_integer(entry->body, "attempt", step->attempt + 1);
  free(step->person);
  step->person = xstrdup(json_get_string(entry->body, "person"));
  step->left = (int)json_get_integer(entry->body, "left", 0);
  spend_approvals(step, json_object_get(entry->body, "approvals"));
  remember_call(incident, step);
  availability_call(incident, entry, step);
}

static void request(struct incident *incident, struct step *step, const struct entry *entry)
{
  const char *state = json_get_string(entry->body, "state");
  bool is_refused = state && !strcmp(state, "refused");
  step->state = is_refused ? STEP_REFUSED : STEP_WAITING;
  wait_for(incident, step, entry);
  if (is_refused) {
    step->concluded_at = entry->at;
    notice(incident, step);
  }
}

int steps_take(struct incident *incident, const struct entry *entry, struct err *err)
{
  struct step *step = entry->run == incident->run ? incident_step(incident, entry->step) : NULL;
  bool is_asking = entry->type == ENTRY_INTENT || entry->type == ENTRY_REQUEST;
  if (step && is_asking && step->state != STEP_WAITING && step->state != STEP_AGAIN)
    return err_store(err, "entry %llu begins %s anew, which does not wait for that", (unsigned long long)entry->seq,
                     step->id);
  if (!step && is_asking)
    step = ask(incident, entry, err);
  if (!step)
    return is_asking ? -1 : 0;
  if (is_asking) {
    json_decref(step->decision);
    step->decision = json_incref(json_object_get(entry->body, "decision"));
  }
  if (entry->type == ENTRY_INTENT)
    intend(incident, step, entry);
  else if (entry->type == ENTRY_REQUEST)
    request(incident, step, entry);
  else if (entry->type == ENTRY_OUTCOME || entry->type == ENTRY_ANSWER)
    outcome(incident, step, entry);
  else if (entry->type == ENTRY_IN_DOUBT && step->state == STEP_OPEN)
    doubt(incident, step, entry->at);
  else if (entry->type == ENTRY_RESOLVE)
    resolve(incident, step, entry);
  return 0;
}
