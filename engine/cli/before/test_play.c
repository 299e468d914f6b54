/*
 * From the procedure's files to the scenarios, and from these to a document.
 */
#include "cli/before/test.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limit.h"
#include "base/shown.h"
#include "base/suggest.h"
#include "policy/obligations.h"

#include <string.h>

#define SECONDS_PER_SCENARIO 20 /* of processor */
#define FILE_SIZE_MAX (1024 * 1024)

void test_plan_finish(struct test_plan *plan)
{
  for (size_t i = 0; i < plan->count; i++)
    scenario_finish(&plan->scenarios[i]);
  free(plan->scenarios);
  company_finish(&plan->company);
  policy_free(plan->policy);
  files_finish(&plan->procedure);
  *plan = (struct test_plan){0};
}

/* ---- which ---- */

static bool is_scenario(const struct file *file)
{
  return !strncmp(file->name, "scenarios/", 10) && strcmp(file->name, COMPANY_FILE);
}

static int add(struct test_plan *plan, const char *file, const char *bytes, size_t length, struct err *err)
{
  struct scenario *scenario = APPEND(plan->scenarios, plan->count);
  int result = scenario_read(scenario, policy_catalogue(plan->policy), &plan->company, policy_check_destination, file,
                             bytes, length, err);
  plan->count -= result < 0;
  return result;
}

static int add_all(struct test_plan *plan, struct err *err)
{
  for (size_t i = 0; i < plan->procedure.count; i++) {
    const struct file *file = &plan->procedure.list[i];
    if (is_scenario(file) && add(plan, file->name, file->bytes, file->length, err) < 0)
      return -1;
  }
  return plan->count ? 0 : err_set(err, "there is no scenario in scenarios/, so nothing was tested. How to write one: "
                                   "scenarios/README.md");
}

/* "s3", "s3-over", "scenarios/s3-over.yaml": all whose name begins like that. */
static bool is_meant(const struct file *file, const char *name)
{
  if (!strncmp(name, "scenarios/", 10))
    name += 10;
  size_t length = strlen(name);
  return is_scenario(file) && (!strncmp(file->name + 10, name, length));
}

static int add_file(struct test_plan *plan, const char *path, struct err *err)
{
  struct buf bytes = {0};
  int result = file_read(path, FILE_SIZE_MAX, &bytes, err);
  if (!result)
    result = add(plan, path, buf_string(&bytes), bytes.length, err);
  buf_finish(&bytes);
  return result;
}

static int refuse_name(const struct test_plan *plan, const char *name, struct err *err)
{
  const char **known = xcalloc(plan->procedure.count + 1, sizeof *known);
  size_t count = 0;
  struct buf list = {0};
  for (size_t i = 0; i < plan->procedure.count; i++)
    if (is_scenario(&plan->procedure.list[i])) {
      known[count++] = plan->procedure.list[i].name + 10;
      shown_format(&list, "\n  %s", plan->procedure.list[i].name + 10);
    }
  char *with_end = xasprintf("%s.yaml", name);
  const char *near = suggest(with_end, known, count);
  _cleanup_(freep) char *more = list.length ? xasprintf("There are:%s", buf_string(&list)) : NULL;
  err_unknown(err, near, more, "no scenario is called \"%s\"", name);
  free(with_end);
  buf_finish(&list);
  free((void *)(uintptr_t)known);
  return -1;
}

static int add_named(struct test_plan *plan, const char *name, struct err *err)
{
  size_t found = 0;
  for (size_t i = 0; i < plan->procedure.count; i++) {
    const struct file *file = &plan->procedure.list[i];
    if (!is_meant(file, name))
      continue;
    found++;
    if (add(plan, file->name, file->bytes, file->length, err) < 0)
      return -1;
  }
  if (found)
    return 0;
  return file_exists(name) ? add_file(plan, name, err) : refuse_name(plan, name, err);
}

int test_plan_read(struct test_plan *plan, const char *const *names, size_t count, struct err *err)
{
  plan->policy = policy_load(&plan->procedure, err);
  const struct file *company = files_find(&plan->procedure, COMPANY_FILE);
  if (!plan->policy)
    return -1;
  if (!company)
    return err_set(err, COMPANY_FILE " is missing: it says who works in the company in which the scenarios happen.");
  if (company_read(&plan->company, company->name, company->bytes, company->length, err) < 0)
    return -1;
  for (size_t i = 0; i < count; i++)
    if (add_named(plan, names[i], err) < 0)
      return -1;
  return count ? 0 : add_all(plan, err);
}

/* ---- what came of it ---- */

static void add_findings(json_t *findings, const struct scenario *scenario, const struct scenario_result *result)
{
  for (size_t i = 0; i < result->failure_count; i++) {
    const struct scenario_failure *failure = &result->failures[i];
    json_array_append_new(findings, json_pack("{s:s, s:s, s:s, s:i, s:s, s:s?}", "expected", failure->expected, "file",
                                              scenario->file, "got", failure->got, "line", failure->line, "scenario",
                                              scenario->title, "step", failure->step));
  }
}

