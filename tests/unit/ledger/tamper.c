/*
 * Every tampering we could think of, and whether it is found. First: any byte of any column of any row.
 */
#include "fixture.h"

#include "base/json.h"
#include "ledger/note.h"

#define MORE_INCIDENTS 20

/* Three epochs, signed and unsigned statements, the runner's entries, a procedure, people who change. */
static void make_rich(void)
{
  struct ledger *ledger = make();
  struct digest digest;
  char text[DIGEST_TEXT_SIZE], body[300];
  struct buf someone = {0};
  must(ledger_begin(ledger, why));
  must(ledger_keep(ledger, "rules: []\n", 10, &digest, why));
  digest_text(&digest, text);
  snprintf(body, sizeof body, "{\"digest\":\"%s\",\"files\":{\"policies/rules.yaml\":\"%s\"}}", text, text);
  must(say(ledger, ENTRY_PROCEDURE, "senior1", senior, NULL, body, why));
  person(&someone, "technical2", technical, "irt");
  must(say(ledger, ENTRY_PERSON, "senior1", senior, NULL, someone.bytes, why));
  must(ledger_commit(ledger, why));
  note(ledger, "I-1", 2);
  ledger_rotate(ledger, "run 1 of I-1 begins");
  run_step(ledger, "I-1");
  run_step(ledger, "I-1");
  must(ledger_begin(ledger, why));
  must(say(ledger, ENTRY_NOTE, "technical1", technical, "I-1", "{\"text\":\"signed\"}", why));
  must(say(ledger, ENTRY_REVOKE, "senior1", senior, NULL, "{\"because\":\"left\",\"person\":\"technical2\"}", why));
  must(ledger_commit(ledger, why));
  note(ledger, "I-2", 1);
  for (int i = 3; i < 3 + MORE_INCIDENTS; i++) { /* so many that tiles are written */
    snprintf(text, sizeof text, "I-%d", i);
    note(ledger, text, 1);
  }
  buf_finish(&someone);
  ledger_close(ledger);
  must_be_clean();
}

/* ---- any byte ---- */

struct cell {
  const char *table, *column;
  bool is_number;
};

static const struct cell cells[] = {
    {"ledger", "origin", false},  {"ledger", "first_key", false}, {"entry", "seq", true},
    {"entry", "chain", false},    {"entry", "bytes", false},      {"head", "size", true},
    {"head", "roots", false},     {"head", "note", false},        {"head", "untiled", false},
    {"head", "touched", false},   {"chain", "place", true},       {"chain", "name", false},
    {"chain", "count", true},     {"chain", "last", false},       {"chain", "list", false},
    {"checkpoint", "size", true}, {"checkpoint", "epoch", true},  {"checkpoint", "note", false},
    {"checkpoint", "roots", false}, {"checkpoint", "lists", false}, {"blob", "name", false},
    {"content", "digest", false}, {"content", "bytes", false},
};

static int count_of(const char *sql)
{
  sqlite3 *db = open_bare();
  sqlite3_stmt *statement;
  ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
  ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
  int count = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return count;
}

/* One byte of one row becomes another one: its lowest bit is flipped. False: the database does not take it. */
static bool flip(const struct cell *cell, int row, int byte)
{
  char sql[600];
  const char *kind = strcmp(cell->column, "origin") == 0 || strcmp(cell->column, "chain") == 0 ||
                             strcmp(cell->column, "name") == 0
                         ? "TEXT"
                         : "BLOB";
  sqlite3 *db = open_bare();
  sqlite3_stmt *read, *write;
  snprintf(sql, sizeof sql, "SELECT rowid, CAST(%s AS BLOB) FROM %s ORDER BY rowid LIMIT 1 OFFSET %d", cell->column,
           cell->table, row);
  ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &read, NULL), SQLITE_OK);
  ck_assert_int_eq(sqlite3_step(read), SQLITE_ROW);
  int length = sqlite3_column_bytes(read, 1);
  unsigned char *bytes = malloc((size_t)length);
  memcpy(bytes, sqlite3_column_blob(read, 1), (size_t)length);
  bytes[byte] ^= 1;
  snprintf(sql, sizeof sql, "UPDATE %s SET %s = CAST(?1 AS %s) WHERE rowid = ?2", cell->table, cell->column, kind);
  ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &write, NULL), SQLITE_OK);
  sqlite3_bind_blob(write, 1, bytes, length, SQLITE_STATIC);
  sqlite3_bind_int64(write, 2, sqlite3_column_int64(read, 0));
  int code = sqlite3_step(write);
  ck_assert(code == SQLITE_DONE || code == SQLITE_CONSTRAINT); /* another one is called so */
  sqlite3_finalize(read);
  sqlite3_finalize(write);
  sqlite3_close(db);
  free(bytes);
  return code == SQLITE_DONE;
}

