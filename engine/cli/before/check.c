/*
 * check: everything that is wrong with a procedure, in one run, with its place.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "calling/calling.h"
#include "cli/out.h"
#include "cli/place.h"
#include "explore/check.h"
#include "explore/seal.h"
#include "model/alarms.h"
#include "roster/lint.h"
#include "site/contacts.h"
#include "site/shipped.h"

#include <string.h>

/* What is looked at: a folder's files, the site's, or what came with the program. */
static int read_procedure(const struct cli *cli, struct site **site, struct files *files, struct err *err)
{
  struct err nowhere = {0};
  const char *with = cli_option(cli, "with");
  if (with) {
    if (site_read_procedure(with, files, err) < 0)
      return -1;
    return files->count ? 0 : err_set(err, "%s holds no policies/, playbooks/ or lib/: nothing to look at.", with);
  }
  _cleanup_(freep) char *folder = site_find(cli->site, cli->site ? err : &nowhere);
  if (!folder && cli->site)
    return -1;
  if (!folder) {
    shipped_procedure(files);
    return 0;
  }
  *site = cli_site(cli, SITE_READ, err);
  return *site ? site_working(*site, files, err) : -1;
}

static void add_roster(struct site *site, struct findings *findings)
{
  struct roster_findings of_people = {0};
  struct err wrong = {0};
  site_contacts(site, &wrong);
  site_lint_roster(site, &of_people);
  site_lint_contacts(site, &of_people);
  for (size_t i = 0; i < of_people.count; i++) {
    const struct roster_finding *found = &of_people.list[i];
    if (strcmp(found->file, ROSTER_CONTACTS_FILE) != 0 || !err_is_set(&wrong))
      findings_add(findings, found->file, found->line, 0, found->is_error, found->code, "%-s", found->sentence);
  }
  if (err_is_set(&wrong)) /* with its place, and what may have been meant */
    findings_add_error(findings, "unreadable", &wrong);
  roster_findings_finish(&of_people);
}

static void add_alarm(void *findings, int line, const char *sentence)
{
  findings_add(findings, ALARMS_FILE, line, 0, true, "alarm-without-triage", "%-s", sentence);
}

static void add_alarms(const struct files *files, const struct policy *policy, struct findings *findings)
{
  struct alarms alarms = {0};
  struct err wrong = {0};
  if (alarms_load(files, policy_catalogue(policy), &alarms, &wrong) < 0)
    findings_add_error(findings, "unreadable", &wrong);
  else
    alarms_lint(&alarms, files, add_alarm, findings);
  alarms_finish(&alarms);
}

/* ---- telling ---- */

/* The line itself, and a mark under the place. */
static void say_line(const struct files *files, const struct finding *finding)
{
  const struct file *file = files_find(files, finding->file);
  const char *line = file ? file->bytes : NULL;
  for (int i = 1; line && i < finding->line; i++) {
    line = strchr(line, '\n');
    line = line ? line + 1 : NULL;
  }
  if (!line || !finding->line)
    return;
  say("    %.*s\n", (int)strcspn(line, "\n"), line);
  if (finding->column)
    say("    %*s^\n", finding->column - 1, "");
}

static void say_finding(const struct files *files, const struct finding *finding)
{
  if (finding->file[0])
    say("%s", finding->file);
  if (finding->line)
    say(":%d", finding->line);
  if (finding->column)
    say(":%d", finding->column);
  say("%s", finding->file[0] ? ": " : "");
  say_in(finding->is_error ? OUT_RED : OUT_YELLOW, "%s", finding->is_error ? "error" : "warning");
  say(": %-s\n", finding->sentence);
  say_line(files, finding);
}

static void tell(const struct files *files, const struct findings *findings)
{
  size_t errors = findings_errors(findings), warnings = findings->count - errors;
  for (size_t i = 0; i < findings->count; i++)
    say_finding(files, &findings->list[i]);
  if (findings->count)
    say("%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
  else
    say("Nothing is wrong with this procedure, as far as it can be told without an incident.\n");
}

/* The site is let go of before playing: from then on nothing can be opened. */
static int look(const struct cli *cli, struct files *files, struct findings *findings, struct err *err)
{
  struct site *site = NULL;
  int result = read_procedure(cli, &site, files, err);
  if (!result && site)
    add_roster(site, findings);
  site_close(site);
  size_t errors = findings_errors(findings);
  struct policy *policy = result ? NULL : policy_check(files, findings);
  bool can_be_met = findings_errors(findings) == errors;
  if (policy) {
    calling_check(files, policy, findings);
    add_alarms(files, policy, findings);
  }
  if (policy && explore_seal(err) < 0)
    result = -1;
  else if (policy)
    explore_check(files, policy, can_be_met, findings);
  policy_free(policy);
  return result;
}

static int run(struct cli *cli, struct err *err)
{
  struct files files = {0};
  struct findings findings = {0};
  int status = look(cli, &files, &findings, err);
  findings_sort(&findings);
  size_t counted = cli_has(cli, "strict") ? findings.count : findings_errors(&findings);
  if (!status && cli->is_json)
    say_json(json_pack("{s:b, s:o}", "ok", !counted, "findings", findings_json(&findings)));
  else if (!status)
    tell(&files, &findings);
  findings_finish(&findings);
  files_finish(&files);
  return status < 0 ? -1 : counted ? STATUS_FINDINGS : STATUS_DONE;
}

static const struct option options[] = {
    {"with", "DIR", "look at the procedure in DIR instead of this site's files"},
    {"strict", NULL, "warnings count as errors"},
    {0},
};

const struct verb verb_check = {
    .name = "check",
    .group = VERB_BEFORE,
    .arguments = "",
    .least = 0,
    .most = 0,
    .help = "everything that is wrong with a procedure, with its place",
    .story = "Reads the working files, and plays every playbook with nothing known: what cannot be read,\n"
             "what does not exist, orders that can never be met, what is asked for and never allowed, and\n"
             "what every procedure needs and this one lacks. Without a site, what came with the program.\n",
    .options = options,
    .run = run,
};
