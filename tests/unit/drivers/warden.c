/* drivers/warden: whatever a command leaves behind ends with it. Real processes, looked for in /proc. */
#include "base/alloc.h"
#include "base/buf.h"
#include "drivers/warden.h"
#include "processes.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND ((int64_t)1000000000)

static struct err err;
static struct buf output, errors;

static void forget(void)
{
  err = (struct err){0};
  buf_clear(&output);
  buf_clear(&errors);
}

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void drain(int from, struct buf *into)
{
  char bytes[4096];
  ssize_t count;
  while ((count = read(from, bytes, sizeof bytes)) > 0)
    buf_add(into, bytes, (size_t)count);
}

static struct warden start(const char *const *argv, int64_t limit_ns)
{
  struct warden warden;
  struct warden_order order = {.argv = argv, .time_limit_ns = limit_ns};
  ck_assert_msg(warden_start(&order, &warden, &err) == 0, "%s", err.text);
  return warden;
}

static struct warden_report finish(struct warden *warden)
{
  struct warden_report report;
  while (!warden_collect(warden, &report)) {
    drain(warden->output, &output);
    drain(warden->errors, &errors);
    poll(NULL, 0, 1);
  }
  drain(warden->output, &output);
  drain(warden->errors, &errors);
  warden_close(warden);
  return report;
}

static struct warden_report run(const char *const *argv, int64_t limit_ns)
{
  struct warden warden = start(argv, limit_ns);
  return finish(&warden);
}

#define SH(script) (const char *const[]){"/bin/sh", "-c", script, NULL}

/** Gives what was killed a moment to be gone. */
static bool is_gone_soon(const char *words, double seconds)
{
  for (double end = now() + seconds; now() < end; poll(NULL, 0, 5))
    if (!is_alive(words))
      return true;
  return false;
}

START_TEST(output_and_errors_arrive_apart_with_the_exit_status)
{
  struct warden_report report = run(SH("echo out; echo wrong >&2; exit 3"), 5 * SECOND);
  ck_assert(report.has_started && !report.is_signalled && !report.is_timed_out);
  ck_assert_int_eq(report.exit_status, 3);
  ck_assert_str_eq(buf_string(&output), "out\n");
  ck_assert_str_eq(buf_string(&errors), "wrong\n");
}
END_TEST

START_TEST(a_signal_that_ended_it_is_reported)
{
  struct warden_report report = run(SH("kill -SEGV $$"), 5 * SECOND);
  ck_assert(report.is_signalled && !report.is_timed_out);
  ck_assert_int_eq(report.exit_status, SIGSEGV);
}
END_TEST

START_TEST(a_program_that_is_not_there_has_not_started)
{
  struct warden_report report = run((const char *const[]){"/nonexistent/ps", NULL}, 5 * SECOND);
  ck_assert(!report.has_started);
  ck_assert_int_eq(report.error_number, ENOENT);
}
END_TEST

START_TEST(a_file_that_is_no_program_has_not_started)
{
  struct warden_report report = run((const char *const[]){"/etc/passwd", NULL}, 5 * SECOND);
  ck_assert(!report.has_started);
  ck_assert_int_eq(report.error_number, EACCES);
}
END_TEST

START_TEST(arguments_arrive_byte_for_byte)
{
  const char *const argv[] = {"/usr/bin/printf", "%s|", "$(id)", "; rm -rf /", "\xff\xfe\n", "", "' \"", NULL};
  run(argv, 5 * SECOND);
  ck_assert_str_eq(buf_string(&output), "$(id)|; rm -rf /|\xff\xfe\n||' \"|");
}
END_TEST

START_TEST(the_environment_is_closed)
{
  setenv("LD_PRELOAD_TRAP", "1", 1);
  run((const char *const[]){"/usr/bin/env", NULL}, 5 * SECOND);
  ck_assert_str_eq(buf_string(&output), "PATH=/usr/sbin:/usr/bin:/sbin:/bin\nLC_ALL=C\nTZ=UTC\n");
}
END_TEST

START_TEST(no_descriptor_of_ours_reaches_the_command)
{
  int ours = open("/dev/null", O_RDONLY); /* not even close-on-exec */
  run(SH("ls /proc/$$/fd"), 5 * SECOND);
  close(ours);
  ck_assert_str_eq(buf_string(&output), "0\n1\n2\n");
}
END_TEST

