/*
 * What is asked of people: in one incident, or in all that are open.
 */
#include "cli/asked/tasks.h"

#include "base/alloc.h"
#include "cli/controls.h"
#include "cli/listing.h"
#include "cli/out.h"
#include "site/reach.h"

#include <string.h>

static void list(const struct dossier *dossier, json_t *tasks)
{
  const struct incident *incident = dossier->incident;
  for (size_t i = 0; i < incident->step_count; i++)
    if (asked_of(incident, incident->steps[i]) != ASKED_NOTHING)
      json_array_append_new(tasks, task_json(dossier, incident->steps[i]));
}

static void show(const struct dossier *dossier, const struct roster *roster, const struct calling *calling)
{
  const struct incident *incident = dossier->incident;
  const char *title = json_string_value(json_object_get(incident->declaration, "title"));
  say_in(OUT_BOLD, "%s", incident->id);
  say("  %s%s\n", json_get_string(incident->declaration, "drill") ? "EXERCISE: " : "", title ? title : "");
  for (size_t i = 0; i < incident->step_count; i++)
    if (asked_of(incident, incident->steps[i]) != ASKED_NOTHING)
      task_show(dossier, roster, calling, incident->steps[i]);
  if (tasks_count(incident))
    return;
  say("  Nothing is asked of anybody.");
  if (!incident->is_closed && (!incident->run || !incident->is_run_ended))
    say(" To go on: tocsin run %s", incident->id);
  say("\n");
}

/** Whom open steps offer to call: only their numbers are shown. Borrowed. */
static size_t to_call(const struct incident *incident, const char **people, size_t size)
{
  size_t count = 0;
  for (size_t i = 0; i < incident->step_count && count < size; i++) {
    const struct step *step = incident->steps[i];
    if (asked_of(incident, step) != ASKED_NOTHING && step->action->person_role && step->person)
      people[count++] = step->person;
  }
  return count;
}

/** The ledger is open for reading only; the record of a reading needs it for writing. */
static void record_reading(const struct cli *cli, const struct incident *incident, const char *const *people,
                           size_t count)
{
  struct err err = {0};
  struct site *site = cli_site(cli, SITE_WRITE, &err);
  if (!site || site_record_reading(site, incident->id, people, count, "to call", true, &err) < 0)
    remark_recorded("that the numbers were read", &err);
  site_close(site);
}

static void open_numbers(const struct cli *cli, struct site *site, const struct incident *incident)
{
  const char *people[32];
  struct err closed = {0};
  size_t count = to_call(incident, people, COUNT(people));
  if (count == 0)
    return;
  if (site_open_numbers(site, false, &closed) < 0)
    remark("%-s", closed.text);
  else
    record_reading(cli, incident, people, count);
}

static int tell(const struct cli *cli, struct site *site, const struct dossier *dossier, json_t *tasks)
{
  struct err unread = {0}, no_words = {0};
  if (tasks) {
    list(dossier, tasks);
    return 0;
  }
  const struct roster *roster = site_roster(site, &unread);
  if (roster)
    open_numbers(cli, site, dossier->incident);
  struct calling *calling = calling_open(site, dossier->incident, &no_words);
  show(dossier, roster, calling);
  calling_free(calling);
  if (!roster)
    remark("%-s", unread.text);
  return 0;
}

#define SHOWN_WHOLE 3 /* of more open incidents than that, a line each */

/* Of several, those that are not for everybody are named by their ids; to see one is asked for by itself. */
static void tell_line(const struct listed *listed)
{
  say_in(OUT_BOLD, "%s", listed->id);
  say("  %s, %d thing%s %s: tocsin tasks %s\n", listed->title, listed->waits,
      listed->waits == 1 ? " waits for" : "s wait for",
      listed->is_discreet || !*listed->waits_for ? "somebody" : listed->waits_for, listed->id);
}

static int tell_listed(const struct cli *cli, struct site *site, const struct listed *listed, bool is_whole,
                       json_t *tasks, struct err *err)
{
  struct dossier dossier = {0};
  if (listed->is_closed || (tasks && (listed->is_discreet || !listed->waits)))
    return 0;
  if (listed->is_discreet || (!is_whole && !tasks)) {
    tell_line(listed);
    return 0;
  }
  int result = dossier_read(site, listed->id, &dossier, err);
  if (!result && reading_is_plain(&dossier)) /* it may have become something else since it was listed */
    tell(cli, site, &dossier, tasks);
  dossier_finish(&dossier);
  return result;
}

static int tell_open(const struct cli *cli, struct site *site, const struct incident_list *incidents, json_t *tasks,
                     struct err *err)
{
  int result = 0;
  size_t open = incident_list_open(incidents);
  if (!open && !tasks)
    say("No incident is open.\n");
  for (size_t i = 0; !result && i < incidents->count; i++)
    result = tell_listed(cli, site, &incidents->list[i], open <= SHOWN_WHOLE, tasks, err);
  return result;
}

static int tell_one(const struct cli *cli, struct papers *papers, json_t *tasks, struct err *err)
{
  if (papers_look(cli, papers, err) < 0)
    return -1;
  if (papers->reading == READING_WHOLE)
    return tell(cli, papers->site, &papers->dossier, tasks);
  if (!tasks)
    controls_say(cli, &papers->dossier);
  return 0;
}

/* The only one open that a list shows him is looked at as if it were named. */
static int tell_all(const struct cli *cli, struct papers *papers, json_t *tasks, struct err *err)
{
  struct incident_list incidents = {0};
  papers->site = cli_site(cli, SITE_READ, err);
  int result = papers->site ? incident_list_read(&incidents, papers->site, LISTED_OPEN, err) : -1;
  if (result == 0)
    listing_neutral(&incidents, papers->site);
  bool is_one = incident_list_open(&incidents) == 1;
  if (result == 0 && !is_one)
    result = tell_open(cli, papers->site, &incidents, tasks, err);
  incident_list_finish(&incidents);
  if (result < 0 || !is_one)
    return result;
  papers_finish(papers);
  return tell_one(cli, papers, tasks, err);
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  json_t *tasks = cli->is_json ? json_array() : NULL;
  int result = cli->argument_count ? tell_one(cli, &papers, tasks, err) : tell_all(cli, &papers, tasks, err);
  if (!result && tasks)
    say_json(json_incref(tasks));
  json_decref(tasks);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_tasks = {
    .name = "tasks",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "what waits for somebody, and what to type for it",
    .story = "  Manual steps with whom to call and at which number, approvals with who can\n"
             "  give them, and what nobody knows for certain. Without INCIDENT: all open ones.\n",
    .run = run,
};
