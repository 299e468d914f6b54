/*
 * Reading rows. Bytes are handed to callbacks where SQLite keeps them: nothing is copied that is only looked at.
 */
#include "ledger/store_sqlite.h"

#include "base/alloc.h"

#include <string.h>

static struct sqlite *self(struct store *store)
{
  return (struct sqlite *)store;
}

static void column_bytes(sqlite3_stmt *statement, int column, struct buf *out)
{
  buf_clear(out);
  const void *bytes = sqlite3_column_blob(statement, column); /* before its length, as SQLite asks */
  buf_add(out, bytes, (size_t)sqlite3_column_bytes(statement, column));
}

static int missing_row(struct sqlite *sqlite, int code, const char *table, struct err *err)
{
  if (code != SQLITE_DONE)
    return sqlite_fail(sqlite, code, err);
  return err_store(err, "%s: the row of its table \"%s\" is missing; this is no whole ledger", sqlite->path, table);
}

int sqlite_identity(struct store *store, struct store_identity *identity, struct err *err)
{
  if (sqlite_check_format(self(store), err))
    return -1;
  sqlite3_stmt *statement = sqlite_borrow(self(store), IDENTITY, err);
  if (!statement)
    return -1;
  int code = sqlite3_step(statement), result = 0;
  if (code != SQLITE_ROW)
    result = missing_row(self(store), code, "ledger", err);
  else if (sqlite3_column_bytes(statement, 1) != (int)sizeof identity->first_key)
    result = err_store(err, "%s: its first key is not 32 bytes long", self(store)->path);
  if (result == 0) {
    identity->origin = xstrdup((const char *)sqlite3_column_text(statement, 0));
    memcpy(identity->first_key, sqlite3_column_blob(statement, 1), sizeof identity->first_key);
  }
  sqlite_give_back(self(store), IDENTITY, statement);
  return result;
}

int sqlite_head(struct store *store, struct store_head *into, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), HEAD, err);
  if (!statement)
    return -1;
  int code = sqlite3_step(statement), result = 0;
  if (code == SQLITE_ROW) {
    into->size = (uint64_t)sqlite3_column_int64(statement, 0);
    column_bytes(statement, 1, &into->roots);
    column_bytes(statement, 2, &into->note);
    column_bytes(statement, 3, &into->untiled);
    column_bytes(statement, 4, &into->touched);
  } else {
    result = missing_row(self(store), code, "head", err);
  }
  sqlite_give_back(self(store), HEAD, statement);
  return result;
}

static void column_closing(sqlite3_stmt *statement, struct store_closing *closing)
{
  closing->size = (uint64_t)sqlite3_column_int64(statement, 0);
  closing->epoch = (uint64_t)sqlite3_column_int64(statement, 1);
  column_bytes(statement, 2, &closing->note);
  column_bytes(statement, 3, &closing->roots);
  column_bytes(statement, 4, &closing->lists);
}

int sqlite_last_closing(struct store *store, struct store_closing *closing, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), LAST_CLOSING, err);
  if (!statement)
    return -1;
  int code = sqlite3_step(statement), result = 0;
  if (code == SQLITE_ROW)
    column_closing(statement, closing);
  else if (code == SQLITE_DONE)
    closing->size = closing->epoch = 0;
  else
    result = sqlite_fail(self(store), code, err);
  sqlite_give_back(self(store), LAST_CLOSING, statement);
  return result;
}

/* 1 and the closing, 0 if there is none, -1. */
static int find_closing(struct store *store, enum statement which, int64_t number, struct store_closing *closing,
                        struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), which, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, number);
  int code = sqlite3_step(statement), result = code == SQLITE_ROW;
  if (code == SQLITE_ROW)
    column_closing(statement, closing);
  else if (code != SQLITE_DONE)
    result = sqlite_fail(self(store), code, err);
  sqlite_give_back(self(store), which, statement);
  return result;
}

int sqlite_closing_of(struct store *store, uint64_t epoch, struct store_closing *closing, struct err *err)
{
  return find_closing(store, CLOSING_OF, (int64_t)epoch, closing, err);
}

