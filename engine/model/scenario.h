/*
 * A scenario: what is known, what people answer and do, and what must come of it (scenarios/NAME.yaml; README there).
 *
 * Reading is strict: a misspelt action, person or check would be an expectation that nobody has. What a scenario
 * expects is judged by explore/scenario, which plays it.
 */
#pragma once

#include "base/err.h"
#include "model/answers.h"
#include "model/company.h"
#include "model/declaration.h"
#include "model/decision.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Who says yes or no when he is asked: by step or by action, once for each step. */
struct scenario_word {
  int line;
  char *key, *person, *because;      /* person: "anybody" stands for whoever is asked */
  bool is_yes;
};

enum scenario_kind {
  SCENARIO_TIME_PASSES, SCENARIO_FACT, SCENARIO_NOTE, SCENARIO_APPROVE, SCENARIO_DENY, SCENARIO_WAIVE, SCENARIO_JOIN,
  SCENARIO_OBJECT, SCENARIO_RESOLVE, SCENARIO_DID, SCENARIO_MILESTONE, SCENARIO_CLOSE,
  SCENARIO_AGAIN,
};

/** Something that happens by itself: in the order written, at a step, after a time, or when nothing else goes on. */
struct scenario_event {
  int line;
  enum scenario_kind kind;
  char *at;                /* a step or an action that has been asked for; NULL: no such condition */
  int64_t after_s;         /* since the event before it; 0: none */
  char *by, *because;      /* by: a person, or NULL for who runs it */
  char *what;              /* step or action, obligation, milestone, person, text: as the kind has it; or NULL */
  json_t *with;            /* facts of a fact, parameters of a did; or NULL */
};

/** Of the steps with this name (a step's id, an action, "domain.*"): what must be so. */
struct scenario_step {
  int line;
  char *name;
  json_t *checks;          /* is, from, rule, status, person, step, or an argument: its value; never NULL */
};

/** A question of authority, as `decide` answers it. */
struct scenario_question {
  int line;
  char *action, *by, *rule;
  json_t *parameters, *facts;        /* facts: assumed besides the incident's; never NULL */
  enum verdict is;
  role_set from;                     /* 0: not said */
  bool is_at_end;                    /* with the facts as they are at the end */
};

struct scenario_class {
  int line, priority;                /* -1: not said */
  uint32_t candidates;               /* 0: not said */
};

struct scenario_names {
  size_t count;
  struct scenario_name {
    int line;
    char *name;
  } *list;
};

struct scenario_expectation {
  struct scenario_class declared, at_end;
  char *playbook, *state;            /* state: of the newest run; either NULL: not said */
  int playbook_line, state_line;
  struct scenario_step first;        /* the first step that people do; name NULL: not said */
  size_t step_count, decision_count, question_count;
  struct scenario_step *steps;       /* went ahead in this order, others between */
  struct scenario_step *decisions;   /* every step of this name, as it was decided last */
  struct scenario_question *questions;
  struct scenario_names never;       /* not asked for by any playbook */
  struct scenario_names called, not_called;
  struct scenario_names met, open, overdue, waived, not_owed; /* obligations at the end */
};

struct scenario {
  char *file, *title, *cites, *ours; /* ours: what of it replaces lost text; may be NULL */
  struct declaration incident;
  char *playbook;                    /* NULL: the priority's */
  struct answers *answers;           /* may be NULL */
  size_t word_count, event_count;
  struct scenario_word *words;
  struct scenario_event *events;
  struct scenario_expectation expects;
};

void scenario_finish(struct scenario *scenario);

/** On error: file:line:col and a sentence, and the scenario is empty. A scenario that expects nothing is an error. */
int scenario_read(struct scenario *scenario, const struct catalogue *catalogue, const struct company *company,
                  declaration_check check, const char *file, const char *bytes, size_t length, struct err *err);

#define SCENARIO_ANYBODY "anybody"

/** Does a step's or an action's name match what is written: itself, "domain.*" or "*"? */
bool scenario_is_named(const char *written, const char *step, const char *action);
