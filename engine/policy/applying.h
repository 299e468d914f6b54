/*
 * When an obligation applies: its conditions, and what they read, also through the priority.
 */
#pragma once

#include "policy/inside.h"

struct applying {
  struct conditions when;
  struct plan reads; /* the variables only */
};

/** Adds what the conditions read to the plan. */
void plan_read(const struct policy *policy, struct plan *plan, const struct conditions *when);
