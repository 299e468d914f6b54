/*
 * A round: an incident runs, somebody else notes and answers meanwhile, and the plug is pulled, again and again. What
 * nobody knows afterwards is settled by looking at what was really done. In the end it is left in peace and must end.
 */
#include "crash.h"

#include <signal.h>
#include <string.h>

#define KILLS_MIN 4
#define KILLS_MORE 4
#define KILL_WITHIN_MS 400
#define PASSES_MAX 30 /* left in peace, it ends within this many */

static int chance(int below)
{
  return (int)(random() % below);
}

/* ---- the second process: it notes, looks what is asked, answers ---- */

enum saying { SAYS_NOTHING, SAYS_NOTE, SAYS_TASKS, SAYS_ANSWER };

struct speaker {
  struct program program;
  enum saying saying;
  char words[64];   /* the note, or the step it answers */
  char step[64];    /* what it saw is asked; "" for nothing */
  char action[64];
};

static void say_note(struct round *round, struct speaker *speaker, pid_t group)
{
  char *text = xasprintf("seen in round %d, number %d", round->number, ++round->notes);
  snprintf(speaker->words, sizeof speaker->words, "%s", text);
  program_start(&speaker->program, TOCSIN("--json", "note", "I-1", text), group);
  free(text);
}

static void say_answer(struct speaker *speaker, pid_t group)
{
  snprintf(speaker->words, sizeof speaker->words, "%s", speaker->step);
  if (!strcmp(speaker->action, "evidence.seal"))
    program_start(&speaker->program, TOCSIN("--json", "answer", "I-1", speaker->step, "place=the safe"), group);
  else
    program_start(&speaker->program,
                  TOCSIN("--json", "answer", "I-1", speaker->step, "medium=tape 1", "checksum=none"), group);
}

static void speak(struct round *round, struct speaker *speaker, pid_t group)
{
  speaker->saying = speaker->step[0] ? SAYS_ANSWER : chance(2) ? SAYS_NOTE : SAYS_TASKS;
  if (speaker->saying == SAYS_NOTE)
    say_note(round, speaker, group);
  else if (speaker->saying == SAYS_ANSWER)
    say_answer(speaker, group);
  else
    program_start(&speaker->program, TOCSIN("--json", "tasks", "I-1"), group);
  speaker->step[0] = '\0';
}

static bool is_for_the_speaker(const char *action)
{
  return !strcmp(action, "evidence.seal") || !strcmp(action, "evidence.backup");
}

static void see_tasks(struct speaker *speaker, const json_t *tasks)
{
  for (size_t i = 0; i < json_array_size(tasks); i++) {
    const json_t *task = json_array_get(tasks, i);
    const char *action = json_get_string(task, "action"), *kind = json_get_string(task, "kind");
    if (!action || !kind || strcmp(kind, "manual") || !is_for_the_speaker(action))
      continue;
    snprintf(speaker->step, sizeof speaker->step, "%s", json_get_string(task, "step"));
    snprintf(speaker->action, sizeof speaker->action, "%s", action);
  }
}

/* What it said counts from here on, if the program took it. */
static void hear(struct round *round, struct speaker *speaker, int status)
{
  json_t *said = status ? NULL : program_json(&speaker->program);
  if (speaker->saying == SAYS_TASKS)
    see_tasks(speaker, said);
  else if (said) {
    *APPEND(round->acknowledged, round->acknowledged_count) = (struct acknowledged){
        .seq = json_get_integer(said, "entry", -1), .type = xstrdup(speaker->saying == SAYS_NOTE ? "note" : "answer"),
        .words = xstrdup(speaker->words)};
    round->counts->statements++;
  }
  json_decref(said);
  speaker->saying = SAYS_NOTHING;
}

static void let_speak(struct round *round, struct speaker *speaker, pid_t group)
{
  int status;
  if (speaker->saying == SAYS_NOTHING)
    speak(round, speaker, group);
  else if (program_has_ended(&speaker->program, &status))
    hear(round, speaker, status);
}

static void let_finish(struct round *round, struct speaker *speaker)
{
  if (speaker->saying != SAYS_NOTHING)
    hear(round, speaker, program_wait(&speaker->program));
}

/* ---- the plug ---- */

static void start_run(struct program *runner)
{
  program_start(runner, TOCSIN("--as", "technical1", "run", "I-1", "--answers", PATH("answers.yaml"), "--wait"), 0);
}

/* Mostly the runner alone; now and then all who were started with it; now and then it is asked politely. */
static int pull_the_plug(pid_t runner)
{
  int way = chance(10), number = way < 8 ? SIGKILL : way == 8 ? SIGTERM : SIGINT;
  kill(way == 7 ? -runner : runner, number);
  return number;
}

