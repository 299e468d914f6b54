/*
 * A run: a function from the ledger's entries to what is asked for next. No descriptor, clock or process is known here.
 *
 * `run_take` is a turn: it folds one entry in ledger order, wakes the track whose step it concludes, and lets it go on
 * until every track waits. `run_decide` then says, with the facts as of this very position, what is to be written: an
 * intent for each step that goes ahead, a request for each that must wait or is refused, and the run's end. What is
 * written goes through `emit`: a live run appends it, a replay holds it against the record, an exploration keeps it on
 * paper. So resume, replay and dry-run are one fact used three times (design.md section 2).
 */
#pragma once

#include "base/err.h"
#include "incident/incident.h"
#include "model/entry.h"
#include "model/files.h"
#include "policy/policy.h"
#include "run/world.h"

#include <stdbool.h>
#include <stddef.h>

#define RUN_STEPS_MAX 10000 /* unless run.begin says another number: `steps` of its limits */
#define RUN_SEMANTICS 1 /* raised when the same entries would lead to other requests */

struct run;

struct run_setup {
  const struct world *world;
  const struct policy *policy;
  const struct files *procedure;
  struct incident *incident;   /* already holds every entry before run.begin; the run feeds it from there on */
  const char *environment;     /* canonical JSON put into intents as `by` (host, pid, start time); NULL: left out */

  /** Answers a look at an outcome where the record does not (exploration); NULL: the record answers. */
  const json_t *(*choose)(void *context, const struct step *step, const char *field);
  void *context;
};

/** Prepares; nothing runs until run.begin is taken. All of `setup` is borrowed. NULL: with a sentence. */
struct run *run_new(const struct run_setup *setup, struct err *err);
void run_free(struct run *run);

/** Starts over with the same policy and procedure; what was compiled is kept (an exploration walks many paths). */
void run_restart(struct run *run, const struct run_setup *setup);

/** A turn. -1 only if the entry contradicts the record or the playbook cannot be loaded. */
int run_take(struct run *run, const struct entry *entry, struct err *err);

/**
 * Writes one derived entry and gives it back as it now stands in the order (with seq and time), or -1. `where` is the
 * playbook's line that asked, "" for the run's end.
 */
typedef int (*run_emit)(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
                        struct err *err);

/** Decides waiting steps in order of request, then the queue in the order asked, then whether the run has ended. */
int run_decide(struct run *run, int64_t commit, run_emit emit, void *context, struct err *err);

bool run_has_queue(const struct run *run); /* something was asked since the last decide */
bool run_has_ended(const struct run *run); /* its run.end was taken */

/** Why nothing of it is resumed any more: its budget, memory or steps are used up. NULL: it goes on. Borrowed. */
const char *run_stopped(const struct run *run);

/** The line that asked for a step, "lib/contain.lua:18"; "" if it is not of this run. */
const char *run_where(const struct run *run, const char *step);

/** A track as the screen shows it. */
struct run_track {
  const char *path, *state, *because; /* running finished failed refused; because may be "" */
  bool is_finding;                    /* an error of the playbook, or something forbidden: never as written down */
};
size_t run_tracks(const struct run *run, struct run_track *tracks, size_t size);

/** Is this type written by run_decide (derived), or something that happened? */
bool run_is_derived(enum entry_type type);

/* ---- following a record (run/follow.c) ---- */

struct divergence {
  char step[128], field[64];
  char *recorded, *now;   /* canonical JSON or text of the differing field; NULL: there is none on that side */
  uint64_t seq;           /* the recorded entry, 0 if there is none */
  char where[256];
};

enum follow_end { FOLLOW_COMPLETE, FOLLOW_FRONTIER, FOLLOW_DIVERGED };

/**
 * Takes a run's entries from run.begin on, deriving each block of decisions again at its place and demanding it whole.
 * Complete: it ended with its run.end. Frontier: everything agrees up to here. -1: it cannot be followed at all.
 */
int run_follow(struct run *run, const struct entry *entries, size_t count, enum follow_end *end,
               struct divergence *divergence, struct err *err);
void divergence_finish(struct divergence *divergence);
