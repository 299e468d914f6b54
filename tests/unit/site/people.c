/* site: who belongs here and which procedure counts. Nothing is believed for standing in the ledger. */
#include "trial.h"

#include "base/json.h"
#include "model/statement.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NEWCOMER "{\"id\":\"newcomer\",\"name\":\"New Comer\",\"roles\":[\"senior_management\"]}"

static bool knows(const char *id)
{
  struct site *site = trial_open(NULL, SITE_READ);
  bool is_known = people_find(site_people(site), id) != NULL;
  site_close(site);
  return is_known;
}

START_TEST(senior_management_makes_people_known)
{
  trial_say("senior1", ENTRY_PERSON, NEWCOMER);
  ck_assert(knows("newcomer"));
}
END_TEST

START_TEST(nobody_else_makes_people_known)
{
  trial_say("technical1", ENTRY_PERSON, NEWCOMER);
  trial_say("nobody", ENTRY_PERSON, NEWCOMER);
  trial_say(NULL, ENTRY_PERSON, NEWCOMER);
  ck_assert(!knows("newcomer"));
}
END_TEST

static void expect_approved_by(const char *person)
{
  struct err err = {0};
  struct site_approved approved;
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert_msg(site_approved(site, &approved, &err) == 0, "%s", err.text);
  ck_assert_str_eq(approved.by, person);
  site_approved_finish(&approved);
  site_close(site);
}

/** The body of the approval that init made, to be said once more by others. */
static char *approval_body(void)
{
  struct err err = {0};
  struct site_approved approved;
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert_int_eq(site_approved(site, &approved, &err), 0);
  struct buf text = {0};
  json_t *body = json_object(), *files = json_object();
  char digest[DIGEST_TEXT_SIZE];
  for (size_t i = 0; i < approved.files.count; i++) {
    struct digest one = digest_of(approved.files.list[i].bytes, approved.files.list[i].length);
    digest_text(&one, digest);
    json_object_set_new(files, approved.files.list[i].name, json_string(digest));
  }
  digest_text(&approved.digest, digest);
  json_object_set_new(body, "digest", json_string(digest));
  json_object_set_new(body, "files", files);
  ck_assert_int_eq(json_write_tree(&text, body, &err), 0);
  json_decref(body);
  site_approved_finish(&approved);
  site_close(site);
  return buf_take(&text);
}

START_TEST(the_last_approval_by_senior_management_counts)
{
  char *body = approval_body();
  trial_say("technical1", ENTRY_PROCEDURE, body);
  trial_say("legal1", ENTRY_PROCEDURE, body);
  trial_say(NULL, ENTRY_PROCEDURE, body);
  expect_approved_by("senior1");
  trial_say("senior2", ENTRY_PROCEDURE, body);
  expect_approved_by("senior2");
  free(body);
}
END_TEST

START_TEST(an_approval_with_a_revoked_key_does_not_count)
{
  char *body = approval_body();
  trial_say("senior1", ENTRY_REVOKE, "{\"because\":\"lost\",\"person\":\"senior2\"}");
  trial_say("senior2", ENTRY_PROCEDURE, body);
  expect_approved_by("senior1");
  free(body);
}
END_TEST

START_TEST(an_approval_of_other_files_than_its_hash_is_said)
{
  struct err err = {0};
  struct site_approved approved;
  char body[200] = "{\"digest\":\"sha256:", *at = body + strlen(body);
  memset(at, '0', 64);
  strcpy(at + 64, "\",\"files\":{}}");
  trial_say("senior1", ENTRY_PROCEDURE, body);
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert_int_eq(site_approved(site, &approved, &err), -1);
  ck_assert_int_eq(err.kind, ERR_STORE);
  site_close(site);
}
END_TEST

START_TEST(people_are_called_in_the_order_of_the_roster)
{
  struct err err = {0};
  trial_write(ROSTER_FILE, "people:\n  - {id: hr1, name: Hana Novak}\n  - {id: senior2, name: Ivan Roth}\n");
  struct site *site = trial_open(NULL, SITE_READ);
  struct people people = {0};
  ck_assert_int_eq(site_call_order(site, &people, &err), 0);
  ck_assert_uint_eq(people.count, 11);
  ck_assert_str_eq(people.list[0].id, "hr1");
  ck_assert_str_eq(people.list[1].id, "senior2");
  ck_assert_str_eq(people.list[2].id, "technical1");
  people_finish(&people);
  site_close(site);
}
END_TEST

