/*
 * tocsin countersign: the second word about a subject, of Legal, HR or Audit.
 */
#include "statements/know.h"

#include "cli/out.h"
#include "cli/papers.h"

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct know_said said;
  int result = papers_open_also(cli, &papers, reading_may_countersign, err);
  if (!result && cli->argument_count != papers.used + 1)
    result = err_set(err, "whom? tocsin countersign %s PERSON", papers.incident);
  const char *who = result ? NULL : cli->arguments[papers.used];
  if (!result)
    result = countersign_state(&papers.dossier, who, cli_option(cli, "because"), &said, err);
  if (result)
    result = papers_end_blind(cli, &papers, result, err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:s, s:I}", "incident", papers.incident, "person", who, "entry", (json_int_t)said.seq));
  else if (!result)
    say("%s approves nothing any more in %s, nor does anybody who reports to him, entry %llu.\n"
        "A yes of theirs that was not used up counts no more. Who can decide instead: tocsin tasks %s\n", who,
        papers.incident, (unsigned long long)said.seq, papers.incident);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_countersign = {
    .name = "countersign",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] PERSON",
    .least = 1,
    .most = 2,
    .help = "the second word about a subject, of Legal, HR or Audit, by key",
    .story = "  Whoever is named as a subject is shown and told nothing from then on. So that nobody\n"
             "  silences an approver by accusing him, his yes and his no count until Legal, HR or Audit\n"
             "  says this too. To name somebody: tocsin fact INCIDENT subject=PERSON --because TEXT\n",
    .options = (const struct option[]){{"because", "TEXT", "what speaks for it"}, {0}},
    .run = run,
};
