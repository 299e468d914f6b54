/*
 * Bare `tocsin`: what is open, what to do next, whom to call. Works as far as it gets: half of it is better than an
 * error message.
 */
#include "cli/papers.h"
#include "cli/listing.h"
#include "cli/obligations.h"
#include "cli/out.h"

#include <time.h>

/** Also what is overdue, where there is one to be looked at closely. */
static void show_overdue(struct site *site, const char *incident)
{
  struct dossier dossier = {0};
  struct err unread = {0};
  if (dossier_read(site, incident, &dossier, &unread) < 0)
    remark("%-s", unread.text);
  else if (obligations_overdue(&dossier))
    say("      %zu overdue: tocsin status %s\n", obligations_overdue(&dossier), incident);
  dossier_finish(&dossier);
}

static void show_one(const struct listed *listed, const char *at)
{
  say_in(OUT_BOLD, "%-5s", listed->id);
  say(" %s  (since %s)\n", listed->title, at);
  if (listed->is_discreet)
    return;
  say("      ");
  say_priority_of(listed->candidates, listed->priority_title);
  if (listed->waits)
    say("      %d thing%s %s: tocsin tasks %s\n", listed->waits, listed->waits == 1 ? " waits for" : "s wait for",
        *listed->waits_for ? listed->waits_for : "somebody", listed->id);
}

/** False: not all that is open could be read. */
static bool show_incidents(struct site *site)
{
  struct incident_list incidents = {0};
  struct err err = {0};
  bool is_read = incident_list_read(&incidents, site, LISTED_OPEN, &err) == 0;
  if (!is_read)
    remark("%-s", err.text);
  listing_neutral(&incidents, site);
  size_t open = incident_list_open(&incidents);
  if (!is_read)
    say_in(OUT_RED, "What is open cannot be told.\n");
  else if (open == 0)
    say("No incident is open.\n");
  if (is_read && !site_key_at_hand(site))
    say(LISTING_WITHOUT_KEY "\n");
  for (size_t i = 0; i < incidents.count; i++) {
    const struct listed *incident = &incidents.list[i];
    time_t seconds = (time_t)(incident->declared_at / 1000000);
    char at[48];
    struct tm local;
    size_t length = strftime(at, sizeof at - MOMENT_ZONE_SIZE, "%d %B, %H:%M", localtime_r(&seconds, &local));
    moment_zone(incident->declared_at, at + length);
    if (!incident->is_closed)
      show_one(incident, at);
    if (!incident->is_closed && !incident->is_discreet && open == 1)
      show_overdue(site, incident->id);
  }
  incident_list_finish(&incidents);
  say("\nto do\n");
  if (open == 0)
    say("  something is wrong      tocsin declare\n");
  else
    say("  where it stands         tocsin status\n  what was done           tocsin log\n"
        "  what you see or do      tocsin note TEXT\n");
  say("  may I?                  tocsin decide ACTION\n");
  return is_read && !site_doubt(site);
}

/** The first two of the team and of management. */
static void show_calls(struct site *site)
{
  static const enum role roles[] = {ROLE_IRT, ROLE_MANAGEMENT};
  struct err err = {0};
  const struct roster *roster = site_roster(site, &err);
  if (!roster) {
    remark("%-s", err.text);
    return;
  }
  say("\nto call\n");
  for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
    int left = 2;
    for (size_t i = 0; i < roster_count(roster) && left; i++) {
      const struct roster_person *person = roster_at(roster, i);
      if (!(person->roles & (role_set)1 << roles[r]))
        continue;
      if (person->has_left)
        continue;
      say("  %-12s %-22s %s\n", left-- == 2 ? role_name(roles[r]) : "", person->name, person->id);
    }
  }
  say("  at which numbers        tocsin roster show, or on paper: %s\n", site_settings(site)->printed_numbers);
}

static json_t *list_open(struct site *site, struct err *err)
{
  struct incident_list incidents = {0};
  json_t *open = json_array();
  int result = incident_list_read(&incidents, site, LISTED_OPEN, err);
  listing_neutral(&incidents, site);
  if (result == 0)
    for (size_t i = 0; i < incidents.count; i++)
      if (!incidents.list[i].is_closed)
        json_array_append_new(open, listing_json(&incidents.list[i]));
  incident_list_finish(&incidents);
  return open;
}

int home_run(struct cli *cli, struct err *err)
{
  struct err none = {0};
  struct site *site = cli_site(cli, SITE_READ, cli->site || cli->is_json ? err : &none);
  if (!site && (cli->site || cli->is_json))
    return -1;
  if (!site) {
    help_all(false);
    remark("\n%-s", none.text);
    return STATUS_DONE;
  }
  bool is_whole = true;
  json_t *open = cli->is_json ? list_open(site, err) : NULL;
  if (open && !err_is_set(err)) {
    say_json(json_pack("{s:s, s:O}", "site", site_folder(site), "open", open));
  } else if (!open) {
    is_whole = show_incidents(site);
    show_calls(site);
  }
  is_whole = is_whole && !site_doubt(site);
  json_decref(open);
  site_close(site);
  return err_is_set(err) ? -1 : is_whole ? STATUS_DONE : STATUS_STORE;
}
