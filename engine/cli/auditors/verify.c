/*
 * Is the record genuine? The ledger by its signatures and hashes, and on the same way every piece of evidence by the
 * hash its entry names, in both places. All findings are told, not only the first.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "base/shown.h"
#include "cli/out.h"
#include "cli/place.h"
#include "ledger/verify.h"
#include "statements/reading.h"

#include <string.h>

struct check {
  struct site *site;
  struct archive *archive; /* opened at the first piece of evidence */
  uint64_t files;
  bool is_unreadable;
  struct verify_report *report;
  size_t count;
  struct hidden { char *incident; bool is_hidden; } *looked; /* at what was found at fault */
};

/* ---- evidence ---- */

/* What it is called tells what a case is about, and that there is one. Who is not shown it gets the file's hash. */
static bool is_hidden(struct check *check, const char *incident)
{
  struct dossier dossier = {0};
  struct err unused = {0};
  for (size_t i = 0; i < check->count; i++)
    if (!strcmp(check->looked[i].incident, incident))
      return check->looked[i].is_hidden;
  bool is_shown = dossier_read(check->site, incident, &dossier, &unused) == 0 &&
                  (reading_is_plain(&dossier) || reading_of(&dossier, &unused) == READING_WHOLE);
  *APPEND(check->looked, check->count) = (struct hidden){xstrdup(incident), !is_shown};
  dossier_finish(&dossier);
  return !is_shown;
}

static void find_item(struct check *check, const struct entry *entry, const char *part, const struct digest *digest,
                      const char *fault)
{
  const char *item = json_get_string(entry->body, "item");
  char hash[DIGEST_TEXT_SIZE];
  digest_text(digest, hash);
  if (entry->incident && is_hidden(check, entry->incident))
    buf_format(&check->report->findings, "entry %llu, the file %s: %s\n", (unsigned long long)entry->seq, hash, fault);
  else
    shown_format(&check->report->findings, "entry %llu, %s of \"%s\"%s%s: %s\n", (unsigned long long)entry->seq, part,
               item ? item : "?", entry->incident ? ", " : "", entry->incident ? entry->incident : "", fault);
}

/** "sha256:..." or the bare hex. */
static bool read_digest(const char *text, struct digest *digest)
{
  char whole[DIGEST_TEXT_SIZE + 8];
  snprintf(whole, sizeof whole, "%s%s", strncmp(text, "sha256:", 7) == 0 ? "" : "sha256:", text);
  return digest_parse(whole, digest);
}

static void check_one(struct check *check, const struct entry *entry, const char *part)
{
  const json_t *stored = json_object_get(entry->body, part);
  const char *text = json_get_string(stored, "sha256");
  struct digest digest = {0};
  struct err err = {0};
  if (!text)
    return;
  uint64_t size = (uint64_t)json_get_integer(stored, "size", 0);
  check->files++;
  if (!check->archive)
    check->archive = site_archive(check->site, &err);
  if (!read_digest(text, &digest))
    err_set(&err, "the hash is not one");
  else if (check->archive && archive_check(check->archive, &digest, size, &err) == 0)
    return;
  check->report->is_ok = false;
  if (check->report->first_bad < 0)
    check->report->first_bad = (int64_t)entry->seq;
  find_item(check, entry, part, &digest, err.text);
}

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  static const char *const parts[] = {"stdout", "stderr", "file"};
  (void)seq;
  (void)err;
  struct check *check = context;
  struct entry entry;
  struct err unread = {0};
  if (!check->site || !memmem(bytes, length, "\"type\":\"evidence\"", 17))
    return 0;
  if (entry_read(bytes, length, &entry, &unread) < 0)
    return 0; /* the audit says so */
  for (size_t i = 0; entry.type == ENTRY_EVIDENCE && i < COUNT(parts); i++)
    check_one(check, &entry, parts[i]);
  entry_finish(&entry);
  return 0;
}

static void find(struct check *check, const struct err *err)
{
  check->report->is_ok = false;
  shown_format(&check->report->findings, "%-s\n", err->text);
}

/* ---- saying it ---- */

static json_t *list_findings(const char *findings)
{
  json_t *list = json_array();
  for (size_t length; *findings; findings += length + (findings[length] == '\n')) {
    length = strcspn(findings, "\n");
    json_array_append_new(list, json_stringn(findings, length));
  }
  return list;
}

static bool is_clean(const struct verify_report *report)
{
  return report->is_ok && !report->is_head_missing;
}

static void tell_json(const struct check *check)
{
  const struct verify_report *report = check->report;
  json_t *first_bad = report->first_bad < 0 ? json_null() : json_integer(report->first_bad);
  say_json(json_pack("{s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o}", "ok", is_clean(report), "end",
                     report->is_end_checked ? "checked" : "not checked", "clock_steps",
                     (json_int_t)report->clock_steps, "entries",
                     (json_int_t)report->entries, "checkpoints", (json_int_t)report->checkpoints, "people",
                     (json_int_t)report->people, "evidence", (json_int_t)check->files, "unsigned",
                     (json_int_t)report->unsigned_statements, "trust", report->trust, "first_bad", first_bad,
                     "findings", list_findings(buf_string(&report->findings))));
}

