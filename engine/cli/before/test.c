/*
 * tocsin test: the procedure's scenarios, played (R27, R30).
 */
#include "cli/before/test.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/place.h"
#include "explore/apart.h"
#include "site/shipped.h"
#include "statements/statements.h"

#include <string.h>

/* ---- which procedure ---- */

static bool has_scenarios(const struct files *files)
{
  return files_find(files, COMPANY_FILE) != NULL;
}

static void add_scenarios(struct files *files, const struct files *from)
{
  for (size_t i = 0; i < from->count; i++)
    if (!strncmp(from->list[i].name, "scenarios/", 10))
      files_add(files, from->list[i].name, from->list[i].bytes, from->list[i].length);
}

/** The working files of the site we are in; those the program came with if we are in none and none was named. */
static int read_here(const struct cli *cli, struct files *files, struct err *err)
{
  struct err nowhere = {0};
  char *folder = site_find(cli->site, cli->site ? err : &nowhere);
  if (!folder && cli->site)
    return -1;
  int result = 0;
  if (folder)
    result = site_read_procedure(folder, files, err);
  else
    shipped_procedure(files);
  free(folder);
  return result;
}

/** --with DIR; its own scenarios if it has any, else those that would be played without it. */
static int read_procedure(const struct cli *cli, struct files *files, struct err *err)
{
  const char *with = cli_option(cli, "with");
  if (!with)
    return read_here(cli, files, err);
  if (site_read_procedure(with, files, err) < 0)
    return -1;
  if (!files->count)
    return err_set(err, "%s holds no policies/, playbooks/ or lib/, so there is nothing to test.", with);
  if (has_scenarios(files))
    return 0;
  struct files here = {0};
  int result = read_here(cli, &here, err);
  add_scenarios(files, &here);
  files_finish(&here);
  return result;
}

/* ---- telling ---- */

static void tell_failures(const json_t *findings, const char *file)
{
  size_t index;
  json_t *finding;
  json_array_foreach(findings, index, finding)
  {
    const char *step = json_get_string(finding, "step");
    int line = (int)json_get_integer(finding, "line", 0);
    if (strcmp(json_get_string(finding, "file"), file))
      continue;
    if (line)
      say("      %s:%d%s%s\n", file, line, step ? "  at step " : "", step ? step : "");
    else if (step)
      say("      at step %s\n", step);
    say("        expected  %s\n        got       %s\n", json_get_string(finding, "expected"),
        json_get_string(finding, "got"));
  }
}

static void tell_missing(const json_t *coverage, const char *what)
{
  const json_t *part = json_object_get(coverage, what), *missing = json_object_get(part, "missing");
  size_t index;
  json_t *name;
  if (!json_array_size(missing))
    return;
  say("No scenario touches %zu of %d %s:", json_array_size(missing), (int)json_get_integer(part, "of", 0), what);
  json_array_foreach(missing, index, name) say(" %s", json_string_value(name));
  say("\n");
}

static void tell(const json_t *found, bool is_all)
{
  size_t index;
  json_t *row;
  json_array_foreach(json_object_get(found, "scenarios"), index, row)
  {
    bool is_ok = json_get_boolean(row, "ok");
    say_in(is_ok ? OUT_PLAIN : OUT_RED, "%s", is_ok ? "ok    " : "FAIL  ");
    say("%s\n", json_get_string(row, "title"));
    if (!is_ok)
      tell_failures(json_object_get(found, "findings"), json_get_string(row, "file"));
  }
  int failed = (int)json_get_integer(found, "failed", 0), passed = (int)json_get_integer(found, "passed", 0);
  say("%d of %d scenarios end as expected.\n", passed, passed + failed);
  if (!is_all)
    return;
  const json_t *coverage = json_object_get(found, "coverage");
  tell_missing(coverage, "rules");
  tell_missing(coverage, "obligations");
  tell_missing(coverage, "priorities");
  tell_missing(coverage, "playbooks");
}

/* ---- signing ---- */

static int sign(const struct cli *cli, json_t *found, struct err *err)
{
  uint64_t seq = 0;
  struct site *site = cli_site(cli, SITE_WRITE, err);
  struct tested tested = {json_get_string(found, "procedure"), (int)json_get_integer(found, "passed", 0),
                          (int)json_get_integer(found, "failed", 0)};
  int result = site ? test_sign(site, &tested, cli_option(cli, "because"), &seq, err) : -1;
  if (!result && !cli->is_json)
    say("Signed by %s: entry %llu, procedure %.14s...\n", site_actor(site), (unsigned long long)seq,
        tested.procedure);
  if (!result)
    json_object_set_new(found, "entry", json_integer((json_int_t)seq));
  site_close(site);
  return result;
}

static int check_usage(const struct cli *cli, struct err *err)
{
  if (cli_has(cli, "because") && !cli_has(cli, "sign"))
    return err_set(err, "--because belongs to --sign: what the audit department says of its test.");
  if (cli_has(cli, "sign") && (cli->argument_count || cli_has(cli, "with")))
    return err_set(err, "what is signed is the test of all scenarios of this site's own files; leave out the names "
                        "and --with.");
  return 0;
}

static int run(struct cli *cli, struct err *err)
{
  struct test_plan plan = {0};
  int result = check_usage(cli, err);
  if (!result)
    result = read_procedure(cli, &plan.procedure, err);
  if (!result)
    result = test_plan_read(&plan, cli->arguments, cli->argument_count, err);
  json_t *found = result ? NULL : explore_apart(test_play, &plan, err);
  test_plan_finish(&plan);
  if (!found)
    return -1;
  if (!cli->is_json)
    tell(found, !cli->argument_count);
  int status = json_get_boolean(found, "ok") ? STATUS_DONE : STATUS_FINDINGS;
  if (cli_has(cli, "sign") && sign(cli, found, err) < 0)
    status = -1;
  if (cli->is_json && status >= 0)
    say_json(json_incref(found));
  json_decref(found);
  return status;
}

static const struct option options[] = {
    {"with", "DIR", "test the procedure in DIR instead of this site's files"},
    {"sign", NULL, "the audit department signs the result (needs an auditor's key)"},
    {"because", "TEXT", "with --sign: what the auditor says of it"},
    {0},
};

const struct verb verb_test = {
    .name = "test",
    .group = VERB_BEFORE,
    .arguments = "[SCENARIO ...]",
    .least = 0,
    .most = -1,
    .help = "plays the scenarios: do people and rules do what was agreed?",
    .story = "Plays scenarios/*.yaml of the working files: the real rules and playbooks, people whose\n"
             "answers are written down, no effects. A name may be a beginning (s3), or a file of yours.\n"
             "How to write one: scenarios/README.md. Without a site, what came with the program is tested.\n",
    .options = options,
    .run = run,
};
