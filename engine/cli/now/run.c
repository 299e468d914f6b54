/*
 * tocsin run: does what the playbook says, or goes on with it.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "cli/admission.h"
#include "cli/now/run_report.h"
#include "cli/out.h"
#include "cli/place.h"
#include "live/live.h"
#include "run/run.h"
#include "screen/screen.h"
#include "site/begin.h"
#include "site/reach.h"
#include "site/record.h"
#include "statements/reading.h"

#include <string.h>
#include <unistd.h>

/* What a run needs, gathered before the incident is locked. */
struct gathered {
  struct site *site;
  struct record record;
  struct files procedure;
  struct digest digest;
  struct policy *policy;
  struct answers *answers;
  struct screen *screen;
  struct calling *calling;
  struct incident *before;    /* what the record adds up to so far */
  char *playbook, *begin, *locks;
};

static void gathered_finish(struct gathered *gathered)
{
  screen_free(gathered->screen);
  calling_free(gathered->calling);
  answers_free(gathered->answers);
  incident_free(gathered->before);
  policy_free(gathered->policy);
  files_finish(&gathered->procedure);
  record_finish(&gathered->record);
  free(gathered->playbook);
  free(gathered->begin);
  free(gathered->locks);
  site_close(gathered->site);
}

static bool has_drill(const struct gathered *gathered)
{
  return json_get_string(gathered->before->declaration, "drill") != NULL;
}

/* An unfinished run goes on under the procedure it began with; a new one begins under the approved one. */
static int find_procedure(struct gathered *gathered, bool resumes, const char *digest, struct err *err)
{
  struct site_approved approved = {0};
  if (resumes)
    return record_procedure(site_ledger(gathered->site), &gathered->record, digest, &gathered->procedure, err);
  int result = site_approved(gathered->site, &approved, err);
  if (result == 1)
    return err_set_kind(err, ERR_REFUSED,
                        "No procedure was ever approved here, so nothing may act. Notes and calls are recorded all the "
                        "same: tocsin note");
  if (result < 0)
    return -1;
  char *difference = site_difference(gathered->site, &approved);
  if (difference[0])
    remark("%s", difference);
  free(difference);
  gathered->procedure = approved.files;
  gathered->digest = approved.digest;
  approved.files = (struct files){0};
  site_approved_finish(&approved);
  return 0;
}

/* The newest run's state is needed before a policy is chosen, so the entries are looked at themselves. */
static bool has_unfinished_run(const struct record *record, const char **digest)
{
  bool is_unfinished = false;
  for (size_t i = 0; i < record->count; i++) {
    const struct entry *entry = &record->entries[i];
    if (!entry->incident || strcmp(entry->incident, record->incident))
      continue;
    if (entry->type == ENTRY_RUN_BEGIN) {
      is_unfinished = true;
      *digest = json_get_string(entry->body, "procedure");
    } else if (entry->type == ENTRY_RUN_END) {
      is_unfinished = false;
    }
  }
  return is_unfinished;
}

static int fold_record(struct gathered *gathered, const char *incident, struct err *err)
{
  gathered->policy = policy_load(&gathered->procedure, err);
  if (!gathered->policy)
    return -1;
  const char *origin = ledger_origin(site_ledger(gathered->site));
  gathered->before = incident_new(policy_catalogue(gathered->policy), incident, origin);
  for (size_t i = 0; i < gathered->record.count; i++)
    if (incident_take(gathered->before, &gathered->record.entries[i], err) < 0)
      return -1;
  return 0;
}

/*
 * Who runs it sees all of it, so he has to be on its list and is recorded. Where it may still be an attack and nobody
 * is accused his name is enough, for nothing then waits for a key; nobody's is the declarer's. One who reports to a
 * subject may run what is an attack and nothing else: at night he may be the whole team.
 */
static bool may_run(const struct dossier *dossier)
{
  struct err unused = {0};
  const struct incident *incident = dossier->incident;
  uint32_t candidates = dossier_candidates(dossier);
  const char *actor = site_actor(dossier->site);
  if (reading_is_plain(dossier))
    return true;
  if ((know_is_certainly_discreet(candidates) || incident->know.accused_count) &&
      !(actor && reading_is_shown(dossier->site, &incident->people, &unused)))
    return false;
  if (!actor)
    actor = json_get_string(incident->declaration, "declared_by");
  return know_is_discreet(candidates) ? know_has(incident, candidates, actor) : !incident_is_subject(incident, actor);
}

/* Asked before anything of the incident is looked at; the run then reads it once more, under its lock. */
static int admit(struct cli *cli, struct site *site, const char *incident, struct err *err)
{
  struct dossier dossier = {0};
  if (dossier_read(site, incident, &dossier, err) < 0)
    return -1;
  bool is_admitted = may_run(&dossier), is_recorded = reading_is_recorded(&dossier);
  if (is_admitted)
    site_assume_actor(site, json_get_string(dossier.incident->declaration, "declared_by"));
  dossier_finish(&dossier);
  if (!is_admitted)
    return admission_end(cli, site, err);
  return is_recorded ? reading_record_of(site, incident, READING_WHOLE, "run", err) : 0;
}

