/*
 * tocsin dry-run: all paths, all decisions, no effects.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "explore/dry_run.h"
#include "explore/seal.h"
#include "incident/incident.h"
#include "model/declaration.h"
#include "run/run.h"
#include "site/begin.h"
#include "site/record.h"

#include <string.h>

/* What is explored: people and declaration as entries, the procedure, the beginning. */
struct gathered {
  struct site *site;
  struct files procedure;
  struct policy *policy;
  struct record record;      /* of the incident, or of none and then of the people alone */
  json_t *begin;
  char *incident;
};

static void gathered_finish(struct gathered *gathered)
{
  json_decref(gathered->begin);
  policy_free(gathered->policy);
  files_finish(&gathered->procedure);
  record_finish(&gathered->record);
  free(gathered->incident);
  site_close(gathered->site);
}

/* A file that was never declared: its declaration is written at the end of a record of people. */
static int add_declaration(struct gathered *gathered, const char *file, struct err *err)
{
  struct buf bytes = {0};
  struct declaration declaration = {0};
  int result = cli_read_file(file, &bytes, err);
  if (!result)
    result = declaration_read(&declaration, policy_catalogue(gathered->policy), policy_check_destination, file,
                              buf_string(&bytes), bytes.length, err);
  if (!result) {
    struct policy_home home;
    struct err roster_err = {0};
    site_home(gathered->site, &home, &roster_err);
    policy_mark_doubtful(&declaration.source, &home);
    json_t *body = declaration_to_json(&declaration);
    struct record *record = &gathered->record;
    uint64_t seq = record->count ? record->entries[record->count - 1].seq + 1 : 0;
    clock_us at = record->count ? record->entries[record->count - 1].at : 0;
    *APPEND(record->entries, record->count) = (struct entry){.seq = seq, .type = ENTRY_DECLARE, .at = at,
        .incident = gathered->incident, .commit = ENTRY_NO_COMMIT, .body = body, .whole = body};
  }
  declaration_finish(&declaration);
  buf_finish(&bytes);
  return result;
}

static const char *choose_playbook(const struct gathered *gathered, const char *given, char *name, size_t size)
{
  struct err ignored = {0};
  struct incident *incident = incident_new(policy_catalogue(gathered->policy), gathered->incident,
                                            ledger_origin(site_ledger(gathered->site)));
  for (size_t i = 0; i < gathered->record.count; i++)
    if (dry_run_begins_with(&gathered->record.entries[i]))
      incident_take(incident, &gathered->record.entries[i], &ignored);
    else
      incident_overhear(incident, &gathered->record.entries[i], &ignored);
  int urgency = policy_urgency(incident_candidates(incident, gathered->policy));
  incident_free(incident);
  if (given && strlen(given) > 1)
    return given;
  snprintf(name, size, "priority-%d", given ? given[0] - '0' : urgency);
  return name;
}

/* The plan says what would be done about whom. */
static int check_reader(const struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  int result = papers_read(cli, &papers, err);
  papers_finish(&papers);
  return result;
}

static int gather(struct cli *cli, struct gathered *gathered, struct err *err)
{
  char name[32];
  const char *what = cli->argument_count ? cli->arguments[0] : NULL;
  bool is_file = what && !is_incident_id(what);
  size_t used;
  if (!is_file && check_reader(cli, err) < 0)
    return -1;
  gathered->site = cli_site(cli, SITE_READ, err);
  if (!gathered->site || site_working(gathered->site, &gathered->procedure, err) < 0)
    return -1;
  gathered->policy = policy_load(&gathered->procedure, err);
  gathered->incident = is_file ? xstrdup("I-0") : cli_incident(cli, gathered->site, &used, err);
  if (!gathered->policy || !gathered->incident)
    return -1;
  if (record_read(site_ledger(gathered->site), gathered->incident, &gathered->record, err) < 0)
    return -1;
  if (is_file && add_declaration(gathered, what, err) < 0)
    return -1;
  struct digest digest = files_digest(&gathered->procedure);
  gathered->begin = site_run_begin(gathered->site, gathered->policy,
                                   choose_playbook(gathered, cli_option(cli, "playbook"), name, sizeof name), &digest,
                                   RUN_SEMANTICS, err);
  for (size_t i = 0; i < gathered->record.count; i++)
    if (gathered->record.entries[i].type == ENTRY_DECLARE)
      site_assume_actor(gathered->site, json_get_string(gathered->record.entries[i].body, "declared_by"));
  return gathered->begin ? 0 : -1;
}

