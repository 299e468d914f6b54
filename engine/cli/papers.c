/*
 * From what was typed to the papers of an incident.
 */
#include "cli/papers.h"

#include "base/alloc.h"
#include "cli/admission.h"
#include "cli/out.h"

#include <string.h>

static int find(const struct cli *cli, enum site_mode mode, struct papers *papers, struct err *err)
{
  papers->site = cli_site(cli, mode, err);
  if (papers->site)
    papers->incident = cli_incident(cli, papers->site, &papers->used, err);
  return papers->incident ? 0 : -1;
}

static int find_and_read(const struct cli *cli, enum site_mode mode, struct papers *papers, struct err *err)
{
  papers_finish(papers);
  if (find(cli, mode, papers, err) < 0)
    return -1;
  return dossier_read(papers->site, papers->incident, &papers->dossier, err);
}

/* The site is open for writing, and gives up what was opened. */
static int end(const struct cli *cli, struct papers *papers, struct err *err)
{
  dossier_finish(&papers->dossier);
  return admission_end(cli, papers->site, err);
}

/* For few: opened anew for writing, since also a refusal is recorded, and only then is it asked who looks. What is not
 * there goes the same way. */
static int look_closely(const struct cli *cli, struct papers *papers, struct err *why, struct err *err)
{
  struct err missing = {0};
  papers->reading = READING_NOT;
  int found = find_and_read(cli, SITE_WRITE, papers, &missing);
  if (found < 0 && missing.kind != ERR_UNADMITTED) {
    *err = missing;
    return err_add(err, "Whoever asks for this is recorded; where that cannot be, nothing is shown.");
  }
  if (found == 0)
    papers->reading = reading_of(&papers->dossier, why);
  return papers->reading == READING_NOT ? end(cli, papers, err) : 0;
}

static int look(const struct cli *cli, struct papers *papers, struct err *why, struct err *err)
{
  struct err missing = {0};
  int found = find_and_read(cli, SITE_READ, papers, &missing);
  if (found < 0 && missing.kind != ERR_UNADMITTED) {
    *err = missing;
    return -1;
  }
  bool is_plain = found == 0 && reading_is_plain(&papers->dossier);
  papers->reading = is_plain ? reading_of(&papers->dossier, why) : READING_NOT;
  if (papers->reading == READING_NOT && look_closely(cli, papers, why, err) < 0)
    return -1;
  if (!reading_is_recorded(&papers->dossier))
    return 0;
  return reading_record(&papers->dossier, papers->reading, cli->verb->name, err);
}

int papers_look(const struct cli *cli, struct papers *papers, struct err *err)
{
  struct err why = {0};
  int result = look(cli, papers, &why, err);
  if (!result && papers->reading == READING_CONTROLS)
    remark("%-s", why.text);
  return result;
}

static int whole(const struct cli *cli, struct papers *papers, enum site_mode mode, struct err *err)
{
  struct err why = {0};
  if (look(cli, papers, &why, err) < 0)
    return -1;
  if (papers->reading == READING_WHOLE)
    return mode == SITE_WRITE && !reading_is_recorded(&papers->dossier) ? find_and_read(cli, mode, papers, err) : 0;
  return find_and_read(cli, SITE_WRITE, papers, err) < 0 ? -1 : end(cli, papers, err);
}

int papers_read(const struct cli *cli, struct papers *papers, struct err *err)
{
  return whole(cli, papers, SITE_READ, err);
}

int papers_read_private(const struct cli *cli, struct papers *papers, struct err *err)
{
  if (whole(cli, papers, SITE_WRITE, err) < 0 || reading_is_recorded(&papers->dossier))
    return papers->reading == READING_WHOLE && !err_is_set(err) ? 0 : -1;
  return reading_record(&papers->dossier, READING_WHOLE, cli->verb->name, err);
}

int papers_open_also(const struct cli *cli, struct papers *papers, bool (*may_blindly)(const struct dossier *),
                     struct err *err)
{
  struct err missing = {0};
  int found = find(cli, SITE_WRITE, papers, &missing);
  if (found < 0 && missing.kind == ERR_UNADMITTED)
    return end(cli, papers, err);
  if (found < 0) {
    *err = missing;
    return -1;
  }
  if (dossier_open(papers->site, papers->incident, &papers->dossier, err) < 0)
    return -1;
  if (reading_may_speak(&papers->dossier))
    return 0;
  papers->is_blind = may_blindly && may_blindly(&papers->dossier);
  return papers->is_blind ? 0 : end(cli, papers, err);
}

