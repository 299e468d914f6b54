/*
 * The team: who takes part, and who coordinates. One does at any time, from the declaration on (R41, R106).
 *
 * Whoever of the response team declares, runs or answers is there without having said so. If the coordinator leaves
 * and hands over to nobody, the one who has been there longest coordinates; nobody is left only where nobody came.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static struct member *find(const struct incident *incident, const char *person)
{
  for (size_t i = 0; person && i < incident->member_count; i++)
    if (!strcmp(incident->members[i].person, person))
      return &incident->members[i];
  return NULL;
}

bool incident_is_member(const struct incident *incident, const char *person)
{
  const struct member *member = find(incident, person);
  return member && !member->left;
}

static void coordinate(struct incident *incident, const char *person)
{
  char *before = incident->coordinator;
  incident->coordinator = xstrdup(person);
  free(before);
}

static void join(struct incident *incident, const char *person, const char *part, const struct entry *entry)
{
  struct member *member = find(incident, person);
  if (!member) {
    member = APPEND(incident->members, incident->member_count);
    *member = (struct member){.person = xstrdup(person), .since = entry->at, .seq = entry->seq};
  } else if (member->left) {
    member->since = entry->at;
    member->left = 0;
  }
  if (part) {
    free(member->part);
    member->part = xstrdup(part);
  }
  if (!incident_is_member(incident, incident->coordinator))
    coordinate(incident, person);
}

static void leave(struct incident *incident, const char *person, clock_us at)
{
  struct member *member = find(incident, person);
  const struct member *longest = NULL;
  if (!member || member->left)
    return;
  member->left = at;
  for (size_t i = 0; i < incident->member_count; i++) {
    const struct member *one = &incident->members[i];
    if (!one->left && (!longest || one->since < longest->since))
      longest = one;
  }
  if (longest && !strcmp(incident->coordinator, person))
    coordinate(incident, longest->person);
}

static bool is_of_team(const struct incident *incident, const char *person)
{
  return person && incident_roles(incident, person) & 1u << ROLE_IRT;
}

void team_take(struct incident *incident, const struct entry *entry)
{
  const char *person = json_get_string(entry->body, "person"), *to = json_get_string(entry->body, "to");
  bool is_known = person && people_find(&incident->people, person);
  switch (entry->type) {
  case ENTRY_JOIN:
    if (is_known && !incident_is_excluded(incident, person))
      join(incident, person, json_get_string(entry->body, "part"), entry);
    return;
  case ENTRY_LEAVE:
    leave(incident, person ? person : "", entry->at);
    return;
  case ENTRY_HANDOVER:
    if (is_of_team(incident, to)) {
      join(incident, to, NULL, entry);
      coordinate(incident, to);
    }
    return;
  case ENTRY_DECLARE:
  case ENTRY_RUN_BEGIN:
  case ENTRY_ANSWER:
    if (is_of_team(incident, entry->actor) && !incident_is_member(incident, entry->actor))
      join(incident, entry->actor, NULL, entry);
    return;
  default:
    return;
  }
}

void team_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->member_count; i++) {
    free(incident->members[i].person);
    free(incident->members[i].part);
  }
  free(incident->members);
  free(incident->coordinator);
}
