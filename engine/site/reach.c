/*
 * Folded from the `roster` entries of the ledger, the newest of each kind counts.
 */
#include "site/reach.h"
#include "site/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define DAY_S 86400

void reach_record_finish(struct reach_record *record)
{
  for (size_t i = 0; i < record->count; i++)
    free(record->people[i].person);
  free(record->people);
  *record = (struct reach_record){0};
}

const struct reach *reach_find(const struct reach_record *record, const char *person)
{
  for (size_t i = 0; i < record->count; i++)
    if (strcmp(record->people[i].person, person) == 0)
      return &record->people[i];
  return NULL;
}

static struct reach *place_of(struct reach_record *record, const char *person)
{
  struct reach *known = (struct reach *)(uintptr_t)reach_find(record, person);
  if (known)
    return known;
  known = APPEND(record->people, record->count);
  known->person = xstrdup(person);
  return known;
}

static void take_person(struct reach *reach, const struct entry *entry, const char *change)
{
  const char *means = json_get_string(entry->body, "means");
  bool was_reached = json_get_boolean(entry->body, "reached");
  if (strcmp(change, "received") == 0) {
    reach->received_version = (int)json_get_integer(entry->body, "version", 0);
    reach->received_at = entry->at;
  } else if (strcmp(change, "tested") == 0 && means && strcmp(means, "pager") == 0) {
    reach->paged_at = entry->at;
    reach->was_paged = was_reached;
  } else if (strcmp(change, "tested") == 0) {
    reach->called_at = entry->at;
    reach->was_called = was_reached;
  }
}

static void take(struct reach_record *record, const struct entry *entry)
{
  const char *change = json_get_string(entry->body, "change");
  const json_t *people = json_object_get(entry->body, "people"), *person;
  size_t i;
  if (change && strcmp(change, "printed") == 0)
    record->printed_version = (int)json_get_integer(entry->body, "version", 0);
  json_array_foreach(people, i, person)
  {
    if (change && json_is_string(person))
      take_person(place_of(record, json_string_value(person)), entry, change);
  }
}

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  struct entry_scan scan;
  struct entry entry;
  if (entry_scan(bytes, length, &scan, err) < 0)
    return -1;
  if (scan.type != ENTRY_ROSTER)
    return 0;
  if (entry_read(bytes, length, &entry, err) < 0)
    return -1;
  take(context, &entry);
  entry_finish(&entry);
  return 0;
}

int site_reach(struct site *site, struct reach_record *record, struct err *err)
{
  *record = (struct reach_record){0};
  return ledger_each_in(site->ledger, CHAIN_HOUSE, 0, see, record, err);
}

int site_state_roster(struct site *site, json_t *body, struct err *err)
{
  return site_state_tree(site, ENTRY_ROSTER, NULL, body, NULL, err);
}

/* ---- what is overdue ---- */

struct trying {
  bool is_pager, was_reached;
  clock_us at;
  int64_t every_s;
};

static void lint_try(struct site *site, const struct roster_person *person, const struct trying *trying,
                     struct roster_findings *findings)
{
  const char *how = trying->is_pager ? "roster test --pager" : "roster test";
  const char *what = trying->is_pager ? "pager of " : "";
  int days = (int)((ledger_now(site->ledger) - trying->at) / 1000000 / DAY_S);
  if (trying->at == 0 && site->members.is_demo)
    return; /* invented people cannot be reached */
  if (trying->at == 0)
    roster_find_fault(findings, ROSTER_FILE, person->line, false, "never-tested",
                      "whether %s%s can be reached was never tried: tocsin %s %s", what, person->id, how, person->id);
  else if (!trying->was_reached)
    roster_find_fault(findings, ROSTER_FILE, person->line, true, "not-reached",
                      "%s%s was not reached when it was tried last: tocsin %s %s", what, person->id, how, person->id);
  else if (days * (int64_t)DAY_S >= trying->every_s)
    roster_find_fault(findings, ROSTER_FILE, person->line, false, "test-overdue",
                      "%s%s was tried last %d days ago: tocsin %s %s", what, person->id, days, how, person->id);
}

void site_lint_reach(struct site *site, struct roster_findings *findings)
{
  struct reach_record record;
  struct err err = {0};
  const struct site_settings *settings = &site->settings;
  const struct roster *roster = site_roster(site, &err);
  if (!roster || site_reach(site, &record, &err) < 0)
    return; /* said by whoever reads them first */
  for (size_t i = 0; i < roster_count(roster); i++) {
    const struct roster_person *person = roster_at(roster, i);
    const struct reach *reach = reach_find(&record, person->id), none = {0};
    reach = reach ? reach : &none;
    if (person->has_left || !(person->roles & (role_set)1 << ROLE_IRT))
      continue;
    const struct trying call = {false, reach->was_called, reach->called_at, settings->test_every_s};
    const struct trying page = {true, reach->was_paged, reach->paged_at, settings->pager_test_every_s};
    lint_try(site, person, &call, findings);
    if (settings->pager_count && roster_has_number(roster, person->id, ROSTER_PAGER))
      lint_try(site, person, &page, findings);
  }
  reach_record_finish(&record);
}
