/* drivers/capture: real commands, some of them hostile. */
#include "base/file.h"
#include "stage.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct action capture = {.name = "evidence.capture", .driver = DRIVER_CAPTURE};

/* The list refuses shells, as it should; a test needs one, under another name. */
static void write_list(const char *text)
{
  char *shell = file_join(folder, "program");
  if (!file_exists(shell))
    ck_assert_int_eq(symlink("/bin/sh", shell), 0);
  struct buf filled = {0};
  for (const char *at = text, *next; at; at = next ? next + 1 : NULL) {
    next = strchr(at, '@');
    buf_add(&filled, at, next ? (size_t)(next - at) : strlen(at));
    if (next)
      buf_text(&filled, shell);
  }
  files_add(&procedure, "policies/capture.yaml", buf_string(&filled), filled.length);
  buf_finish(&filled);
  free(shell);
}

static void run(json_t *arguments)
{
  run_job(DRIVER_CAPTURE, &capture, arguments);
}

START_TEST(output_errors_and_status_are_kept_each_apart)
{
  write_list("items: [{name: one, argv: [@, -c, 'echo out; echo wrong >&2; exit 3']}]");
  run(json_object());
  const json_t *item = item_named("one");
  ck_assert_str_eq(kept(item, "stdout"), "out\n");
  ck_assert_str_eq(kept(item, "stderr"), "wrong\n");
  ck_assert_int_eq(json_get_integer(item, "exit", -1), 3);
  ck_assert_str_eq(json_string_value(json_array_get(json_object_get(item, "argv"), 2)),
                   "echo out; echo wrong >&2; exit 3");
  ck_assert_int_eq(result.status, OUTCOME_DONE);
  ck_assert_int_eq(field("items"), 1);
  ck_assert_int_eq(field("bytes"), 10);
  ck_assert_int_eq(field("absent"), 0);
}
END_TEST

START_TEST(no_output_is_a_result_and_kept)
{
  write_list("items: [{name: nothing, argv: [/usr/bin/true]}]");
  run(json_object());
  ck_assert_str_eq(kept(item_named("nothing"), "stdout"), "");
  ck_assert_str_eq(kept(item_named("nothing"), "stderr"), "");
}
END_TEST

START_TEST(items_run_in_the_order_of_the_list_one_after_another)
{
  write_list("items:\n"
             "  - {name: b, argv: [@, -c, 'sleep 0.05; date +%s%N']}\n"
             "  - {name: a, argv: [/usr/bin/date, +%s%N]}\n"
             "  - {name: c, argv: [/usr/bin/date, +%s%N]}\n");
  run(json_object());
  static const char *const order[] = {"b", "a", "c"};
  char before[32] = "";
  for (size_t i = 0; i < 3; i++) {
    ck_assert_str_eq(json_get_string(json_array_get(items, i), "item"), order[i]);
    const char *at = kept(json_array_get(items, i), "stdout");
    ck_assert_int_gt(strcmp(at, before), 0);
    snprintf(before, sizeof before, "%s", at);
  }
}
END_TEST

START_TEST(each_item_is_in_the_archive_before_the_next_starts)
{
  struct buf list = {0};
  buf_format(&list, "items: [{name: first, argv: [/usr/bin/echo, one]}, {name: second, argv: [/usr/bin/ls, "
                    "%s/archive/master, %s/archive/working]}]", folder, folder);
  write_list(buf_string(&list));
  buf_finish(&list);
  run(json_object());
  const char *hash = strchr(json_get_string(json_object_get(item_named("first"), "stdout"), "sha256"), ':') + 1;
  const char *listed = kept(item_named("second"), "stdout");
  ck_assert_ptr_nonnull(strstr(listed, hash));
  ck_assert_ptr_nonnull(strstr(strstr(listed, hash) + 1, hash));
}
END_TEST

START_TEST(endless_output_is_cut_at_the_limit_and_ended)
{
  write_list("items: [{name: endless, argv: [/usr/bin/yes], megabytes: 1, seconds: 60}]");
  int64_t before = clock_read().monotonic_ns;
  run(json_object());
  const json_t *item = item_named("endless");
  ck_assert(json_get_boolean(item, "truncated"));
  ck_assert(!json_get_boolean(item, "timed_out"));
  ck_assert_int_eq(json_get_integer(json_object_get(item, "stdout"), "size", 0), 1024 * 1024);
  ck_assert_int_lt(clock_read().monotonic_ns - before, 5000000000);
  kept(item, "stdout");
}
END_TEST

