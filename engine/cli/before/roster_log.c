/*
 * What is missing, what happened, and who holds a printed copy.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/place.h"

#include <string.h>

/* ---- check ---- */

static void tell_finding(const struct roster_finding *finding, json_t *list)
{
  if (list)
    json_array_append_new(list, json_pack("{s:s, s:i, s:s, s:s, s:s}", "file", finding->file, "line", finding->line,
                                          "severity", finding->is_error ? "error" : "warning", "code", finding->code,
                                          "sentence", finding->sentence));
  else if (finding->line)
    say("%s:%d: %s\n", finding->file, finding->line, finding->sentence);
  else
    say("%s: %s\n", finding->file, finding->sentence);
}

int roster_word_check(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  (void)arguments;
  struct roster_findings findings = {0};
  if (count)
    return err_set(err, "check takes no name: it looks at the whole roster.");
  struct site *site = cli_site(cli, SITE_READ, err);
  if (!site)
    return -1;
  site_lint_roster(site, &findings);
  site_lint_reach(site, &findings);
  json_t *list = cli->is_json ? json_array() : NULL;
  int status = findings.count ? STATUS_FINDINGS : STATUS_DONE;
  for (size_t i = 0; i < findings.count; i++)
    tell_finding(&findings.list[i], list);
  if (list)
    say_json(json_pack("{s:b, s:o}", "ok", findings.count == 0, "findings", list));
  else if (findings.count == 0)
    say("Everybody can be called, and nobody is missing.\n");
  roster_findings_finish(&findings);
  site_close(site);
  return status;
}

/* ---- history ---- */

struct history {
  const struct catalogue *catalogue;
  json_t *list;
};

static int tell_entry(struct history *history, const struct entry *entry)
{
  _cleanup_(buf_finish) struct buf words = {0};
  char at[CLOCK_TEXT_SIZE];
  clock_text(entry->at, at);
  entry_words(entry, history->catalogue, &words);
  if (history->list)
    json_array_append_new(history->list,
                          json_pack("{s:I, s:s, s:s, s:s}", "entry", (json_int_t)entry->seq, "at", at, "by",
                                    entry->actor ? entry->actor : "", "words", buf_string(&words)));
  else
    say("%.10s %.5s  %-12s %s\n", at, at + 11, entry->actor ? entry->actor : "", buf_string(&words));
  return 0;
}

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  struct entry_scan scan;
  struct entry entry;
  if (entry_scan(bytes, length, &scan, err) < 0)
    return -1;
  if (scan.type != ENTRY_ROSTER && scan.type != ENTRY_ACCESS)
    return 0;
  if (entry_read(bytes, length, &entry, err) < 0)
    return -1;
  const char *of = json_get_string(entry.body, "of");
  int result = scan.type == ENTRY_ROSTER || (of && strcmp(of, "numbers") == 0) ? tell_entry(context, &entry) : 0;
  entry_finish(&entry);
  return result;
}

/** Everybody of the team holds the newest list that was printed, or is named here (R47). */
static void tell_receipts(struct site *site, const struct roster *roster)
{
  struct reach_record record;
  struct err err = {0};
  const char *glue = "Not received yet: ";
  if (site_reach(site, &record, &err) < 0 || record.printed_version == 0)
    return;
  for (size_t i = 0; i < roster_count(roster); i++) {
    const struct roster_person *person = roster_at(roster, i);
    const struct reach *reach = reach_find(&record, person->id);
    if (person->has_left || !(person->roles & (role_set)1 << ROLE_IRT) ||
        (reach && reach->received_version >= record.printed_version))
      continue;
    say("%s%s", glue, person->id);
    glue = ", ";
  }
  if (*glue == ',')
    say(" (version %d)\n", record.printed_version);
  reach_record_finish(&record);
}

int roster_word_history(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  (void)arguments;
  struct roster *roster;
  if (count)
    return err_set(err, "history takes no name: it is everybody's.");
  struct site *site = roster_site(cli, SITE_READ, &roster, err);
  if (!site)
    return -1;
  struct policy *policy = cli_policy_to_record(site);
  struct history history = {policy_catalogue(policy), cli->is_json ? json_array() : NULL};
  int result = ledger_each(site_ledger(site), 0, UINT64_MAX, see, &history, err);
  if (result == 0 && history.list)
    say_json(json_incref(history.list));
  else if (result == 0)
    tell_receipts(site, roster);
  json_decref(history.list);
  policy_free(policy);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

/* ---- received ---- */

int roster_word_received(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  struct roster *roster;
  struct reach_record record = {0};
  if (count != 1)
    return err_set(err, "who received it? tocsin roster received PERSON");
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = site ? roster_check_people(roster, arguments, 1, err) : -1;
  if (result == 0)
    result = site_reach(site, &record, err);
  if (result == 0 && record.printed_version == 0)
    result = err_set(err, "nothing was printed yet: tocsin roster print");
  if (result == 0)
    result = site_state_roster(site, json_pack("{s:s, s:[s], s:i}", "change", "received", "people", arguments[0],
                                               "version", record.printed_version),
                               err);
  if (result == 0 && !cli->is_json)
    say("%s holds version %d.\n", arguments[0], record.printed_version);
  else if (result == 0)
    say_json(json_pack("{s:s, s:i}", "person", arguments[0], "version", record.printed_version));
  if (result == 0)
    roster_remark_unsigned(site);
  reach_record_finish(&record);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}
