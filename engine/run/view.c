/*
 * What a playbook may see: the incident and the facts as of the entry that woke its track, and outcomes by a look.
 */
#include "run/inside.h"

#include "base/json.h"

#include <string.h>

static const json_t *incident_member(void *context, const char *member)
{
  const struct run *run = context;
  if (!strcmp(member, "provider"))
    return run->provider;
  return json_object_get(run->incident->declaration, member);
}

static const char *fact(void *context, const char *name)
{
  const struct run *run = context;
  if (!strcmp(name, "priority")) {
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5"};
    uint32_t candidates = incident_candidates(run->incident, run->setup.policy);
    return candidates & (candidates - 1) ? NULL : digits[policy_urgency(candidates)];
  }
  return facts_get(run->incident->catalogue, &run->incident->facts, name);
}

static json_t *recorded(const struct step *step, const char *field)
{
  if (!strcmp(field, "status"))
    return json_string(outcome_status_name(step->status));
  json_t *value = json_object_get(step->fields, field);
  if (value)
    return json_incref(value);
  if (!strcmp(field, "person") && step->person)
    return json_string(step->person);
  if (!strcmp(field, "left") && step->action->person_role)
    return json_integer(step->left);
  return NULL;
}

static const json_t *look(void *context, const char *id, const char *field)
{
  struct run *run = context;
  const struct step *step = incident_step(run->incident, id);
  if (!step)
    return NULL;
  json_t *value = NULL;
  if (run->setup.choose)
    value = json_incref((json_t *)(uintptr_t)run->setup.choose(run->setup.context, step, field));
  if (!value)
    value = recorded(step, field);
  json_decref(run->looked);
  run->looked = value;
  return value;
}

struct script_view run_view(struct run *run)
{
  return (struct script_view){.context = run, .incident = incident_member, .fact = fact, .look = look};
}
