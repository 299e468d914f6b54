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

START_TEST(people_come_in_order_of_call)
{
  struct err err = {0};
  write_file(ROSTER_FILE, people);
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  ck_assert_uint_eq(roster_count(roster), 2);
  ck_assert_str_eq(roster_at(roster, 0)->id, "manager1");
  ck_assert_uint_eq(roster_place(roster, "technical1"), 1);
  ck_assert_uint_eq(roster_place(roster, "nobody"), 2);
  ck_assert_uint_eq(roster_at(roster, 1)->roles, 1u << ROLE_IRT | 1u << ROLE_TECHNICAL);
  const char *const *texts;
  ck_assert_uint_eq(roster_everybody(roster, &texts), 4);
  roster_free(roster);
}
END_TEST

START_TEST(who_has_left_is_said_by_the_time_that_is_given)
{
  struct err err = {0};
  clock_us before, after;
  write_file(ROSTER_FILE, "people:\n  - {id: manager1, name: Mary, roles: [irt, management], left: 2026-10-31}\n");
  ck_assert(clock_parse("2026-10-30T23:59:59.999999Z", &before) && clock_parse("2026-10-31T00:00:00.000000Z", &after));
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  roster_set_day(roster, before);
  ck_assert(!roster_at(roster, 0)->has_left);
  roster_set_day(roster, after);
  ck_assert(roster_at(roster, 0)->has_left);
  roster_free(roster);
}
END_TEST

START_TEST(a_roster_without_numbers_is_a_roster)
{
  struct err err = {0};
  write_file(ROSTER_FILE, people);
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  roster_free(roster);
}
END_TEST

START_TEST(what_else_the_file_says_is_read)
{
  struct err err = {0};
  write_file(ROSTER_FILE, "people:\n"
                          "  - {id: a, name: A, roles: [senior_management], alternate: [b, c]}\n"
                          "  - {id: b, name: B, at_all_hours: true, when: after 10m, left: 2001-02-03}\n"
                          "  - {id: c, name: C, when: if the press asks, left: 9999-01-01}\n"
                          "chain: [technical, senior_management]\n"
                          "responsibilities: {technical: Stops the attack.}\n"
                          "assets: {web1: {owner: c, business: The shop}}\n");
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  const struct roster_person *a = roster_at(roster, 0), *b = roster_at(roster, 1), *c = roster_at(roster, 2);
  ck_assert_uint_eq(a->alternate_count, 2);
  ck_assert_str_eq(a->alternates[1], "c");
  ck_assert_str_eq(a->when, "at once");
  ck_assert(b->is_at_all_hours && b->has_left);
  ck_assert_str_eq(b->when, "after 10m");
  ck_assert(!c->is_at_all_hours && !c->has_left);
  ck_assert_str_eq(c->when, "if the press asks");
  size_t count;
  ck_assert_int_eq(roster_chain(roster, &count)[1], ROLE_SENIOR_MANAGEMENT);
  ck_assert_uint_eq(count, 2);
  ck_assert_str_eq(roster_responsibility(roster, ROLE_TECHNICAL), "Stops the attack.");
  ck_assert_ptr_null(roster_responsibility(roster, ROLE_LEGAL));
  ck_assert_str_eq(roster_asset(roster, "WEB1")->owner, "c");
  ck_assert_ptr_null(roster_asset(roster, "web2"));
  roster_free(roster);
}
END_TEST

static void expect_refusal(const char *roster_text, const char *sentence)
{
  struct err err = {0};
  write_file(ROSTER_FILE, roster_text);
  ck_assert_ptr_null(roster_load(folder, &err));
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

START_TEST(mistakes_are_refused_with_their_place)
{
  expect_refusal("people:\n  - {id: a, name: A, roles: [tecnical]}\n",
                 "roster/roster.yaml:2:30: no role is called \"tecnical\"; did you mean \"technical\"?");
  expect_refusal("people:\n  - {id: a, name: A}\n  - {id: a, name: B}\n",
                 "roster.yaml:3:10: a stands in the roster twice");
  expect_refusal("people:\n  - {id: ../a, name: A}\n", "cannot be an id");
  expect_refusal("people:\n  - {id: a}\n", "needs an id and a name");
  expect_refusal("people:\n  - {id: a, name: A, backup: b}\n", "backup names \"b\", who is not in the roster");
  expect_refusal("people:\n  - {id: a, name: A, alternate: [b]}\n", "alternate names \"b\", who is not");
  expect_refusal("people:\n  - {id: a-read, name: A}\n", "does not end in \"-read\"");
  expect_refusal("people:\n  - {id: a, name: A, when: soon}\n",
                 "roster.yaml:2:28: somebody is called \"at once\"");
  expect_refusal("people:\n  - {id: a, name: A, when: after 10}\n", "\"after 10m\"");
  expect_refusal("people:\n  - {id: a, name: A, left: 3 May}\n", "written like 2026-10-31, not \"3 May\"");
  expect_refusal("people:\n  - {id: a, name: A, at_all_hours: perhaps}\n",
                 "roster.yaml:2:36: expected true or false");
  expect_refusal("people: []\nassets: {web1: {owner: b}}\n", "owner names \"b\", who is not");
  expect_refusal("people: []\nassets: {web1: {}}\n", "web1 needs an owner");
  expect_refusal("people: []\nchain: [legal, legal]\n", "legal stands in the chain twice");
  expect_refusal("people: []\nresponsibilities: {leagl: x}\n", "did you mean \"legal\"?");
  expect_refusal("people:\n  - {id: a, name: A, phone: '1'}\n", "has no \"phone\"");
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
  tcase_add_test(chapter, people_come_in_order_of_call);
  tcase_add_test(chapter, who_has_left_is_said_by_the_time_that_is_given);
  tcase_add_test(chapter, a_roster_without_numbers_is_a_roster);
  tcase_add_test(chapter, what_else_the_file_says_is_read);
  tcase_add_test(chapter, mistakes_are_refused_with_their_place);
  tcase_add_test(chapter, a_missing_roster_is_said);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
