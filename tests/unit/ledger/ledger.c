/* ledger/ledger.h: what a writer and a reader can rely on. */
#include "fixture.h"

#include <sys/wait.h>

static int collect(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  buf_format(context, "%llu;", (unsigned long long)seq);
  return 0;
}

static void expect_seqs(struct ledger *ledger, const char *incident, uint64_t from, uint64_t to, const char *seqs)
{
  struct buf found = {0};
  if (incident)
    must(ledger_each_of(ledger, incident, from, collect, &found, why));
  else
    must(ledger_each(ledger, from, to, collect, &found, why));
  ck_assert_str_eq(buf_string(&found), seqs);
  buf_finish(&found);
}

START_TEST(a_new_ledger_is_clean_and_opens_again)
{
  struct ledger *ledger = make();
  char origin[200];
  ck_assert_int_eq(sscanf(ledger_origin(ledger), "corp-test/%199[0-9a-f]", origin), 1);
  ck_assert_uint_eq(strlen(origin), 16);
  ck_assert_uint_eq(ledger_size(ledger), 2);
  ck_assert_int_eq(strncmp(ledger_first_vkey(ledger), ledger_origin(ledger), strlen(ledger_origin(ledger))), 0);
  ledger_close(ledger);
  must_be_clean();
  ledger = open_again(LEDGER_WRITE);
  ck_assert_uint_eq(ledger_size(ledger), 2);
  note(ledger, "I-1", 3);
  ck_assert_uint_eq(ledger_size(ledger), 5);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(entries_come_back_by_range_and_by_incident)
{
  struct ledger *ledger = make();
  note(ledger, "I-1", 2);
  note(ledger, "I-2", 1);
  note(ledger, NULL, 1);
  note(ledger, "I-1", 1);
  expect_seqs(ledger, NULL, 0, UINT64_MAX, "0;1;2;3;4;5;6;");
  expect_seqs(ledger, NULL, 2, 4, "2;3;");
  expect_seqs(ledger, "I-1", 0, 0, "0;2;3;6;");
  expect_seqs(ledger, "I-2", 2, 0, "4;");
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_NOTE, "I-2", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, why));
  expect_seqs(ledger, "I-2", 4, 0, "4;7;");
  ledger_abort(ledger);
  expect_seqs(ledger, "I-2", 4, 0, "4;");
  ck_assert_uint_eq(ledger_size(ledger), 7);
  ledger_close(ledger);
}
END_TEST

START_TEST(what_is_given_up_leaves_nothing)
{
  struct ledger *ledger = make();
  struct digest digest;
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, why));
  must(ledger_keep(ledger, "bytes", 5, &digest, why));
  ck_assert_uint_eq(ledger_size(ledger), 3);
  ledger_abort(ledger);
  ledger_abort(ledger);
  ck_assert_uint_eq(ledger_size(ledger), 2);
  struct buf out = {0};
  struct err err = {0};
  ck_assert_int_eq(ledger_content(ledger, &digest, &out, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "does not hold the bytes"));
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(an_empty_transaction_signs_nothing)
{
  struct ledger *ledger = make();
  struct err err = {0};
  char *before = strdup(ledger_checkpoint(ledger, &err));
  must(ledger_begin(ledger, why));
  must(ledger_commit(ledger, why));
  ck_assert_str_eq(ledger_checkpoint(ledger, &err), before);
  free(before);
  ledger_close(ledger);
}
END_TEST

