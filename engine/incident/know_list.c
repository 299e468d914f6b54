/*
 * Asking who is on the list, who is kept out, and how one is called before those who need not know.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define VIOLATIONS (1u << 2 | 1u << 4)
#define ROLE(name) ((role_set)1 << ROLE_##name)
#define RESPONSE (ROLE(IRT) | ROLE(IRT_MANAGEMENT) | ROLE(MANAGEMENT) | ROLE(SENIOR_MANAGEMENT))
#define LIABILITY (ROLE(LEGAL) | ROLE(HUMAN_RESOURCES))

role_set know_minimum(uint32_t candidates)
{
  return know_is_discreet(candidates) ? RESPONSE | LIABILITY : RESPONSE;
}

bool know_is_discreet(uint32_t candidates)
{
  return candidates & VIOLATIONS;
}

bool know_is_certainly_discreet(uint32_t candidates)
{
  return know_is_discreet(candidates) && !(candidates & ~VIOLATIONS);
}

/* ---- who is on the list ---- */

static bool is_declarer(const struct incident *incident, const char *person)
{
  const char *declarer = json_get_string(incident->declaration, "declared_by");
  return declarer && !strcmp(declarer, person);
}

bool know_may_add(const struct incident *incident, const char *person)
{
  const struct person *known = person ? people_find(&incident->people, person) : NULL;
  return known && !known->is_revoked && !incident_is_excluded(incident, person) &&
         (known->roles & (RESPONSE | LIABILITY) || is_declarer(incident, person));
}

/* He is asked to decide something, and cannot without knowing what. */
static bool is_asked(const struct incident *incident, const struct person *person)
{
  for (size_t i = 0; i < incident->step_count; i++)
    if (incident->steps[i]->run == incident->run && incident->steps[i]->state == STEP_WAITING &&
        decision_from(incident->steps[i]->decision) & person->roles)
      return true;
  return false;
}

/* A call of the procedure reached him. Whom it may call, and with whose yes, the rules say. */
static bool was_told(const struct incident *incident, const char *person)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    const char *reached = json_get_string(step->fields, "person");
    if (!step->action->person_role || step->state != STEP_CONCLUDED ||
        !json_is_true(json_object_get(step->fields, "reached")))
      continue;
    reached = reached ? reached : step->person;
    if (reached && !strcmp(reached, person))
      return true;
  }
  return false;
}

static const struct knowing *knowing_of(const struct incident *incident, const char *person)
{
  for (size_t i = 0; i < incident->know.knowing_count; i++)
    if (!strcmp(incident->know.knowing[i].person, person))
      return &incident->know.knowing[i];
  return NULL;
}

/* Why he is on it without anybody's adding him: false if he is not. */
static bool has_to_know(const struct incident *incident, uint32_t candidates, const struct person *person,
                        enum know_why *why)
{
  if (is_declarer(incident, person->id))
    *why = KNOW_DECLARED;
  else if (person->roles & know_minimum(candidates))
    *why = KNOW_ROLE;
  else if (is_asked(incident, person))
    *why = KNOW_ASKED;
  else if (was_told(incident, person->id))
    *why = KNOW_TOLD;
  else
    return false;
  return true;
}

static bool row_of(const struct incident *incident, uint32_t candidates, const struct person *person,
                   struct know_row *row)
{
  const struct knowing *said = knowing_of(incident, person->id);
  *row = (struct know_row){.person = person, .said = said};
  if (person->is_revoked || incident_is_excluded(incident, person->id) || (said && said->is_removed))
    return false;
  if (has_to_know(incident, candidates, person, &row->why)) {
    row->is_on = true;
    return true;
  }
  row->why = KNOW_ADDED;
  row->is_on = said && said->by && (know_is_discreet(candidates) ? said->approved_by != NULL
                                                                 : said->counts || said->approved_by != NULL);
  return said && said->by;
}

size_t know_rows(const struct incident *incident, uint32_t candidates, struct know_row **rows)
{
  size_t count = 0;
  *rows = xcalloc(incident->people.count + 1, sizeof **rows);
  for (size_t i = 0; i < incident->people.count; i++)
    count += row_of(incident, candidates, &incident->people.list[i], &(*rows)[count]);
  return count;
}

bool know_has(const struct incident *incident, uint32_t candidates, const char *person)
{
  const struct person *known = person ? people_find(&incident->people, person) : NULL;
  struct know_row row;
  return known && row_of(incident, candidates, known, &row) && row.is_on;
}

/* ---- tokens ---- */

char *know_token(const struct incident *incident, const char *person)
{
  const struct know *know = &incident->know;
  for (size_t i = 0; i < know->seen_count; i++)
    if (!strcmp(know->seen[i], person))
      return xasprintf("person-%zu", i + 1);
  return xstrdup("somebody");
}
