/*
 * The chronological log (R87, R93): one line an entry, oldest first.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/controls.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>
#include <time.h>

/* In a log of everything: is this incident for everybody, and is it named at all? */
struct named {
  char *incident;
  bool is_listed, is_shown;
};

struct log {
  struct site *site;
  const char *incident; /* NULL: everything */
  bool shows_looks;     /* in a log of everything: also who was refused */
  const struct incident *controls_of; /* only the controls of this one are shown; NULL: all of it */
  size_t sight_count;
  struct named *sights;
  const struct catalogue *catalogue;
  json_t *entries; /* with --json, else NULL */
  char day[64];    /* the one last shown */
};

static void log_finish(struct log *log)
{
  for (size_t i = 0; i < log->sight_count; i++)
    free(log->sights[i].incident);
  free(log->sights);
  site_close(log->site);
}

static bool is_for_everybody(const struct log *log, const char *incident)
{
  for (size_t i = 0; i < log->sight_count; i++)
    if (!strcmp(log->sights[i].incident, incident))
      return log->sights[i].is_shown;
  return false;
}

static int look_at_all(struct log *log, struct err *err)
{
  struct incident_list incidents = {0};
  struct onlooker onlooker = {.site = log->site};
  int result = incident_list_read(&incidents, log->site, LISTED_ALL, err);
  log->shows_looks = reading_is_by_auditor(&onlooker);
  for (size_t i = 0; !result && i < incidents.count; i++) {
    enum sight sight = reading_sight(&onlooker, &incidents.list[i]);
    *APPEND(log->sights, log->sight_count) =
        (struct named){xstrdup(incidents.list[i].id), sight != SIGHT_NOT, sight == SIGHT_WHOLE};
  }
  incident_list_finish(&incidents);
  return result;
}

static void show_time(struct log *log, clock_us at)
{
  time_t seconds = (time_t)(at / 1000000);
  struct tm local;
  char day[64], time_of_day[16];
  localtime_r(&seconds, &local);
  strftime(day, sizeof day, "%A, %d %B %Y (%Z)", &local);
  strftime(time_of_day, sizeof time_of_day, "%H:%M:%S", &local);
  if (strcmp(day, log->day) != 0)
    say_in(OUT_BOLD, "%s\n", day);
  snprintf(log->day, sizeof log->day, "%s", day);
  say("%s.%02d", time_of_day, (int)(at % 1000000 / 10000));
}

/** Notes may hold several lines; the following ones stand under the first. */
static void show_words(const char *words)
{
  for (size_t length; *words; words += length + (words[length] == '\n')) {
    length = strcspn(words, "\n");
    say("%.*s\n", (int)length, words);
    if (words[length] && words[length + 1])
      say("%25s", "");
  }
}

static bool shows_controls(const struct log *log, const struct entry *entry)
{
  return log->controls_of && entry->incident;
}

static void put_words(const struct log *log, const struct entry *entry, struct buf *words)
{
  if (shows_controls(log, entry))
    controls_words(entry, words);
  else
    entry_words(entry, log->catalogue, words);
}

static char *actor_of(const struct log *log, const struct entry *entry)
{
  const char *actor = entry->actor ? entry->actor : "";
  return shows_controls(log, entry) && *actor ? know_token(log->controls_of, actor) : xstrdup(actor);
}

static void show(struct log *log, const struct entry *entry)
{
  struct buf words = {0};
  show_time(log, entry->at);
  put_words(log, entry, &words);
  if (entry->is_unsigned)
    buf_text(&words, "  (unsigned)");
  bool needs_incident = !log->incident && entry->incident;
  char *actor = actor_of(log, entry);
  say("  %-12s  %s%s", actor, needs_incident ? entry->incident : "", needs_incident ? "  " : "");
  free(actor);
  show_words(buf_string(&words));
  buf_finish(&words);
}