int papers_open(const struct cli *cli, struct papers *papers, struct err *err)
{
  return papers_open_also(cli, papers, NULL, err);
}

int papers_end_blind(const struct cli *cli, struct papers *papers, int result, struct err *err)
{
  if (!papers->is_blind)
    return result;
  *err = (struct err){0};
  return end(cli, papers, err);
}

void papers_finish(struct papers *papers)
{
  dossier_finish(&papers->dossier);
  free(papers->incident);
  site_close(papers->site);
  *papers = (struct papers){0};
}

const char *papers_step_and_more(const struct cli *cli, const struct papers *papers, struct err *err)
{
  const char *step = cli->argument_count > papers->used ? cli->arguments[papers->used] : NULL;
  if (step && !strchr(step, '='))
    return step;
  err_set(err, "which step of %s? What waits for somebody: tocsin tasks %s", papers->incident, papers->incident);
  return NULL;
}

const char *papers_step(const struct cli *cli, const struct papers *papers, struct err *err)
{
  if (cli->argument_count <= papers->used + 1)
    return papers_step_and_more(cli, papers, err);
  err_set(err, "%s is about one step of one incident: tocsin %s %s", cli->verb->name, cli->verb->name,
          cli->verb->arguments);
  return NULL;
}

int typed_read(const struct cli *cli, size_t first, struct typed *typed, struct err *err)
{
  *typed = (struct typed){.count = cli->argument_count > first ? cli->argument_count - first : 0};
  typed->given = xcalloc(typed->count + 1, sizeof *typed->given);
  typed->names = xcalloc(typed->count + 1, sizeof *typed->names);
  for (size_t i = 0; i < typed->count; i++) {
    const char *argument = cli->arguments[first + i];
    const char *value = cli_pair(argument, typed->names[i], sizeof *typed->names);
    typed->given[i] = (struct given){typed->names[i], value};
    if (value)
      continue;
    typed_finish(typed);
    return err_set(err, "\"%s\" is not understood; it is written name=value.", argument);
  }
  return 0;
}

void typed_finish(struct typed *typed)
{
  free(typed->given);
  free(typed->names);
  *typed = (struct typed){0};
}

/* ---- words ---- */

const char *typed_value(const char *value)
{
  return !strcmp(value, "true") ? "yes" : !strcmp(value, "false") ? "no" : value;
}

char *step_title(const struct step *step)
{
  struct buf words = {0};
  action_words(step->action, step->arguments, &words);
  return buf_take(&words);
}

void remark_unsigned(struct site *site, bool is_signed)
{
  if (!is_signed)
    remark("unsigned: %s", site_unsigned_because(site));
}

static const int by_urgency[] = {1, 2, 3, 4, 5, 0};

json_t *candidates_json(uint32_t candidates)
{
  json_t *list = json_array();
  for (size_t i = 0; i < COUNT(by_urgency); i++)
    if (candidates & 1u << by_urgency[i])
      json_array_append_new(list, json_integer(by_urgency[i]));
  return list;
}

const char *priority_name(int priority)
{
  static const char *const names[] = {"outside this procedure", "priority 1", "priority 2",
                                      "priority 3",             "priority 4", "priority 5"};
  return names[priority];
}

void say_priority(const struct dossier *dossier)
{
  uint32_t candidates = dossier_candidates(dossier);
  say_priority_of(candidates, policy_priority_title(dossier->policy, policy_urgency(candidates)));
}

void say_priority_of(uint32_t candidates, const char *title)
{
  int priority = policy_urgency(candidates);
  if (priority)
    say_in(OUT_BOLD, "PRIORITY %d", priority);
  else
    say_in(OUT_BOLD, "%s", priority_name(priority));
  say(priority && title ? ": %s\n" : "\n", title);
  const char *glue = "     as long as nobody knows better; it could also be ";
  for (size_t i = 0; i < COUNT(by_urgency); i++)
    if (candidates & 1u << by_urgency[i] && by_urgency[i] != priority) {
      say("%s%s", glue, priority_name(by_urgency[i]));
      glue = ", ";
    }
  if (candidates & ~(1u << priority))
    say("\n");
}
