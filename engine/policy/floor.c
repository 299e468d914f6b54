/*
 * What is built in: no rule, key or vote allows it (R75, R148, R151). A rule of the site that says the same may lend
 * its words; none can take it away, for the rules are asked afterwards, and only for those words.
 */
#include "policy/inside.h"

#include <string.h>

static const struct rule floor_offensive = {
  .id = "built-in:offensive",
  .because = "Nobody strikes back at the attacker, or talks to him.",
  .cites = "R148, R149, R151",
  .verdict = VERDICT_FORBIDDEN,
};

static const struct rule floor_mail = {
  .id = "built-in:e-mail",
  .because = "Nothing about an incident goes by e-mail, not even about a possible one.",
  .cites = "R75",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule floor_attacker = {
  .id = "built-in:attacker",
  .because = "This reaches the attacker, and nobody may talk to him.",
  .cites = "R148, R151",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule floor_attacker_possible = {
  .id = "built-in:attacker",
  .because = "It is not said whom this reaches. It may be the attacker, and nobody may talk to him.",
  .cites = "R148, R151",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule floor_attacker_target = {
  .id = "built-in:attacker",
  .because = "This is done to the attacker's own machine. He is blocked and cut off, and nothing else is done to him.",
  .cites = "R148, R151",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule floor_subject = {
  .id = "built-in:subject",
  .because = "This reaches somebody whom the incident is about, or who reports to him.",
  .cites = "R90, R167",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule floor_unreadable = {
  .id = "unreadable",
  .because = "It is not clear whom this reaches, and it may be the attacker.",
  .cites = "R148, R151",
  .verdict = VERDICT_FORBIDDEN,
};

const struct rule ask_unknown_party = {
  .id = "unknown-party",
  .because = "This reaches somebody who does not stand in roster/contacts.yaml, so nobody has said who that is.",
  .cites = "R22, R150; that strangers are asked about is our own choice",
  .verdict = VERDICT_APPROVAL,
  .roles = 1u << ROLE_SENIOR_MANAGEMENT,
};

const struct rule ask_doubtful = {
  .id = "doubtful-source",
  .because = "It is said to be the attacker, and is ours or wider than one attacker can be; nobody has confirmed it.",
  .cites = "our own choice",
  .verdict = VERDICT_APPROVAL,
  .roles = 1u << ROLE_SENIOR_MANAGEMENT,
};

static const struct rule *built_in(const struct action *action)
{
  if (strcmp(action->class, "offensive") == 0)
    return &floor_offensive;
  return strcmp(action->class, "mail") == 0 ? &floor_mail : NULL;
}

const struct rule *floor_of(const struct action *action, const struct plan *plan)
{
  const struct rule *floor = built_in(action);
  for (size_t i = 0; floor && i < plan->rule_count; i++)
    if (plan->rules[i]->verdict == VERDICT_FORBIDDEN && plan->rules[i]->when.count == 0)
      return plan->rules[i];
  return floor;
}