int sqlite_next_closing(struct store *store, int64_t size, struct store_closing *closing, struct err *err)
{
  return find_closing(store, NEXT_CLOSING, size, closing, err);
}

/* Steps through rows until `row` says otherwise; the statement is bound and given back here. */
static int walk(struct sqlite *sqlite, enum statement which, sqlite3_stmt *statement,
                int (*row)(sqlite3_stmt *, void *context, struct err *), void *context, struct err *err)
{
  int code, result = 0;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW && result == 0)
    result = row(statement, context, err);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    result = sqlite_fail(sqlite, code, err);
  sqlite_give_back(sqlite, which, statement);
  return result < 0 ? -1 : 0;
}

struct seeing_entries {
  store_see_entry see;
  void *context;
};

/* A row of another shape than ours has an empty name, which nothing is called. */
static const char *text_of(sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text(statement, column);
  return text ? text : "";
}

static int entry_row(sqlite3_stmt *statement, void *context, struct err *err)
{
  const struct seeing_entries *seeing = context;
  const void *bytes = sqlite3_column_blob(statement, 1);
  struct store_entry entry = {
      .seq = (uint64_t)sqlite3_column_int64(statement, 0),
      .bytes = bytes ? bytes : "",
      .length = (size_t)sqlite3_column_bytes(statement, 1),
      .chain = text_of(statement, 2),
  };
  return seeing->see(seeing->context, &entry, err);
}

static sqlite3_int64 clamp(uint64_t number)
{
  return number > INT64_MAX ? INT64_MAX : (sqlite3_int64)number;
}

/* One by its place has a statement of its own: an audit asks for it while it walks all of them, and a statement that is
 * busy would be prepared anew each time. */
static enum statement which_each(const char *chain, const char *other, uint64_t from, uint64_t to)
{
  if (chain)
    return other ? EACH_OF_TWO : EACH_OF;
  return to == from + 1 ? AT : EACH;
}

int sqlite_each(struct store *store, const char *chain, const char *other, uint64_t from, uint64_t to,
                store_see_entry see, void *context, struct err *err)
{
  enum statement which = which_each(chain, other, from, to);
  struct seeing_entries seeing = {see, context};
  sqlite3_stmt *statement = sqlite_borrow(self(store), which, err);
  if (!statement)
    return -1;
  sqlite3_bind_int64(statement, 1, clamp(from));
  if (which != AT)
    sqlite3_bind_int64(statement, 2, clamp(to));
  if (chain)
    sqlite3_bind_text(statement, 3, chain, -1, SQLITE_TRANSIENT);
  if (chain && other)
    sqlite3_bind_text(statement, 4, other, -1, SQLITE_TRANSIENT);
  return walk(self(store), which, statement, entry_row, &seeing, err);
}

int sqlite_last_of(struct store *store, const char *chain, store_see_entry see, void *context, struct err *err)
{
  struct seeing_entries seeing = {see, context};
  sqlite3_stmt *statement = sqlite_borrow(self(store), LAST_OF, err);
  if (!statement)
    return -1;
  sqlite3_bind_text(statement, 1, chain, -1, SQLITE_TRANSIENT);
  return walk(self(store), LAST_OF, statement, entry_row, &seeing, err);
}

/* ---- leaves ---- */

struct seeing_leaves {
  store_see_leaf see;
  void *context;
};

static void column_digest(sqlite3_stmt *statement, int column, struct digest *digest)
{
  const void *bytes = sqlite3_column_blob(statement, column);
  if (sqlite3_column_bytes(statement, column) == DIGEST_SIZE)
    memcpy(digest->bytes, bytes, DIGEST_SIZE);
}

