/*
 * Answering a manual step. What is missing is asked for at a terminal, one question at a time, while nobody else has
 * to wait for the ledger; elsewhere the sentence says what is missing.
 */
#include "base/alloc.h"
#include "base/shown.h"
#include "cli/admission.h"
#include "cli/ask.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>

/** What was typed: as arguments, and at the terminal since. */
struct sayings {
  size_t count;
  struct given *given;
  size_t own_count;
  char **own;          /* names and values that came from the terminal */
};

/** What is to be asked next. */
struct question {
  char *name, *words;
};

static void question_finish(struct question *question)
{
  free(question->name);
  free(question->words);
  *question = (struct question){0};
}

static void sayings_finish(struct sayings *sayings)
{
  for (size_t i = 0; i < sayings->own_count; i++)
    free(sayings->own[i]);
  free(sayings->own);
  free(sayings->given);
}

static void put_question(const struct wanted *wanted, struct question *question)
{
  struct buf words = {0};
  buf_text(&words, wanted->ask ? wanted->ask : wanted->name);
  for (size_t i = 0; i < wanted->value_count; i++)
    buf_format(&words, "%s%s", i ? ", " : " (", typed_value(wanted->values[i]));
  buf_text(&words, wanted->value_count ? ")" : "");
  *question = (struct question){xstrdup(wanted->name), buf_take(&words)};
}

static int name_missing(const struct answered *answered, const char *incident, struct err *err)
{
  struct buf asked = {0}, command = {0};
  for (size_t i = 0; i < answered->wanted_count; i++) {
    const struct wanted *wanted = &answered->wanted[i];
    shown_format(&asked, "\n  %-10s %s", wanted->name, wanted->ask ? wanted->ask : "");
    buf_format(&command, " %s=...", wanted->name);
  }
  err_set(err, "%s also asks:%-s\nNothing was recorded. Type: tocsin answer %s %s%s", answered->step->id,
          buf_string(&asked), incident, answered->step->id, buf_string(&command));
  buf_finish(&asked);
  buf_finish(&command);
  return -1;
}

static void tell_json(const struct papers *papers, const struct answered *answered)
{
  const struct step *step = answered->step;
  say_json(json_pack("{s:s, s:s, s:s, s:s, s:O, s:I, s:b, s:s*}", "incident", papers->incident, "step", step->id,
                     "status", outcome_status_name(answered->status), "state", step_state_name(step->state), "fields",
                     json_object_get(answered->body, "fields"), "entry", (json_int_t)answered->seq, "signed",
                     answered->is_signed, "acting_for", answered->acting_for));
}

/* Recorded all the same, and said at once, while it can still be done otherwise. */
static void tell_findings(const struct papers *papers, const struct answered *answered)
{
  const struct incident *incident = papers->dossier.incident;
  const char *means = json_get_string(json_object_get(answered->body, "fields"), "means");
  struct buf wrong = {0};
  if (means_of(means) == MEANS_MAIL)
    say_in(OUT_RED, "By e-mail, which whoever got in may read: kept as a finding. Use the telephone.\n");
  else if (!channel_is_safe(incident, means, incident->last_at))
    say_in(OUT_RED, "Nobody has vouched for speaking over that: kept as a finding. Use the telephone, or before it is "
                    "used: tocsin channel attest %s --system NAME --why TEXT\n", papers->incident);
  if (!incident_given_is_evidence(incident, answered->step, &wrong))
    say_in(OUT_RED, "%s: kept as a finding. The right ones: tocsin script %s %s --fax\n", buf_string(&wrong),
           papers->incident, answered->step->id);
  buf_finish(&wrong);
}

static void tell(const struct papers *papers, const struct answered *answered)
{
  const struct step *step = answered->step;
  char *title = step_title(step);
  const json_t *reached = json_object_get(json_object_get(answered->body, "fields"), "reached");
  const char *came = outcome_status_name(answered->status);
  if (reached)
    came = json_is_true(reached) ? "reached" : "not reached";
  say("%s  %s: %s, entry %llu\n", step->id, title, came, (unsigned long long)answered->seq);
  if (step->state == STEP_DOUBT)
    say("It is in doubt until somebody looks: tocsin resolve %s %s --happened (or --did-not-happen, --run-again)\n",
        papers->incident, step->id);
  tell_findings(papers, answered);
  free(title);
}