static int play_one(const struct test_plan *plan, const struct scenario *scenario, struct scenario_coverage *coverage,
                    json_t *rows, json_t *findings, struct err *err)
{
  struct scenario_setup setup = {plan->policy, &plan->procedure, &plan->company, scenario};
  struct scenario_result result;
  limit_processor(SECONDS_PER_SCENARIO);
  if (scenario_play(&setup, coverage, &result, err) < 0) {
    scenario_result_finish(&result);
    return err_prefix(err, "%s cannot be played: ", scenario->file);
  }
  json_array_append_new(rows, json_pack("{s:i, s:s, s:b, s:s?, s:i, s:s}", "checks", (int)result.checks, "file",
                                        scenario->file, "ok", result.failure_count == 0, "ours", scenario->ours,
                                        "steps", (int)result.steps, "title", scenario->title));
  if (scenario->cites)
    json_object_set_new(json_array_get(rows, json_array_size(rows) - 1), "cites", json_string(scenario->cites));
  add_findings(findings, scenario, &result);
  bool passed = result.failure_count == 0;
  scenario_result_finish(&result);
  return passed;
}

/** {"of": 29, "missing": [...]}: names that no scenario touched. Takes nothing over. */
static json_t *covered(const json_t *met, const char *const *names, size_t count)
{
  json_t *missing = json_array();
  for (size_t i = 0; i < count; i++)
    if (!json_object_get(met, names[i]))
      json_array_append_new(missing, json_string(names[i]));
  return json_pack("{s:o, s:i}", "missing", missing, "of", (int)count);
}

static json_t *rules_covered(const struct test_plan *plan, const json_t *met)
{
  const char **names = NULL;
  size_t count = 0;
  for (const char *id; (id = policy_rule_id(plan->policy, count)) != NULL;)
    *APPEND(names, count) = id;
  json_t *found = covered(met, names, count);
  free((void *)(uintptr_t)names);
  return found;
}

static json_t *playbooks_covered(const struct test_plan *plan, const json_t *met)
{
  json_t *missing = json_array();
  int count = 0;
  for (size_t i = 0; i < plan->procedure.count; i++) {
    const char *name = plan->procedure.list[i].name;
    if (strncmp(name, "playbooks/", 10))
      continue;
    char *short_name = xstrndup(name + 10, strcspn(name + 10, "."));
    count++;
    if (!json_object_get(met, short_name))
      json_array_append_new(missing, json_string(short_name));
    free(short_name);
  }
  return json_pack("{s:o, s:i}", "missing", missing, "of", count);
}

static json_t *actions_covered(const struct test_plan *plan, const json_t *met)
{
  const struct catalogue *catalogue = policy_catalogue(plan->policy);
  const char **names = NULL;
  size_t count = 0;
  for (size_t i = 0; i < catalogue->action_count; i++)
    *APPEND(names, count) = catalogue->actions[i].name;
  json_t *found = covered(met, names, count);
  free((void *)(uintptr_t)names);
  return found;
}

static json_t *obligations_covered(const struct test_plan *plan, const json_t *met)
{
  const struct obligation *list;
  const char **names = NULL;
  size_t count = 0, all = policy_obligations(plan->policy, &list);
  while (count < all) {
    const char *id = list[count].id;
    *APPEND(names, count) = id;
  }
  json_t *found = covered(met, names, count);
  free((void *)(uintptr_t)names);
  return found;
}

static json_t *coverage_json(const struct test_plan *plan, const struct scenario_coverage *coverage)
{
  static const char *const priorities[] = {"0", "1", "2", "3", "4", "5"};
  return json_pack("{s:o, s:o, s:o, s:o, s:o}", "actions", actions_covered(plan, coverage->actions), "obligations",
                   obligations_covered(plan, coverage->obligations), "playbooks",
                   playbooks_covered(plan, coverage->playbooks), "priorities",
                   covered(coverage->priorities, priorities, COUNT(priorities)), "rules",
                   rules_covered(plan, coverage->rules));
}

json_t *test_play(void *context, struct err *err)
{
  const struct test_plan *plan = context;
  json_t *rows = json_array(), *findings = json_array(), *whole = NULL;
  struct scenario_coverage coverage;
  int passed = 0, result = 0;
  scenario_coverage_init(&coverage);
  for (size_t i = 0; i < plan->count && result >= 0; i++) {
    result = play_one(plan, &plan->scenarios[i], &coverage, rows, findings, err);
    passed += result == 1;
  }
  if (result >= 0) {
    char procedure[DIGEST_TEXT_SIZE];
    struct digest digest = files_digest(&plan->procedure);
    int failed = (int)plan->count - passed;
    digest_text(&digest, procedure);
    whole = json_pack("{s:o, s:i, s:O, s:b, s:i, s:s, s:O}", "coverage", coverage_json(plan, &coverage), "failed",
                      failed, "findings", findings, "ok", failed == 0, "passed", passed, "procedure", procedure,
                      "scenarios", rows);
  }
  json_decref(rows);
  json_decref(findings);
  scenario_coverage_finish(&coverage);
  return whole;
}