/* Asked before it began anything, it may end as any program does; later it has to end in order. */
static bool has_died_of(int number, int status, const struct program *runner)
{
  char *words = program_words(runner);
  bool has_begun = words[0] != '\0';
  free(words);
  return status == 128 + number && (number == SIGKILL || !has_begun);
}

/* One run, ended at a random moment; true if it ended by itself. */
static bool run_and_kill(struct round *round, struct speaker *speaker)
{
  struct program runner;
  int status = -1, number = 0;
  bool has_ended = false;
  start_run(&runner);
  pid_t pid = runner.pid;
  int64_t end = milliseconds_now() + chance(KILL_WITHIN_MS);
  while (!(has_ended = program_has_ended(&runner, &status)) && milliseconds_now() < end) {
    let_speak(round, speaker, chance(4) ? 0 : pid);
    pause_ms(2);
  }
  if (!has_ended) {
    number = pull_the_plug(pid);
    status = program_wait(&runner);
  }
  let_finish(round, speaker);
  round->counts->kills += !has_ended;
  if (has_ended || !has_died_of(number, status, &runner))
    check_status(status, &runner, round->findings);
  return has_ended && !status;
}

/* ---- looking what is left ---- */

static void look(struct round *round)
{
  survivors_must_end(round->findings, WARDENS_TIME_MS);
  check_ledger(round->findings);
  json_t *entries = record_now();
  check_record(round, entries, round->findings);
  json_decref(entries);
}

/* Somebody went and looked at the world, and signs what he saw; now and then that it be done again. */
static void resolve(struct round *round, const json_t *entries, const char *step)
{
  const char *key = json_get_string(json_object_get(intent_of(entries, step), "body"), "key");
  const char *way = key && acts_with(key, 0) ? "--happened" : "--did-not-happen";
  bool is_again = chance(4) == 0;
  round->counts->doubts++;
  round->counts->again += is_again;
  if (tocsin(NULL, TOCSIN("resolve", "I-1", step, is_again ? "--run-again" : way, "--because", "looked")))
    found(round->findings, GOES_ON, "round %d: %s could not be resolved", round->number, step);
}

/* What is in doubt is settled; what is asked is answered. Nothing else is alive now. */
static void settle(struct round *round, struct speaker *speaker)
{
  json_t *tasks = NULL;
  survivors_must_end(round->findings, WARDENS_TIME_MS);
  tocsin(&tasks, TOCSIN("--json", "tasks", "I-1"));
  json_t *entries = record_now();
  for (size_t i = 0; i < json_array_size(tasks); i++) {
    const json_t *task = json_array_get(tasks, i);
    const char *kind = json_get_string(task, "kind"), *step = json_get_string(task, "step");
    if (kind && step && !strcmp(kind, "doubt"))
      resolve(round, entries, step);
  }
  see_tasks(speaker, tasks);
  if (speaker->step[0])
    let_speak(round, speaker, 0);
  let_finish(round, speaker);
  json_decref(entries);
  json_decref(tasks);
}

/* Nobody pulls the plug any more. */
static void leave_in_peace(struct round *round, struct speaker *speaker)
{
  struct program runner = {0};
  int status = -1;
  for (int i = 0; i < PASSES_MAX && status != 0; i++) {
    settle(round, speaker);
    program_start(&runner, TOCSIN("--as", "technical1", "run", "I-1", "--answers", PATH("answers.yaml")), 0);
    status = program_wait(&runner);
    check_status(status, &runner, round->findings);
  }
  char *words = status ? program_words(&runner) : NULL;
  if (status)
    found(round->findings, ENDS, "round %d ended with exit status %d: %s", round->number, status, words);
  free(words);
}

static int count_acts(void)
{
  json_t *entries = record_now();
  int acts = 0;
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *body = json_object_get(json_array_get(entries, i), "body");
    const char *key = json_get_string(body, "key");
    acts += key ? (int)acts_with(key, (int)json_get_integer(body, "attempt", 1)) : 0;
  }
  json_decref(entries);
  return acts;
}

void round_run(struct round *round)
{
  struct speaker speaker = {0};
  int kills = KILLS_MIN + chance(KILLS_MORE);
  bool is_over = false;
  ground_copy();
  for (int i = 0; i < kills && !is_over; i++) {
    is_over = run_and_kill(round, &speaker);
    if (chance(3) == 0)
      continue; /* it is run again at once, while wardens may still be at work */
    look(round);
    if (chance(2))
      settle(round, &speaker);
  }
  leave_in_peace(round, &speaker);
  look(round);
  round->counts->acts += count_acts();
}

void round_finish(struct round *round)
{
  for (size_t i = 0; i < round->acknowledged_count; i++) {
    free(round->acknowledged[i].type);
    free(round->acknowledged[i].words);
  }
  free(round->acknowledged);
}