START_TEST(time_runs_out_and_what_was_printed_is_kept)
{
  write_list("items:\n"
             "  - {name: stubborn, seconds: 1, argv: [@, -c, 'trap \"\" TERM; echo begun; while :; do :; done']}\n"
             "  - {name: next, argv: [/usr/bin/echo, still here]}\n");
  run(json_object());
  const json_t *item = item_named("stubborn");
  ck_assert(json_get_boolean(item, "timed_out"));
  ck_assert_int_eq(json_get_integer(item, "signal", 0), SIGKILL);
  ck_assert_ptr_null(json_object_get(item, "exit"));
  ck_assert_str_eq(kept(item, "stdout"), "begun\n");
  ck_assert_str_eq(kept(item_named("next"), "stdout"), "still here\n");
  ck_assert_int_eq(result.status, OUTCOME_DONE);
}
END_TEST

START_TEST(daemons_of_an_item_do_not_hold_up_the_list_and_are_ended)
{
  write_list("items: [{name: daemon, argv: [@, -c, '(setsid sleep 4721 &); echo over']}]");
  int64_t before = clock_read().monotonic_ns;
  run(json_object());
  ck_assert_str_eq(kept(item_named("daemon"), "stdout"), "over\n");
  ck_assert_int_lt(clock_read().monotonic_ns - before, 600000000);
  ck_assert(!is_alive("4721"));
}
END_TEST

START_TEST(a_missing_program_is_absent_not_skipped)
{
  write_list("items: [{name: gone, argv: [/usr/bin/no-such-program]}, {name: no program, argv: [/etc/passwd]}]");
  run(json_object());
  ck_assert(json_get_boolean(item_named("gone"), "absent"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("gone"), "because"), "/usr/bin/no-such-program"));
  ck_assert(json_get_boolean(item_named("no program"), "absent"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("no program"), "because"), "cannot be run"));
  ck_assert_int_eq(field("items"), 2);
  ck_assert_int_eq(field("absent"), 2);
  ck_assert_int_eq(result.status, OUTCOME_DONE);
}
END_TEST

START_TEST(the_program_that_ran_is_known_by_its_hash)
{
  write_list("items: [{name: one, argv: [/usr/bin/true]}]");
  run(json_object());
  struct buf bytes = {0};
  char text[DIGEST_TEXT_SIZE];
  ck_assert_int_eq(file_read("/usr/bin/true", 1 << 24, &bytes, &err), 0);
  struct digest digest = digest_of(bytes.bytes, bytes.length);
  digest_text(&digest, text);
  buf_finish(&bytes);
  ck_assert_str_eq(json_get_string(json_object_get(item_named("one"), "program"), "sha256"), text);
}
END_TEST

START_TEST(personal_matters_are_left_alone_unless_asked_for)
{
  write_list("items: [{name: letters, argv: [/usr/bin/echo, dear], sensitivity: personal}]");
  run(json_object());
  ck_assert(json_get_boolean(item_named("letters"), "absent"));
  ck_assert_str_eq(json_get_string(item_named("letters"), "sensitivity"), "personal");
  run(json_pack("{s:s}", "content", "log"));
  ck_assert(json_get_boolean(item_named("letters"), "absent"));
  run(json_pack("{s:[s,s]}", "content", "log", "personal"));
  ck_assert_str_eq(kept(item_named("letters"), "stdout"), "dear\n");
}
END_TEST

START_TEST(a_discreet_capture_runs_only_what_nobody_notices)
{
  write_list("items: [{name: loud, argv: [/usr/bin/echo, hey]}, {name: soft, argv: [/usr/bin/echo, sh], quiet: true}]");
  run(json_pack("{s:b}", "quiet", 1));
  ck_assert(json_get_boolean(item_named("loud"), "absent"));
  ck_assert_str_eq(kept(item_named("soft"), "stdout"), "sh\n");
}
END_TEST

