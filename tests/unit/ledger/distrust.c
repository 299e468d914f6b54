/* What a ledger refuses to go on with: crashes around a key, older copies, forks, missing pieces, full disks. */
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- epochs ---- */

START_TEST(the_old_key_is_gone_once_its_epoch_is_over)
{
  struct ledger *ledger = make();
  shell("test \"$(ls keys)\" = 2.pem && test \"$(stat -c %a keys/2.pem)\" = 600 && test \"$(stat -c %a keys)\" = 700");
  ledger_rotate(ledger, "run 1 begins");
  note(ledger, "I-1", 1);
  shell("test \"$(ls keys)\" = 3.pem");
  ledger_close(ledger);
  must_be_clean();
  struct verify_report report = verified(NULL, NULL);
  ck_assert_uint_eq(report.epochs, 3);
  ck_assert_uint_eq(report.checkpoints, 2);
  verify_finish(&report);
}
END_TEST

START_TEST(a_crash_between_key_and_commit_leaves_the_old_key_in_force)
{
  struct ledger *ledger = make();
  ledger_close(ledger);
  shell("cp keys/2.pem keys/3.pem"); /* what a rotation leaves that never came to its commit */
  ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-1", 1);
  shell("test \"$(ls keys)\" = 2.pem");
  ledger_rotate(ledger, "now in earnest");
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_crash_between_commit_and_erasing_is_settled_by_the_ledger)
{
  struct ledger *ledger = make();
  shell("cp keys/2.pem old");
  ledger_rotate(ledger, "a test");
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  shell("cp old keys/2.pem");
  ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-1", 1);
  shell("test \"$(ls keys)\" = 3.pem");
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

/* ---- what cannot be trusted ---- */

static void refuse(const char *sentence)
{
  struct ledger *ledger = NULL;
  struct err err = {0};
  int result = ledger_open(&place, LEDGER_WRITE, &ledger, &err);
  if (result == 0) {
    result = ledger_begin(ledger, &err);
    ledger_close(ledger);
  }
  ck_assert_int_eq(result, -1);
  ck_assert_msg(strstr(err.text, sentence) != NULL, "%s", err.text);
  ck_assert_int_eq(err.kind, ERR_UNWRITTEN);
}

START_TEST(a_restored_older_database_is_refused)
{
  struct ledger *ledger = make();
  ledger_close(ledger);
  shell("cp ledger.db backup");
  ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-1", 2);
  ledger_close(ledger);
  shell("cp backup ledger.db");
  refuse("has 2 entries, but the head file head says it had 4");
  must_be_found("an older copy", NULL);
}
END_TEST

START_TEST(a_forked_ledger_of_the_same_length_or_more_is_refused)
{
  struct ledger *ledger = make();
  ledger_close(ledger);
  shell("cp ledger.db backup; cp head backhead; cp keys/2.pem key");
  ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-1", 2);
  ledger_close(ledger);
  shell("cp head truehead; cp backup ledger.db; cp backhead head; cp key keys/2.pem");
  ledger = open_again(LEDGER_WRITE);
  note(ledger, "I-2", 3);
  ledger_close(ledger);
  must_be_clean();
  shell("cp truehead head");
  refuse("does not continue what the head file head saw at 4 entries");
  must_be_found("a fork", NULL);
}
END_TEST

/* The leaf of its chain still says what the last entry was, so a note can follow it; nothing is done by it. */
START_TEST(after_a_row_that_fails_notes_are_recorded_and_marked_and_nothing_is_done)
{
  struct ledger *ledger = make();
  struct err err = {0};
  note(ledger, "I-1", 2);
  ledger_close(ledger);
  tamper("DELETE FROM entry WHERE seq = 3");
  ledger = open_again(LEDGER_WRITE);
  ck_assert_ptr_nonnull(ledger_doubt(ledger));
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"gone?\"}", ENTRY_NO_COMMIT, why));
  size_t length;
  ck_assert_ptr_nonnull(strstr(ledger_last_bytes(ledger, &length), "\"unchecked\":\"entry 3, the newest, "));
  ck_assert_int_eq(add(ledger, ENTRY_DUE, "I-1", "{\"at\":\"a\",\"deadline\":\"b\"}", 4, &err), -1);
  ck_assert_int_eq(err.kind, ERR_STORE);
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  must_be_found("a cut", NULL);
}
END_TEST

