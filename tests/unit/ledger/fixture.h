/*
 * A small ledger in a folder of its own, with a genesis of two people: senior1 (senior management) and technical1.
 */
#pragma once

#include "base/base64.h"
#include "base/file.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "model/statement.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/tocsin-ledger-XXXXXX";
static const struct ledger_place place = {"ledger.db", "keys", "head"};
static struct key *senior, *technical;

#define must(call)                                                                                                     \
  do {                                                                                                                 \
    struct err why_not = {0}, *why = &why_not;                                                                         \
    ck_assert_msg((call) == 0, "%s", why->text);                                                                       \
  } while (0)

static inline void enter(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(chdir(folder), 0);
  senior = key_generate();
  technical = key_generate();
}

static inline void leave(void)
{
  char command[80];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  key_free(senior);
  key_free(technical);
}

static inline void shell(const char *command)
{
  ck_assert_msg(system(command) == 0, "%s", command);
}

static inline void person(struct buf *body, const char *id, const struct key *key, const char *role)
{
  uint8_t half[KEY_PUBLIC_SIZE];
  struct buf text = {0};
  key_public(key, half);
  base64_encode(&text, half, sizeof half);
  buf_format(body, "{\"id\":\"%s\",\"key\":\"%s\",\"name\":\"%s\",\"roles\":[\"%s\"]}", id, text.bytes, id, role);
  buf_finish(&text);
}

/* One entry in the open transaction. */
static inline int add(struct ledger *ledger, enum entry_type type, const char *incident, const char *body,
                      int64_t commit, struct err *err)
{
  struct entry_draft draft = {.type = type, .incident = incident, .commit = commit, .body = body,
                              .body_length = strlen(body), .is_unsigned = entry_type_row(type)->is_statement};
  if (entry_type_row(type)->is_runners)
    draft.run = 1;
  return ledger_append(ledger, &draft, NULL, err);
}

/* One entry signed by somebody. */
static inline int say(struct ledger *ledger, enum entry_type type, const char *who, const struct key *key,
                      const char *incident, const char *body, struct err *err)
{
  struct buf dsse = {0};
  struct entry_draft draft = {.type = type, .incident = incident, .actor = who, .commit = ENTRY_NO_COMMIT,
                              .body = body, .body_length = strlen(body)};
  struct statement_place where = {.origin = ledger_origin(ledger), .said = ledger_now(ledger)};
  int result = ledger_last_of(ledger, entry_chain(type, incident), &where.after, err);
  if (result == 0)
    result = statement_envelope(&dsse, &draft, &where, key, err);
  draft.dsse = dsse.bytes;
  draft.dsse_length = dsse.length;
  if (result == 0)
    result = ledger_append(ledger, &draft, NULL, err);
  buf_finish(&dsse);
  return result;
}

static inline void genesis(struct ledger *ledger)
{
  struct buf body = {0};
  buf_format(&body, "{\"name\":\"Corp\",\"origin\":\"%s\",\"people\":[", ledger_origin(ledger));
  person(&body, "senior1", senior, "senior_management");
  buf_char(&body, ',');
  person(&body, "technical1", technical, "technical");
  buf_text(&body, "],\"semantics\":1}");
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_GENESIS, NULL, body.bytes, ENTRY_NO_COMMIT, why));
  ledger_rotate(ledger, "genesis");
  must(ledger_commit(ledger, why));
  buf_finish(&body);
}

static inline struct ledger *make(void)
{
  struct ledger *ledger = NULL;
  must(ledger_create(&place, "Corp Test", &ledger, why));
  genesis(ledger);
  return ledger;
}

static inline struct ledger *open_again(enum ledger_mode mode)
{
  struct ledger *ledger = NULL;
  must(ledger_open(&place, mode, &ledger, why));
  return ledger;
}

/* A transaction of `count` notes of an incident. */
static inline void note(struct ledger *ledger, const char *incident, int count)
{
  must(ledger_begin(ledger, why));
  for (int i = 0; i < count; i++)
    must(add(ledger, ENTRY_NOTE, incident, "{\"text\":\"seen\"}", ENTRY_NO_COMMIT, why));
  must(ledger_commit(ledger, why));
}

/* A transaction of the runner: two entries that carry its beginning. */
static inline void run_step(struct ledger *ledger, const char *incident)
{
  must(ledger_begin(ledger, why));
  int64_t commit = (int64_t)ledger_size(ledger);
  must(add(ledger, ENTRY_IN_DOUBT, incident, "{\"attempt\":1,\"because\":\"a test\"}", commit, why));
  must(add(ledger, ENTRY_DUE, incident, "{\"at\":\"now\",\"deadline\":\"then\"}", commit, why));
  must(ledger_commit(ledger, why));
}

static inline struct verify_report verified(const char *trust, const char *since)
{
  struct verify_options options = {trust, since};
  struct verify_report report;
  must(ledger_verify(&place, &options, &report, why));
  return report;
}

static inline void must_be_clean(void)
{
  struct verify_report report = verified(NULL, NULL);
  ck_assert_msg(report.is_ok && report.findings.length == 0, "%s", buf_string(&report.findings));
  ck_assert_int_eq(report.first_bad, -1);
  verify_finish(&report);
}

/* Findings, or that it cannot be read at all, which is one too. */
static inline void must_be_found(const char *what, const char *trust)
{
  struct verify_options options = {trust, NULL};
  struct verify_report report;
  struct err err = {0};
  int result = ledger_verify(&place, &options, &report, &err);
  ck_assert_msg(result == -1 || (!report.is_ok && report.findings.length > 0), "not found: %s", what);
  ck_assert_msg(result == 0 || err_is_set(&err), "%s", what);
  verify_finish(&report);
}

/* The database without the ledger; who tampers does not wait for the disk. */
static inline sqlite3 *open_bare(void)
{
  sqlite3 *db;
  ck_assert_int_eq(sqlite3_open("ledger.db", &db), SQLITE_OK);
  ck_assert_int_eq(sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
  return db;
}

static inline void tamper(const char *sql)
{
  sqlite3 *db = open_bare();
  char *why = NULL;
  int code = sqlite3_exec(db, sql, NULL, NULL, &why);
  ck_assert_msg(code == SQLITE_OK, "%s: %s", sql, why);
  sqlite3_close(db);
}

static inline int run_suite(Suite *suite)
{
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