static struct buf clean; /* the untouched database */

static void restore(void)
{
  FILE *file = fopen("ledger.db", "w");
  ck_assert_uint_eq(fwrite(clean.bytes, 1, clean.length, file), clean.length);
  ck_assert_int_eq(fclose(file), 0);
}

/* ---- without an audit: whoever reads a chain notices ---- */

static int pass(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  ++*(int *)context;
  return 0;
}

static int pass_listed(void *context, const struct ledger_listed *listed, struct err *err)
{
  ++*(int *)context;
  return 0;
}

/* Opens the ledger and reads every chain, as verbs do. */
static bool is_noticed(void)
{
  static const char *const chains[] = {CHAIN_SITE, CHAIN_KEYS, CHAIN_HOUSE, CHAIN_ACCESS};
  struct ledger *ledger = NULL;
  struct err err = {0};
  int seen = 0;
  char incident[16];
  if (ledger_open(&place, LEDGER_READ, &ledger, &err))
    return true;
  for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
    ledger_each_in(ledger, chains[i], 0, pass, &seen, &err);
  for (int i = 1; i < 3 + MORE_INCIDENTS; i++) {
    snprintf(incident, sizeof incident, "I-%d", i);
    ledger_each_in(ledger, incident, 0, pass, &seen, &err);
  }
  ledger_each_in(ledger, "I-99", 0, pass, &seen, &err);
  ledger_each_listed(ledger, pass_listed, &seen, &err);
  ledger_close(ledger);
  ck_assert(!err_is_set(&err) || err.kind == ERR_STORE);
  return err_is_set(&err);
}

/* What only an audit reads: closings of old epochs, contents by their digest, and what nobody believes anyway. */
static bool is_for_audits(const char *table)
{
  return strcmp(table, "checkpoint") == 0 || strcmp(table, "content") == 0 || strcmp(table, "blob") == 0 ||
         strcmp(table, "ledger") == 0;
}

static void must_be_noticed(const char *table, const char *what)
{
  bool is_list = strstr(what, "touched") || strstr(what, "untiled") || strstr(what, "row =");
  ck_assert_msg(is_for_audits(table) || is_list || is_noticed(), "read as if nothing were wrong: %s", what);
}

static void flip_every(const struct cell *cell, int row, int length)
{
  char what[200];
  int step = length > 40 ? length / 20 : 1; /* every byte of what is short, some twenty of what is long */
  for (int byte = 0; byte < length; byte += step) {
    restore();
    if (!flip(cell, row, byte))
      continue;
    snprintf(what, sizeof what, "byte %d of %s.%s in row %d", byte, cell->table, cell->column, row);
    must_be_found(what, NULL);
    must_be_noticed(cell->table, what);
  }
}

START_TEST(a_changed_byte_in_any_column_of_any_row_is_found)
{
  const struct cell *cell = &cells[_i];
  char sql[300], what[200];
  make_rich();
  must(file_read("ledger.db", 1 << 20, &clean, why));
  snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", cell->table);
  int rows = count_of(sql);
  ck_assert_int_gt(rows, 0);
  for (int row = 0; row < rows; row++) {
    snprintf(sql, sizeof sql, "SELECT coalesce(length(CAST(%s AS BLOB)), 0) FROM %s ORDER BY rowid LIMIT 1 OFFSET %d",
             cell->column, cell->table, row);
    int length = count_of(sql);
    if (!cell->is_number) {
      flip_every(cell, row, length);
      continue;
    }
    restore();
    snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s + 1000 WHERE rowid = (SELECT rowid FROM %s ORDER BY rowid LIMIT 1 "
             "OFFSET %d)", cell->table, cell->column, cell->column, cell->table, row);
    tamper(sql);
    snprintf(what, sizeof what, "%s.%s of row %d", cell->table, cell->column, row);
    must_be_found(what, NULL);
    must_be_noticed(cell->table, what);
  }
  restore();
  must_be_clean();
  buf_finish(&clean);
}
END_TEST

/* ---- whole rows, and what a thief of the database would rather do ---- */

