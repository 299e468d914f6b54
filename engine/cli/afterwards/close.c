/*
 * Closing an incident, once nothing is left to do; or with what is left, if management signs for it.
 */
#include "cli/afterwards/ending.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "incident/checks.h"

#include <stdlib.h>

/* ---- JSON ---- */

static json_t *open_json(const struct closing *closing)
{
  json_t *open = json_array();
  for (size_t i = 0; i < closing->open_count; i++)
    json_array_append_new(open, json_string(closing->open[i]->id));
  return open;
}

/** What is still to be done, in words: the act, or what the record itself lacks. */
static void put_missing(const struct incident *incident, const struct owed *owed, struct buf *out)
{
  if (owed->obligation->act)
    obligation_words(owed->obligation, out);
  else
    incident_check(incident, owed->obligation->check, out);
}

static json_t *owed_json(const struct incident *incident, const struct closing *closing)
{
  json_t *list = json_array();
  for (size_t i = 0; i < closing->owed_count; i++) {
    const struct owed *owed = &closing->owed[i];
    struct buf missing = {0};
    char roles[200];
    put_missing(incident, owed, &missing);
    role_set_text(owed->obligation->waive, roles, sizeof roles);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", owed->obligation->id, "state",
                                          owed_state_name(owed->state), "because", owed->obligation->because, "do",
                                          buf_string(&missing), "waive", owed->obligation->waive ? roles : ""));
    buf_finish(&missing);
  }
  return list;
}

/* ---- text ---- */

/** "waits for a yes", "waits for an answer", "is in doubt" */
static const char *what_it_waits_for(enum asked_kind kind)
{
  static const char *const words[] = {[ASKED_MANUAL] = "waits for an answer", [ASKED_APPROVAL] = "waits for a yes",
                                      [ASKED_DOUBT] = "is in doubt",
                                      [ASKED_WAIVE] = "waits for what has to be done before"};
  return words[kind] ? words[kind] : "";
}

static void tell_steps(const struct papers *papers, const struct closing *closing)
{
  for (size_t i = 0; i < closing->open_count; i++) {
    const struct step *step = closing->open[i];
    char *title = step_title(step);
    say("  %s  %s: %s\n", step->id, title, what_it_waits_for(asked_of(papers->dossier.incident, step)));
    free(title);
  }
  if (closing->open_count)
    say("What to type for each: tocsin tasks %s\n", papers->incident);
}

static void tell_owed(const struct papers *papers, const struct closing *closing)
{
  for (size_t i = 0; i < closing->owed_count; i++) {
    const struct owed *owed = &closing->owed[i];
    const struct obligation *obligation = owed->obligation;
    struct buf missing = {0};
    char roles[200], from[MOMENT_SIZE];
    put_missing(papers->dossier.incident, owed, &missing);
    role_set_text(obligation->waive, roles, sizeof roles);
    say_in(OUT_BOLD, "  %s", obligation->id);
    say("  %s\n    to do   %s\n", obligation->because, buf_string(&missing));
    if (owed->not_before) {
      moment_text(owed->not_before, from);
      say("            not before %s\n", from);
    }
    if (obligation->waive)
      say("    or      tocsin waive %s %s --because TEXT  (%s)\n", papers->incident, obligation->id, roles);
    buf_finish(&missing);
  }
  if (closing->owed_count)
    say("What was done outside the playbook: tocsin did %s ACTION ...\n"
        "Management can sign for all of it as it is: tocsin close %s --with-findings\n", papers->incident,
        papers->incident);
}

static void tell_open(const struct papers *papers, const struct closing *closing)
{
  const struct incident *incident = papers->dossier.incident;
  bool is_over = incident->reached[MILESTONE_OVER].seq || incident->dismissal.reached.seq;
  say("%s is not closed", papers->incident);
  say(closing->left ? ": %s.\n" : ".\n", closing->left);
  tell_steps(papers, closing);
  tell_owed(papers, closing);
  if (closing->left && incident->is_run_ended && !is_over)
    say("When it is resolved and we are back at work: tocsin over %s\n", papers->incident);
  else if (closing->left && !closing->open_count)
    say("To go on: tocsin run %s\n", papers->incident);
}

static void tell_closed(const struct papers *papers, const struct closing *closing)
{
  char *minutes = management_minutes_words(papers->dossier.incident);
  say("%s is closed, entry %llu. The key that signed it until now is gone.\n", papers->incident,
      (unsigned long long)closing->seq);
  if (closing->owed_count || closing->open_count)
    say("Signed for as it is: %zu owed, %zu not answered. They stand in that entry.\n", closing->owed_count,
        closing->open_count);
  say("%s\n", minutes);
  free(minutes);
}

static int tell(const struct cli *cli, const struct papers *papers, const struct closing *closing, bool is_closed)
{
  const struct incident *incident = papers->dossier.incident;
  const char *state = is_closed ? (incident->dismissal.reached.seq ? "dismissed" : "closed") : incident_state(incident);
  if (cli->is_json)
    say_json(json_pack("{s:s, s:s, s:o, s:o, s:o, s:s?}", "incident", papers->incident, "state", state, "open",
                       open_json(closing), "obligations", owed_json(incident, closing), "minutes_to_management",
                       management_minutes_json(incident), "left", closing->left));
  else if (is_closed)
    tell_closed(papers, closing);
  else
    tell_open(papers, closing);
  return is_closed ? STATUS_DONE : STATUS_WAITING;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct closing closing = {0};
  struct close_wish wish = {cli_option(cli, "because"), cli_has(cli, "with-findings")};
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count > papers.used)
    result = err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
  if (!result)
    result = close_state(&papers.dossier, &wish, &closing, err);
  if (result >= 0)
    result = tell(cli, &papers, &closing, result == 0);
  closing_finish(&closing);
  papers_finish(&papers);
  return result;
}

const struct verb verb_close = {
    .name = "close",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "end an incident in which nothing is left to do",
    .story = "  After it is over, or was dismissed. What is still owed is named, with what to do for\n"
             "  each. --with-findings closes it all the same: management signs, by name, for what\n"
             "  stays open.\n",
    .options = (const struct option[]){{"because", "TEXT", "what is worth saying at its end"},
                                       {"with-findings", NULL, "with what is open; signed by management"},
                                       {0}},
    .run = run,
};
