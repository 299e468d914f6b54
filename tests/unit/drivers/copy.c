/* drivers/copy: files as somebody hostile might leave them. */
#include "base/base64.h"
#include "base/file.h"
#include "stage.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct action copying = {.name = "evidence.copy", .driver = DRIVER_COPY};

static char *in_folder(const char *name)
{
  return file_join(folder, name);
}

static char *write_file(const char *name, const char *text)
{
  char *path = in_folder(name);
  ck_assert_msg(file_write(path, text, strlen(text), 0640, &err) == 0, "%s", err.text);
  return path;
}

static void copy_file(const char *path)
{
  run_job(DRIVER_COPY, &copying, json_pack("{s:[s]}", "files", path));
}

static void no_list(void)
{
  write_policy("policies/capture.yaml", "items: []\n");
}

START_TEST(original_times_are_noted_before_reading_and_left_as_they_are)
{
  no_list();
  _cleanup_(freep) char *path = write_file("auth.log", "Jan  1 sshd: hello\n");
  struct timespec times[2] = {{.tv_sec = 1000000000, .tv_nsec = 123456789}, {.tv_sec = 1100000000, .tv_nsec = 5}};
  struct stat before, after;
  ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
  ck_assert_int_eq(stat(path, &before), 0);
  copy_file(path);
  ck_assert_int_eq(stat(path, &after), 0);
  ck_assert_int_eq(after.st_atim.tv_sec, before.st_atim.tv_sec);
  ck_assert_int_eq(after.st_atim.tv_nsec, before.st_atim.tv_nsec);
  ck_assert_int_eq(after.st_ctim.tv_nsec, before.st_ctim.tv_nsec);
  const json_t *item = item_named(path), *original = json_object_get(item, "original");
  ck_assert_str_eq(json_get_string(original, "atime"), "2001-09-09T01:46:40.123456789Z");
  ck_assert_str_eq(json_get_string(original, "mtime"), "2004-11-09T11:33:20.000000005Z");
  ck_assert_str_eq(json_get_string(original, "mode"), "0640");
  ck_assert_int_eq(json_get_integer(original, "size", -1), 19);
  ck_assert_int_eq(json_get_integer(original, "uid", -1), (int)getuid());
  ck_assert_str_eq(kept(item, "file"), "Jan  1 sshd: hello\n");
  ck_assert_int_eq(result.status, OUTCOME_DONE);
}
END_TEST

START_TEST(a_missing_file_is_absent)
{
  no_list();
  copy_file("/var/log/no-such.log");
  ck_assert(json_get_boolean(item_named("/var/log/no-such.log"), "absent"));
  ck_assert_str_eq(json_get_string(item_named("/var/log/no-such.log"), "because"), "there is no such file");
  ck_assert_int_eq(field("absent"), 1);
  ck_assert_int_eq(result.status, OUTCOME_DONE);
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused_without_touching_it)
{
  no_list();
  _cleanup_(freep) char *fifo = in_folder("fifo"), *link = in_folder("link"), *target = write_file("secret", "x");
  ck_assert_int_eq(mkfifo(fifo, 0600), 0);
  ck_assert_int_eq(symlink(target, link), 0);
  run_job(DRIVER_COPY, &copying, json_pack("{s:[s,s,s,s]}", "files", fifo, link, "/dev/zero", "/tmp"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named(fifo), "because"), "a FIFO"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named(link), "because"), "a symbolic link"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("/dev/zero"), "because"), "a device"));
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("/tmp"), "because"), "a folder"));
  ck_assert_int_eq(field("absent"), 4);
  ck_assert_int_eq(field("bytes"), 0);
}
END_TEST

START_TEST(a_file_that_grows_all_the_time_comes_to_an_end)
{
  no_list();
  _cleanup_(freep) char *path = write_file("growing", "a");
  ck_assert_int_eq(truncate(path, 30000000), 0);
  pid_t writer = fork();
  if (writer == 0) {
    static char more[1 << 20];
    int file = open(path, O_WRONLY | O_APPEND);
    for (int i = 0; i < 2000 && write(file, more, sizeof more) > 0; i++)
      continue;
    _exit(0);
  }
  poll(NULL, 0, 20);
  copy_file(path);
  kill(writer, SIGKILL);
  waitpid(writer, NULL, 0);
  const json_t *item = item_named(path);
  int64_t kept_size = json_get_integer(json_object_get(item, "file"), "size", -1);
  ck_assert_int_eq(kept_size, json_get_integer(json_object_get(item, "original"), "size", 0));
  ck_assert(!json_get_boolean(item, "truncated"));
  ck_assert_int_eq(unlink(path), 0);
}
END_TEST