START_TEST(nobody_calls_who_has_left)
{
  struct err err = {0};
  trial_write(ROSTER_FILE, "people:\n  - {id: hr1, name: Hana Novak, left: 2020-01-01}\n"
                           "  - {id: senior2, name: Ivan Roth, left: 9999-01-01}\n");
  struct site *site = trial_open(NULL, SITE_READ);
  struct people people = {0};
  ck_assert_int_eq(site_call_order(site, &people, &err), 0);
  ck_assert_uint_eq(people.count, 10);
  ck_assert_ptr_null(people_find(&people, "hr1"));
  ck_assert_str_eq(people.list[0].id, "senior2");
  ck_assert_ptr_nonnull(people_find(site_people(site), "hr1")); /* but known he is */
  people_finish(&people);
  site_close(site);
}
END_TEST

START_TEST(who_decides_in_an_executives_place_stands_in_the_ledger)
{
  struct site *site = trial_open(NULL, SITE_READ);
  const struct person *senior = people_find(site_people(site), "senior1");
  ck_assert_uint_eq(senior->alternate_count, 2);
  ck_assert_str_eq(senior->alternates[0], "senior2");
  ck_assert_str_eq(senior->alternates[1], "legal2");
  site_close(site);
  trial_write(ROSTER_FILE, "people:\n  - {id: senior1, name: Sara, alternate: [hr1]}\n  - {id: hr1, name: Hana}\n");
  struct people people = {0};
  struct err err = {0};
  site = trial_open(NULL, SITE_READ);
  ck_assert_int_eq(site_call_order(site, &people, &err), 0);
  ck_assert_str_eq(people_find(&people, "senior1")->alternates[0], "senior2"); /* whatever the roster says */
  people_finish(&people);
  site_close(site);
}
END_TEST

START_TEST(a_roster_that_cannot_be_read_loses_nobody)
{
  struct err err = {0};
  trial_write(ROSTER_FILE, "people: {\n");
  struct site *site = trial_open("technical1", SITE_WRITE);
  struct people people = {0};
  struct policy_home home;
  ck_assert_int_eq(site_call_order(site, &people, &err), -1);
  ck_assert_uint_eq(people.count, 11);
  ck_assert_int_eq(site_home(site, &home, &err), -1);
  ck_assert_uint_eq(home.person_count, 22);
  people_finish(&people);
  site_close(site);
}
END_TEST

START_TEST(the_roster_of_the_demo_lacks_nothing)
{
  struct roster_findings findings = {0};
  struct site *site = trial_open(NULL, SITE_READ);
  site_lint_roster(site, &findings);
  for (size_t i = 0; i < findings.count; i++)
    ck_abort_msg("%s:%d: %s", findings.list[i].file, findings.list[i].line, findings.list[i].sentence);
  site_close(site);
}
END_TEST

START_TEST(a_roster_that_cannot_be_read_is_a_finding)
{
  struct roster_findings findings = {0};
  trial_write(ROSTER_FILE, "people: [\n");
  struct site *site = trial_open(NULL, SITE_READ);
  site_lint_roster(site, &findings);
  ck_assert_uint_eq(findings.count, 1);
  ck_assert(findings.list[0].is_error);
  roster_findings_finish(&findings);
  site_close(site);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("people");
  TCase *chapter = tcase_create("people");
  tcase_add_checked_fixture(chapter, trial_make, trial_remove);
  tcase_set_timeout(chapter, 60);
  tcase_add_test(chapter, senior_management_makes_people_known);
  tcase_add_test(chapter, nobody_else_makes_people_known);
  tcase_add_test(chapter, the_last_approval_by_senior_management_counts);
  tcase_add_test(chapter, an_approval_with_a_revoked_key_does_not_count);
  tcase_add_test(chapter, an_approval_of_other_files_than_its_hash_is_said);
  tcase_add_test(chapter, people_are_called_in_the_order_of_the_roster);
  tcase_add_test(chapter, nobody_calls_who_has_left);
  tcase_add_test(chapter, who_decides_in_an_executives_place_stands_in_the_ledger);
  tcase_add_test(chapter, a_roster_that_cannot_be_read_loses_nobody);
  tcase_add_test(chapter, the_roster_of_the_demo_lacks_nothing);
  tcase_add_test(chapter, a_roster_that_cannot_be_read_is_a_finding);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
