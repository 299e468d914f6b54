/* model: the closed lists, an action's wording, a procedure's files. */
#include "base/alloc.h"
#include "model/catalogue.h"
#include "model/decision.h"
#include "model/files.h"

#include <check.h>
#include <string.h>

/* ---- roles, verdicts, facts ---- */

START_TEST(names_and_numbers_go_both_ways)
{
  for (int role = 0; role < ROLE_COUNT; role++)
    ck_assert_int_eq(role_find(role_name((enum role)role)), role);
  ck_assert_int_eq(role_find("boss"), -1);
  for (int verdict = VERDICT_PREAUTHORIZED; verdict <= VERDICT_FORBIDDEN; verdict++)
    ck_assert_int_eq(verdict_find(verdict_name((enum verdict)verdict)), verdict);
  for (int status = 0; status < OUTCOME_STATUS_COUNT; status++)
    ck_assert_int_eq(outcome_status_find(outcome_status_name((enum outcome_status)status)), status);
  ck_assert_int_eq(outcome_status_find("perhaps"), -1);
}
END_TEST

START_TEST(all_of_a_set_of_roles_are_named)
{
  char text[200], short_text[12];
  role_set_text(0, text, sizeof text);
  ck_assert_str_eq(text, "");
  role_set_text(1u << ROLE_LEGAL, text, sizeof text);
  ck_assert_str_eq(text, "legal");
  role_set_text(1u << ROLE_LEGAL | 1u << ROLE_SENIOR_MANAGEMENT, text, sizeof text);
  ck_assert_str_eq(text, "senior_management and legal");
  role_set_text(1u << ROLE_LEGAL | 1u << ROLE_MANAGEMENT | 1u << ROLE_IRT, text, sizeof text);
  ck_assert_str_eq(text, "irt, management and legal");
  role_set_text(1u << ROLE_LEGAL | 1u << ROLE_SENIOR_MANAGEMENT, short_text, sizeof short_text);
  ck_assert_str_eq(short_text, "senior_mana");
}
END_TEST

static const struct fact facts_known[] = {
  {.name = "active", .is_boolean = true, .value_count = 2, .values = {"false", "true"}},
  {.name = "origin", .value_count = 2, .values = {"outside", "inside"}},
};
static const struct catalogue catalogue = {.fact_count = 2, .facts = facts_known};

START_TEST(facts_are_set_by_text_and_forgotten_by_unknown)
{
  struct facts facts;
  struct err err = {0};
  facts_forget(&facts);
  ck_assert_ptr_null(facts_get(&catalogue, &facts, "active"));
  ck_assert_int_eq(facts_set(&catalogue, &facts, "active", "true", &err), 0);
  ck_assert_str_eq(facts_get(&catalogue, &facts, "active"), "true");
  ck_assert_int_eq(facts_set(&catalogue, &facts, "active", "unknown", &err), 0);
  ck_assert_ptr_null(facts_get(&catalogue, &facts, "active"));
  ck_assert_ptr_null(facts_get(&catalogue, &facts, "no such fact"));
  ck_assert_int_eq(facts_set(&catalogue, &facts, "origin", "outsid", &err), -1);
  ck_assert_str_eq(err.text, "origin cannot be \"outsid\"; did you mean \"outside\"? Known: outside, inside, unknown.");
  err = (struct err){0};
  ck_assert_int_eq(facts_set(&catalogue, &facts, "actve", "true", &err), -1);
  ck_assert_str_eq(err.text, "no fact is called \"actve\"; did you mean \"active\"?");
  err = (struct err){0};
  ck_assert_int_eq(facts_set(&catalogue, &facts, "weather", "true", &err), -1);
  ck_assert_str_eq(err.text, "no fact is called \"weather\". Known: active origin");
}
END_TEST

/* ---- wording ---- */

