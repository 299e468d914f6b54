/*
 * The team: join, leave, handover.
 */
#include "cli/out.h"
#include "cli/papers.h"
#include "statements/outside.h"
#include "statements/reading.h"

#include <string.h>

static const char *first_word(const struct cli *cli, const struct papers *papers)
{
  return cli->argument_count > papers->used ? cli->arguments[papers->used] : NULL;
}

static void tell(const struct papers *papers, const char *format, const struct teamed *teamed)
{
  say("%s ", teamed->person);
  say("%s %s", format, papers->incident);
  say(", entry %llu.", (unsigned long long)teamed->seq);
  if (teamed->coordinator && strcmp(teamed->coordinator, teamed->person))
    say(" %s coordinates.", teamed->coordinator);
  else if (teamed->coordinator)
    say(" He coordinates.");
  say("\n");
}

/* What the three have in common: opening the papers, saying it, telling what came of it. */
typedef int (*team_state)(const struct cli *cli, struct dossier *dossier, const char *person, struct teamed *teamed,
                          struct err *err);

static int run(struct cli *cli, team_state state, const char *words, struct err *err)
{
  struct papers papers = {0};
  struct teamed teamed;
  struct err unused = {0};
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count > papers.used + 1)
    result = err_set(err, "one person at a time: tocsin %s %s", cli->verb->name, cli->verb->arguments);
  if (!result)
    result = state(cli, &papers.dossier, first_word(cli, &papers), &teamed, err);
  if (!result && reading_of(&papers.dossier, &unused) != READING_WHOLE)
    teamed.coordinator = NULL; /* of what is plain also others may say this */
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:I, s:s, s:s?, s:b}", "incident", papers.incident, "entry", (json_int_t)teamed.seq,
                       "person", teamed.person, "coordinator", teamed.coordinator, "signed", teamed.is_signed));
  else if (!result)
    tell(&papers, words, &teamed);
  if (!result)
    remark_unsigned(papers.site, teamed.is_signed);
  papers_finish(&papers);
  return result;
}

static int join(const struct cli *cli, struct dossier *dossier, const char *person, struct teamed *teamed,
                struct err *err)
{
  return join_state(dossier, person, cli_option(cli, "as-what"), teamed, err);
}

static int leave(const struct cli *cli, struct dossier *dossier, const char *person, struct teamed *teamed,
                 struct err *err)
{
  return leave_state(dossier, person, cli_option(cli, "because"), teamed, err);
}

static int handover(const struct cli *cli, struct dossier *dossier, const char *person, struct teamed *teamed,
                    struct err *err)
{
  if (!person)
    return err_set(err, "to whom? tocsin handover %s PERSON", dossier->incident->id);
  return handover_state(dossier, person, cli_option(cli, "because"), teamed, err);
}

static int run_join(struct cli *cli, struct err *err)
{
  return run(cli, join, "is of the team of", err);
}

static int run_leave(struct cli *cli, struct err *err)
{
  return run(cli, leave, "left the team of", err);
}

static int run_handover(struct cli *cli, struct err *err)
{
  return run(cli, handover, "has taken over", err);
}

const struct verb verb_join = {
    .name = "join",
    .group = VERB_NOW,
    .is_rare = true,
    .arguments = "[INCIDENT] [PERSON]",
    .most = 2,
    .help = "be of the team from now on, or say that somebody is",
    .options = (const struct option[]){{"as-what", "TEXT", "what he does there"}, {0}},
    .run = run_join,
};

const struct verb verb_leave = {
    .name = "leave",
    .group = VERB_NOW,
    .is_rare = true,
    .arguments = "[INCIDENT] [PERSON]",
    .most = 2,
    .help = "leave the team, or say that somebody did",
    .story = "  If he coordinates and hands over to nobody, the one who has been there longest does.\n",
    .options = (const struct option[]){{"because", "TEXT", "why"}, {0}},
    .run = run_leave,
};

const struct verb verb_handover = {
    .name = "handover",
    .group = VERB_NOW,
    .is_rare = true,
    .arguments = "[INCIDENT] PERSON",
    .least = 1,
    .most = 2,
    .help = "let somebody else coordinate from now on",
    .options = (const struct option[]){{"because", "TEXT", "why, and what he should know"}, {0}},
    .run = run_handover,
};
