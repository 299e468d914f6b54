/*
 * Replays runs, and counts on the way what an auditor asks for: an outcome for every intent, a decision before every
 * intent, approvals that cover what was done.
 */
#include "explore/replay.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/limit.h"
#include "site/record.h"

#include <string.h>

#define COMMIT_US 60000000 /* no commit takes as long */
#define RUN_SECONDS 600 /* of processor for one run, however long its record */

enum { CONTROL_DECISIONS, CONTROL_OUTCOMES, CONTROL_APPROVALS, CONTROL_COUNT };

static void prepare_controls(struct replay_report *report)
{
  static const char *const names[] = {"decisions derived again", "an outcome for every intent",
                                      "an approval for everything that needed one"};
  for (size_t i = 0; i < CONTROL_COUNT; i++)
    report->controls[i].name = names[i];
  report->control_count = CONTROL_COUNT;
}

static void control(struct replay_report *report, int which, bool is_right)
{
  report->controls[which].checked++;
  report->controls[which].wrong += !is_right;
}

/* Asked of somebody, and dropped when all were stood down: there is nothing that could have come of it. */
static bool was_dropped(const struct incident *incident, const struct step *step)
{
  return incident->dismissal.reached.seq && step->state == STEP_OPEN && step->action->driver == DRIVER_MANUAL;
}

/* Used, and not for longer than it held; the last word of a commit stands a moment after its first. */
static bool held_for(const struct step *step, const struct step_approval *approval)
{
  return approval->is_spent && step->intent_at - COMMIT_US <= approval->not_after;
}

static void count_steps(struct replay_report *report, const struct incident *incident, bool has_ended)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run != incident->run)
      continue;
    report->steps++;
    if (step->attempt && has_ended && !was_dropped(incident, step))
      control(report, CONTROL_OUTCOMES, step->state == STEP_CONCLUDED);
    const char *verdict = json_get_string(step->decision, "verdict");
    if (step->attempt && verdict && !strcmp(verdict, "approval")) {
      role_set covered = 0;
      for (size_t j = 0; j < step->approval_count; j++)
        covered |= held_for(step, &step->approvals[j]) ? step->approvals[j].roles : 0;
      control(report, CONTROL_APPROVALS, !(decision_from(step->decision) & ~covered));
    }
  }
}

static void count_decisions(struct replay_report *report, const struct entry *entries, size_t count, bool is_right)
{
  for (size_t i = 0; i < count; i++)
    if (entries[i].type == ENTRY_INTENT || entries[i].type == ENTRY_REQUEST) {
      report->decisions++;
      control(report, CONTROL_DECISIONS, is_right);
    }
}

static void add_divergence(struct replay_report *report, const struct record *record, int run, bool is_same,
                           struct divergence *what)
{
  *APPEND(report->divergences, report->divergence_count) = (struct replay_divergence){
      .incident = xstrdup(record->incident), .run = run, .is_same_procedure = is_same, .what = *what};
  *what = (struct divergence){0};
}

struct replaying {
  struct ledger *ledger;
  const struct record *record;
  const struct files *procedure;
  struct policy *policy;
  bool is_same_procedure;
  struct replay_report *report;
};

static int follow_run(struct replaying *replaying, int number, struct err *err)
{
  const struct record *record = replaying->record;
  size_t begin = record_run(record, number), end = record_run(record, number + 1);
  struct incident *incident =
      incident_new(policy_catalogue(replaying->policy), record->incident, ledger_origin(replaying->ledger));
  struct run_setup setup = {.world = &world_replay, .policy = replaying->policy, .procedure = replaying->procedure,
                            .incident = incident};
  struct run *run = run_new(&setup, err);
  struct divergence divergence = {0};
  enum follow_end how = FOLLOW_FRONTIER;
  int result = run ? 0 : -1;
  for (size_t i = 0; i < begin && !result; i++)
    result = incident_take(incident, &record->entries[i], err);
  limit_processor(RUN_SECONDS);
  if (!result)
    result = run_follow(run, record->entries + begin, end - begin, &how, &divergence, err);
  if (!result) {
    struct replay_report *report = replaying->report;
    report->runs++;
    report->frontier += how == FOLLOW_FRONTIER;
    count_steps(report, incident, how == FOLLOW_COMPLETE);
    count_decisions(report, record->entries + begin, end - begin, how != FOLLOW_DIVERGED);
    if (how == FOLLOW_DIVERGED)
      add_divergence(report, record, number, replaying->is_same_procedure, &divergence);
  }
  divergence_finish(&divergence);
  run_free(run);
  incident_free(incident);
  return result;
}

static void forget_procedure(struct replay_report *report)
{
  policy_free(report->policy);
  files_finish(&report->procedure);
  free(report->digest);
  report->policy = NULL;
  report->procedure = (struct files){0};
  report->digest = NULL;
}

/* Most incidents ran under the same procedure as the one before. */
static int read_procedure(struct ledger *ledger, const struct record *record, const char *digest,
                          struct replay_report *report, struct err *err)
{
  if (report->digest && !strcmp(report->digest, digest))
    return 0;
  forget_procedure(report);
  if (record_procedure(ledger, record, digest, &report->procedure, err) < 0 ||
      !(report->policy = policy_load(&report->procedure, err)))
    return -1;
  report->digest = xstrdup(digest);
  return 0;
}

static int read_given(const struct files *with, struct replay_report *report, struct err *err)
{
  if (!report->policy)
    report->policy = policy_load(with, err);
  return report->policy ? 0 : -1;
}

static int replay_run(struct ledger *ledger, const struct record *record, int number, const struct files *with,
                      struct replay_report *report, struct err *err)
{
  const struct entry *begin = &record->entries[record_run(record, number)];
  const char *digest = json_get_string(begin->body, "procedure");
  if (with ? read_given(with, report, err) : read_procedure(ledger, record, digest ? digest : "", report, err))
    return -1;
  struct replaying replaying = {.ledger = ledger, .record = record, .procedure = with ? with : &report->procedure,
                                .policy = report->policy, .is_same_procedure = !with, .report = report};
  return follow_run(&replaying, number, err);
}

static void count_clock(struct replay_report *report, const struct record *record)
{
  clock_us before = 0;
  for (size_t i = 0; i < record->count; i++) {
    const struct entry *entry = &record->entries[i];
    if (!entry->incident)
      continue;
    report->clock_steps += clock_parts(before, entry->wall - entry->at);
    before = entry->wall - entry->at;
  }
}

int replay(struct ledger *ledger, const char *incident, const struct files *with, struct replay_report *report,
           struct err *err)
{
  struct record record;
  prepare_controls(report);
  if (record_read(ledger, incident, &record, err) < 0)
    return -1;
  int result = 0;
  for (int run = 1; run <= record_runs(&record) && !result; run++)
    result = replay_run(ledger, &record, run, with, report, err);
  count_clock(report, &record);
  report->incidents++;
  record_finish(&record);
  return result;
}

void replay_finish(struct replay_report *report)
{
  for (size_t i = 0; i < report->divergence_count; i++) {
    free(report->divergences[i].incident);
    divergence_finish(&report->divergences[i].what);
  }
  free(report->divergences);
  forget_procedure(report);
  *report = (struct replay_report){0};
}