/** Takes steps until something of the file was read, and leaves the rest to the caller. */
static struct driver_job *half_copied(const char *path)
{
  struct driver_job *job = start_job(DRIVER_COPY, &copying, json_pack("{s:s}", "files", path));
  ck_assert_ptr_nonnull(job);
  json_decref(items);
  items = json_array();
  do
    ck_assert(!step_job(driver_of(DRIVER_COPY), job));
  while (strcmp(driver_of(DRIVER_COPY)->says(job), "0 of 1, 0.0 MB") == 0);
  return job;
}

static void finish_half(struct driver_job *job)
{
  while (!step_job(driver_of(DRIVER_COPY), job))
    continue;
  driver_of(DRIVER_COPY)->free(job);
}

START_TEST(a_file_that_vanishes_while_it_is_read_is_kept_whole)
{
  no_list();
  _cleanup_(freep) char *path = write_file("vanishing", "");
  ck_assert_int_eq(truncate(path, 60000000), 0);
  struct driver_job *job = half_copied(path);
  ck_assert_int_eq(unlink(path), 0);
  finish_half(job);
  ck_assert_int_eq(json_get_integer(json_object_get(item_named(path), "file"), "size", 0), 60000000);
}
END_TEST

START_TEST(a_file_that_shrinks_while_it_is_read_is_said_to_have)
{
  no_list();
  _cleanup_(freep) char *path = write_file("shrinking", "");
  ck_assert_int_eq(truncate(path, 60000000), 0);
  struct driver_job *job = half_copied(path);
  ck_assert_int_eq(truncate(path, 10), 0);
  finish_half(job);
  const json_t *item = item_named(path);
  ck_assert_int_lt(json_get_integer(json_object_get(item, "file"), "size", 0), 60000000);
  ck_assert_str_eq(json_get_string(item, "because"), "it became shorter while it was read");
}
END_TEST

START_TEST(copying_in_pieces_never_keeps_the_loop_waiting)
{
  no_list();
  _cleanup_(freep) char *path = write_file("large", "");
  ck_assert_int_eq(truncate(path, 60000000), 0);
  longest_step_ns = 0;
  struct driver_job *job = half_copied(path);
  int64_t longest = 0;
  while (!step_job(driver_of(DRIVER_COPY), job)) /* the last step seals, and takes what the disk takes */
    longest = longest_step_ns;
  driver_of(DRIVER_COPY)->free(job);
  ck_assert_int_lt(longest, LONGEST_NS);
}
END_TEST

START_TEST(a_file_beyond_its_limit_is_cut_and_said_to_be)
{
  _cleanup_(freep) char *path = write_file("long.log", "");
  ck_assert_int_eq(truncate(path, 2000000), 0);
  write_policy("policies/capture.yaml", "logs: [{name: long, path: %s, megabytes: 1}]", path);
  run_job(DRIVER_COPY, &copying, json_object());
  const json_t *item = item_named("long");
  ck_assert(json_get_boolean(item, "truncated"));
  ck_assert_int_eq(json_get_integer(json_object_get(item, "file"), "size", 0), 1048576);
}
END_TEST

START_TEST(files_of_the_kernel_that_claim_to_be_empty_are_read)
{
  no_list();
  copy_file("/proc/version");
  ck_assert_ptr_nonnull(strstr(kept(item_named("/proc/version"), "file"), "Linux"));
}
END_TEST

START_TEST(wildcards_stand_for_files_in_order_and_logs_come_from_the_list)
{
  _cleanup_(freep) char *b = write_file("b.log", "second"), *a = write_file("a.log", "first"),
                         *c = write_file("c.txt", "other");
  write_policy("policies/capture.yaml", "logs: [{name: logs, path: %s/*.log}, {name: none, path: %s/*.none}]\n"
                                        "firewall_logs: [{name: firewall, path: %s/c.txt}]\n", folder, folder, folder);
  run_job(DRIVER_COPY, &copying, json_object());
  ck_assert_uint_eq(json_array_size(items), 4);
  ck_assert_str_eq(json_get_string(json_array_get(items, 0), "path"), a);
  ck_assert_str_eq(json_get_string(json_array_get(items, 1), "path"), b);
  ck_assert(json_get_boolean(item_named("none"), "absent"));
  ck_assert_str_eq(json_get_string(item_named("firewall"), "path"), c);
}
END_TEST