static void list(struct log *log, const struct entry *entry)
{
  static const char *const shared[] = {"at", "incident", "run", "step", "type", "seq"};
  json_t *body = shows_controls(log, entry) ? controls_json(entry) : json_incref((json_t *)(uintptr_t)entry->body);
  json_t *object = json_pack("{s:o, s:b}", "body", body, "signed", entry->is_signed);
  char *actor = actor_of(log, entry);
  if (*actor)
    json_object_set_new(object, "actor", json_string(actor));
  free(actor);
  for (size_t i = 0; i < COUNT(shared); i++)
    if (json_object_get(entry->whole, shared[i]))
      json_object_set(object, shared[i], json_object_get(entry->whole, shared[i]));
  struct buf words = {0};
  put_words(log, entry, &words);
  json_object_set_new(object, "words", json_string(buf_string(&words)));
  buf_finish(&words);
  json_array_append_new(log->entries, object);
}

/* That somebody was refused, or noted something of what he is not shown. */
static bool is_of_looks(const struct entry *entry)
{
  return json_object_get(entry->body, "asked") || (entry->type == ENTRY_ACCESS &&
         json_get_string(entry->body, "reading"));
}

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct log *log = context;
  struct entry entry;
  if (entry_read(bytes, length, &entry, err) < 0) {
    err->kind = ERR_STORE;
    return err_prefix(err, "entry %llu: ", (unsigned long long)seq);
  }
  bool is_asked = !log->incident || (entry.incident && strcmp(entry.incident, log->incident) == 0);
  if (is_asked && !log->incident)
    is_asked = entry.incident ? is_for_everybody(log, entry.incident) : !is_of_looks(&entry) || log->shows_looks;
  if (is_asked && log->entries)
    list(log, &entry);
  else if (is_asked)
    show(log, &entry);
  entry_finish(&entry);
  return 0;
}

/** The incident named, else the only one open; NULL without a sentence: all there is. */
static char *choose(struct cli *cli, struct site *site, struct err *err)
{
  size_t used;
  struct err several = {0};
  if (cli_has(cli, "all"))
    return NULL;
  if (!cli->argument_count)
    return cli_incident(cli, site, &used, &several);
  if (cli_asked(cli))
    return xstrdup(cli_asked(cli));
  err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
  return NULL;
}

/* One of an incident, as far as its reader may see it; of all there are, only what is for everybody. */
static int tell(struct cli *cli, struct log *log, struct err *err)
{
  struct policy *policy = cli_policy_to_record(log->site);
  log->catalogue = policy_catalogue(policy);
  log->entries = cli->is_json ? json_array() : NULL;
  int result = log->incident ? ledger_each_of(site_ledger(log->site), log->incident, 0, see, log, err)
                             : ledger_each(site_ledger(log->site), 0, UINT64_MAX, see, log, err);
  if (log->entries && !result)
    say_json(json_pack("{s:s?, s:O}", "incident", log->incident, "entries", log->entries));
  for (size_t i = 0; i < log->sight_count; i++)
    if (log->sights[i].is_listed && !log->sights[i].is_shown)
      remark("%s is " READING_NEUTRAL_TITLE " and is read by itself: tocsin log %s", log->sights[i].incident,
             log->sights[i].incident);
  json_decref(log->entries);
  policy_free(policy);
  return result;
}

static int tell_one(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct log log = {0};
  int result = papers_look(cli, &papers, err);
  if (!result) {
    log.site = papers.site;
    log.incident = papers.incident;
    log.controls_of = papers.reading == READING_CONTROLS ? papers.dossier.incident : NULL;
    result = tell(cli, &log, err);
  }
  papers_finish(&papers);
  return result;
}

static int run(struct cli *cli, struct err *err)
{
  struct log log = {.site = cli_site(cli, SITE_READ, err)};
  if (!log.site)
    return -1;
  char *incident = choose(cli, log.site, err);
  int result = err_is_set(err) ? -1 : 0;
  if (!result && incident)
    result = tell_one(cli, err);
  else if (!result)
    result = look_at_all(&log, err) < 0 ? -1 : tell(cli, &log, err);
  log_finish(&log);
  free(incident);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_log = {
    .name = "log",
    .group = VERB_AFTERWARDS,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "what was done, when and by whom",
    .story = "  Without INCIDENT: the only one open, else everything there is.\n",
    .options = (const struct option[]){{"all", NULL, "every entry of the ledger"}, {0}},
    .run = run,
};
