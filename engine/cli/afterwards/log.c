/*
 * The chronological log (R87, R93): one line an entry, oldest first.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/afterwards/words.h"
#include "cli/out.h"
#include "cli/place.h"

#include <string.h>
#include <time.h>

struct log {
  const char *incident; /* NULL: everything */
  const struct catalogue *catalogue;
  json_t *entries; /* with --json, else NULL */
  char day[64];    /* the one last shown */
};

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

static void show(struct log *log, const struct entry *entry)
{
  struct buf words = {0};
  show_time(log, entry->at);
  entry_words(entry, log->catalogue, &words);
  if (entry->is_unsigned)
    buf_text(&words, "  (unsigned)");
  bool needs_incident = !log->incident && entry->incident;
  say("  %-12s  %s%s", entry->actor ? entry->actor : "", needs_incident ? entry->incident : "",
      needs_incident ? "  " : "");
  show_words(buf_string(&words));
  buf_finish(&words);
}

static void list(struct log *log, const struct entry *entry)
{
  static const char *const shared[] = {"at", "actor", "incident", "run", "step", "type", "seq"};
  json_t *object = json_pack("{s:O, s:b}", "body", entry->body, "signed", entry->is_signed);
  for (size_t i = 0; i < COUNT(shared); i++)
    if (json_object_get(entry->whole, shared[i]))
      json_object_set(object, shared[i], json_object_get(entry->whole, shared[i]));
  struct buf words = {0};
  entry_words(entry, log->catalogue, &words);
  json_object_set_new(object, "words", json_string(buf_string(&words)));
  buf_finish(&words);
  json_array_append_new(log->entries, object);
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
  if (cli->argument_count && !is_incident_id(cli->arguments[0])) {
    err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
    return NULL;
  }
  return cli_incident(cli, site, &used, cli->argument_count ? err : &several);
}

static int run(struct cli *cli, struct err *err)
{
  struct site *site = cli_site(cli, SITE_READ, err);
  if (!site)
    return -1;
  int status = -1;
  char *incident = choose(cli, site, err);
  struct policy *policy = err_is_set(err) ? NULL : cli_policy_to_record(site);
  if (policy) {
    struct log log = {.incident = incident, .catalogue = policy_catalogue(policy)};
    log.entries = cli->is_json ? json_array() : NULL;
    int result = incident ? ledger_each_of(site_ledger(site), incident, 0, see, &log, err)
                          : ledger_each(site_ledger(site), 0, UINT64_MAX, see, &log, err);
    status = result < 0 ? -1 : STATUS_DONE;
    if (log.entries && status == STATUS_DONE)
      say_json(json_pack("{s:s?, s:O}", "incident", incident, "entries", log.entries));
    json_decref(log.entries);
  }
  policy_free(policy);
  free(incident);
  site_close(site);
  return status;
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
