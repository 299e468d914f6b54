/* The shipped playbooks of violations, and those somebody names, played: what they ask for, in which order. */
#include "played.h"

#include <stdio.h>
#include <string.h>

/* ---- others who are involved ---- */

static void involve(struct stage *stage, const char *discovered, const char *organisation)
{
  if (discovered)
    json_object_set_new(stage->incident, "discovered", json_string(discovered));
  if (organisation)
    json_object_set_new(stage->incident, "organisations", json_pack("[s]", organisation));
}

START_TEST(who_else_is_involved_is_asked_to_keep_its_traces)
{
  for (int priority = 1; priority <= 5; priority++) {
    struct stage stage;
    char name[32];
    snprintf(name, sizeof name, "priority-%d", priority);
    open_shipped(&stage, name);
    play(&stage);
    ck_assert(!is_asked(&stage, "contact.second_source") && !is_asked(&stage, "contact.call_back_caller"));
    involve(&stage, NULL, "Example Net");
    ck_assert_int_eq(stage_load(&stage, name), 0);
    play(&stage);
    ck_assert(is_asked(&stage, "contact.second_source {\"about\":\"Logins on web1\",\"destination\":\"Example Net\"}"));
    ck_assert(!is_asked(&stage, "contact.call_back_caller"));
    stage_end(&stage);
  }
}
END_TEST

START_TEST(who_called_from_outside_is_called_back)
{
  static const struct {
    const char *discovered, *organisation;
    bool is_called_back;
  } cases[] = {
      {"agency", NULL, true}, {"report", "Another Site", true}, {"report", NULL, false}, {"alarm", "Net", false}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct stage stage;
    open_shipped(&stage, "priority-4");
    involve(&stage, cases[i].discovered, cases[i].organisation);
    play(&stage);
    ck_assert_int_eq(is_asked(&stage, "contact.call_back_caller"), cases[i].is_called_back);
    if (cases[i].is_called_back)
      ck_assert_int_lt(place(&stage, "notify.legal"), place(&stage, "contact.call_back_caller"));
    stage_end(&stage);
  }
}
END_TEST

/* ---- violations, and what is minor ---- */

START_TEST(a_violation_is_handled_quietly)
{
  struct stage stage;
  open_shipped(&stage, "priority-2");
  play(&stage);
  ck_assert(is_asked(&stage, "notify.senior_management") && is_asked(&stage, "notify.human_resources") &&
            is_asked(&stage, "notify.legal"));
  ck_assert(!is_asked(&stage, "evidence.capture") && !is_asked(&stage, " isp.") && !is_asked(&stage, "network.") &&
            !is_asked(&stage, "notify.owner"));
  char *asked = xstrdup(buf_string(&stage.asked));
  ck_assert_int_eq(stage_load(&stage, "priority-4"), 0);
  play(&stage);
  ck_assert_str_eq(buf_string(&stage.asked), asked);
  free(asked);
  stage_end(&stage);
}
END_TEST

START_TEST(the_guidelines_are_gone_through_and_what_was_saved_is_write_protected)
{
  static const char *const steps[] = {"notify.legal", "personnel.follow_guidelines", "evidence.backup"};
  struct stage stage;
  open_shipped(&stage, "priority-2");
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  ck_assert(is_asked(&stage, "evidence.label {\"what\":\"the saved log files\"}") &&
            is_asked(&stage, "evidence.write_protect {\"what\":\"the saved log files\"}") &&
            is_asked(&stage, "evidence.write_protect {\"what\":\"the complete backup\"}"));
  stage_end(&stage);
}
END_TEST

START_TEST(what_is_minor_is_watched_until_a_day)
{
  static const char *const steps[] = {"evidence.copy", "logs.watch"};
  struct stage stage;
  open_shipped(&stage, "priority-5");
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  stage_end(&stage);
}
END_TEST

START_TEST(management_hears_of_minor_violations_too)
{
  struct stage stage;
  open_shipped(&stage, "priority-5");
  know(&stage, "kind", "penetration");
  play(&stage);
  ck_assert(is_asked(&stage, "notify.management") && !is_asked(&stage, "notify.human_resources"));
  know(&stage, "kind", "violation");
  ck_assert_int_eq(stage_load(&stage, "priority-5"), 0);
  play(&stage);
  ck_assert(is_asked(&stage, "notify.management") && is_asked(&stage, "notify.human_resources") &&
            is_asked(&stage, "notify.legal"));
  stage_end(&stage);
}
END_TEST

/* ---- those that somebody names ---- */

