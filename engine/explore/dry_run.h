/*
 * The dry-run: every path a playbook can take, every decision on it, in words, without being able to act.
 *
 * The same turns as a live run, on paper. An outcome forks a path only where the playbook, or the fold of facts, looks
 * at it. Order: the oldest open step comes to its outcome first; only when nothing else can go on is the oldest waiting
 * step approved (or denied, where the playbook looks), after what time alone would bring.
 */
#pragma once

#include "base/err.h"
#include "model/entry.h"
#include "model/files.h"
#include "policy/obligations.h"
#include "policy/policy.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct dry_run_setup {
  const struct policy *policy;
  const struct files *procedure;
  const char *incident;            /* its id; "I-0" for a file that was never declared */
  const char *origin;              /* the ledger's: what people signed counts only there */
  const char *person;              /* who would run it */
  const struct entry *before;      /* the record so far, in order; of it counts what dry_run_begins_with says */
  size_t before_count;
  const json_t *begin;             /* run.begin's body */
  size_t path_limit;               /* 0: 100,000 */
  double second_limit;             /* 0: 30 */
  int step_limit;                  /* turns of one path, after which it has no end; 0: 2,000 */
};

/** Does a dry-run begin with it? Only what people said before and beside the runs: it begins at the beginning. */
bool dry_run_begins_with(const struct entry *entry);

/** One step of any path, in the order first met. */
struct dry_run_step {
  char *id, *words, *where;
  const struct action *action;
  unsigned verdicts;               /* bits 1 << enum verdict: what it may be on the paths it is met */
  role_set from;
  char *rule, *because;            /* of the strictest */
  char *rehearsal;                 /* what exactly would be run or asked, a line each */
  size_t paths, last_path;         /* on how many it is met, and the number of the last */
};

/** What may still have to be done when a path ends, or what something waits for because an attempt failed. */
struct dry_run_left {
  const struct obligation *obligation; /* borrowed from the policy */
  size_t paths, last_path;             /* on how many it is left, and the number of the last */
  bool can_fail;
};

struct dry_run_report {
  bool is_complete;
  bool is_endless;                 /* a path without an end was met, and nothing explored after it */
  size_t paths;
  char digest[72];
  size_t step_count;
  struct dry_run_step *steps;
  size_t left_count;
  struct dry_run_left *left;
  size_t finding_count;
  char **findings;                 /* a sentence each, with the first path that shows it */
};

/** -1: the procedure cannot be loaded or contradicts itself. Call explore_seal first. */
int dry_run(const struct dry_run_setup *setup, struct dry_run_report *report, struct err *err);
void dry_run_finish(struct dry_run_report *report);
