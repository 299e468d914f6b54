/*
 * Signed durable steps beside bare SQLite commits of the same bytes, in the same minute on the same disk.
 *
 *     ledger [--short]
 *
 * A step is one transaction of two entries of about 400 bytes and a signed checkpoint. The floor writes the same three
 * runs of bytes into a plain table: write-ahead log, synchronous=FULL, prepared statements. Both are also run where a
 * flush takes 1 ms, as on an ordinary disk. They take turns in small batches and the median of the ratios counts, for
 * machines are shared. `--short` is the test: fewer batches, and limits with room for noise.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "ledger/ledger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define BATCHES_MAX 101
#define ENTRY_BYTES 400
#define NOTE_BYTES 250

static struct err err;
static char folder[256];

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

/* ---- a disk whose flush takes a while ---- */

static long flush_ns;
static int (*open_file)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
static int (*sync_file)(sqlite3_file *, int);

static int slow_sync(sqlite3_file *file, int flags)
{
  const struct timespec pause = {0, flush_ns};
  if (flush_ns)
    nanosleep(&pause, NULL);
  return sync_file(file, flags);
}

/* The system's own file, with only its way of syncing exchanged. It has a table of methods for each way of locking. */
static int slow_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  static struct {
    const sqlite3_io_methods *own;
    sqlite3_io_methods slow;
  } tables[8];
  int code = open_file(vfs, name, file, flags, out);
  for (size_t i = 0; code == SQLITE_OK && i < COUNT(tables); i++) {
    if (!tables[i].own) {
      tables[i].own = file->pMethods;
      tables[i].slow = *file->pMethods;
      tables[i].slow.xSync = slow_sync;
      sync_file = file->pMethods->xSync;
    }
    if (tables[i].own == file->pMethods) {
      file->pMethods = &tables[i].slow;
      break;
    }
  }
  return code;
}

static void slow_disk(void)
{
  static sqlite3_vfs vfs;
  vfs = *sqlite3_vfs_find(NULL);
  vfs.zName = "slow";
  vfs.pNext = NULL;
  open_file = vfs.xOpen;
  vfs.xOpen = slow_open;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
    give_up("no file system for SQLite");
}

/* ---- the floor ---- */

static sqlite3 *floor_db;
static sqlite3_stmt *floor_begin, *floor_insert, *floor_commit;

static sqlite3_stmt *prepare(const char *sql)
{
  sqlite3_stmt *made;
  if (sqlite3_prepare_v2(floor_db, sql, -1, &made, NULL) != SQLITE_OK)
    give_up(sqlite3_errmsg(floor_db));
  return made;
}

static void open_floor(const char *path)
{
  if (sqlite3_open(path, &floor_db) != SQLITE_OK ||
      sqlite3_exec(floor_db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "CREATE TABLE entry (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT", NULL, NULL, NULL))
    give_up(sqlite3_errmsg(floor_db));
  floor_begin = prepare("BEGIN IMMEDIATE");
  floor_insert = prepare("INSERT INTO entry (bytes) VALUES (?1)");
  floor_commit = prepare("COMMIT");
}

static void run(sqlite3_stmt *statement)
{
  if (sqlite3_step(statement) != SQLITE_DONE)
    give_up(sqlite3_errmsg(floor_db));
  sqlite3_reset(statement);
}

static void floor_step(void)
{
  static const char bytes[ENTRY_BYTES];
  static const int lengths[] = {ENTRY_BYTES, ENTRY_BYTES, NOTE_BYTES};
  run(floor_begin);
  for (int i = 0; i < 3; i++) {
    sqlite3_bind_blob(floor_insert, 1, bytes, lengths[i], SQLITE_STATIC);
    run(floor_insert);
  }
  run(floor_commit);
}

static void close_floor(void)
{
  sqlite3_finalize(floor_begin);
  sqlite3_finalize(floor_insert);
  sqlite3_finalize(floor_commit);
  sqlite3_close(floor_db);
}

/* ---- ours ---- */

static struct ledger *ledger;

static void append(enum entry_type type, int64_t commit, const char *body)
{
  const struct entry_draft draft = {.type = type, .incident = "I-1", .step = "technical.stop.2", .run = 1,
                                    .commit = commit, .body = body, .body_length = strlen(body)};
  if (ledger_append(ledger, &draft, NULL, &err))
    give_up(err.text);
}

