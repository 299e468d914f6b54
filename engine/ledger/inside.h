/*
 * What a ledger is made of, for ledger.c, transaction.c and reading.c only.
 */
#pragma once

#include "ledger/epoch.h"
#include "ledger/head.h"
#include "ledger/ledger.h"
#include "ledger/merkle.h"
#include "ledger/store.h"
#include "ledger/time.h"

struct ledger {
  char *database, *keys, *head_path;
  enum ledger_mode mode;
  struct store *store;
  struct head *head;            /* NULL for reading */
  char *origin;
  uint8_t first_key[KEY_PUBLIC_SIZE];
  struct buf first_vkey;

  struct merkle tree;           /* every entry hashed so far, the open transaction's included */
  struct merkle start;          /* the tree when the transaction began */
  struct ledger_time last, last_before; /* the newest entry, now and when the transaction began */
  struct store_head newest;     /* the newest committed head that was seen */
  int64_t version;              /* the store's, when it was seen */
  struct epoch epoch;           /* whose key signs; number 0 until the first transaction */

  uint64_t epoch_start;         /* the size at which that epoch began */

  bool is_open;                 /* a transaction is */
  bool has_content;             /* something was kept in it */
  bool is_broken;               /* an error after which nothing may be written any more */
  char *reason;                 /* why the epoch is to end with this transaction; NULL: it is not */
  struct buf bytes;             /* the last entry appended */
  uint64_t published;           /* the size the head file has at least */
  int64_t published_ns;
};

/** Sees the newest head if another process committed since; outside a transaction. */
int ledger_refresh(struct ledger *ledger, struct err *err);

/** The public key of the epoch that comes after a closing checkpoint, out of the `key.next` before it. */
int ledger_key_after(struct ledger *ledger, const struct store_closing *closing,
                     uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err);

/** Reads which epoch it is, without its private key. */
int ledger_find_epoch(struct ledger *ledger, struct err *err);
