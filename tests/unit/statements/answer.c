#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[\"manager2\"]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

/* "reached=yes", "said=will come": as the command line splits them. */
static int answer(const char *step, struct answered *answered, struct err *err, size_t count, const char *const *typed)
{
  struct given given[8];
  char names[8][32];
  for (size_t i = 0; i < count; i++) {
    size_t length = strcspn(typed[i], "=");
    snprintf(names[i], sizeof names[i], "%.*s", (int)length, typed[i]);
    given[i] = (struct given){names[i], typed[i] + length + 1};
  }
  return answer_state(stage_open(&stage), step, given, count, answered, err);
}

#define ANSWER(step, answered, err, ...)                                                                               \
  answer(step, answered, err, COUNT(((const char *[]){__VA_ARGS__})), (const char *[]){__VA_ARGS__})

static const struct step *look(const char *id)
{
  const struct step *step = incident_step(stage_look(&stage), id);
  ck_assert_ptr_nonnull(step);
  return step;
}

START_TEST(an_answer_concludes_a_manual_step_and_is_signed)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  ck_assert_msg(!ANSWER("technical.1", &answered, &err, "how=on the border router"), "%s", err.text);
  ck_assert(answered.is_signed);
  ck_assert_ptr_null(answered.acting_for);
  answered_finish(&answered);
  const struct step *step = look("technical.1");
  ck_assert_int_eq(step->state, STEP_CONCLUDED);
  ck_assert_int_eq(step->status, OUTCOME_DONE);
  ck_assert_str_eq(json_get_string(step->fields, "how"), "on the border router");
}
END_TEST

START_TEST(a_call_fills_in_whom_and_by_what_means)
{
  struct answered answered;
  struct err err = {0};
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 1);
  ck_assert_msg(!ANSWER("people.1", &answered, &err, "reached=n"), "%s", err.text);
  ck_assert_str_eq(answered.acting_for, "irt_management");
  answered_finish(&answered);
  const struct step *step = look("people.1");
  ck_assert(json_is_false(json_object_get(step->fields, "reached")));
  ck_assert_str_eq(json_get_string(step->fields, "person"), "manager1");
  ck_assert_str_eq(json_get_string(step->fields, "means"), "telephone");
}
END_TEST

START_TEST(a_call_that_reached_nobody_is_one_manager_tried)
{
  struct answered answered;
  struct err err = {0};
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 0);
  ck_assert(!ANSWER("people.1", &answered, &err, "status=failed", "reached=no"));
  answered_finish(&answered);
  const struct incident *incident = stage_look(&stage); /* manager2 is a subject and does not count */
  ck_assert_str_eq(facts_get(incident->catalogue, &incident->facts, "management_available"), "false");
}
END_TEST

START_TEST(a_failed_call_still_says_whether_it_reached_him)
{
  struct answered answered;
  struct err err = {0};
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 0);
  uint64_t before = stage_entries(&stage);
  ck_assert_int_eq(ANSWER("people.1", &answered, &err, "status=failed"), 1);
  ck_assert_uint_eq(answered.wanted_count, 1);
  ck_assert_str_eq(answered.wanted[0].name, "reached");
  ck_assert_uint_eq(stage_entries(&stage), before);
}
END_TEST

START_TEST(what_is_missing_is_wanted_and_nothing_is_recorded)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "evidence.backup", "{\"systems\":[\"web1\"]}");
  uint64_t before = stage_entries(&stage);
  ck_assert_int_eq(ANSWER("main.1", &answered, &err, "medium=tape 1"), 1);
  ck_assert_uint_eq(answered.wanted_count, 1);
  ck_assert_str_eq(answered.wanted[0].name, "checksum");
  ck_assert_uint_eq(stage_entries(&stage), before);
  ck_assert(!ANSWER("main.1", &answered, &err, "medium=tape 1", "checksum=none"));
  answered_finish(&answered);
}
END_TEST

START_TEST(of_what_was_not_done_nothing_more_is_asked)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "evidence.backup", "{\"systems\":[\"web1\"]}");
  ck_assert_msg(!ANSWER("main.1", &answered, &err, "status=failed", "because=no tape"), "%s", err.text);
  answered_finish(&answered);
  ck_assert_int_eq(look("main.1")->status, OUTCOME_FAILED);
}
END_TEST

