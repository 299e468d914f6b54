/*
 * Can people be reached? Tried in quiet times, and written down (R45, R60): by telephone somebody says what came of it,
 * by pager the site's own program does.
 */
#include "cli/before/roster.h"

#include "base/alloc.h"
#include "cli/ask.h"
#include "cli/out.h"
#include "drivers/pager.h"

#include <string.h>

struct trying {
  const struct cli *cli;
  struct site *site;
  const struct roster *roster;
  json_t *list;
  bool has_failed;
};

static int record(struct trying *trying, const char *person, const char *means, bool is_reached, const char *because,
                  struct err *err)
{
  json_t *body = json_pack("{s:s, s:s, s:b, s:[s]}", "change", "tested", "means", means, "reached", is_reached,
                           "people", person);
  if (because && *because)
    json_object_set_new(body, "because", json_string(because));
  if (trying->list)
    json_array_append_new(trying->list, json_pack("{s:s, s:s, s:b, s:s}", "person", person, "means", means, "reached",
                                                  is_reached, "because", because ? because : ""));
  else
    say("%-12s %-10s %s%s%s\n", person, means, is_reached ? "reached" : "not reached", because && *because ? ": " : "",
        because ? because : "");
  trying->has_failed |= !is_reached;
  return site_state_roster(trying->site, body, err);
}

/* ---- by pager ---- */

static int page(struct trying *trying, const char *person, struct err *err)
{
  const struct site_settings *settings = site_settings(trying->site);
  const char *number = roster_number(trying->roster, person, ROSTER_PAGER);
  struct paged paged;
  if (!number)
    return record(trying, person, "pager", false, "there is no pager number", err);
  const char **argv = xcalloc(settings->pager_count + 1, sizeof *argv);
  for (size_t i = 0; i < settings->pager_count; i++)
    argv[i] = settings->pager[i];
  _cleanup_(freep) char *message =
      xasprintf("This is a test of the pagers of %s. Nothing has happened.", settings->name);
  int result = pager_send(argv, number, message, &paged, err);
  free(argv);
  return result < 0 ? -1 : record(trying, person, "pager", paged.is_sent, paged.because, err);
}

/* ---- by telephone ---- */

static int call(struct trying *trying, const char *person, struct err *err)
{
  const char *given = cli_option(trying->cli, "reached");
  _cleanup_(freep) char *typed = NULL;
  if (!given && !ask_can())
    return err_set(err, "nobody can be asked here what came of it: --reached yes, or --reached no.");
  if (!given) {
    _cleanup_(buf_finish) struct buf numbers = {0};
    roster_numbers_in_words(trying->roster, person, &numbers);
    _cleanup_(freep) char *question =
        xasprintf("Call %s: %s. Reached? (yes, no)", person, numbers.length ? buf_string(&numbers) : "no number");
    given = typed = ask_line(question);
  }
  bool is_yes = given && (strcmp(given, "yes") == 0 || strcmp(given, "y") == 0);
  if (!is_yes && !(given && (strcmp(given, "no") == 0 || strcmp(given, "n") == 0)))
    return err_set(err, "the answer is yes or no.");
  return record(trying, person, "telephone", is_yes, cli_option(trying->cli, "because"), err);
}

/* ---- both ---- */

static bool is_due(const struct roster_person *person, const char *const *people, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(people[i], person->id) == 0)
      return true;
  return count == 0 && !person->has_left && person->roles & (role_set)1 << ROLE_IRT;
}

/** The numbers are needed to page, and to tell whoever calls. */
static int prepare(struct trying *trying, bool by_pager, const char *const *people, size_t count, struct err *err)
{
  struct err closed = {0};
  if (by_pager && site_settings(trying->site)->pager_count == 0)
    return err_set(err, "tocsin.yaml names no pager program: pager: {program: [/usr/local/bin/page]}");
  if (!by_pager && cli_option(trying->cli, "reached"))
    return 0;
  if (site_open_numbers(trying->site, true, &closed) < 0) {
    if (by_pager)
      return err_set(err, "%-s", closed.text);
    remark("%-s", closed.text);
    return 0;
  }
  return site_record_reading(trying->site, NULL, count ? people : NULL, count, "to try whether they can be reached",
                             false, err);
}

int roster_word_test(const struct cli *cli, const char *const *arguments, size_t count, struct err *err)
{
  bool by_pager = cli_has(cli, "pager");
  struct roster *roster;
  struct trying trying = {.cli = cli, .site = roster_site(cli, SITE_WRITE, &roster, err)};
  trying.roster = roster;
  int result = trying.site ? roster_check_people(roster, arguments, count, err) : -1;
  if (result == 0)
    result = prepare(&trying, by_pager, arguments, count, err);
  trying.list = cli->is_json ? json_array() : NULL;
  for (size_t i = 0; result == 0 && i < roster_count(roster); i++)
    if (is_due(roster_at(roster, i), arguments, count))
      result = (by_pager ? page : call)(&trying, roster_at(roster, i)->id, err);
  if (result == 0 && trying.list)
    say_json(json_incref(trying.list));
  if (result == 0)
    roster_remark_unsigned(trying.site);
  json_decref(trying.list);
  site_close(trying.site);
  return result < 0 ? -1 : trying.has_failed ? STATUS_FINDINGS : STATUS_DONE;
}
