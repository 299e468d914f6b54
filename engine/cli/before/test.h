/*
 * Scenarios: which are played, and what came of them as one document.
 */
#pragma once

#include "explore/scenario.h"

struct test_plan {
  struct files procedure;
  struct policy *policy;
  struct company company;
  size_t count;
  struct scenario *scenarios;
};

void test_plan_finish(struct test_plan *plan);

/** Reads the scenarios of `plan->procedure`: all of them, or those named. A file that cannot be understood: -1. */
int test_plan_read(struct test_plan *plan, const char *const *names, size_t count, struct err *err);

/**
 * Plays them all: {"coverage", "failed", "findings", "ok", "passed", "procedure", "scenarios"}. For explore_apart;
 * `context` is a struct test_plan.
 */
json_t *test_play(void *context, struct err *err);