START_TEST(values_take_the_type_of_their_field)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "system.change_passwords", "{\"systems\":[\"web1\"]}");
  ck_assert_msg(!ANSWER("main.1", &answered, &err, "open=12"), "%s", err.text);
  answered_finish(&answered);
  ck_assert_int_eq(json_integer_value(json_object_get(look("main.1")->fields, "open")), 12);
}
END_TEST

START_TEST(a_value_of_another_kind_is_refused)
{
  static const struct {
    const char *typed, *words;
  } cases[] = {
      {"reached=perhaps", "reached is yes or no, not \"perhaps\""},
      {"number=at home", "\"at home\" has no digit"},
      {"person=manger1", "did you mean manager1?"},
      {"status=denied", "a step ends done, failed or unknown"},
      {"reachd=yes", "did you mean \"reached\"?"},
      {"said=", "said is empty"},
  };
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 1);
  uint64_t before = stage_entries(&stage);
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct answered answered;
    struct err err = {0};
    stage_refused(&stage, before, ANSWER("people.1", &answered, &err, cases[i].typed), &err, cases[i].words);
  }
}
END_TEST

START_TEST(somebody_may_be_named_as_the_roster_writes_him)
{
  struct answered answered;
  struct err err = {0};
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 1);
  ck_assert_msg(!ANSWER("people.1", &answered, &err, "reached=yes", "person=mary holt"), "%s", err.text);
  answered_finish(&answered);
  ck_assert_str_eq(json_get_string(look("people.1")->fields, "person"), "manager1");
}
END_TEST

START_TEST(a_fact_is_answered_by_its_own_name)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "fact.establish", "{\"name\":\"compromised\"}");
  ck_assert_int_eq(ANSWER("main.1", &answered, &err, "how=looked"), 1);
  ck_assert_str_eq(answered.wanted[0].name, "compromised");
  ck_assert_msg(!ANSWER("main.1", &answered, &err, "compromised=yes"), "%s", err.text);
  answered_finish(&answered);
  const struct incident *incident = stage_look(&stage);
  ck_assert_str_eq(facts_get(incident->catalogue, &incident->facts, "compromised"), "true");
}
END_TEST

START_TEST(that_nobody_can_tell_is_an_answer)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "fact.establish", "{\"name\":\"compromised\"}");
  ck_assert_msg(!ANSWER("main.1", &answered, &err, "value=?"), "%s", err.text);
  answered_finish(&answered);
  const struct step *step = look("main.1");
  ck_assert_int_eq(step->state, STEP_CONCLUDED);
  ck_assert_str_eq(json_get_string(step->fields, "value"), "unknown");
}
END_TEST

START_TEST(a_fact_takes_only_its_own_values)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "main.1", "fact.establish", "{\"name\":\"origin\"}");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("main.1", &answered, &err, "origin=outsid"), &err, "did you mean \"outside\"?");
}
END_TEST

START_TEST(who_answers_second_hears_who_was_first)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  ck_assert(!ANSWER("technical.1", &answered, &err, "status=done"));
  answered_finish(&answered);
  stage_speak(&stage, "legal1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("technical.1", &answered, &err, "status=failed"), &err,
                "technical.1 is concluded: technical1 said done at ");
  ck_assert_int_eq(err.kind, ERR_INPUT);
}
END_TEST

START_TEST(what_was_read_before_somebody_else_answered_does_not_count)
{
  struct answered answered;
  struct err err = {0};
  struct stage second = stage;
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  second.site = NULL;
  second.dossier = (struct dossier){0};
  stage_speak(&second, "legal1");
  ck_assert_int_eq(incident_step(stage_look(&second), "technical.1")->state, STEP_OPEN);
  ck_assert(!ANSWER("technical.1", &answered, &err, "status=done"));
  answered_finish(&answered);
  struct given given = {"status", "failed"};
  int result = answer_state(stage_open(&second), "technical.1", &given, 1, &answered, &err);
  stage_refused(&second, stage_entries(&stage), result, &err, "technical1 said done");
  site_close(second.site);
}
END_TEST

START_TEST(without_a_key_an_answer_is_recorded_as_unsigned)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_lose_key(&stage, "technical1");
  stage_speak(&stage, "technical1");
  ck_assert_msg(!ANSWER("technical.1", &answered, &err, "status=done"), "%s", err.text);
  ck_assert(!answered.is_signed);
  answered_finish(&answered);
  ck_assert_int_eq(look("technical.1")->state, STEP_CONCLUDED);
}
END_TEST