START_TEST(it_works_when_the_standard_descriptors_are_closed)
{
  for (int i = 0; i < 3; i++)
    close(i);
  struct warden_report report = run(SH("cat; echo out; echo wrong >&2"), 5 * SECOND);
  int terminal = open("/dev/null", O_RDWR);
  dup2(terminal, 1);
  dup2(terminal, 2);
  ck_assert_int_eq(report.exit_status, 0);
  ck_assert_str_eq(buf_string(&output), "out\n");
  ck_assert_str_eq(buf_string(&errors), "wrong\n");
}
END_TEST

START_TEST(it_leaves_no_core_gains_no_privilege_and_ignores_no_signal)
{
  signal(SIGPIPE, SIG_IGN);
  run(SH("ulimit -c; exec grep -E 'NoNewPrivs|SigIgn|SigBlk' /proc/$$/status"), 5 * SECOND);
  ck_assert_str_eq(buf_string(&output), "0\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nNoNewPrivs:\t1\n");
}
END_TEST

START_TEST(it_stands_in_a_session_of_its_own)
{
  run(SH("cut -d' ' -f6 /proc/$$/stat"), 5 * SECOND);
  ck_assert_int_ne(atoi(buf_string(&output)), 0);
  ck_assert_int_ne(atoi(buf_string(&output)), (int)getsid(0));
}
END_TEST

START_TEST(time_runs_out_with_a_sigterm_first)
{
  double begun = now();
  struct warden_report report = run(SH("trap 'echo asked; exit 7' TERM; while :; do sleep 0.01; done"), SECOND / 2);
  ck_assert(report.is_timed_out && !report.is_signalled);
  ck_assert_int_eq(report.exit_status, 7);
  ck_assert_str_eq(buf_string(&output), "asked\n");
  ck_assert_double_lt(now() - begun, 0.8);
}
END_TEST

START_TEST(a_command_that_ignores_sigterm_is_killed_at_its_limit)
{
  double begun = now();
  struct warden_report report = run(SH("trap '' TERM; while :; do sleep 0.01; done"), SECOND / 2);
  ck_assert(report.is_timed_out && report.is_signalled);
  ck_assert_int_eq(report.exit_status, SIGKILL);
  ck_assert_double_gt(now() - begun, 0.45);
  ck_assert_double_lt(now() - begun, 1.5);
}
END_TEST

START_TEST(a_stopped_command_is_killed_at_its_limit)
{
  struct warden_report report = run(SH("kill -STOP $$"), SECOND / 4);
  ck_assert(report.is_timed_out && report.is_signalled);
  ck_assert_int_eq(report.survivors, 0);
}
END_TEST

START_TEST(daemons_end_with_the_command_that_started_them)
{
  struct warden_report report = run(SH("setsid sh -c 'trap \"\" TERM HUP; sleep 4711 & sleep 4711' & sleep 0.1"),
                                    20 * SECOND);
  ck_assert_int_eq(report.exit_status, 0);
  ck_assert(!report.is_timed_out);
  ck_assert_int_ge(report.ended_descendants, 2);
  ck_assert(!is_alive("4711"));
}
END_TEST

START_TEST(daemons_that_ignore_everything_end_within_the_limit)
{
  double begun = now();
  run(SH("trap '' TERM HUP INT; (setsid setsid sh -c 'while :; do sleep 0.4712; done' &) ; while :; do sleep 1; done"),
      SECOND / 2);
  ck_assert_double_lt(now() - begun, 2);
  ck_assert(!is_alive("0.4712"));
}
END_TEST

/** A process that is a new one every moment: the child goes on, the parent ends. */
static void roll_over(void)
{
  for (double end = now() + 20; now() < end;)
    if (fork() > 0)
      _exit(0);
}

START_TEST(a_process_that_forks_away_all_the_time_is_caught)
{
  const char *const argv[] = {"/proc/self/exe", "roll over", NULL};
  double begun = now();
  struct warden_report report = run(argv, 5 * SECOND);
  ck_assert(report.has_started && !report.is_timed_out);
  ck_assert_int_ge(report.ended_descendants, 1);
  ck_assert_int_eq(report.survivors, 0);
  ck_assert_double_lt(now() - begun, 3);
  ck_assert(!is_alive("roll over"));
}
END_TEST