static const char *const thefts[] = {
    "DELETE FROM entry WHERE seq = 5",
    "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 0",
    "INSERT INTO entry SELECT max(seq) + 1, chain, bytes FROM entry",
    "INSERT INTO entry SELECT -seq - 1, chain, bytes FROM entry WHERE seq = 4",
    "UPDATE entry SET seq = 1000 WHERE seq = 4; UPDATE entry SET seq = 4 WHERE seq = 5; "
    "UPDATE entry SET seq = 5 WHERE seq = 1000",
    "UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 4) WHERE seq = 5",
    "UPDATE entry SET chain = '/house' WHERE chain = 'I-2'",
    "UPDATE entry SET chain = '' WHERE seq = 0",
    "UPDATE entry SET chain = 'I-2' WHERE seq = 4",
    "DELETE FROM chain",
    "DELETE FROM chain WHERE name = 'I-2'",
    "DELETE FROM chain WHERE place = (SELECT max(place) FROM chain)",
    "INSERT INTO chain SELECT max(place) + 1, 'I-99', count, last, list, row FROM chain",
    "UPDATE chain SET count = 2, last = (SELECT last FROM chain WHERE name = 'I-1') WHERE name = 'I-2'",
    "UPDATE chain SET row = x'00' WHERE name = 'I-2'",
    "DELETE FROM blob",
    "DELETE FROM blob WHERE name = 'tile/0/0'",
    "DELETE FROM checkpoint WHERE epoch = 1",
    "DELETE FROM checkpoint",
    "UPDATE checkpoint SET epoch = NULL WHERE epoch = 2",
    "UPDATE checkpoint SET note = (SELECT note FROM head) WHERE epoch = 1",
    "INSERT INTO checkpoint SELECT 5, NULL, note, x'', x'' FROM head",
    "INSERT INTO checkpoint SELECT 5, 3, note, roots, lists FROM checkpoint WHERE epoch = 1",
    "INSERT INTO checkpoint SELECT 500, NULL, note, x'', x'' FROM head",
    "INSERT INTO checkpoint SELECT -500, NULL, note, x'', x'' FROM head",
    "DELETE FROM head",
    "UPDATE head SET note = (SELECT note FROM checkpoint WHERE epoch = 2)",
    "UPDATE head SET note = x''",
    "UPDATE head SET roots = x''",
    "DELETE FROM ledger",
    "DELETE FROM content",
    "UPDATE content SET bytes = x''",
    "CREATE TRIGGER quiet BEFORE INSERT ON entry BEGIN SELECT raise(IGNORE); END",
    "CREATE TABLE more (a) STRICT",
    "DROP INDEX entry_of_chain",
    "CREATE VIEW v AS SELECT 1",
};

START_TEST(rows_that_were_taken_added_or_moved_are_found)
{
  make_rich();
  char sql[600];
  bool needs_more = strstr(thefts[_i], "-seq - 1") != NULL; /* the table's own check stands in the way: a thief's not */
  snprintf(sql, sizeof sql, "%s%s", needs_more ? "PRAGMA ignore_check_constraints = 1; " : "",
           strstr(thefts[_i], "more (a)") ? "CREATE TABLE more (a INTEGER) STRICT" : thefts[_i]);
  tamper(sql);
  must_be_found(thefts[_i], NULL);
  bool is_in_entries = strstr(thefts[_i], " entry ") || strstr(thefts[_i], " chain ") || strstr(thefts[_i], " head") ||
                       strstr(thefts[_i], "CREATE ") || strstr(thefts[_i], "DROP ");
  bool is_of_audits = strstr(thefts[_i], "checkpoint") || strstr(thefts[_i], "content") || strstr(thefts[_i], "blob") ||
                      strstr(thefts[_i], "SET row") || strstr(thefts[_i], "-seq - 1");
  if (is_in_entries && !is_of_audits)
    must_be_noticed("entry", thefts[_i]);
}
END_TEST

/* A false or lost tile costs time and changes nothing. */
START_TEST(whatever_tiles_say_what_is_read_is_right)
{
  static const char *const changes[] = {"DELETE FROM blob", "UPDATE blob SET bytes = zeroblob(4032)",
                                        "UPDATE blob SET bytes = x'00'", "UPDATE head SET untiled = x''"};
  make_rich();
  ck_assert_int_gt(count_of("SELECT count(*) FROM blob"), 0);
  ck_assert(!is_noticed());
  tamper(changes[_i]);
  ck_assert(!is_noticed());
  struct ledger *ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-5", 1);
  note(ledger, "I-500", 1);
  ledger_close(ledger);
  ck_assert(!is_noticed());
}
END_TEST

