/* roster/lint: what a roster should have, found before somebody needs it. */
#include "roster/lint.h"

#include "base/alloc.h"
#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
  strcpy(folder, "/tmp/lint-XXXXXX");
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

static struct roster_findings findings;

static void lint(const char *text, const struct roster_standards *standards)
{
  struct err err = {0};
  write_file(ROSTER_FILE, text);
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  roster_lint(roster, standards, &findings);
  roster_free(roster);
}

/** The finding of this code that speaks of `words`, or NULL. */
static const struct roster_finding *found(const char *code, const char *words)
{
  for (size_t i = 0; i < findings.count; i++)
    if (strcmp(findings.list[i].code, code) == 0 && strstr(findings.list[i].sentence, words))
      return &findings.list[i];
  return NULL;
}

static const struct roster_standards usual = {0};

START_TEST(too_few_of_an_organisation_are_counted_against_the_sites_own_number)
{
  static const char two[] = "people:\n"
                            "  - {id: a, name: A, organisation: legal}\n"
                            "  - {id: b, name: B, organisation: [illegal, legal]}\n"
                            "  - {id: c, name: C, organisation: legal, left: 2001-01-01}\n";
  const struct roster_standards three = {.minimum_per_organisation = 3};
  lint(two, &usual);
  ck_assert_ptr_null(found("organisation-minimum", "of legal"));
  ck_assert_ptr_nonnull(found("organisation-minimum", "0 of audit; there should be 2"));
  lint(two, &three);
  ck_assert_ptr_nonnull(found("organisation-minimum", "2 of legal; there should be 3"));
}
END_TEST

START_TEST(a_loop_of_backups_is_an_error_with_the_people_named)
{
  lint("people:\n"
       "  - {id: a, name: A, backup: b}\n"
       "  - {id: b, name: B, backup: c}\n"
       "  - {id: c, name: C, backup: b}\n"
       "  - {id: d, name: D, backup: d}\n",
       &usual);
  const struct roster_finding *loop = found("backup-loop", "b, then c, then b");
  ck_assert_ptr_nonnull(loop);
  ck_assert(loop->is_error);
  ck_assert_int_eq(loop->line, 3);
  ck_assert_str_eq(loop->file, ROSTER_FILE);
  ck_assert_ptr_nonnull(found("backup-loop", "d, then d"));
  ck_assert_ptr_null(found("backup-loop", "loop: a,"));
  ck_assert_ptr_null(found("backup-loop", "loop: c,"));
}
END_TEST

START_TEST(who_is_reachable_at_all_hours_ends_a_loop_and_needs_no_backup)
{
  lint("people:\n"
       "  - {id: a, name: A, roles: [irt], backup: b}\n"
       "  - {id: b, name: B, roles: [irt], backup: a, at_all_hours: true}\n"
       "  - {id: c, name: C, roles: [irt], at_all_hours: true}\n"
       "  - {id: d, name: D, roles: [irt]}\n",
       &usual);
  ck_assert_ptr_null(found("backup-loop", ""));
  ck_assert_ptr_null(found("no-backup", "c is"));
  ck_assert_ptr_nonnull(found("no-backup", "d is of the team"));
}
END_TEST

START_TEST(a_role_that_nobody_holds_is_an_error)
{
  lint("people:\n  - {id: a, name: A, roles: [irt, technical, management, senior_management, legal, audit]}\n"
       "  - {id: b, name: B, roles: [human_resources], left: 2001-01-01}\n",
       &usual);
  ck_assert_ptr_nonnull(found("role-nobody", "human_resources"));
  ck_assert_ptr_null(found("role-nobody", "legal"));
}
END_TEST

START_TEST(each_executive_needs_somebody_free_to_decide_in_his_place)
{
  lint("people:\n"
       "  - {id: a, name: A, roles: [senior_management]}\n"
       "  - {id: b, name: B, roles: [senior_management], alternate: [c, b]}\n"
       "  - {id: c, name: C, reports_to: d}\n"
       "  - {id: d, name: D, reports_to: b}\n"
       "  - {id: e, name: E, roles: [senior_management], alternate: [c]}\n",
       &usual);
  ck_assert_ptr_nonnull(found("no-alternate", "in the place of a "));
  ck_assert_ptr_nonnull(found("alternate-not-free", "c cannot decide in the place of b: reports there"));
  ck_assert_ptr_nonnull(found("alternate-not-free", "is the same person"));
  ck_assert_ptr_nonnull(found("no-alternate", "in the place of b "));
  ck_assert_ptr_null(found("no-alternate", "in the place of e "));
}
END_TEST

