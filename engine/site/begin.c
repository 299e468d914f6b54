/*
 * The snapshot at a run's beginning. Numbers stay in the roster; that there is one is all the record holds (R89).
 */
#include "site/begin.h"
#include "site/contacts.h"

#include "roster/numbers.h"

static json_t *texts(char *const *list, size_t count)
{
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(array, json_string(list[i]));
  return array;
}

static bool has_number(const struct roster *roster, const char *id)
{
  for (int means = 0; roster && means < ROSTER_MEANS_COUNT; means++)
    if (roster_has_number(roster, id, (enum roster_means)means))
      return true;
  return false;
}

static json_t *person_as_called(struct site *site, const struct person *person)
{
  struct err no_roster = {0};
  json_t *body = site_person_body(person);
  if (has_number(site_roster(site, &no_roster), person->id))
    json_object_set_new(body, "has_number", json_true());
  return body;
}

json_t *site_run_begin(struct site *site, const struct policy *policy, const char *playbook,
                       const struct digest *procedure, int semantics, struct err *err)
{
  struct people people = {0};
  if (site_call_order(site, &people, err) < 0) {
    people_finish(&people);
    return NULL;
  }
  json_t *snapshot = json_array();
  for (size_t i = 0; i < people.count; i++)
    json_array_append_new(snapshot, person_as_called(site, &people.list[i]));
  people_finish(&people);
  const struct site_settings *settings = site_settings(site);
  const struct policy_limits *limits = policy_limits(policy);
  char digest[DIGEST_TEXT_SIZE];
  digest_text(procedure, digest);
  struct err no_contacts = {0}; /* then nobody outside is known, and strangers are asked about */
  const struct known_parties none = {0}, *contacts = site_contacts(site, &no_contacts);
  return json_pack("{s:{s:o, s:s*, s:o, s:o}, s:{s:I, s:I, s:I, s:I}, s:o, s:s, s:s, s:i}", "home", "contacts",
                   known_parties_to_json(contacts ? contacts : &none), "country", settings->country, "domains",
                   texts(settings->domains, settings->domain_count), "networks",
                   texts(settings->networks, settings->network_count), "limits", "capture_grace",
                   (json_int_t)limits->capture_grace_s, "management_lapse", (json_int_t)limits->management_lapse_s,
                   "management_wait", (json_int_t)limits->management_wait_s, "steps", (json_int_t)limits->steps,
                   "people", snapshot, "playbook", playbook, "procedure", digest, "semantics", semantics);
}
