/*
 * The contacts held against what an incident will need of them (R22): that each can be reached, that its number can be
 * read and came from somewhere, and that somebody has tried it.
 */
#include "site/contacts.h"
#include "site/inside.h"

#include "identity/identity.h"

#include <string.h>

#define DAY_US ((clock_us)86400 * 1000000)
#define VERIFIED_MOST_DAYS 365

struct linting {
  struct site *site;
  clock_us now;
  struct roster_findings *findings;
};

#define FAULT(linting, party, code, ...)                                                                               \
  roster_find_fault((linting)->findings, ROSTER_CONTACTS_FILE, (party)->line, true, code, __VA_ARGS__)
#define ADVICE(linting, party, code, ...)                                                                              \
  roster_find_fault((linting)->findings, ROSTER_CONTACTS_FILE, (party)->line, false, code, __VA_ARGS__)

static void lint_number(const struct linting *linting, const struct known_party *party, const char *text)
{
  struct reading reading;
  identity_read(text, linting->site->settings.country, &reading);
  if (reading.count == 0)
    FAULT(linting, party, "unreadable-way", "\"%s\" of %s cannot be read. %s", text, party->id, reading.because);
  else if (reading.as[0].type != IDENTITY_NUMBER)
    FAULT(linting, party, "no-number", "\"%s\" of %s is no telephone number: write +1 555 0100, or list it under "
          "addresses.", text, party->id);
  else if (reading.as[0].is_local)
    FAULT(linting, party, "local-number", "\"%s\" of %s lacks its country, so it may be somebody else's: write "
          "+1 555 0100.", text, party->id);
}

static void lint_address(const struct linting *linting, const struct known_party *party, const char *text)
{
  struct reading reading;
  identity_read(text, linting->site->settings.country, &reading);
  if (reading.count == 0)
    FAULT(linting, party, "unreadable-way", "\"%s\" of %s cannot be read. %s", text, party->id, reading.because);
  else if (reading.as[0].type == IDENTITY_NUMBER || reading.as[0].type == IDENTITY_PARTY)
    FAULT(linting, party, "no-address", "\"%s\" of %s is no host, address or account; a telephone number stands under "
          "numbers.", text, party->id);
}

/* "2026-01-31", in the past and not too long ago. */
static bool is_recent(const char *day, clock_us now, bool *is_day)
{
  char whole[CLOCK_TEXT_SIZE];
  clock_us at;
  snprintf(whole, sizeof whole, "%.10sT00:00:00.000000Z", day);
  *is_day = strlen(day) == 10 && clock_parse(whole, &at);
  return *is_day && at + VERIFIED_MOST_DAYS * DAY_US >= now;
}

static void lint_origin(const struct linting *linting, const struct known_party *party)
{
  bool is_day = true;
  if (party->number_count && !party->found)
    ADVICE(linting, party, "not-found", "it is not written how the number of %s was found (found: the contract, page "
           "2); a number that came with a call or an alarm is the caller's.", party->id);
  if (party->way_count && !party->verified)
    ADVICE(linting, party, "never-verified", "nobody has tried whether %s can be reached so (verified: 2026-01-31).",
           party->id);
  else if (party->verified && !is_recent(party->verified, linting->now, &is_day) && is_day)
    ADVICE(linting, party, "verified-long-ago", "whether %s can be reached so was tried on %s; that is too long ago.",
           party->id, party->verified);
  if (!is_day)
    FAULT(linting, party, "no-day", "\"%s\" is no day: verified: 2026-01-31.", party->verified);
}

static void lint_names(const struct linting *linting, const struct known_parties *contacts, size_t index)
{
  char name[IDENTITY_FOLD_SIZE], other[IDENTITY_FOLD_SIZE];
  const struct known_party *party = &contacts->list[index];
  identity_fold(party->name, name);
  for (size_t i = 0; i < index; i++) {
    identity_fold(contacts->list[i].name, other);
    if (strcmp(name, other) == 0)
      FAULT(linting, party, "same-name", "%s and %s have one name, so nobody can tell which of them is meant.",
            contacts->list[i].id, party->id);
  }
}

static void lint_party(const struct linting *linting, const struct known_parties *contacts, size_t index)
{
  const struct known_party *party = &contacts->list[index];
  for (size_t i = 0; i < party->way_count; i++)
    if (i < party->number_count)
      lint_number(linting, party, party->ways[i]);
    else
      lint_address(linting, party, party->ways[i]);
  if (party->number_count == 0)
    ADVICE(linting, party, "no-way", "%s has no telephone number (numbers: [+1 555 0100]), and by e-mail nobody is "
           "told anything.", party->id);
  lint_origin(linting, party);
  lint_names(linting, contacts, index);
}

static bool has_kind(const struct known_parties *contacts, const char *kind)
{
  for (size_t i = 0; i < contacts->count; i++)
    if (strcmp(contacts->list[i].kind, kind) == 0)
      return true;
  return false;
}

static void lint_kinds(const struct linting *linting, const struct known_parties *contacts)
{
  static const struct {
    const char *kind, *words;
  } needed[] = {{"provider", "our Internet provider, who traces and stops an attack"},
                {"agency", "the police, and who there deals with computers"},
                {"cert", "a response centre"}};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!has_kind(contacts, needed[i].kind))
      roster_find_fault(linting->findings, ROSTER_CONTACTS_FILE, 0, false, "kind-missing",
                        "nobody of kind %s stands in it (%s): a call to a stranger is asked of senior management.",
                        needed[i].kind, needed[i].words);
}

void site_lint_contacts(struct site *site, struct roster_findings *findings)
{
  struct err err = {0};
  struct linting linting = {site, site->ledger ? ledger_now(site->ledger) : clock_read().wall, findings};
  const struct known_parties *contacts = site_contacts(site, &err);
  if (!contacts) {
    roster_find_fault(findings, ROSTER_CONTACTS_FILE, 0, true, "unreadable", "%s", err.text);
    return;
  }
  for (size_t i = 0; i < contacts->count; i++)
    lint_party(&linting, contacts, i);
  lint_kinds(&linting, contacts);
}
