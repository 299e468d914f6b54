/*
 * Playing: one thing after another, in an order that is written down here and nowhere else. What is overdue comes
 * first; then what the scenario says happens at this step; then people answer, the oldest step first; then those who
 * are asked say yes or no; and only when nothing goes on without it, what comes later.
 */
#include "explore/play.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define STEPS_AT_MOST 2000
#define BEGINS_AT ((clock_us)1767582000000000) /* 5 January 2026, 03:00 UTC: a Monday morning, nobody is up */

/* ---- coverage ---- */

void scenario_coverage_init(struct scenario_coverage *coverage)
{
  *coverage = (struct scenario_coverage){json_object(), json_object(), json_object(), json_object(),
                                          json_object()};
}

void scenario_coverage_finish(struct scenario_coverage *coverage)
{
  json_decref(coverage->rules);
  json_decref(coverage->priorities);
  json_decref(coverage->playbooks);
  json_decref(coverage->actions);
  json_decref(coverage->obligations);
}

static void cover(json_t *set, const char *name)
{
  if (name)
    json_object_set_new(set, name, json_integer(json_get_integer(set, name, 0) + 1));
}

/* ---- results ---- */

void play_fail(struct play *play, int line, const char *step, char *expected, char *got)
{
  struct scenario_result *result = play->result;
  *APPEND(result->failures, result->failure_count) = (struct scenario_failure){line, xstrdup(step), expected, got};
}

void scenario_result_finish(struct scenario_result *result)
{
  for (size_t i = 0; i < result->failure_count; i++) {
    free(result->failures[i].step);
    free(result->failures[i].expected);
    free(result->failures[i].got);
  }
  free(result->failures);
  *result = (struct scenario_result){0};
}

/* ---- one thing ---- */

static const struct step *asked_for(const struct play *play, const char *name)
{
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (step->run == play->incident->run && scenario_is_named(name, step->id, step->action->name))
      return step;
  }
  return NULL;
}

static const struct scenario_event *next_event(const struct play *play)
{
  const struct scenario *scenario = play->setup->scenario;
  return play->next_event < scenario->event_count ? &scenario->events[play->next_event] : NULL;
}

static int take_event(struct play *play, struct err *err)
{
  const struct scenario_event *event = next_event(play);
  play->next_event++;
  play->is_event_due = false;
  int result = play_event(play, event, err);
  play->event_from = play->now;
  return result;
}

/* 1: somebody answered; 0: nobody has an answer. */
static int someone_answers(struct play *play, struct err *err)
{
  const struct answers *answers = play->setup->scenario->answers;
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (step->run != play->incident->run || step->state != STEP_OPEN)
      continue;
    const struct answer *answer = answers ? answers_next(answers, step->id, step->action->name) : NULL;
    if (answer || step->action->driver != DRIVER_MANUAL)
      return play_answer(play, step, answer, err) < 0 ? -1 : 1;
  }
  return 0;
}

static bool is_said(const struct play *play, const char *word)
{
  for (size_t i = 0; i < play->said_count; i++)
    if (!strcmp(play->said[i], word))
      return true;
  return false;
}

static int someone_decides(struct play *play, struct err *err)
{
  const struct scenario *scenario = play->setup->scenario;
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (step->run != play->incident->run || step->state != STEP_WAITING ||
        !incident_missing(step, decision_from(step->decision), false))
      continue; /* nobody's word would help */
    for (size_t k = 0; k < scenario->word_count; k++) {
      if (!scenario_is_named(scenario->words[k].key, step->id, step->action->name))
        continue;
      bool is_anybody = !strcmp(scenario->words[k].person, SCENARIO_ANYBODY);
      char *word = xasprintf("%zu %d %s %zu", k, step->run, step->id, is_anybody ? step->approval_count : 0);
      if (is_said(play, word)) {
        free(word);
        continue;
      }
      *APPEND(play->said, play->said_count) = word;
      return play_word(play, step, &scenario->words[k], err) < 0 ? -1 : 1;
    }
  }
  return 0;
}

static int time_is_up(struct play *play, const struct deadline *deadline, struct err *err)
{
  char at[CLOCK_TEXT_SIZE];
  clock_text(deadline->at, at);
  return play_happens(play, ENTRY_DUE, NULL, play_person(play),
                      json_pack("{s:s, s:s}", "at", at, "deadline", deadline->name), err);
}

static struct moment play_moment(const struct play *play)
{
  return (struct moment){play->now, {PLAY_BOOT, play->now * 1000}};
}

