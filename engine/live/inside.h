/*
 * Inside the room: the parts of a live run.
 */
#pragma once

#include "drivers/driver.h"
#include "live/live.h"
#include "run/run.h"

/* Something that came in and waits to be appended in the next commit. */
struct arrival {
  enum entry_type type;
  char *step;
  char *body;        /* canonical */
  bool is_statement; /* of the setup's person */
};

/* An effect under way. */
struct job {
  char *step;
  int attempt;
  const struct driver *driver;
  struct driver_job *job;
};

struct live {
  const struct live_setup *setup;
  struct incident *incident;
  struct run *run;
  uint64_t next;               /* the first entry not yet taken */
  char environment[512];
  size_t arrival_count;
  struct arrival *arrivals;
  size_t job_count;
  struct job *jobs;
  size_t to_start_count;
  char **to_start;             /* steps whose intent is in the commit under way */
  size_t shown_count;
  struct entry *shown;         /* taken in the commit under way; shown when it is durable */
  bool has_left;
  int signals;                 /* readable when one came that means: leave */
};

/* commit.c */
int commit_turns(struct live *live, struct err *err);
void live_arrive(struct live *live, enum entry_type type, const char *step, char *body, bool is_statement);

/* jobs.c */
int jobs_start(struct live *live, struct err *err);
void jobs_progress(struct live *live, size_t index);
void jobs_end(struct live *live);

/* reconcile.c */
void reconcile(struct live *live);

/* scripted.c */
void scripted_answers(struct live *live);
void scripted_follow(struct live *live, const struct entry *entry); /* it was used before we were killed */

/* lock.c */
int lock_take(const char *folder, const char *incident, const char *person, struct err *err); /* a descriptor */

/** Waits until nothing lives that an earlier runner started; a descriptor that our own wardens will hold. */
int lock_wardens(const char *folder, const char *incident, struct err *err);

/* loop.c */
int loop(struct live *live, enum live_end *end, struct err *err);

/** From now on they are read, not delivered: a descriptor for `signals`. */
int loop_catch_signals(void);
