/*
 * Yes and no to exactly one act, by key.
 */
#include "base/alloc.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "explore/apart.h"
#include "explore/check.h"

#include <string.h>

#define VALID_MAX_S ((int64_t)7 * 24 * 3600) /* our own choice: who says yes today does not say it for next month */

/** "90s", "30m", "2h", "1d". */
static int read_duration(const char *text, int64_t *seconds, struct err *err)
{
  static const struct {
    char unit;
    int64_t seconds;
  } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  size_t digits = strspn(text, "0123456789");
  for (size_t i = 0; i < COUNT(units); i++)
    if (digits && digits < 8 && text[digits] == units[i].unit && !text[digits + 1])
      *seconds = strtoll(text, NULL, 10) * units[i].seconds;
  if (*seconds <= 0 || *seconds > VALID_MAX_S)
    return err_set(err, "--for takes a time up to seven days, like 30m or 2h, not \"%s\".", text);
  return 0;
}

/** The first words of it, as one reads them aloud: "4f1a 88c0 03be 9d21". */
static void say_fingerprint(const char *fingerprint)
{
  const char *hex = fingerprint + strlen("sha256:");
  say("  fingerprint  %.4s %.4s %.4s %.4s ...\n", hex, hex + 4, hex + 8, hex + 12);
}

static void tell_approval(const struct papers *papers, const struct approved *approved)
{
  char *title = step_title(approved->step);
  char until[MOMENT_SIZE], roles[200];
  moment_text(approved->not_after, until);
  role_set_text(approved->roles, roles, sizeof roles);
  say_in(OUT_BOLD, "Approved: %s\n", title);
  say("  step         %s %s, as %s, entry %llu\n", papers->incident, approved->step->id, roles,
      (unsigned long long)approved->seq);
  say_fingerprint(approved->step->fingerprint);
  say("  good until   %s, for exactly one act\n", until);
  role_set_text(approved->still_asked, roles, sizeof roles);
  if (approved->still_asked)
    say("Still asked: %s. Until then it waits.\n", roles);
  else
    say("It goes ahead when %s runs; if nobody runs it now: tocsin run %s\n", papers->incident, papers->incident);
  free(title);
}

static json_t *approval_json(const struct papers *papers, const struct approved *approved)
{
  char until[CLOCK_TEXT_SIZE], roles[200];
  clock_text(approved->not_after, until);
  role_set_text(approved->roles, roles, sizeof roles);
  json_t *still_asked = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (approved->still_asked & 1u << role)
      json_array_append_new(still_asked, json_string(role_name((enum role)role)));
  return json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:o}", "incident", papers->incident, "step",
                   approved->step->id, "action", approved->step->action->name, "approval", (json_int_t)approved->seq,
                   "fingerprint", approved->step->fingerprint, "not_after", until, "role", roles, "still_asked",
                   still_asked);
}

/* Played to its end, apart: each round of what has none would be done, and be kept for ever. */
static json_t *look_for_endless(void *files, struct err *err)
{
  struct findings findings = {0};
  struct policy *policy = policy_load(files, err);
  json_t *found = policy ? json_array() : NULL;
  if (policy)
    explore_check(files, policy, true, &findings);
  for (size_t i = 0; found && i < findings.count; i++)
    if (!strcmp(findings.list[i].code, CHECK_ENDLESS))
      json_array_append_new(found, json_string(findings.list[i].sentence));
  findings_finish(&findings);
  policy_free(policy);
  return found;
}

static int refuse_endless(struct site *site, struct err *err)
{
  struct files files = {0};
  json_t *found = site_working(site, &files, err) < 0 ? NULL : explore_apart(look_for_endless, &files, err);
  int result = found ? 0 : err_prefix(err, "Nothing was approved. ");
  if (json_array_size(found))
    result = err_set(err, "Nothing was approved: %s. All that is wrong: tocsin check",
                     json_string_value(json_array_get(found, 0)));
  json_decref(found);
  files_finish(&files);
  return result;
}

