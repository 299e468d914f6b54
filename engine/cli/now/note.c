/*
 * A note is never refused. What cannot be signed goes in unsigned, what cannot be placed goes into the site's log, and
 * what cannot be written at all is given back with its time, for paper.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/json.h"
#include "cli/admission.h"
#include "cli/out.h"
#include "cli/place.h"
#include "statements/opening.h"
#include "statements/reading.h"

#include <string.h>
#include <time.h>

/** Where the text goes: an incident, or NULL with a sentence why not. */
struct target {
  char *incident;
  size_t used;
  char why[1024];
  struct note_said about;
};

/* What cannot be read is no reason to doubt that somebody may note it there. */
static bool is_told(struct site *site, const char *incident)
{
  struct dossier dossier = {0};
  struct err unread = {0};
  bool is_told = site_doubt(site) || (dossier_read(site, incident, &dossier, &unread) == 0 &&
                                      reading_may_speak(&dossier));
  dossier_finish(&dossier);
  return is_told;
}

/* Of what he is not shown it is said to nobody whether it is there; if it is, the note stands in it all the same. */
static void choose(const struct cli *cli, struct site *site, struct target *target)
{
  struct err err = {0};
  target->incident = cli_incident(cli, site, &target->used, &err);
  if (target->incident && (!target->used || is_told(site, target->incident)))
    return;
  if (target->incident)
    admission_refuse(&err);
  target->about.asked = err.kind == ERR_UNADMITTED ? cli_asked(cli) : NULL;
  snprintf(target->why, sizeof target->why, "%s%s", err.text,
           target->about.asked ? "" : "\nSo it is noted in the log of the site.");
}

/* An entry nobody can find costs the note nothing but its link. */
static void find_entry(const struct cli *cli, struct site *site, struct target *target)
{
  const char *text = cli_option(cli, "on");
  char *end = NULL;
  long long entry = text ? strtoll(text, &end, 10) : -1;
  bool is_there = text && *text && !*end && entry >= 0 && (uint64_t)entry < ledger_size(site_ledger(site));
  target->about.on = is_there ? entry : NOTE_ON_NOTHING;
  target->about.is_why = is_there && cli_has(cli, "why");
  if (text && !is_there)
    remark("There is no entry %s; it is noted without that. Entries and their numbers: tocsin --json log", text);
  else if (!text && cli_has(cli, "why"))
    remark("Of what is that the why? It is noted without that; to link it: tocsin note --on ENTRY --why TEXT");
}

static int note(const struct cli *cli, struct site *site, struct target *target, const char *text, struct err *err)
{
  uint64_t seq = 0;
  if (note_state(site, target->incident, &target->about, text, &seq, err) < 0)
    return -1;
  const char *unsigned_because = site_unsigned_because(site);
  const char *shown = target->about.asked ? NULL : target->incident;
  if (cli->is_json) {
    json_t *document = json_pack("{s:I, s:s*, s:b}", "entry", (json_int_t)seq, "incident", shown, "signed",
                                 !*unsigned_because);
    say_json(document);
  } else {
    say("noted%s%s, entry %llu\n", shown ? " in " : "", shown ? shown : "", (unsigned long long)seq);
  }
  if (*target->why)
    remark("%-s", target->why);
  if (*unsigned_because)
    remark("unsigned: %s", unsigned_because);
  return cli_recorded(site);
}

/** What may not be on record is given back for paper. */
static void give_back(const char *text, struct err *err)
{
  if (err->kind == ERR_WRITTEN)
    return;
  if (err->kind != ERR_UNSURE)
    err->kind = ERR_UNWRITTEN;
  char at[64];
  time_t now = time(NULL);
  struct tm local;
  strftime(at, sizeof at, "%Y-%m-%d %H:%M:%S %Z", localtime_r(&now, &local));
  remark("  %s\n  %s\n", at, text);
}

static int run(struct cli *cli, struct err *err)
{
  struct target target = {0};
  struct site *site = cli_site(cli, SITE_RECORD, err);
  if (site) {
    choose(cli, site, &target);
    find_entry(cli, site, &target);
  }
  char *text = cli_words(cli, target.used);
  int result = -1;
  if (site && !*text)
    err_set(err, "there is nothing to note: tocsin note [INCIDENT] TEXT");
  else if (site)
    result = note(cli, site, &target, text, err);
  if (result < 0 && *text)
    give_back(text, err);
  free(text);
  free(target.incident);
  site_close(site);
  return result;
}

const struct verb verb_note = {
    .name = "note",
    .group = VERB_NOW,
    .takes_text = true,
    .arguments = "[INCIDENT] TEXT",
    .least = 1,
    .most = -1,
    .help = "write into the log what you see or do",
    .story = "  Needs no quotes. Signed if your key is at hand, else recorded as unsigned. If it\n"
             "  cannot be recorded at all it is printed back with the time, for paper. What belongs\n"
             "  to an entry, above all why something was done, can follow later: --on ENTRY --why.\n",
    .options = (const struct option[]){{"on", "ENTRY", "the entry it is about"},
                                       {"why", NULL, "it says why that was done"},
                                       {0}},
    .run = run,
};
