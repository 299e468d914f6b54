/*
 * A step: a request at a position of a run, and what became of it.
 */
#pragma once

#include "base/clock.h"
#include "base/digest.h"
#include "model/catalogue.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum step_state {
  STEP_WAITING,   /* for an approval, or for what has to be done before */
  STEP_OPEN,      /* its intent is signed; somebody or something does it */
  STEP_AGAIN,     /* it will be decided anew: an earlier attempt certainly has to be repeated */
  STEP_DOUBT,     /* it may or may not have happened; a person says */
  STEP_CONCLUDED, /* done, failed or denied */
  STEP_REFUSED,   /* forbidden */
};

const char *step_state_name(enum step_state state); /* waiting open again doubt concluded refused */

/** An approval that counted when it was given. */
struct step_approval {
  uint64_t seq;
  const char *person; /* borrowed from the incident */
  role_set roles;     /* of those it was asked from, what it covers */
  clock_us not_after;
  bool is_by_key, is_spent;
};

struct step {
  char *id;
  int run;
  enum step_state state;
  const struct action *action;
  json_t *arguments;                  /* object */
  char fingerprint[DIGEST_TEXT_SIZE];
  char *asker;                        /* the run's person */
  uint64_t asked_seq, intent_seq;     /* first entry that names it; its last intent */
  clock_us asked_at, intent_at, concluded_at;
  uint64_t asked_after;               /* when it was first decided: the entry before its first */
  int attempt;                        /* of the last intent; 0 before */
  char *person;                       /* notify.X: whom to call; NULL: nobody left */
  int left;                           /* notify.X: how many remain after him */
  json_t *decision;                   /* as recorded last */
  enum outcome_status status;         /* when concluded */
  json_t *fields;                     /* what came back, when concluded */
  uint64_t concluded_seq;             /* the entry that concluded it */
  role_set denied_by;                 /* roles of the one who denied it */
  json_t *obligations;                /* ids it waits for, as recorded last; NULL: none */
  clock_us release_at;                /* when they give way, as recorded last; 0: at no time of the ledger's */
  uint64_t release_since;             /* or a wait, measured from this entry on ... */
  int64_t release_wait;               /* ... of so many microseconds; 0: none */
  uint64_t release_seq;
  bool was_held;                      /* it has waited for them */
  size_t approval_count;
  struct step_approval *approvals;
};