/* Time passes up to the next event, stopping at each deadline before it. */
static int wait_for_event(struct play *play, const struct scenario_event *event, struct err *err)
{
  clock_us until = play->event_from + event->after_s * 1000000;
  int64_t left;
  const struct deadline *deadline = incident_next_deadline(play->incident, play_moment(play), &left);
  if (deadline && play->now + left <= until) {
    play->now += left;
    return time_is_up(play, deadline, err);
  }
  if (until > play->now)
    play->now = until;
  return take_event(play, err);
}

/* 1: nothing goes on any more. */
static int go_on(struct play *play, struct err *err)
{
  const struct deadline *due = incident_due(play->incident, play_moment(play));
  if (due)
    return time_is_up(play, due, err);
  const struct scenario_event *event = next_event(play);
  if (event && event->at && !play->is_event_due && asked_for(play, event->at)) {
    play->is_event_due = true;
    play->event_from = play->now;
  }
  if (event && play->is_event_due && !event->after_s)
    return take_event(play, err);
  int answered = run_has_ended(play->run) ? 0 : someone_answers(play, err);
  if (!answered && !run_has_ended(play->run))
    answered = someone_decides(play, err);
  if (answered)
    return answered < 0 ? -1 : 0;
  if (!event)
    return 1;
  if (!event->at || play->is_event_due)
    return wait_for_event(play, event, err);
  play_fail(play, event->line, NULL, xasprintf("%s is asked for", event->at), xstrdup("it never was"));
  play->next_event++;
  return 0;
}

/* ---- all of it ---- */

static int emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
                struct err *err)
{
  struct play *play = context;
  (void)where;
  json_t *body = json_parse(draft->body, draft->body_length, err);
  if (!body)
    return -1;
  const json_t *decision = json_object_get(body, "decision");
  cover(play->coverage->rules, json_get_string(decision, "rule"));
  cover(play->coverage->actions, json_get_string(body, "action"));
  return play_write(play, draft, body, written, err);
}

static int begin(struct play *play, struct err *err)
{
  const struct scenario *scenario = play->setup->scenario;
  struct declaration copy = scenario->incident;
  char name[32];
  if (play_happens(play, ENTRY_GENESIS, NULL, NULL, play_genesis(play), err) < 0 ||
      play_happens(play, ENTRY_DECLARE, NULL, copy.declared_by, declaration_to_json(&copy), err) < 0)
    return -1;
  play->declared = play->incident->facts;
  play->event_from = play->now;
  int urgency = policy_urgency(policy_candidates(play->setup->policy, &play->declared));
  snprintf(name, sizeof name, "%d", urgency);
  cover(play->coverage->priorities, name);
  snprintf(name, sizeof name, "priority-%d", urgency);
  const char *playbook = scenario->playbook ? scenario->playbook : name;
  cover(play->coverage->playbooks, playbook);
  return play_happens(play, ENTRY_RUN_BEGIN, NULL, play_person(play), play_run_begin(play, playbook), err);
}

static int perform(struct play *play, struct err *err)
{
  int result = begin(play, err);
  for (int i = 0; !result; i++) {
    if (!run_has_ended(play->run))
      result = run_decide(play->run, (int64_t)play->seq, emit, play, err);
    if (!result && !run_has_queue(play->run))
      result = go_on(play, err);
    if (i == STEPS_AT_MOST) {
      play_fail(play, 0, NULL, xstrdup("it comes to an end"), xasprintf("still going on after %d steps", i));
      break;
    }
  }
  play->result->steps = play->incident->step_count;
  return result < 0 ? -1 : 0;
}

static void make_keys(struct play *play)
{
  size_t count = play->setup->company->people.count;
  play->keys = xcalloc(count + 1, sizeof *play->keys);
  for (size_t i = 0; i < count; i++)
    play->keys[i] = key_generate();
}

static void play_finish(struct play *play)
{
  for (size_t i = 0; i < play->setup->company->people.count; i++)
    key_free(play->keys[i]);
  free(play->keys);
  for (size_t i = 0; i < play->said_count; i++)
    free(play->said[i]);
  free(play->said);
  run_free(play->run);
  incident_free(play->incident);
}

int scenario_play(const struct scenario_setup *setup, struct scenario_coverage *coverage,
                  struct scenario_result *result, struct err *err)
{
  struct play play = {.setup = setup, .coverage = coverage, .result = result, .now = BEGINS_AT};
  *result = (struct scenario_result){0};
  make_keys(&play);
  play.incident = incident_new(policy_catalogue(setup->policy), "I-1", PLAY_ORIGIN);
  incident_suppose_keys(play.incident);
  struct run_setup run_setup = {.world = &world_dry_run, .policy = setup->policy, .procedure = setup->procedure,
                                .incident = play.incident};
  play.run = run_new(&run_setup, err);
  int status = play.run ? perform(&play, err) : -1;
  if (!status)
    status = play_judge(&play, err);
  play_finish(&play);
  return status;
}
