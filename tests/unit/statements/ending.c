#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"
#include "incident/checks.h"
#include "statements/ending.h"
#include "statements/outside.h"

#include <string.h>

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"compromised\":false,\"kind\":\"penetration\"}", "[\"legal1\"]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

static bool is_met(enum obligation_check check, const char *missing)
{
  struct buf words = {0};
  bool is_right = incident_check(stage_look(&stage), check, &words);
  ck_assert_msg(is_right || (missing && strstr(buf_string(&words), missing)), "said: %s", buf_string(&words));
  buf_finish(&words);
  return is_right;
}

static void did(const char *action, const char *name, const char *value)
{
  struct given given = {name, value};
  struct did what;
  struct err err = {0};
  ck_assert_msg(!did_state(stage_open(&stage), action, &given, 1, &(struct did_said){0}, &what, &err), "%s", err.text);
  did_finish(&what);
}

static void spoke(const char *who, const char *name, const char *value)
{
  struct given given[] = {{"who", who}, {name, value}};
  struct spoke spoke;
  struct err err = {0};
  ck_assert_msg(!spoke_state(stage_open(&stage), given, name ? 2 : 1, &spoke, &err), "%s", err.text);
}

/* ---- milestones ---- */

START_TEST(a_milestone_is_reached_once_and_signed)
{
  struct milestone_said first, again;
  struct err err = {0};
  ck_assert_msg(!milestone_state(stage_open(&stage), MILESTONE_OVER, "quiet", &first, &err), "%s", err.text);
  uint64_t before = stage_entries(&stage);
  stage_speak(&stage, "manager1");
  ck_assert(!milestone_state(stage_open(&stage), MILESTONE_OVER, NULL, &again, &err));
  ck_assert_uint_eq(again.seq, 0);
  ck_assert_uint_eq(again.reached.seq, first.seq);
  ck_assert_uint_eq(stage_entries(&stage), before);
}
END_TEST

START_TEST(who_is_neither_of_the_team_nor_of_management_says_nothing_of_it)
{
  struct milestone_said said;
  struct err err = {0};
  uint64_t before = stage_entries(&stage);
  stage_speak(&stage, "auditor1");
  stage_refused(&stage, before, milestone_state(stage_open(&stage), MILESTONE_OVER, NULL, &said, &err), &err,
                "auditor1 is neither");
}
END_TEST

START_TEST(forged_and_unsigned_milestones_have_no_effect)
{
  static const struct {
    const char *actor, *key;
  } cases[] = {{"technical1", NULL}, {"technical1", "technical2"}, {"auditor1", "auditor1"}, {"legal1", "legal1"}};
  stage_forge(&stage, ENTRY_MILESTONE, NULL, cases[_i].actor, cases[_i].key, "{\"milestone\":\"over\"}");
  stage_forge(&stage, ENTRY_MILESTONE, NULL, cases[_i].actor, cases[_i].key, "{\"milestone\":\"dismissed\"}");
  const struct incident *incident = stage_look(&stage);
  ck_assert_uint_eq(incident->reached[MILESTONE_OVER].seq, 0);
  ck_assert_uint_eq(incident->dismissal.reached.seq, 0);
}
END_TEST

START_TEST(a_false_alarm_of_the_declarer_needs_a_second_look)
{
  struct milestone_said said;
  struct err err = {0};
  ck_assert(!dismissal_state(stage_open(&stage), "the cleaner", &said, &err));
  ck_assert(said.needs_review);
  ck_assert(!is_met(CHECK_dismissal_reviewed, "technical1 declared it and dismissed it"));
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, dismissal_state(stage_open(&stage), "again", &said, &err), &err, "already");
  stage_speak(&stage, "technical2");
  err = (struct err){0};
  ck_assert_msg(!dismissal_state(stage_open(&stage), "I saw it", &said, &err), "%s", err.text);
  ck_assert(is_met(CHECK_dismissal_reviewed, NULL));
  const struct incident *incident = stage_look(&stage);
  ck_assert_str_eq(facts_get(incident->catalogue, &incident->facts, "confirmed"), "dismissed");
}
END_TEST

/* ---- signatures ---- */

