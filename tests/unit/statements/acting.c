#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define HALF_AN_HOUR 1800

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[\"senior2\"]"); /* to whom manager2 reports */
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}", "[\"management\"]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

static int approve_as(const char *person, struct approved *approved, struct err *err)
{
  *err = (struct err){0};
  if (person)
    stage_speak(&stage, person);
  return approval_state(stage_open(&stage), "technical.1", HALF_AN_HOUR, approved, err);
}

static const struct step *look(void)
{
  return incident_step(stage_look(&stage), "technical.1");
}

/* ---- approving ---- */

START_TEST(a_managers_yes_covers_his_role_until_its_time)
{
  struct approved approved;
  struct err err;
  clock_us now = clock_read().wall;
  ck_assert_msg(!approve_as("manager1", &approved, &err), "%s", err.text);
  ck_assert_uint_eq(approved.roles, 1u << ROLE_MANAGEMENT);
  ck_assert_uint_eq(approved.still_asked, 0);
  ck_assert(approved.not_after >= now + HALF_AN_HOUR * (clock_us)1000000);
  const struct step *step = look();
  ck_assert_uint_eq(step->approval_count, 1);
  ck_assert(step->approvals[0].is_by_key && !step->approvals[0].is_spent);
  ck_assert_uint_eq(incident_missing(step, 1u << ROLE_MANAGEMENT, true), 0);
}
END_TEST

static int keep_approval(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  struct entry entry;
  ck_assert(!entry_read(bytes, length, &entry, err));
  if (entry.type == ENTRY_APPROVAL)
    *(json_t **)context = json_deep_copy(entry.body);
  entry_finish(&entry);
  return 0;
}

START_TEST(a_yes_is_bound_to_act_procedure_and_facts)
{
  struct approved approved;
  struct err err;
  json_t *body = NULL;
  ck_assert(!approve_as("manager1", &approved, &err));
  const struct incident *incident = stage_look(&stage);
  ck_assert(!ledger_each_of(site_ledger(stage.site), "I-1", 0, keep_approval, &body, &err));
  ck_assert_str_eq(json_get_string(body, "action"), "network.disconnect");
  ck_assert_str_eq(json_get_string(body, "fingerprint"), look()->fingerprint);
  incident = stage.dossier.incident;
  ck_assert_str_eq(json_get_string(body, "procedure"), incident->run_procedure);
  ck_assert_str_eq(json_get_string(json_object_get(body, "facts"), "active"), "true");
  ck_assert_str_eq(json_get_string(body, "strength"), "key");
  ck_assert_str_eq(json_get_string(body, "role"), "management");
  json_decref(body);
}
END_TEST

START_TEST(senior_management_stands_for_management)
{
  struct approved approved;
  struct err err;
  ck_assert_msg(!approve_as("senior1", &approved, &err), "%s", err.text);
  ck_assert_uint_eq(look()->approval_count, 1);
}
END_TEST

START_TEST(who_holds_no_role_that_was_asked_cannot_approve)
{
  struct approved approved;
  struct err err;
  static const char *const others[] = {"technical1", "legal1", "auditor1"};
  uint64_t before = stage_entries(&stage);
  for (size_t i = 0; i < COUNT(others); i++) {
    int result = approve_as(others[i], &approved, &err);
    ck_assert_int_eq(err.kind, ERR_REFUSED);
    stage_refused(&stage, before, result, &err, "needs a yes from management");
  }
}
END_TEST

START_TEST(what_senior_management_is_asked_no_manager_approves)
{
  struct approved approved;
  struct err err = {0};
  stage_wait(&stage, "main.1", "disclose.media", "{\"destination\":\"a newspaper\",\"what\":\"it\"}",
             "[\"senior_management\"]");
  stage_speak(&stage, "manager1");
  uint64_t before = stage_entries(&stage);
  int result = approval_state(stage_open(&stage), "main.1", HALF_AN_HOUR, &approved, &err);
  stage_refused(&stage, before, result, &err, "needs a yes from senior_management");
  stage_speak(&stage, "senior1");
  err = (struct err){0};
  ck_assert_msg(!approval_state(stage_open(&stage), "main.1", HALF_AN_HOUR, &approved, &err), "%s", err.text);
}
END_TEST

START_TEST(subjects_and_who_reports_to_them_cannot_approve)
{
  struct approved approved;
  struct err err;
  static const char *const excluded[] = {"senior2", "manager2"};
  uint64_t before = stage_entries(&stage);
  for (size_t i = 0; i < COUNT(excluded); i++) {
    int result = approve_as(excluded[i], &approved, &err);
    stage_refused(&stage, before, result, &err, "is not among those who decide in I-1");
  }
}
END_TEST

static int approve_publishing(const char *person, struct approved *approved, struct err *err)
{
  *err = (struct err){0};
  stage_speak(&stage, person);
  return approval_state(stage_open(&stage), "main.1", HALF_AN_HOUR, approved, err);
}

/** Signed by this person, outside of any incident: who decides in the place of senior2. */
static void state_chain(const char *person)
{
  struct err err = {0};
  struct entry_draft draft = {.type = ENTRY_PERSON, .commit = ENTRY_NO_COMMIT,
                              .body = "{\"alternate\":[\"legal2\",\"legal1\",\"auditor1\"],\"id\":\"senior2\","
                                      "\"name\":\"Ivan Roth\",\"roles\":[\"senior_management\"]}"};
  draft.body_length = strlen(draft.body);
  stage_speak(&stage, person);
  ck_assert_msg(!site_state(stage.site, &draft, NULL, &err), "%s", err.text);
}

/* Only by what senior management signed beforehand, and only the first of them who may decide himself. */
START_TEST(in_the_place_of_an_executive_who_is_a_subject_his_alternate_decides)
{
  struct approved approved;
  struct err err;
  stage_wait(&stage, "main.1", "disclose.media", "{\"destination\":\"a newspaper\",\"what\":\"it\"}",
             "[\"senior_management\"]");
  state_chain("technical1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_publishing("legal1", &approved, &err), &err, "legal1 holds no such role");
  state_chain("senior1");
  before = stage_entries(&stage);
  stage_refused(&stage, before, approve_publishing("legal2", &approved, &err), &err, "is not among those who decide");
  stage_refused(&stage, before, approve_publishing("auditor1", &approved, &err), &err, "auditor1 holds no such role");
  ck_assert_msg(!approve_publishing("legal1", &approved, &err), "%s", err.text);
  ck_assert_uint_eq(approved.roles, 1u << ROLE_SENIOR_MANAGEMENT);
  ck_assert_uint_eq(approved.still_asked, 0);
}
END_TEST

START_TEST(while_an_executive_may_decide_nobody_stands_in)
{
  struct approved approved;
  struct err err;
  stage_wait(&stage, "main.1", "disclose.media", "{\"destination\":\"a newspaper\",\"what\":\"it\"}",
             "[\"senior_management\"]");
  uint64_t before = stage_entries(&stage);
  /* legal1 is second in the place of senior2, after senior1, who is no subject */
  stage_refused(&stage, before, approve_publishing("legal1", &approved, &err), &err, "legal1 holds no such role");
}
END_TEST

START_TEST(without_a_key_there_is_no_approval)
{
  struct approved approved;
  struct err err;
  stage_lose_key(&stage, "manager1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_as("manager1", &approved, &err), &err,
                "an approval counts only when it is signed: the key of manager1 is not at hand");
}
END_TEST

START_TEST(with_another_ones_key_there_is_no_approval)
{
  struct approved approved;
  struct err err;
  stage_speak_with(&stage, "manager1", "technical2");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_as(NULL, &approved, &err), &err, "is the key of technical2");
}
END_TEST

START_TEST(a_key_revoked_in_the_meantime_does_not_count)
{
  struct approved approved;
  struct err err = {0};
  struct stage second = stage;
  second.site = NULL;
  second.dossier = (struct dossier){0};
  stage_speak(&second, "senior1");
  stage_speak(&stage, "manager1"); /* opened while his key still counts */
  struct entry_draft draft = {.type = ENTRY_REVOKE, .commit = ENTRY_NO_COMMIT,
                              .body = "{\"because\":\"lost\",\"person\":\"manager1\"}"};
  draft.body_length = strlen(draft.body);
  ck_assert_msg(!site_state(second.site, &draft, NULL, &err), "%s", err.text);
  site_close(second.site);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_as(NULL, &approved, &err), &err, "needs a yes from management");
}
END_TEST

