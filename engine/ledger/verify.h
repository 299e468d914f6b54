/*
 * Is this ledger genuine? Signatures, hashes, tree, epochs, people's signatures; reads only, trusts nothing derived.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "ledger/ledger.h"

#include <stdbool.h>
#include <stdint.h>

struct verify_options {
  const char *trust;  /* text of a policy file (log, witness, group, quorum lines); NULL: trust "self" */
  const char *since;  /* a note kept elsewhere that the ledger must extend; NULL: none */
  ledger_see see;     /* sees each entry on the way; only the report says whether it was genuine. NULL: nobody does */
  void *context;
};

struct verify_report {
  bool is_ok;
  const char *trust;         /* "self" or "given" */
  uint64_t entries, checkpoints, epochs, people, statements, unsigned_statements;
  uint64_t clock_steps;      /* entries that tell of a wall clock that was set, or wrong; no fault of the ledger's */
  bool is_end_checked;       /* it continues a note kept elsewhere: no older copy of database and head file together */
  bool is_head_missing;      /* so that its end was not checked at all: told among the findings, and accuses nobody */
  int64_t first_bad;         /* seq of the first bad entry, -1 if it is not one entry or all is well */
  struct buf findings;       /* one sentence a line; each says what differs from what */
};

/** Fills the report; -1 only if it could not be read at all. `place->head` NULL: no head file. verify_finish frees. */
int ledger_verify(const struct ledger_place *place, const struct verify_options *options, struct verify_report *report,
                  struct err *err);
void verify_finish(struct verify_report *report);
