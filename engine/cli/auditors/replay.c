/*
 * tocsin replay: runs the past again from the record.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/listing.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "explore/replay.h"
#include "explore/seal.h"

#include <string.h>

#define WITHHELD "not said: this case is shown only to those who need to know"

/* Incidents that are compared like others, and of which the two sides are not said. */
struct withheld {
  size_t count;
  char **incidents;
};

static void replace(char **text)
{
  if (!*text)
    return;
  free(*text);
  *text = xstrdup(WITHHELD);
}

static void withhold(struct withheld *withheld, struct replay_report *report)
{
  for (size_t i = 0; i < report->divergence_count; i++)
    for (size_t j = 0; j < withheld->count; j++)
      if (!strcmp(report->divergences[i].incident, withheld->incidents[j])) {
        replace(&report->divergences[i].what.recorded);
        replace(&report->divergences[i].what.now);
      }
  for (size_t j = 0; j < withheld->count; j++)
    free(withheld->incidents[j]);
  free(withheld->incidents);
}

static bool is_ok(const struct replay_report *report)
{
  bool ok = !report->divergence_count;
  for (size_t i = 0; i < report->control_count; i++)
    ok &= !report->controls[i].wrong;
  return ok;
}

static void say_divergence(const struct replay_divergence *divergence)
{
  const struct divergence *what = &divergence->what;
  say("%s run %d takes another way now, at step %s:\n", divergence->incident, divergence->run, what->step);
  say("  RECORDED  %s\n  NOW       %s\n", what->recorded ? what->recorded : "nothing",
      what->now ? what->now : "nothing");
  say("  differs   %s", what->field);
  if (what->seq)
    say(", entry %llu", (unsigned long long)what->seq);
  say("%s%s\n", what->where[0] ? ", asked at " : "", what->where);
  if (divergence->is_same_procedure)
    say("The procedure is byte for byte the one that ran, so the record or the program differs.\n"
        "See whether the record is genuine: tocsin verify --trust FILE\n");
  else
    say("This is another procedure than the one that ran; this is where it would have done otherwise.\n");
}

static json_t *divergence_json(const struct replay_divergence *divergence)
{
  const struct divergence *what = &divergence->what;
  return json_pack("{s:I, s:s, s:s, s:s?, s:s?, s:i, s:b, s:s, s:s}", "entry", (json_int_t)what->seq, "field",
                   what->field, "incident", divergence->incident, "now", what->now, "recorded", what->recorded, "run",
                   divergence->run, "same_procedure", divergence->is_same_procedure, "step", what->step, "where",
                   what->where);
}

static void say_report_json(const struct replay_report *report)
{
  json_t *divergences = json_array(), *controls = json_array();
  for (size_t i = 0; i < report->divergence_count; i++)
    json_array_append_new(divergences, divergence_json(&report->divergences[i]));
  for (size_t i = 0; i < report->control_count; i++)
    json_array_append_new(controls, json_pack("{s:i, s:s, s:i}", "checked", (int)report->controls[i].checked, "control",
                                              report->controls[i].name, "wrong", (int)report->controls[i].wrong));
  say_json(json_pack("{s:i, s:o, s:i, s:o, s:i, s:b, s:i, s:i}", "clock_steps", (int)report->clock_steps, "controls",
                     controls, "decisions", (int)report->decisions, "divergences", divergences, "frontier",
                     (int)report->frontier, "ok", is_ok(report), "runs", (int)report->runs, "steps",
                     (int)report->steps));
}

