/*
 * The database file: made, opened, and looked at as a structure.
 */
#include "ledger/store_sqlite.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID "1953457011" /* "tocs": file(1) and a mistaken path can tell ours from others */
#define FORMAT "2"                  /* as docs/ledger.md describes it; 0 had no chains */

static const char schema[] =
#include "schema.inc"
    ;

int sqlite_make_file(const char *path)
{
  int file = io_open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (file < 0 || io_close(file) != 0)
    return -1;
  return file_sync_folder_of(path, NULL);
}

int sqlite_make_tables(sqlite3 *db)
{
  int code = sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA application_id = " APPLICATION_ID
                              "; PRAGMA user_version = " FORMAT "; BEGIN IMMEDIATE", NULL, NULL, NULL);
  return code == SQLITE_OK ? sqlite3_exec(db, schema, NULL, NULL, NULL) : code;
}

/* ---- opening ---- */

#define BUSY_MS 5000 /* what meaning_of() in store_sqlite.c says */

/* A file: URI that SQLite may treat as never changing: for copies on volumes that cannot be written. */
static char *immutable_uri(const char *path)
{
  struct buf uri = {0};
  buf_text(&uri, "file:");
  for (const char *c = path; *c; c++) {
    if (strchr("?#%", *c))
      buf_format(&uri, "%%%02X", (unsigned char)*c);
    else
      buf_char(&uri, *c);
  }
  buf_text(&uri, "?immutable=1");
  return buf_take(&uri);
}

/* The first read shows whether SQLite can have its shared memory beside the file. */
static int try_reading(sqlite3 *db)
{
  return sqlite3_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
}

static int configure(sqlite3 *db)
{
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL); /* it would hide its errors; see settle */
  return sqlite3_exec(db, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
}

/* The patience comes before the first read: whoever opens after a kill may have to wait until another has recovered. */
static int open_at(const char *path, int flags, sqlite3 **db)
{
  sqlite3_close(*db);
  int code = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code == SQLITE_OK)
    sqlite3_busy_timeout(*db, BUSY_MS);
  return code;
}

static int connect_reading(const char *path, sqlite3 **db)
{
  int code = open_at(path, SQLITE_OPEN_READONLY, db);
  if (code == SQLITE_OK)
    code = try_reading(*db);
  char *log = xasprintf("%s-wal", path), *uri = immutable_uri(path);
  struct stat about;
  bool is_whole = stat(log, &about) != 0 || about.st_size == 0; /* else the newest entries are in the log */
  bool lacks_memory = (code & 0xFF) == SQLITE_CANTOPEN || code == SQLITE_READONLY_DIRECTORY; /* as root, or not */
  if (lacks_memory && access(path, R_OK) == 0 && is_whole)
    code = open_at(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, db);
  free(log);
  free(uri);
  return code;
}

/* SQLite would wait for ever at a pipe. */
static bool is_file_or_nothing(const char *path, const char *ending)
{
  struct stat about;
  char *name = xasprintf("%s%s", path, ending);
  bool is_right = stat(name, &about) != 0 || S_ISREG(about.st_mode);
  free(name);
  return is_right;
}

int sqlite_connect(const char *path, bool is_writable, sqlite3 **db)
{
  if (!is_file_or_nothing(path, "") || !is_file_or_nothing(path, "-wal") || !is_file_or_nothing(path, "-shm") ||
      !is_file_or_nothing(path, "-journal"))
    return SQLITE_CANTOPEN;
  int code = is_writable ? open_at(path, SQLITE_OPEN_READWRITE, db) : connect_reading(path, db);
  return code == SQLITE_OK ? configure(*db) : code;
}

static int keep_number(void *context, int count, char **columns, char **names)
{
  (void)names;
  if (count == 1 && columns[0])
    snprintf(context, 24, "%s", columns[0]);
  return 0;
}

int sqlite_check_format(struct sqlite *sqlite, struct err *err)
{
  char application[24] = "", format[24] = "";
  int code = sqlite3_exec(sqlite->db, "PRAGMA application_id", keep_number, application, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec(sqlite->db, "PRAGMA user_version", keep_number, format, NULL);
  if (code != SQLITE_OK)
    return sqlite_fail(sqlite, code, err);
  if (strcmp(application, APPLICATION_ID) != 0)
    return err_store(err, "%s is no ledger", sqlite->path);
  if (strcmp(format, FORMAT) != 0)
    return err_store(err,
                     "%s is a ledger of format %s, and this program reads format " FORMAT ": it was made by an older "
                     "or a newer tocsin. Nothing was changed; begin a new one with tocsin init, and keep this one "
                     "with the program that made it",
                     sqlite->path, format);
  return 0;
}

/* ---- looking at the structure ---- */

/* Our own definitions are in schema.sql word for word; an index that SQLite makes for a UNIQUE has none. */
static bool is_ours(const char *name, const char *definition)
{
  return definition ? strstr(schema, definition) != NULL : strncmp(name, "sqlite_autoindex_", 17) == 0;
}

struct comparing {
  size_t ours, others;
};

static int compare_one(void *context, int count, char **columns, char **names)
{
  struct comparing *comparing = context;
  bool is_known = count == 2 && columns[0] && is_ours(columns[0], columns[1]);
  comparing->others += !is_known;
  comparing->ours += is_known && columns[1];
  return 0;
}

static size_t definitions_of_ours(void)
{
  size_t count = 0;
  for (const char *at = schema; (at = strstr(at, "CREATE ")); at++)
    count++;
  return count;
}

int sqlite_compare(struct store *store, struct buf *findings, struct err *err)
{
  struct sqlite *sqlite = (struct sqlite *)store;
  struct comparing comparing = {0};
  int code = sqlite3_exec(sqlite->db, "SELECT name, sql FROM sqlite_schema", compare_one, &comparing, NULL);
  if (code != SQLITE_OK)
    return sqlite_fail(sqlite, code, err);
  if (comparing.others || comparing.ours != definitions_of_ours())
    buf_text(findings, "the database has other tables, indices, triggers or views than a ledger has\n");
  return 0;
}

static int note_damage(void *context, int count, char **columns, char **names)
{
  if (count > 0 && columns[0] && strcmp(columns[0], "ok") != 0)
    buf_format(context, "SQLite finds the file damaged: %s\n", columns[0]);
  return 0;
}

/* An audit walks from 0 upwards: what stands before would be in the file, but in nobody's sight. */
static int note_hidden(void *context, int count, char **columns, char **names)
{
  if (count > 0 && columns[0] && strcmp(columns[0], "0") != 0)
    buf_format(context, "%s rows stand at places below 0\n", columns[0]);
  return 0;
}

static const char count_hidden[] = "SELECT (SELECT count(*) FROM entry WHERE seq < 0) + "
                                   "(SELECT count(*) FROM checkpoint WHERE size < 0)";

int sqlite_examine(struct store *store, struct buf *findings, struct err *err)
{
  struct sqlite *sqlite = (struct sqlite *)store;
  if (sqlite_compare(store, findings, err))
    return -1;
  int code = sqlite3_exec(sqlite->db, count_hidden, note_hidden, findings, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec(sqlite->db, "PRAGMA integrity_check(5)", note_damage, findings, NULL);
  return code == SQLITE_OK ? 0 : sqlite_fail(sqlite, code, err);
}
