#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"
#include "statements/outside.h"

#include <string.h>

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[\"legal1\"]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

/* ---- what already happened ---- */

static int did(const char *action, const struct given *given, size_t count, struct did_said more, struct did *what)
{
  struct err err = {0};
  int result = did_state(stage_open(&stage), action, given, count, &more, what, &err);
  ck_assert_msg(!result, "%s", err.text);
  return 0;
}

START_TEST(whatever_was_done_is_recorded_with_the_authority_it_had)
{
  static const struct {
    const char *action, *name, *value, *verdict;
  } cases[] = {
      {"network.block", "target", "203.0.113.7", "preauthorized"},
      {"network.reconnect", "what", "web1", "approval"},
      {"contact.attacker", "destination", "203.0.113.7", "forbidden"},
      {"message.email", "destination", "a colleague", "forbidden"},
      {"isp.contact", "destination", "300.1.1.1", "forbidden"}, /* what nobody can read is never allowed */
  };
  struct given given = {cases[_i].name, cases[_i].value};
  struct did what;
  did(cases[_i].action, &given, 1, (struct did_said){.because = "there was no time"}, &what);
  ck_assert_str_eq(json_get_string(what.authority, "verdict"), cases[_i].verdict);
  did_finish(&what);
  const struct incident *incident = stage_look(&stage);
  ck_assert_uint_eq(incident->deed_count, 1);
  ck_assert_str_eq(incident->deeds[0].verdict, cases[_i].verdict);
  ck_assert_str_eq(incident->deeds[0].person, "technical1");
  ck_assert(incident->deeds[0].is_signed);
}
END_TEST

START_TEST(without_a_key_it_is_recorded_and_counts_for_nothing)
{
  struct given given = {"target", "203.0.113.7"};
  struct did what;
  stage_lose_key(&stage, "technical1");
  stage_speak(&stage, "technical1");
  did("network.block", &given, 1, (struct did_said){0}, &what);
  ck_assert(!what.is_signed);
  did_finish(&what);
  ck_assert(!stage_look(&stage)->deeds[0].is_signed);
}
END_TEST

START_TEST(what_was_not_said_is_named)
{
  struct given given = {"destination", "Example Net"};
  struct did what;
  did("isp.contact", &given, 1, (struct did_said){0}, &what);
  ck_assert_uint_eq(what.wanted_count, 2);
  ck_assert_str_eq(what.wanted[0].name, "person");
  ck_assert_str_eq(what.wanted[1].name, "number");
  did_finish(&what);
}
END_TEST

START_TEST(a_manager_reached_is_in_reach_and_a_call_in_vain_loosens_nothing)
{
  static const struct {
    const char *reached, *known;
  } cases[] = {{"yes", "true"}, {"no", NULL}};
  for (size_t i = COUNT(cases); i-- > 0;) {
    struct given both[] = {{"person", "manager1"}, {"reached", cases[i].reached}};
    struct given other[] = {{"person", "manager2"}, {"reached", cases[i].reached}};
    struct did what;
    did("notify.management", both, 2, (struct did_said){0}, &what);
    did_finish(&what);
    did("notify.management", other, 2, (struct did_said){0}, &what);
    did_finish(&what);
    const struct incident *incident = stage_look(&stage);
    const char *known = facts_get(incident->catalogue, &incident->facts, "management_available");
    ck_assert(cases[i].known ? known && !strcmp(known, cases[i].known) : !known);
  }
}
END_TEST

START_TEST(a_call_of_an_hour_ago_says_nothing_of_now)
{
  struct given both[] = {{"person", "manager1"}, {"reached", "yes"}};
  char at[CLOCK_TEXT_SIZE];
  struct did what;
  clock_text(clock_read().wall - 3600 * INT64_C(1000000), at);
  did("notify.management", both, 2, (struct did_said){.at = at}, &what);
  did_finish(&what);
  const struct incident *incident = stage_look(&stage);
  ck_assert_ptr_null(facts_get(incident->catalogue, &incident->facts, "management_available"));
  ck_assert(incident->deeds[0].at < incident->deeds[0].stated_at);
}
END_TEST

START_TEST(mail_is_known_by_its_words)
{
  static const struct {
    const char *means;
    bool is_mail;
  } cases[] = {{"e-mail", true},   {"E-Mail", true},  {"by mail", true}, {"emailed him", true}, {"telephone", false},
               {"voicemail", false}, {"voice mail", false}, {"", false},   {NULL, false},         {"fax", false}};
  ck_assert_int_eq(means_is_mail(cases[_i].means), cases[_i].is_mail);
}
END_TEST

/* ---- the team ---- */

START_TEST(one_coordinates_at_any_time)
{
  struct teamed teamed;
  struct err err = {0};
  ck_assert_str_eq(stage_look(&stage)->coordinator, "technical1");
  ck_assert(!join_state(stage_open(&stage), "technical2", "the firewall", &teamed, &err));
  ck_assert_str_eq(teamed.coordinator, "technical1");
  ck_assert(!handover_state(stage_open(&stage), "manager1", "it is his", &teamed, &err));
  ck_assert_str_eq(teamed.coordinator, "manager1");
  ck_assert(!leave_state(stage_open(&stage), "manager1", NULL, &teamed, &err));
  ck_assert_str_eq(teamed.coordinator, "technical1"); /* who has been there longest */
  ck_assert(!leave_state(stage_open(&stage), NULL, NULL, &teamed, &err));
  ck_assert_str_eq(teamed.coordinator, "technical2");
  ck_assert(!leave_state(stage_open(&stage), "technical2", NULL, &teamed, &err));
  ck_assert_str_eq(teamed.coordinator, "technical2"); /* nobody else is left */
}
END_TEST

START_TEST(a_manager_who_is_said_to_be_there_is_in_reach)
{
  struct teamed teamed;
  struct err err = {0};
  ck_assert(!join_state(stage_open(&stage), "manager1", NULL, &teamed, &err));
  const struct incident *incident = stage_look(&stage);
  ck_assert_str_eq(facts_get(incident->catalogue, &incident->facts, "management_available"), "true");
}
END_TEST

START_TEST(a_subject_is_never_of_the_team)
{
  struct teamed teamed;
  struct err err = {0};
  uint64_t before = stage_entries(&stage);
  stage_refused(&stage, before, join_state(stage_open(&stage), "legal1", NULL, &teamed, &err), &err, "legal1");
  stage_forge(&stage, ENTRY_JOIN, NULL, "technical1", "technical1", "{\"person\":\"legal1\"}");
  ck_assert(!incident_is_member(stage_look(&stage), "legal1"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("what is stated outside the playbook");
  TCase *tcase = tcase_create("outside");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_loop_test(tcase, whatever_was_done_is_recorded_with_the_authority_it_had, 0, 5);
  tcase_add_test(tcase, without_a_key_it_is_recorded_and_counts_for_nothing);
  tcase_add_test(tcase, what_was_not_said_is_named);
  tcase_add_test(tcase, a_manager_reached_is_in_reach_and_a_call_in_vain_loosens_nothing);
  tcase_add_test(tcase, a_call_of_an_hour_ago_says_nothing_of_now);
  tcase_add_loop_test(tcase, mail_is_known_by_its_words, 0, 10);
  tcase_add_test(tcase, one_coordinates_at_any_time);
  tcase_add_test(tcase, a_manager_who_is_said_to_be_there_is_in_reach);
  tcase_add_test(tcase, a_subject_is_never_of_the_team);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
