#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"
#include "statements/ending.h"

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

static int state(const char *name, const char *value, struct fact_change *change, struct err *err)
{
  struct given given = {name, value};
  *err = (struct err){0};
  return fact_state(stage_open(&stage), &given, 1, "the firewall's log", change, err);
}

static const char *known(const char *name)
{
  const struct incident *incident = stage_look(&stage);
  return facts_get(incident->catalogue, &incident->facts, name);
}

/* ---- facts ---- */

START_TEST(a_fact_changes_the_priority_and_says_so)
{
  struct fact_change change;
  struct err err;
  struct given both[] = {{"active", "no"}, {"serious", "yes"}};
  ck_assert_msg(!fact_state(stage_open(&stage), both, 2, "it stopped", &change, &err), "%s", err.text);
  ck_assert_uint_eq(change.before, 1u << 1);
  ck_assert_uint_eq(change.after, 1u << 3);
  ck_assert(change.is_signed);
  ck_assert_str_eq(known("active"), "false");
}
END_TEST

START_TEST(what_was_thought_to_be_known_can_be_taken_back)
{
  struct fact_change change;
  struct err err;
  ck_assert(!state("active", "?", &change, &err));
  ck_assert_ptr_null(known("active"));
  ck_assert_uint_ne(change.after & 1u << 1, 0);
}
END_TEST

START_TEST(a_fact_also_answers_the_step_that_asks_for_it)
{
  struct fact_change change;
  struct err err;
  stage_intend(&stage, "main.1", "fact.establish", "{\"name\":\"compromised\"}");
  ck_assert(!state("compromised", "y", &change, &err));
  ck_assert_int_eq(incident_step(stage_look(&stage), "main.1")->state, STEP_CONCLUDED);
}
END_TEST

START_TEST(what_is_no_fact_or_no_value_is_refused)
{
  static const struct {
    const char *name, *value, *words;
  } cases[] = {
      {"seriuos", "yes", "did you mean \"serious\"?"},
      {"serious", "very", "serious is yes, no or unknown"},
      {"origin", "insde", "did you mean \"inside\"?"},
      {"management_available", "no", "only steps that were really taken establish it"},
      {"source.confirmed", "198.51.100.1", "There are: 192.0.2.66"},
      {"source.confirmed", "203.0.113.7", "counts as the attacker's already"},
  };
  uint64_t before = stage_entries(&stage);
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct fact_change change;
    struct err err;
    stage_refused(&stage, before, state(cases[i].name, cases[i].value, &change, &err), &err, cases[i].words);
  }
}
END_TEST

START_TEST(why_must_be_said)
{
  struct fact_change change;
  struct err err = {0};
  struct given given = {"active", "no"};
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, fact_state(stage_open(&stage), &given, 1, NULL, &change, &err), &err, "--because");
}
END_TEST

START_TEST(a_doubtful_address_is_the_attackers_once_somebody_signs_it)
{
  struct fact_change change;
  struct err err;
  ck_assert(!policy_is_attacker(&stage_look(&stage)->source, "192.0.2.66"));
  ck_assert_msg(!state("source.confirmed", "192.0.2.66", &change, &err), "%s", err.text);
  ck_assert(policy_is_attacker(&stage_look(&stage)->source, "192.0.2.66"));
}
END_TEST

START_TEST(without_a_key_facts_are_recorded_but_no_address_is_confirmed)
{
  struct fact_change change;
  struct err err;
  stage_lose_key(&stage, "technical1");
  stage_speak(&stage, "technical1");
  ck_assert_msg(!state("serious", "yes", &change, &err), "%s", err.text);
  ck_assert(!change.is_signed);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, state("source.confirmed", "192.0.2.66", &change, &err), &err,
                "counts only when it is signed");
}
END_TEST

/* ---- closing ---- */

/* By a manager, who signs for what is owed, or does not. */
static int close_with(bool with_findings, struct closing *closing, struct err *err)
{
  struct close_wish wish = {.with_findings = with_findings};
  *err = (struct err){0};
  stage_speak(&stage, "manager1");
  return close_state(stage_open(&stage), &wish, closing, err);
}

static int close_it(struct closing *closing, struct err *err)
{
  return close_with(true, closing, err);
}