START_TEST(another_host_is_said_not_to_have_been_collected)
{
  write_list("items: [{name: one, argv: [/usr/bin/true]}]");
  run(json_pack("{s:[{s:s,s:s},s]}", "systems", "name", "web1", "address", "192.0.2.10", "localhost"));
  const json_t *other = json_array_get(items, 0);
  ck_assert_str_eq(json_get_string(other, "host"), "web1");
  ck_assert(json_get_boolean(other, "absent"));
  ck_assert_ptr_nonnull(strstr(json_get_string(other, "because"), "not built in yet"));
  ck_assert_int_eq(field("items"), 2);
  ck_assert_int_eq(field("absent"), 1);
  char own[256];
  gethostname(own, sizeof own);
  ck_assert_str_eq(json_get_string(item_named("one"), "host"), own);
}
END_TEST

START_TEST(single_items_can_be_asked_for_by_name)
{
  write_list("items: [{name: one, argv: [/usr/bin/true]}, {name: two, argv: [/usr/bin/true]}]\n"
             "later: [{name: three, argv: [/usr/bin/true]}]");
  run(json_pack("{s:s}", "items", "two"));
  ck_assert(item_named("two") && !item_named("one"));
  run(json_pack("{s:s}", "items", "everything"));
  ck_assert(item_named("two") && item_named("one") && !item_named("three"));
  run(json_pack("{s:s}", "items", "later"));
  ck_assert(item_named("three") && !item_named("one"));
  ck_assert_ptr_null(start_job(DRIVER_CAPTURE, &capture, json_pack("{s:s}", "items", "thre")));
  ck_assert_ptr_nonnull(strstr(err.text, "did you mean \"three\"?"));
}
END_TEST

START_TEST(raw_files_are_copied_where_the_list_says_so)
{
  char path[128], list[256];
  snprintf(path, sizeof path, "%s/wtmp", folder);
  ck_assert_int_eq(file_write(path, "raw\0bytes", 9, 0640, &err), 0);
  snprintf(list, sizeof list, "items: [{name: wtmp, path: %s}, {name: btmp, path: %s-none}]", path, path);
  write_list(list);
  run(json_object());
  ck_assert_int_eq(json_get_integer(json_object_get(item_named("wtmp"), "file"), "size", 0), 9);
  ck_assert_str_eq(json_get_string(json_object_get(item_named("wtmp"), "original"), "mode"), "0640");
  ck_assert(json_get_boolean(item_named("btmp"), "absent"));
}
END_TEST

START_TEST(progress_never_keeps_the_loop_waiting)
{
  write_list("items: [{name: much, argv: [/usr/bin/head, -c, \"60000000\", /dev/zero], megabytes: 100}]");
  longest_step_ns = 0;
  struct driver_job *job = start_job(DRIVER_CAPTURE, &capture, json_object());
  const struct driver *driver = driver_of(DRIVER_CAPTURE);
  items = json_array();
  int64_t longest = 0;
  while (!step_job(driver, job)) { /* the last step seals, and takes what the disk takes */
    longest = longest_step_ns;
    ck_assert_ptr_nonnull(strstr(driver->says(job), " of 1, "));
  }
  driver->free(job);
  ck_assert_int_lt(longest, LONGEST_NS);
  ck_assert_int_eq(field("bytes"), 60000000);
}
END_TEST

/** Does not wait for the job, as step_job does: it waits for the process. */
static void go_on_until_alive(const struct driver *driver, struct driver_job *job, const char *words)
{
  for (int i = 0; i < 1000 && !is_alive(words); i++) {
    ck_assert_int_eq(driver->progress(job, &result), DRIVER_RUNNING);
    collect_all(driver, job);
    poll(NULL, 0, 5);
  }
}

START_TEST(a_command_whose_watcher_hangs_does_not_hold_up_the_list)
{
  write_list("items: [{name: hung, argv: [/usr/bin/sleep, \"4725\"], seconds: 1}, "
             "{name: next, argv: [/usr/bin/true]}]");
  struct driver_job *job = start_job(DRIVER_CAPTURE, &capture, json_object());
  items = json_array();
  go_on_until_alive(driver_of(DRIVER_CAPTURE), job, "4725");
  kill(find_warden(), SIGSTOP);
  finish_job(DRIVER_CAPTURE, job);
  ck_assert(json_get_boolean(item_named("hung"), "timed_out"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("hung"), "because"), "is not known"));
  ck_assert_str_eq(kept(item_named("next"), "stdout"), "");
  ck_assert(!is_alive("4725"));
}
END_TEST

