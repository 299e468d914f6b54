/*
 * The ledger: one append-only, signed log per site (formats.md). The order of its entries is the only order there is.
 *
 * A write transaction holds whole turns: begin (takes the write lock, catches up with what others appended, loads the
 * epoch's key), append, commit (one checkpoint signed over everything). Nothing signed leaves the process before the
 * commit is durable and the head file is at least as far (`ledger_publish`).
 *
 * Every error of COMMIT, WAL checkpoint or fsync is final: the ledger refuses further work and the caller ends
 * (design.md section 8). SQLite's BUSY is waited for, 5 seconds.
 */
#pragma once

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "model/entry.h"

#include <stdbool.h>
#include <stdint.h>

struct ledger;

/** Where it lies. Borrowed. */
struct ledger_place {
  const char *database; /* ledger.db */
  const char *keys;     /* folder of the log's own private key files, mode 0700 */
  const char *head;     /* the two-slot head file, on another volume if it can be */
};

enum ledger_mode { LEDGER_READ, LEDGER_WRITE };

/*
 * What is read is not believed for standing there: every entry handed out was hashed against the newest checkpoint,
 * whose key came from the head file (formats.md, Reading). What fails is told with its place, as ERR_STORE, and is from
 * then on the ledger's doubt: nothing is read by it, and only what must never be lost is appended, marked `unchecked`.
 */

/** Makes an empty ledger with a new origin (`name` plus 64 random bits) and its first key. Refuses an existing one. */
int ledger_create(const struct ledger_place *place, const char *name, struct ledger **ledger, struct err *err);

/**
 * Opens. The database must be at or ahead of the head file and consistent with it, else ERR_STORE with a sentence that
 * says what is missing (a restored backup, another site's head). For reading nothing is written. Where the head file is
 * missing a key in `keys` must be there; then the ledger has no end that anybody could check, and that is its doubt.
 */
int ledger_open(const struct ledger_place *place, enum ledger_mode mode, struct ledger **ledger, struct err *err);
void ledger_close(struct ledger *ledger); /* publishes the head if it was opened for writing */

const char *ledger_origin(const struct ledger *ledger);
const char *ledger_first_vkey(const struct ledger *ledger); /* for the auditors' safe */

/** What was found that cannot be trusted, with its place; NULL: nothing. Borrowed. */
const char *ledger_doubt(const struct ledger *ledger);

/** Was it held against its head file? If not, whoever is shown something must be told that its end was not checked. */
bool ledger_has_end(const struct ledger *ledger);

/* ---- writing ---- */

int ledger_begin(struct ledger *ledger, struct err *err);   /* then ledger_size counts everything others appended */
uint64_t ledger_size(const struct ledger *ledger);          /* as of begin plus own appends; last seen, outside one */

struct digest ledger_root(const struct ledger *ledger);     /* of the tree over so many entries */

/**
 * Appends one entry to its chain; `*seq` (may be NULL) is its place. Too long, not canonical, or without what its type
 * demands: -1, and the transaction goes on. While there is a doubt only types that are always recorded are appended.
 * The first one must be the genesis. Its time is the entry before's and what was measured since (ledger/time.h); where
 * that and the wall clock part by more than 2 seconds, or meet again, a `clock` entry is put before it, once for each
 * such step.
 */
int ledger_append(struct ledger *ledger, const struct entry_draft *draft, uint64_t *seq, struct err *err);

/** The bytes just appended, exactly as they were hashed; borrowed until the next call. */
const char *ledger_last_bytes(const struct ledger *ledger, size_t *length);

/**
 * What lists of incidents are to say of one, in the transaction that appended to it last: canonical JSON with a salt.
 * An entry that is not silent takes back what was said before.
 */
int ledger_list(struct ledger *ledger, const char *incident, const char *row, size_t length, struct err *err);

/** Stores bytes by content (a procedure's files, a roster snapshot). Already there: fine. Only inside a transaction. */
int ledger_keep(struct ledger *ledger, const void *bytes, size_t length, struct digest *digest, struct err *err);

/** Ends the epoch: the commit will append `key.next` as its last entry and erase the old key afterwards. */
void ledger_rotate(struct ledger *ledger, const char *reason);

/**
 * Durable when it returns 0. Else err->kind says what is on record, here as after begin, append and publish:
 * ERR_UNWRITTEN nothing of this transaction, ERR_WRITTEN all of it (the head file, or the old key, is what failed),
 * ERR_UNSURE not known.
 */
int ledger_commit(struct ledger *ledger, struct err *err);
void ledger_abort(struct ledger *ledger);                   /* rolls back; harmless outside a transaction */

/** Brings the head file up to the last commit: before anything signed leaves, before a wait, before exit. */
int ledger_publish(struct ledger *ledger, struct err *err);

/* ---- time ---- */

/**
 * Now, as the ledger tells time: what the next entry would bear. Measured, so that setting the wall clock neither
 * hastens nor delays anything. Where the ledger cannot be read, as of the last entry that was.
 */
clock_us ledger_now(struct ledger *ledger);

/** The same, with what this boot measures. */
struct moment ledger_moment(struct ledger *ledger);

/* ---- reading ---- */

/** Sees the exact bytes of one entry: 0 goes on, 1 stops, -1 fails with a sentence. Ranges are [from, to). */
typedef int (*ledger_see)(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err);

int ledger_each(struct ledger *ledger, uint64_t from, uint64_t to, ledger_see see, void *context, struct err *err);

/** Those of one incident and of /site (people, procedures), in order. Works inside a transaction too. */
int ledger_each_of(struct ledger *ledger, const char *incident, uint64_t from, ledger_see see, void *context,
                   struct err *err);

/** Has a chain any entries? 1 or 0, shown by the signed root either way; -1. */
int ledger_has(struct ledger *ledger, const char *chain, struct err *err);

/** Those of one chain. */
int ledger_each_in(struct ledger *ledger, const char *chain, uint64_t from, ledger_see see, void *context,
                   struct err *err);

/** The newest entry of a chain, or of /site if it has none: what a statement is said after. */
int ledger_last_of(struct ledger *ledger, const char *chain, struct entry_place *last, struct err *err);

/** An incident as lists know it. Borrowed. */
struct ledger_listed {
  const char *incident;
  const char *row; /* as ledger_list was given it; NULL: nobody said it, or it is not what was signed */
  size_t length;
};

typedef int (*ledger_see_listed)(void *context, const struct ledger_listed *listed, struct err *err);

/** All incidents there are, in the order they were declared: shown complete by the signed root. */
int ledger_each_listed(struct ledger *ledger, ledger_see_listed see, void *context, struct err *err);

typedef int (*ledger_see_name)(void *context, const char *incident, struct err *err);

/** Their names alone, those of the open transaction included; cheap once they were asked for, or one was found new. */
int ledger_each_name(struct ledger *ledger, ledger_see_name see, void *context, struct err *err);

/** The bytes kept under a digest, appended to `out`; checked against it. */
int ledger_content(struct ledger *ledger, const struct digest *digest, struct buf *out, struct err *err);

/** Whether another process committed since the last begin or read; cheap, asked many times a second. Not inside one. */
bool ledger_has_moved(struct ledger *ledger);

/** The newest checkpoint as a signed note. Borrowed until the next commit. */
const char *ledger_checkpoint(struct ledger *ledger, struct err *err);