START_TEST(who_acts_again_signs_again)
{
  struct signed_off signed_off;
  struct err err = {0};
  ck_assert(!is_met(CHECK_everyone_signed, "not signed by technical1"));
  ck_assert_msg(!signoff_state(stage_open(&stage), NULL, NULL, &signed_off, &err), "%s", err.text);
  ck_assert_uint_eq(signed_off.left, 0);
  ck_assert(is_met(CHECK_everyone_signed, NULL));
  spoke("manager1", NULL, NULL);
  ck_assert(!is_met(CHECK_everyone_signed, "not signed by technical1"));
}
END_TEST

START_TEST(nobody_signs_for_somebody_else)
{
  struct signed_off signed_off;
  struct err err = {0};
  stage_forge(&stage, ENTRY_SIGNOFF, NULL, "technical1", "technical2",
              "{\"root\":\"sha256:00\",\"size\":9999}");
  ck_assert(!is_met(CHECK_everyone_signed, "technical1"));
  stage_speak(&stage, "technical2");
  ck_assert(!signoff_state(stage_open(&stage), "technical1", "at sea", &signed_off, &err));
  ck_assert(is_met(CHECK_everyone_signed, NULL));
}
END_TEST

START_TEST(nobody_vouches_for_what_is_still_to_come)
{
  stage_forge(&stage, ENTRY_SIGNOFF, NULL, "technical1", "technical1", "{\"root\":\"sha256:00\",\"size\":9999}");
  ck_assert(!is_met(CHECK_everyone_signed, "technical1"));
}
END_TEST

/* ---- people and numbers ---- */

START_TEST(a_contact_without_a_number_is_named_until_there_is_one)
{
  ck_assert(is_met(CHECK_people_have_numbers, NULL)); /* ours have theirs in the roster */
  spoke("A desk officer", "organisation", "Example Net");
  ck_assert(!is_met(CHECK_people_have_numbers, "A desk officer (Example Net)"));
  spoke("a desk officer", "number", "+1 555 0199");
  ck_assert(is_met(CHECK_people_have_numbers, NULL));
}
END_TEST

START_TEST(a_number_in_the_destination_is_one_and_an_address_is_none)
{
  did("contact.technical_contact", "destination", "+1 555 0198");
  ck_assert(is_met(CHECK_people_have_numbers, NULL));
  did("isp.contact", "destination", "198.51.100.77");
  ck_assert(!is_met(CHECK_people_have_numbers, "198.51.100.77"));
}
END_TEST

START_TEST(a_mail_is_never_mended)
{
  ck_assert(is_met(CHECK_no_mail, NULL));
  spoke("manager1", "means", "e-mail");
  ck_assert(!is_met(CHECK_no_mail, "by e-mail: entry"));
}
END_TEST

/* ---- what was cut off ---- */

static void isolate(void)
{
  stage_intend(&stage, "main.1", "host.isolate", "{\"system\":\"web1\"}");
  stage_append(&stage, ENTRY_OUTCOME, "main.1", "{\"attempt\":1,\"fields\":{},\"status\":\"done\"}");
}

START_TEST(what_was_cut_off_is_taken_back_by_its_reverse_on_the_same)
{
  ck_assert(is_met(CHECK_containment_settled, NULL));
  isolate();
  ck_assert(!is_met(CHECK_containment_settled, "Take web1 off the network"));
  did("host.release", "system", "db1");
  ck_assert(!is_met(CHECK_containment_settled, "web1"));
  did("host.release", "system", "web1");
  ck_assert(is_met(CHECK_containment_settled, NULL));
}
END_TEST

START_TEST(what_stays_has_an_owner_and_an_end)
{
  struct kept kept;
  struct err err = {0};
  isolate();
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, keep_state(stage_open(&stage), "main.1", "manager2", NULL, NULL, &kept, &err), &err,
                "until when?");
  err = (struct err){0};
  stage_refused(&stage, before, keep_state(stage_open(&stage), "main.7", "manager2", "2099-01-31", NULL, &kept, &err),
                &err, "main.7");
  err = (struct err){0};
  ck_assert_msg(!keep_state(stage_open(&stage), "main.1", "manager2", "2099-01-31", NULL, &kept, &err), "%s",
                err.text);
  ck_assert_str_eq(kept.until, "2099-01-31");
  ck_assert(is_met(CHECK_containment_settled, NULL));
}
END_TEST

/* ---- closing ---- */

static int close_now(bool with_findings, struct closing *closing, struct err *err)
{
  *err = (struct err){0};
  struct close_wish wish = {"that is all", with_findings};
  return close_state(stage_open(&stage), &wish, closing, err);
}

