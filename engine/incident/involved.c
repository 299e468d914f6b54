/*
 * One person may stand in the record several times: ours by id or by name, others by name and organisation. Whoever is
 * named again with a number has one.
 */
#include "incident/involved.h"

#include "base/alloc.h"
#include "base/guarded.h"
#include "base/json.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct gathering {
  const struct incident *incident;
  struct involved *list;
  size_t count;
};

static const struct person *find_ours(const struct incident *incident, const char *who)
{
  const struct people *people = &incident->people;
  for (size_t i = 0; i < people->count; i++)
    if (!strcmp(people->list[i].id, who) || !strcasecmp(people->list[i].name, who))
      return &people->list[i];
  return NULL;
}

/* Whether a number of ours stands in the roster is what the last run took along; the number itself never is. */
static bool has_number_in_roster(const struct incident *incident, const char *id)
{
  const struct person *person = people_find(&incident->callable, id);
  return person && person->has_number;
}

static bool is_same(const char *one, const char *other)
{
  return one && other ? !strcasecmp(one, other) : one == other;
}

static struct involved *find(struct gathering *gathering, const char *who, const char *organisation)
{
  for (size_t i = 0; i < gathering->count; i++) {
    struct involved *one = &gathering->list[i];
    if (is_same(one->who, who) && (one->is_ours || !organisation || !one->organisation ||
                                   is_same(one->organisation, organisation)))
      return one;
  }
  return NULL;
}

struct seen {
  const char *who, *organisation, *part;
  bool has_number;
  uint64_t seq, told; /* told 0: it says nothing of having spoken */
};

/* Who was named when it was declared is called by what stands for him there, also where his name is typed later. */
static const char *token_of(const struct incident *incident, const char *who)
{
  size_t index;
  json_t *person;
  json_array_foreach(json_object_get(incident->declaration, "people"), index, person)
  {
    const char *guarded = json_get_string(person, "name_is"), *token = json_get_string(person, "name");
    if (guarded && token && strcmp(who, token) && guarded_is(guarded, who))
      return token;
  }
  return who;
}

static void add(struct gathering *gathering, struct seen seen)
{
  if (!seen.who || !*seen.who || incident_is_excluded(gathering->incident, seen.who))
    return;
  const struct person *ours = find_ours(gathering->incident, seen.who);
  seen.who = ours ? ours->id : token_of(gathering->incident, seen.who);
  struct involved *one = find(gathering, seen.who, ours ? NULL : seen.organisation);
  if (!one) {
    one = APPEND(gathering->list, gathering->count);
    *one = (struct involved){.who = seen.who, .part = seen.part, .is_ours = ours != NULL, .first = seen.seq};
    one->has_number = ours && has_number_in_roster(gathering->incident, ours->id);
  }
  if (!one->organisation)
    one->organisation = ours ? ours->organisation : seen.organisation;
  one->has_number |= seen.has_number;
  one->told = seen.told > one->told ? seen.told : one->told;
}

/* ---- where they stand ---- */

/* "+1 555 0198", also behind a name; never an address, whose numbers have dots between them. */
static bool holds_number(const char *text)
{
  size_t digits = 0;
  for (; text && *text; text++) {
    if (isdigit((unsigned char)*text))
      digits++;
    else if (!strchr(" +-()/", *text))
      digits = 0;
    if (digits >= 6)
      return true;
  }
  return false;
}

static const char *destination_of(const struct action *action, const json_t *arguments)
{
  for (size_t i = 0; i < action->parameter_count; i++)
    if (action->parameters[i].role == PARAMETER_DESTINATION)
      return json_get_string(arguments, action->parameters[i].name);
  return NULL;
}

