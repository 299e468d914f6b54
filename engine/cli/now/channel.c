/*
 * The exception: speaking over a computer, after somebody has signed that nobody can be listening there.
 */
#include "cli/out.h"
#include "cli/papers.h"
#include "statements/outside.h"

#include <string.h>

static void tell(const struct papers *papers, const char *system, const struct vouched *vouched)
{
  say("recorded in %s, entry %llu: ", papers->incident, (unsigned long long)vouched->seq);
  if (vouched->is_affected)
    say_in(OUT_RED, "%s is one of the systems this is about. Nothing is said over it; use the telephone.\n", system);
  else if (!vouched->is_signed)
    say("without your key it does not count. Use the telephone.\n");
  else
    say("from now on %s may be used where no telephone can. Say it with each call: means=\"%s\"\n", system, system);
}

static int attest(const struct cli *cli, struct papers *papers, struct err *err)
{
  const char *system = cli_option(cli, "system");
  struct vouched vouched;
  if (papers_open(cli, papers, err) < 0)
    return -1;
  if (cli->argument_count > papers->used)
    return err_set(err, "\"%s\" is one word too many: tocsin channel attest [INCIDENT] --system NAME --why TEXT",
                   cli->arguments[papers->used]);
  if (channel_state(&papers->dossier, system, cli_option(cli, "why"), &vouched, err) < 0)
    return -1;
  bool counts = vouched.is_signed && !vouched.is_affected;
  if (cli->is_json)
    say_json(json_pack("{s:s, s:I, s:s, s:b, s:b}", "incident", papers->incident, "entry", (json_int_t)vouched.seq,
                       "system", system, "counts", counts, "signed", vouched.is_signed));
  else
    tell(papers, system, &vouched);
  remark_unsigned(papers->site, vouched.is_signed);
  return counts ? STATUS_DONE : STATUS_FINDINGS;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  if (strcmp(cli->arguments[0], "attest"))
    return err_set(err, "a channel is vouched for: tocsin channel attest [INCIDENT] --system NAME --why TEXT");
  struct cli rest = *cli; /* without the word in front, which cli_incident would take for an incident */
  rest.arguments++;
  rest.argument_count--;
  int result = attest(&rest, &papers, err);
  papers_finish(&papers);
  return result;
}

const struct verb verb_channel = {
    .name = "channel",
    .group = VERB_NOW,
    .is_rare = true,
    .arguments = "attest [INCIDENT]",
    .least = 1,
    .most = 2,
    .help = "sign that nobody can be listening on a computer that you must speak over",
    .story = "  Telephone and fax need no such word, and e-mail is never used. A messenger or a\n"
             "  conference bridge counts only after this, and never on a system of the incident.\n",
    .options =
        (const struct option[]){
            {"system", "NAME", "which one, as you will name it with each call"},
            {"why", "TEXT", "why nobody can be listening there"},
            {0},
        },
    .run = run,
};
