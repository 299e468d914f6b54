/*
 * One question to the policy, as `decide` and `decide --batch` have it: the same JSON object either way.
 */
#pragma once

#include "base/err.h"
#include "policy/obligations.h"
#include "policy/policy.h"
#include "roster/roster.h"

#include <jansson.h>

/** Against what is asked. home NULL: nobody is ours; roster NULL: there is no site. */
struct decide_context {
  const struct policy *policy;
  const struct policy_home *home;
  const struct policy_known *known; /* made of home */
  const struct roster *roster;
};

/** What was understood of it; decide_asked_finish frees. */
struct decide_asked {
  const char *action;      /* borrowed */
  const json_t *parameters; /* borrowed */
  struct facts facts;
  role_set roles;
  struct source source;
  bool is_subject;
  const struct roster *roster; /* who reports to whom */
  const json_t *subjects;      /* borrowed; NULL: none */
};

/**
 * {"action", "facts", "roles", "by", "subjects", "params", "source"}; only action is required (design.md section 9).
 * Who asks is an IRT member unless `roles` or `by` say otherwise.
 */
int decide_read(const struct decide_context *context, const json_t *object, struct decide_asked *asked,
                struct err *err);
void decide_asked_finish(struct decide_asked *asked);

/** As the policy takes it; borrows from both. */
struct policy_question decide_question(const struct decide_context *context, const struct decide_asked *asked);

int decide_ask(const struct decide_context *context, const struct decide_asked *asked, struct decision *decision,
               struct err *err);

/**
 * {"verdict", "from", "rule", "because", "where", "obligations", "meets", "unknown", ...}: obligations are what comes
 * before it, and how ("discreet"); meets is what it would settle. The caller decrefs.
 */
json_t *decide_to_json(const struct policy *policy, const struct decide_asked *asked, const struct decision *decision);

/** Prints what it means for a person: may, must ask, never; why; what would change it. */
void decide_tell(const struct decide_context *context, const struct decide_asked *asked,
                 const struct decision *decision);

/** JSON Lines from stdin to stdout. Returns the exit status. */
int decide_batch(const struct decide_context *context, struct err *err);