static int find(struct cli *cli, struct site *site, char **incident, struct err *err)
{
  size_t used;
  struct err missing = {0};
  *incident = cli_incident(cli, site, &used, &missing);
  if (*incident)
    return admit(cli, site, *incident, err);
  if (missing.kind == ERR_UNADMITTED)
    return admission_end(cli, site, err);
  *err = missing;
  return -1;
}

static int refuse_playbook(const struct gathered *gathered, struct err *err)
{
  const struct files *procedure = &gathered->procedure;
  char **names = xcalloc(procedure->count + 1, sizeof *names);
  size_t count = 0;
  struct buf known = {0};
  for (size_t i = 0; i < procedure->count; i++) {
    const char *name = procedure->list[i].name, *ending = strrchr(name, '.');
    if (strncmp(name, "playbooks/", 10) || !ending || strcmp(ending, ".lua"))
      continue;
    names[count] = xstrndup(name + 10, (size_t)(ending - name) - 10);
    buf_format(&known, " %s", names[count++]);
  }
  const char *near = suggest(gathered->playbook, (const char *const *)names, count);
  _cleanup_(freep) char *more = xasprintf("Nothing was begun. There are:%s", buf_string(&known));
  err_unknown(err, near, more, "The approved procedure has no playbook \"%s\"", gathered->playbook);
  for (size_t i = 0; i < count; i++)
    free(names[i]);
  free(names);
  buf_finish(&known);
  return -1;
}

static int choose_playbook(struct cli *cli, struct gathered *gathered, struct err *err)
{
  const char *given = cli_option(cli, "playbook");
  int urgency = policy_urgency(incident_candidates(gathered->before, gathered->policy));
  if (given)
    gathered->playbook = strlen(given) == 1 ? xasprintf("priority-%s", given) : xstrdup(given);
  else
    gathered->playbook = xasprintf("priority-%d", urgency);
  char *file = xasprintf("playbooks/%s.lua", gathered->playbook);
  bool is_there = files_find(&gathered->procedure, file) != NULL;
  free(file);
  return is_there ? 0 : refuse_playbook(gathered, err);
}

/* What has begun goes on as it is; saying otherwise must not be passed over in silence. */
static int check_same(struct cli *cli, const struct gathered *gathered, struct err *err)
{
  const struct incident *before = gathered->before;
  const char *given = cli_option(cli, "playbook");
  char *named = given && strlen(given) == 1 ? xasprintf("priority-%s", given) : xstrdup(given);
  bool is_other = named && strcmp(named, before->run_playbook);
  free(named);
  if (is_other)
    return err_set(err, "%s run %d has not ended and goes on with %s. When it has:  "
                   "tocsin run %s --again --playbook %s", before->id, before->run, before->run_playbook, before->id,
                   given);
  if (cli_has(cli, "again"))
    remark("%s run %d has not ended; it goes on.", before->id, before->run);
  return 0;
}

static int prepare_begin(struct cli *cli, struct gathered *gathered, struct err *err)
{
  if (choose_playbook(cli, gathered, err) < 0)
    return -1;
  json_t *body = site_run_begin(gathered->site, gathered->policy, gathered->playbook, &gathered->digest,
                                RUN_SEMANTICS, err);
  struct buf bytes = {0};
  int result = body ? json_write_tree(&bytes, body, err) : -1;
  json_decref(body);
  gathered->begin = buf_take(&bytes);
  return result;
}

static int read_answers(struct cli *cli, struct gathered *gathered, struct err *err)
{
  const char *file = cli_option(cli, "answers");
  struct buf bytes = {0};
  if (!file)
    return 0;
  int result = cli_read_file(file, &bytes, err);
  if (!result) {
    gathered->answers = answers_read(file, buf_string(&bytes), bytes.length, policy_catalogue(gathered->policy),
                                     site_is_demo(gathered->site) || has_drill(gathered), err);
    result = gathered->answers ? 0 : -1;
  }
  buf_finish(&bytes);
  return result;
}

/* What may begin, or go on, at all. */
static int check_open(const struct gathered *gathered, bool resumes, struct err *err)
{
  const struct incident *before = gathered->before;
  if (before->is_closed)
    return err_set(err, "%s is closed.", before->id);
  if (before->dismissal.reached.seq && !resumes)
    return err_set(err, "%s was a false alarm, as %s said; nothing is run any more. To close it: tocsin close %s",
                   before->id, before->dismissal.by, before->id);
  return 0;
}

