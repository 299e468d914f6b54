/*
 * What verify.c (the whole) and verify_entry.c (one entry after the other) share.
 */
#pragma once

#include "ledger/audit_chains.h"
#include "ledger/head.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/store.h"
#include "ledger/time.h"
#include "ledger/trust.h"
#include "ledger/verify.h"
#include "model/heard.h"
#include "model/hearing.h"
#include "model/person.h"

/** A checkpoint from elsewhere, to be met on the way: the head file's, the one given with --since. */
struct milestone {
  const char *what;
  struct note note; /* borrowed */
  struct checkpoint checkpoint;
  bool is_wanted;
};

struct audit {
  struct store *store;
  const struct verify_options *options;
  struct verify_report *report;
  struct trust *trust;             /* NULL: self */
  bool has_quorum;                 /* some checkpoint was cosigned as the trust file asks */

  char *origin;
  struct people people;            /* as of the entry that is looked at */
  uint64_t expected;               /* the place the next entry should have */
  struct merkle tree, before;      /* over the entries up to there; and up to the one before, where that is asked for */
  struct audit_chains *chains;
  struct heard *heard;             /* every signed payload so far */
  struct hearing *hearing;         /* of /site: what counts there */
  struct ledger_time last;         /* of the entry before */
  int64_t last_commit;             /* of the last runner's entry */
  uint64_t last_runners;           /* its place */

  uint64_t epoch, epoch_start;
  struct note_key key;             /* of the epoch */
  struct store_closing next;       /* the next kept checkpoint */
  bool has_next;
  struct buf closing;              /* the note that closed the epoch before */
  uint64_t vouched;                /* the size up to which a checkpoint was right */

  struct milestone head, since;
  const struct head_record *anchor; /* the head file's; borrowed */
};

/** A new epoch began: does the head file go by the same key? */
void audit_anchor(struct audit *audit);

/** Adds a sentence to the findings. `seq` is the entry it is about, or -1. */
void audit_finding(struct audit *audit, int64_t seq, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** Takes the next entry: adds it to the tree and checks all that it says. -1 only if the store cannot be read. */
int audit_entry(struct audit *audit, const struct store_entry *row, struct err *err);

/** A checkpoint over exactly the entries so far: its shape, size, root, and the epoch's signature. */
bool audit_checkpoint(struct audit *audit, const char *what, const char *bytes, size_t length);

/** At a kept checkpoint: what lists said at that time. */
void audit_take_lists(struct audit *audit, const struct store_closing *closing);

/** At the end: leaves, tiles and lists of places as they are kept. */
int audit_leaves(struct audit *audit, struct err *err);

/** Meets the milestones that are due at the present size. */
void audit_milestones(struct audit *audit);