static void words_are(const char *wording, const char *arguments, const char *expected)
{
  const struct action action = {.wording = wording};
  json_t *tree = arguments ? json_loads(arguments, 0, NULL) : NULL;
  struct buf words = {0};
  action_words(&action, tree, &words);
  ck_assert_str_eq(buf_string(&words), expected);
  buf_finish(&words);
  json_decref(tree);
}

START_TEST(a_wording_is_filled_in_and_leaves_out_what_is_missing)
{
  words_are("Call a manager", NULL, "Call a manager");
  words_are("Cut off {what}", "{\"what\": \"web1\"}", "Cut off web1");
  words_are("Cut off {what}", "{}", "Cut off ...");
  words_are("Cut off {what}", NULL, "Cut off ...");
  words_are("Cut off {what}", "{\"what\": \"\"}", "Cut off ...");
  words_are("Save {items}[ of {systems}]", "{\"items\": \"logs\"}", "Save logs");
  words_are("Save {items}[ of {systems}]", "{\"items\": \"logs\", \"systems\": [\"a\", \"b\"]}", "Save logs of a, b");
  words_are("Save[ of {systems}] now", "{\"systems\": [{\"name\": \"web1\", \"address\": \"192.0.2.1\"}]}",
            "Save of web1 now");
  words_are("Save[ of {systems}] now", "{\"systems\": []}", "Save now");
  words_are("[{a}]{b}[{c}]", "{\"a\": 1, \"b\": true, \"c\": false}", "1yesno");
  words_are("Say {what}", "{\"what\": \"{what} [x]\"}", "Say {what} [x]");
}
END_TEST

/* ---- files ---- */

START_TEST(files_are_sorted_and_the_later_one_of_a_name_counts)
{
  struct files files = {0};
  files_add(&files, "lib/b.lua", "b", 1);
  files_add(&files, "lib/a.lua", "old", 3);
  files_add(&files, "policies/rules.yaml", "", 0);
  files_add(&files, "lib/a.lua", "a\0c", 3);
  ck_assert_uint_eq(files.count, 3);
  ck_assert_str_eq(files.list[0].name, "lib/a.lua");
  ck_assert_str_eq(files.list[1].name, "lib/b.lua");
  const struct file *file = files_find(&files, "lib/a.lua");
  ck_assert_uint_eq(file->length, 3);
  ck_assert_int_eq(memcmp(file->bytes, "a\0c", 4), 0);
  ck_assert_ptr_null(files_find(&files, "lib/c.lua"));
  files_finish(&files);
}
END_TEST

START_TEST(the_manifest_names_every_file_by_its_hash)
{
  struct files files = {0};
  struct buf manifest = {0};
  files_manifest(&files, &manifest);
  ck_assert_str_eq(manifest.bytes, "{\"files\":{}}");
  struct digest empty = files_digest(&files);
  files_add(&files, "lib/b.lua", "", 0);
  files_add(&files, "lib/a.lua", "abc", 3);
  buf_clear(&manifest);
  files_manifest(&files, &manifest);
  ck_assert_str_eq(manifest.bytes,
                   "{\"files\":{\"lib/a.lua\":"
                   "\"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"lib/b.lua\":"
                   "\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}}");
  struct digest digest = files_digest(&files), expected = digest_of(manifest.bytes, manifest.length);
  ck_assert(digest_equal(&digest, &expected));
  ck_assert(!digest_equal(&digest, &empty));
  buf_finish(&manifest);
  files_finish(&files);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("catalogue");
  TCase *chapter = tcase_create("catalogue");
  tcase_add_test(chapter, names_and_numbers_go_both_ways);
  tcase_add_test(chapter, all_of_a_set_of_roles_are_named);
  tcase_add_test(chapter, facts_are_set_by_text_and_forgotten_by_unknown);
  tcase_add_test(chapter, a_wording_is_filled_in_and_leaves_out_what_is_missing);
  tcase_add_test(chapter, files_are_sorted_and_the_later_one_of_a_name_counts);
  tcase_add_test(chapter, the_manifest_names_every_file_by_its_hash);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
