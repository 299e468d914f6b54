/*
 * A second evaluator, as plain as the definition: it writes out every completion of what is not known as strings,
 * looks at every rule of the YAML in each, and keeps the strictest answer. It shares nothing with the engine but the
 * reader of YAML; it is slow, and that is its merit.
 */
#pragma once

#include "base/yaml.h"
#include "model/decision.h"

#define NAIVE_FACTS_MAX 12

/** Names and values; NULL is unknown. In the order of facts.yaml. */
struct naive_facts {
  size_t count;
  const char *name[NAIVE_FACTS_MAX], *value[NAIVE_FACTS_MAX];
  const char *priority;
};

struct naive {
  struct yaml *facts, *priorities, *rules;
};

struct naive_question {
  const char *action;
  struct naive_facts facts;
  role_set roles;
  const char *destinations[2];  /* what it may be: roster, outside, none; the second may be NULL */
  const char *contents[2];      /* what is given; NULL where nothing */
};

struct naive_answer {
  enum verdict verdict;
  role_set from;
  uint32_t candidates;
};

struct naive_answer naive_decide(const struct naive *naive, const struct naive_question *question);

/** -1, 0, 1: is `a` milder than, the same as, stricter than `b`? 2 if they cannot be compared. */
int naive_compare(struct naive_answer a, struct naive_answer b);