static int approve_procedure(struct cli *cli, struct err *err)
{
  struct procedure_approved approved;
  char digest[DIGEST_TEXT_SIZE];
  if (cli->argument_count)
    return err_set(err, "--procedure takes no incident and no step: it approves the files of this site.");
  struct site *site = cli_site(cli, SITE_WRITE, err);
  int result = site ? refuse_endless(site, err) : -1;
  if (!result)
    result = procedure_approve(site, cli_option(cli, "because"), &approved, err);
  if (!result) {
    digest_text(&approved.digest, digest);
    if (cli->is_json)
      say_json(json_pack("{s:I, s:s, s:i}", "approval", (json_int_t)approved.seq, "procedure", digest, "files",
                         (int)approved.files));
    else
      say("Approved by %s: the procedure in %s, %zu files, entry %llu.\n  %s\n"
          "This is what runs from now on; an incident under way goes on with what it began with.\n",
          site_actor(site), site_folder(site), approved.files, (unsigned long long)approved.seq, digest);
  }
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

static int approve(struct cli *cli, struct err *err)
{
  if (cli_has(cli, "procedure"))
    return approve_procedure(cli, err);
  if (!cli->argument_count)
    return err_set(err, "which step? tocsin approve INCIDENT STEP, or tocsin approve --procedure");
  struct papers papers = {0};
  struct approved approved = {0};
  const char *given = cli_option(cli, "for");
  int64_t seconds = 0;
  if (given && read_duration(given, &seconds, err) < 0)
    return -1;
  int result = papers_open_also(cli, &papers, reading_may_decide, err);
  const char *step = result ? NULL : papers_step(cli, &papers, err);
  if (step && !given)
    seconds = policy_limits(papers.dossier.policy)->approval_valid_s;
  result = step ? approval_state(&papers.dossier, step, seconds, &approved, err) : -1;
  result = papers_end_blind(cli, &papers, result, err);
  if (!result && cli->is_json)
    say_json(approval_json(&papers, &approved));
  else if (!result)
    tell_approval(&papers, &approved);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_approve = {
    .name = "approve",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] STEP | --procedure",
    .least = 0,
    .most = 2,
    .help = "say yes to exactly this act, or to the procedure, by your key",
    .story = "  Good for 4 hours unless tocsin.yaml or --for says otherwise, and for one act: the\n"
             "  same act with other arguments, or a second time, asks again.\n"
             "  With --procedure a senior manager signs the site's policies, playbooks and lib as they\n"
             "  are now, unless one of them does not come to an end; until then the last approved run.\n",
    .options =
        (const struct option[]){
            {"for", "TIME", "how long your yes holds: 30m, 2h"},
            {"procedure", NULL, "approve the procedure in this site's folders"},
            {"because", "TEXT", "with --procedure: why it was changed"},
            {0},
        },
    .run = approve,
};

static void tell_denial(const struct papers *papers, const struct approved *denied)
{
  char *title = step_title(denied->step);
  char roles[200];
  role_set_text(denied->roles, roles, sizeof roles);
  say_in(OUT_BOLD, "Denied: %s\n", title);
  say("  step         %s %s, as %s, entry %llu\n", papers->incident, denied->step->id, roles,
      (unsigned long long)denied->seq);
  say_fingerprint(denied->step->fingerprint);
  free(title);
}

static int deny(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct approved denied = {0};
  int result = papers_open_also(cli, &papers, reading_may_decide, err);
  const char *step = result ? NULL : papers_step(cli, &papers, err);
  result = step ? denial_state(&papers.dossier, step, cli_option(cli, "because"), &denied, err) : -1;
  result = papers_end_blind(cli, &papers, result, err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:s, s:s, s:I, s:s, s:n}", "incident", papers.incident, "step", denied.step->id,
                       "action", denied.step->action->name, "denial", (json_int_t)denied.seq, "fingerprint",
                       denied.step->fingerprint, "not_after"));
  else if (!result)
    tell_denial(&papers, &denied);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_deny = {
    .name = "deny",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] STEP",
    .least = 1,
    .most = 2,
    .help = "say no to it, by your key; one no is enough",
    .options = (const struct option[]){{"because", "TEXT", "why not"}, {0}},
    .run = deny,
};
