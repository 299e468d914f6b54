/*
 * The riskiest part, tried at random: tracks that share locals, a second process that answers, kills at any moment,
 * resume, replay. Whatever happened, following the record must ask for exactly the same.
 */
#include "paper.h"

#include "base/alloc.h"
#include "base/json.h"
#include "policy/policy.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__ /* slow: the release build tries all of them */
#define INTERLEAVINGS 150
#else
#define INTERLEAVINGS 1000
#endif

static struct files procedure;
static struct policy *policy;
static struct key *technical, *manager;

/* ---- a random playbook: nested tracks, shared counters, strings and tables, looks, errors ---- */

static void add_body(struct buf *out, int depth, int *budget);

static void add_statement(struct buf *out, int depth, int *budget)
{
  --*budget;
  switch (rand() % 8) {
  case 0:
    buf_text(out, "n = n + 1 ");
    break;
  case 1:
    buf_text(out, "words = words .. \"x\" seen[#seen + 1] = n ");
    break;
  case 2:
    if (depth < 3) {
      buf_text(out, "together { ");
      for (int i = rand() % 4; i > 0; i--) {
        buf_format(out, "t%d = function () ", i);
        add_body(out, depth + 1, budget);
        buf_text(out, " end, ");
      }
      buf_text(out, "} ");
      break;
    } /* fall through */
  case 3:
    buf_text(out, "if n % 3 == 1 then n = n + 2 else words = words .. n end ");
    break;
  case 4:
    if (rand() % 5 == 0)
      buf_text(out, "evidence.capture { items = \"everything\" } "); /* what cutting off waits for */
    else
      buf_text(out, "network.disconnect { what = \"net\" .. n } ");
    break;
  case 5:
    if (rand() % 12 == 0) {
      buf_text(out, "error(\"planned\") ");
      break;
    } /* fall through */
  default:
    buf_text(out, "do local o = evidence.seal { what = words .. n .. #seen } ");
    if (rand() % 2)
      buf_text(out, "if o.place == \"safe\" then n = n + 5 end ");
    if (rand() % 3 == 0)
      buf_text(out, "if o.status == failed then words = words .. \"f\" end ");
    buf_text(out, "end ");
  }
}

static void add_body(struct buf *out, int depth, int *budget)
{
  for (int i = 1 + rand() % 4; i > 0 && *budget > 0; i--)
    add_statement(out, depth, budget);
}

static void write_playbook(void)
{
  struct buf text = {0};
  int budget = 24;
  buf_text(&text, "return playbook { name = \"trial\", title = \"Trial\", accepts = { priority = 1 }, "
                  "run = function (incident) local n, words, seen = 0, \"w\", {} ");
  while (budget > 0)
    add_body(&text, 0, &budget);
  buf_text(&text, "end }");
  files_add(&procedure, "playbooks/trial.lua", text.bytes, text.length);
  buf_finish(&text);
}

/* ---- one process that runs, as live does: fold, take, decide; killed by forgetting it ---- */

struct process {
  struct incident *incident;
  struct run *run;
  size_t taken;
};

static struct process start(struct paper *paper)
{
  struct err err = {0};
  struct process process = {.incident = incident_new(policy_catalogue(policy), "I-1", "paper")};
  incident_suppose_keys(process.incident);
  struct run_setup setup = {.world = &world_live, .policy = policy, .procedure = &procedure,
                            .incident = process.incident};
  process.run = run_new(&setup, &err);
  for (; process.taken < paper->count && paper->entries[process.taken].type != ENTRY_RUN_BEGIN; process.taken++)
    ck_assert_msg(!incident_take(process.incident, &paper->entries[process.taken], &err), "%s", err.text);
  return process;
}

static void kill_process(struct process *process)
{
  run_free(process->run);
  incident_free(process->incident);
}

static enum follow_end follow(struct paper *paper, struct process *process, struct divergence *divergence)
{
  struct err err = {0};
  enum follow_end end = FOLLOW_DIVERGED;
  int result = run_follow(process->run, paper->entries + process->taken, paper->count - process->taken, &end,
                          divergence, &err);
  ck_assert_msg(!result, "%s", err.text);
  process->taken = paper->count;
  return end;
}

static void take_due(struct paper *paper, struct process *process, int64_t at)
{
  struct err err = {0};
  for (const struct deadline *due; (due = incident_due(process->incident, paper_moment(paper)));) {
    char text[CLOCK_TEXT_SIZE];
    clock_text(due->at, text);
    char *body = xasprintf("{\"at\":\"%s\",\"deadline\":\"%s\"}", text, due->name);
    struct entry_draft draft = {.type = ENTRY_DUE, .incident = "I-1", .actor = "technical1", .run = 1, .commit = at,
                                .body = body, .body_length = strlen(body)};
    ck_assert(!run_take(process->run, paper_append(paper, &draft), &err));
    free(body);
  }
}

