/*
 * How an incident asks the policy: the only door. Whoever asks otherwise asks with other facts, roles or doubts than a
 * run does, and two answers to one question are two procedures.
 */
#pragma once

#include "incident/incident.h"
#include "policy/policy.h"

/** The facts that a question goes by. */
struct asked_with {
  struct facts certain, strict; /* strict: without what one word alone must not make milder */
};

/** What the policy said, and with which facts. Borrows from the incident, the policy and the parameters. */
struct verdict_found {
  struct asked_with with;
  struct decision decision; /* always filled */
  struct err unreadable;    /* why it could not be decided: then it is forbidden */
};

/**
 * The question as this incident puts it: the facts that count and, where a doubt is left, those that may be (the
 * stricter answer holds); the attacker; the roles that the person may use here, none for a subject. `is_keyed`: the
 * person is there with a key; by name only one has no role but the team's, and that for saving evidence and for calls
 * alone. `as` is filled and has to outlive the question. `home` may be NULL: nobody is known to be ours.
 */
struct policy_question incident_question(const struct incident *incident, const char *person, bool is_keyed,
                                         const char *action, const json_t *parameters,
                                         const struct policy_home *home, struct asked_with *as);

/** Asks it. What cannot be decided is forbidden: never guessed on the permissive side. */
void incident_decide(const struct incident *incident, const struct policy *policy, const char *person,
                     bool is_keyed, const char *action, const json_t *parameters, const struct policy_home *home,
                     struct verdict_found *found);
