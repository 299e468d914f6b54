/*
 * What a ledger is made of, for the files of an open one only: ledger.c, anchor.c, chains.c, reading.c, transaction.c.
 */
#pragma once

#include "ledger/chain_tree.h"
#include "ledger/epoch.h"
#include "ledger/head.h"
#include "ledger/ledger.h"
#include "ledger/merkle.h"
#include "ledger/store.h"
#include "ledger/time.h"

/* A chain whose leaf was shown to lead to the signed root, or that was shown not to exist (count 0). */
struct chain {
  char *name;
  uint64_t place, count;
  uint64_t last_seq;            /* the place of its last entry; meaningless while `count` is 0 or that entry is bad */
  struct digest last, list;
  struct buf row;               /* what lists say of it; empty: nothing */
  bool is_changed;              /* in the open transaction */
  uint64_t read_count, read_to; /* so many entries, all before that place, were hashed up to `read_last` */
  struct digest read_last;
};

struct ledger {
  char *database, *keys, *head_path;
  enum ledger_mode mode;
  struct store *store;
  struct head *head;            /* NULL: its file is missing */
  char *origin;
  uint8_t first_key[KEY_PUBLIC_SIZE];
  struct buf first_vkey;

  struct merkle tree;           /* every entry hashed so far, the open transaction's included */
  struct merkle checked;        /* the tree up to where entries were read from without reading all before them */
  struct merkle start;          /* the tree when the transaction began */
  struct ledger_time last, last_before; /* the newest entry, now and when the transaction began */
  struct store_head newest;     /* the newest committed head that was seen and found right */
  struct buf vouched;           /* the newest note that needs no signature of this epoch: out of the head file, or that
                                   closed the epoch before */
  int64_t version;              /* the store's, when it was seen */
  struct epoch epoch;           /* whose key signs */

  uint64_t chain_count;         /* as signed in `newest` */
  struct digest chain_root;
  struct chain_tree *chain_tree; /* NULL until it is needed */
  bool is_rebuilt;              /* from all leaves, since the tiles did not lead to the root */
  size_t loaded_count;
  struct chain **loaded;        /* chains that were asked for */
  uint64_t named_count;         /* of so many chains, from the first place on, the names were shown; 0: of none yet */
  struct buf names;             /* theirs, each with its NUL; later ones are loaded, for we began them */
  char doubt[256];              /* what cannot be trusted, with its place; "": nothing was found */

  bool is_all_in_doubt;         /* not one chain, but the database or its end: nothing is read by it */
  int views;                    /* how often the view was frozen without being released */
  bool is_open;                 /* a transaction is */
  bool has_content;             /* something was kept in it */
  bool is_broken;               /* an error after which nothing may be written any more */
  char *reason;                 /* why the epoch is to end with this transaction; NULL: it is not */
  struct buf bytes;             /* the last entry appended */
  uint64_t published;           /* the size the head file has at least */
  int64_t published_ns;
};

/* ---- anchor.c: what is believed, and why ---- */

/** Reads head file, key folder and newest checkpoint, in that order, and holds them against each other. */
int anchor_open(struct ledger *ledger, struct err *err);

/** Follows the database to its newest checkpoint: hashes what others appended, walks the epochs, checks the note. */
int anchor_follow(struct ledger *ledger, struct err *err);

/** A view in which the newest checkpoint was found right, until view_leave; they may nest. Inside a transaction there
 *  is one already. */
int view_enter(struct ledger *ledger, struct err *err);
void view_leave(struct ledger *ledger);

/* ---- chains.c ---- */

/** A chain by name, shown by the signed root to be as it says, or not to exist. NULL: the leaf fails, with a sentence;
 *  nothing can be written to this chain then. Borrowed until chains_forget. */
struct chain *chains_find(struct ledger *ledger, const char *name, struct err *err);

/** Shows the names of all chains by all leaves, unless they were before: 1; 0 if they are not what was signed; -1. */
int chains_name_all(struct ledger *ledger, struct err *err);

/** Hashes what was not yet read of a chain, against its leaf. -1: the place is told, and kept as the ledger's doubt. */
int chains_check(struct ledger *ledger, struct chain *chain, struct err *err);

/** An entry was appended to it. `keeps_list`: lists say the same as before. */
void chains_append(struct ledger *ledger, struct chain *chain, const struct entry_place *entry, bool keeps_list);

/** Writes the leaves that changed, and tiles when it is time; leaves count and root in the ledger. */
int chains_write(struct ledger *ledger, struct err *err);

/** Of the leaves that changed since the last kept checkpoint: their lists, for store_closing. */
int chains_lists(struct ledger *ledger, struct buf *lists, struct err *err);

/** Whoever changed something else forgets what he saw. */
void chains_forget(struct ledger *ledger);

/** Keeps the first thing that cannot be trusted, and returns -1 with its sentence. `err` NULL: it is not one chain that
 *  fails, which is found again by whoever reads it, but all of the ledger. */
int ledger_find_doubt(struct ledger *ledger, struct err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