/* A commit: everything others said, then what arrived, then what is due, then one block of decisions. */
static void commit(struct paper *paper, struct process *process, bool has_outcome)
{
  struct err err = {0};
  int64_t at = (int64_t)paper->count;
  for (; process->taken < (size_t)at; process->taken++)
    ck_assert_msg(!run_take(process->run, &paper->entries[process->taken], &err), "%s", err.text);
  for (size_t i = 0; has_outcome && i < process->incident->step_count; i++) {
    const struct step *step = process->incident->steps[i];
    if (step->state != STEP_OPEN || rand() % 2)
      continue;
    const char *body = rand() % 4 ? "{\"attempt\":1,\"fields\":{\"place\":\"safe\"},\"status\":\"done\"}"
                                  : "{\"attempt\":1,\"fields\":{\"place\":\"desk\"},\"status\":\"failed\"}";
    struct entry_draft draft = {.type = ENTRY_OUTCOME, .incident = "I-1", .step = step->id, .actor = "technical1",
                                .run = 1, .commit = at, .body = body, .body_length = strlen(body)};
    ck_assert(!run_take(process->run, paper_append(paper, &draft), &err));
  }
  take_due(paper, process, at);
  ck_assert_msg(!run_decide(process->run, at, paper_emit, paper, &err), "%s", err.text);
  process->taken = paper->count;
}

/* ---- another process: answers, approves, denies, at any moment ---- */

static const struct step *some_step(const struct incident *incident, enum step_state state)
{
  size_t start_at = incident->step_count ? (size_t)rand() % incident->step_count : 0;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[(start_at + i) % incident->step_count];
    if (step->state == state)
      return step;
  }
  return NULL;
}

static void approve(struct paper *paper, const struct step *step)
{
  bool is_yes = rand() % 4 != 0;
  char *body = is_yes ? xasprintf("{\"action\":\"%s\",\"facts\":{},\"fingerprint\":\"%s\",\"not_after\":"
                                  "\"2036-01-01T00:00:00.000000Z\",\"procedure\":\"sha256:0\",\"role\":\"management\","
                                  "\"strength\":\"key\"}",
                                  step->action->name, step->fingerprint)
                      : xasprintf("{\"action\":\"%s\",\"fingerprint\":\"%s\",\"role\":\"management\"}",
                                  step->action->name, step->fingerprint);
  paper_state(paper, is_yes ? ENTRY_APPROVAL : ENTRY_DENIAL, step->id, "manager1", manager, body);
  free(body);
}

static void somebody_speaks(struct paper *paper, const struct process *process)
{
  const struct step *open = some_step(process->incident, STEP_OPEN);
  const struct step *waiting = some_step(process->incident, STEP_WAITING);
  if (waiting && waiting->obligations && rand() % 4 == 0) {
    paper_state(paper, ENTRY_WAIVER, NULL, "manager1", manager,
                "{\"because\":\"it is off already\",\"obligation\":\"capture-before-cutting-off\"}");
  } else if (waiting && rand() % 2) {
    approve(paper, waiting);
  } else if (open) {
    char *body = xasprintf("{\"action\":\"%s\",\"fields\":{\"place\":\"%s\"},\"status\":\"%s\"}", open->action->name,
                           rand() % 2 ? "safe" : "desk", rand() % 3 ? "done" : "failed");
    paper_state(paper, ENTRY_ANSWER, open->id, "technical1", technical, body);
    free(body);
  } else {
    paper_state(paper, ENTRY_NOTE, NULL, "technical1", technical, "{\"text\":\"still here\"}");
  }
}

/* ---- what a run asks for, as one text ---- */

static char *asks(const struct process *process)
{
  struct buf text = {0};
  for (size_t i = 0; i < process->incident->step_count; i++) {
    const struct step *step = process->incident->steps[i];
    buf_format(&text, "%s %s %s %s|", step->id, step->fingerprint, step_state_name(step->state),
               run_where(process->run, step->id));
  }
  struct run_track tracks[64];
  size_t count = run_tracks(process->run, tracks, COUNT(tracks));
  for (size_t i = 0; i < count; i++)
    buf_format(&text, "%s %s %s;", tracks[i].path, tracks[i].state, tracks[i].because);
  return buf_take(&text);
}

static void resume_asks_the_same(struct paper *paper, struct process *process)
{
  /* What the killed one had not yet taken, its successor takes as part of the record. */
  struct err err = {0};
  for (; process->taken < paper->count; process->taken++)
    ck_assert(!run_take(process->run, &paper->entries[process->taken], &err));
  char *before = asks(process);
  struct process next = start(paper);
  struct divergence divergence = {0};
  enum follow_end end = follow(paper, &next, &divergence);
  ck_assert_msg(end != FOLLOW_DIVERGED, "%s %s: recorded %s, now %s", divergence.step, divergence.field,
                divergence.recorded, divergence.now);
  char *after = asks(&next);
  ck_assert_str_eq(before, after);
  free(before);
  free(after);
  kill_process(process);
  *process = next;
}

