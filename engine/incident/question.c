/*
 * The incident's side of a question to the policy.
 */
#include "incident/question.h"

#include "base/alloc.h"

#include <string.h>

/* What goes on by name only: what is lost otherwise, and calling those who can decide. */
static bool goes_by_name(const char *action)
{
  static const char *const names[] = {"evidence.capture", "evidence.copy", "evidence.seal"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (!strcmp(action, names[i]))
      return true;
  return !strncmp(action, "notify.", 7) || !strncmp(action, "contact.call_back_", 18);
}

static role_set roles_of(const struct incident *incident, const char *person, bool is_keyed, const char *action)
{
  role_set roles = incident_working_roles(incident, person);
  if (is_keyed)
    return roles;
  return goes_by_name(action) ? roles & 1u << ROLE_IRT : 0;
}

static bool is_excluded(const void *incident, const char *id)
{
  return incident_is_excluded(incident, id);
}

struct policy_question incident_question(const struct incident *incident, const char *person, bool is_keyed,
                                         const char *action, const json_t *parameters,
                                         const struct policy_home *home, struct asked_with *as)
{
  incident_certain_facts(incident, &as->certain);
  bool is_strict = incident_strict_facts(incident, &as->strict);
  return (struct policy_question){
      .action = action,
      .facts = &as->certain,
      .or_facts = incident->classification.doubted ? &incident->facts : NULL,
      .also_facts = is_strict ? &as->strict : NULL,
      .roles = roles_of(incident, person, is_keyed, action),
      .parameters = parameters,
      .source = &incident->source,
      .home = home,
      .is_subject = incident_is_subject(incident, person),
      .is_excluded = incident->know.accused_count ? is_excluded : NULL,
      .subjects = incident,
  };
}

void incident_decide(const struct incident *incident, const struct policy *policy, const char *person,
                     bool is_keyed, const char *action, const json_t *parameters, const struct policy_home *home,
                     struct verdict_found *found)
{
  *found = (struct verdict_found){0};
  struct policy_question question = incident_question(incident, person, is_keyed, action, parameters, home,
                                                      &found->with);
  if (policy_decide(policy, &question, &found->decision, &found->unreadable) < 0)
    found->decision = (struct decision){.verdict = VERDICT_FORBIDDEN, .rule = "built-in:unreadable",
                                        .because = found->unreadable.text};
}