START_TEST(what_went_ahead_is_not_approved_any_more)
{
  struct approved approved;
  struct err err;
  stage_intend(&stage, "technical.1", "network.disconnect", "{\"what\":\"web1\"}");
  stage_speak(&stage, "manager1");
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, approve_as(NULL, &approved, &err), &err, "does not wait for a yes: it went ahead at ");
}
END_TEST

START_TEST(of_two_roles_asked_both_have_to_say_yes)
{
  struct approved approved;
  struct err err = {0};
  stage_wait(&stage, "main.1", "record.erase", "{\"what\":\"a letter\"}", "[\"senior_management\",\"legal\"]");
  stage_speak(&stage, "legal1");
  ck_assert_msg(!approval_state(stage_open(&stage), "main.1", 60, &approved, &err), "%s", err.text);
  ck_assert_uint_eq(approved.still_asked, 1u << ROLE_SENIOR_MANAGEMENT);
  stage_speak(&stage, "senior1");
  ck_assert_msg(!approval_state(stage_open(&stage), "main.1", 60, &approved, &err), "%s", err.text);
  ck_assert_uint_eq(approved.still_asked, 0);
}
END_TEST

START_TEST(forged_and_unsigned_approvals_have_no_effect)
{
  char *body = xasprintf("{\"action\":\"network.disconnect\",\"facts\":{},\"fingerprint\":\"%s\",\"not_after\":"
                         "\"2099-01-01T00:00:00.000000Z\",\"procedure\":\"p\",\"role\":\"management\","
                         "\"strength\":\"key\"}", look()->fingerprint);
  stage_forge(&stage, ENTRY_APPROVAL, "technical.1", "manager1", NULL, body);
  stage_forge(&stage, ENTRY_APPROVAL, "technical.1", "manager1", "technical1", body);
  ck_assert_uint_eq(look()->approval_count, 0);
  stage_forge(&stage, ENTRY_APPROVAL, "technical.1", "manager1", "manager1", body);
  ck_assert_uint_eq(look()->approval_count, 1);
  free(body);
}
END_TEST

