/*
 * What the policy answers when somebody asks whether something may be done.
 */
#pragma once

#include "model/catalogue.h"

#include <stdbool.h>
#include <stdint.h>

enum verdict { VERDICT_PREAUTHORIZED, VERDICT_APPROVAL, VERDICT_FORBIDDEN };

const char *verdict_name(enum verdict verdict); /* preauthorized, approval, forbidden */
int verdict_find(const char *name);             /* -1 if there is none */

struct decision {
  enum verdict verdict;
  role_set from;          /* approval: every one of these roles is asked; 0 otherwise */
  bool needs_key;         /* approval: by key only, not by telephone or on paper */
  const char *rule;       /* id of the rule that decided; "built-in:..." for the floor, "default" if none matched */
  const char *because;    /* its reason, for a person */
  const char *cites;      /* its sources; may be NULL */
  const char *file;       /* where the rule stands; NULL if built in */
  int line;
  uint64_t mattered;      /* facts (bit = index) read by any rule or priority row that can match the action */
  uint64_t find_out;      /* unknown facts that, known, could give a milder answer */
  uint32_t candidates;    /* priorities it was decided over (bit = priority 0..5) */
};
/* All strings are borrowed from the policy that decided. */
