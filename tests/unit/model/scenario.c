/* model/scenario: what a scenario's file may say, and what it is refused for. */
#include "model/scenario.h"

#include "base/json.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct outcome_field fields[] = {{.name = "reached", .type = "boolean"}};
static const struct parameter parameters[] = {{.name = "what", .type = "text", .role = PARAMETER_TARGET}};
static const struct action actions[] = {
    {.name = "network.disconnect", .driver = DRIVER_MANUAL, .parameter_count = 1, .parameters = parameters},
    {.name = "notify.management", .driver = DRIVER_MANUAL, .field_count = 1, .fields = fields},
};
static const struct fact facts[] = {
    {.name = "active", .is_boolean = true, .value_count = 2, .values = {"false", "true"}},
    {.name = "management_available", .is_boolean = true, .value_count = 2, .values = {"false", "true"},
     .source = FACT_BY_STEPS},
};
static const struct catalogue catalogue = {.fact_count = 2, .facts = facts, .action_count = 2, .actions = actions};

static const char company_text[] =
    "limits: {management_wait: 5m}\n"
    "people:\n"
    "  - {id: technical1, roles: [irt, technical], reports_to: manager1}\n"
    "  - {id: manager1, name: Mary Holt, roles: [management]}\n";

static const char head[] = "title: A trial\n"
                           "incident: {title: A trial, declared_by: technical1, facts: {active: true}}\n";

static int read(const char *rest, struct scenario *scenario, struct err *err)
{
  struct company company;
  char text[2000];
  ck_assert_int_eq(company_read(&company, COMPANY_FILE, company_text, strlen(company_text), err), 0);
  snprintf(text, sizeof text, "%s%s", head, rest);
  int result = scenario_read(scenario, &catalogue, &company, NULL, "trial.yaml", text, strlen(text), err);
  company_finish(&company);
  return result;
}

static void expect_refusal(const char *rest, const char *sentence)
{
  struct err err = {0};
  struct scenario scenario;
  ck_assert_int_eq(read(rest, &scenario, &err), -1);
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
}

START_TEST(a_scenario_holds_what_happens_and_what_is_expected)
{
  struct err err = {0};
  struct scenario scenario;
  int result = read("answers: {notify.management: {reached: false}}\n"
                    "approvals: {network.disconnect: {no: manager1, because: not yet}}\n"
                    "happens:\n"
                    "  - {at: network.disconnect, after: 5m, fact: {active: false}, by: manager1}\n"
                    "  - {happened: people.1}\n"
                    "expect:\n"
                    "  priority: 1\n"
                    "  candidates: [1, 3]\n"
                    "  first: notify.management\n"
                    "  steps: [notify.*, {network.disconnect: {status: denied, what: all}}]\n"
                    "  asked: [{ask: network.disconnect, is: approval, from: [management, legal], at: end}]\n"
                    "  obligations: {open: [one]}\n",
                    &scenario, &err);
  ck_assert_msg(result == 0, "%s", err.text);
  ck_assert_uint_eq(scenario.word_count, 1);
  ck_assert(!scenario.words[0].is_yes);
  ck_assert_str_eq(scenario.words[0].person, "manager1");
  ck_assert_uint_eq(scenario.event_count, 2);
  ck_assert_int_eq(scenario.events[0].kind, SCENARIO_FACT);
  ck_assert_int_eq(scenario.events[0].after_s, 300);
  ck_assert_str_eq(scenario.events[0].at, "network.disconnect");
  ck_assert_str_eq(json_get_string(scenario.events[1].with, "result"), "happened");
  ck_assert_int_eq(scenario.expects.declared.priority, 1);
  ck_assert_uint_eq(scenario.expects.declared.candidates, 1u << 1 | 1u << 3);
  ck_assert_uint_eq(scenario.expects.step_count, 2);
  ck_assert_str_eq(json_get_string(scenario.expects.steps[1].checks, "what"), "all");
  ck_assert_int_eq(scenario.expects.questions[0].is, VERDICT_APPROVAL);
  ck_assert(scenario.expects.questions[0].is_at_end);
  ck_assert_str_eq(scenario.expects.open.list[0].name, "one");
  scenario_finish(&scenario);
}
END_TEST

START_TEST(one_that_expects_nothing_is_refused)
{
  expect_refusal("", "it could never fail");
  expect_refusal("expect: {}\n", "it could never fail");
  expect_refusal("expect:\n", "it could never fail");
}
END_TEST

START_TEST(a_misspelt_word_is_refused_where_it_stands)
{
  expect_refusal("expect: {priorty: 1}\n", "trial.yaml:3:10: expect has no \"priorty\"; did you mean \"priority\"?");
  expect_refusal("expect: {priority: 6}\n", "a whole number from 0 to 5");
  expect_refusal("expect: {steps: [notify.managment]}\n", "did you mean \"notify.management\"?");
  expect_refusal("expect: {never: [disclose.*]}\n", "no action is called \"disclose.*\"");
  expect_refusal("expect: {called: [manager7]}\n", "nobody of scenarios/company.yaml is called manager7");
  expect_refusal("expect: {state: over}\n", "not \"over\"");
  expect_refusal("expect: {decisions: {network.disconnect: allowed}}\n", "not \"allowed\"");
  expect_refusal("expect: {steps: [{network.disconnect: {target: x}}]}\n", "network.disconnect has no \"target\"");
  expect_refusal("expect: {asked: [{ask: network.disconnect}]}\n", "what is answered");
  expect_refusal("answers: {notify.management: {reeched: true}}\nexpect: {priority: 1}\n", "did you mean \"reached\"?");
}
END_TEST

START_TEST(what_happens_is_one_thing_by_somebody_who_is_there)
{
  expect_refusal("happens: [{by: manager1}]\nexpect: {priority: 1}\n", "what happens here?");
  expect_refusal("happens: [{over: true, contained: true}]\nexpect: {priority: 1}\n", "one thing happens at a time");
  expect_refusal("happens: [{after: soon}]\nexpect: {priority: 1}\n", "expected a time");
  expect_refusal("happens: [{joins: manager2}]\nexpect: {priority: 1}\n", "did you mean \"manager1\"?");
  expect_refusal("happens: [{fact: {management_available: true}}]\nexpect: {priority: 1}\n", "nobody can declare it");
  expect_refusal("approvals: {network.disconnect: {}}\nexpect: {priority: 1}\n", "who says what?");
}
END_TEST

START_TEST(a_company_without_people_is_refused)
{
  static const struct {
    const char *text, *sentence;
  } cases[] = {
      {"limits: {}\n", "nobody works here"},
      {"people: [{name: x}]\n", "needs an id"},
      {"people: [{id: a, roles: [boss]}]\n", "no role is called \"boss\""},
      {"people: [{id: a}, {id: a}]\n", "two people called a"},
      {"people: [{id: a}]\nlimits: {management_wait: 5}\n", "expected a time"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct company company;
    struct err err = {0};
    ck_assert_int_eq(company_read(&company, "company.yaml", cases[i].text, strlen(cases[i].text), &err), -1);
    ck_assert_msg(strstr(err.text, cases[i].sentence) != NULL, "%s", err.text);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("scenario");
  TCase *cases = tcase_create("reading");
  tcase_add_test(cases, a_scenario_holds_what_happens_and_what_is_expected);
  tcase_add_test(cases, one_that_expects_nothing_is_refused);
  tcase_add_test(cases, a_misspelt_word_is_refused_where_it_stands);
  tcase_add_test(cases, what_happens_is_one_thing_by_somebody_who_is_there);
  tcase_add_test(cases, a_company_without_people_is_refused);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
