/*
 * Whom one spoke with.
 */
#include "cli/admission.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "statements/outside.h"

#include <string.h>

static void tell(const struct papers *papers, const struct spoke *spoke)
{
  say("recorded in %s, entry %llu\n", papers->incident, (unsigned long long)spoke->seq);
  if (!spoke->has_number)
    say("His number is not known yet, and will be asked before %s is closed: say it with number=...\n",
        papers->incident);
  if (spoke->is_by_mail)
    say_in(OUT_RED, "By e-mail, which whoever got in may read: kept as a finding. Use the telephone.\n");
}

static int state(const struct cli *cli, struct papers *papers, const struct typed *typed, struct err *err)
{
  struct spoke spoke;
  if (papers_open_also(cli, papers, reading_may_record, err) < 0)
    return -1;
  if (spoke_state(&papers->dossier, typed->given, typed->count, &spoke, err) < 0)
    return papers_end_blind(cli, papers, -1, err);
  if (papers->is_blind)
    return admission_kept(cli, spoke.seq);
  if (cli->is_json)
    say_json(json_pack("{s:s, s:I, s:b, s:b}", "incident", papers->incident, "entry", (json_int_t)spoke.seq, "finding",
                       spoke.is_by_mail, "signed", spoke.is_signed));
  else
    tell(papers, &spoke);
  remark_unsigned(papers->site, spoke.is_signed);
  return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct typed typed;
  if (typed_read(cli, is_incident_id(cli->arguments[0]), &typed, err) < 0)
    return -1;
  int result = state(cli, &papers, &typed, err);
  papers_finish(&papers);
  typed_finish(&typed);
  return result;
}

const struct verb verb_spoke = {
    .name = "spoke",
    .group = VERB_NOW,
    .is_record = true,
    .arguments = "[INCIDENT] who=NAME [name=value ...]",
    .least = 1,
    .most = -1,
    .help = "record whom you spoke with, and what was said",
    .story = "  For every caller, and everybody you called outside a step. Besides who, as far as you\n"
             "  know: number, organisation, means, said, direction=in (they called) or out.\n"
             "  at=TIME if it was not just now. A number that is missing is asked for again before\n"
             "  the incident is closed.\n",
    .run = run,
};
