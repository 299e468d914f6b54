/* roster/numbers: private numbers, encrypted to whoever may read them, and recognised without being read. */
#include "roster/numbers.h"

#include "base/alloc.h"
#include "base/cms.h"
#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char people[] = "people:\n"
                             "  - {id: ann, name: Ann, roles: [irt], at_all_hours: true}\n"
                             "  - {id: ben, name: Ben, roles: [irt], backup: ann}\n"
                             "  - {id: sue, name: Sue, roles: [senior_management]}\n"
                             "  - {id: lea, name: Lea, roles: [legal]}\n";

static const char plain[] = "numbers:\n"
                            "  ann: {phone: +1 555 0101, home: +1 555 0112}\n"
                            "  sue: {phone: '001-555-0105', pager: 'desk 0117 or 0118'}\n"
                            "  lea: {phone: 0555 0107}\n";

static void write_file(const char *name, const char *text)
{
  struct err err = {0};
  char *path = file_join(folder, name);
  ck_assert_msg(file_write(path, text, strlen(text), 0600, &err) == 0, "%s", err.text);
  free(path);
}

static void make_key(const char *id)
{
  struct err err = {0};
  char *key = xasprintf("%s/%s-read.pem", folder, id);
  char *certificate = xasprintf("%s/%s/%s.pem", folder, ROSTER_CERTIFICATES_FOLDER, id);
  ck_assert_msg(cms_make_key(id, key, certificate, NULL, &err) == 0, "%s", err.text);
  free(key);
  free(certificate);
}

static struct roster *load(void)
{
  struct err err = {0};
  struct roster *roster = roster_load(folder, &err);
  ck_assert_msg(roster != NULL, "%s", err.text);
  return roster;
}

static void seal(const char *text)
{
  struct err err = {0};
  struct roster *roster = load();
  ck_assert_msg(roster_take_numbers(roster, "plain", text, strlen(text), &err) == 0, "%s", err.text);
  ck_assert_msg(roster_seal_numbers(roster, "corp.test", &err) == 0, "%s", err.text);
  roster_free(roster);
}

static int open_as(struct roster *roster, const char *id, struct err *err)
{
  char *key = xasprintf("%s/%s-read.pem", folder, id);
  int result = roster_open_numbers(roster, key, NULL, NULL, err);
  free(key);
  return result;
}