static void tell(const struct check *check)
{
  const struct verify_report *report = check->report;
  bool is_given = strcmp(report->trust, "self") != 0;
  if (check->is_unreadable) {
    say_in(OUT_RED, "Nothing could be checked:");
    say(" %-s", buf_string(&report->findings));
    return;
  }
  say("%llu entries, %llu checkpoints, %llu people, %llu evidence files: ", (unsigned long long)report->entries,
      (unsigned long long)report->checkpoints, (unsigned long long)report->people, (unsigned long long)check->files);
  if (!report->is_ok)
    say_in(OUT_RED, "NOT as they were recorded.\n");
  else if (report->is_head_missing)
    say_in(OUT_YELLOW, "as they were recorded, as far as they go.\n");
  else if (is_given)
    say_in(OUT_BOLD, "genuine.\n");
  else
    say("consistent; origin not checked.\n");
  if (report->unsigned_statements)
    say("%llu statements were recorded without their author's key.\n", (unsigned long long)report->unsigned_statements);
  if (report->clock_steps)
    say("%llu entries tell that the clock of the machine was set, or wrong: `wall` is what it said, `at` what was "
        "measured.\n", (unsigned long long)report->clock_steps);
  say("%-s", buf_string(&report->findings));
  if (report->is_ok && !report->is_end_checked)
    say("End not checked: that the newest entries were not cut off, together with the head file, only a checkpoint\n"
        "kept elsewhere can show: tocsin verify --since FILE\n");
  if (report->is_ok && !is_given)
    say("Whoever owns this machine could have made it all anew. To be sure: tocsin verify --trust FILE,\n"
        "with what the auditors keep in their safe.\n");
}

/* ---- the verb ---- */

/** A ledger that cannot even be read, or not be opened, is a finding; -1 is for a site that is none. */
static int check_ledger(const struct cli *cli, const struct verify_options *options, struct check *check,
                        struct err *err)
{
  struct site *site = cli_site(cli, SITE_FILES, err);
  if (!site)
    return -1;
  const struct site_settings *settings = site_settings(site);
  _cleanup_(freep) char *database = site_path(site, settings->ledger), *keys = site_path(site, "keys/log");
  _cleanup_(freep) char *head = site_path(site, settings->head);
  struct ledger_place place = {.database = database, .keys = keys, .head = head};
  struct err unreadable = {0}, closed = {0};
  check->site = cli_site(cli, SITE_READ, &closed);
  check->is_unreadable = ledger_verify(&place, options, check->report, &unreadable) < 0;
  if (check->is_unreadable || !check->site)
    find(check, check->is_unreadable ? &unreadable : &closed);
  for (size_t i = 0; i < check->count; i++)
    free(check->looked[i].incident);
  free(check->looked);
  site_close(check->site);
  site_close(site);
  return 0;
}

/** A NUL would end the text before its end: what stands behind it would count for nothing, unseen. */
static int read_text(const char *name, struct buf *text, struct err *err)
{
  if (name && cli_read_file(name, text, err) < 0)
    return -1;
  return name && memchr(buf_string(text), '\0', text->length) ? err_set(err, "%s is no text: it holds a NUL byte", name)
                                                              : 0;
}

static int run(struct cli *cli, struct err *err)
{
  _cleanup_(buf_finish) struct buf trust = {0}, since = {0};
  const char *trust_file = cli_option(cli, "trust"), *since_file = cli_option(cli, "since");
  if (read_text(trust_file, &trust, err) < 0 || read_text(since_file, &since, err) < 0)
    return -1;
  struct verify_report report = {.trust = trust_file ? "given" : "self", .first_bad = -1};
  struct check check = {.report = &report};
  struct verify_options options = {
      .trust = trust_file ? buf_string(&trust) : NULL,
      .since = since_file ? buf_string(&since) : NULL,
      .see = see,
      .context = &check,
  };
  if (check_ledger(cli, &options, &check, err) < 0)
    return -1;
  if (cli->is_json)
    tell_json(&check);
  else
    tell(&check);
  int status = is_clean(&report) ? STATUS_DONE : STATUS_FINDINGS;
  verify_finish(&report);
  return status;
}

const struct verb verb_verify = {
    .name = "verify",
    .group = VERB_AUDITORS,
    .arguments = "",
    .help = "is the record genuine? signatures, hashes, people, evidence",
    .story = "  --trust FILE is what `init` printed for the auditors' safe. Without it the answer can\n"
             "  only be \"consistent\": whoever owns the machine could have made all of it anew.\n"
             "  --since FILE is a checkpoint kept elsewhere, which the ledger must continue.\n",
    .options =
        (const struct option[]){
            {"trust", "FILE", "the keys kept in the auditors' safe"},
            {"since", "FILE", "a checkpoint kept elsewhere"},
            {0},
        },
    .run = run,
};
