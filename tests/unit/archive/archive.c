/* archive/: two copies that are named by their bytes, and say so when they are not what they were. */
#include "archive/archive.h"
#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static struct archive *archive;
static struct err err;

static void open_archive(void)
{
  strcpy(folder, "/tmp/archive-test.XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  err = (struct err){0};
  archive = archive_open(folder, NULL, &err);
  ck_assert_msg(archive != NULL, "%s", err.text);
}

static void remove_archive(void)
{
  archive_close(archive);
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

static struct digest keep(const char *text)
{
  struct digest digest;
  uint64_t length;
  struct archive_item *item = archive_start(archive);
  ck_assert_int_eq(archive_add(item, text, strlen(text), &err), 0);
  ck_assert_msg(archive_seal(item, &digest, &length, &err) == 0, "%s", err.text);
  ck_assert_uint_eq(length, strlen(text));
  return digest;
}

static char *path_of(const char *place, const struct digest *digest)
{
  char text[DIGEST_TEXT_SIZE];
  digest_text(digest, text);
  return xasprintf("%s/%s/%s", folder, place, strchr(text, ':') + 1);
}

static void overwrite(const char *path, const char *text)
{
  ck_assert_int_eq(chmod(path, 0600), 0);
  int file = open(path, O_WRONLY | O_TRUNC);
  ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
  close(file);
}

static size_t orphans(void)
{
  size_t count = 99;
  ck_assert_msg(archive_orphans(archive, &count, &err) == 0, "%s", err.text);
  return count;
}

START_TEST(what_is_sealed_is_in_both_places_read_only_and_under_its_hash)
{
  struct digest digest = keep("abc");
  static const char *const places[] = {"master", "working"};
  for (size_t i = 0; i < 2; i++) {
    _cleanup_(freep) char *path = path_of(places[i], &digest);
    struct stat about;
    struct buf bytes = {0};
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0400);
    ck_assert_int_eq(file_read(path, 100, &bytes, &err), 0);
    ck_assert_str_eq(buf_string(&bytes), "abc");
    buf_finish(&bytes);
  }
  char text[DIGEST_TEXT_SIZE];
  digest_text(&digest, text);
  ck_assert_str_eq(text, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  ck_assert_int_eq(archive_check(archive, &digest, 3, &err), 0);
  ck_assert_uint_eq(orphans(), 0);
}
END_TEST

START_TEST(an_item_without_a_byte_is_kept_like_any_other)
{
  struct digest first = keep(""), again = keep("");
  ck_assert(digest_equal(&first, &again));
  ck_assert_int_eq(archive_check(archive, &first, 0, &err), 0);
  ck_assert_uint_eq(orphans(), 0);
}
END_TEST

START_TEST(a_changed_byte_is_found_in_either_copy)
{
  static const char *const places[] = {"master", "working"};
  for (size_t i = 0; i < 2; i++) {
    struct digest digest = keep(i ? "second" : "first");
    _cleanup_(freep) char *path = path_of(places[i], &digest);
    overwrite(path, i ? "secomd" : "firsr");
    err = (struct err){0};
    ck_assert_int_eq(archive_check(archive, &digest, i ? 6 : 5, &err), -1);
    ck_assert_int_eq(err.kind, ERR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, places[i]));
    ck_assert_ptr_nonnull(strstr(err.text, "was changed after it was sealed"));
  }
}
END_TEST

START_TEST(a_missing_copy_is_found)
{
  struct digest digest = keep("here today");
  _cleanup_(freep) char *path = path_of("working", &digest);
  ck_assert_int_eq(unlink(path), 0);
  ck_assert_int_eq(archive_check(archive, &digest, 10, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "is missing"));
  err = (struct err){0};
  ck_assert_int_eq(archive_read(archive, &digest, &err), -1);
  ck_assert_int_eq(err.kind, ERR_STORE);
}
END_TEST

START_TEST(a_fifo_in_place_of_a_copy_does_not_hold_up_the_check)
{
  struct digest digest = keep("solid");
  _cleanup_(freep) char *path = path_of("master", &digest);
  ck_assert_int_eq(unlink(path), 0);
  ck_assert_int_eq(mkfifo(path, 0600), 0);
  ck_assert_int_eq(archive_check(archive, &digest, 5, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
}
END_TEST

START_TEST(the_working_copy_is_what_is_read)
{
  struct digest digest = keep("read me");
  int file = archive_read(archive, &digest, &err);
  char bytes[16] = "";
  ck_assert_int_ge(file, 0);
  ck_assert_int_eq(read(file, bytes, sizeof bytes), 7);
  ck_assert_str_eq(bytes, "read me");
  close(file);
}
END_TEST

START_TEST(the_same_bytes_again_heal_a_changed_copy_and_keep_what_it_held)
{
  struct digest digest = keep("evidence");
  _cleanup_(freep) char *path = path_of("master", &digest);
  overwrite(path, "tampered");
  keep("evidence");
  ck_assert_int_eq(archive_check(archive, &digest, 8, &err), 0);
  ck_assert_uint_eq(orphans(), 1);
}
END_TEST

START_TEST(what_is_dropped_leaves_nothing)
{
  struct archive_item *item = archive_start(archive);
  ck_assert_int_eq(archive_add(item, "half", 4, &err), 0);
  ck_assert_uint_eq(archive_length(item), 4);
  ck_assert_uint_eq(orphans(), 0); /* somebody is still writing it */
  archive_drop(item);
  char command[160];
  snprintf(command, sizeof command, "test -z \"$(find %s -type f)\"", folder);
  ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(what_a_killed_writer_left_is_counted)
{
  pid_t pid = fork();
  if (pid == 0) {
    archive_add(archive_start(archive), "half", 4, &err);
    kill(getpid(), SIGKILL);
  }
  waitpid(pid, NULL, 0);
  ck_assert_uint_eq(orphans(), 2);
  struct digest digest = keep("whole");
  ck_assert_int_eq(archive_check(archive, &digest, 5, &err), 0);
  ck_assert_uint_eq(orphans(), 2);
}
END_TEST

/** A limit on the size of files is as good as a full disk: some bytes go in, then none. */
START_TEST(a_full_place_is_said_and_leaves_no_part_of_a_file)
{
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit = {.rlim_cur = 100000, .rlim_max = RLIM_INFINITY};
  ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  static char bytes[200000];
  struct archive_item *item = archive_start(archive);
  ck_assert_int_eq(archive_add(item, bytes, sizeof bytes, &err), -1);
  archive_drop(item);
  limit.rlim_cur = RLIM_INFINITY;
  setrlimit(RLIMIT_FSIZE, &limit);
  ck_assert_int_eq(err.kind, ERR_STORE);
  ck_assert_ptr_nonnull(strstr(err.text, folder));
  char command[160];
  snprintf(command, sizeof command, "test -z \"$(find %s -type f)\"", folder);
  ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(two_places_that_are_one_folder_are_refused)
{
  char same[80];
  snprintf(same, sizeof same, "%s/./master", folder);
  ck_assert_ptr_null(archive_open(folder, same, &err));
  ck_assert_int_eq(err.kind, ERR_STORE);
  ck_assert_ptr_nonnull(strstr(err.text, "same folder"));
}
END_TEST

START_TEST(a_place_that_cannot_be_made_is_said)
{
  char inside[80];
  snprintf(inside, sizeof inside, "%s/file", folder);
  ck_assert_int_eq(file_write(inside, "", 0, 0600, &err), 0);
  ck_assert_ptr_null(archive_open(inside, NULL, &err));
  ck_assert_int_eq(err.kind, ERR_STORE);
}
END_TEST

START_TEST(a_second_place_of_its_own_holds_the_working_copy)
{
  char second[80];
  snprintf(second, sizeof second, "%s-second", folder);
  struct archive *apart = archive_open(folder, second, &err);
  ck_assert_msg(apart != NULL, "%s", err.text);
  struct archive *usual = archive;
  archive = apart;
  struct digest digest = keep("apart");
  ck_assert_int_eq(archive_check(apart, &digest, 5, &err), 0);
  archive = usual;
  archive_close(apart);
  ck_assert_int_eq(archive_check(archive, &digest, 5, &err), -1);
  char command[128];
  snprintf(command, sizeof command, "rm -r %s", second);
  ck_assert_int_eq(system(command), 0);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("archive");
  TCase *chapter = tcase_create("archive");
  tcase_add_checked_fixture(chapter, open_archive, remove_archive);
  tcase_add_test(chapter, what_is_sealed_is_in_both_places_read_only_and_under_its_hash);
  tcase_add_test(chapter, an_item_without_a_byte_is_kept_like_any_other);
  tcase_add_test(chapter, a_changed_byte_is_found_in_either_copy);
  tcase_add_test(chapter, a_missing_copy_is_found);
  tcase_add_test(chapter, a_fifo_in_place_of_a_copy_does_not_hold_up_the_check);
  tcase_add_test(chapter, the_working_copy_is_what_is_read);
  tcase_add_test(chapter, the_same_bytes_again_heal_a_changed_copy_and_keep_what_it_held);
  tcase_add_test(chapter, what_is_dropped_leaves_nothing);
  tcase_add_test(chapter, what_a_killed_writer_left_is_counted);
  tcase_add_test(chapter, a_full_place_is_said_and_leaves_no_part_of_a_file);
  tcase_add_test(chapter, two_places_that_are_one_folder_are_refused);
  tcase_add_test(chapter, a_place_that_cannot_be_made_is_said);
  tcase_add_test(chapter, a_second_place_of_its_own_holds_the_working_copy);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
