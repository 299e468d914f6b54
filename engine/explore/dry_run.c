/*
 * Walks every path and adds up what was met: steps, decisions, findings, and a digest over all of it.
 */
#include "explore/dry_run.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/limit.h"
#include "drivers/rehearse.h"
#include "explore/path.h"

#include <string.h>

#define PATH_LIMIT 100000
#define SECOND_LIMIT 30.0
#define PATH_SECONDS 20 /* of processor for one path */

/* What the witnesses need. */
struct exploration {
  const struct dry_run_setup *setup;
  struct dry_run_report *report;
};

/* One position can hold different requests on different paths. */
bool dry_run_begins_with(const struct entry *entry)
{
  return !entry->incident || entry->type == ENTRY_DECLARE || entry->type == ENTRY_FACT || entry->type == ENTRY_KNOW ||
         entry->type == ENTRY_COUNTERSIGN || entry->type == ENTRY_ALARM;
}

static struct dry_run_step *find_step(struct dry_run_report *report, const char *id, const char *words)
{
  for (size_t i = 0; i < report->step_count; i++)
    if (!strcmp(report->steps[i].id, id) && !strcmp(report->steps[i].words, words))
      return &report->steps[i];
  return NULL;
}

static struct dry_run_step *add_step(struct dry_run_report *report, const struct entry *entry, const char *where,
                                     const struct action *action, const char *words)
{
  struct dry_run_step *step = APPEND(report->steps, report->step_count);
  step->id = xstrdup(entry->step);
  step->where = xstrdup(where);
  step->action = action;
  step->words = xstrdup(words);
  return step;
}

static void finds(void *context, const char *sentence);

/* What its driver would do, in words; what it could not do is found now and not at night. */
static void rehearse(struct exploration *exploration, struct dry_run_step *step, const json_t *arguments)
{
  struct buf words = {0};
  struct err err = {0};
  if (driver_rehearse(step->action, arguments, exploration->setup->procedure, &words, &err) < 0) {
    char *sentence = xasprintf("%s cannot be done: %s", step->id, err.text);
    finds(exploration, sentence);
    free(sentence);
  }
  step->rehearsal = buf_take(&words);
}

static struct dry_run_step *step_of(struct exploration *exploration, const struct entry *entry, const char *where,
                                    const struct catalogue *catalogue)
{
  const struct action *action = catalogue_action(catalogue, json_get_string(entry->body, "action"));
  const json_t *arguments = json_object_get(entry->body, "arguments");
  struct buf words = {0};
  action_words(action, arguments, &words);
  struct dry_run_step *step = find_step(exploration->report, entry->step, buf_string(&words));
  if (!step) {
    step = add_step(exploration->report, entry, where, action, buf_string(&words));
    rehearse(exploration, step, arguments);
  }
  buf_finish(&words);
  return step;
}

static void met(void *context, const struct entry *entry, const char *where, const struct incident *incident)
{
  struct exploration *exploration = context;
  const struct dry_run_report *report = exploration->report;
  const json_t *decision = json_object_get(entry->body, "decision");
  int verdict = entry->step ? verdict_find(json_get_string(decision, "verdict")) : -1;
  if (verdict < 0)
    return;
  struct dry_run_step *step = step_of(exploration, entry, where, incident->catalogue);
  bool is_strictest = 1u << verdict > step->verdicts;
  step->verdicts |= 1u << verdict;
  step->from |= decision_from(decision);
  if (step->last_path != report->paths + 1)
    step->paths++;
  step->last_path = report->paths + 1;
  if (is_strictest) {
    free(step->rule);
    free(step->because);
    step->rule = xstrdup(json_get_string(decision, "rule"));
    step->because = xstrdup(json_get_string(decision, "because"));
  }
}

static void finds(void *context, const char *sentence)
{
  struct dry_run_report *report = ((struct exploration *)context)->report;
  for (size_t i = 0; i < report->finding_count; i++)
    if (!strcmp(report->findings[i], sentence))
      return;
  *APPEND(report->findings, report->finding_count) = xstrdup(sentence);
}

