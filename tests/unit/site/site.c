/* site: made, found, opened; who acts; what differs. */
#include "trial.h"

#include "site/make.h"

#include "base/alloc.h"
#include "base/file.h"
#include "site/shipped.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(a_demo_site_knows_eleven_people_and_an_approved_procedure)
{
  struct err err = {0};
  struct site_approved approved;
  struct files shipped = {0};
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert(site_is_demo(site));
  ck_assert_uint_eq(site_people(site)->count, 11);
  ck_assert_int_eq(site_approved(site, &approved, &err), 0);
  shipped_procedure(&shipped);
  struct digest digest = files_digest(&shipped);
  ck_assert(digest_equal(&digest, &approved.digest));
  char *difference = site_difference(site, &approved);
  ck_assert_str_eq(difference, "");
  free(difference);
  files_finish(&shipped);
  site_approved_finish(&approved);
  site_close(site);
}
END_TEST

static void expect_difference(const char *sentence)
{
  struct err err = {0};
  struct site_approved approved;
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert_int_eq(site_approved(site, &approved, &err), 0);
  char *difference = site_difference(site, &approved);
  ck_assert_msg(strstr(difference, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, difference);
  free(difference);
  site_approved_finish(&approved);
  site_close(site);
}

START_TEST(working_files_that_differ_are_said_in_one_line)
{
  trial_write("policies/rules.yaml", "rules: []\n");
  expect_difference("policies/rules.yaml is not what senior1 approved");
  trial_write("policies/more.yaml", "x: y\n");
  expect_difference("policies/rules.yaml and 1 more are not what senior1 approved");
}
END_TEST

/* ---- what the program brings, pressed ---- */

static void expect_same(const struct yaml *a, const struct yaml *b)
{
  ck_assert_int_eq(a->kind, b->kind);
  ck_assert_int_eq(a->line, b->line);
  ck_assert_int_eq(a->column, b->column);
  ck_assert_int_eq(a->is_quoted, b->is_quoted);
  ck_assert_str_eq(a->file, b->file);
  ck_assert_pstr_eq(a->text, b->text);
  ck_assert_uint_eq(a->count, b->count);
  ck_assert_int_eq(a->keys == NULL, b->keys == NULL);
  for (size_t i = 0; i < a->count; i++) {
    if (a->keys)
      expect_same(a->keys[i], b->keys[i]);
    expect_same(a->items[i], b->items[i]);
  }
}

START_TEST(a_policy_we_ship_is_the_same_pressed_and_read)
{
  struct err err = {0};
  struct files shipped = {0};
  size_t pressed = 0;
  shipped_procedure(&shipped);
  for (size_t i = 0; i < shipped.count; i++) {
    struct file plain = shipped.list[i];
    if (!plain.pressed)
      continue;
    plain.pressed = NULL;
    struct yaml *read = files_tree(&plain, &err), *flat = files_tree(&shipped.list[i], &err);
    ck_assert_msg(read && flat, "%s", err.text);
    expect_same(read, flat);
    yaml_free(read);
    yaml_free(flat);
    pressed++;
  }
  ck_assert_uint_ge(pressed, 5);
  files_finish(&shipped);
}
END_TEST

START_TEST(a_policy_that_differs_in_one_byte_is_read_from_its_text)
{
  struct files files = {0};
  const struct shipped_file *ours = shipped_file_find("policies/rules.yaml");
  files_add(&files, ours->name, (const char *)ours->bytes, ours->length);
  shipped_recognize(&files);
  ck_assert_ptr_eq(files.list[0].pressed, &ours->pressed);
  for (size_t at = 0; at < ours->length; at += 97) {
    char *bytes = xstrndup((const char *)ours->bytes, ours->length);
    bytes[at] ^= 1;
    files_add(&files, ours->name, bytes, ours->length);
    shipped_recognize(&files);
    ck_assert_ptr_null(files.list[0].pressed);
    free(bytes);
  }
  files_add(&files, ours->name, (const char *)ours->bytes, ours->length - 1);
  shipped_recognize(&files);
  ck_assert_ptr_null(files.list[0].pressed);
  files_finish(&files);
}
END_TEST

static void expect_file(const struct files *files, const char *name, bool is_there)
{
  ck_assert_msg((files_find(files, name) != NULL) == is_there, "%s %s", name, is_there ? "is missing" : "is there");
}

START_TEST(a_site_may_keep_of_lib_only_what_it_changes)
{
  struct err err = {0};
  struct files files = {0};
  char *path = xasprintf("%s/lib/watch.lua", trial_folder);
  ck_assert_int_eq(unlink(path), 0);
  trial_write("lib/call.lua", "return {}\n");
  ck_assert_int_eq(site_read_procedure(trial_folder, &files, &err), 0);
  expect_file(&files, "lib/watch.lua", false);
  expect_file(&files, "lib/shipped/watch.lua", true); /* left out */
  expect_file(&files, "lib/call.lua", true);
  expect_file(&files, "lib/shipped/call.lua", true); /* changed */
  expect_file(&files, "lib/capture.lua", true);
  expect_file(&files, "lib/shipped/capture.lua", false); /* as shipped */
  files_finish(&files);
  free(path);
  expect_difference("lib/call.lua and 3 more are not what senior1 approved"); /* two more below, one is gone */
}
END_TEST

START_TEST(a_folder_without_a_procedure_gets_none)
{
  struct err err = {0};
  struct files files = {0};
  char *path = xasprintf("%s/keys", trial_folder);
  ck_assert_int_eq(site_read_procedure(path, &files, &err), 0);
  ck_assert_uint_eq(files.count, 0);
  free(path);
}
END_TEST

START_TEST(a_folder_with_something_in_it_is_left_alone)
{
  struct err err = {0};
  struct site_made made;
  struct site_plan plan = {.folder = trial_folder, .is_demo = true, .semantics = 1};
  ck_assert_int_eq(site_make(&plan, &made, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "is not empty"));
  site_close(trial_open(NULL, SITE_READ));
}
END_TEST

START_TEST(a_site_is_found_from_below_and_by_name)
{
  struct err err = {0};
  char *below = file_join(trial_folder, "policies");
  ck_assert_int_eq(chdir(below), 0);
  char *found = site_find(NULL, &err);
  ck_assert_str_eq(found, trial_folder);
  free(found);
  ck_assert_int_eq(chdir("/"), 0);
  ck_assert_ptr_null(site_find(NULL, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "TOCSIN_SITE"));
  err = (struct err){0};
  ck_assert_ptr_null(site_find(below, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "is no site"));
  free(below);
}
END_TEST

START_TEST(a_key_tells_who_acts)
{
  struct err err = {0};
  char *key = file_join(trial_folder, "keys/legal1.pem");
  struct site_entrance entrance = {.folder = trial_folder, .key = key};
  struct site *site = site_open(&entrance, SITE_READ, &err);
  ck_assert_str_eq(site_actor(site), "legal1");
  ck_assert_ptr_nonnull(site_key(site, &err));
  site_close(site);
  free(key);
}
END_TEST

START_TEST(somebody_elses_key_signs_nothing)
{
  struct err err = {0};
  char *key = file_join(trial_folder, "keys/legal1.pem");
  struct site_entrance entrance = {.folder = trial_folder, .as = "technical1", .key = key};
  struct site *site = site_open(&entrance, SITE_READ, &err);
  ck_assert_ptr_null(site_key(site, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "is the key of legal1, not of technical1"));
  ck_assert_str_eq(site_unsigned_because(site), err.text);
  site_close(site);
  free(key);
}
END_TEST

START_TEST(who_acts_is_always_said)
{
  struct site *site = trial_open(NULL, SITE_READ);
  ck_assert_ptr_null(site_actor(site));
  ck_assert_int_eq(strncmp(site_actor_or_account(site), "account:", 8), 0);
  site_assume_actor(site, "technical1");
  ck_assert_str_eq(site_actor_or_account(site), "technical1");
  site_assume_actor(site, "technical2");
  ck_assert_str_eq(site_actor(site), "technical1");
  site_close(site);
}
END_TEST

static void expect_settings(const char *text, const char *sentence)
{
  struct err err = {0};
  struct site_entrance entrance = {.folder = trial_folder};
  trial_write(SITE_SETTINGS_FILE, text);
  struct site *site = site_open(&entrance, SITE_FILES, &err);
  ck_assert_ptr_null(site);
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

START_TEST(settings_say_what_is_wrong_with_them)
{
  expect_settings("", "the site has no name");
  expect_settings("name: x\nnetwork: []\n", "did you mean \"networks\"?");
  expect_settings("name: x\nlimits: {management_wait: 1s}\n", "limits stand in policies/limits.yaml");
  expect_settings("name: x\narchive: archive\n", "expected a map");
}
END_TEST

START_TEST(settings_have_defaults)
{
  trial_write(SITE_SETTINGS_FILE, "name: x\n");
  struct site *site = trial_open(NULL, SITE_FILES);
  const struct site_settings *settings = site_settings(site);
  ck_assert_str_eq(settings->ledger, "ledger.db");
  ck_assert_ptr_null(site_ledger(site));
  site_close(site);
}
END_TEST

START_TEST(the_ledger_of_another_site_is_refused)
{
  struct err err = {0};
  struct site_entrance entrance = {.folder = trial_folder};
  trial_write(SITE_SETTINGS_FILE, "name: x\norigin: x/0123456789abcdef\n");
  ck_assert_ptr_null(site_open(&entrance, SITE_READ, &err));
  ck_assert_int_eq(err.kind, ERR_STORE);
  ck_assert_ptr_nonnull(strstr(err.text, "is another site's"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("site");
  TCase *chapter = tcase_create("site");
  tcase_add_checked_fixture(chapter, trial_make, trial_remove);
  tcase_set_timeout(chapter, 60);
  tcase_add_test(chapter, a_demo_site_knows_eleven_people_and_an_approved_procedure);
  tcase_add_test(chapter, working_files_that_differ_are_said_in_one_line);
  tcase_add_test(chapter, a_policy_we_ship_is_the_same_pressed_and_read);
  tcase_add_test(chapter, a_policy_that_differs_in_one_byte_is_read_from_its_text);
  tcase_add_test(chapter, a_site_may_keep_of_lib_only_what_it_changes);
  tcase_add_test(chapter, a_folder_without_a_procedure_gets_none);
  tcase_add_test(chapter, a_folder_with_something_in_it_is_left_alone);
  tcase_add_test(chapter, a_site_is_found_from_below_and_by_name);
  tcase_add_test(chapter, a_key_tells_who_acts);
  tcase_add_test(chapter, somebody_elses_key_signs_nothing);
  tcase_add_test(chapter, who_acts_is_always_said);
  tcase_add_test(chapter, settings_say_what_is_wrong_with_them);
  tcase_add_test(chapter, settings_have_defaults);
  tcase_add_test(chapter, the_ledger_of_another_site_is_refused);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