/* He is told nothing of the step, so nothing that is missing is asked of him either. */
static int attempt_blind(const struct cli *cli, struct papers *papers, struct answered *answered, int result,
                         struct err *err)
{
  uint64_t seq = answered->seq;
  answered_finish(answered);
  result = result == 0 ? admission_kept(cli, seq) : papers_end_blind(cli, papers, -1, err);
  papers_finish(papers);
  return result;
}

/** One attempt: 0 recorded, 1 something is to be asked first, an exit status, -1 a sentence. */
static int attempt(const struct cli *cli, const struct sayings *sayings, struct question *question, struct err *err)
{
  struct papers papers = {0};
  struct answered answered = {0};
  int result = papers_open_also(cli, &papers, reading_may_answer, err);
  const char *step = result ? NULL : papers_step_and_more(cli, &papers, err);
  result = step ? answer_state(&papers.dossier, step, sayings->given, sayings->count, &answered, err) : -1;
  if (papers.is_blind)
    return attempt_blind(cli, &papers, &answered, result, err);
  if (!result && cli->is_json)
    tell_json(&papers, &answered);
  else if (!result)
    tell(&papers, &answered);
  if (!result)
    remark_unsigned(papers.site, answered.is_signed);
  if (result == 1 && !ask_can())
    result = name_missing(&answered, papers.incident, err);
  else if (result == 1)
    put_question(&answered.wanted[0], question);
  answered_finish(&answered);
  papers_finish(&papers);
  return result;
}

static int ask(struct sayings *sayings, struct question *question, struct err *err)
{
  char *line = ask_line(question->words);
  if (!line)
    return err_set(err, "nothing was recorded; the step stays open.");
  *APPEND(sayings->own, sayings->own_count) = question->name;
  *APPEND(sayings->own, sayings->own_count) = line;
  sayings->given = xrealloc(sayings->given, sayings->count + 1, sizeof *sayings->given); /* it may have shrunk */
  sayings->given[sayings->count++] = (struct given){question->name, line};
  question->name = NULL;
  return 0;
}

/** Until it is whole. What was mistyped at the terminal is asked for once more. */
static int converse(const struct cli *cli, struct sayings *sayings, struct err *err)
{
  size_t typed = sayings->count;
  bool was_dropped = false;
  for (;;) {
    struct question question = {0};
    struct err why = {0};
    int result = attempt(cli, sayings, &question, &why);
    if (result == 1) {
      result = ask(sayings, &question, err);
      was_dropped = false;
      question_finish(&question);
      if (result < 0)
        return -1;
    } else if (result >= 0 || why.kind == ERR_UNADMITTED || was_dropped || sayings->count == typed) {
      *err = why;
      return result;
    } else {
      remark("%-s", why.text);
      sayings->count--;
      was_dropped = true;
    }
  }
}

static int run(struct cli *cli, struct err *err)
{
  struct typed typed;
  struct sayings sayings = {0};
  if (typed_read(cli, 1 + is_incident_id(cli->arguments[0]), &typed, err) < 0)
    return -1;
  sayings.given = xcalloc(typed.count + 1, sizeof *sayings.given);
  for (; sayings.count < typed.count; sayings.count++)
    sayings.given[sayings.count] = typed.given[sayings.count];
  int result = converse(cli, &sayings, err);
  sayings_finish(&sayings);
  typed_finish(&typed);
  return result;
}

const struct verb verb_answer = {
    .name = "answer",
    .group = VERB_ASKED,
    .is_record = true,
    .arguments = "[INCIDENT] STEP [name=value ...]",
    .least = 1,
    .most = -1,
    .help = "say what came of something you were asked to do",
    .story = "  Without more it says: done. status=failed: certainly not done. status=unknown: it\n"
             "  may have been done. What else is asked: tocsin tasks. Recorded in any case, signed\n"
             "  if your key is at hand.\n",
    .run = run,
};
