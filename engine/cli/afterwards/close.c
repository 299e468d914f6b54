/*
 * Closing an incident, once nothing is left to do.
 */
#include "cli/out.h"
#include "cli/papers.h"

#include <stdlib.h>

static json_t *open_json(const struct closing *closing)
{
  json_t *open = json_array();
  for (size_t i = 0; i < closing->open_count; i++)
    json_array_append_new(open, json_string(closing->open[i]->id));
  return open;
}

/** "waits for a yes", "waits for an answer", "is in doubt" */
static const char *what_it_waits_for(enum asked_kind kind)
{
  return kind == ASKED_APPROVAL ? "waits for a yes" : kind == ASKED_DOUBT ? "is in doubt" : "waits for an answer";
}

static void tell_open(const struct papers *papers, const struct closing *closing)
{
  say("%s is not closed", papers->incident);
  say(closing->left ? ": %s.\n" : ".\n", closing->left);
  for (size_t i = 0; i < closing->open_count; i++) {
    const struct step *step = closing->open[i];
    char *title = step_title(step);
    say("  %s  %s: %s\n", step->id, title, what_it_waits_for(asked_of(papers->dossier.incident, step)));
    free(title);
  }
  if (closing->open_count)
    say("What to type for each: tocsin tasks %s\n", papers->incident);
  else
    say("To go on: tocsin run %s\n", papers->incident);
}

static int tell(const struct cli *cli, const struct papers *papers, const struct closing *closing, bool is_closed)
{
  const char *state = is_closed ? "closed" : incident_state(papers->dossier.incident);
  if (cli->is_json)
    say_json(json_pack("{s:s, s:s, s:o, s:[]}", "incident", papers->incident, "state", state, "open",
                       open_json(closing), "obligations"));
  else if (is_closed)
    say("%s is closed, entry %llu. The key that signed it until now is gone.\n", papers->incident,
        (unsigned long long)closing->seq);
  else
    tell_open(papers, closing);
  return is_closed ? STATUS_DONE : STATUS_WAITING;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct closing closing = {0};
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count > papers.used)
    result = err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
  if (!result)
    result = close_state(&papers.dossier, cli_option(cli, "because"), &closing, err);
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
    .options = (const struct option[]){{"because", "TEXT", "what is worth saying at its end"}, {0}},
    .run = run,
};
