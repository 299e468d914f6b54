/*
 * What must agree: the statements that were acknowledged, the lines that were really written, and the record. The
 * record is what `tocsin log --json` says it is.
 */
#include "crash.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_LENGTH 256

void found(struct findings *findings, enum claim claim, const char *format, ...)
{
  char *sentence;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&sentence, format, arguments) < 0)
    abort();
  va_end(arguments);
  buf_format(&findings->of[claim], "%s\n", sentence);
  free(sentence);
}

void violations_finish(struct findings *findings)
{
  for (int claim = 0; claim < CLAIM_COUNT; claim++)
    buf_finish(&findings->of[claim]);
}

json_t *record_now(void)
{
  json_t *log = NULL;
  int status = tocsin(&log, TOCSIN("--json", "log", "I-1"));
  json_t *entries = status ? NULL : json_incref(json_object_get(log, "entries"));
  json_decref(log);
  return entries;
}

/* ---- entries ---- */

static bool is_a(const json_t *entry, const char *type)
{
  const char *own = json_get_string(entry, "type");
  return own && !strcmp(own, type);
}

static const char *in_body(const json_t *entry, const char *member)
{
  const char *text = json_get_string(json_object_get(entry, "body"), member);
  return text ? text : "";
}

static int attempt_of(const json_t *entry)
{
  return (int)json_get_integer(json_object_get(entry, "body"), "attempt", 0);
}

static const char *step_of(const json_t *entry)
{
  const char *step = json_get_string(entry, "step");
  return step ? step : "";
}

const json_t *intent_of(const json_t *entries, const char *step)
{
  const json_t *newest = NULL;
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i);
    if (is_a(entry, "intent") && !strcmp(step_of(entry), step))
      newest = entry;
  }
  return newest;
}

/* How many entries of a type a step has; `member` may be NULL, else the body must have this value there. */
static size_t count(const json_t *entries, const char *type, const char *step, const char *member, const char *value)
{
  size_t found_so_far = 0;
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i);
    if (is_a(entry, type) && !strcmp(step_of(entry), step) && (!member || !strcmp(in_body(entry, member), value)))
      found_so_far++;
  }
  return found_so_far;
}

/* ---- the world: lines "WORD KEY ATTEMPT TIME" ---- */

struct line {
  char word[32], key[128], at[CLOCK_TEXT_SIZE];
  int attempt;
};

static bool next_line(FILE *file, struct line *line)
{
  return file && fscanf(file, "%31s %127s %d %27s", line->word, line->key, &line->attempt, line->at) == 4;
}

size_t acts_with(const char *key, int attempt)
{
  size_t count = 0;
  struct line line;
  FILE *file = fopen(PATH("round/acts"), "r");
  while (next_line(file, &line))
    if (strcmp(line.word, "overlap") && !strcmp(line.key, key) && (!attempt || line.attempt == attempt))
      count++;
  if (file)
    fclose(file);
  return count;
}

/* ---- claims ---- */

static void check_acknowledged(const struct round *round, const json_t *entries, struct findings *findings)
{
  for (size_t i = 0; i < round->acknowledged_count; i++) {
    const struct acknowledged *said = &round->acknowledged[i];
    bool is_there = false;
    for (size_t j = 0; j < json_array_size(entries) && !is_there; j++) {
      const json_t *entry = json_array_get(entries, j);
      is_there = json_get_integer(entry, "seq", -1) == said->seq && is_a(entry, said->type) &&
                 (!strcmp(in_body(entry, "text"), said->words) || !strcmp(step_of(entry), said->words));
    }
    if (!is_there)
      found(findings, KEPT, "round %d: %s \"%s\" was acknowledged as entry %lld", round->number, said->type,
            said->words, (long long)said->seq);
  }
}

static bool is_once(const json_t *intent)
{
  const char *action = in_body(intent, "action");
  return strcmp(action, "system.analyze") && !strcmp(in_body(intent, "driver"), "command");
}