START_TEST(the_first_bad_entry_is_named_where_it_is_one)
{
  make_rich();
  tamper("UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"seq\":5', '\"seq\":7') AS BLOB) WHERE seq = 5");
  struct verify_report report = verified(NULL, NULL);
  ck_assert(!report.is_ok);
  ck_assert_int_eq(report.first_bad, 5);
  ck_assert_ptr_nonnull(strstr(report.findings.bytes, "entry 5 says that it is entry 7\n"));
  ck_assert_ptr_nonnull(strstr(report.findings.bytes, "does not fit the entries; entries 2 to "));
  verify_finish(&report);
}
END_TEST

START_TEST(a_ledger_rebuilt_from_genesis_is_found_by_the_trust_file_only)
{
  struct ledger *ledger = make();
  char policy[600];
  snprintf(policy, sizeof policy, "log %s\n", ledger_first_vkey(ledger));
  ledger_close(ledger);
  struct verify_report report = verified(policy, NULL);
  ck_assert_msg(report.is_ok, "%s", buf_string(&report.findings));
  ck_assert_str_eq(report.trust, "given");
  verify_finish(&report);
  shell("rm -r ledger.db* keys head");
  ledger = make();
  ledger_close(ledger);
  must_be_clean(); /* whoever owns the machine can do this: trust "self" cannot see it */
  must_be_found("a rebuilt ledger", policy);
}
END_TEST

START_TEST(a_note_kept_elsewhere_binds_the_past)
{
  struct ledger *ledger = make();
  struct err err = {0};
  note(ledger, "I-1", 2);
  char *kept = strdup(ledger_checkpoint(ledger, &err));
  ledger_rotate(ledger, "on");
  note(ledger, "I-1", 2);
  ledger_close(ledger);
  struct verify_report report = verified(NULL, kept);
  ck_assert_msg(report.is_ok, "%s", buf_string(&report.findings));
  verify_finish(&report);
  char *changed = strdup(kept);
  strstr(changed, "\n4\n")[1] = '3';
  report = verified(NULL, changed);
  ck_assert(!report.is_ok);
  verify_finish(&report);
  strstr(changed, "\n3\n")[1] = '9';
  report = verified(NULL, changed);
  ck_assert(!report.is_ok);
  ck_assert_ptr_nonnull(strstr(report.findings.bytes, "the note given with --since has 9 entries, the ledger only 7"));
  verify_finish(&report);
  const struct verify_options nonsense = {NULL, "nonsense"};
  ck_assert_int_eq(ledger_verify(&place, &nonsense, &report, &err), -1); /* what cannot be read accuses nobody */
  verify_finish(&report);
  free(changed);
  free(kept);
}
END_TEST

START_TEST(a_read_only_copy_without_its_folder_can_be_verified)
{
  make_rich();
  shell("mkdir audit && cp ledger.db audit/ && chmod 0500 audit && chmod 0400 audit/ledger.db");
  struct ledger_place copy = {"audit/ledger.db", NULL, NULL};
  struct verify_options options = {0};
  struct verify_report report;
  must(ledger_verify(&copy, &options, &report, why));
  ck_assert_msg(report.is_ok, "%s", buf_string(&report.findings));
  ck_assert_uint_eq(report.statements, 4);
  ck_assert_uint_eq(report.unsigned_statements, 3 + MORE_INCIDENTS);
  ck_assert_uint_eq(report.people, 3);
  verify_finish(&report);
  shell("chmod 0700 audit");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("tamper");
  TCase *bytes = tcase_create("bytes"), *rows = tcase_create("rows");
  tcase_add_checked_fixture(bytes, enter, leave);
  tcase_set_timeout(bytes, 120);
  tcase_add_loop_test(bytes, a_changed_byte_in_any_column_of_any_row_is_found, 0, sizeof cells / sizeof *cells);
  suite_add_tcase(suite, bytes);
  tcase_add_checked_fixture(rows, enter, leave);
  tcase_set_timeout(rows, 30);
  tcase_add_loop_test(rows, rows_that_were_taken_added_or_moved_are_found, 0, sizeof thefts / sizeof *thefts);
  tcase_add_loop_test(rows, whatever_tiles_say_what_is_read_is_right, 0, 4);
  tcase_add_test(rows, the_first_bad_entry_is_named_where_it_is_one);
  tcase_add_test(rows, a_ledger_rebuilt_from_genesis_is_found_by_the_trust_file_only);
  tcase_add_test(rows, a_note_kept_elsewhere_binds_the_past);
  tcase_add_test(rows, a_read_only_copy_without_its_folder_can_be_verified);
  suite_add_tcase(suite, rows);
  return run_suite(suite);
}