static void set_up(void)
{
  static const char *const ids[] = {"ann", "ben", "sue", "lea"};
  struct err err = {0};
  strcpy(folder, "/tmp/numbers-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  char *path = file_join(folder, ROSTER_CERTIFICATES_FOLDER);
  ck_assert_int_eq(file_make_folder(path, 0700, &err), 0);
  free(path);
  write_file(ROSTER_FILE, people);
  for (size_t i = 0; i < COUNT(ids); i++)
    make_key(ids[i]);
  seal(plain);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

START_TEST(closed_until_somebody_of_the_team_opens_them)
{
  struct err err = {0};
  struct roster *roster = load();
  ck_assert(!roster_is_open(roster));
  ck_assert_ptr_null(roster_number(roster, "ann", ROSTER_PHONE));
  ck_assert_int_eq(open_as(roster, "ben", &err), 0);
  ck_assert(roster_is_open(roster));
  ck_assert_str_eq(roster_number(roster, "ann", ROSTER_HOME), "+1 555 0112");
  ck_assert_str_eq(roster_number(roster, "sue", ROSTER_PHONE), "001-555-0105");
  ck_assert_ptr_null(roster_number(roster, "ann", ROSTER_PAGER));
  roster_free(roster);
}
END_TEST

START_TEST(senior_management_opens_its_own_list_only)
{
  struct err err = {0};
  struct roster *roster = load();
  ck_assert_int_eq(open_as(roster, "sue", &err), 0);
  ck_assert(roster_is_open_for(roster, "sue"));
  ck_assert(!roster_is_open_for(roster, "ann"));
  ck_assert(!roster_is_open(roster));
  ck_assert_ptr_nonnull(roster_number(roster, "sue", ROSTER_PHONE));
  ck_assert_ptr_null(roster_number(roster, "ann", ROSTER_PHONE));
  ck_assert_int_eq(roster_seal_numbers(roster, "corp.test", &err), -1); /* the others would be lost */
  roster_free(roster);
}
END_TEST

START_TEST(nobody_else_opens_anything)
{
  struct err err = {0};
  struct roster *roster = load();
  ck_assert_int_eq(open_as(roster, "lea", &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "roster/numbers.cms cannot be opened: it was not encrypted to"));
  ck_assert_ptr_null(roster_number(roster, "lea", ROSTER_PHONE));
  roster_free(roster);
}
END_TEST

START_TEST(nothing_on_disk_can_be_read_and_openssl_opens_it)
{
  char *command = xasprintf("! grep -r '555 01' %s/roster && "
                            "test -z \"$(find %s/roster -maxdepth 1 -type f ! -perm 600)\" && "
                            "openssl cms -decrypt -inform PEM -in %s/roster/numbers.cms -inkey %s/ben-read.pem "
                            "| grep -q 'ann: {phone: \"+1 555 0101\", home: \"+1 555 0112\"}   # Ann: irt'",
                            folder, folder, folder, folder);
  ck_assert_int_eq(system(command), 0);
  free(command);
}
END_TEST

START_TEST(who_has_which_number_is_known_while_they_are_closed)
{
  struct roster *roster = load();
  ck_assert(roster_has_number(roster, "ann", ROSTER_HOME));
  ck_assert(!roster_has_number(roster, "ann", ROSTER_PAGER));
  ck_assert(roster_has_number(roster, "sue", ROSTER_PAGER));
  ck_assert(!roster_has_number(roster, "ben", ROSTER_PHONE));
  ck_assert(!roster_has_number(roster, "nobody", ROSTER_PHONE));
  ck_assert_int_eq(roster_version(roster), 1);
  roster_free(roster);
}
END_TEST

START_TEST(a_number_is_recognised_while_they_are_closed)
{
  static const struct {
    const char *digits;
    bool is_whole, is_ours;
  } cases[] = {
      {"15550101", true, true},   {"15550101", false, true},  {"5550101", false, true}, {"5550101", true, false},
      {"25550101", false, false}, {"15550102", true, false},  {"15550105", true, true}, {"05550107", true, true},
      {"0117", true, true},       {"0118", true, true},       {"0119", true, false},    {"17", false, false},
      {"", true, false},          {"15550112", false, true},
  };
  struct roster *roster = load();
  for (size_t i = 0; i < COUNT(cases); i++)
    ck_assert_msg(roster_knows_number(roster, cases[i].digits, cases[i].is_whole) == cases[i].is_ours, "%s, %d",
                  cases[i].digits, cases[i].is_whole);
  roster_free(roster);
}
END_TEST

START_TEST(a_change_is_the_next_version_and_keeps_the_rest)
{
  struct err err = {0};
  struct roster *roster = load();
  ck_assert_int_eq(open_as(roster, "ann", &err), 0);
  ck_assert_int_eq(roster_set_number(roster, "ben", ROSTER_PAGER, "+1 555 0119", &err), 0);
  ck_assert_int_eq(roster_set_number(roster, "ann", ROSTER_HOME, NULL, &err), 0);
  ck_assert_int_eq(roster_set_number(roster, "ben", ROSTER_HOME, "home", &err), -1);
  ck_assert_int_eq(roster_set_number(roster, "nobody", ROSTER_HOME, "1", &err), -1);
  err = (struct err){0};
  ck_assert_msg(roster_seal_numbers(roster, "corp.test", &err) == 0, "%s", err.text);
  roster_free(roster);
  roster = load();
  ck_assert_int_eq(roster_version(roster), 2);
  ck_assert(roster_has_number(roster, "ben", ROSTER_PAGER) && !roster_has_number(roster, "ann", ROSTER_HOME));
  ck_assert_int_eq(open_as(roster, "ben", &err), 0);
  ck_assert_str_eq(roster_number(roster, "ben", ROSTER_PAGER), "+1 555 0119");
  ck_assert_str_eq(roster_number(roster, "ann", ROSTER_PHONE), "+1 555 0101");
  ck_assert_str_eq(roster_number(roster, "sue", ROSTER_PHONE), "001-555-0105");
  roster_free(roster);
}
END_TEST

START_TEST(plain_files_are_strict)
{
  static const char *const bad[][2] = {
      {"numbers:\n  eve: {phone: '1'}\n", "plain:2:3: \"eve\" has numbers, but is not in the roster"},
      {"numbers:\n  ann: {fax: '1'}\n", "has no \"fax\""},
      {"numbers:\n  ann: {phone: none}\n", "plain:2:16: that is no number for phone of ann"},
      {"people: []\n", "has no \"people\""},
  };
  for (size_t i = 0; i < COUNT(bad); i++) {
    struct err err = {0};
    struct roster *roster = load();
    ck_assert_int_eq(roster_take_numbers(roster, "plain", bad[i][0], strlen(bad[i][0]), &err), -1);
    ck_assert_msg(strstr(err.text, bad[i][1]) != NULL, "%s", err.text);
    roster_free(roster);
  }
}
END_TEST

/* ---- what is found amiss ---- */

static bool finds(const char *code, const char *words)
{
  struct roster_findings findings = {0};
  struct roster *roster = load();
  bool is_found = false;
  roster_lint_numbers(roster, &findings);
  for (size_t i = 0; i < findings.count; i++)
    is_found |= strcmp(findings.list[i].code, code) == 0 && strstr(findings.list[i].sentence, words);
  roster_findings_finish(&findings);
  roster_free(roster);
  return is_found;
}

START_TEST(who_cannot_open_them_and_should_is_found)
{
  ck_assert(!finds("closed-to-reader", ""));
  make_key("new");
  write_file(ROSTER_FILE, "people:\n"
                          "  - {id: ann, name: Ann}\n"
                          "  - {id: ben, name: Ben, roles: [irt]}\n"
                          "  - {id: new, name: New, roles: [irt]}\n"
                          "  - {id: tom, name: Tom, roles: [irt]}\n");
  ck_assert(finds("closed-to-reader", "new cannot open it"));
  ck_assert(finds("no-certificate", "tom has no key"));
  ck_assert(finds("open-to-reader", "ann can open it, and need not"));
  ck_assert(!finds("closed-to-reader", "ben"));
}
END_TEST

START_TEST(what_lies_open_differs_or_is_missing_is_found)
{
  char *index = file_join(folder, ROSTER_INDEX_FILE), *senior = file_join(folder, ROSTER_SENIOR_FILE);
  write_file(ROSTER_PLAIN_FILE, plain);
  ck_assert(finds("plain-numbers", "set --from"));
  chmod(index, 0640);
  ck_assert(finds("open-to-others", "chmod 600"));
  write_file(ROSTER_SENIOR_FILE, "-----BEGIN CMS-----\n");
  ck_assert(finds("list-differs", "one of the two is older"));
  unlink(senior);
  ck_assert(finds("no-list", ROSTER_SENIOR_FILE));
  write_file(ROSTER_INDEX_FILE, "{\"version\": ");
  ck_assert(finds("damaged", "roster seal"));
  free(index);
  free(senior);
}
END_TEST

START_TEST(a_damaged_index_keeps_nobody_from_reading)
{
  struct err err = {0};
  write_file(ROSTER_INDEX_FILE, "?");
  struct roster *roster = load();
  ck_assert(!roster_is_open(roster));
  ck_assert_int_eq(open_as(roster, "ann", &err), 0);
  ck_assert_str_eq(roster_number(roster, "ann", ROSTER_PHONE), "+1 555 0101");
  ck_assert_int_eq(roster_seal_numbers(roster, "corp.test", &err), 0);
  roster_free(roster);
  ck_assert(!finds("damaged", ""));
}
END_TEST

START_TEST(without_a_team_senior_management_reads_all)
{
  struct err err = {0};
  write_file(ROSTER_FILE, "people:\n  - {id: sue, name: Sue, roles: [senior_management]}\n  - {id: lea, name: Lea}\n");
  seal("numbers:\n  lea: {phone: '123'}\n");
  struct roster *roster = load();
  ck_assert_int_eq(open_as(roster, "sue", &err), 0);
  ck_assert_str_eq(roster_number(roster, "lea", ROSTER_PHONE), "123");
  roster_free(roster);
}
END_TEST

START_TEST(without_any_reader_nothing_is_written)
{
  struct err err = {0};
  write_file(ROSTER_FILE, "people:\n  - {id: lea, name: Lea}\n");
  struct roster *roster = load();
  ck_assert_int_eq(roster_take_numbers(roster, "plain", "numbers: {lea: {phone: '123'}}", 30, &err), 0);
  ck_assert_int_eq(roster_seal_numbers(roster, "corp.test", &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "nobody who may read it has a certificate"));
  roster_free(roster);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("roster-numbers");
  TCase *chapter = tcase_create("numbers");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 60);
  tcase_add_test(chapter, closed_until_somebody_of_the_team_opens_them);
  tcase_add_test(chapter, senior_management_opens_its_own_list_only);
  tcase_add_test(chapter, nobody_else_opens_anything);
  tcase_add_test(chapter, nothing_on_disk_can_be_read_and_openssl_opens_it);
  tcase_add_test(chapter, who_has_which_number_is_known_while_they_are_closed);
  tcase_add_test(chapter, a_number_is_recognised_while_they_are_closed);
  tcase_add_test(chapter, a_change_is_the_next_version_and_keeps_the_rest);
  tcase_add_test(chapter, plain_files_are_strict);
  tcase_add_test(chapter, who_cannot_open_them_and_should_is_found);
  tcase_add_test(chapter, what_lies_open_differs_or_is_missing_is_found);
  tcase_add_test(chapter, a_damaged_index_keeps_nobody_from_reading);
  tcase_add_test(chapter, without_a_team_senior_management_reads_all);
  tcase_add_test(chapter, without_any_reader_nothing_is_written);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
