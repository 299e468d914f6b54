/*
 * What the files of the SQLite store share. Nobody else includes this.
 */
#pragma once

#include "ledger/libsqlite.h"
#include "ledger/store.h"

enum statement {
  BEGIN, COMMIT, ROLLBACK, FREEZE, APPEND, KEEP, PUT_LEAF, PUT_BLOB, SET_HEAD, CLOSE_EPOCH, IDENTITY, HEAD,
  LAST_CLOSING, CLOSING_OF, NEXT_CLOSING, EACH, AT, EACH_OF, EACH_OF_TWO, LAST_OF, LEAF, LEAF_AT, EACH_LEAF, BLOB,
  EACH_CONTENT, CONTENT, VERSION, STATEMENT_COUNT
};

struct sqlite {
  struct store store;
  sqlite3 *db;
  char *path;
  sqlite3_stmt *statements[STATEMENT_COUNT];
  int log_pages; /* in the write-ahead log after the last commit */
};

/* ---- store_sqlite.c ---- */

/** A statement ready to bind; NULL with a sentence if it cannot be prepared, which is a database of another shape. */
sqlite3_stmt *sqlite_borrow(struct sqlite *sqlite, enum statement which, struct err *err);
void sqlite_give_back(struct sqlite *sqlite, enum statement which, sqlite3_stmt *statement);
void sqlite_bind_bytes(sqlite3_stmt *statement, int place, const void *bytes, size_t length);

/** What SQLite's code means to a person. Returns -1. */
int sqlite_fail(const struct sqlite *sqlite, int code, struct err *err);

/* ---- sqlite_read.c: the reading half of struct store_ops ---- */

int sqlite_identity(struct store *store, struct store_identity *identity, struct err *err);
int sqlite_head(struct store *store, struct store_head *head, struct err *err);
int sqlite_last_closing(struct store *store, struct store_closing *closing, struct err *err);
int sqlite_closing_of(struct store *store, uint64_t epoch, struct store_closing *closing, struct err *err);
int sqlite_next_closing(struct store *store, int64_t size, struct store_closing *closing, struct err *err);
int sqlite_each(struct store *store, const char *chain, const char *other, uint64_t from, uint64_t to,
                store_see_entry see, void *context, struct err *err);
int sqlite_last_of(struct store *store, const char *chain, store_see_entry see, void *context, struct err *err);
int sqlite_leaf(struct store *store, const char *chain, uint64_t place, store_see_leaf see, void *context,
                struct err *err);
int sqlite_each_leaf(struct store *store, store_see_leaf see, void *context, struct err *err);
int sqlite_blob(struct store *store, const char *name, struct buf *out, struct err *err);
int sqlite_each_content(struct store *store, store_see_content see, void *context, struct err *err);
int sqlite_content(struct store *store, const struct digest *digest, struct buf *out, struct err *err);
int sqlite_version(struct store *store, int64_t *version, struct err *err);

/* ---- sqlite_file.c: the file itself. These return SQLite's codes. ---- */

int sqlite_make_file(const char *path); /* 0, or -1 with errno; an existing file is refused */
int sqlite_make_tables(sqlite3 *db);    /* leaves a write transaction open, for the first rows */
int sqlite_connect(const char *path, bool is_writable, sqlite3 **db);

/** Is it a ledger, and of the format that this program reads? */
int sqlite_check_format(struct sqlite *sqlite, struct err *err);

/** Adds a sentence if there is anything else than schema.sql has. */
int sqlite_compare(struct store *store, struct buf *findings, struct err *err);

/** Adds a sentence for each thing that is not as schema.sql and SQLite want it. */
int sqlite_examine(struct store *store, struct buf *findings, struct err *err);
