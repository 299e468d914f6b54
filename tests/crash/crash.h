/*
 * kill -9 at any moment: the real program, real children, real files. The parts of the test.
 *
 * All of it happens below one folder, `place`: site/ is the model, round/ the copy that is being maltreated, with
 * round/acts as the outside world. Every process that is started has the folder's name in its arguments, by which it is
 * recognised when it lives too long.
 */
#pragma once

#include "base/alloc.h"
#include "base/buf.h"
#include "base/json.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What must hold, however often somebody pulls the plug; crash.c has a sentence for each. */
enum claim {
  KEPT,       /* what was acknowledged is in the ledger */
  ONCE,       /* what may happen once happened at most once, unless somebody signed that it be done again */
  INTENDED,   /* each act has an earlier intent */
  TRUE,       /* done was done, failed was not */
  ASKED_ONCE,
  ALONE,      /* an attempt begins when nothing of the one before lives */
  GONE,       /* nothing outlives the runner */
  GENUINE,
  REPLAYS,
  GOES_ON,    /* no resumption fails in a way that is none of its own */
  ENDS,
  CLAIM_COUNT
};

struct findings {
  struct buf of[CLAIM_COUNT];
};

void found(struct findings *findings, enum claim claim, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void violations_finish(struct findings *findings);

/* A statement that the program acknowledged by exit status 0. */
struct acknowledged {
  int64_t seq;
  char *type, *words; /* a note's text, an answer's step */
};

struct counts {
  int kills, statements, acts, doubts, again;
};

/* One round: a site of its own, from the declaration to the end of its run. */
struct round {
  struct findings *findings;
  struct counts *counts;
  size_t acknowledged_count;
  struct acknowledged *acknowledged;
  int number, notes;
};

void round_run(struct round *round);
void round_finish(struct round *round);

/* ---- ground.c: where it happens ---- */

extern char place[64];         /* the folder; "" before ground_make */
extern const char *tocsin_path, *own_path;

void ground_make(void);        /* a demo site with our procedure, approved */
void ground_copy(void);        /* round/ anew, with an incident declared */
void ground_save(void);        /* round/ as it is, to be brought back by ground_restore */
void ground_restore(void);
void ground_remove(void);
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define PATH(name) path_of((char[128]){0}, name)
char *path_of(char path[static 128], const char *name); /* "place/name" */

/* ---- program.c: the program, run as people run it ---- */

struct program {
  pid_t pid;                   /* also its process group; 0: none */
  int number;                  /* of its output: place/out.N */
};

void program_start(struct program *program, const char *const *arguments, pid_t group);
bool program_has_ended(struct program *program, int *status); /* at once; a signal N is 128+N */
int program_wait(struct program *program);                    /* ends the test if it hangs */
json_t *program_json(const struct program *program);          /* what it printed; NULL if that is none */
char *program_words(const struct program *program);           /* the same and its errors, as text */

#define TOCSIN(...) ((const char *const[]){tocsin_path, __VA_ARGS__, NULL})
int tocsin(json_t **json, const char *const *arguments);      /* runs it; `json` may be NULL */

int64_t milliseconds_now(void);
void pause_ms(int64_t milliseconds);

/** Processes of ours that are no children known here: "PID arguments" lines, appended. Returns how many. */
size_t survivors(struct buf *lines);

#define WARDENS_TIME_MS 5000 /* asking, killing, and a machine that does much else */
void survivors_must_end(struct findings *findings, int64_t within_ms);

/* ---- checks.c: what the record and the world must agree on ---- */

json_t *record_now(void);      /* the entries of I-1; NULL if it cannot be read */
const json_t *intent_of(const json_t *entries, const char *step); /* the newest; NULL if none */
size_t acts_with(const char *key, int attempt); /* lines of round/acts; attempt 0: all */
void check_record(const struct round *round, const json_t *entries, struct findings *findings);
void check_ledger(struct findings *findings);
void check_status(int status, const struct program *program, struct findings *findings);

/* ---- act.c: what is done, as the warden starts it ---- */

int act(int argc, char **argv);
int linger(void);

/* ---- plant.c: the test of the test ---- */

struct violation {
  const char *sentence;
  enum claim claim;
  void (*plant)(const struct round *round, json_t *entries);
};

extern const struct violation violations[];
extern const size_t violation_count;
bool violation_is_noticed(const struct violation *violation, const struct round *round);
