/*
 * What is said before there is an incident, or whether there is one or not: that one is declared, and notes.
 */
#pragma once

#include "base/err.h"
#include "model/declaration.h"
#include "policy/policy.h"
#include "site/site.h"

#include <stdint.h>

/* ---- declaring ---- */

/** What came of it. */
struct declared {
  char *id;              /* "I-1"; NULL: nothing was opened. The caller frees it */
  char readable[512];    /* why names and numbers of people stand in the record as they were given; "": they do not */
};

/**
 * What somebody says, made ready to be recorded: what the facts settle, which of the attacker's identities may be ours,
 * whose the systems are where the roster knows it (R50), and who says so. -1: the numbers of the roster cannot be read;
 * it is ready all the same.
 */
int declaration_prepare(struct site *site, const struct policy *policy, struct declaration *declaration,
                        struct err *err);

/** Records it inside the caller's transaction, under the next number. What lists say of it is left to the caller. */
int declaration_append(struct site *site, const struct policy *policy, const struct declaration *declaration,
                       struct declared *declared, struct err *err);

/** The same in a transaction of its own. -1 with an id: it is opened and durable; what failed came behind it. */
int declaration_state(struct site *site, const struct policy *policy, const struct declaration *declaration,
                      struct declared *declared, struct err *err);

/* ---- notes ---- */

#define NOTE_ON_NOTHING (-1)

struct note_said {
  int64_t on;   /* the entry it is about, or NOTE_ON_NOTHING */
  bool is_why;  /* it says why that was done (R113) */
  const char *asked; /* the incident he named, where he is told nothing of it; NULL: it is as it should be */
};

/** Records a note, durable when it returns 0; `incident` NULL: in the log of the site. `seq` is that of its end. */
int note_state(struct site *site, const char *incident, const struct note_said *about, const char *text,
               uint64_t *seq, struct err *err);