START_TEST(what_is_not_right_is_looked_at_before_anybody_acts)
{
  static const char *const steps[] = {"notify.management", "notify.irt", "suspicion.triage",
                                      "establish {\"name\":\"active\"}",
                                      "establish {\"name\":\"compromised\"}", "suspicion.conclude"};
  struct stage stage;
  open_shipped(&stage, "suspicion");
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  ck_assert(is_asked(&stage, "\"quiet\":true") && !is_asked(&stage, "logs.watch") && !is_asked(&stage, "network."));
  answer(&stage, "main.3", "verdict", "watched");
  ck_assert_int_eq(stage_load(&stage, "suspicion"), 0);
  play(&stage);
  ck_assert(is_asked(&stage, "main.3 suspicion.conclude") && is_asked(&stage, "logs.watch"));
  stage_end(&stage);
}
END_TEST

START_TEST(officers_get_copies_and_what_they_take_is_listed)
{
  static const char *const steps[] = {"notify.senior_management", "agency.identify", "agency.read_paper",
                                      "agency.prepare_copies", "evidence.transfer", "agency.list_taken",
                                      "agency.get_receipt", "evidence.write_protect"};
  struct stage stage;
  open_shipped(&stage, "compelled");
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  ck_assert_int_lt(place(&stage, "notify.legal"), place(&stage, "agency.prepare_copies"));
  stage_end(&stage);
}
END_TEST

START_TEST(the_post_mortem_is_invited_to_held_and_shared_only_if_wanted)
{
  static const char *const steps[] = {"notify.management", "postmortem.invite", "postmortem.hold",
                                      "disclose.security_organization"};
  struct stage stage;
  open_shipped(&stage, "post-mortem");
  json_object_set_new(stage.usual, "share", json_false());
  play(&stage);
  ck_assert(is_asked(&stage, "postmortem.hold") && !is_asked(&stage, "disclose."));
  json_object_set_new(stage.usual, "share", json_true());
  ck_assert_int_eq(stage_load(&stage, "post-mortem"), 0);
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  stage_end(&stage);
}
END_TEST

START_TEST(what_somebody_names_is_never_chosen_by_itself)
{
  static const char *const names[] = {"compelled", "compromise", "post-mortem", "suspicion"};
  for (size_t i = 0; i < COUNT(names); i++) {
    struct stage stage;
    open_shipped(&stage, names[i]);
    ck_assert_int_eq(stage.head.priority, -1);
    stage_end(&stage);
  }
}
END_TEST

START_TEST(the_other_side_is_told_only_if_it_is_certain_who_answers)
{
  struct stage stage;
  open_shipped(&stage, "priority-5");
  play(&stage);
  ck_assert(is_asked(&stage, "contact.call_back_contact"));
  ck_assert(!is_asked(&stage, "contact.technical_contact"));
  know(&stage, "contact_verified", "true");
  ck_assert_int_eq(stage_load(&stage, "priority-5"), 0);
  play(&stage);
  ck_assert(is_asked(&stage, "contact.technical_contact"));
  stage_end(&stage);
}
END_TEST

START_TEST(nobody_out_there_hears_of_a_violation)
{
  struct stage stage;
  open_shipped(&stage, "priority-5");
  know(&stage, "kind", "violation");
  play(&stage);
  ck_assert(!is_asked(&stage, "contact."));
  stage_end(&stage);
}
END_TEST

START_TEST(revenge_ends_its_own_track_and_no_other)
{
  struct stage stage;
  stage_begin(&stage);
  stage_library(&stage);
  stage_example(&stage, "revenge");
  ck_assert_msg(stage_load(&stage, "revenge") == 0, "%s", stage.err.text);
  json_object_set_new(stage.failures, "anger.1", json_string("forbidden, whoever asks"));
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert(is_asked(&stage, "anger.1 retaliate.attack") && !is_asked(&stage, "message.email"));
  ck_assert(is_asked(&stage, "technical.3 network.disconnect"));
  stage_end(&stage);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"others", who_else_is_involved_is_asked_to_keep_its_traces},
      {"others", who_called_from_outside_is_called_back},
      {"others", a_violation_is_handled_quietly},
      {"others", the_guidelines_are_gone_through_and_what_was_saved_is_write_protected},
      {"others", what_is_minor_is_watched_until_a_day},
      {"others", management_hears_of_minor_violations_too},
      {"named", what_is_not_right_is_looked_at_before_anybody_acts},
      {"named", officers_get_copies_and_what_they_take_is_listed},
      {"named", the_post_mortem_is_invited_to_held_and_shared_only_if_wanted},
      {"named", what_somebody_names_is_never_chosen_by_itself},
      {"others", the_other_side_is_told_only_if_it_is_certain_who_answers},
      {"others", nobody_out_there_hears_of_a_violation},
      {"others", revenge_ends_its_own_track_and_no_other},
  };
  return stage_run("violations", cases, COUNT(cases));
}