START_TEST(a_yes_to_another_act_has_no_effect)
{
  stage_forge(&stage, ENTRY_APPROVAL, "technical.1", "manager1", "manager1",
              "{\"action\":\"network.disconnect\",\"facts\":{},\"fingerprint\":\"sha256:0\",\"not_after\":"
              "\"2099-01-01T00:00:00.000000Z\",\"procedure\":\"p\",\"role\":\"management\",\"strength\":\"key\"}");
  ck_assert_uint_eq(look()->approval_count, 0);
}
END_TEST

/* ---- denying ---- */

START_TEST(one_no_is_enough_and_a_late_one_is_refused)
{
  struct approved denied;
  struct err err = {0};
  stage_speak(&stage, "manager1");
  ck_assert_msg(!denial_state(stage_open(&stage), "technical.1", "too early", &denied, &err), "%s", err.text);
  const struct step *step = look();
  ck_assert_int_eq(step->state, STEP_CONCLUDED);
  ck_assert_int_eq(step->status, OUTCOME_DENIED);
  stage_speak(&stage, "senior1");
  uint64_t before = stage_entries(&stage);
  int result = denial_state(stage_open(&stage), "technical.1", NULL, &denied, &err);
  stage_refused(&stage, before, result, &err, "is concluded: denied, by manager1 at ");
}
END_TEST

START_TEST(who_may_not_approve_may_not_deny)
{
  struct approved denied;
  struct err err = {0};
  stage_speak(&stage, "legal1");
  uint64_t before = stage_entries(&stage);
  int result = denial_state(stage_open(&stage), "technical.1", NULL, &denied, &err);
  stage_refused(&stage, before, result, &err, "needs a yes from management");
}
END_TEST

