/* Time in the ledger: what has passed is measured, whatever the wall clock says; and that it is wrong is told, once. */
#include "fixture.h"

#include "base/json.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <time.h>

#define HOUR 3600
#define CENTURY ((time_t)100 * 365 * 86400)

static time_t wrong;    /* seconds by which this program's wall clock is wrong */
static time_t restarted; /* seconds less that the machine says it is up: it was started again */

static long ask(long number, long clock, struct timespec *now)
{
  static long (*real)(long, ...);
  if (!real)
    *(void **)&real = dlsym(RTLD_NEXT, "syscall");
  return real(number, clock, now);
}

/* These two stand before the C library's; everything linked here asks them. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
  int result = (int)ask(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME)
    now->tv_sec += wrong;
  return result;
}

long syscall(long number, ...)
{
  va_list arguments;
  va_start(arguments, number);
  long clock = va_arg(arguments, long);
  struct timespec *now = va_arg(arguments, struct timespec *);
  va_end(arguments);
  long result = ask(number, clock, now);
  if (number == SYS_clock_gettime)
    now->tv_sec -= restarted;
  return result;
}

struct seen {
  int entries, steps;
  clock_us first, last, last_wall;
  clock_us from, to; /* what the last step says */
};

static int see(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct seen *seen = context;
  struct entry entry;
  must(entry_read(bytes, length, &entry, why));
  ck_assert_int_ge(entry.at, seen->last);
  if (seen->entries++ == 0)
    seen->first = entry.at;
  seen->last = entry.at;
  seen->last_wall = entry.wall;
  if (entry.type == ENTRY_CLOCK) {
    ck_assert(clock_parse(json_get_string(entry.body, "from"), &seen->from));
    ck_assert(clock_parse(json_get_string(entry.body, "to"), &seen->to));
    seen->steps++;
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

static void must_be_seconds(int64_t microseconds, int64_t seconds)
{
  ck_assert_int_lt(llabs(microseconds - seconds * 1000000), 30000000);
}

START_TEST(a_small_step_is_no_news)
{
  struct ledger *ledger = make();
  wrong = -1;
  note(ledger, "I-1", 2);
  wrong = 0;
  note(ledger, "I-1", 2);
  ck_assert_int_eq(look(ledger).steps, 0);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

static const time_t faults[] = {-2 * CENTURY, -CENTURY, -30 * 86400, -HOUR, -60, 60, HOUR, 30 * 86400, CENTURY};

START_TEST(a_wrong_clock_is_told_once_and_time_goes_on_as_measured)
{
  struct ledger *ledger = make();
  wrong = faults[_i];
  note(ledger, "I-1", 2);
  note(ledger, "I-1", 1);
  ledger_close(ledger);
  ledger = open_again(LEDGER_WRITE); /* another process does not tell it again */
  note(ledger, "I-1", 1);
  struct seen seen = look(ledger);
  ck_assert_int_eq(seen.steps, 1);
  ck_assert_int_eq(seen.entries, 2 + 1 + 4);
  must_be_seconds(seen.last - seen.first, 0);
  must_be_seconds(seen.last_wall - seen.last, wrong);
  must_be_seconds(seen.to - seen.from, wrong);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_clock_that_was_wrong_for_one_command_is_told_there_and_back)
{
  struct ledger *ledger = make();
  wrong = 5 * HOUR;
  note(ledger, "I-1", 1);
  wrong = 0;
  note(ledger, "I-1", 1);
  note(ledger, "I-1", 1);
  struct seen seen = look(ledger);
  ck_assert_int_eq(seen.steps, 2);
  must_be_seconds(seen.last - seen.first, 0);
  must_be_seconds(ledger_now(ledger) - seen.first, 0);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(on_another_boot_the_wall_clock_counts_but_never_backwards)
{
  struct ledger *ledger = make();
  restarted = 1;
  wrong = HOUR;
  note(ledger, "I-1", 1);
  struct seen seen = look(ledger);
  must_be_seconds(seen.last - seen.first, HOUR);
  ck_assert_int_eq(seen.steps, 0);
  restarted = 2;
  wrong = 0;
  note(ledger, "I-1", 1);
  struct seen later = look(ledger);
  must_be_seconds(later.last - seen.last, 0);
  ck_assert_int_eq(later.steps, 1);
  ledger_close(ledger);
  must_be_clean();
}
END_TEST

START_TEST(a_reader_and_a_writer_are_told_the_same_now)
{
  struct ledger *ledger = make(), *reader = open_again(LEDGER_READ);
  wrong = CENTURY;
  note(ledger, "I-1", 1);
  must_be_seconds(ledger_now(reader) - ledger_now(ledger), 0);
  must_be_seconds(ledger_now(reader) - look(ledger).first, 0);
  note(ledger, "I-1", 1);
  ck_assert(ledger_has_moved(reader)); /* asking for the time hides no news */
  ledger_now(reader);
  ck_assert(ledger_has_moved(reader));
  ledger_close(reader);
  ledger_close(ledger);
}
END_TEST

START_TEST(what_was_given_up_does_not_count_as_told)
{
  struct ledger *ledger = make();
  wrong = -60;
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
  wrong = restarted = 0;
  leave();
}

int main(void)
{
  Suite *suite = suite_create("clock");
  TCase *chapter = tcase_create("clock");
  tcase_add_checked_fixture(chapter, enter, set_right);
  tcase_add_test(chapter, a_small_step_is_no_news);
  tcase_add_loop_test(chapter, a_wrong_clock_is_told_once_and_time_goes_on_as_measured, 0,
                      sizeof faults / sizeof *faults);
  tcase_add_test(chapter, a_clock_that_was_wrong_for_one_command_is_told_there_and_back);
  tcase_add_test(chapter, on_another_boot_the_wall_clock_counts_but_never_backwards);
  tcase_add_test(chapter, a_reader_and_a_writer_are_told_the_same_now);
  tcase_add_test(chapter, what_was_given_up_does_not_count_as_told);
  suite_add_tcase(suite, chapter);
  return run_suite(suite);
}
