/*
 * A writer is killed at any moment, again and again. What it acknowledged is there, what is there verifies, and the
 * next writer goes on. (Power loss, where the kernel's cache is gone too, is tried elsewhere.)
 */
#include "fixture.h"

#include "base/random.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define ROUNDS 25

/* Writes transactions until it is killed; tells the size of the ledger after each commit, which acknowledges it. */
static void write_for_ever(int out)
{
  struct err err = {0};
  struct ledger *ledger = NULL;
  bool is_bad = ledger_open(&place, LEDGER_WRITE, &ledger, &err);
  for (unsigned i = 0; !is_bad; i++) {
    if (i % 3 == 2)
      ledger_rotate(ledger, "a test");
    is_bad = ledger_begin(ledger, &err) ||
             add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"first\"}", ENTRY_NO_COMMIT, &err) ||
             add(ledger, ENTRY_NOTE, "I-2", "{\"text\":\"second\"}", ENTRY_NO_COMMIT, &err) ||
             ledger_commit(ledger, &err) || (i % 2 && ledger_publish(ledger, &err));
    uint64_t size = is_bad ? 0 : ledger_size(ledger);
    if (!is_bad && write(out, &size, sizeof size) != sizeof size)
      break;
  }
  fprintf(stderr, "%s\n", err.text);
  _exit(1);
}

/* Killed so long after it was started, or after it acknowledged something for the first time. */
static uint64_t kill_a_writer(unsigned microseconds, bool after_a_word)
{
  int ends[2], status;
  uint64_t acknowledged = 0, size;
  ck_assert_int_eq(pipe(ends), 0);
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    write_for_ever(ends[1]);
  }
  close(ends[1]);
  if (after_a_word)
    ck_assert_int_eq(read(ends[0], &acknowledged, sizeof acknowledged), sizeof acknowledged);
  const struct timespec pause = {0, (long)microseconds * 1000};
  nanosleep(&pause, NULL);
  kill(pid, SIGKILL);
  ck_assert_int_eq(waitpid(pid, &status, 0), pid);
  ck_assert_msg(WIFSIGNALED(status), "the writer ended by itself");
  while (read(ends[0], &size, sizeof size) == sizeof size)
    acknowledged = size;
  close(ends[0]);
  return acknowledged;
}

static void expect_one_key(void)
{
  shell("test $(ls keys | wc -l) = 1");
}

START_TEST(a_writer_killed_at_any_moment_loses_nothing_it_acknowledged)
{
  uint64_t most = 0;
  ledger_close(make());
  for (int round = 0; round < ROUNDS; round++) {
    uint16_t chance;
    random_bytes(&chance, sizeof chance);
    uint64_t acknowledged = kill_a_writer(2000 + chance, round % 2);
    must_be_clean();
    struct ledger *ledger = open_again(LEDGER_WRITE);
    ck_assert_uint_ge(ledger_size(ledger), acknowledged);
    ck_assert_uint_ge(ledger_size(ledger), most);
    note(ledger, "I-1", 1);
    most = ledger_size(ledger);
    ledger_close(ledger);
    must_be_clean();
    expect_one_key();
  }
  ck_assert_uint_gt(most, 2 + ROUNDS); /* else the writers never got to write */
}
END_TEST

/* The one who harms most: killed while another writes, who must not be held up or led astray. */
START_TEST(a_killed_writer_does_not_disturb_another)
{
  struct ledger *ledger = make();
  for (int round = 0; round < 5; round++) {
    kill_a_writer(20000, false);
    note(ledger, "I-3", 1);
  }
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("crash");
  TCase *chapter = tcase_create("crash");
  tcase_add_checked_fixture(chapter, enter, leave);
  tcase_set_timeout(chapter, 100);
  tcase_add_test(chapter, a_writer_killed_at_any_moment_loses_nothing_it_acknowledged);
  tcase_add_test(chapter, a_killed_writer_does_not_disturb_another);
  suite_add_tcase(suite, chapter);
  return run_suite(suite);
}