START_TEST(being_told_ends_everything)
{
  struct warden warden = start(SH("sleep 4713 & sleep 4713"), 60 * SECOND);
  struct warden_report report;
  poll(NULL, 0, 100);
  ck_assert(!warden_collect(&warden, &report));
  double begun = now();
  warden_end(&warden);
  report = finish(&warden);
  ck_assert(report.is_signalled && !report.is_timed_out);
  ck_assert_double_lt(now() - begun, 1);
  ck_assert(!is_alive("4713"));
}
END_TEST

START_TEST(closing_ends_everything)
{
  struct warden warden = start(SH("trap '' TERM; sleep 4714 & while :; do sleep 1; done"), 60 * SECOND);
  poll(NULL, 0, 50);
  warden_close(&warden);
  warden_close(&warden);
  ck_assert(!is_alive("4714"));
}
END_TEST

START_TEST(when_the_runner_is_killed_nothing_of_it_lives_on)
{
  pid_t runner = fork();
  if (runner == 0) {
    start(SH("trap '' TERM; (setsid sh -c 'trap \"\" TERM; while :; do sleep 0.4715; done' &); sleep 4715"),
          60 * SECOND);
    start(SH("exec sleep 4715"), 60 * SECOND); /* whose warden must not hold the first one's lifeline */
    pause();
  }
  poll(NULL, 0, 200);
  ck_assert(is_alive("4715"));
  kill(runner, SIGKILL);
  waitpid(runner, NULL, 0);
  ck_assert(is_gone_soon("4715", 2));
}
END_TEST

START_TEST(when_the_warden_is_killed_the_command_goes_too_and_it_is_said)
{
  struct warden warden = start(SH("exec sleep 4716"), 60 * SECOND);
  poll(NULL, 0, 100);
  kill(warden.pid, SIGKILL);
  struct warden_report report = finish(&warden);
  ck_assert(report.is_lost && report.has_started);
  ck_assert(is_gone_soon("4716", 2));
}
END_TEST

START_TEST(a_start_time_tells_one_process_from_another_of_the_same_number)
{
  ck_assert_uint_gt(warden_start_time(getpid()), 0);
  pid_t pid = fork();
  if (pid == 0)
    _exit(0);
  waitpid(pid, NULL, 0);
  ck_assert_uint_eq(warden_start_time(pid), 0);
  ck_assert_uint_eq(warden_start_time(0), 0);
}
END_TEST

int main(int count, char **arguments)
{
  if (count == 2 && strcmp(arguments[1], "roll over") == 0)
    roll_over();
  Suite *suite = suite_create("warden");
  TCase *chapter = tcase_create("warden");
  tcase_add_checked_fixture(chapter, forget, NULL);
  tcase_set_timeout(chapter, 30);
  tcase_add_test(chapter, output_and_errors_arrive_apart_with_the_exit_status);
  tcase_add_test(chapter, a_signal_that_ended_it_is_reported);
  tcase_add_test(chapter, a_program_that_is_not_there_has_not_started);
  tcase_add_test(chapter, a_file_that_is_no_program_has_not_started);
  tcase_add_test(chapter, arguments_arrive_byte_for_byte);
  tcase_add_test(chapter, the_environment_is_closed);
  tcase_add_test(chapter, no_descriptor_of_ours_reaches_the_command);
  tcase_add_test(chapter, it_works_when_the_standard_descriptors_are_closed);
  tcase_add_test(chapter, it_leaves_no_core_gains_no_privilege_and_ignores_no_signal);
  tcase_add_test(chapter, it_stands_in_a_session_of_its_own);
  tcase_add_test(chapter, time_runs_out_with_a_sigterm_first);
  tcase_add_test(chapter, a_command_that_ignores_sigterm_is_killed_at_its_limit);
  tcase_add_test(chapter, a_stopped_command_is_killed_at_its_limit);
  tcase_add_test(chapter, daemons_end_with_the_command_that_started_them);
  tcase_add_test(chapter, daemons_that_ignore_everything_end_within_the_limit);
  tcase_add_test(chapter, being_told_ends_everything);
  tcase_add_test(chapter, closing_ends_everything);
  tcase_add_test(chapter, when_the_runner_is_killed_nothing_of_it_lives_on);
  tcase_add_test(chapter, when_the_warden_is_killed_the_command_goes_too_and_it_is_said);
  tcase_add_test(chapter, a_start_time_tells_one_process_from_another_of_the_same_number);
  tcase_add_test(chapter, a_process_that_forks_away_all_the_time_is_caught);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
