#include "stage.h"

#include "base/alloc.h"
#include "statements/know.h"

#include <string.h>

#define VIOLATION "{\"active\":true,\"kind\":\"violation\",\"liability\":true}"
#define PENETRATION "{\"active\":true,\"kind\":\"penetration\"}"

static struct stage stage;

static void tear_down(void)
{
  stage_strike(&stage);
}

static bool knows(const char *person)
{
  const struct incident *incident = stage_look(&stage);
  return know_has(incident, dossier_candidates(&stage.dossier), person);
}

static int change_as(const char *speaker, enum know_change change, const char *person, struct know_said *said,
                     struct err *err)
{
  *err = (struct err){0};
  stage_speak(&stage, speaker);
  return know_state(stage_open(&stage), change, &person, person ? 1 : 0, "keeps the mail server", said, err);
}

/* ---- the list ---- */

START_TEST(who_responds_knows_and_legal_and_hr_where_somebody_may_be_liable)
{
  static const char *const always[] = {"technical1", "manager1", "senior1"}, *const liable[] = {"legal1", "hr1"};
  static const char *const never[] = {"auditor1", "stranger"};
  for (int is_violation = 0; is_violation < 2; is_violation++) {
    stage_set(&stage, is_violation ? VIOLATION : PENETRATION, "[]");
    for (size_t i = 0; i < COUNT(always); i++)
      ck_assert_msg(knows(always[i]), "%s", always[i]);
    for (size_t i = 0; i < COUNT(liable); i++)
      ck_assert_int_eq(knows(liable[i]), is_violation);
    for (size_t i = 0; i < COUNT(never); i++)
      ck_assert(!knows(never[i]));
    if (!is_violation)
      stage_strike(&stage);
  }
}
END_TEST

START_TEST(who_is_added_knows_at_once_in_an_attack)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, PENETRATION, "[]");
  ck_assert_msg(!change_as("technical1", KNOW_ADD, "auditor1", &said, &err), "%s", err.text);
  ck_assert_uint_eq(said.waiting, 0);
  ck_assert(knows("auditor1") && !knows("auditor2"));
  ck_assert(!change_as("manager1", KNOW_REMOVE, "auditor1", &said, &err));
  ck_assert(!knows("auditor1"));
}
END_TEST

START_TEST(in_a_violation_each_one_added_waits_for_senior_management)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, VIOLATION, "[]");
  ck_assert(!change_as("manager1", KNOW_ADD, "auditor1", &said, &err));
  ck_assert_uint_eq(said.waiting, 1);
  ck_assert(!knows("auditor1"));
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, change_as("manager1", KNOW_APPROVE, "auditor1", &said, &err), &err,
                "approved by senior management");
  ck_assert_msg(!change_as("senior1", KNOW_APPROVE, NULL, &said, &err), "%s", err.text);
  ck_assert(knows("auditor1"));
  ck_assert(!change_as("manager1", KNOW_ADD, "auditor2", &said, &err)); /* a new one is asked anew */
  ck_assert(!knows("auditor2"));
}
END_TEST

START_TEST(what_turns_out_a_violation_asks_for_those_who_were_added_before)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, PENETRATION, "[]");
  ck_assert(!change_as("technical1", KNOW_ADD, "auditor1", &said, &err));
  ck_assert(knows("auditor1"));
  stage_forge(&stage, ENTRY_FACT, NULL, "manager1", "manager1",
              "{\"because\":\"x\",\"facts\":{\"kind\":\"violation\",\"liability\":\"true\"}}");
  ck_assert(!knows("auditor1"));
}
END_TEST

START_TEST(without_a_signature_somebody_is_only_asked_for)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, PENETRATION, "[]");
  stage_lose_key(&stage, "technical1");
  ck_assert_msg(!change_as("technical1", KNOW_ADD, "auditor1", &said, &err), "%s", err.text);
  ck_assert(!said.is_signed && said.waiting == 1 && !knows("auditor1"));
  ck_assert(!change_as("auditor2", KNOW_ADD, "auditor1", &said, &err)); /* nor by one who is not there to add */
  ck_assert(!knows("auditor1"));
}
END_TEST

