/* Calls: who is offered next, and who is verified by them. */
#include "stage.h"

#include "base/alloc.h"
#include "base/guarded.h"
#include "base/json.h"
#include "incident/checks.h"
#include "site/begin.h"

#include <stdio.h>
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

START_TEST(a_callers_number_is_recognised_though_nobody_can_read_it)
{
  char *guarded = guarded_make("5550123");
  char *body = xasprintf("{\"declared_by\":\"technical1\",\"doubtful\":[],\"facts\":{},\"people\":[{\"name\":"
                         "\"outsider-1\",\"phone_is\":\"%s\"}],\"source\":{},\"subjects\":[],\"systems\":[],"
                         "\"title\":\"x\"}", guarded);
  stage_forge(&stage, ENTRY_DECLARE, NULL, "technical1", NULL, body);
  call_back("main.1", "contact.call_back_caller", "+1 (555) 0123", "none", "yes");
  ck_assert_ptr_null(known("caller_verified"));
  call_back("main.2", "contact.call_back_caller", "+1 555 0124", "none", "yes");
  ck_assert_str_eq(known("caller_verified"), "true");
  free(body);
  free(guarded);
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

/* ---- whom to call next ---- */

/* A new beginning with these members of people changed: {"hr1": {"backup": "legal1"}}. */
static void begin_with(const char *changes)
{
  struct err err = {0};
  struct site_approved approved;
  struct buf bytes = {0};
  json_t *given = json_loads(changes, 0, NULL), *person;
  ck_assert(given && !site_approved(stage.site, &approved, &err));
  struct policy *policy = site_approved_policy(stage.site, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  json_t *body = site_run_begin(stage.site, policy, "priority-1", &approved.digest, 1, &err);
  policy_free(policy);
  size_t index;
  json_array_foreach(json_object_get(body, "people"), index, person)
  {
    json_object_update(person, json_object_get(given, json_get_string(person, "id")));
  }
  ck_assert(!json_write_tree(&bytes, body, &err));
  stage_append(&stage, ENTRY_RUN_BEGIN, NULL, buf_string(&bytes));
  json_decref(body);
  json_decref(given);
  buf_finish(&bytes);
  site_approved_finish(&approved);
}

static int calls_made;

/* The next who is offered for this action; the call is made, and reaches him or not. "nobody" if there is none. */
static const char *call_next(const char *action, bool is_reached, int *left)
{
  static char id[64];
  char step[32];
  int offered_left;
  const struct incident *incident = stage_look(&stage);
  const struct person *next =
      incident_next_call(incident, catalogue_action(incident->catalogue, action), &offered_left);
  snprintf(id, sizeof id, "%s", next ? next->id : "nobody");
  snprintf(step, sizeof step, "people.%d", ++calls_made);
  stage_intend_call(&stage, step, action, id, offered_left);
  struct given given = {"reached", is_reached ? "yes" : "no"};
  struct answered answered;
  struct err err = {0};
  ck_assert_msg(!answer_state(stage_open(&stage), step, &given, 1, &answered, &err), "%s", err.text);
  answered_finish(&answered);
  *left = incident_step(stage_look(&stage), step)->left;
  return id;
}

START_TEST(who_is_not_reached_has_his_backup_called_next)
{
  int left;
  begin_with("{\"hr1\": {\"backup\": \"auditor1\"}}");
  ck_assert_str_eq(call_next("notify.human_resources", false, &left), "hr1");
  ck_assert_int_eq(left, 1);
  ck_assert_str_eq(call_next("notify.human_resources", false, &left), "auditor1");
  ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(who_is_reached_needs_no_backup)
{
  int left;
  begin_with("{\"legal1\": {\"backup\": \"auditor1\"}}");
  ck_assert_str_eq(call_next("notify.legal", true, &left), "legal1");
  ck_assert_int_eq(left, 1); /* legal2 only */
  ck_assert_str_eq(call_next("notify.legal", true, &left), "legal2");
  ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(a_backup_keeps_his_own_place_in_the_order)
{
  int left;
  begin_with("{\"legal1\": {\"backup\": \"legal2\"}, \"legal2\": {\"backup\": \"legal1\"}}");
  ck_assert_str_eq(call_next("notify.legal", false, &left), "legal1");
  ck_assert_int_eq(left, 1);
  ck_assert_str_eq(call_next("notify.legal", false, &left), "legal2");
  ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(a_subject_stands_in_for_nobody)
{
  int left;
  stage_strike(&stage);
  stage_set(&stage, "{\"kind\":\"violation\"}", "[\"auditor1\"]");
  begin_with("{\"hr1\": {\"backup\": \"auditor1\"}}");
  ck_assert_str_eq(call_next("notify.human_resources", false, &left), "hr1");
  ck_assert_int_eq(left, 0);
}
END_TEST

/* Another declaration stands in for the first: only its systems matter here. */
static void declare_systems(const char *systems, const char *subjects)
{
  char *body = xasprintf("{\"declared_by\":\"technical1\",\"doubtful\":[],\"facts\":{},\"people\":[],\"source\":{},"
                         "\"subjects\":%s,\"systems\":%s,\"title\":\"Trial\"}", subjects, systems);
  stage_forge(&stage, ENTRY_DECLARE, NULL, "technical1", "technical1", body);
  free(body);
}

START_TEST(the_owner_declared_for_each_system_is_called)
{
  int left;
  declare_systems("[{\"name\":\"web1\",\"owner\":\"legal2\"},{\"name\":\"db1\",\"owner\":\"Ali Demir\"}]", "[]");
  begin_with("{}");
  ck_assert_str_eq(call_next("notify.owner", true, &left), "legal2");
  ck_assert_int_eq(left, 2); /* the other one, and who stands in for him */
  ck_assert_str_eq(call_next("notify.owner", true, &left), "auditor1");
  ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(where_no_owner_is_declared_who_holds_the_role_is_called)
{
  int left;
  declare_systems("[{\"name\":\"web1\"},{\"name\":\"db1\",\"owner\":\"somebody else\"}]", "[]");
  begin_with("{}");
  ck_assert_str_eq(call_next("notify.owner", true, &left), "manager2");
  ck_assert_int_eq(left, 0);
}
END_TEST

START_TEST(an_owner_who_is_a_subject_is_left_out)
{
  int left;
  declare_systems("[{\"name\":\"web1\",\"owner\":\"legal2\"}]", "[\"legal2\"]");
  begin_with("{}");
  const struct incident *incident = stage_look(&stage);
  ck_assert_ptr_null(incident_next_call(incident, catalogue_action(incident->catalogue, "notify.owner"), &left));
}
END_TEST

/* ---- by which means ---- */

static void call_manager(const char *step, const char *manager, const char *means)
{
  struct given given[] = {{"reached", "no"}, {"means", means}};
  struct answered answered;
  struct err err = {0};
  stage_intend_call(&stage, step, "notify.management", manager, 0);
  ck_assert_msg(!answer_state(stage_open(&stage), step, given, COUNT(given), &answered, &err), "%s", err.text);
  answered_finish(&answered);
}

static void vouch(const char *person, const char *key, const char *system)
{
  char *body = xasprintf("{\"because\":\"it never touches our network\",\"system\":\"%s\"}", system);
  stage_forge(&stage, ENTRY_CHANNEL, NULL, person, key, body);
  free(body);
}

static bool is_finding(void)
{
  struct buf missing = {0};
  bool is_clean = incident_check(stage_look(&stage), CHECK_channels_vouched_for, &missing);
  ck_assert(is_clean == !missing.length);
  buf_finish(&missing);
  return !is_clean;
}

START_TEST(words_are_a_telephone_an_e_mail_or_a_computer)
{
  static const struct {
    const char *words;
    enum means means;
  } cases[] = {
      {"telephone", MEANS_TELEPHONE}, {"by fax", MEANS_TELEPHONE},       {"in person", MEANS_TELEPHONE},
      {"voice mail", MEANS_TELEPHONE}, {NULL, MEANS_TELEPHONE},          {"e-mail", MEANS_MAIL},
      {"SMTP", MEANS_MAIL},            {"Signal call", MEANS_COMPUTER},  {"conference bridge", MEANS_COMPUTER},
      {"something new", MEANS_COMPUTER},
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    ck_assert_msg(means_of(cases[i].words) == cases[i].means, "%s", cases[i].words);
}
END_TEST

START_TEST(a_manager_looked_for_by_e_mail_was_not_looked_for)
{
  call_manager("people.1", "manager1", "telephone");
  call_manager("people.2", "manager2", "e-mail");
  ck_assert_ptr_null(known("management_available"));
  call_manager("people.3", "manager2", "telephone");
  ck_assert_str_eq(known("management_available"), "false");
}
END_TEST

START_TEST(a_messenger_counts_once_somebody_has_vouched_for_it)
{
  call_manager("people.1", "manager1", "telephone");
  call_manager("people.2", "manager2", "Signal");
  ck_assert_ptr_null(known("management_available"));
  ck_assert(is_finding());
  vouch("technical1", "technical1", "Signal on our own phones");
  call_manager("people.3", "manager2", "Signal");
  ck_assert_str_eq(known("management_available"), "false");
  ck_assert(is_finding()); /* what was said before stays one */
}
END_TEST

START_TEST(nobody_can_vouch_for_a_system_of_the_incident_nor_without_a_key)
{
  vouch("technical1", "technical1", "Teams on web1");
  vouch("technical1", NULL, "Zoom");
  ck_assert(channel_is_affected(stage_look(&stage), "Teams on web1"));
  ck_assert(!is_finding());
  call_manager("people.1", "manager1", "Zoom");
  ck_assert(is_finding());
  ck_assert(!channel_is_safe(stage_look(&stage), "Teams on web1", INT64_MAX));
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
  tcase_add_test(tcase, a_callers_number_is_recognised_though_nobody_can_read_it);
  tcase_add_test(tcase, whom_nobody_there_knows_is_not_who_he_said);
  tcase_add_test(tcase, a_call_that_reached_nobody_verifies_nobody);
  tcase_add_test(tcase, who_is_not_reached_has_his_backup_called_next);
  tcase_add_test(tcase, who_is_reached_needs_no_backup);
  tcase_add_test(tcase, a_backup_keeps_his_own_place_in_the_order);
  tcase_add_test(tcase, a_subject_stands_in_for_nobody);
  tcase_add_test(tcase, the_owner_declared_for_each_system_is_called);
  tcase_add_test(tcase, where_no_owner_is_declared_who_holds_the_role_is_called);
  tcase_add_test(tcase, an_owner_who_is_a_subject_is_left_out);
  tcase_add_test(tcase, words_are_a_telephone_an_e_mail_or_a_computer);
  tcase_add_test(tcase, a_manager_looked_for_by_e_mail_was_not_looked_for);
  tcase_add_test(tcase, a_messenger_counts_once_somebody_has_vouched_for_it);
  tcase_add_test(tcase, nobody_can_vouch_for_a_system_of_the_incident_nor_without_a_key);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