static int gather(struct cli *cli, struct gathered *gathered, bool *is_over, struct err *err)
{
  const char *digest = NULL;
  _cleanup_(freep) char *incident = NULL;
  gathered->site = cli_site(cli, SITE_WRITE, err);
  if (!gathered->site || find(cli, gathered->site, &incident, err) < 0)
    return -1;
  int result = record_read(site_ledger(gathered->site), incident, &gathered->record, err);
  bool resumes = !result && has_unfinished_run(&gathered->record, &digest);
  if (!result)
    result = find_procedure(gathered, resumes, digest, err);
  if (!result)
    result = fold_record(gathered, incident, err);
  if (result || check_open(gathered, resumes, err) < 0)
    return -1;
  *is_over = gathered->before->run && !resumes && !cli_has(cli, "again");
  if (*is_over)
    return 0;
  if ((resumes ? check_same(cli, gathered, err) : prepare_begin(cli, gathered, err)) < 0)
    return -1;
  gathered->locks = site_path(gathered->site, "run");
  return read_answers(cli, gathered, err);
}

/** Whoever sits at this terminal is shown whom to call at which number; nobody is asked for a passphrase for it now. */
static struct roster *roster_to_call_by(struct gathered *gathered, bool is_terminal)
{
  struct err closed = {0}, unrecorded = {0};
  struct roster *roster = site_roster(gathered->site, &closed);
  if (!roster || !is_terminal)
    return roster;
  if (site_open_numbers(gathered->site, false, &closed) < 0)
    remark("%-s", closed.text);
  else if (roster_version(roster) &&
           site_record_reading(gathered->site, gathered->before->id, NULL, 0, "to call by", true, &unrecorded) < 0)
    remark_recorded("that the numbers were read", &unrecorded);
  return roster;
}

static int run_live(struct cli *cli, struct gathered *gathered, struct live_result *result, struct err *err)
{
  bool is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !cli->is_json;
  const char *drill = json_get_string(gathered->before->declaration, "drill");
  struct err no_words = {0}; /* then the hints must do */
  gathered->calling = calling_load(&gathered->procedure, policy_catalogue(gathered->policy), &no_words);
  struct screen_setup screen = {.out = cli->is_json ? stderr : stdout, .input = is_terminal ? STDIN_FILENO : -1,
                                .has_colour = is_terminal && !getenv("NO_COLOR"), .is_exercise = drill != NULL,
                                .roster = roster_to_call_by(gathered, is_terminal),
                                .calling = gathered->calling, .policy = gathered->policy,
                                .speaker = site_actor_or_account(gathered->site)};
  gathered->screen = screen_new(&screen);
  struct archive *archive = site_archive(gathered->site, err);
  if (!archive)
    return -1;
  struct err no_key = {0};
  _cleanup_(freep) char *machine = site_is_demo(gathered->site) ? site_path(gathered->site, "machine") : NULL;
  bool has_key = site_key(gathered->site, &no_key); /* may ask for a passphrase: before anything is locked */
  struct live_setup setup = {
      .ledger = site_ledger(gathered->site), .world = drill ? &world_drill : &world_live, .policy = gathered->policy,
      .procedure = &gathered->procedure, .archive = archive, .machine = machine, .lock_folder = gathered->locks,
      .incident = gathered->before->id, .person = site_actor_or_account(gathered->site), .begin = gathered->begin,
      .does_capture = drill && !strcmp(drill, "capture"), .answers = gathered->answers,
      .has_samples = site_is_demo(gathered->site) || drill, .waits = is_terminal || cli_has(cli, "wait"),
      .has_key = has_key,
      .watcher = screen_watcher(gathered->screen), .sign = site_sign, .sign_context = gathered->site,
  };
  return live_run(&setup, result, err);
}

static int run_verb(struct cli *cli, struct err *err)
{
  struct gathered gathered = {0};
  struct live_result result = {0};
  bool is_over = false;
  int status = gather(cli, &gathered, &is_over, err);
  if (!status && is_over)
    status = run_report(cli, gathered.before);
  else if (!status)
    status = run_live(cli, &gathered, &result, err) < 0 ? -1 : run_report(cli, result.incident);
  incident_free(result.incident);
  gathered_finish(&gathered);
  return status;
}

static const struct option options[] = {
    {"answers", "FILE", "answers of people, written down beforehand; recorded as scripted, never an approval"},
    {"again", NULL, "begin the next run of an incident whose last one has ended, under the procedure approved now"},
    {"playbook", "N", "another playbook than its priority's: 1 to 5, or a name"},
    {"wait", NULL, "stay while people are asked, also without a terminal"},
    {0},
};

const struct verb verb_run = {
    .name = "run",
    .group = VERB_NOW,
    .arguments = "[INCIDENT]",
    .least = 0,
    .most = 1,
    .help = "do what the playbook says, or go on with it",
    .story = "Captures evidence first, decides every action by policy, asks people, and writes each\n"
             "intent into the ledger before it acts. Killed at any moment it goes on from the record.\n"
             "On a terminal: answer what is YOUR TURN; whatever else you type is a note.\n"
             "Others answer, approve and deny from their own terminals: tocsin tasks.",
    .options = options,
    .run = run_verb,
};
