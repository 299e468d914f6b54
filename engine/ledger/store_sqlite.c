/*
 * A ledger in one SQLite file: write-ahead log, every commit synced.
 *
 * SQLite's automatic checkpoint hides errors of the database file, so there is none: `settle` does it and looks at the
 * result (the hook that counts the log's pages takes the automatic one's place). Statements are prepared once, at first
 * use; a reader that is asked again from within its own callback gets one of its own.
 */
#include "ledger/store_sqlite.h"

#include "base/alloc.h"

#include <errno.h>
#include <string.h>

#define SETTLE_PAGES 1000 /* 4 MiB of log: as often as SQLite itself would */

#define SELECT_CLOSING "SELECT size, epoch, note, roots, lists FROM checkpoint "
#define SELECT_ENTRY "SELECT seq, bytes, chain FROM entry "
#define SELECT_LEAF "SELECT place, name, count, last, list, row FROM chain "

static const char *const sql[STATEMENT_COUNT] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [FREEZE] = "BEGIN",
    [APPEND] = "INSERT INTO entry (seq, chain, bytes) VALUES (?1, ?2, ?3)",
    [KEEP] = "INSERT INTO content (digest, bytes) VALUES (?1, ?2) "
             "ON CONFLICT (digest) DO UPDATE SET bytes = ?2 WHERE bytes IS NOT ?2",
    [PUT_LEAF] = "INSERT INTO chain (place, name, count, last, list, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                 "ON CONFLICT (place) DO UPDATE SET name = ?2, count = ?3, last = ?4, list = ?5, row = ?6",
    [PUT_BLOB] = "INSERT INTO blob (name, bytes) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET bytes = ?2",
    [SET_HEAD] = "UPDATE head SET size = ?1, roots = ?2, note = ?3, untiled = ?4, touched = ?5",
    [CLOSE_EPOCH] = "INSERT OR REPLACE INTO checkpoint (size, epoch, note, roots, lists) VALUES (?1, ?2, ?3, ?4, ?5)",
    [IDENTITY] = "SELECT origin, first_key FROM ledger",
    [HEAD] = "SELECT size, roots, note, untiled, touched FROM head",
    [LAST_CLOSING] = SELECT_CLOSING "WHERE epoch NOT NULL ORDER BY epoch DESC LIMIT 1",
    [CLOSING_OF] = SELECT_CLOSING "WHERE epoch = ?1",
    [NEXT_CLOSING] = SELECT_CLOSING "WHERE size > ?1 ORDER BY size LIMIT 1",
    [EACH] = SELECT_ENTRY "WHERE seq >= ?1 AND seq < ?2 ORDER BY seq",
    [AT] = SELECT_ENTRY "WHERE seq = ?1",
    [EACH_OF] = SELECT_ENTRY "WHERE chain = ?3 AND seq >= ?1 AND seq < ?2 ORDER BY seq",
    [EACH_OF_TWO] = SELECT_ENTRY "WHERE chain = ?3 AND seq >= ?1 AND seq < ?2 UNION ALL "
                    SELECT_ENTRY "WHERE chain = ?4 AND seq >= ?1 AND seq < ?2 ORDER BY seq",
    [LAST_OF] = SELECT_ENTRY "WHERE chain = ?1 ORDER BY seq DESC LIMIT 1",
    [LEAF] = SELECT_LEAF "WHERE name = ?1",
    [LEAF_AT] = SELECT_LEAF "WHERE place = ?1",
    [EACH_LEAF] = SELECT_LEAF "ORDER BY place",
    [BLOB] = "SELECT bytes FROM blob WHERE name = ?1",
    [EACH_CONTENT] = "SELECT digest, bytes FROM content",
    [CONTENT] = "SELECT bytes FROM content WHERE digest = ?1",
    [VERSION] = "PRAGMA data_version",
};

void store_head_finish(struct store_head *head)
{
  buf_finish(&head->roots);
  buf_finish(&head->note);
  buf_finish(&head->untiled);
  buf_finish(&head->touched);
}

void store_closing_finish(struct store_closing *closing)
{
  buf_finish(&closing->note);
  buf_finish(&closing->roots);
  buf_finish(&closing->lists);
}

static struct sqlite *self(struct store *store)
{
  return (struct sqlite *)store;
}

/* ---- errors ---- */

static const char *meaning_of(int code)
{
  switch (code & 0xFF) {
  case SQLITE_FULL:
    return "the disk is full: make room, then run it again";
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return "it cannot be written here: check who owns it and whether its volume is mounted read-only";
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "another process has been writing to it for 5 seconds; run it again";
  case SQLITE_CONSTRAINT:
    return "a row stands where the next one belongs, and nobody here wrote it: note on paper, and verify the ledger";
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return "it is damaged: do not write to it, verify a copy";
  case SQLITE_CANTOPEN:
    return "it cannot be opened: check that it exists and may be read";
  case SQLITE_IOERR:
    return "the disk reports an error: do not go on with it, save a copy elsewhere";
  default:
    return sqlite3_errstr(code);
  }
}