START_TEST(content_comes_back_by_its_digest)
{
  struct ledger *ledger = make();
  struct digest digest, again;
  struct buf out = {0};
  must(ledger_begin(ledger, why));
  must(ledger_keep(ledger, "rules\n", 6, &digest, why));
  must(ledger_keep(ledger, "rules\n", 6, &again, why));
  must(ledger_commit(ledger, why));
  ck_assert(digest_equal(&digest, &again));
  must(ledger_content(ledger, &digest, &out, why));
  ck_assert_str_eq(out.bytes, "rules\n");
  buf_finish(&out);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

static const struct {
  enum entry_type type;
  const char *body, *sentence;
  int64_t commit;
  bool is_said;
} bad_drafts[] = {
    {ENTRY_NOTE, "{\"text\": \"x\"}", "not canonical JSON", ENTRY_NO_COMMIT, true},
    {ENTRY_NOTE, "{}", "without the member \"text\"", ENTRY_NO_COMMIT, true},
    {ENTRY_NOTE, "{\"text\":\"x\"}", "neither signed nor marked", ENTRY_NO_COMMIT, false},
    {ENTRY_DUE, "{\"at\":1,\"deadline\":2}", "no member \"commit\"", ENTRY_NO_COMMIT, false},
    {ENTRY_GENESIS, "{}", "has its genesis already", ENTRY_NO_COMMIT, false},
};

START_TEST(a_bad_draft_is_refused_and_the_transaction_goes_on)
{
  struct ledger *ledger = make();
  struct err err = {0};
  const struct entry_draft draft = {.type = bad_drafts[_i].type, .commit = bad_drafts[_i].commit,
                                    .body = bad_drafts[_i].body, .body_length = strlen(bad_drafts[_i].body),
                                    .is_unsigned = bad_drafts[_i].is_said};
  must(ledger_begin(ledger, why));
  ck_assert_int_eq(ledger_append(ledger, &draft, NULL, &err), -1);
  ck_assert_msg(strstr(err.text, bad_drafts[_i].sentence) != NULL, "%s", err.text);
  ck_assert_int_eq(err.kind, ERR_INPUT);
  must(add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, why));
  must(ledger_commit(ledger, why));
  ck_assert_uint_eq(ledger_size(ledger), 3);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(an_entry_may_be_65535_bytes_and_not_one_more)
{
  struct ledger *ledger = make();
  struct err err = {0};
  char *body = malloc(70000);
  size_t length = 0;
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_NOTE, NULL, "{\"text\":\"\"}", ENTRY_NO_COMMIT, why));
  must(add(ledger, ENTRY_NOTE, NULL, "{\"text\":\"\"}", ENTRY_NO_COMMIT, why)); /* it follows another one */
  ledger_last_bytes(ledger, &length);
  size_t room = ENTRY_SIZE_MAX - length;
  memset(body, 'x', 70000);
  memcpy(body, "{\"text\":\"", 9);
  memcpy(body + 9 + room - 20, "\"}", 3); /* the numbers in it may have grown by some digits: leave them room */
  must(add(ledger, ENTRY_NOTE, NULL, body, ENTRY_NO_COMMIT, why));
  memset(body + 9, 'x', room + 20);
  memcpy(body + 9 + room + 20, "\"}", 3);
  ck_assert_int_eq(add(ledger, ENTRY_NOTE, NULL, body, ENTRY_NO_COMMIT, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "at most 65535"));
  must(ledger_commit(ledger, why));
  ck_assert_uint_eq(ledger_size(ledger), 5);
  free(body);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(the_first_entry_must_be_the_genesis)
{
  struct ledger *ledger = NULL;
  struct err err = {0};
  must(ledger_create(&place, "Corp", &ledger, why));
  must(ledger_begin(ledger, why));
  ck_assert_int_eq(add(ledger, ENTRY_NOTE, NULL, "{\"text\":\"x\"}", ENTRY_NO_COMMIT, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "first entry of a ledger is its genesis"));
  ledger_close(ledger);
}
END_TEST

START_TEST(a_second_ledger_is_not_made_over_the_first)
{
  struct ledger *ledger = make(), *other = NULL;
  struct err err = {0};
  ledger_close(ledger);
  ck_assert_int_eq(ledger_create(&place, "Corp", &other, &err), -1);
  ck_assert_str_eq(err.text, "there is a ledger already: ledger.db; nothing was changed");
  must_be_clean();
}
END_TEST

/* ---- several processes ---- */