START_TEST(a_folder_of_very_many_names_is_not_read_to_its_end)
{
  _cleanup_(freep) char *many = in_folder("many");
  ck_assert_int_eq(mkdir(many, 0700), 0);
  int listing = open(many, O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 12000; i++) {
    char name[32];
    snprintf(name, sizeof name, "%d.txt", i);
    close(openat(listing, name, O_CREAT | O_WRONLY, 0600));
  }
  close(listing);
  write_policy("policies/capture.yaml", "logs: [{name: many, path: %s/*.log}]", many);
  run_job(DRIVER_COPY, &copying, json_object());
  ck_assert_ptr_nonnull(strstr(json_get_string(item_named("many"), "because"), "more names than are looked at"));
}
END_TEST

START_TEST(names_of_any_bytes_are_copied_and_told)
{
  static const char name[] = "new\nline \"quoted\" \xff.log";
  struct buf expected = {0};
  _cleanup_(freep) char *path = write_file(name, "odd");
  write_policy("policies/capture.yaml", "logs: [{name: odd, path: %s/new*.log}]", folder);
  run_job(DRIVER_COPY, &copying, json_object());
  base64_encode(&expected, path, strlen(path));
  ck_assert_str_eq(kept(item_named("odd"), "file"), "odd");
  ck_assert_str_eq(json_get_string(item_named("odd"), "path_bytes"), buf_string(&expected));
  buf_finish(&expected);
}
END_TEST

START_TEST(of_a_demo_only_files_of_its_own_machine_are_copied_and_not_much_of_them)
{
  no_list();
  machine = folder;
  _cleanup_(freep) char *path = write_file("auth.log", "invented");
  _cleanup_(freep) char *large = in_folder("large");
  ck_assert_msg(file_write(large, "", 0, 0600, &err) == 0, "%s", err.text);
  ck_assert_int_eq(truncate(large, 3 * 1024 * 1024), 0);
  run_job(DRIVER_COPY, &copying, json_pack("{s:[s, s, s]}", "files", "/auth.log", "/large", "/etc/passwd"));
  ck_assert_str_eq(kept(item_named("/auth.log"), "file"), "invented");
  ck_assert_str_eq(json_get_string(item_named("/auth.log"), "path"), path);
  ck_assert_int_eq(json_get_integer(json_object_get(item_named("/large"), "file"), "size", -1), 1024 * 1024);
  ck_assert(json_get_boolean(item_named("/large"), "truncated"));
  ck_assert_ptr_null(json_object_get(item_named("/etc/passwd"), "file"));
  machine = NULL;
}
END_TEST

START_TEST(what_is_no_path_and_on_no_list_is_refused_before_anything_starts)
{
  static const char *const wrong[] = {"auth.log", "../etc/passwd", "", "-rf"};
  no_list();
  for (size_t i = 0; i < COUNT(wrong); i++) {
    err = (struct err){0};
    ck_assert_ptr_null(start_job(DRIVER_COPY, &copying, json_pack("{s:[s]}", "files", wrong[i])));
    ck_assert_ptr_nonnull(strstr(err.text, "policies/capture.yaml"));
  }
  ck_assert_ptr_null(start_job(DRIVER_COPY, &copying, json_pack("{s:[i]}", "files", 7)));
  ck_assert_ptr_null(start_job(DRIVER_COPY, &copying, json_pack("{s:[]}", "files")));
}
END_TEST

int main(void)
{
  const TTest *const tests[] = {
    original_times_are_noted_before_reading_and_left_as_they_are,
    a_missing_file_is_absent,
    what_is_no_regular_file_is_refused_without_touching_it,
    a_file_that_grows_all_the_time_comes_to_an_end,
    a_file_that_vanishes_while_it_is_read_is_kept_whole,
    a_file_that_shrinks_while_it_is_read_is_said_to_have,
    copying_in_pieces_never_keeps_the_loop_waiting,
    a_file_beyond_its_limit_is_cut_and_said_to_be,
    files_of_the_kernel_that_claim_to_be_empty_are_read,
    wildcards_stand_for_files_in_order_and_logs_come_from_the_list,
    a_folder_of_very_many_names_is_not_read_to_its_end,
    names_of_any_bytes_are_copied_and_told,
    of_a_demo_only_files_of_its_own_machine_are_copied_and_not_much_of_them,
    what_is_no_path_and_on_no_list_is_refused_before_anything_starts,
  };
  return run_suite("copy", tests, COUNT(tests));
}