int sqlite_fail(const struct sqlite *sqlite, int code, struct err *err)
{
  int detail = sqlite->db ? sqlite3_extended_errcode(sqlite->db) : code;
  return err_store(err, "%s: %s (SQLite %d)", sqlite->path, meaning_of(code), detail);
}

/* ---- statements ---- */

static sqlite3_stmt *prepare(struct sqlite *sqlite, enum statement which, struct err *err)
{
  sqlite3_stmt *made = NULL;
  int code = sqlite3_prepare_v3(sqlite->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
  if (code != SQLITE_OK)
    sqlite_fail(sqlite, code, err);
  return made;
}

sqlite3_stmt *sqlite_borrow(struct sqlite *sqlite, enum statement which, struct err *err)
{
  sqlite3_stmt **kept = &sqlite->statements[which];
  if (*kept && sqlite3_stmt_busy(*kept))
    return prepare(sqlite, which, err);
  if (!*kept)
    *kept = prepare(sqlite, which, err);
  return *kept;
}

void sqlite_give_back(struct sqlite *sqlite, enum statement which, sqlite3_stmt *statement)
{
  if (statement == sqlite->statements[which])
    sqlite3_reset(statement);
  else
    sqlite3_finalize(statement);
}

/* Runs a statement that has no rows; its parameters are bound. */
static int finish(struct sqlite *sqlite, sqlite3_stmt *statement, struct err *err)
{
  int code = sqlite3_step(statement);
  if (code != SQLITE_DONE)
    sqlite_fail(sqlite, code, err);
  sqlite3_reset(statement);
  return code == SQLITE_DONE ? 0 : -1;
}

static int run(struct sqlite *sqlite, enum statement which, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(sqlite, which, err);
  return statement ? finish(sqlite, statement, err) : -1;
}

void sqlite_bind_bytes(sqlite3_stmt *statement, int place, const void *bytes, size_t length)
{
  sqlite3_bind_blob64(statement, place, bytes ? bytes : "", length, SQLITE_STATIC);
}

/* ---- writing ---- */

static int begin(struct store *store, struct err *err)
{
  return run(self(store), BEGIN, err);
}

static int append(struct store *store, const struct store_entry *entry, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), APPEND, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, (sqlite3_int64)entry->seq);
  sqlite3_bind_text(statement, 2, entry->chain, -1, SQLITE_STATIC);
  sqlite_bind_bytes(statement, 3, entry->bytes, entry->length);
  return finish(self(store), statement, err);
}

static int keep(struct store *store, const struct digest *digest, const void *bytes, size_t length, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), KEEP, err);
  if (!statement)
    return -1;
  sqlite_bind_bytes(statement, 1, digest->bytes, DIGEST_SIZE);
  sqlite_bind_bytes(statement, 2, bytes, length);
  return finish(self(store), statement, err);
}

static int put_leaf(struct store *store, const struct store_leaf *leaf, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), PUT_LEAF, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, (sqlite3_int64)leaf->place);
  sqlite3_bind_text(statement, 2, leaf->chain, -1, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 3, (sqlite3_int64)leaf->count);
  sqlite_bind_bytes(statement, 4, leaf->last.bytes, DIGEST_SIZE);
  sqlite_bind_bytes(statement, 5, leaf->list.bytes, DIGEST_SIZE);
  if (leaf->row)
    sqlite_bind_bytes(statement, 6, leaf->row, leaf->row_length);
  else
    sqlite3_bind_null(statement, 6);
  return finish(self(store), statement, err);
}

static int put_blob(struct store *store, const char *name, const void *bytes, size_t length, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), PUT_BLOB, err);
  if (!statement)
    return -1;
  sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
  sqlite_bind_bytes(statement, 2, bytes, length);
  return finish(self(store), statement, err);
}

static int set_head(struct store *store, const struct store_head *head, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), SET_HEAD, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, (sqlite3_int64)head->size);
  sqlite_bind_bytes(statement, 2, head->roots.bytes, head->roots.length);
  sqlite_bind_bytes(statement, 3, head->note.bytes, head->note.length);
  sqlite_bind_bytes(statement, 4, head->untiled.bytes, head->untiled.length);
  sqlite_bind_bytes(statement, 5, head->touched.bytes, head->touched.length);
  return finish(self(store), statement, err);
}

static int close_epoch(struct store *store, const struct store_closing *closing, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), CLOSE_EPOCH, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, (sqlite3_int64)closing->size);
  sqlite3_bind_int64(statement, 2, (sqlite3_int64)closing->epoch);
  sqlite_bind_bytes(statement, 3, closing->note.bytes, closing->note.length);
  sqlite_bind_bytes(statement, 4, closing->roots.bytes, closing->roots.length);
  sqlite_bind_bytes(statement, 5, closing->lists.bytes, closing->lists.length);
  return finish(self(store), statement, err);
}

/* No room, no turn, no right to write: then SQLite has given it up. After any other error a crash may still bring it.
 */
