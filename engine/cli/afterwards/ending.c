/*
 * Who had to do with it, whom it is left to tell, and how soon management heard of it.
 */
#include "cli/afterwards/ending.h"

#include "base/alloc.h"
#include "cli/out.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE INT64_C(60000000)

/* Told before anybody declared it counts as at once. */
static int64_t minutes(const struct incident *incident)
{
  clock_us at = incident_management_told_at(incident);
  return at ? (at > incident->declared_at ? (at - incident->declared_at) / MINUTE : 0) : -1;
}

char *management_minutes_words(const struct incident *incident)
{
  int64_t passed = minutes(incident);
  if (passed < 0)
    return xstrdup("By the record nobody of management was ever told.");
  if (passed < 1)
    return xstrdup("Management heard of it within a minute.");
  return xasprintf("Management heard of it %lld minute%s after it was declared.", (long long)passed,
                   passed == 1 ? "" : "s");
}

json_t *management_minutes_json(const struct incident *incident)
{
  int64_t passed = minutes(incident);
  return passed < 0 ? json_null() : json_integer(passed);
}

static bool is_told(const struct involved *one, uint64_t from)
{
  return one->told > from;
}

/* Before the first run nobody has looked whether the roster has a number of ours. */
static bool lacks_number(const struct incident *incident, const struct involved *one)
{
  return !one->has_number && (!one->is_ours || incident->run);
}

static void tell_some(const struct incident *incident, const struct involved *list, size_t count, uint64_t from,
                      bool told)
{
  const char *title = told ? "told since" : "left to tell";
  size_t shown = 0;
  for (size_t i = 0; i < count; i++) {
    if (is_told(&list[i], from) != told)
      continue;
    if (!shown++)
      say_in(OUT_BOLD, "%s\n", title);
    say("  %-24s %s%s%s", list[i].who, list[i].part, list[i].organisation ? ", " : "",
        list[i].organisation ? list[i].organisation : "");
    say("%s\n", lacks_number(incident, &list[i]) ? "; his number is not known" : "");
  }
}

void tell_people(const struct incident *incident, uint64_t from)
{
  struct involved *list;
  size_t count = incident_involved(incident, &list);
  tell_some(incident, list, count, from, false);
  tell_some(incident, list, count, from, true);
  free(list);
}

json_t *people_json(const struct incident *incident, uint64_t from)
{
  struct involved *list;
  size_t count = incident_involved(incident, &list);
  json_t *people = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(people, json_pack("{s:s, s:s*, s:s, s:b, s:b, s:b}", "who", list[i].who, "organisation",
                                            list[i].organisation, "part", list[i].part, "ours", list[i].is_ours,
                                            "has_number", list[i].has_number, "told", is_told(&list[i], from)));
  free(list);
  return people;
}