START_TEST(the_head_or_key_of_another_site_is_refused)
{
  struct ledger *ledger = make();
  ledger_close(ledger);
  struct ledger_place elsewhere = {"b.db", "b.keys", "b.head"};
  must(ledger_create(&elsewhere, "Other", &ledger, why));
  genesis(ledger);
  ledger_close(ledger);
  shell("cp head a.head && cp b.head head");
  refuse("the head file head belongs to another ledger (other/");
  shell("cp a.head head && cp keys/2.pem a.pem && cp b.keys/2.pem keys/2.pem");
  refuse("the key of epoch 2 in keys is not the one that head goes by");
  shell("cp a.pem keys/2.pem");
  must_be_clean();
}
END_TEST

START_TEST(what_is_missing_is_named)
{
  struct ledger *ledger = make();
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  shell("mv head h");
  ledger = open_again(LEDGER_WRITE);
  ck_assert(!ledger_has_end(ledger));
  ck_assert_ptr_nonnull(strstr(ledger_doubt(ledger), "the head file is missing"));
  note(ledger, "I-1", 1); /* recorded, and marked */
  ledger_close(ledger);
  shell("mv keys k");
  refuse("nothing here can tell whether ledger.db is genuine");
  shell("mv h head");
  refuse("cannot be written without its own key");
  shell("mv k keys; mv ledger.db l");
  refuse("there is no ledger at ledger.db");
  shell("mv l ledger.db; : > head");
  refuse("neither of its two records is whole");
}
END_TEST

START_TEST(a_torn_slot_of_the_head_leaves_the_other)
{
  struct ledger *ledger = make();
  note(ledger, "I-1", 1);
  must(ledger_publish(ledger, why));
  note(ledger, "I-1", 1);
  must(ledger_publish(ledger, why));
  ledger_close(ledger);
  shell("test $(stat -c %s head) = 8192");
  shell("cp head h; printf x | dd of=head bs=1 seek=4000 conv=notrunc 2> dd");
  ledger_close(open_again(LEDGER_WRITE));
  shell("cp h head; printf x | dd of=head bs=1 seek=8000 conv=notrunc 2> dd");
  ledger_close(open_again(LEDGER_WRITE));
  must_be_clean();
}
END_TEST

/* No file may grow beyond what it is: to SQLite that is a full disk. Its own process, for a limit stays. */
static int write_without_room(void)
{
  struct err err = {0};
  struct ledger *ledger = NULL;
  struct stat about;
  signal(SIGXFSZ, SIG_IGN);
  if (ledger_open(&place, LEDGER_WRITE, &ledger, &err) || stat("ledger.db-wal", &about) != 0)
    return 1;
  const struct rlimit none = {(rlim_t)about.st_size, (rlim_t)about.st_size};
  if (setrlimit(RLIMIT_FSIZE, &none) != 0 || ledger_begin(ledger, &err) ||
      add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, &err))
    return 2;
  if (ledger_commit(ledger, &err) != -1 || err.kind == ERR_WRITTEN || !strstr(err.text, "ledger.db: the disk"))
    return 3;
  err = (struct err){0};
  if (ledger_begin(ledger, &err) != -1 || !strstr(err.text, "run it again"))
    return 4;
  ledger_close(ledger);
  return 0;
}

START_TEST(a_full_disk_is_said_ends_the_writing_and_harms_nothing)
{
  struct ledger *ledger = make();
  int status;
  ledger_close(ledger);
  pid_t pid = fork();
  if (pid == 0)
    _exit(write_without_room());
  ck_assert_int_eq(waitpid(pid, &status, 0), pid);
  ck_assert_int_eq(WEXITSTATUS(status), 0);
  ledger = open_again(LEDGER_WRITE);
  ck_assert_uint_eq(ledger_size(ledger), 2);
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("distrust");
  TCase *trust = tcase_create("trust");
  tcase_add_checked_fixture(trust, enter, leave);
  tcase_add_test(trust, the_old_key_is_gone_once_its_epoch_is_over);
  tcase_add_test(trust, a_crash_between_key_and_commit_leaves_the_old_key_in_force);
  tcase_add_test(trust, a_crash_between_commit_and_erasing_is_settled_by_the_ledger);
  tcase_add_test(trust, a_restored_older_database_is_refused);
  tcase_add_test(trust, a_forked_ledger_of_the_same_length_or_more_is_refused);
  tcase_add_test(trust, after_a_row_that_fails_notes_are_recorded_and_marked_and_nothing_is_done);
  tcase_add_test(trust, the_head_or_key_of_another_site_is_refused);
  tcase_add_test(trust, what_is_missing_is_named);
  tcase_add_test(trust, a_torn_slot_of_the_head_leaves_the_other);
  tcase_add_test(trust, a_full_disk_is_said_ends_the_writing_and_harms_nothing);
  suite_add_tcase(suite, trust);
  return run_suite(suite);
}