static void leaves(void *context, const struct obligation *obligation, bool has_failed)
{
  struct dry_run_report *report = ((struct exploration *)context)->report;
  struct dry_run_left *left = NULL;
  for (size_t i = 0; i < report->left_count && !left; i++)
    if (report->left[i].obligation == obligation)
      left = &report->left[i];
  if (!left) {
    left = APPEND(report->left, report->left_count);
    *left = (struct dry_run_left){.obligation = obligation};
  }
  if (left->last_path != report->paths + 1)
    left->paths++;
  left->last_path = report->paths + 1;
  left->can_fail |= has_failed;
}

static json_t *step_json(const struct dry_run_step *step)
{
  return json_pack("{s:s, s:i, s:s, s:i, s:s?, s:i, s:s}", "action", step->action->name, "from", (int)step->from, "id",
                   step->id, "paths", (int)step->paths, "rule", step->rule, "verdicts", (int)step->verdicts, "words",
                   step->words);
}

/* Identical inputs, identical bytes: nothing of this machine or moment goes in. */
static int add_digest(const struct dry_run_setup *setup, struct dry_run_report *report, struct err *err)
{
  json_t *steps = json_array(), *findings = json_array(), *facts = json_array(), *left = json_array();
  for (size_t i = 0; i < report->left_count; i++)
    json_array_append_new(left, json_pack("{s:b, s:s, s:i}", "can_fail", report->left[i].can_fail, "id",
                                          report->left[i].obligation->id, "paths", (int)report->left[i].paths));
  for (size_t i = 0; i < report->step_count; i++)
    json_array_append_new(steps, step_json(&report->steps[i]));
  for (size_t i = 0; i < report->finding_count; i++)
    json_array_append_new(findings, json_string(report->findings[i]));
  for (size_t i = 0; i < setup->before_count; i++)
    if (setup->before[i].type == ENTRY_DECLARE || setup->before[i].type == ENTRY_FACT)
      json_array_append(facts, (json_t *)(uintptr_t)setup->before[i].body);
  struct digest procedure = files_digest(setup->procedure);
  char procedure_text[DIGEST_TEXT_SIZE];
  digest_text(&procedure, procedure_text);
  json_t *whole = json_pack("{s:b, s:o, s:n, s:o, s:o, s:i, s:s, s:s, s:o}", "complete", report->is_complete, "facts",
                            facts, "faults", "findings", findings, "left", left, "paths",
                            (int)report->paths, "playbook", json_get_string(setup->begin, "playbook"), "procedure",
                            procedure_text, "steps", steps);
  struct buf bytes = {0};
  int result = json_write_tree(&bytes, whole, err);
  struct digest digest = digest_of(bytes.bytes, bytes.length);
  digest_text(&digest, report->digest);
  buf_finish(&bytes);
  json_decref(whole);
  return result;
}

int dry_run(const struct dry_run_setup *setup, struct dry_run_report *report, struct err *err)
{
  size_t path_limit = setup->path_limit ? setup->path_limit : PATH_LIMIT;
  double second_limit = setup->second_limit > 0 ? setup->second_limit : SECOND_LIMIT;
  int64_t until = clock_read().monotonic_ns + (int64_t)(second_limit * 1e9);
  struct choices choices = {0};
  struct exploration exploration = {setup, report};
  struct path_witness witness = {&exploration, met, finds, leaves};
  *report = (struct dry_run_report){.is_complete = true};
  struct run *run = NULL;
  int result = 0;
  bool has_more = true;
  while (has_more && !result) {
    if (report->paths == path_limit || clock_read().monotonic_ns > until) {
      report->is_complete = false;
      break;
    }
    choices.next = 0;
    limit_processor(PATH_SECONDS);
    result = path_walk(setup, &run, &choices, &witness, err);
    report->paths++;
    has_more = choices_advance(&choices);
  }
  report->is_endless = result == 1;
  report->is_complete &= !report->is_endless;
  run_free(run);
  free(choices.forks);
  return result < 0 ? -1 : add_digest(setup, report, err);
}

void dry_run_finish(struct dry_run_report *report)
{
  for (size_t i = 0; i < report->step_count; i++) {
    free(report->steps[i].id);
    free(report->steps[i].words);
    free(report->steps[i].where);
    free(report->steps[i].rule);
    free(report->steps[i].because);
    free(report->steps[i].rehearsal);
  }
  for (size_t i = 0; i < report->finding_count; i++)
    free(report->findings[i]);
  free(report->steps);
  free(report->left);
  free(report->findings);
  *report = (struct dry_run_report){0};
}
