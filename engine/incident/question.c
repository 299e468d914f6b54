/*
 * The incident's side of a question to the policy.
 */
#include "incident/question.h"

static bool is_excluded(const void *incident, const char *id)
{
  return incident_is_excluded(incident, id);
}

struct policy_question incident_question(const struct incident *incident, const char *person, const char *action,
                                         const json_t *parameters, const struct policy_home *home,
                                         struct facts *certain)
{
  incident_certain_facts(incident, certain);
  return (struct policy_question){
      .action = action,
      .facts = certain,
      .or_facts = incident->classification.doubted ? &incident->facts : NULL,
      .roles = incident_working_roles(incident, person),
      .parameters = parameters,
      .source = &incident->source,
      .home = home,
      .is_subject = incident_is_subject(incident, person),
      .is_excluded = incident->know.accused_count ? is_excluded : NULL,
      .subjects = incident,
  };
}

void incident_decide(const struct incident *incident, const struct policy *policy, const char *person,
                     const char *action, const json_t *parameters, const struct policy_home *home,
                     struct verdict_found *found)
{
  *found = (struct verdict_found){0};
  struct policy_question question = incident_question(incident, person, action, parameters, home, &found->certain);
  if (policy_decide(policy, &question, &found->decision, &found->unreadable) < 0)
    found->decision = (struct decision){.verdict = VERDICT_FORBIDDEN, .rule = "built-in:unreadable",
                                        .because = found->unreadable.text};
}
