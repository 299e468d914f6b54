/*
 * Plays a scenario: the same turns, policy and fold as a live run, on paper, with people who were written down.
 *
 * Nothing is chosen and nothing is explored: one path, always the same. What a scenario expects is then held against
 * what came of it; each difference says what was expected, what there was instead, and at which step.
 */
#pragma once

#include "base/err.h"
#include "model/company.h"
#include "model/files.h"
#include "model/scenario.h"
#include "policy/policy.h"

#include <jansson.h>
#include <stddef.h>

struct scenario_setup {
  const struct policy *policy;
  const struct files *procedure;
  const struct company *company;
  const struct scenario *scenario;
};

struct scenario_failure {
  int line;                /* of the scenario's file, 0: of none */
  char *step;              /* may be NULL */
  char *expected, *got;
};

struct scenario_result {
  size_t steps, checks;    /* what went ahead or was asked; what was held against it */
  size_t failure_count;
  struct scenario_failure *failures;
};

/** What the scenarios touched, by name: how often. All are objects of integers; begin with scenario_coverage_init. */
struct scenario_coverage {
  json_t *rules, *priorities, *playbooks, *actions, *obligations;
};

void scenario_coverage_init(struct scenario_coverage *coverage);
void scenario_coverage_finish(struct scenario_coverage *coverage);

/** -1: it cannot be played at all (the playbook does not load, the company has no such person). Seal first. */
int scenario_play(const struct scenario_setup *setup, struct scenario_coverage *coverage,
                  struct scenario_result *result, struct err *err);
void scenario_result_finish(struct scenario_result *result);
