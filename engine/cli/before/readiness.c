/*
 * tocsin readiness: what is missing before anything happens (R2, R31, R32).
 */
#include "site/readiness.h"

#include "base/alloc.h"
#include "cli/out.h"
#include "cli/place.h"

#include <string.h>

#define LINES_PER_GROUP 6

static size_t count_of(const struct readiness *found, bool is_advice)
{
  size_t count = 0;
  for (size_t i = 0; i < found->count; i++)
    count += found->list[i].is_advice == is_advice;
  return count;
}

static void say_finding(const struct readiness_finding *finding)
{
  say("  %s\n", finding->what);
  if (finding->todo[0])
    say("      %s\n", finding->todo);
}

static void say_group(const struct readiness *found, enum readiness_group group)
{
  size_t said = 0, all = 0;
  for (size_t i = 0; i < found->count; i++) {
    const struct readiness_finding *finding = &found->list[i];
    if (finding->group != group || finding->is_advice)
      continue;
    if (!all++)
      say_in(OUT_BOLD, "%s\n", readiness_group_name(group));
    if (said < LINES_PER_GROUP) {
      say_finding(finding);
      said++;
    }
  }
  if (all > said)
    say("  and %zu more: tocsin --json readiness\n", all - said);
}

static void tell(const struct readiness *found)
{
  size_t missing = count_of(found, false), advice = count_of(found, true);
  if (missing)
    say_in(OUT_BOLD, "Not ready: %zu thing%s missing.\n", missing, missing == 1 ? " is" : "s are");
  else
    say_in(OUT_BOLD, "Ready: nothing is missing.\n");
  for (int group = 0; group < READY_GROUP_COUNT; group++)
    say_group(found, (enum readiness_group)group);
  if (advice)
    say("It would be better still:\n");
  for (size_t i = 0; i < found->count; i++)
    if (found->list[i].is_advice)
      say_finding(&found->list[i]);
}

static json_t *rows(const struct readiness *found, bool is_advice)
{
  json_t *list = json_array();
  for (size_t i = 0; i < found->count; i++) {
    const struct readiness_finding *finding = &found->list[i];
    if (finding->is_advice == is_advice)
      json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "code", finding->code, "group",
                                            readiness_group_name(finding->group), "todo", finding->todo, "what",
                                            finding->what));
  }
  return list;
}

static int run(struct cli *cli, struct err *err)
{
  struct readiness found = {0};
  struct site *site = cli_site(cli, SITE_READ, err);
  int result = site ? site_readiness(site, &found, err) : -1;
  site_close(site);
  if (result < 0)
    return -1;
  bool is_ready = count_of(&found, false) == 0;
  if (cli->is_json)
    say_json(json_pack("{s:o, s:o, s:b}", "advice", rows(&found, true), "findings", rows(&found, false), "ok",
                       is_ready));
  else
    tell(&found);
  readiness_finish(&found);
  return is_ready ? STATUS_DONE : STATUS_FINDINGS;
}

const struct verb verb_readiness = {
    .name = "readiness",
    .group = VERB_BEFORE,
    .arguments = "",
    .least = 0,
    .most = 0,
    .help = "what is missing, before anything happens",
    .story = "The approval and when it is to be looked at again, people and their telephones, lists of log\n"
             "files, guidelines of Legal and Human Resources, the last test of the audit department, places.\n"
             "For each what to do. Ends with status 1 as long as something is missing.\n",
    .run = run,
};
