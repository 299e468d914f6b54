/*
 * Signatures under the record, and containment that stays.
 */
#include "cli/out.h"
#include "cli/papers.h"
#include "statements/ending.h"

#include <stdlib.h>

static void tell_signed(const struct papers *papers, const char *unavailable, const struct signed_off *signed_off)
{
  if (unavailable)
    say("recorded in %s, entry %llu: %s does not sign, and why.\n", papers->incident,
        (unsigned long long)signed_off->seq, unavailable);
  else
    say("You vouch for %s as it stands, all of the %llu entries before yours (entry %llu).\n", papers->incident,
        (unsigned long long)signed_off->size, (unsigned long long)signed_off->seq);
  if (signed_off->left)
    say("%zu of those who acted %s not signed yet.\n", signed_off->left, signed_off->left == 1 ? "has" : "have");
  else
    say("Everybody who acted has signed, or it is recorded why not.\n");
}

static int run_sign(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct signed_off signed_off;
  const char *unavailable = cli_option(cli, "unavailable");
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count > papers.used)
    result = err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
  if (!result)
    result = signoff_state(&papers.dossier, unavailable, cli_option(cli, "because"), &signed_off, err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:I, s:I, s:s?, s:I}", "incident", papers.incident, "entry", (json_int_t)signed_off.seq,
                       "size", (json_int_t)signed_off.size, "unavailable", unavailable, "left",
                       (json_int_t)signed_off.left));
  else if (!result)
    tell_signed(&papers, unavailable, &signed_off);
  papers_finish(&papers);
  return result;
}

const struct verb verb_sign = {
    .name = "sign",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "vouch for the record of an incident with your signature",
    .story = "  Covers every entry before it; who acts again signs again. Of somebody who refuses or\n"
             "  cannot be reached another records that instead.\n",
    .options = (const struct option[]){{"unavailable", "PERSON", "who does not sign"},
                                       {"because", "TEXT", "why he does not"},
                                       {0}},
    .run = run_sign,
};

/* ---- what stays in place ---- */

static void tell_kept(const struct papers *papers, const struct kept *kept)
{
  struct buf words = {0};
  action_words(kept->contained.action, kept->contained.arguments, &words);
  say("\"%s\" stays until %s; it is %s's. Entry %llu of %s.\n", buf_string(&words), kept->until, kept->owner,
      (unsigned long long)kept->seq, papers->incident);
  buf_finish(&words);
}

static int run_keep(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct kept kept = {0};
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count != papers.used + 1)
    result = err_set(err, "what stays? tocsin keep %s STEP --owner PERSON --until DATE", papers.incident);
  if (!result)
    result = keep_state(&papers.dossier, cli->arguments[papers.used], cli_option(cli, "owner"),
                        cli_option(cli, "until"), cli_option(cli, "because"), &kept, err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:I, s:I, s:s, s:s}", "incident", papers.incident, "entry", (json_int_t)kept.seq, "of",
                       (json_int_t)kept.contained.seq, "owner", kept.owner, "until", kept.until));
  else if (!result)
    tell_kept(&papers, &kept);
  papers_finish(&papers);
  return result;
}

const struct verb verb_keep = {
    .name = "keep",
    .group = VERB_AFTERWARDS,
    .is_rare = true,
    .arguments = "[INCIDENT] STEP --owner PERSON --until DATE",
    .least = 1,
    .most = 2,
    .help = "leave in place what was cut off or isolated, with an owner and an end",
    .story = "  STEP, or the entry of what was done outside the playbook. All else that can be taken\n"
             "  back has to be before the incident is closed.\n",
    .options = (const struct option[]){{"owner", "PERSON", "whose it is from now on"},
                                       {"until", "DATE", "the day it ends: 2026-12-31"},
                                       {"because", "TEXT", "why it stays"},
                                       {0}},
    .run = run_keep,
};
