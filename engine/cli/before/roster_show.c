/*
 * Reading private numbers. It is written down first, then shown; what cannot be written down is shown all the same,
 * for the list must open at any hour, and said.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/ask.h"
#include "cli/out.h"
#include "cli/place.h"

#include <string.h>

static int open_and_record(const struct cli *cli, struct site *site, const char *const *people, size_t count,
                           const char *otherwise, struct err *err)
{
  const char *because = cli_option(cli, "because");
  struct err unrecorded = {0};
  if (site_open_numbers(site, true, err) < 0)
    return -1;
  _cleanup_(freep) char *typed = !because && !otherwise && ask_can() ? ask_line("Why do you read them?") : NULL;
  because = because ? because : otherwise ? otherwise : typed && *typed ? typed : "no reason given";
  if (site_record_reading(site, NULL, count ? people : NULL, count, because, false, &unrecorded) < 0)
    remark_recorded("that the numbers were read", &unrecorded);
  return 0;
}

/* ---- show ---- */

static void show_one(const struct roster *roster, const struct roster_person *person, json_t *list)
{
  _cleanup_(buf_finish) struct buf numbers = {0};
  if (list) {
    json_t *one = json_pack("{s:s, s:s}", "id", person->id, "name", person->name);
    for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
      if (roster_number(roster, person->id, (enum roster_means)means))
        json_object_set_new(one, roster_means_name((enum roster_means)means),
                            json_string(roster_number(roster, person->id, (enum roster_means)means)));
    json_array_append_new(list, one);
    return;
  }
  roster_numbers_in_words(roster, person->id, &numbers);
  const char *none = roster_is_open_for(roster, person->id) ? "no number" : "not yours to open";
  say("%-12s %-20s %s\n", person->id, person->name, numbers.length ? buf_string(&numbers) : none);
}

static bool is_wanted(const char *id, const char *const *people, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(people[i], id) == 0)
      return true;
  return count == 0;
}

int roster_word_show(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  struct roster *roster;
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = site ? roster_check_people(roster, arguments, count, err) : -1;
  if (result == 0 && roster_version(roster) == 0 && roster_is_open(roster))
    result = err_set(err, "no numbers are known yet: tocsin roster set PERSON");
  if (result == 0)
    result = open_and_record(cli, site, arguments, count, NULL, err);
  json_t *list = cli->is_json ? json_array() : NULL;
  for (size_t i = 0; result == 0 && i < roster_count(roster); i++)
    if (!roster_at(roster, i)->has_left && is_wanted(roster_at(roster, i)->id, arguments, count))
      show_one(roster, roster_at(roster, i), list);
  if (result == 0 && list)
    say_json(json_pack("{s:O, s:i}", "people", list, "version", roster_version(roster)));
  else if (result == 0)
    remark("Version %d of %s. That %s read this is in the ledger.", roster_version(roster), roster_written(roster),
           site_actor_or_account(site));
  json_decref(list);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}

/* ---- print ---- */

static void print_person(const struct roster *roster, const struct roster_person *person, size_t place)
{
  _cleanup_(buf_finish) struct buf numbers = {0};
  char roles[200];
  role_set_text(person->roles, roles, sizeof roles);
  roster_numbers_in_words(roster, person->id, &numbers);
  say("%2zu  %s, %s (%s)\n", place, person->id, person->name, roles);
  say("      %s\n", numbers.length ? buf_string(&numbers) : "no number");
  say("      %s", person->when);
  if (person->backup)
    say("; then %s", person->backup);
  else if (person->is_at_all_hours)
    say("; at all hours");
  if (person->alternate_count)
    say("; in this person's place decides %s", person->alternates[0]);
  for (size_t i = 1; i < person->alternate_count; i++)
    say(", then %s", person->alternates[i]);
  say("\n");
}

static void print_chain(const struct roster *roster)
{
  size_t count;
  const enum role *chain = roster_chain(roster, &count);
  if (count)
    say("\nChain of command, upwards, and what each is there for\n\n");
  for (size_t i = 0; i < count; i++)
    say("  %-18s %s\n", role_name(chain[i]),
        roster_responsibility(roster, chain[i]) ? roster_responsibility(roster, chain[i]) : "");
  if (roster_asset_count(roster))
    say("\nWhat belongs to whom\n\n");
  for (size_t i = 0; i < roster_asset_count(roster); i++) {
    const struct roster_asset *asset = roster_asset_at(roster, i);
    say("  %-18s %s%s%s\n", asset->name, asset->owner, asset->business ? ": " : "",
        asset->business ? asset->business : "");
  }
}

static void print_all(struct site *site, const struct roster *roster, int copies)
{
  char now[CLOCK_TEXT_SIZE];
  size_t place = 0;
  clock_text(ledger_now(site_ledger(site)), now);
  say("CONFIDENTIAL: whom to call at %s, and at which numbers\n", site_settings(site)->name);
  say("Version %d of %s, printed on %.10s by %s, %d cop%s. Keep it sealed: %s.\n\n", roster_version(roster),
      roster_written(roster), now, site_actor_or_account(site), copies, copies == 1 ? "y" : "ies",
      site_settings(site)->printed_numbers);
  for (size_t i = 0; i < roster_count(roster); i++)
    if (!roster_at(roster, i)->has_left)
      print_person(roster, roster_at(roster, i), ++place);
  print_chain(roster);
  say("\nWithout this program, with openssl and the key you read with, in the site's folder\n\n"
      "  openssl cms -decrypt -inform PEM -in roster/numbers.cms -inkey keys/NAME-read.pem\n"
      "  openssl cms -decrypt -inform PEM -in roster/senior.cms -inkey keys/NAME-read.pem\n"
      "\nReceived by ______________________ on ______________ (then: tocsin roster received PERSON)\n");
}

int roster_word_print(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  (void)arguments;
  const char *given = cli_option(cli, "copies");
  int copies = given ? atoi(given) : 1;
  struct roster *roster = NULL;
  if (count)
    return err_set(err, "print takes no name: it is the whole list.");
  if (copies < 1 || copies > 1000)
    return err_set(err, "--copies is a number from 1 to 1000, not \"%s\".", given);
  struct site *site = roster_site(cli, SITE_WRITE, &roster, err);
  int result = site ? open_and_record(cli, site, NULL, 0, "to print them", err) : -1;
  if (result == 0 && !roster_is_open(roster))
    result = err_set(err, "not all numbers are yours to open, so this copy would lack some; the team can print them.");
  struct err unrecorded = {0};
  if (result == 0 && site_state_roster(site, json_pack("{s:s, s:i, s:i}", "change", "printed", "copies", copies,
                                                       "version", roster_version(roster)),
                                       &unrecorded) < 0)
    remark_recorded("that it was printed", &unrecorded);
  if (result == 0)
    print_all(site, roster, copies);
  site_close(site);
  return result < 0 ? -1 : STATUS_DONE;
}
