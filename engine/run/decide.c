/*
 * The block of decisions at the end of a commit: waiting steps first in order of request, then the queue in the order
 * asked, then the run's end. Every decision is made with the facts as of its own position, so none is ever stale.
 */
#include "run/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "incident/obligations.h"
#include "incident/question.h"

#include <stdio.h>
#include <string.h>

/* What one block needs on its way. */
struct block {
  struct run *run;
  int64_t commit;
  run_emit emit;
  void *context;
  bool has_begun_any; /* an intent was written: an attempt is under way */
  bool has_written;   /* something was */
};

static int write_entry(struct block *block, enum entry_type type, const char *step, json_t *body, const char *where,
                       struct err *err)
{
  struct run *run = block->run;
  struct buf bytes = {0};
  struct entry written = {0};
  int result = json_write_tree(&bytes, body, err);
  block->has_begun_any |= type == ENTRY_INTENT;
  block->has_written = true;
  json_decref(body);
  struct entry_draft draft = {.type = type, .incident = run->incident->id, .step = step,
                              .actor = run->incident->run_person, .run = run->number, .commit = block->commit,
                              .body = buf_string(&bytes), .body_length = bytes.length};
  if (!result)
    result = block->emit(block->context, &draft, where, &written, err);
  if (!result)
    result = run_take(run, &written, err);
  entry_finish(&written);
  buf_finish(&bytes);
  return result;
}

static json_t *approvals_used(const struct step *step)
{
  json_t *seqs = json_array();
  for (size_t i = 0; step && i < step->approval_count; i++)
    if (!step->approvals[i].is_spent)
      json_array_append_new(seqs, json_integer((json_int_t)step->approvals[i].seq));
  return seqs;
}

static json_t *ids_of(const struct obligation *const *list, size_t count)
{
  json_t *ids = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(ids, json_string(list[i]->id));
  return ids;
}

static json_t *request_body(const struct asking *asking, json_t *arguments, const char *fingerprint, json_t *decision,
                            const char *state)
{
  return json_pack("{s:s, s:O, s:o, s:s, s:s}", "action", asking->action, "arguments", arguments, "decision", decision,
                   "fingerprint", fingerprint, "state", state);
}

/* It may be done, and waits for what has to be done before. */
static json_t *held_body(const struct asking *asking, json_t *arguments, const char *fingerprint, json_t *decision,
                         const struct hold *hold)
{
  json_t *body = request_body(asking, arguments, fingerprint, decision, "waiting");
  json_object_set_new(body, "obligations", ids_of(hold->list, hold->count));
  if (hold->release_at) {
    char text[CLOCK_TEXT_SIZE];
    clock_text(hold->release_at, text);
    json_object_set_new(body, "release_at", json_string(text));
  }
  if (hold->release_wait)
    json_object_set_new(body, "release_after",
                        json_pack("{s:I, s:I}", "seconds", (json_int_t)(hold->release_wait / 1000000), "since",
                                  (json_int_t)hold->release_since));
  return body;
}

static json_t *intent_body(struct run *run, const struct asking *asking, const struct step *step, json_t *arguments,
                           const char *fingerprint, json_t *decision, const struct hold *hold)
{
  const struct action *action = catalogue_action(run->incident->catalogue, asking->action);
  char *key = incident_key(fingerprint);
  json_t *body = json_pack("{s:s, s:O, s:i, s:o, s:s, s:s, s:s}", "action", asking->action, "arguments", arguments,
                           "attempt", step ? step->attempt + 1 : 1, "decision", decision, "driver",
                           driver_kind_name(action->driver),
                           "fingerprint", fingerprint, "key", key);
  free(key);
  if (json_string_value(json_object_get(decision, "verdict")) &&
      !strcmp(json_string_value(json_object_get(decision, "verdict")), "approval"))
    json_object_set_new(body, "approvals", approvals_used(step));
  if (hold->deviation_count) /* only attempted so far, and in priority 1 nothing takes longer for it */
    json_object_set_new(body, "deviations", ids_of(hold->deviations, hold->deviation_count));
  if (action->person_role) {
    int left;
    const struct person *person = incident_next_call(run->incident, action, &left);
    if (person)
      json_object_set_new(body, "person", json_string(person->id));
    json_object_set_new(body, "left", json_integer(left));
  }
  if (run->setup.environment)
    json_object_set_new(body, "by", json_loads(run->setup.environment, 0, NULL));
  return body;
}