static int leaf_row(sqlite3_stmt *statement, void *context, struct err *err)
{
  const struct seeing_leaves *seeing = context;
  struct store_leaf leaf = {.place = (uint64_t)sqlite3_column_int64(statement, 0),
                            .chain = text_of(statement, 1),
                            .count = (uint64_t)sqlite3_column_int64(statement, 2)};
  column_digest(statement, 3, &leaf.last);
  column_digest(statement, 4, &leaf.list);
  leaf.row = sqlite3_column_blob(statement, 5);
  leaf.row_length = (size_t)sqlite3_column_bytes(statement, 5);
  return seeing->see(seeing->context, &leaf, err);
}

int sqlite_leaf(struct store *store, const char *chain, uint64_t place, store_see_leaf see, void *context,
                struct err *err)
{
  enum statement which = chain ? LEAF : LEAF_AT;
  struct seeing_leaves seeing = {see, context};
  sqlite3_stmt *statement = sqlite_borrow(self(store), which, err);
  if (!statement)
    return -1;
  if (chain)
    sqlite3_bind_text(statement, 1, chain, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_int64(statement, 1, clamp(place));
  return walk(self(store), which, statement, leaf_row, &seeing, err);
}

int sqlite_each_leaf(struct store *store, store_see_leaf see, void *context, struct err *err)
{
  struct seeing_leaves seeing = {see, context};
  sqlite3_stmt *statement = sqlite_borrow(self(store), EACH_LEAF, err);
  return statement ? walk(self(store), EACH_LEAF, statement, leaf_row, &seeing, err) : -1;
}

struct seeing_content {
  store_see_content see;
  void *context;
};

static int content_row(sqlite3_stmt *statement, void *context, struct err *err)
{
  const struct seeing_content *seeing = context;
  struct digest digest = {{0}};
  const void *name = sqlite3_column_blob(statement, 0), *bytes = sqlite3_column_blob(statement, 1);
  if (sqlite3_column_bytes(statement, 0) == DIGEST_SIZE)
    memcpy(digest.bytes, name, DIGEST_SIZE);
  return seeing->see(seeing->context, &digest, bytes, (size_t)sqlite3_column_bytes(statement, 1), err);
}

int sqlite_each_content(struct store *store, store_see_content see, void *context, struct err *err)
{
  struct seeing_content seeing = {see, context};
  sqlite3_stmt *statement = sqlite_borrow(self(store), EACH_CONTENT, err);
  return statement ? walk(self(store), EACH_CONTENT, statement, content_row, &seeing, err) : -1;
}

/* The first column of the only row, appended to `out`: 1; 0 if there is none; -1. */
static int take_bytes(struct sqlite *sqlite, enum statement which, sqlite3_stmt *statement, struct buf *out,
                      struct err *err)
{
  int code = sqlite3_step(statement), result = code == SQLITE_ROW;
  if (code == SQLITE_ROW) {
    const void *bytes = sqlite3_column_blob(statement, 0);
    buf_add(out, bytes, (size_t)sqlite3_column_bytes(statement, 0));
  } else if (code != SQLITE_DONE) {
    result = sqlite_fail(sqlite, code, err);
  }
  sqlite_give_back(sqlite, which, statement);
  return result;
}

int sqlite_content(struct store *store, const struct digest *digest, struct buf *out, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), CONTENT, err);
  if (!statement)
    return -1;
  sqlite_bind_bytes(statement, 1, digest->bytes, DIGEST_SIZE);
  return take_bytes(self(store), CONTENT, statement, out, err);
}

int sqlite_blob(struct store *store, const char *name, struct buf *out, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), BLOB, err);
  if (!statement)
    return -1;
  sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT);
  return take_bytes(self(store), BLOB, statement, out, err);
}

int sqlite_version(struct store *store, int64_t *version, struct err *err)
{
  sqlite3_stmt *statement = sqlite_borrow(self(store), VERSION, err);
  if (!statement)
    return -1;
  int code = sqlite3_step(statement);
  if (code == SQLITE_ROW)
    *version = sqlite3_column_int64(statement, 0);
  sqlite_give_back(self(store), VERSION, statement);
  return code == SQLITE_ROW ? 0 : sqlite_fail(self(store), code, err);
}
