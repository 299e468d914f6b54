/*
 * What is ours: networks and domains as run.begin recorded them, and the people of its snapshot. Taken from the record
 * and from nowhere else, so that a replay years later decides with the same.
 */
#include "run/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static size_t texts_of(const json_t *list, const char *member, const char ***texts, size_t count)
{
  size_t index;
  json_t *item;
  json_array_foreach(list, index, item)
  {
    const char *text = member ? json_get_string(item, member) : json_string_value(item);
    if (text)
      *APPEND(*texts, count) = text;
  }
  return count;
}

static json_t *only_provider(const struct known_parties *contacts)
{
  const struct known_party *provider = NULL;
  for (size_t i = 0; i < contacts->count; i++) {
    if (strcmp(contacts->list[i].kind, "provider") != 0)
      continue;
    if (provider)
      return NULL;
    provider = &contacts->list[i];
  }
  return provider ? json_string(provider->name) : NULL;
}

void home_read(struct run *run, const json_t *body)
{
  const char **networks = NULL, **domains = NULL, **people = NULL, **ids = NULL;
  const json_t *home = json_object_get(body, "home");
  const json_t *snapshot = json_object_get(body, "people");
  run->begun = json_incref((json_t *)(uintptr_t)body);
  run->home.network_count = texts_of(json_object_get(home, "networks"), NULL, &networks, 0);
  run->home.domain_count = texts_of(json_object_get(home, "domains"), NULL, &domains, 0);
  size_t count = texts_of(snapshot, "id", &people, 0);
  run->home.person_count = texts_of(snapshot, "name", &people, count);
  count = texts_of(snapshot, "id", &ids, 0); /* both are required of a person, so the two lists are as long */
  texts_of(snapshot, "id", &ids, count);
  known_parties_from_json(&run->contacts, json_object_get(home, "contacts"));
  run->provider = only_provider(&run->contacts);
  run->home.contact_count = run->contacts.count;
  run->home.contacts = run->contacts.list;
  run->home.country = json_get_string(home, "country");
  run->home.person_ids = ids;
  run->home.networks = networks;
  run->home.domains = domains;
  run->home.people = people;
}

void home_finish(struct run *run)
{
  free((void *)(uintptr_t)run->home.networks);
  free((void *)(uintptr_t)run->home.domains);
  free((void *)(uintptr_t)run->home.people);
  free((void *)(uintptr_t)run->home.person_ids);
  known_parties_finish(&run->contacts);
  json_decref(run->provider);
  json_decref(run->begun);
  run->home = (struct policy_home){0};
  run->begun = run->provider = NULL;
}
