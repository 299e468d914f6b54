/*
 * A stage for playbooks: a catalogue made by hand, an incident, and a run that answers everything at once.
 *
 * It keeps positions as a run does (path of track names and an ordinal), answers the oldest request first, and writes
 * down what was asked, one request a line: "technical.1 evidence.capture {...}".
 */
#pragma once

#include "script/script.h"

#include <check.h>

struct stage_track;

struct stage {
  struct files procedure;
  struct script *script;
  struct script_view view;
  struct script_head head;
  struct script_limits limits;
  struct err err;
  json_t *incident;             /* members of the incident */
  json_t *facts;                /* what is known */
  json_t *answers;              /* step -> fields of its outcome; a step not named is done */
  json_t *usual;                /* fields of all other outcomes: done, nobody left */
  json_t *failures;             /* step -> the sentence that ends its track */
  struct buf asked, looked;     /* what happened, one a line */
  struct buf ended;             /* tracks that failed: "path: sentence" */
  char error[1024];             /* of the main track, or of the run that was stopped */
  int requests_max;             /* then it gives up; 0: 1000 */
  struct stage_track *tracks, *ready;
};

extern const struct catalogue stage_catalogue;

/** An incident with two systems; nothing is known yet. */
void stage_begin(struct stage *stage);
/** Adds or replaces a file of the procedure. */
void stage_file(struct stage *stage, const char *name, const char *text);
/** Adds the shipped procedure: lib/ and playbooks/ of the source tree. */
void stage_library(struct stage *stage);
/** Adds examples/NAME.lua as a playbook. */
void stage_example(struct stage *stage, const char *name);
/** Opens the script and loads playbooks/NAME.lua; -1 with a sentence in stage->err. Again: loads again. */
int stage_load(struct stage *stage, const char *name);
/** Makes playbooks/test.lua with this text as the body of run = function (incident), and loads it. */
int stage_body(struct stage *stage, const char *body);
/** Plays the loaded playbook. How the main track ended; SCRIPT_ASKED if requests_max was reached. */
enum script_event stage_play(struct stage *stage);
void stage_end(struct stage *stage);

/* For cases that are a body and what it leads to. Each fails with what was found instead. */
void stage_expect_asked(const char *body, const char *asked);      /* it ends, having asked for this */
void stage_expect_failure(const char *body, const char *sentence); /* its error contains this */
void stage_expect_refusal(const char *text, const char *sentence); /* playbooks/test.lua cannot be loaded */

/** Runs the cases of a suite, in order, and returns main's status. */
struct stage_case {
  const char *chapter;
  const TTest *test;
};
int stage_run(const char *suite, const struct stage_case *cases, size_t count);