static void say_report(const struct replay_report *report)
{
  for (size_t i = 0; i < report->divergence_count; i++)
    say_divergence(&report->divergences[i]);
  if (!report->divergence_count)
    say("%zu incident%s, %zu run%s again from the record: %zu steps, %zu decisions, all the same.\n",
        report->incidents, report->incidents == 1 ? "" : "s", report->runs, report->runs == 1 ? "" : "s",
        report->steps, report->decisions);
  if (report->clock_steps)
    say("The clock of the machine was set, or wrong, %zu times; entries bear what was measured, and what it said.\n",
        report->clock_steps);
  if (report->frontier)
    say("%zu of them had not ended; the record agrees up to here.\n", report->frontier);
  for (size_t i = 0; i < report->control_count; i++)
    if (report->controls[i].wrong)
      say("wrong: %s, %zu of %zu\n", report->controls[i].name, report->controls[i].wrong,
          report->controls[i].checked);
}

/* Before the process is sealed: afterwards nobody can say who he is, and no reading can be recorded. */
static int look(const struct cli *cli, char **incident, struct withheld *withheld, struct err *err)
{
  struct papers papers = {0};
  int result = papers_look(cli, &papers, err);
  if (!result)
    *incident = xstrdup(papers.incident);
  if (!result && papers.reading == READING_CONTROLS)
    *APPEND(withheld->incidents, withheld->count) = xstrdup(papers.incident);
  papers_finish(&papers);
  return result;
}

static int replay_one(struct cli *cli, struct site *site, const struct files *with, struct replay_report *report,
                      struct err *err)
{
  struct withheld withheld = {0};
  _cleanup_(freep) char *incident = NULL;
  int result = look(cli, &incident, &withheld, err);
  if (!result)
    result = explore_seal(err) < 0 ? -1 : replay(site_ledger(site), incident, with, report, err);
  withhold(&withheld, report);
  return result;
}

/* Of all of them lists know it: what does not stand in his list is not counted either. */
static int replay_all(struct site *site, const struct files *with, struct replay_report *report, struct err *err)
{
  struct incident_list incidents = {0};
  struct withheld withheld = {0};
  int result = incident_list_read(&incidents, site, LISTED_ALL, err);
  listing_neutral(&incidents, site);
  for (size_t i = 0; i < incidents.count; i++)
    if (incidents.list[i].is_discreet)
      *APPEND(withheld.incidents, withheld.count) = xstrdup(incidents.list[i].id);
  if (!result)
    result = explore_seal(err);
  for (size_t i = 0; i < incidents.count && !result; i++)
    result = replay(site_ledger(site), incidents.list[i].id, with, report, err);
  withhold(&withheld, report);
  incident_list_finish(&incidents);
  return result;
}

static int run(struct cli *cli, struct err *err)
{
  struct replay_report report = {0};
  struct files with = {0};
  const char *folder = cli_option(cli, "with");
  struct site *site = cli_site(cli, SITE_READ, err);
  int result = site ? 0 : -1;
  if (!result && folder)
    result = site_read_procedure(folder, &with, err);
  if (!result)
    result = !cli_has(cli, "all") && cli->argument_count ? replay_one(cli, site, folder ? &with : NULL, &report, err)
                                                         : replay_all(site, folder ? &with : NULL, &report, err);
  if (!result && cli->is_json)
    say_report_json(&report);
  else if (!result)
    say_report(&report);
  int status = result < 0 ? -1 : is_ok(&report) ? STATUS_DONE : STATUS_FINDINGS;
  replay_finish(&report);
  files_finish(&with);
  site_close(site);
  return status;
}

static const struct option options[] = {
    {"all", NULL, "all incidents (also without INCIDENT)"},
    {"with", "DIR", "ask another procedure what it would have done: policies/ playbooks/ lib/ in DIR"},
    {0},
};

const struct verb verb_replay = {
    .name = "replay",
    .group = VERB_AUDITORS,
    .arguments = "[INCIDENT]",
    .least = 0,
    .most = 1,
    .help = "run the past again from the record, and compare every decision",
    .story = "Under the procedure that ran, with the record answering for everybody: the same\n"
             "steps, the same decisions, or a difference that names both sides. Nothing can act or be written.\n"
             "Of all incidents those that a list shows you, so show your key: --key FILE, or ssh-agent.\n",
    .options = options,
    .run = run,
};