static void check_intent(const json_t *entries, const json_t *intent, struct findings *findings)
{
  const char *step = step_of(intent), *key = in_body(intent, "key"), *action = in_body(intent, "action");
  int attempt = attempt_of(intent);
  bool is_by_hand = !strcmp(in_body(intent, "driver"), "manual");
  size_t again = count(entries, "resolve", step, "result", "run_again");
  if (is_once(intent) && acts_with(key, 0) > 1 + again)
    found(findings, ONCE, "%s (%s) was done %zu times, and asked for again %zu times", step, action,
          acts_with(key, 0), again);
  if (is_once(intent) && count(entries, "intent", step, NULL, NULL) > 1 + again)
    found(findings, ONCE, "%s (%s) has %zu intents", step, action, count(entries, "intent", step, NULL, NULL));
  if (is_by_hand && count(entries, "intent", step, NULL, NULL) > 1)
    found(findings, ASKED_ONCE, "%s (%s) was asked more than once", step, action);
  if (is_by_hand && count(entries, "answer", step, "action", action) > 1)
    found(findings, ASKED_ONCE, "%s (%s) was answered more than once", step, action);
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *outcome = json_array_get(entries, i);
    if (strcmp(in_body(intent, "driver"), "command") || !is_a(outcome, "outcome") ||
        strcmp(step_of(outcome), step) || attempt_of(outcome) != attempt)
      continue;
    bool is_done = !strcmp(in_body(outcome, "status"), "done"), was_done = acts_with(key, attempt) > 0;
    if (is_done != was_done && strcmp(in_body(outcome, "status"), "unknown"))
      found(findings, TRUE, "%s (%s) is recorded as %s, and there are %zu lines of it", step, action,
            in_body(outcome, "status"), acts_with(key, attempt));
  }
}

static bool has_earlier_intent(const json_t *entries, const struct line *line)
{
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i);
    if (is_a(entry, "intent") && !strcmp(in_body(entry, "key"), line->key) && attempt_of(entry) == line->attempt)
      return strcmp(json_get_string(entry, "at"), line->at) <= 0;
  }
  return false;
}

static void check_acts(const json_t *entries, struct findings *findings)
{
  struct line line;
  FILE *file = fopen(PATH("round/acts"), "r");
  while (next_line(file, &line)) {
    if (!strcmp(line.word, "overlap"))
      found(findings, ALONE, "attempt %d at %s began while an earlier one lived", line.attempt, line.key);
    else if (!has_earlier_intent(entries, &line))
      found(findings, INTENDED, "%s, %s, attempt %d at %s has no earlier intent", line.word, line.key, line.attempt,
            line.at);
  }
  if (file)
    fclose(file);
}

void check_record(const struct round *round, const json_t *entries, struct findings *findings)
{
  if (!entries) {
    found(findings, GENUINE, "round %d: the log cannot be read", round->number);
    return;
  }
  check_acknowledged(round, entries, findings);
  for (size_t i = 0; i < json_array_size(entries); i++)
    if (is_a(json_array_get(entries, i), "intent"))
      check_intent(entries, json_array_get(entries, i), findings);
  check_acts(entries, findings);
}

static void check_verb(const char *const *arguments, enum claim claim, struct findings *findings)
{
  struct program program = {0};
  program_start(&program, arguments, 0);
  int status = program_wait(&program);
  char *words = program_words(&program);
  if (status)
    found(findings, claim, "exit status %d: %s", status, words);
  free(words);
}

void check_ledger(struct findings *findings)
{
  check_verb(TOCSIN("verify", "--trust", PATH("round/site/auditors-safe.txt")), GENUINE, findings);
  check_verb(TOCSIN("replay", "I-1"), REPLAYS, findings);
}

void check_status(int status, const struct program *program, struct findings *findings)
{
  if (status == 0 || status == 1 || (status >= 3 && status <= 5))
    return;
  char *words = program_words(program);
  found(findings, GOES_ON, "the run ended with exit status %d: %s", status, words);
  free(words);
}
