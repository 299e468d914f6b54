/*
 * Whom to call next: who holds the role, in order of call; behind each, for when he is not reached, his backup.
 *
 * The owner of what is affected is who was declared as the owner of each system. Only where a system has none that we
 * know are all who hold the role called instead (R50). Whoever is a subject, or reports to one, is left out (A12).
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

struct place {
  const struct person *person;
  const struct person *instead_of; /* a backup: only if this one was not reached; NULL: in his own right */
};

struct order {
  size_t count;
  struct place *list;
};

static bool is_in(const struct order *order, const struct person *person)
{
  for (size_t i = 0; i < order->count; i++)
    if (order->list[i].person == person)
      return true;
  return false;
}

static bool may_be_called(const struct incident *incident, const struct person *person)
{
  return !incident_is_excluded(incident, person->id) && strcmp(person->id, incident->run_person);
}

static void add(const struct incident *incident, struct order *order, const struct person *person,
                const struct person *instead_of)
{
  if (person && may_be_called(incident, person) && !is_in(order, person))
    *APPEND(order->list, order->count) = (struct place){person, instead_of};
}

static void add_role(const struct incident *incident, struct order *order, int role)
{
  for (size_t i = 0; i < incident->callable.count; i++)
    if (incident->callable.list[i].roles & 1u << role)
      add(incident, order, &incident->callable.list[i], NULL);
}

/* ---- owners ---- */

static const struct person *find(const struct incident *incident, const char *who)
{
  for (size_t i = 0; who && i < incident->callable.count; i++) {
    const struct person *person = &incident->callable.list[i];
    if (!strcmp(person->id, who) || !strcmp(person->name, who))
      return person;
  }
  return NULL;
}

static void add_owners(const struct incident *incident, struct order *order)
{
  const json_t *systems = json_object_get(incident->declaration, "systems");
  bool is_one_unknown = json_array_size(systems) == 0;
  size_t index;
  json_t *system;
  json_array_foreach(systems, index, system)
  {
    const struct person *owner = find(incident, json_get_string(system, "owner"));
    add(incident, order, owner, NULL);
    is_one_unknown |= !owner;
  }
  if (is_one_unknown)
    add_role(incident, order, ROLE_OWNER);
}

/* ---- the order ---- */

/* Behind each his backup, unless that one has a place of his own. */
static struct order with_backups(const struct incident *incident, const struct order *own)
{
  struct order order = {0};
  for (size_t i = 0; i < own->count; i++) {
    const struct person *person = own->list[i].person, *backup = find(incident, person->backup);
    add(incident, &order, person, NULL);
    if (backup && !is_in(own, backup))
      add(incident, &order, backup, person);
  }
  return order;
}

static struct order order_of(const struct incident *incident, const struct action *action)
{
  struct order own = {0};
  int role = action->person_role ? role_find(action->person_role) : -1;
  if (role == ROLE_OWNER)
    add_owners(incident, &own);
  else if (role >= 0)
    add_role(incident, &own, role);
  struct order order = with_backups(incident, &own);
  free(own.list);
  return order;
}

/* As the newest of such calls ended. */
static bool was_reached(const struct incident *incident, const struct action *action, const struct person *person)
{
  for (size_t i = incident->step_count; i-- > 0;) {
    const struct step *step = incident->steps[i];
    if (step->run == incident->run && step->action == action && step->state == STEP_CONCLUDED && step->person &&
        !strcmp(step->person, person->id))
      return json_is_true(json_object_get(step->fields, "reached"));
  }
  return false;
}

static bool is_needed(const struct incident *incident, const struct action *action, const struct place *place)
{
  return !place->instead_of || !was_reached(incident, action, place->instead_of);
}

static bool was_called(const struct incident *incident, const struct action *action, const struct person *person)
{
  char *pair = xasprintf("%s %s", action->name, person->id);
  bool was = words_have(incident->called, incident->called_count, pair);
  free(pair);
  return was;
}

const struct person *incident_next_call(const struct incident *incident, const struct action *action, int *left)
{
  struct order order = order_of(incident, action);
  const struct person *next = NULL, *first = NULL;
  int remaining = 0, all = 0;
  for (size_t i = 0; i < order.count; i++) {
    const struct place *place = &order.list[i];
    if (!is_needed(incident, action, place))
      continue;
    all++;
    first = first ? first : place->person;
    if (was_called(incident, action, place->person))
      continue;
    remaining += next != NULL;
    next = next ? next : place->person;
  }
  free(order.list);
  *left = next ? remaining : all ? all - 1 : 0;
  return next ? next : first; /* after the last, the first again */
}

/* Whom he stands in for was reached, so one fewer remains than was said when he was offered. */
void calls_answer(const struct incident *incident, struct step *step)
{
  if (!step->action->person_role || !step->person || !json_is_true(json_object_get(step->fields, "reached")))
    return;
  struct order order = order_of(incident, step->action);
  for (size_t i = 0; i < order.count; i++) {
    const struct place *place = &order.list[i];
    if (place->instead_of && !strcmp(place->instead_of->id, step->person) && step->left > 0 &&
        !was_called(incident, step->action, place->person))
      step->left--;
  }
  free(order.list);
}
