/*
 * The snapshot at a run's beginning. Numbers stay in the roster.
 */
#include "site/begin.h"

static json_t *texts(char *const *list, size_t count)
{
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(array, json_string(list[i]));
  return array;
}

json_t *site_run_begin(struct site *site, const char *playbook, const struct digest *procedure, int semantics,
                       struct err *err)
{
  struct people people = {0};
  if (site_call_order(site, &people, err) < 0) {
    people_finish(&people);
    return NULL;
  }
  json_t *snapshot = json_array();
  for (size_t i = 0; i < people.count; i++)
    json_array_append_new(snapshot, site_person_body(&people.list[i]));
  people_finish(&people);
  const struct site_settings *settings = site_settings(site);
  char digest[DIGEST_TEXT_SIZE];
  digest_text(procedure, digest);
  return json_pack("{s:{s:o, s:o}, s:{s:I, s:I, s:I}, s:o, s:s, s:s, s:i}", "home", "domains",
                   texts(settings->domains, settings->domain_count), "networks",
                   texts(settings->networks, settings->network_count), "limits", "capture_grace",
                   (json_int_t)settings->capture_grace_s, "management_lapse", (json_int_t)settings->management_lapse_s,
                   "management_wait", (json_int_t)settings->management_wait_s, "people", snapshot, "playbook", playbook,
                   "procedure", digest, "semantics", semantics);
}
