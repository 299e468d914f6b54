/* roster: whom to call, in which order, at which number. */
#include "roster/roster.h"

#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void write_file(const char *name, const char *text)
{
  struct err err = {0};
  char *path = file_join(folder, name);
  ck_assert_msg(file_write(path, text, strlen(text), 0600, &err) == 0, "%s", err.text);
  free(path);
}

static void set_up(void)
{
  struct err err = {0};
  strcpy(folder, "/tmp/roster-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  char *path = file_join(folder, ROSTER_FOLDER);
  ck_assert_int_eq(file_make_folder(path, 0700, &err), 0);
  free(path);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

static const char people[] =
    "people:\n"
    "  - {id: manager1, name: Mary, organisation: management, roles: [irt, management]}\n"
    "  - {id: technical1, name: Tom, roles: [irt, technical], backup: manager1, reports_to: manager1}\n";

START_TEST(people_come_in_order_of_call_with_their_numbers)
{
  struct err err = {0};
  write_file(ROSTER_FILE, people);
  write_file(ROSTER_NUMBERS_FILE, "numbers:\n  technical1: {phone: +1 555 0101, home: +1 555 0112}\n");
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  ck_assert_uint_eq(roster_count(roster), 2);
  ck_assert_str_eq(roster_at(roster, 0)->id, "manager1");
  ck_assert_uint_eq(roster_place(roster, "technical1"), 1);
  ck_assert_uint_eq(roster_place(roster, "nobody"), 2);
  ck_assert_uint_eq(roster_at(roster, 1)->roles, 1u << ROLE_IRT | 1u << ROLE_TECHNICAL);
  ck_assert_str_eq(roster_number(roster, "technical1", ROSTER_HOME), "+1 555 0112");
  ck_assert_ptr_null(roster_number(roster, "technical1", ROSTER_PAGER));
  ck_assert_ptr_null(roster_number(roster, "nobody", ROSTER_HOME));
  const char *const *texts;
  ck_assert_uint_eq(roster_everything(roster, &texts), 6);
  roster_free(roster);
}
END_TEST

START_TEST(a_roster_without_numbers_is_a_roster)
{
  struct err err = {0};
  write_file(ROSTER_FILE, people);
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  struct buf findings = {0};
  roster_lint(roster, &findings);
  ck_assert_ptr_nonnull(strstr(buf_string(&findings), "technical1 has no number"));
  ck_assert_ptr_nonnull(strstr(buf_string(&findings), "0 of legal"));
  ck_assert_ptr_nonnull(strstr(buf_string(&findings), "manager1 is of the team and has no backup"));
  ck_assert_ptr_null(strstr(buf_string(&findings), "technical1 is of the team and has no backup"));
  buf_finish(&findings);
  roster_free(roster);
}
END_TEST

START_TEST(numbers_that_others_can_read_are_a_finding)
{
  struct err err = {0};
  write_file(ROSTER_FILE, people);
  write_file(ROSTER_NUMBERS_FILE, "numbers: {}\n");
  char *path = file_join(folder, ROSTER_NUMBERS_FILE);
  for (int is_open = 0; is_open < 2; is_open++) {
    chmod(path, is_open ? 0640 : 0600);
    struct roster *roster = roster_load(folder, &err);
    ck_assert_msg(roster != NULL, "%s", err.text);
    struct buf findings = {0};
    roster_lint(roster, &findings);
    ck_assert_int_eq(strstr(buf_string(&findings), "chmod 600") != NULL, is_open);
    buf_finish(&findings);
    roster_free(roster);
  }
  free(path);
}
END_TEST

static void expect_refusal(const char *roster_text, const char *numbers, const char *sentence)
{
  struct err err = {0};
  write_file(ROSTER_FILE, roster_text);
  write_file(ROSTER_NUMBERS_FILE, numbers);
  ck_assert_ptr_null(roster_load(folder, &err));
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

START_TEST(mistakes_are_refused_with_their_place)
{
  const char none[] = "numbers: {}\n";
  expect_refusal("people:\n  - {id: a, name: A, roles: [tecnical]}\n", none,
                 "roster/roster.yaml:2:30: no role is called \"tecnical\"; did you mean \"technical\"?");
  expect_refusal("people:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", none,
                 "roster.yaml:3:10: a stands in the roster twice");
  expect_refusal("people:\n  - {id: ../a, name: A}\n", none, "cannot be an id");
  expect_refusal("people:\n  - {id: a}\n", none, "needs an id and a name");
  expect_refusal("people:\n  - {id: a, name: A, backup: b}\n", none, "backup names \"b\", who is not in the roster");
  expect_refusal("people:\n  - {id: a, name: A, phone: '1'}\n", none, "has no \"phone\"");
  expect_refusal(people, "numbers:\n  tecnical1: {phone: '1'}\n", "roster/numbers.yaml:2:3: \"tecnical1\" has numbers");
  expect_refusal(people, "numbers:\n  technical1: {fax: '1'}\n", "has no \"fax\"");
}
END_TEST

START_TEST(a_missing_roster_is_said)
{
  struct err err = {0};
  ck_assert_ptr_null(roster_load(folder, &err));
  ck_assert_ptr_nonnull(strstr(err.text, ROSTER_FILE));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("roster");
  TCase *chapter = tcase_create("roster");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_add_test(chapter, people_come_in_order_of_call_with_their_numbers);
  tcase_add_test(chapter, a_roster_without_numbers_is_a_roster);
  tcase_add_test(chapter, numbers_that_others_can_read_are_a_finding);
  tcase_add_test(chapter, mistakes_are_refused_with_their_place);
  tcase_add_test(chapter, a_missing_roster_is_said);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
