#include "stage.h"

#include "base/alloc.h"
#include "incident/question.h"

#include <string.h>

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[\"auditor2\"]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

static struct fact_change say_that(const char *name, const char *value)
{
  struct fact_change change;
  struct err err = {0};
  struct given given = {name, value};
  ck_assert_msg(!fact_state(stage_open(&stage), &given, 1, "seen in the log", &change, &err), "%s", err.text);
  return change;
}

/* Somebody states one fact with a key file, or without one. */
static void forge(const char *actor, const char *key, const char *name, const char *value)
{
  char *body = xasprintf("{\"because\":\"x\",\"facts\":{\"%s\":\"%s\"}}", name, value);
  stage_forge(&stage, ENTRY_FACT, NULL, actor, key, body);
  free(body);
}

static void answer_active(const char *key)
{
  stage_intend(&stage, "main.1", "fact.establish", "{\"name\":\"active\"}");
  stage_forge(&stage, ENTRY_ANSWER, "main.1", "technical2", key,
              "{\"action\":\"fact.establish\",\"fields\":{\"value\":\"true\"},\"status\":\"done\"}");
  ck_assert_int_eq(incident_step(stage_look(&stage), "main.1")->state, STEP_CONCLUDED);
}

static uint32_t candidates(void)
{
  stage_look(&stage);
  return dossier_candidates(&stage.dossier);
}

/* What a member of the team is told when he asks: as a run asks. */
static enum verdict may(const char *action)
{
  const struct incident *incident = stage_look(&stage);
  struct asked_with with;
  struct decision decision;
  struct err err = {0};
  struct policy_question question = incident_question(incident, "technical1", true, action, NULL, NULL, &with);
  question.source = NULL; /* whom it would reach is not the question here */
  ck_assert_msg(!policy_decide(stage.dossier.policy, &question, &decision, &err), "%s", err.text);
  return decision.verdict;
}

/* ---- both are kept ---- */

START_TEST(every_change_is_kept_with_who_when_and_why)
{
  uint64_t at = say_that("active", "no").seq;
  say_that("serious", "yes");
  const struct classification *known = &stage_look(&stage)->classification;
  ck_assert_uint_eq(known->count, 3);
  ck_assert_ptr_null(known->changes[0].because);
  ck_assert_uint_eq(known->changes[1].seq, at);
  ck_assert_str_eq(known->changes[1].actor, "technical1");
  ck_assert_str_eq(known->changes[1].because, "seen in the log");
  ck_assert_uint_eq(classified_candidates(&known->changes[0], stage.dossier.policy), 1u << 1);
  ck_assert_uint_eq(classified_candidates(&known->changes[1], stage.dossier.policy), 1u << 3 | 1u << 5);
  ck_assert_uint_eq(classified_candidates(&known->changes[2], stage.dossier.policy), 1u << 3);
}
END_TEST

START_TEST(to_say_the_same_again_is_no_change_but_it_is_fresher)
{
  const struct incident *incident = stage_look(&stage);
  int active = catalogue_fact(incident->catalogue, "active");
  clock_us before = incident->classification.stated_at[active];
  say_that("active", "yes");
  incident = stage_look(&stage);
  ck_assert_uint_eq(incident->classification.count, 1);
  ck_assert_int_gt(incident->classification.stated_at[active], before);
}
END_TEST

START_TEST(what_a_step_finds_out_is_a_change_as_well)
{
  say_that("active", "no");
  answer_active("technical2");
  const struct classification *known = &stage_look(&stage)->classification;
  ck_assert_uint_eq(known->count, 3);
  ck_assert_str_eq(known->changes[2].actor, "technical2");
  ck_assert_uint_eq(known->doubted, 0);
}
END_TEST

/* ---- given by hand ---- */

START_TEST(a_priority_can_be_given_and_lifted)
{
  say_that("priority", "5");
  ck_assert_uint_eq(candidates(), 1u << 5);
  const struct incident *incident = stage_look(&stage);
  ck_assert(classified_is_given(&incident->classification.changes[1], incident->catalogue));
  say_that("priority", "derived");
  ck_assert_uint_eq(candidates(), 1u << 1);
  incident = stage_look(&stage);
  ck_assert(!classified_is_given(&incident->classification.changes[2], incident->catalogue));
}
END_TEST

/* ---- on whose word ---- */

START_TEST(without_a_key_a_fact_makes_nothing_milder)
{
  say_that("active", "no");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  forge("technical2", NULL, "active", "true");
  const struct incident *incident = stage_look(&stage);
  ck_assert_str_eq(facts_get(incident->catalogue, &incident->facts, "active"), "true");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  ck_assert_msg(candidates() & 1u << 1, "it is not as urgent as it may be");
  say_that("active", "yes");
  ck_assert_int_eq(may("network.block"), VERDICT_PREAUTHORIZED);
}
END_TEST

START_TEST(without_a_key_no_priority_is_given_that_makes_anything_milder)
{
  say_that("active", "no");
  forge("technical2", NULL, "priority", "1");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  ck_assert_uint_eq(candidates(), 1u << 1 | 1u << 3 | 1u << 5);
}
END_TEST

START_TEST(without_a_key_a_stricter_priority_counts_as_well)
{
  ck_assert_int_eq(may("network.block"), VERDICT_PREAUTHORIZED);
  forge("technical2", NULL, "priority", "2");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
}
END_TEST

/* ---- what one word alone does not do ---- */

START_TEST(a_priority_makes_nothing_milder_before_a_second_one_signs_it)
{
  say_that("active", "no");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  say_that("priority", "1");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  say_that("priority", "1");
  ck_assert_msg(may("network.block") == VERDICT_APPROVAL, "the same one twice is no second one");
  forge("technical2", NULL, "priority", "1");
  ck_assert_msg(may("network.block") == VERDICT_APPROVAL, "a name alone seconds nothing");
  forge("technical2", "technical2", "priority", "1");
  ck_assert_int_eq(may("network.block"), VERDICT_PREAUTHORIZED);
}
END_TEST

START_TEST(who_gives_a_priority_under_another_name_first_is_still_alone)
{
  say_that("active", "no");
  forge("technical2", NULL, "priority", "1");
  say_that("priority", "1");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
}
END_TEST

START_TEST(a_violation_stays_one_until_somebody_who_answers_for_that_signs)
{
  say_that("kind", "violation");
  say_that("liability", "yes");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  say_that("kind", "penetration");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  ck_assert_uint_eq(candidates(), 1u << 1 | 1u << 2);
  forge("technical2", "technical2", "kind", "penetration");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  forge("technical2", NULL, "liability", "false");
  say_that("priority", "5");
  ck_assert_msg(candidates() & 1u << 2, "an unsigned fact and one signed word made it a minor one");
  say_that("priority", "derived");
  say_that("liability", "yes");
  forge("legal1", "legal1", "kind", "penetration");
  ck_assert_int_eq(may("network.block"), VERDICT_PREAUTHORIZED);
  ck_assert_uint_eq(candidates(), 1u << 1);
}
END_TEST

START_TEST(an_answer_without_a_key_makes_nothing_milder_either)
{
  say_that("active", "no");
  answer_active(NULL);
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
}
END_TEST

START_TEST(only_the_own_key_of_one_of_the_team_counts)
{
  static const char *const liars[][2] = {
      {"technical2", "technical1"}, {"auditor2", "auditor2"}, {"nobody", "technical1"}, {"technical2", "auditor1"}};
  say_that("active", "no");
  for (size_t i = 0; i < COUNT(liars); i++) {
    forge(liars[i][0], liars[i][1], "active", "true");
    ck_assert_msg(may("network.block") == VERDICT_APPROVAL, "%s with the key of %s", liars[i][0], liars[i][1]);
  }
}
END_TEST

START_TEST(what_is_taken_back_without_a_key_is_simply_not_known)
{
  forge("technical2", NULL, "active", "unknown");
  ck_assert_int_eq(may("network.block"), VERDICT_APPROVAL);
  say_that("active", "yes");
  ck_assert_uint_eq(stage_look(&stage)->classification.doubted, 0);
}
END_TEST

/* ---- a suspicion ---- */

START_TEST(a_suspicion_has_the_authority_of_what_is_suspected)
{
  static const char *const actions[] = {"network.block", "network.disconnect", "notify.irt", "evidence.capture"};
  enum verdict before[COUNT(actions)];
  for (size_t i = 0; i < COUNT(actions); i++)
    before[i] = may(actions[i]);
  say_that("confirmed", "suspected");
  for (size_t i = 0; i < COUNT(actions); i++)
    ck_assert_int_eq(may(actions[i]), before[i]);
  ck_assert_uint_eq(candidates(), 1u << 1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("classifying");
  TCase *tcase = tcase_create("classifying");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, every_change_is_kept_with_who_when_and_why);
  tcase_add_test(tcase, to_say_the_same_again_is_no_change_but_it_is_fresher);
  tcase_add_test(tcase, what_a_step_finds_out_is_a_change_as_well);
  tcase_add_test(tcase, a_priority_can_be_given_and_lifted);
  tcase_add_test(tcase, without_a_key_a_fact_makes_nothing_milder);
  tcase_add_test(tcase, without_a_key_no_priority_is_given_that_makes_anything_milder);
  tcase_add_test(tcase, without_a_key_a_stricter_priority_counts_as_well);
  tcase_add_test(tcase, a_priority_makes_nothing_milder_before_a_second_one_signs_it);
  tcase_add_test(tcase, who_gives_a_priority_under_another_name_first_is_still_alone);
  tcase_add_test(tcase, a_violation_stays_one_until_somebody_who_answers_for_that_signs);
  tcase_add_test(tcase, an_answer_without_a_key_makes_nothing_milder_either);
  tcase_add_test(tcase, only_the_own_key_of_one_of_the_team_counts);
  tcase_add_test(tcase, what_is_taken_back_without_a_key_is_simply_not_known);
  tcase_add_test(tcase, a_suspicion_has_the_authority_of_what_is_suspected);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
