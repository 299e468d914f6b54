/*
 * What must act: one process that runs one incident, live or as a drill.
 *
 * It appends what happened, takes turns, writes what was decided, and only after the commit is durable do effects start
 * and words appear. Killed at any moment, it goes on from the ledger (`live_run` again): nothing acknowledged is lost,
 * nothing is silently done twice.
 */
#pragma once

#include "archive/archive.h"
#include "base/err.h"
#include "incident/incident.h"
#include "ledger/ledger.h"
#include "model/answers.h"
#include "model/entry.h"
#include "model/files.h"
#include "policy/policy.h"
#include "run/world.h"

#include <stdbool.h>
#include <stddef.h>

struct live;

/** Whoever watches: a screen, a test. Called only about what is durable. Slots may be NULL. */
struct live_watcher {
  void *context;
  void (*took)(void *context, const struct incident *incident, const struct entry *entry);
  void (*progress)(void *context, const struct step *step, const char *words);
  void (*waits)(void *context, const struct incident *incident); /* nothing goes on without a person now */
  int input;                                                     /* a descriptor to be read, or -1 */
  int (*read)(void *context, struct live *live, struct err *err); /* it is readable; 1: the person leaves */
};

struct live_setup {
  struct ledger *ledger;            /* open for writing */
  const struct world *world;        /* live or drill */
  const struct policy *policy;
  const struct files *procedure;
  struct archive *archive;
  const char *machine;              /* a folder that stands for this machine (demo); NULL: the machine itself */
  const char *lock_folder;          /* where I-1.lock lies */
  const char *incident, *person;
  const char *playbook;             /* for a new run: "priority-1" */
  const char *begin;                /* for a new run: canonical body of run.begin; NULL: only resume */
  bool does_capture;                /* a drill that really captures */
  struct answers *answers;          /* NULL: none */
  bool has_samples;                 /* "*" answers and missing fields are filled from actions.yaml (demo, drill) */
  bool waits;                       /* stay while people are asked */
  bool has_key;                     /* the person is there with a key: a run begun by name only is taken over */
  struct live_watcher watcher;

  /** Makes the DSSE envelope for a statement of `person`; 1: his key is not at hand, so it goes unsigned. */
  int (*sign)(void *context, const struct entry_draft *draft, struct buf *dsse, struct err *err);
  void *sign_context;
};

enum live_end {
  LIVE_ENDED,      /* the run has ended; see the incident's run_state */
  LIVE_WAITING,    /* people are asked, and we were not told to wait */
  LIVE_LEFT,       /* the person left, or a signal came; all goes on when it is run again */
};

struct live_result {
  enum live_end end;
  struct incident *incident; /* the caller frees it; also set when -1 comes back, if it got that far */
};

/** Runs or resumes until it ends or waits. -1: nothing more is written; what was acknowledged is safe. */
int live_run(const struct live_setup *setup, struct live_result *result, struct err *err);

/** For `read`: appends a statement of the setup's person in the next commit (note, answer, fact, ...). */
void live_state(struct live *live, enum entry_type type, const char *step, const char *body);

const struct incident *live_incident(const struct live *live);
const char *live_person(const struct live *live);