/* ---- the plan, as text and JSON ---- */

static const char *group_of(const struct dry_run_step *step)
{
  if (step->verdicts & 1u << VERDICT_FORBIDDEN)
    return "never";
  if (step->verdicts & 1u << VERDICT_APPROVAL)
    return step->verdicts & 1u << VERDICT_PREAUTHORIZED ? "at once or after a yes" : "after a yes";
  return "at once";
}

/* The same act at several places is one line: the first place, and how many more. */
static bool is_said(const struct dry_run_report *report, size_t index)
{
  for (size_t i = 0; i < index; i++)
    if (!strcmp(report->steps[i].words, report->steps[index].words) &&
        !strcmp(group_of(&report->steps[i]), group_of(&report->steps[index])))
      return true;
  return false;
}

static void say_step(const struct dry_run_report *report, size_t index)
{
  const struct dry_run_step *step = &report->steps[index];
  char roles[200] = "";
  size_t more = 0;
  for (size_t i = index + 1; i < report->step_count; i++)
    more += !strcmp(report->steps[i].words, step->words) && !strcmp(group_of(&report->steps[i]), group_of(step));
  if (step->from)
    role_set_text(step->from, roles, sizeof roles);
  say("    %-22s %s%s%s%s", step->id, step->words, roles[0] ? " (asks " : "", roles, roles[0] ? ")" : "");
  if (more)
    say("  and at %zu more place%s", more, more == 1 ? "" : "s");
  say("\n");
}

static void say_group(const struct dry_run_report *report, const char *group)
{
  bool is_first = true;
  for (size_t i = 0; i < report->step_count; i++) {
    if (strcmp(group_of(&report->steps[i]), group) || is_said(report, i))
      continue;
    if (is_first)
      say("  %s\n", group);
    is_first = false;
    say_step(report, i);
  }
}

/* What the playbook leaves to people before the incident can be closed, and what may fail and hold others up. */
static void say_left(const struct dry_run_report *report)
{
  for (int can_fail = 0; can_fail < 2; can_fail++) {
    const char *glue = can_fail ? "  others wait if it fails\n    " : "  left to do before it can be closed\n    ";
    size_t column = 0;
    for (size_t i = 0; i < report->left_count; i++) {
      const struct dry_run_left *left = &report->left[i];
      size_t length = strlen(left->obligation->id) + 2;
      if (left->can_fail != (can_fail == 1))
        continue;
      column = column + length > 76 ? length : column + length;
      say("%-s%s", column == length && !strcmp(glue, ", ") ? ",\n    " : glue, left->obligation->id);
      glue = ", ";
    }
    say(strcmp(glue, ", ") ? "" : "\n");
  }
}

static void say_plan(const struct gathered *gathered, const struct dry_run_report *report, int64_t ms)
{
  say("%s, playbook %s: nothing happens.\n", gathered->incident, json_get_string(gathered->begin, "playbook"));
  say("%zu paths%s, %lld ms\n", report->paths, report->is_complete ? ", every one explored" : ", INCOMPLETE",
      (long long)ms);
  say_group(report, "at once");
  say_group(report, "at once or after a yes");
  say_group(report, "after a yes");
  say_group(report, "never");
  say_left(report);
  for (size_t i = 0; i < report->finding_count; i++)
    say("finding: %s\n", report->findings[i]);
  if (!report->finding_count)
    say("no findings\n");
  say("plan %s\n", report->digest);
}

static json_t *lines_of(const char *text)
{
  json_t *lines = json_array();
  for (const char *end; *text; text = *end ? end + 1 : end) {
    end = text + strcspn(text, "\n");
    json_array_append_new(lines, json_stringn(text, (size_t)(end - text)));
  }
  return lines;
}

