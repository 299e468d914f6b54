/* drivers/pager: the site's own program reaches a pager; what it is told is on its stdin. */
#include "drivers/pager.h"

#include "base/alloc.h"
#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static void set_up(void)
{
  strcpy(folder, "/tmp/pager-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

static char *program(const char *text)
{
  struct err err = {0};
  char *path = file_join(folder, "page");
  ck_assert_msg(file_write(path, text, strlen(text), 0700, &err) == 0, "%s", err.text);
  return path;
}

static struct paged page(const char *text)
{
  struct paged paged;
  struct err err = {0};
  char *path = program(text);
  const char *const argv[] = {path, folder, NULL};
  ck_assert_msg(pager_send(argv, "+1 555 0118", "Come.", &paged, &err) == 0, "%s", err.text);
  free(path);
  return paged;
}

START_TEST(the_program_gets_number_and_message_on_stdin)
{
  struct buf said = {0};
  struct err err = {0};
  struct paged paged = page("#!/bin/sh\ncat >\"$1/said\"; echo much; echo more >&2\n");
  char *path = file_join(folder, "said");
  ck_assert_msg(paged.is_sent, "%s", paged.because);
  ck_assert_str_eq(paged.because, "");
  ck_assert_int_eq(file_read(path, 1000, &said, &err), 0);
  ck_assert_str_eq(buf_string(&said), "+1 555 0118\n\nCome.\n");
  buf_finish(&said);
  free(path);
}
END_TEST

START_TEST(a_program_that_does_not_read_is_no_trouble)
{
  ck_assert(page("#!/bin/sh\nexit 0\n").is_sent);
}
END_TEST

START_TEST(a_program_that_prints_much_is_no_trouble)
{
  ck_assert(page("#!/bin/sh\nhead -c 1000000 /dev/zero\nhead -c 1000000 /dev/zero >&2\n").is_sent);
}
END_TEST

START_TEST(whatever_else_came_of_it_is_said)
{
  static const struct {
    const char *text, *because;
  } cases[] = {
      {"#!/bin/sh\nexit 3\n", "exit status 3"},
      {"#!/bin/sh\nkill -9 $$\n", "signal 9"},
      {"#!/no/such/program\n", "it could not be started: No such file or directory"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct paged paged = page(cases[i].text);
    ck_assert(!paged.is_sent);
    ck_assert_str_eq(paged.because, cases[i].because);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("pager");
  TCase *chapter = tcase_create("pager");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 60);
  tcase_add_test(chapter, the_program_gets_number_and_message_on_stdin);
  tcase_add_test(chapter, a_program_that_does_not_read_is_no_trouble);
  tcase_add_test(chapter, a_program_that_prints_much_is_no_trouble);
  tcase_add_test(chapter, whatever_else_came_of_it_is_said);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