static bool is_same_hold(const struct step *step, const struct hold *hold)
{
  if (json_array_size(step->obligations) != hold->count || step->release_at != hold->release_at ||
      step->release_wait != hold->release_wait ||
      (hold->release_wait && step->release_since != hold->release_since))
    return false;
  for (size_t i = 0; i < hold->count; i++)
    if (strcmp(json_string_value(json_array_get(step->obligations, i)), hold->list[i]->id))
      return false;
  return true;
}

/* Asked already, and nothing has changed. What is to be done again was asked once and spent: it asks anew. */
static bool is_same_answer(const struct step *step, const json_t *decision, const struct hold *hold)
{
  return step && step->state == STEP_WAITING && is_same_hold(step, hold) &&
         json_equal(json_object_get(step->decision, "verdict"), json_object_get(decision, "verdict")) &&
         json_equal(json_object_get(step->decision, "from"), json_object_get(decision, "from")) &&
         json_equal(json_object_get(step->decision, "rule"), json_object_get(decision, "rule"));
}

static int write_decided(struct block *block, const struct asking *asking, struct step *step, json_t *arguments,
                         const struct verdict_found *found, struct err *err)
{
  struct run *run = block->run;
  const struct decision *decision = &found->decision;
  char fingerprint[DIGEST_TEXT_SIZE];
  incident_fingerprint(run->incident->id, run->number, asking->step, asking->action, buf_string(&asking->arguments),
                       asking->arguments.length, fingerprint);
  json_t *words = policy_decision_json(run->setup.policy, &found->with.certain, decision, run->incident->last_seq);
  bool goes_ahead = decision->verdict == VERDICT_PREAUTHORIZED ||
                    (decision->verdict == VERDICT_APPROVAL && step &&
                     !incident_missing(step, decision->from, decision->needs_key));
  struct hold hold = {0};
  if (goes_ahead)
    incident_hold(run->incident, run->setup.policy, catalogue_action(run->incident->catalogue, asking->action), step,
                  &hold);
  char *id = xstrdup(asking->step), *where = xstrdup(asking->where); /* the turn may end what `asking` points to */
  int result = 0;
  if (goes_ahead && !hold.count)
    result = write_entry(block, ENTRY_INTENT, id,
                         intent_body(run, asking, step, arguments, fingerprint, words, &hold), where, err);
  else if (decision->verdict == VERDICT_FORBIDDEN)
    result = write_entry(block, ENTRY_REQUEST, id, request_body(asking, arguments, fingerprint, words, "refused"),
                         where, err);
  else if (!is_same_answer(step, words, &hold))
    result = write_entry(block, ENTRY_REQUEST, id,
                         hold.count ? held_body(asking, arguments, fingerprint, words, &hold)
                                    : request_body(asking, arguments, fingerprint, words, "waiting"), where, err);
  else
    json_decref(words);
  free(id);
  free(where);
  return result;
}

static int decide_one(struct block *block, const char *id, struct err *err)
{
  struct run *run = block->run;
  const struct asking *asking = tracks_asking(&run->tracks, id);
  struct step *step = incident_step(run->incident, id);
  if (!asking || (step && step->state != STEP_WAITING && step->state != STEP_AGAIN))
    return 0;
  json_t *arguments = json_parse(asking->arguments.bytes, asking->arguments.length, err);
  if (!arguments)
    return -1;
  struct verdict_found found;
  incident_decide(run->incident, run->setup.policy, run->incident->run_person, run->incident->is_run_keyed,
                  asking->action, arguments, &run->home, &found);
  int result = write_decided(block, asking, step, arguments, &found, err);
  json_decref(arguments);
  return result;
}