START_TEST(who_left_is_nobodys_backup_owner_or_alternate)
{
  lint("people:\n"
       "  - {id: a, name: A, roles: [senior_management, irt], backup: b, alternate: [b]}\n"
       "  - {id: b, name: B, roles: [owner], left: 2001-01-01}\n"
       "assets: {web1: {owner: b}}\n",
       &usual);
  ck_assert_ptr_nonnull(found("backup-left", "b, the backup of a"));
  ck_assert_ptr_nonnull(found("alternate-not-free", "has left"));
  ck_assert_ptr_nonnull(found("owner-left", "the owner of web1"));
  ck_assert_ptr_null(found("no-number", "b has"));
}
END_TEST

START_TEST(the_ledger_is_held_against_the_roster)
{
  struct people people = {0};
  people_add(&people, "gone", "G")->roles = (role_set)1 << ROLE_SENIOR_MANAGEMENT;
  people_add(&people, "thief", "T")->is_revoked = true;
  people_add(&people, "risen", "R")->roles = (role_set)1 << ROLE_LEGAL;
  const struct roster_standards standards = {.people = &people};
  lint("people:\n"
       "  - {id: gone, name: G, roles: [senior_management], left: 2001-01-01}\n"
       "  - {id: thief, name: T}\n"
       "  - {id: risen, name: R, roles: [legal, senior_management]}\n"
       "  - {id: new, name: N}\n",
       &standards);
  ck_assert(found("approver-left", "gone left on 2001-01-01")->is_error);
  ck_assert(found("key-revoked", "thief")->is_error);
  ck_assert_ptr_nonnull(found("roles-differ", "risen"));
  ck_assert_ptr_nonnull(found("not-in-ledger", "new"));
  people_finish(&people);
}
END_TEST

START_TEST(chain_responsibilities_and_owners_are_asked_for)
{
  lint("people: []\n", &usual);
  ck_assert_ptr_nonnull(found("no-chain", "chain:"));
  lint("people:\n  - {id: a, name: A}\nchain: [technical]\nassets: {web1: {owner: a}}\n", &usual);
  ck_assert_ptr_nonnull(found("no-responsibility", "technical"));
  ck_assert_ptr_nonnull(found("owner-role", "a is the owner of web1"));
}
END_TEST

START_TEST(who_reports_to_himself_in_the_end_is_found)
{
  lint("people:\n  - {id: a, name: A, reports_to: b}\n  - {id: b, name: B, reports_to: a}\n", &usual);
  ck_assert_ptr_nonnull(found("superior-loop", "a reports, in the end, to a again"));
}
END_TEST

static void forget(void)
{
  roster_findings_finish(&findings);
  tear_down();
}

int main(void)
{
  Suite *suite = suite_create("roster-lint");
  TCase *chapter = tcase_create("lint");
  tcase_add_checked_fixture(chapter, set_up, forget);
  tcase_add_test(chapter, too_few_of_an_organisation_are_counted_against_the_sites_own_number);
  tcase_add_test(chapter, a_loop_of_backups_is_an_error_with_the_people_named);
  tcase_add_test(chapter, who_is_reachable_at_all_hours_ends_a_loop_and_needs_no_backup);
  tcase_add_test(chapter, a_role_that_nobody_holds_is_an_error);
  tcase_add_test(chapter, each_executive_needs_somebody_free_to_decide_in_his_place);
  tcase_add_test(chapter, who_left_is_nobodys_backup_owner_or_alternate);
  tcase_add_test(chapter, the_ledger_is_held_against_the_roster);
  tcase_add_test(chapter, chain_responsibilities_and_owners_are_asked_for);
  tcase_add_test(chapter, who_reports_to_himself_in_the_end_is_found);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