START_TEST(a_runner_that_is_killed_leaves_no_child)
{
  write_list("items: [{name: long, argv: [@, -c, '(setsid sleep 4723 &); sleep 4723']}]");
  pid_t runner = fork();
  if (runner == 0) {
    struct driver_job *job = start_job(DRIVER_CAPTURE, &capture, json_object());
    items = json_array();
    while (!step_job(driver_of(DRIVER_CAPTURE), job))
      continue;
  }
  for (int i = 0; i < 400 && !is_alive("4723"); i++)
    poll(NULL, 0, 5);
  ck_assert(is_alive("4723"));
  kill(runner, SIGKILL);
  waitpid(runner, NULL, 0);
  for (int i = 0; i < 400 && is_alive("4723"); i++)
    poll(NULL, 0, 5);
  ck_assert(!is_alive("4723"));
}
END_TEST

START_TEST(a_job_that_is_freed_leaves_no_child_and_no_staging)
{
  write_list("items: [{name: long, argv: [/usr/bin/sleep, \"4724\"]}]");
  const struct driver *driver = driver_of(DRIVER_CAPTURE);
  struct driver_job *job = start_job(DRIVER_CAPTURE, &capture, json_object());
  items = json_array();
  go_on_until_alive(driver, job, "4724");
  driver->free(job);
  ck_assert(!is_alive("4724"));
  char command[160];
  snprintf(command, sizeof command, "test -z \"$(find %s/archive -type f)\"", folder);
  ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(an_archive_that_takes_nothing_more_is_no_success)
{
  char command[160];
  snprintf(command, sizeof command, "rm -r %s/archive/working/staging", folder);
  ck_assert_int_eq(system(command), 0);
  write_list("items: [{name: one, argv: [/usr/bin/echo, lost]}]");
  run(json_object());
  ck_assert_int_eq(result.status, OUTCOME_FAILED);
  ck_assert(json_get_boolean(item_named("one"), "absent"));
  ck_assert_ptr_nonnull(strstr(result.body, "working"));
}
END_TEST

START_TEST(the_shipped_list_can_be_read_and_begins_with_eighteen_quick_things)
{
  struct buf bytes = {0};
  ck_assert_msg(file_read(SOURCE_ROOT "/policies/capture.yaml", 1 << 20, &bytes, &err) == 0, "%s", err.text);
  files_add(&procedure, "policies/capture.yaml", bytes.bytes, bytes.length);
  buf_finish(&bytes);
  run(json_object());
  size_t present = 0;
  for (size_t i = 0; i < 18; i++)
    present += !json_get_boolean(json_array_get(items, i), "absent");
  ck_assert_uint_ge(present, 10); /* which ones depends on the machine, and on who runs this */
  ck_assert_int_eq(result.status, OUTCOME_DONE);
}
END_TEST

int main(void)
{
  const TTest *const tests[] = {
    output_errors_and_status_are_kept_each_apart,
    no_output_is_a_result_and_kept,
    items_run_in_the_order_of_the_list_one_after_another,
    each_item_is_in_the_archive_before_the_next_starts,
    endless_output_is_cut_at_the_limit_and_ended,
    time_runs_out_and_what_was_printed_is_kept,
    daemons_of_an_item_do_not_hold_up_the_list_and_are_ended,
    a_missing_program_is_absent_not_skipped,
    the_program_that_ran_is_known_by_its_hash,
    personal_matters_are_left_alone_unless_asked_for,
    a_discreet_capture_runs_only_what_nobody_notices,
    another_host_is_said_not_to_have_been_collected,
    single_items_can_be_asked_for_by_name,
    raw_files_are_copied_where_the_list_says_so,
    progress_never_keeps_the_loop_waiting,
    a_command_whose_watcher_hangs_does_not_hold_up_the_list,
    a_runner_that_is_killed_leaves_no_child,
    a_job_that_is_freed_leaves_no_child_and_no_staging,
    an_archive_that_takes_nothing_more_is_no_success,
    the_shipped_list_can_be_read_and_begins_with_eighteen_quick_things,
  };
  return run_suite("capture", tests, COUNT(tests));
}