START_TEST(nobody_takes_a_decider_off_but_senior_management)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, VIOLATION, "[]");
  ck_assert(!change_as("technical1", KNOW_REMOVE, "manager1", &said, &err));
  ck_assert(said.waiting == 1 && knows("manager1"));
  ck_assert(!change_as("senior1", KNOW_REMOVE, "manager1", &said, &err));
  ck_assert(!knows("manager1"));
}
END_TEST

START_TEST(no_senior_manager_under_suspicion_approves_the_list)
{
  struct know_said said;
  struct err err;
  stage_set(&stage, VIOLATION, "[\"senior2\"]");
  ck_assert(!change_as("technical1", KNOW_ADD, "auditor1", &said, &err));
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, change_as("senior2", KNOW_APPROVE, NULL, &said, &err), &err, "is not shown to senior2");
  stage_forge(&stage, ENTRY_KNOW, NULL, "senior2", "senior2", "{\"change\":\"approve\",\"people\":[\"auditor1\"]}");
  ck_assert(!knows("auditor1") && !knows("senior2") && !knows("manager2"));
  before = stage_entries(&stage);
  stage_refused(&stage, before, change_as("technical1", KNOW_ADD, "manager2", &said, &err), &err,
                "manager2 cannot be put on the list");
}
END_TEST

START_TEST(who_was_called_knows)
{
  stage_set(&stage, PENETRATION, "[]");
  stage_intend_call(&stage, "people.1", "notify.legal", "legal1", 1);
  ck_assert(!knows("legal1"));
  stage_forge(&stage, ENTRY_ANSWER, "people.1", "technical1", "technical1",
              "{\"action\":\"notify.legal\",\"fields\":{\"reached\":true},\"status\":\"done\"}");
  ck_assert(knows("legal1") && !knows("legal2"));
}
END_TEST

/* ---- naming a subject ---- */

static int accuse_as(const char *speaker, const char *who, struct know_said *said, struct err *err)
{
  *err = (struct err){0};
  stage_speak(&stage, speaker);
  return subject_state(stage_open(&stage), who, "seen at the console", said, err);
}

static int countersign_as(const char *speaker, const char *who, struct err *err)
{
  struct know_said said;
  *err = (struct err){0};
  stage_speak(&stage, speaker);
  return countersign_state(stage_open(&stage), who, NULL, &said, err);
}

static int approve_as(const char *speaker, struct err *err)
{
  struct approved approved;
  *err = (struct err){0};
  stage_speak(&stage, speaker);
  return approval_state(stage_open(&stage), "technical.1", 600, &approved, err);
}

static void set_waiting(void)
{
  stage_set(&stage, PENETRATION, "[]");
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}", "[\"management\"]");
}

START_TEST(an_accusation_shuts_out_of_seeing_and_silences_nobody)
{
  struct know_said said;
  struct err err;
  set_waiting();
  ck_assert(!accuse_as("technical1", "manager1", &said, &err));
  ck_assert(!knows("manager1") && !knows("technical1")); /* who reports to him */
  stage_speak(&stage, "manager1");
  stage_open(&stage);
  ck_assert_int_eq(dossier_admit(&stage.dossier, &err), -1);
  ck_assert_msg(!approve_as("manager1", &err), "%s", err.text);
}
END_TEST

START_TEST(the_second_word_bars_him_and_undoes_what_he_has_not_used_up)
{
  struct know_said said;
  struct err err;
  set_waiting();
  ck_assert(!approve_as("manager2", &err));
  ck_assert(!accuse_as("technical1", "manager2", &said, &err));
  ck_assert_msg(!countersign_as("hr1", "manager2", &err), "%s", err.text);
  const struct incident *incident = stage_look(&stage);
  ck_assert_uint_eq(incident_missing(incident_step(incident, "technical.1"), 1u << ROLE_MANAGEMENT, false),
                    1u << ROLE_MANAGEMENT);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_as("manager2", &err), &err, "not among those who decide");
  ck_assert(!strstr(err.text, "subject"));
  ck_assert_msg(!approve_as("manager1", &err), "%s", err.text);
}
END_TEST

