/*
 * What is ours and whom we know, as the policy compares destinations with it.
 */
#include "site/contacts.h"
#include "site/inside.h"

#include "base/alloc.h"
#include "roster/numbers.h"

#include <string.h>

const struct known_parties *site_contacts(struct site *site, struct err *err)
{
  if (!site->was_contacts_read && roster_contacts_load(site->folder, &site->contacts, err) < 0)
    return NULL;
  site->was_contacts_read = true;
  return &site->contacts;
}

static size_t add(struct site *site, size_t count, const char *text, const char *id)
{
  site->home_people[count] = text;
  site->home_ids[count] = id;
  return count + 1;
}

/* The people of the roster, then those of the ledger: whoever stands in one of the two is ours. */
static size_t gather_people(struct site *site, const struct roster *roster)
{
  const struct people *people = &site->members.people;
  size_t in_roster = roster ? roster_count(roster) : 0, count = 0;
  free(site->home_people);
  free(site->home_ids);
  site->home_people = xcalloc(2 * (in_roster + people->count) + 1, sizeof *site->home_people);
  site->home_ids = xcalloc(2 * (in_roster + people->count) + 1, sizeof *site->home_ids);
  for (size_t i = 0; i < in_roster; i++) {
    const struct roster_person *person = roster_at(roster, i);
    count = add(site, count, person->id, person->id);
    count = add(site, count, person->name, person->id);
  }
  for (size_t i = 0; i < people->count; i++) {
    count = add(site, count, people->list[i].id, people->list[i].id);
    count = add(site, count, people->list[i].name, people->list[i].id);
  }
  return count;
}

int site_home(struct site *site, struct policy_home *home, struct err *err)
{
  const struct roster *roster = site_roster(site, err);
  const struct known_parties *contacts = site_contacts(site, err);
  size_t count = gather_people(site, roster);
  *home = (struct policy_home){
      .network_count = site->settings.network_count,
      .networks = (const char *const *)site->settings.networks,
      .domain_count = site->settings.domain_count,
      .domains = (const char *const *)site->settings.domains,
      .person_count = count,
      .people = site->home_people,
      .person_ids = site->home_ids,
      .contact_count = contacts ? contacts->count : 0,
      .contacts = contacts ? contacts->list : NULL,
      .country = site->settings.country,
      .knows_number = roster ? roster_knows_number : NULL,
      .numbers = roster,
  };
  return roster && contacts ? 0 : -1;
}