static json_t *step_json(const struct dry_run_step *step)
{
  json_t *verdicts = json_array(), *from = json_array();
  for (int verdict = VERDICT_PREAUTHORIZED; verdict <= VERDICT_FORBIDDEN; verdict++)
    if (step->verdicts & 1u << verdict)
      json_array_append_new(verdicts, json_string(verdict_name((enum verdict)verdict)));
  for (int role = 0; role < ROLE_COUNT; role++)
    if (step->from & 1u << role)
      json_array_append_new(from, json_string(role_name((enum role)role)));
  return json_pack("{s:s, s:s?, s:o, s:i, s:o, s:s?, s:s, s:s, s:o, s:s}", "action", step->action->name, "because",
                   step->because, "from", from, "paths", (int)step->paths, "rehearsal",
                   lines_of(step->rehearsal), "rule", step->rule, "step", step->id,
                   "title", step->words, "verdicts", verdicts, "where", step->where);
}

static json_t *left_json(const struct dry_run_report *report)
{
  json_t *list = json_array();
  for (size_t i = 0; i < report->left_count; i++) {
    const struct dry_run_left *left = &report->left[i];
    struct buf words = {0};
    obligation_words(left->obligation, &words);
    json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:s, s:i}", "because", left->obligation->because, "do",
                                          buf_string(&words), "can_fail", left->can_fail, "id", left->obligation->id,
                                          "paths", (int)left->paths));
    buf_finish(&words);
  }
  return list;
}

static void say_plan_json(const struct gathered *gathered, const struct dry_run_report *report)
{
  json_t *steps = json_array(), *findings = json_array();
  for (size_t i = 0; i < report->step_count; i++)
    json_array_append_new(steps, step_json(&report->steps[i]));
  for (size_t i = 0; i < report->finding_count; i++)
    json_array_append_new(findings, json_string(report->findings[i]));
  say_json(json_pack("{s:b, s:s, s:n, s:o, s:s, s:o, s:i, s:s, s:o}", "complete", report->is_complete, "digest",
                     report->digest, "faults", "findings", findings, "incident", gathered->incident,
                     "obligations", left_json(report), "paths",
                     (int)report->paths, "playbook", json_get_string(gathered->begin, "playbook"), "steps", steps));
}

static int explore(struct cli *cli, struct gathered *gathered, struct err *err)
{
  struct dry_run_report report;
  struct dry_run_setup setup = {.policy = gathered->policy, .procedure = &gathered->procedure,
                                .incident = gathered->incident,
                                .origin = ledger_origin(site_ledger(gathered->site)),
                                .person = site_actor_or_account(gathered->site),
                                .before = gathered->record.entries, .before_count = gathered->record.count,
                                .begin = gathered->begin};
  int64_t began = clock_read().monotonic_ns;
  if (explore_seal(err) < 0 || dry_run(&setup, &report, err) < 0)
    return -1;
  if (cli->is_json)
    say_plan_json(gathered, &report);
  else
    say_plan(gathered, &report, (clock_read().monotonic_ns - began) / 1000000);
  int status = report.finding_count || !report.is_complete ? STATUS_FINDINGS : STATUS_DONE;
  dry_run_finish(&report);
  return status;
}

static int run(struct cli *cli, struct err *err)
{
  struct gathered gathered = {0};
  int status = gather(cli, &gathered, err) < 0 ? -1 : explore(cli, &gathered, err);
  gathered_finish(&gathered);
  return status;
}

static const struct option options[] = {
    {"playbook", "N", "another playbook than its priority's: 1 to 5, or a name"},
    {0},
};

const struct verb verb_dry_run = {
    .name = "dry-run",
    .group = VERB_BEFORE,
    .arguments = "[FILE | INCIDENT]",
    .least = 0,
    .most = 1,
    .help = "every path, every decision, in words, without acting",
    .story = "Explores the working files' playbook for an incident, or for an incident file that was\n"
             "never declared: each outcome the playbook looks at, each answer that changes a decision.\n"
             "The process first gives up its right to write, connect or start anything.\n",
    .options = options,
    .run = run,
};