START_TEST(the_second_word_is_anothers_of_legal_hr_or_audit)
{
  struct know_said said;
  struct err err;
  set_waiting();
  ck_assert(!accuse_as("legal1", "manager2", &said, &err));
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, countersign_as("manager1", "manager2", &err), &err, "Legal, HR or Audit");
  stage_refused(&stage, before, countersign_as("legal1", "manager2", &err), &err, "somebody else's");
  stage_refused(&stage, before, countersign_as("legal2", "manager1", &err), &err, "is no subject");
  stage_forge(&stage, ENTRY_COUNTERSIGN, NULL, "legal2", NULL, "{\"person\":\"manager2\"}"); /* unsigned */
  ck_assert(!incident_is_barred(stage_look(&stage), "manager2"));
  ck_assert(!countersign_as("auditor1", "manager2", &err));
  ck_assert(incident_is_barred(stage_look(&stage), "manager2"));
}
END_TEST

START_TEST(accusing_all_managers_makes_none_unavailable)
{
  struct know_said said;
  struct err err;
  set_waiting();
  ck_assert(!accuse_as("technical1", "manager2", &said, &err));
  stage_intend_call(&stage, "people.1", "notify.management", "manager1", 0);
  stage_forge(&stage, ENTRY_ANSWER, "people.1", "technical1", "technical1",
              "{\"action\":\"notify.management\",\"fields\":{\"reached\":false},\"status\":\"done\"}");
  const struct incident *incident = stage_look(&stage);
  ck_assert_ptr_null(facts_get(incident->catalogue, &incident->facts, "management_available"));
}
END_TEST

START_TEST(a_suspicion_is_lifted_by_who_said_it_or_by_who_may_judge)
{
  struct know_said said;
  struct err err = {0};
  set_waiting();
  ck_assert(!accuse_as("technical1", "manager2", &said, &err));
  stage_speak(&stage, "manager1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, subject_clear(stage_open(&stage), "manager2", "he is a friend", &said, &err), &err,
                "only Legal, HR or Audit");
  err = (struct err){0};
  stage_speak(&stage, "legal1");
  ck_assert_msg(!subject_clear(stage_open(&stage), "manager2", "it was somebody else", &said, &err), "%s", err.text);
  ck_assert(knows("manager2"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("need to know");
  TCase *tcase = tcase_create("need to know");
  tcase_add_checked_fixture(tcase, NULL, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, who_responds_knows_and_legal_and_hr_where_somebody_may_be_liable);
  tcase_add_test(tcase, who_is_added_knows_at_once_in_an_attack);
  tcase_add_test(tcase, in_a_violation_each_one_added_waits_for_senior_management);
  tcase_add_test(tcase, what_turns_out_a_violation_asks_for_those_who_were_added_before);
  tcase_add_test(tcase, without_a_signature_somebody_is_only_asked_for);
  tcase_add_test(tcase, nobody_takes_a_decider_off_but_senior_management);
  tcase_add_test(tcase, no_senior_manager_under_suspicion_approves_the_list);
  tcase_add_test(tcase, who_was_called_knows);
  tcase_add_test(tcase, an_accusation_shuts_out_of_seeing_and_silences_nobody);
  tcase_add_test(tcase, the_second_word_bars_him_and_undoes_what_he_has_not_used_up);
  tcase_add_test(tcase, the_second_word_is_anothers_of_legal_hr_or_audit);
  tcase_add_test(tcase, accusing_all_managers_makes_none_unavailable);
  tcase_add_test(tcase, a_suspicion_is_lifted_by_who_said_it_or_by_who_may_judge);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