/* ---- doubt ---- */

static void leave_in_doubt(void)
{
  stage_intend(&stage, "technical.2", "network.block", "{\"target\":\"203.0.113.7\"}");
  stage_append(&stage, ENTRY_IN_DOUBT, "technical.2", "{\"attempt\":1,\"because\":\"power cut\"}");
}

START_TEST(a_signed_word_settles_a_doubt)
{
  static const struct {
    enum resolution resolution;
    enum step_state state;
  } cases[] = {{RESOLUTION_HAPPENED, STEP_CONCLUDED},
               {RESOLUTION_DID_NOT_HAPPEN, STEP_CONCLUDED},
               {RESOLUTION_RUN_AGAIN, STEP_AGAIN}};
  uint64_t seq;
  struct err err = {0};
  leave_in_doubt();
  ck_assert_msg(!resolve_state(stage_open(&stage), "technical.2", cases[_i].resolution, "looked", &seq, &err), "%s",
                err.text);
  const struct step *step = incident_step(stage_look(&stage), "technical.2");
  ck_assert_int_eq(step->state, cases[_i].state);
  if (step->state == STEP_CONCLUDED)
    ck_assert_int_eq(step->status, _i ? OUTCOME_FAILED : OUTCOME_DONE);
}
END_TEST

START_TEST(without_a_key_a_doubt_stays)
{
  uint64_t seq;
  struct err err = {0};
  leave_in_doubt();
  stage_lose_key(&stage, "technical1");
  stage_speak(&stage, "technical1");
  uint64_t before = stage_entries(&stage);
  int result = resolve_state(stage_open(&stage), "technical.2", RESOLUTION_HAPPENED, NULL, &seq, &err);
  stage_refused(&stage, before, result, &err, "counts only when it is signed");
}
END_TEST

START_TEST(where_there_is_no_doubt_nothing_is_settled)
{
  uint64_t seq;
  struct err err = {0};
  stage_intend(&stage, "technical.2", "network.block", "{\"target\":\"203.0.113.7\"}");
  uint64_t before = stage_entries(&stage);
  int result = resolve_state(stage_open(&stage), "technical.2", RESOLUTION_RUN_AGAIN, NULL, &seq, &err);
  stage_refused(&stage, before, result, &err, "technical.2 is not in doubt");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("statements that act");
  TCase *tcase = tcase_create("acting");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, a_managers_yes_covers_his_role_until_its_time);
  tcase_add_test(tcase, a_yes_is_bound_to_act_procedure_and_facts);
  tcase_add_test(tcase, senior_management_stands_for_management);
  tcase_add_test(tcase, who_holds_no_role_that_was_asked_cannot_approve);
  tcase_add_test(tcase, what_senior_management_is_asked_no_manager_approves);
  tcase_add_test(tcase, subjects_and_who_reports_to_them_cannot_approve);
  tcase_add_test(tcase, in_the_place_of_an_executive_who_is_a_subject_his_alternate_decides);
  tcase_add_test(tcase, while_an_executive_may_decide_nobody_stands_in);
  tcase_add_test(tcase, without_a_key_there_is_no_approval);
  tcase_add_test(tcase, with_another_ones_key_there_is_no_approval);
  tcase_add_test(tcase, a_key_revoked_in_the_meantime_does_not_count);
  tcase_add_test(tcase, what_went_ahead_is_not_approved_any_more);
  tcase_add_test(tcase, of_two_roles_asked_both_have_to_say_yes);
  tcase_add_test(tcase, forged_and_unsigned_approvals_have_no_effect);
  tcase_add_test(tcase, a_yes_to_another_act_has_no_effect);
  tcase_add_test(tcase, one_no_is_enough_and_a_late_one_is_refused);
  tcase_add_test(tcase, who_may_not_approve_may_not_deny);
  tcase_add_loop_test(tcase, a_signed_word_settles_a_doubt, 0, 3);
  tcase_add_test(tcase, without_a_key_a_doubt_stays);
  tcase_add_test(tcase, where_there_is_no_doubt_nothing_is_settled);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