/* What was done with somebody else, in a step or outside one. */
static void add_act(struct gathering *gathering, const struct action *action, const json_t *arguments,
                    const json_t *fields, const char *offered, uint64_t seq)
{
  const char *person = json_get_string(fields, "person"), *destination = destination_of(action, arguments);
  bool has_number = json_get_string(fields, "number") || holds_number(destination);
  person = person ? person : json_get_string(fields, "who");
  if (action->person_role && json_is_true(json_object_get(fields, "reached")))
    add(gathering, (struct seen){person ? person : offered, NULL, "was called", has_number, seq, seq});
  else if (!action->person_role && destination)
    add(gathering, (struct seen){person ? person : destination, person ? destination : NULL, "was spoken with",
                                 has_number, seq, seq});
}

static void add_declared(struct gathering *gathering)
{
  size_t index;
  json_t *person;
  json_array_foreach(json_object_get(gathering->incident->declaration, "people"), index, person)
  {
    add(gathering, (struct seen){.who = json_get_string(person, "name"), .part = "was named when it was declared",
                                 .has_number = json_get_string(person, "phone") || json_get_string(person, "phone_is"),
                                 .seq = gathering->incident->reached[MILESTONE_DECLARED].seq});
  }
}

static int by_first(const void *one, const void *other)
{
  uint64_t a = ((const struct involved *)one)->first, b = ((const struct involved *)other)->first;
  return (a > b) - (a < b);
}

size_t incident_involved(const struct incident *incident, struct involved **list)
{
  struct gathering gathering = {.incident = incident};
  for (size_t i = 0; i < incident->participant_count; i++)
    if (incident->participants[i].has_acted)
      add(&gathering, (struct seen){.who = incident->participants[i].person, .part = "acted",
                                    .seq = incident->participants[i].first});
  for (size_t i = 0; i < incident->member_count; i++)
    add(&gathering, (struct seen){.who = incident->members[i].person, .part = "was of the team",
                                  .seq = incident->members[i].seq});
  add_declared(&gathering);
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->state == STEP_CONCLUDED && step->status == OUTCOME_DONE)
      add_act(&gathering, step->action, step->arguments, step->fields, step->person, step->intent_seq);
  }
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->action && deed->status == OUTCOME_DONE)
      add_act(&gathering, deed->action, deed->arguments, deed->fields, NULL, deed->seq);
  }
  for (size_t i = 0; i < incident->contact_count; i++) {
    const struct contact *contact = &incident->contacts[i];
    add(&gathering, (struct seen){contact->who, contact->organisation, "was spoken with", contact->number != NULL,
                                  contact->seq, contact->seq});
  }
  if (gathering.count)
    qsort(gathering.list, gathering.count, sizeof *gathering.list, by_first);
  *list = gathering.list;
  return gathering.count;
}

/* ---- management ---- */

static bool is_manager(const struct incident *incident, const char *person)
{
  static const role_set managers = 1u << ROLE_MANAGEMENT | 1u << ROLE_SENIOR_MANAGEMENT;
  return person && incident_roles(incident, person) & managers;
}

static void take_earliest(clock_us *earliest, clock_us at)
{
  if (!*earliest || at < *earliest)
    *earliest = at;
}

clock_us incident_management_told_at(const struct incident *incident)
{
  clock_us at = 0;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    const char *person = json_get_string(step->fields, "person");
    if (step->state == STEP_CONCLUDED && step->action->person_role &&
        json_is_true(json_object_get(step->fields, "reached")) &&
        is_manager(incident, person ? person : step->person))
      take_earliest(&at, step->concluded_at);
  }
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->action && deed->action->person_role && json_is_true(json_object_get(deed->fields, "reached")) &&
        is_manager(incident, json_get_string(deed->fields, "person")))
      take_earliest(&at, deed->at);
  }
  for (size_t i = 0; i < incident->contact_count; i++)
    if (is_manager(incident, incident->contacts[i].who))
      take_earliest(&at, incident->contacts[i].at);
  for (size_t i = 0; i < incident->member_count; i++)
    if (is_manager(incident, incident->members[i].person))
      take_earliest(&at, incident->members[i].since);
  return at;
}
