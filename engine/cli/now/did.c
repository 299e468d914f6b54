/*
 * What already happened, and by what authority.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/admission.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "statements/outside.h"

#include <string.h>

static void tell_authority(const struct did *did)
{
  const char *verdict = json_get_string(did->authority, "verdict");
  const char *because = json_get_string(did->authority, "because"), *rule = json_get_string(did->authority, "rule");
  char roles[200];
  role_set_text(decision_from(did->authority), roles, sizeof roles);
  if (!strcmp(verdict, "forbidden"))
    say_in(OUT_RED, "FORBIDDEN, whoever does it: %s\nIt is kept as a finding of this incident.\n", because);
  else if (!strcmp(verdict, "preauthorized"))
    say("As things stand it was preauthorized (%s): %s\n", rule, because);
  else if (did->deed->agreed)
    say("As things stand it needed a yes of %s (%s). That %s agreed is recorded as your word.\n", roles, rule,
        did->deed->agreed);
  else
    say("As things stand it needed a yes of %s (%s), and none is recorded: %s\n", roles, rule, because);
}

/* The post-mortem right afterwards, and whatever else has a day before which it is too early (R211). */
static void tell_early(const struct papers *papers, const struct did *did)
{
  const struct obligation *all;
  size_t count = policy_obligations(papers->dossier.policy, &all);
  for (size_t i = 0; i < count; i++) {
    char from[MOMENT_SIZE];
    if (!all[i].not_within_s || !obligation_is_met_by(&all[i], did->action))
      continue;
    struct owed owed = incident_owed(papers->dossier.incident, &all[i], did->deed->stated_at);
    if (owed.not_before <= did->deed->at && owed.not_before)
      continue;
    moment_text(owed.not_before, from);
    if (owed.not_before)
      say_in(OUT_YELLOW, "Too early: not before %s. %s\n", from, all[i].because);
    else
      say_in(OUT_YELLOW, "Too early: nobody has said yet that it is %s. %s\n", milestone_name(all[i].after),
             all[i].because);
  }
}

static void tell_wanted(const struct did *did)
{
  for (size_t i = 0; i < did->wanted_count; i++)
    say("%s %s (%s)\n", i ? "         " : "Not said:", did->wanted[i].ask ? did->wanted[i].ask : "",
        did->wanted[i].name);
  if (did->wanted_count)
    say("          To add it: tocsin note --on %llu TEXT\n", (unsigned long long)did->seq);
}

static void tell(const struct papers *papers, const struct did *did)
{
  struct buf words = {0};
  char at[MOMENT_SIZE];
  moment_text(did->deed->at, at);
  action_words(did->action, did->deed->arguments, &words);
  say("recorded in %s, entry %llu: %s, %s at %s\n", papers->incident, (unsigned long long)did->seq,
      buf_string(&words), outcome_status_name(did->deed->status), at);
  buf_finish(&words);
  tell_authority(did);
  if (did->is_by_mail)
    say_in(OUT_RED, "By e-mail, which whoever got in may read: kept as a finding. Use the telephone.\n");
  tell_early(papers, did);
  tell_wanted(did);
}

static json_t *did_json(const struct papers *papers, const struct did *did)
{
  json_t *wanted = json_array();
  for (size_t i = 0; i < did->wanted_count; i++)
    json_array_append_new(wanted, json_string(did->wanted[i].name));
  const json_t *authority = did->authority;
  return json_pack("{s:s, s:I, s:s, s:n, s:s, s:s, s:s, s:s, s:O, s:b, s:b, s:o}", "incident", papers->incident,
                   "entry", (json_int_t)did->seq, "action", did->action->name, "step", "status",
                   outcome_status_name(did->deed->status), "verdict", json_get_string(authority, "verdict"), "rule",
                   json_get_string(authority, "rule"), "because", json_get_string(authority, "because"), "from",
                   json_object_get(authority, "from"), "finding",
                   did->is_by_mail || !strcmp(json_get_string(authority, "verdict"), "forbidden"), "signed",
                   did->is_signed, "wanted", wanted);
}

static int state(const struct cli *cli, struct papers *papers, const char *action, const struct typed *typed,
                 struct err *err)
{
  struct did did;
  struct did_said more = {cli_option(cli, "at"), cli_option(cli, "because"), cli_option(cli, "agreed")};
  int result = papers_open_also(cli, papers, reading_may_record, err);
  if (!result)
    result = did_state(&papers->dossier, action, typed->given, typed->count, &more, &did, err);
  if (result < 0)
    return papers_end_blind(cli, papers, -1, err);
  if (papers->is_blind) {
    uint64_t seq = did.seq;
    did_finish(&did);
    return admission_kept(cli, seq);
  }
  if (cli->is_json)
    say_json(did_json(papers, &did));
  else
    tell(papers, &did);
  remark_unsigned(papers->site, did.is_signed);
  did_finish(&did);
  return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct typed typed;
  size_t first = is_incident_id(cli->arguments[0]);
  const char *action = cli->argument_count > first ? cli->arguments[first] : NULL;
  if (!action || strchr(action, '='))
    return err_set(err, "what was done? tocsin did %s ACTION name=value ... --at TIME --because TEXT",
                   first ? cli->arguments[0] : "[INCIDENT]");
  if (typed_read(cli, first + 1, &typed, err) < 0)
    return -1;
  int result = state(cli, &papers, action, &typed, err);
  papers_finish(&papers);
  typed_finish(&typed);
  return result;
}

const struct verb verb_did = {
    .name = "did",
    .group = VERB_NOW,
    .is_record = true,
    .arguments = "[INCIDENT] ACTION [name=value ...] --at TIME",
    .least = 1,
    .most = -1,
    .help = "record what was already done, with the authority it had",
    .story = "  Never refused for what it was: also what needed a yes, or is forbidden, is kept, and\n"
             "  shown as that. Names are those of the action and of what it gives back; status=failed\n"
             "  if it failed. TIME is 03:12, \"2026-11-21 03:12\" or now. Why may follow later:\n"
             "  tocsin note --on ENTRY.\n",
    .options = (const struct option[]){{"at", "TIME", "when it happened; now unless said"},
                                       {"because", "TEXT", "why it was done"},
                                       {"agreed", "PERSON", "who agreed to it beforehand"},
                                       {0}},
    .run = run,
};