static bool is_given_up(int code)
{
  code &= 0xFF;
  return code == SQLITE_FULL || code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_READONLY;
}

static int commit(struct store *store, struct err *err)
{
  if (run(self(store), COMMIT, err) == 0)
    return 0;
  if (err)
    err->kind = is_given_up(sqlite3_errcode(self(store)->db)) ? ERR_UNWRITTEN : ERR_UNSURE;
  return -1;
}

static void abort_transaction(struct store *store)
{
  if (!sqlite3_get_autocommit(self(store)->db))
    run(self(store), ROLLBACK, NULL);
}

static int freeze(struct store *store, struct err *err)
{
  return run(self(store), FREEZE, err);
}

static int count_pages(void *context, sqlite3 *db, const char *name, int pages)
{
  ((struct sqlite *)context)->log_pages = pages;
  return SQLITE_OK;
}

static int settle(struct store *store, bool is_last, struct err *err)
{
  struct sqlite *sqlite = self(store);
  if (!is_last && sqlite->log_pages < SETTLE_PAGES)
    return 0;
  int pages = 0, done = 0;
  int code = sqlite3_wal_checkpoint_v2(sqlite->db, NULL, is_last ? SQLITE_CHECKPOINT_TRUNCATE
                                                                : SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) /* somebody reads or settles: the next one will do it */
    return 0;
  if (code != SQLITE_OK)
    return sqlite_fail(sqlite, code, err);
  sqlite->log_pages = pages - done;
  if (is_last) /* nothing is left to copy, so closing can only remove the empty log */
    sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return 0;
}

/* ---- opening ---- */

static void close_store(struct store *store)
{
  struct sqlite *sqlite = self(store);
  if (!sqlite)
    return;
  for (size_t i = 0; i < STATEMENT_COUNT; i++)
    sqlite3_finalize(sqlite->statements[i]);
  sqlite3_close(sqlite->db);
  free(sqlite->path);
  free(sqlite);
}

static const struct store_ops ops = {
    .close = close_store,
    .begin = begin,
    .append = append,
    .keep = keep,
    .put_leaf = put_leaf,
    .put_blob = put_blob,
    .set_head = set_head,
    .close_epoch = close_epoch,
    .commit = commit,
    .abort = abort_transaction,
    .settle = settle,
    .identity = sqlite_identity,
    .head = sqlite_head,
    .last_closing = sqlite_last_closing,
    .closing_of = sqlite_closing_of,
    .next_closing = sqlite_next_closing,
    .each = sqlite_each,
    .last_of = sqlite_last_of,
    .leaf = sqlite_leaf,
    .each_leaf = sqlite_each_leaf,
    .blob = sqlite_blob,
    .each_content = sqlite_each_content,
    .content = sqlite_content,
    .version = sqlite_version,
    .freeze = freeze,
    .unfreeze = abort_transaction,
    .compare = sqlite_compare,
    .examine = sqlite_examine,
};

int store_sqlite_open(const char *path, bool is_writable, struct store **store, struct err *err)
{
  struct sqlite *sqlite = xcalloc(1, sizeof *sqlite);
  sqlite->store.ops = &ops;
  sqlite->path = xstrdup(path);
  int code = sqlite_connect(path, is_writable, &sqlite->db);
  if (code != SQLITE_OK) {
    sqlite_fail(sqlite, code, err);
    close_store(&sqlite->store);
    return -1;
  }
  sqlite3_wal_hook(sqlite->db, count_pages, sqlite);
  *store = &sqlite->store;
  return 0;
}

static int write_first_rows(struct sqlite *sqlite, const struct store_identity *who, const struct store_head *first,
                            struct err *err)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite_make_tables(sqlite->db);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2(sqlite->db, "INSERT INTO ledger VALUES (1, ?1, ?2)", -1, &statement, NULL);
  if (code != SQLITE_OK)
    return sqlite_fail(sqlite, code, err);
  sqlite3_bind_text(statement, 1, who->origin, -1, SQLITE_STATIC);
  sqlite_bind_bytes(statement, 2, who->first_key, sizeof who->first_key);
  int result = finish(sqlite, statement, err);
  sqlite3_finalize(statement);
  code = sqlite3_exec(sqlite->db, "INSERT INTO head VALUES (1, 0, x'', x'', x'', x'')", NULL, NULL, NULL);
  if (result == 0 && code != SQLITE_OK)
    result = sqlite_fail(sqlite, code, err);
  return result == 0 ? set_head(&sqlite->store, first, err) : -1;
}

int store_sqlite_create(const char *path, const struct store_identity *who, const struct store_head *first,
                        struct err *err)
{
  struct store *store;
  if (sqlite_make_file(path) != 0)
    return err_store(err, "%s cannot be made: %s", path, strerror(errno));
  if (store_sqlite_open(path, true, &store, err))
    return -1;
  int result = write_first_rows(self(store), who, first, err);
  if (result == 0 && commit(store, err) == 0)
    result = settle(store, true, err);
  else
    result = -1;
  close_store(store);
  return result;
}