static void our_step(void)
{
  static const char outcome[] = "{\"attempt\":1,\"fields\":{\"means\":\"telephone\",\"number\":\"office\",\"person\":"
                                "\"manager1\",\"reached\":false,\"said\":\"nobody answered\"},\"status\":\"done\"}";
  static const char request[] = "{\"action\":\"network.disconnect\",\"arguments\":{\"what\":\"web1\"},\"decision\":"
                                "{\"because\":\"b\",\"candidates\":[1],\"facts\":{},\"from\":[\"management\"],"
                                "\"position\":1,\"rule\":\"x\","
                                "\"verdict\":\"approval\"},\"fingerprint\":\"sha256:9c41\",\"state\":\"waiting\"}";
  if (ledger_begin(ledger, &err))
    give_up(err.text);
  int64_t commit = (int64_t)ledger_size(ledger);
  append(ENTRY_OUTCOME, commit, outcome);
  append(ENTRY_REQUEST, commit, request);
  if (ledger_commit(ledger, &err))
    give_up(err.text);
}

static void open_ours(void)
{
  const struct ledger_place place = {"ledger.db", "keys", "head"};
  char *body = NULL;
  if (ledger_create(&place, "bench", &ledger, &err) || ledger_begin(ledger, &err))
    give_up(err.text);
  body = xasprintf("{\"name\":\"bench\",\"origin\":\"%s\",\"people\":[],\"semantics\":1}", ledger_origin(ledger));
  const struct entry_draft draft = {.type = ENTRY_GENESIS, .commit = ENTRY_NO_COMMIT, .body = body,
                                    .body_length = strlen(body)};
  if (ledger_append(ledger, &draft, NULL, &err) || ledger_commit(ledger, &err))
    give_up(err.text);
  free(body);
}

/* ---- side by side ---- */

static double time_of(void (*step)(void), int steps)
{
  int64_t start = clock_read().monotonic_ns;
  for (int i = 0; i < steps; i++)
    step();
  return (double)(clock_read().monotonic_ns - start) / 1e3 / steps;
}

static int ascending(const void *left, const void *right)
{
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static double median(double *values, int count)
{
  qsort(values, (size_t)count, sizeof *values, ascending);
  return values[count / 2];
}

/* Prints one line of figures and returns the ratio of the rates. */
static double compare(const char *name, int batches, int steps)
{
  double floors[BATCHES_MAX], ours[BATCHES_MAX], ratios[BATCHES_MAX];
  for (int i = 0; i < batches; i++) {
    floors[i] = time_of(floor_step, steps);
    ours[i] = time_of(our_step, steps);
    ratios[i] = floors[i] / ours[i];
  }
  double floor = median(floors, batches), own = median(ours, batches), ratio = median(ratios, batches);
  printf("# %-26s floor %7.1f us (%6.0f/s)   ours %7.1f us (%6.0f/s)   ratio %.2f\n", name, floor, 1e6 / floor, own,
         1e6 / own, ratio);
  fflush(stdout);
  return ratio;
}

static void point(int number, double ratio, double limit, const char *name)
{
  printf("%s %d - %s: ratio %.2f, at least %.2f\n", ratio >= limit ? "ok" : "not ok", number, name, ratio, limit);
}

/* In memory there is nothing to flush, and so nothing to compare with. */
static bool is_in_memory(void)
{
  struct statfs about;
  return statfs(".", &about) == 0 && about.f_type == TMPFS_MAGIC;
}

int main(int count, char **words)
{
  bool is_short = count > 1 && strcmp(words[1], "--short") == 0;
  const char *base = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/tocsin-bench-XXXXXX", base ? base : "/tmp");
  if (!mkdtemp(folder) || chdir(folder) != 0)
    give_up("no folder to measure in");
  slow_disk();
  open_floor("floor.db");
  open_ours();
  compare("warming up", 3, 100);
  double fast = compare("flush as this disk has it", is_short ? 15 : 61, is_short ? 50 : 200);
  flush_ns = 1000000;
  double slow = compare("flush of 1 ms", is_short ? 5 : 15, is_short ? 10 : 50);
  close_floor();
  ledger_close(ledger);
  printf("1..2\n");
  if (is_in_memory())
    printf("ok 1 - signed durable steps # SKIP this folder is in memory; set TMPDIR to one on a disk\n");
  else
    point(1, fast, is_short ? 0.30 : 0.45, "signed durable steps");
  point(2, slow, is_short ? 0.70 : 0.90, "signed durable steps where a flush takes 1 ms");
  char *command = xasprintf("rm -rf '%s'", folder);
  int result = system(command);
  free(command);
  return result != 0;
}
