/* Time in the ledger: it never goes back, and when the wall clock does, the ledger says so, once. */
#include "fixture.h"

#include "base/json.h"

#include <sys/syscall.h>
#include <time.h>

static time_t shift; /* seconds by which this program's wall clock is wrong */

/* Stands before the C library's; everything linked here asks this one. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME)
    now->tv_sec += shift;
  return result;
}

struct seen {
  int entries, steps;
  clock_us last, first_step_from, last_step_to;
};

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct seen *seen = context;
  struct entry entry;
  must(entry_read(bytes, length, &entry, why));
  ck_assert_int_ge(entry.at, seen->last);
  seen->last = entry.at;
  seen->entries++;
  if (entry.type == ENTRY_CLOCK) {
    clock_us from;
    ck_assert(clock_parse(json_get_string(entry.body, "from"), &from));
    ck_assert(clock_parse(json_get_string(entry.body, "to"), &seen->last_step_to));
    if (seen->steps++ == 0)
      seen->first_step_from = from;
    ck_assert_int_lt(seen->last_step_to, from);
  }
  entry_finish(&entry);
  return 0;
}

static struct seen look(struct ledger *ledger)
{
  struct seen seen = {.last = INT64_MIN};
  must(ledger_each(ledger, 0, UINT64_MAX, see, &seen, why));
  return seen;
}

START_TEST(a_small_step_back_is_no_news)
{
  struct ledger *ledger = make();
  shift = -1;
  note(ledger, "I-1", 2);
  ck_assert_int_eq(look(ledger).steps, 0);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_step_back_is_told_once_and_time_stands_still)
{
  struct ledger *ledger = make();
  clock_us before = look(ledger).last;
  shift = -3600;
  note(ledger, "I-1", 2);
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  ledger = open_again(LEDGER_WRITE); /* another process does not tell it again */
  note(ledger, "I-1", 1);
  struct seen seen = look(ledger);
  ck_assert_int_eq(seen.steps, 1);
  ck_assert_int_eq(seen.entries, 2 + 1 + 4);
  ck_assert_int_eq(seen.last, before);
  ck_assert_int_eq(seen.first_step_from, before);
  ck_assert_int_lt(llabs(seen.last_step_to - (before - 3600000000LL)), 30000000);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_second_step_further_back_is_told_too)
{
  struct ledger *ledger = make();
  shift = -60;
  note(ledger, "I-1", 1);
  shift = -3600;
  note(ledger, "I-1", 1);
  shift = -60; /* forward again, still behind: nothing new */
  note(ledger, "I-1", 1);
  ck_assert_int_eq(look(ledger).steps, 2);
  shift = 0;
  note(ledger, "I-1", 1);
  shift = -60;
  note(ledger, "I-1", 1);
  ck_assert_int_eq(look(ledger).steps, 3);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(what_was_given_up_does_not_count_as_told)
{
  struct ledger *ledger = make();
  shift = -60;
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_NOTE, "I-1", "{\"text\":\"x\"}", ENTRY_NO_COMMIT, why));
  ledger_abort(ledger);
  note(ledger, "I-1", 1);
  ck_assert_int_eq(look(ledger).steps, 1);
  ledger_close(ledger);
}
END_TEST

static void set_right(void)
{
  shift = 0;
  leave();
}

int main(void)
{
  Suite *suite = suite_create("clock");
  TCase *chapter = tcase_create("clock");
  tcase_add_checked_fixture(chapter, enter, set_right);
  tcase_add_test(chapter, a_small_step_back_is_no_news);
  tcase_add_test(chapter, a_step_back_is_told_once_and_time_stands_still);
  tcase_add_test(chapter, a_second_step_further_back_is_told_too);
  tcase_add_test(chapter, what_was_given_up_does_not_count_as_told);
  suite_add_tcase(suite, chapter);
  return run_suite(suite);
}
