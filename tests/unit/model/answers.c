/* model/answers: answers written down beforehand. */
#include "model/answers.h"

#include "base/json.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct outcome_field call_fields[] = {{.name = "reached", .type = "boolean"}};
static const struct outcome_field analyze_fields[] = {
    {.name = "verdict", .type = "text", .value_count = 2, .values = {"clean", "compromised"}}};
static const struct action actions[] = {
    {.name = "notify.management", .field_count = 1, .fields = call_fields},
    {.name = "system.analyze", .field_count = 1, .fields = analyze_fields},
};
static const struct catalogue catalogue = {.action_count = 2, .actions = actions};

static struct answers *read(const char *text, bool is_anything_allowed, struct err *err)
{
  return answers_read("answers.yaml", text, strlen(text), &catalogue, is_anything_allowed, err);
}

static void expect_refusal(const char *text, const char *sentence)
{
  struct err err = {0};
  ck_assert_ptr_null(read(text, false, &err));
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

START_TEST(a_list_is_taken_in_order_and_its_last_repeats)
{
  struct err err = {0};
  struct answers *answers =
      read("answers:\n"
           "  notify.management: [{status: failed, reached: false}, {reached: true, person: manager2}]\n",
           false, &err);
  ck_assert_msg(answers != NULL, "%s", err.text);
  const struct answer *answer = answers_next(answers, "people.1", "notify.management");
  ck_assert_int_eq(answer->status, OUTCOME_FAILED);
  ck_assert_ptr_eq(answers_next(answers, "people.1", "notify.management"), answer);
  answers_use(answers, answer);
  for (int i = 0; i < 3; i++) {
    answer = answers_next(answers, "people.2", "notify.management");
    ck_assert_int_eq(answer->status, OUTCOME_DONE);
    ck_assert_str_eq(json_get_string(answer->fields, "person"), "manager2");
    answers_use(answers, answer);
  }
  ck_assert_ptr_null(answers_next(answers, "people.2", "system.analyze"));
  answers_free(answers);
}
END_TEST

START_TEST(a_step_goes_before_its_action_and_that_before_anything)
{
  struct err err = {0};
  struct answers *answers = read("answers:\n"
                                 "  \"*\": {}\n"
                                 "  system.analyze: {verdict: clean}\n"
                                 "  technical.2: {verdict: compromised}\n",
                                 true, &err);
  ck_assert_msg(answers != NULL, "%s", err.text);
  const struct answer *answer = answers_next(answers, "technical.2", "system.analyze");
  ck_assert_str_eq(json_get_string(answer->fields, "verdict"), "compromised");
  answer = answers_next(answers, "technical.3", "system.analyze");
  ck_assert_str_eq(json_get_string(answer->fields, "verdict"), "clean");
  ck_assert(!answer->is_for_anything);
  ck_assert(answers_next(answers, "technical.3", "notify.irt")->is_for_anything);
  answers_free(answers);
}
END_TEST

START_TEST(mistakes_are_refused_with_their_place)
{
  expect_refusal("answers:\n  notify.managment: {}\n",
                 "answers.yaml:2:3: no action is called \"notify.managment\"; did you mean \"notify.management\"?");
  expect_refusal("answers:\n  notify.management: {reeched: true}\n",
                 "answers.yaml:2:23: notify.management gives back no \"reeched\"; did you mean \"reached\"?");
  expect_refusal("answers:\n  notify.management: {reached: yes}\n", "answers.yaml:2:32: expected true or false");
  expect_refusal("answers:\n  system.analyze: {verdict: cleen}\n", "did you mean \"clean\"?");
  expect_refusal("answers:\n  technical.1: {status: finished}\n", "say done, failed or unknown");
  expect_refusal("answers:\n  technical.1: {status: denied}\n", "an answers file cannot deny");
  expect_refusal("answers:\n  technical.1: []\n", "empty list");
  expect_refusal("answers:\n  \"*\": {}\n", "only in a drill or on a demo site");
  expect_refusal("answer:\n  technical.1: {}\n", "did you mean \"answers\"?");
  expect_refusal("", "it begins with \"answers:\"");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("answers");
  TCase *chapter = tcase_create("answers");
  tcase_add_test(chapter, a_list_is_taken_in_order_and_its_last_repeats);
  tcase_add_test(chapter, a_step_goes_before_its_action_and_that_before_anything);
  tcase_add_test(chapter, mistakes_are_refused_with_their_place);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