static void live_through(unsigned seed, struct paper *paper)
{
  srand(seed);
  write_playbook();
  paper_genesis(paper, technical, manager);
  paper_declare(paper, "{\"active\":true,\"kind\":\"penetration\"}");
  struct process process = start(paper);
  paper_run_begin(paper, "trial");
  struct err err = {0};
  ck_assert_msg(!run_take(process.run, &paper->entries[process.taken++], &err), "seed %u: %s", seed, err.text);
  ck_assert(!run_decide(process.run, (int64_t)paper->count - 1, paper_emit, paper, &err));
  process.taken = paper->count;
  for (int i = 0; i < 400 && !run_has_ended(process.run); i++) {
    int what = rand() % 10;
    if (what < 4)
      somebody_speaks(paper, &process);
    else if (what < 5)
      resume_asks_the_same(paper, &process);
    else
      commit(paper, &process, rand() % 2);
  }
  kill_process(&process);
}

static enum follow_end replay_paper(struct paper *paper, struct divergence *divergence)
{
  struct process auditor = start(paper);
  enum follow_end end = follow(paper, &auditor, divergence);
  kill_process(&auditor);
  return end;
}

/* How often something waited for an obligation, and went ahead of one: else that is not tried. */
static void count_held(const struct paper *paper, size_t *held, size_t *ahead)
{
  for (size_t i = 0; i < paper->count; i++) {
    *held += json_object_get(paper->entries[i].body, "obligations") != NULL;
    *ahead += json_object_get(paper->entries[i].body, "deviations") != NULL;
  }
}

START_TEST(resume_and_replay_ask_for_exactly_the_same_in_a_thousand_interleavings)
{
  size_t ended = 0, held = 0, ahead = 0;
  for (unsigned seed = 1; seed <= INTERLEAVINGS; seed++) {
    struct paper paper = {0};
    struct divergence divergence = {0};
    live_through(seed, &paper);
    enum follow_end end = replay_paper(&paper, &divergence);
    ck_assert_msg(end != FOLLOW_DIVERGED, "seed %u, %s %s: recorded %s, now %s", seed, divergence.step,
                  divergence.field, divergence.recorded, divergence.now);
    ended += end == FOLLOW_COMPLETE;
    count_held(&paper, &held, &ahead);
    paper_finish(&paper);
  }
  ck_assert_uint_gt(ended, INTERLEAVINGS / 2); /* else the trial tries nothing */
  ck_assert_uint_gt(held, INTERLEAVINGS / 10);
  ck_assert_uint_gt(ahead, INTERLEAVINGS / 50);
}
END_TEST

/* The test above must be able to fail: outcomes fed in another order, or one left out, are noticed. */
START_TEST(an_outcome_swapped_with_another_or_left_out_is_a_divergence)
{
  size_t swapped = 0, found = 0;
  for (unsigned seed = 1; seed <= 300; seed++) {
    struct paper paper = {0};
    struct divergence divergence = {0};
    live_through(seed, &paper);
    for (size_t i = paper.count; i-- > 1;) {
      struct entry *a = &paper.entries[i - 1], *b = &paper.entries[i];
      if (a->type != ENTRY_OUTCOME || b->type != ENTRY_OUTCOME || json_equal(a->body, b->body))
        continue;
      struct entry kept = *a;
      *a = *b;
      *b = kept;
      const char *step = a->step;
      a->step = b->step; /* the outcomes of two steps exchanged */
      b->step = step;
      swapped++;
      found += replay_paper(&paper, &divergence) == FOLLOW_DIVERGED;
      divergence_finish(&divergence);
      break;
    }
    paper_finish(&paper);
  }
  ck_assert_uint_gt(swapped, 15);
  ck_assert_uint_gt(found, swapped / 3); /* many outcomes are never looked at: those change nothing */
}
END_TEST

START_TEST(a_recorded_step_that_nobody_asks_for_any_more_is_a_divergence)
{
  struct paper paper = {0};
  struct divergence divergence = {0};
  live_through(3, &paper);
  const char *empty = "return playbook { name = \"trial\", title = \"Trial\", accepts = { priority = 1 }, "
                      "run = function (incident) end }";
  files_add(&procedure, "playbooks/trial.lua", empty, strlen(empty));
  ck_assert_int_eq(replay_paper(&paper, &divergence), FOLLOW_DIVERGED);
  divergence_finish(&divergence);
  paper_finish(&paper);
}
END_TEST

static void set_up(void)
{
  struct err err = {0};
  ck_assert_msg(!files_read_folder(&procedure, TOCSIN_SOURCE, &err), "%s", err.text);
  policy = policy_load(&procedure, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  technical = key_generate();
  manager = key_generate();
}

static void tear_down(void)
{
  policy_free(policy);
  files_finish(&procedure);
  key_free(technical);
  key_free(manager);
}

int main(void)
{
  Suite *suite = suite_create("interleave");
  TCase *chapter = tcase_create("interleave");
  tcase_add_unchecked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 300);
  tcase_add_test(chapter, resume_and_replay_ask_for_exactly_the_same_in_a_thousand_interleavings);
  tcase_add_test(chapter, an_outcome_swapped_with_another_or_left_out_is_a_divergence);
  tcase_add_test(chapter, a_recorded_step_that_nobody_asks_for_any_more_is_a_divergence);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
