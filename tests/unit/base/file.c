/* base/file: whole or not at all. */
#include "base/alloc.h"
#include "base/file.h"

#include <check.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/tocsin-file-XXXXXX";

static void enter(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(chdir(folder), 0);
}

static void leave(void)
{
  char *command = xasprintf("rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  free(command);
}

START_TEST(what_is_written_is_read_and_nothing_lies_beside)
{
  struct err err = {0};
  struct buf bytes = {0};
  struct stat about;
  buf_text(&bytes, "before ");
  ck_assert_int_eq(file_write("a", "old", 3, 0600, &err), 0);
  ck_assert_int_eq(file_write("a", "new\0er", 6, 0640, &err), 0);
  ck_assert_int_eq(file_read("a", 6, &bytes, &err), 0);
  ck_assert_uint_eq(bytes.length, 13);
  ck_assert_mem_eq(bytes.bytes, "before new\0er", 13);
  ck_assert_int_eq(stat("a", &about), 0);
  ck_assert_int_eq(about.st_mode & 07777, 0640);
  ck_assert_int_eq(system("test \"$(ls -A)\" = a"), 0);
  buf_finish(&bytes);
}
END_TEST

START_TEST(a_new_file_never_goes_over_another)
{
  struct err err = {0};
  struct buf bytes = {0};
  ck_assert_int_eq(file_write_new("a", "first", 5, 0600, &err), 0);
  ck_assert_int_eq(file_write_new("a", "second", 6, 0600, &err), -1);
  err = (struct err){0};
  ck_assert_int_eq(file_read("a", 100, &bytes, &err), 0);
  ck_assert_str_eq(bytes.bytes, "first");
  ck_assert_int_eq(system("test \"$(ls -A)\" = a"), 0);
  buf_finish(&bytes);
}
END_TEST

START_TEST(what_cannot_be_read_says_why)
{
  struct buf bytes = {0};
  struct err err = {0};
  ck_assert_int_eq(file_read("none", 10, &bytes, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "none cannot be read: No such file"));
  err = (struct err){0};
  ck_assert_int_eq(file_write("a", "12345678901", 11, 0600, &err), 0);
  ck_assert_int_eq(file_read("a", 10, &bytes, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "longer than the 10 bytes"));
  ck_assert_uint_eq(bytes.length, 0);
  err = (struct err){0};
  ck_assert_int_eq(mkfifo("pipe", 0600), 0);
  ck_assert_int_eq(file_read("pipe", 10, &bytes, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
  buf_finish(&bytes);
}
END_TEST

static int see(void *context, const char *name, struct err *err)
{
  buf_format(context, "%s;", name);
  return 0;
}

START_TEST(folders_are_made_and_listed_in_byte_order_without_following_links)
{
  struct err err = {0};
  struct buf names = {0};
  ck_assert_int_eq(file_make_folder("x/y/z", 0700, &err), 0);
  ck_assert_int_eq(file_make_folder("x/y/z/", 0700, &err), 0);
  ck_assert_int_eq(file_write("x/y/z/b", "", 0, 0600, &err), 0);
  ck_assert_int_eq(file_write("x/a", "", 0, 0600, &err), 0);
  ck_assert_int_eq(file_write("x/y-", "", 0, 0600, &err), 0);
  ck_assert_int_eq(symlink("/etc", "x/etc"), 0);
  ck_assert_int_eq(symlink("a", "x/alias"), 0);
  ck_assert_int_eq(file_each("x", see, &names, &err), 0);
  ck_assert_str_eq(buf_string(&names), "a;y-;y/z/b;");
  ck_assert(file_exists("x/a") && !file_exists("x/b"));
  ck_assert_int_eq(file_make_folder("x/a/b", 0700, &err), -1);
  ck_assert(err_is_set(&err));
  buf_finish(&names);
}
END_TEST

START_TEST(an_absolute_name_stays_what_it_is)
{
  char *joined = file_join("a/b", "c");
  ck_assert_str_eq(joined, "a/b/c");
  free(joined);
  joined = file_join("a/", "c");
  ck_assert_str_eq(joined, "a/c");
  free(joined);
  joined = file_join("a", "/c");
  ck_assert_str_eq(joined, "/c");
  free(joined);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("file");
  TCase *chapter = tcase_create("file");
  tcase_add_checked_fixture(chapter, enter, leave);
  tcase_add_test(chapter, what_is_written_is_read_and_nothing_lies_beside);
  tcase_add_test(chapter, a_new_file_never_goes_over_another);
  tcase_add_test(chapter, what_cannot_be_read_says_why);
  tcase_add_test(chapter, folders_are_made_and_listed_in_byte_order_without_following_links);
  tcase_add_test(chapter, an_absolute_name_stays_what_it_is);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