static void be_over(void)
{
  struct milestone_said said;
  struct err err = {0};
  stage_end(&stage);
  ck_assert_msg(!milestone_state(stage_open(&stage), MILESTONE_OVER, NULL, &said, &err), "%s", err.text);
}

START_TEST(an_incident_is_closed_when_its_run_has_ended)
{
  struct closing closing;
  struct err err;
  be_over();
  ck_assert_msg(!close_it(&closing, &err), "%s", err.text);
  closing_finish(&closing);
  ck_assert(stage_look(&stage)->is_closed);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, close_it(&closing, &err), &err, "closed already");
}
END_TEST

START_TEST(closing_puts_the_key_out_of_reach)
{
  struct closing closing;
  struct err err;
  be_over();
  uint64_t before = stage_entries(&stage);
  ck_assert(!close_it(&closing, &err));
  closing_finish(&closing);
  ck_assert_uint_eq(stage_entries(&stage), before + 2); /* close, key.next */
}
END_TEST

START_TEST(what_is_open_keeps_it_open_and_is_named)
{
  struct closing closing;
  struct err err;
  uint64_t before = stage_entries(&stage);
  ck_assert_int_eq(close_with(false, &closing, &err), 1);
  ck_assert_str_eq(closing.left, "its run has not ended");
  closing_finish(&closing);
  ck_assert_uint_eq(stage_entries(&stage), before);
  stage_intend(&stage, "main.1", "network.block", "{\"target\":\"203.0.113.7\"}");
  be_over();
  ck_assert_int_eq(close_with(false, &closing, &err), 1);
  ck_assert_ptr_null(closing.left);
  ck_assert_uint_eq(closing.open_count, 1);
  ck_assert_str_eq(closing.open[0]->id, "main.1");
  closing_finish(&closing);
}
END_TEST

/* ---- what is asked ---- */

START_TEST(what_waits_for_people_is_asked_and_nothing_else)
{
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}", "[\"management\"]");
  stage_intend(&stage, "technical.2", "evidence.capture", "{\"items\":\"everything\"}");
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 1);
  stage_intend(&stage, "technical.3", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_append(&stage, ENTRY_IN_DOUBT, "technical.3", "{\"attempt\":1,\"because\":\"power cut\"}");
  static const enum asked_kind expected[] = {ASKED_APPROVAL, ASKED_NOTHING, ASKED_MANUAL, ASKED_DOUBT};
  const struct incident *incident = stage_look(&stage);
  ck_assert_uint_eq(incident->step_count, COUNT(expected));
  for (size_t i = 0; i < COUNT(expected); i++)
    ck_assert_int_eq(asked_of(incident, incident->steps[i]), expected[i]);
}
END_TEST

START_TEST(an_incident_that_was_never_declared_is_not_found)
{
  struct err err = {0};
  struct dossier dossier = {0};
  ck_assert_int_eq(dossier_open(stage.site, "I-7", &dossier, &err), -1);
  ck_assert_str_eq(err.text, "there is no incident I-7.");
  stage_append(&stage, ENTRY_DUE, NULL, "{\"at\":\"2026-11-21T00:00:00.000000Z\",\"deadline\":\"management_wait\"}");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("facts and closing");
  TCase *tcase = tcase_create("knowing");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, a_fact_changes_the_priority_and_says_so);
  tcase_add_test(tcase, what_was_thought_to_be_known_can_be_taken_back);
  tcase_add_test(tcase, a_fact_also_answers_the_step_that_asks_for_it);
  tcase_add_test(tcase, what_is_no_fact_or_no_value_is_refused);
  tcase_add_test(tcase, why_must_be_said);
  tcase_add_test(tcase, a_doubtful_address_is_the_attackers_once_somebody_signs_it);
  tcase_add_test(tcase, without_a_key_facts_are_recorded_but_no_address_is_confirmed);
  tcase_add_test(tcase, an_incident_is_closed_when_its_run_has_ended);
  tcase_add_test(tcase, closing_puts_the_key_out_of_reach);
  tcase_add_test(tcase, what_is_open_keeps_it_open_and_is_named);
  tcase_add_test(tcase, what_waits_for_people_is_asked_and_nothing_else);
  tcase_add_test(tcase, an_incident_that_was_never_declared_is_not_found);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