/* The steps to decide, fixed before the first is: waiting ones by their request, then fresh ones in the order asked. */
static char **steps_to_decide(const struct run *run, size_t *count)
{
  char **ids = NULL;
  *count = 0;
  for (size_t i = 0; i < run->incident->step_count; i++) {
    const struct step *step = run->incident->steps[i];
    if (step->run == run->number && (step->state == STEP_WAITING || step->state == STEP_AGAIN))
      *APPEND(ids, *count) = xstrdup(step->id);
  }
  for (size_t i = 0; i < run->tracks.asking_count; i++)
    if (!incident_step(run->incident, run->tracks.asking[i]->step))
      *APPEND(ids, *count) = xstrdup(run->tracks.asking[i]->step);
  return ids;
}

/* A false alarm: nobody is asked anything any more, and the run ends where it is (R76). */
static bool is_stood_down(const struct run *run)
{
  return run->incident->dismissal.reached.seq || run->incident->is_closed;
}

static json_t *end_body(const struct run *run)
{
  enum track_state worst = TRACK_FINISHED;
  json_t *tracks = json_array();
  for (size_t i = 0; i < run->tracks.count; i++) {
    const struct track *track = run->tracks.list[i];
    if (track->state > worst)
      worst = track->state;
    json_t *row = json_pack("{s:s, s:s}", "state", track_state_name(track->state), "track", track->path);
    if (track->because && track->because[0])
      json_object_set_new(row, "because", json_string(track->because));
    json_array_append_new(tracks, row);
  }
  if (run->tracks.is_stopped)
    return json_pack("{s:s, s:s, s:o}", "state", "failed", "stopped", run->tracks.stopped_because, "tracks", tracks);
  const char *state = tracks_have_ended(&run->tracks) ? track_state_name(worst) : "halted";
  return json_pack("{s:s, s:o}", "state", state, "tracks", tracks);
}

static int decide_all(struct block *block, char **ids, size_t count, struct err *err)
{
  int result = 0;
  for (size_t i = 0; i < count && !result; i++)
    result = decide_one(block, ids[i], err);
  for (size_t i = 0; i < count; i++)
    free(ids[i]);
  free(ids);
  return result;
}

/* Those that wait for something which may have begun in this very block: then it is known when they go ahead. */
static char **steps_held(const struct run *run, size_t *count)
{
  char **ids = NULL;
  *count = 0;
  for (size_t i = 0; i < run->incident->step_count; i++) {
    const struct step *step = run->incident->steps[i];
    if (step->run == run->number && step->state == STEP_WAITING && step->obligations)
      *APPEND(ids, *count) = xstrdup(step->id);
  }
  return ids;
}

int run_decide(struct run *run, int64_t commit, run_emit emit, void *context, struct err *err)
{
  struct block block = {.run = run, .commit = commit, .emit = emit, .context = context};
  if (!run->has_begun || run->has_ended)
    return 0;
  if (is_stood_down(run))
    return write_entry(&block, ENTRY_RUN_END, NULL, end_body(run), "", err);
  size_t count;
  char **ids = steps_to_decide(run, &count);
  int result = decide_all(&block, ids, count, err);
  if (!result && block.has_begun_any) {
    ids = steps_held(run, &count);
    result = decide_all(&block, ids, count, err);
  }
  if (!result && tracks_have_ended(&run->tracks))
    result = write_entry(&block, ENTRY_RUN_END, NULL, end_body(run), "", err);
  if (!result && !block.has_written &&
      run_has_queue(run)) /* the loop would come back for ever with the same question */
    result = err_set(err, "A step of %s is to be decided, and no decision came of it: a fault of this program. The run "
                          "stops here; what is recorded stands.", run->incident->id);
  return result;
}
