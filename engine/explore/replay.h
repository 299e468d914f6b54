/*
 * Replay: a past incident run again from its record, under the procedure that ran, without being able to act.
 *
 * Same procedure, same record, same decisions; or a divergence that names both sides. What had not ended is followed up
 * to where the record ends, and that is no finding.
 */
#pragma once

#include "base/err.h"
#include "ledger/ledger.h"
#include "model/files.h"
#include "policy/policy.h"
#include "run/run.h"

#include <stdbool.h>
#include <stddef.h>

/** What was checked, and how often. */
struct replay_control {
  const char *name;
  size_t checked, wrong;
};

struct replay_divergence {
  char *incident;
  int run;
  bool is_same_procedure; /* byte for byte the one that ran: then the program answers differently */
  struct divergence what;
};

struct replay_report {
  size_t incidents, runs, steps, decisions;
  size_t frontier;        /* runs followed up to the end of an unfinished record */
  size_t clock_steps;     /* places where the wall clock was set, or wrong; no divergence */
  size_t divergence_count;
  struct replay_divergence *divergences;
  struct replay_control controls[6];
  size_t control_count;

  char *digest;           /* the procedure replayed last, read once for all that ran under it */
  struct files procedure;
  struct policy *policy;
};

/**
 * Replays all runs of one incident and adds them to the report (zeroed before the first). `with`: another procedure to
 * be asked instead, or NULL. -1: the record cannot be read, or its procedure cannot be loaded.
 */
int replay(struct ledger *ledger, const char *incident, const struct files *with, struct replay_report *report,
           struct err *err);
void replay_finish(struct replay_report *report);
