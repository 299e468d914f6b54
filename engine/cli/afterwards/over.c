/*
 * Contained, over, a false alarm.
 */
#include "cli/afterwards/ending.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <stdlib.h>
#include <string.h>

static int open_papers(struct cli *cli, struct papers *papers, struct err *err)
{
  if (papers_open(cli, papers, err) < 0)
    return -1;
  if (cli->argument_count == papers->used)
    return 0;
  return err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
}

static json_t *said_json(const struct papers *papers, const char *state, const struct milestone_said *said)
{
  return json_pack("{s:s, s:s, s:o, s:I}", "incident", papers->incident, "state", state, "entry",
                   said->seq ? json_integer((json_int_t)said->seq) : json_null(), "since",
                   (json_int_t)said->reached.seq);
}

static void tell_said(const struct papers *papers, const char *words, const struct milestone_said *said)
{
  char at[MOMENT_SIZE];
  moment_text(said->reached.at, at);
  if (said->seq)
    say("%s is %s, entry %llu.\n", papers->incident, words, (unsigned long long)said->seq);
  else
    say("%s is %s since %s (entry %llu).\n", papers->incident, words, at, (unsigned long long)said->reached.seq);
}

/* ---- contained ---- */

static int run_contained(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct milestone_said said;
  int result = open_papers(cli, &papers, err);
  if (!result)
    result = milestone_state(&papers.dossier, MILESTONE_CONTAINED, cli_option(cli, "because"), &said, err);
  if (!result && cli->is_json)
    say_json(said_json(&papers, "contained", &said));
  else if (!result)
    tell_said(&papers, "contained", &said);
  papers_finish(&papers);
  return result;
}

const struct verb verb_contained = {
    .name = "contained",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "say that it spreads no further",
    .options = (const struct option[]){{"because", "TEXT", "how one knows"}, {0}},
    .run = run_contained,
};

/* ---- over ---- */

static void tell_over(const struct papers *papers, const struct milestone_said *said)
{
  const struct incident *incident = papers->dossier.incident;
  tell_said(papers, "over", said);
  tell_people(incident, said->reached.seq);
  say("Each call or word goes into the record: tocsin spoke %s who=NAME said=...\n", papers->incident);
  if (!incident->is_run_ended && incident->run)
    say("Run %d has not ended yet: tocsin run %s\n", incident->run, papers->incident);
  say("Hold the post-mortem a day or two from now: tocsin run %s --again --playbook post-mortem\n", papers->incident);
}

static int run_over(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct milestone_said said;
  int result = open_papers(cli, &papers, err);
  if (!result)
    result = milestone_state(&papers.dossier, MILESTONE_OVER, cli_option(cli, "because"), &said, err);
  if (!result && cli->is_json) {
    json_t *document = said_json(&papers, "over", &said);
    json_object_set_new(document, "people", people_json(papers.dossier.incident, said.reached.seq));
    say_json(document);
  } else if (!result) {
    tell_over(&papers, &said);
  }
  papers_finish(&papers);
  return result;
}

const struct verb verb_over = {
    .name = "over",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "say that it is resolved and we are back at work; whom to tell",
    .story = "  Lists everybody who had to do with it, and who has not been told since. Said again it\n"
             "  records nothing and shows who is left.\n",
    .options = (const struct option[]){{"because", "TEXT", "how one knows"}, {0}},
    .run = run_over,
};

/* ---- a false alarm ---- */

static void tell_dismissed(const struct papers *papers, const struct milestone_said *said)
{
  const struct incident *incident = papers->dossier.incident;
  if (said->seq != said->reached.seq) {
    say("You say so too, entry %llu: that %s was a false alarm has been reviewed.\n", (unsigned long long)said->seq,
        papers->incident);
    return;
  }
  say("%s was a false alarm, entry %llu. Everybody stands down; all that was saved is kept.\n", papers->incident,
      (unsigned long long)said->seq);
  if (said->needs_review)
    say("You declared it, too: within a working day somebody else looks at it and says so:\n"
        "  tocsin dismiss %s --why TEXT\n", papers->incident);
  tell_people(incident, said->reached.seq);
  say("Then: tocsin close %s\n", papers->incident);
}

static int run_dismiss(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct milestone_said said;
  int result = open_papers(cli, &papers, err);
  if (!result)
    result = dismissal_state(&papers.dossier, cli_option(cli, "why"), &said, err);
  if (!result && cli->is_json) {
    json_t *document = said_json(&papers, "dismissed", &said);
    json_object_set_new(document, "needs_review", json_boolean(said.needs_review));
    json_object_set_new(document, "people", people_json(papers.dossier.incident, said.reached.seq));
    say_json(document);
  } else if (!result) {
    tell_dismissed(&papers, &said);
  }
  papers_finish(&papers);
  return result;
}

const struct verb verb_dismiss = {
    .name = "dismiss",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT] --why TEXT",
    .most = 1,
    .help = "say that it was a false alarm; all that was saved is kept",
    .story = "  Nothing more is asked of anybody. If the one who declared it says so, another looks at\n"
             "  it within a working day and says the same.\n",
    .options = (const struct option[]){{"why", "TEXT", "why it was none"}, {0}},
    .run = run_dismiss,
};
