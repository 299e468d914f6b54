/* Calls: who is verified by them, and who is not. */
#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

static const char *known(const char *fact)
{
  const struct incident *incident = stage_look(&stage);
  return facts_get(incident->catalogue, &incident->facts, fact);
}

/* Somebody called back at this number, which he found there; the other one had been given to us. */
static void call_back(const char *step, const char *action, const char *number, const char *given_number,
                      const char *confirmed)
{
  struct given given[] = {{"person", "a desk officer"}, {"number", number},       {"found_in", "the printed directory"},
                          {"given_number", given_number}, {"confirmed", confirmed}};
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, step, action, "{\"destination\":\"the agency\"}");
  ck_assert_msg(!answer_state(stage_open(&stage), step, given, COUNT(given), &answered, &err), "%s", err.text);
  answered_finish(&answered);
}

START_TEST(who_is_called_back_at_a_number_found_elsewhere_is_verified)
{
  call_back("main.1", "contact.call_back_caller", "+1 555 0188", "none", "yes");
  ck_assert_str_eq(known("caller_verified"), "true");
  ck_assert_ptr_null(known("contact_verified"));
  call_back("main.2", "contact.call_back_contact", "+1 555 0198", "+1 555 0190", "yes");
  ck_assert_str_eq(known("contact_verified"), "true");
}
END_TEST

START_TEST(a_number_that_he_gave_verifies_nobody_however_it_is_written)
{
  call_back("main.1", "contact.call_back_caller", "(1) 555-0190", "+1 555 0190", "yes");
  ck_assert_ptr_null(known("caller_verified"));
  call_back("main.2", "contact.call_back_caller", "0015550177", "none", "yes"); /* the caller's, as declared */
  ck_assert_ptr_null(known("caller_verified"));
  call_back("main.3", "contact.call_back_contact", "+1 555 0166", "none", "yes"); /* came with the attack */
  ck_assert_ptr_null(known("contact_verified"));
}
END_TEST

START_TEST(whom_nobody_there_knows_is_not_who_he_said)
{
  call_back("main.1", "contact.call_back_caller", "+1 555 0188", "none", "no");
  ck_assert_str_eq(known("caller_verified"), "false");
  call_back("main.2", "contact.call_back_contact", "+1 555 0166", "none", "no");
  ck_assert_str_eq(known("contact_verified"), "false");
}
END_TEST

START_TEST(a_call_that_reached_nobody_verifies_nobody)
{
  struct given given[] = {{"status", "failed"}, {"confirmed", "yes"}, {"number", "+1 555 0188"},
                          {"found_in", "a book"}};
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "contact.call_back_caller", "{\"destination\":\"the agency\"}");
  ck_assert_msg(!answer_state(stage_open(&stage), "main.1", given, COUNT(given), &answered, &err), "%s", err.text);
  answered_finish(&answered);
  ck_assert_ptr_null(known("caller_verified"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("calling");
  TCase *tcase = tcase_create("calling");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, who_is_called_back_at_a_number_found_elsewhere_is_verified);
  tcase_add_test(tcase, a_number_that_he_gave_verifies_nobody_however_it_is_written);
  tcase_add_test(tcase, whom_nobody_there_knows_is_not_who_he_said);
  tcase_add_test(tcase, a_call_that_reached_nobody_verifies_nobody);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
