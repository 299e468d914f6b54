/*
 * Where a ledger's bytes lie. A store knows nothing of signatures and trees; it keeps rows and makes them durable.
 *
 * What a store must be able to do is little, so that a database server can be one: a write transaction in which the
 * head is locked, appending, reading by range, by chain and by content, small blobs by name that nobody believes, one
 * view of everything while reading, and a hint that something changed.
 * Any error of `commit` or `settle` is final: the caller must not go on with this store.
 */
#pragma once

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct store;

/** What every store says of itself, for ever the same. */
struct store_identity {
  char *origin; /* freed by the caller */
  uint8_t first_key[32];
};

struct store_head {
  uint64_t size;
  struct buf roots, note;
  struct buf untiled, touched; /* places of leaves, 8 bytes each, big endian, ascending */
};

/** A checkpoint that is kept. */
struct store_closing {
  uint64_t size;
  uint64_t epoch; /* the one it closes; 0 if it closes none */
  struct buf note;
  struct buf roots; /* the tree's kept roots before its last entry */
  struct buf lists; /* place (8 bytes, big endian) and list (32) of each leaf that changed since the one before */
};

struct store_entry {
  uint64_t seq;
  const char *chain; /* the column, which must be the chain of what the entry says */
  const char *bytes;
  size_t length;
};

/** A leaf of the chain tree. Strings are borrowed until the next call when read. */
struct store_leaf {
  uint64_t place;
  const char *chain;
  uint64_t count;
  struct digest last, list;
  const char *row; /* what lists say of it; NULL: nothing */
  size_t row_length;
};

/** 0 goes on, 1 stops, -1 fails with a sentence. */
typedef int (*store_see_entry)(void *context, const struct store_entry *entry, struct err *err);
typedef int (*store_see_leaf)(void *context, const struct store_leaf *leaf, struct err *err);
typedef int (*store_see_content)(void *context, const struct digest *digest, const void *bytes, size_t length,
                                 struct err *err);

struct store_ops {
  void (*close)(struct store *store);

  /* ---- writing ---- */

  /** Takes the write lock, waiting up to 5 seconds. */
  int (*begin)(struct store *store, struct err *err);
  int (*append)(struct store *store, const struct store_entry *entry, struct err *err);
  /** There already: fine; but other bytes under this digest are replaced. */
  int (*keep)(struct store *store, const struct digest *digest, const void *bytes, size_t length, struct err *err);
  /** New, or in the place of the one that has its place. */
  int (*put_leaf)(struct store *store, const struct store_leaf *leaf, struct err *err);
  int (*put_blob)(struct store *store, const char *name, const void *bytes, size_t length, struct err *err);
  /** The new head. */
  int (*set_head)(struct store *store, const struct store_head *head, struct err *err);
  int (*close_epoch)(struct store *store, const struct store_closing *closing, struct err *err);
  /** Durable when it returns 0. Else the kind of the error says whether it is given up (UNWRITTEN) or UNSURE. */
  int (*commit)(struct store *store, struct err *err);
  void (*abort)(struct store *store);
  /** Whatever housekeeping makes the store whole in its own place; cheap when there is none to do. */
  int (*settle)(struct store *store, bool is_last, struct err *err);

  /* ---- reading; inside a write transaction too ---- */

  int (*identity)(struct store *store, struct store_identity *identity, struct err *err);
  int (*head)(struct store *store, struct store_head *head, struct err *err); /* replaces what its buffers hold */
  /** Of the newest epoch that is over; epoch 0 if none is. These three replace what the buffers hold. */
  int (*last_closing)(struct store *store, struct store_closing *closing, struct err *err);
  /** The one that closed an epoch: 1; 0 if there is none; -1. */
  int (*closing_of)(struct store *store, uint64_t epoch, struct store_closing *closing, struct err *err);
  /** The kept checkpoint of the smallest size above `size`, whatever it closes: 1; 0 if there is none; -1. */
  int (*next_closing)(struct store *store, int64_t size, struct store_closing *closing, struct err *err);
  /** Entries [from, to), in order; `chain` not NULL: only those of it, and of `other` if that is not NULL. */
  int (*each)(struct store *store, const char *chain, const char *other, uint64_t from, uint64_t to,
              store_see_entry see, void *context, struct err *err);
  /** The newest one of a chain; not seen if it has none. */
  int (*last_of)(struct store *store, const char *chain, store_see_entry see, void *context, struct err *err);
  /** One leaf by name, or by place where the name is NULL; not seen if there is none. */
  int (*leaf)(struct store *store, const char *chain, uint64_t place, store_see_leaf see, void *context,
              struct err *err);
  /** All, by place. */
  int (*each_leaf)(struct store *store, store_see_leaf see, void *context, struct err *err);
  /** 1 and the bytes appended, 0 if there are none, -1. */
  int (*blob)(struct store *store, const char *name, struct buf *out, struct err *err);
  int (*each_content)(struct store *store, store_see_content see, void *context, struct err *err);
  /** 1 and the bytes appended, 0 if there are none, -1. */
  int (*content)(struct store *store, const struct digest *digest, struct buf *out, struct err *err);
  /** Counts commits of others; only its changing means something. */
  int (*version)(struct store *store, int64_t *version, struct err *err);
  /** One view of everything until `unfreeze`, whatever others write meanwhile. */
  int (*freeze)(struct store *store, struct err *err);
  void (*unfreeze)(struct store *store);
  /** Has it other tables, indices, triggers or views than a ledger has? A sentence a finding; cheap. */
  int (*compare)(struct store *store, struct buf *findings, struct err *err);
  /** The same, and whether its own structure is sound; reads all of it. */
  int (*examine)(struct store *store, struct buf *findings, struct err *err);
};

/** Every implementation begins with this. */
struct store {
  const struct store_ops *ops;
};

void store_head_finish(struct store_head *head);
void store_closing_finish(struct store_closing *closing);

/** SQLite. `create` refuses an existing file. */
int store_sqlite_create(const char *path, const struct store_identity *identity, const struct store_head *head,
                        struct err *err);
int store_sqlite_open(const char *path, bool is_writable, struct store **store, struct err *err);
