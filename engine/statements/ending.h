/*
 * How an incident ends: contained, over, a false alarm, signed for, closed. Each of these acts, for obligations and the
 * close look at it; so each needs its author's key.
 */
#pragma once

#include "incident/involved.h"
#include "statements/statements.h"

struct milestone_said {
  uint64_t seq;            /* 0: it was reached before, and nothing was recorded */
  struct reached reached;
  bool needs_review;       /* dismissed by the one who declared it: somebody else has to say so too */
};

/** Contained or over, as somebody of the team or of management says. `because` may be NULL. */
int milestone_state(struct dossier *dossier, enum milestone milestone, const char *because,
                    struct milestone_said *said, struct err *err);

/** A false alarm. `because` is needed. Said again by another person, it is reviewed (R76). */
int dismissal_state(struct dossier *dossier, const char *because, struct milestone_said *said, struct err *err);

struct signed_off {
  uint64_t seq, size;      /* how many entries it covers */
  size_t left;             /* of those who acted, how many have not signed */
};

/**
 * The speaker vouches for the record up to here (R94); or, with `unavailable`, records why somebody else does not,
 * for which `because` is needed.
 */
int signoff_state(struct dossier *dossier, const char *unavailable, const char *because, struct signed_off *signed_off,
                  struct err *err);

struct kept {
  uint64_t seq;
  struct contained contained;
  const char *owner;
  char until[11];          /* 2026-12-31 */
};

/** Containment stays in place: `what` is a step, or the number of a deed's entry. */
int keep_state(struct dossier *dossier, const char *what, const char *owner, const char *until, const char *because,
               struct kept *kept, struct err *err);