static bool is_owed(const struct closing *closing, const char *id)
{
  for (size_t i = 0; i < closing->owed_count; i++)
    if (!strcmp(closing->owed[i].obligation->id, id))
      return true;
  return false;
}

static void be_over(void)
{
  struct milestone_said said;
  struct err err = {0};
  stage_end(&stage);
  ck_assert(!milestone_state(stage_open(&stage), MILESTONE_OVER, NULL, &said, &err));
}

START_TEST(nothing_is_closed_before_it_is_over)
{
  struct closing closing;
  struct err err;
  ck_assert_int_eq(close_now(false, &closing, &err), 1);
  ck_assert_str_eq(closing.left, "its run has not ended");
  closing_finish(&closing);
  stage_speak(&stage, "manager1");
  stage_end(&stage);
  ck_assert_int_eq(close_now(true, &closing, &err), 1); /* for that nobody can sign */
  ck_assert_str_eq(closing.left, "nobody has said that it is over");
  closing_finish(&closing);
}
END_TEST

START_TEST(what_is_owed_is_named_and_only_management_signs_for_it)
{
  struct closing closing;
  struct err err;
  be_over();
  ck_assert_int_eq(close_now(false, &closing, &err), 1);
  ck_assert(!closing.left && is_owed(&closing, "everybody-signed") && is_owed(&closing, "post-mortem"));
  closing_finish(&closing);
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, close_now(true, &closing, &err), &err, "technical1 is not of it");
  stage_speak(&stage, "manager1");
  ck_assert_msg(!close_now(true, &closing, &err), "%s", err.text);
  closing_finish(&closing);
  ck_assert(stage_look(&stage)->is_closed);
}
END_TEST

/* No key, another's, neither of the team nor of management; and what is open is not the team's to sign for. */
START_TEST(forged_and_unsigned_closings_have_no_effect)
{
  static const struct {
    const char *actor, *key, *body;
  } closings[] = {{"technical1", NULL, "{\"state\":\"closed\"}"},
                  {"technical1", "technical2", "{\"state\":\"closed\"}"},
                  {"auditor1", "auditor1", "{\"state\":\"closed\"}"},
                  {"legal1", "legal1", "{\"state\":\"closed\"}"},
                  {"technical1", "technical1", "{\"open\":[\"post-mortem\"],\"state\":\"closed\"}"}};
  be_over();
  stage_forge(&stage, ENTRY_CLOSE, NULL, closings[_i].actor, closings[_i].key, closings[_i].body);
  ck_assert(!stage_look(&stage)->is_closed);
  ck_assert_uint_eq(stage_look(&stage)->reached[MILESTONE_CLOSED].seq, 0);
  stage_forge(&stage, ENTRY_CLOSE, NULL, "manager1", "manager1", closings[_i].body);
  ck_assert(stage_look(&stage)->is_closed);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("how an incident ends");
  TCase *tcase = tcase_create("ending");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, a_milestone_is_reached_once_and_signed);
  tcase_add_test(tcase, who_is_neither_of_the_team_nor_of_management_says_nothing_of_it);
  tcase_add_loop_test(tcase, forged_and_unsigned_milestones_have_no_effect, 0, 4);
  tcase_add_test(tcase, a_false_alarm_of_the_declarer_needs_a_second_look);
  tcase_add_test(tcase, who_acts_again_signs_again);
  tcase_add_test(tcase, nobody_signs_for_somebody_else);
  tcase_add_test(tcase, nobody_vouches_for_what_is_still_to_come);
  tcase_add_test(tcase, a_contact_without_a_number_is_named_until_there_is_one);
  tcase_add_test(tcase, a_number_in_the_destination_is_one_and_an_address_is_none);
  tcase_add_test(tcase, a_mail_is_never_mended);
  tcase_add_test(tcase, what_was_cut_off_is_taken_back_by_its_reverse_on_the_same);
  tcase_add_test(tcase, what_stays_has_an_owner_and_an_end);
  tcase_add_test(tcase, nothing_is_closed_before_it_is_over);
  tcase_add_test(tcase, what_is_owed_is_named_and_only_management_signs_for_it);
  tcase_add_loop_test(tcase, forged_and_unsigned_closings_have_no_effect, 0, 5);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