START_TEST(two_processes_append_in_turn_and_each_sees_the_other)
{
  struct ledger *ledger = make();
  ledger_close(ledger);
  pid_t pids[3];
  for (int i = 0; i < 3; i++) {
    pids[i] = fork();
    if (pids[i] == 0) {
      struct err err = {0};
      int bad = ledger_open(&place, LEDGER_WRITE, &ledger, &err);
      for (int k = 0; k < 40 && !bad; k++) {
        if (k % 13 == 12)
          ledger_rotate(ledger, "a test");
        bad = ledger_begin(ledger, &err) ||
              add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, &err) ||
              ledger_commit(ledger, &err) || (k % 5 == 0 && ledger_publish(ledger, &err));
      }
      if (bad)
        fprintf(stderr, "%s\n", err.text);
      else
        ledger_close(ledger);
      _exit(bad != 0);
    }
  }
  for (int i = 0; i < 3; i++) {
    int status;
    ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
    ck_assert_int_eq(status, 0);
  }
  ledger = open_again(LEDGER_WRITE);
  ck_assert_uint_ge(ledger_size(ledger), 2 + 3 * 40);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_reader_is_told_that_the_ledger_moved_and_sees_it)
{
  struct ledger *writer = make(), *reader = open_again(LEDGER_READ);
  struct err err = {0};
  ck_assert(!ledger_has_moved(reader));
  note(writer, "I-1", 2);
  ck_assert(ledger_has_moved(reader));
  ck_assert(!ledger_has_moved(writer));
  expect_seqs(reader, "I-1", 2, 0, "2;3;");
  ck_assert(!ledger_has_moved(reader));
  ck_assert_uint_eq(ledger_size(reader), 4);
  ck_assert_str_eq(ledger_checkpoint(reader, &err), ledger_checkpoint(writer, &err));
  ck_assert_int_eq(ledger_begin(reader, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "for reading only"));
  ledger_close(reader);
  ledger_close(writer);
}
END_TEST

START_TEST(a_writer_who_looked_knows_that_nothing_more_has_moved)
{
  struct ledger *one = make(), *two = open_again(LEDGER_WRITE);
  note(two, "I-1", 2);
  must(ledger_begin(one, why));
  ledger_abort(one);
  ck_assert(!ledger_has_moved(one));
  ledger_close(two); /* empties the log of SQLite, so that its file changes and no entry comes */
  must(ledger_begin(one, why));
  ledger_abort(one);
  ck_assert(!ledger_has_moved(one));
  ledger_close(one);
}
END_TEST

START_TEST(a_writer_catches_up_at_begin_with_another_and_its_epochs)
{
  struct ledger *one = make(), *two = open_again(LEDGER_WRITE);
  note(two, "I-1", 1);
  ledger_rotate(two, "a test");
  note(two, "I-1", 1);
  must(ledger_begin(one, why));
  ck_assert_uint_eq(ledger_size(one), 5);
  must(add(one, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, why));
  must(ledger_commit(one, why));
  note(two, "I-1", 1);
  ledger_close(one);
  ledger_close(two);
  must_be_clean();
}
END_TEST

START_TEST(a_lock_held_for_long_is_said_so)
{
  struct ledger *ledger = make(), *other = open_again(LEDGER_WRITE);
  struct err err = {0};
  must(ledger_begin(ledger, why));
  ck_assert_int_eq(ledger_begin(other, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "another process has been writing to it for 5 seconds"));
  ck_assert_int_eq(err.kind, ERR_UNWRITTEN);
  ledger_abort(ledger);
  note(other, "I-1", 1); /* and it is no lasting harm */
  ledger_close(ledger);
  ledger_close(other);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("ledger");
  TCase *use = tcase_create("use"), *many = tcase_create("many");
  tcase_add_checked_fixture(use, enter, leave);
  tcase_add_test(use, a_new_ledger_is_clean_and_opens_again);
  tcase_add_test(use, entries_come_back_by_range_and_by_incident);
  tcase_add_test(use, what_is_given_up_leaves_nothing);
  tcase_add_test(use, an_empty_transaction_signs_nothing);
  tcase_add_test(use, content_comes_back_by_its_digest);
  tcase_add_loop_test(use, a_bad_draft_is_refused_and_the_transaction_goes_on, 0,
                      sizeof bad_drafts / sizeof *bad_drafts);
  tcase_add_test(use, an_entry_may_be_65535_bytes_and_not_one_more);
  tcase_add_test(use, the_first_entry_must_be_the_genesis);
  tcase_add_test(use, a_second_ledger_is_not_made_over_the_first);
  suite_add_tcase(suite, use);
  tcase_add_checked_fixture(many, enter, leave);
  tcase_set_timeout(many, 60);
  tcase_add_test(many, two_processes_append_in_turn_and_each_sees_the_other);
  tcase_add_test(many, a_reader_is_told_that_the_ledger_moved_and_sees_it);
  tcase_add_test(many, a_writer_who_looked_knows_that_nothing_more_has_moved);
  tcase_add_test(many, a_writer_catches_up_at_begin_with_another_and_its_epochs);
  tcase_add_test(many, a_lock_held_for_long_is_said_so);
  suite_add_tcase(suite, many);
  return run_suite(suite);
}