START_TEST(a_subject_answers_nothing_and_is_not_told_why)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_speak(&stage, "manager2");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("technical.1", &answered, &err, "status=done"), &err,
                "I-1 is not shown to manager2");
  ck_assert_int_eq(err.kind, ERR_REFUSED);
  ck_assert(!strstr(err.text, "subject"));
}
END_TEST

START_TEST(who_reports_to_a_subject_still_says_what_his_hands_did)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 0);
  stage_speak(&stage, "technical2");
  ck_assert_msg(!ANSWER("technical.1", &answered, &err, "status=done"), "%s", err.text);
  answered_finish(&answered);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("people.1", &answered, &err, "reached=no"), &err, "is not shown to technical2");
}
END_TEST

START_TEST(a_stranger_is_refused_with_the_nearest_name)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_speak(&stage, "technicl1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("technical.1", &answered, &err, "status=done"), &err,
                "did you mean technical1?");
}
END_TEST

START_TEST(who_is_no_member_of_the_team_is_recorded_as_acting_for_it)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_speak(&stage, "legal1");
  ck_assert_msg(!ANSWER("technical.1", &answered, &err, "status=done"), "%s", err.text);
  ck_assert_str_eq(json_get_string(answered.body, "acting_for"), "technical");
  answered_finish(&answered);
}
END_TEST

START_TEST(what_is_not_open_is_not_answered)
{
  struct answered answered;
  struct err err = {0};
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}", "[\"management\"]");
  stage_intend(&stage, "technical.2", "evidence.capture", "{\"items\":\"everything\"}");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("technical.1", &answered, &err, "status=done"), &err,
                "waits for a yes from management");
  err = (struct err){0};
  stage_refused(&stage, before, ANSWER("technical.2", &answered, &err, "status=done"), &err, "done by tocsin itself");
  err = (struct err){0};
  stage_refused(&stage, before, ANSWER("technical.3", &answered, &err, "status=done"), &err, "has no step technical.3");
}
END_TEST

START_TEST(what_may_have_been_done_is_in_doubt_and_no_answer_settles_it)
{
  struct answered answered;
  struct err err = {0};
  stage_intend(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}");
  ck_assert(!ANSWER("technical.1", &answered, &err, "status=unknown"));
  ck_assert_int_eq(answered.step->state, STEP_DOUBT);
  answered_finish(&answered);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, ANSWER("technical.1", &answered, &err, "status=done"), &err, "tocsin resolve I-1");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("answers");
  TCase *tcase = tcase_create("answers");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, an_answer_concludes_a_manual_step_and_is_signed);
  tcase_add_test(tcase, a_call_fills_in_whom_and_by_what_means);
  tcase_add_test(tcase, a_call_that_reached_nobody_is_one_manager_tried);
  tcase_add_test(tcase, a_failed_call_still_says_whether_it_reached_him);
  tcase_add_test(tcase, what_is_missing_is_wanted_and_nothing_is_recorded);
  tcase_add_test(tcase, of_what_was_not_done_nothing_more_is_asked);
  tcase_add_test(tcase, values_take_the_type_of_their_field);
  tcase_add_test(tcase, a_value_of_another_kind_is_refused);
  tcase_add_test(tcase, somebody_may_be_named_as_the_roster_writes_him);
  tcase_add_test(tcase, a_fact_is_answered_by_its_own_name);
  tcase_add_test(tcase, that_nobody_can_tell_is_an_answer);
  tcase_add_test(tcase, a_fact_takes_only_its_own_values);
  tcase_add_test(tcase, who_answers_second_hears_who_was_first);
  tcase_add_test(tcase, what_was_read_before_somebody_else_answered_does_not_count);
  tcase_add_test(tcase, without_a_key_an_answer_is_recorded_as_unsigned);
  tcase_add_test(tcase, a_subject_answers_nothing_and_is_not_told_why);
  tcase_add_test(tcase, who_reports_to_a_subject_still_says_what_his_hands_did);
  tcase_add_test(tcase, a_stranger_is_refused_with_the_nearest_name);
  tcase_add_test(tcase, who_is_no_member_of_the_team_is_recorded_as_acting_for_it);
  tcase_add_test(tcase, what_is_not_open_is_not_answered);
  tcase_add_test(tcase, what_may_have_been_done_is_in_doubt_and_no_answer_settles_it);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
