/* Asking for actions, and looking at what came of them. */
#include "stage.h"

#include "base/alloc.h"

#include <string.h>

/* ---- requests ---- */

START_TEST(an_action_is_asked_for_with_its_arguments_in_canonical_order)
{
  stage_expect_asked("isp.send_logs { logs = \"today's\", destination = \"Example Net\" }",
                     "main.1 isp.send_logs {\"destination\":\"Example Net\",\"logs\":\"today's\"}\n");
}
END_TEST

START_TEST(arguments_are_what_they_were_when_asked_for)
{
  stage_expect_asked("local list = { 'a' }\n"
                     "together { one = function () evidence.backup { systems = list } end,\n"
                     "           two = function () list[1] = 'b'; evidence.backup { systems = list } end }",
                     "one.1 evidence.backup {\"systems\":[\"a\"]}\n"
                     "two.1 evidence.backup {\"systems\":[\"b\"]}\n");
}
END_TEST

START_TEST(must_is_no_argument_but_a_mark)
{
  stage_expect_asked("evidence.seal { what = 'it', must = true }\nevidence.seal { what = 'it', must = false }",
                     "main.1 evidence.seal {\"what\":\"it\"} must\nmain.2 evidence.seal {\"what\":\"it\"}\n");
}
END_TEST

START_TEST(an_action_may_stand_behind_return)
{
  stage_expect_asked("local function ask() return notify.irt {} end\nif ask().status == done then notify.legal {} end",
                     "main.1 notify.irt {}\nmain.2 notify.legal {}\n");
}
END_TEST

START_TEST(the_line_that_asked_is_known)
{
  struct stage stage;
  struct script_asked asked = {0};
  stage_begin(&stage);
  stage_file(&stage, "lib/send.lua", "local send = {}\n\nfunction send.all()\n  return notify.irt {}\nend\n"
                                     "return send\n");
  ck_assert_int_eq(stage_body(&stage, "send.all()"), 0);
  struct script_thread *thread = script_main(stage.script);
  ck_assert_int_eq(script_resume(stage.script, thread, NULL, NULL, &asked), SCRIPT_ASKED);
  ck_assert_str_eq(asked.where, "lib/send.lua:4");
  ck_assert_str_eq(asked.action, "notify.irt");
  script_asked_finish(&asked);
  stage_end(&stage);
}
END_TEST

START_TEST(an_unknown_action_is_named_with_what_was_meant)
{
  stage_expect_failure("\nnetwork.disconect { what = 'web1' }",
                       "playbooks/test.lua:3: no action is called \"network.disconect\"; did you mean "
                       "\"network.disconnect\"?");
  stage_expect_failure("network.explode {}",
                       "no action is called \"network.explode\"; known: block disconnect reconnect");
}
END_TEST

START_TEST(an_unknown_parameter_is_named_with_what_was_meant)
{
  stage_expect_failure("isp.contact { destinaton = 'x' }",
                       "isp.contact has no parameter \"destinaton\"; did you mean \"destination\"?");
  stage_expect_failure("isp.contact { x = 1 }", "isp.contact has no parameter \"x\"; it has: about, destination");
  stage_expect_failure("notify.irt { x = 1 }", "notify.irt has no parameter \"x\"; it has none at all: notify.irt {}");
}
END_TEST

START_TEST(arguments_have_names)
{
  stage_expect_failure("isp.contact { 'Example Net' }", "arguments have names: write isp.contact { name = value }");
  stage_expect_failure("isp.contact 'Example Net'", "write isp.contact { name = value, ... }");
  stage_expect_failure("isp.contact()", "write isp.contact { name = value, ... }");
  stage_expect_failure("isp.contact({}, {})", "write isp.contact { name = value, ... }");
  stage_expect_failure("evidence.seal { must = 'yes' }", "must of evidence.seal is true or false");
}
END_TEST

START_TEST(the_engines_own_questions_cannot_be_asked_as_actions)
{
  stage_expect_failure("fact.establish { name = 'active' }", "unknown name \"fact\"");
}
END_TEST

START_TEST(nothing_is_asked_while_a_file_is_read)
{
  stage_expect_refusal("notify.irt {}\nreturn playbook { name = 'test', title = 'T', run = function () end }",
                       "playbooks/test.lua:1: notify.irt stands inside run");
}
END_TEST

START_TEST(a_failure_told_from_outside_ends_the_track_with_its_sentence)
{
  struct stage stage;
  stage_begin(&stage);
  json_object_set_new(stage.failures, "main.1", json_string("retaliate.attack is forbidden, whoever asks"));
  ck_assert_int_eq(stage_body(&stage, "\nretaliate.attack {}\nnotify.irt {}"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, "playbooks/test.lua:3: retaliate.attack is forbidden, whoever asks");
  ck_assert_str_eq(buf_string(&stage.asked), "main.1 retaliate.attack {}\n");
  stage_end(&stage);
}
END_TEST

START_TEST(what_a_failure_says_is_no_template)
{
  struct stage stage;
  stage_begin(&stage);
  json_object_set_new(stage.failures, "main.1", json_string("100%s %n %p"));
  ck_assert_int_eq(stage_body(&stage, "notify.irt {}"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, "playbooks/test.lua:2: 100%s %n %p");
  stage_end(&stage);
}
END_TEST

/* ---- outcomes ---- */

START_TEST(an_outcome_is_looked_at_only_when_the_playbook_looks)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(stage_body(&stage, "local kept = notify.irt {}\nlocal other = notify.legal {}\n"
                                      "local list = { kept, other }\n"
                                      "if other.status == done then evidence.seal {} end"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
  ck_assert_str_eq(buf_string(&stage.looked), "main.2 status\n");
  stage_end(&stage);
}
END_TEST

START_TEST(fields_are_read_as_what_they_are)
{
  struct stage stage;
  stage_begin(&stage);
  json_object_set_new(stage.answers, "main.1",
                      json_pack("{s:s,s:b,s:s,s:i}", "status", "failed", "reached", 0, "said", "no", "left", 2));
  ck_assert_int_eq(stage_body(&stage, "local it = notify.irt {}\n"
                                      "assert(it.status == failed and it.reached == false)\n"
                                      "assert(it.said == 'no' and it.left == 2 and it.person == nil)"), 0);
  ck_assert_msg(stage_play(&stage) == SCRIPT_ENDED, "%s", stage.error);
  stage_end(&stage);
}
END_TEST

START_TEST(a_field_that_no_outcome_has_is_an_error)
{
  stage_expect_failure("local it = notify.irt {}\nreturn it.reachd",
                       "playbooks/test.lua:3: the outcome of notify.irt has no \"reachd\"; did you mean \"reached\"?");
  stage_expect_failure("return evidence.seal {}.left", "the outcome of evidence.seal has no \"left\"; it has: status");
  stage_expect_failure("evidence.seal {}.status = done", "an outcome is what happened; it cannot be changed");
}
END_TEST

START_TEST(an_outcome_given_to_an_action_is_looked_at_and_becomes_its_status)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(stage_body(&stage, "evidence.seal { what = notify.irt {} }"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
  ck_assert_str_eq(buf_string(&stage.asked),
                   "main.1 notify.irt {}\n"
                   "main.2 evidence.seal {\"what\":{\"status\":\"done\",\"step\":\"main.1\"}}\n");
  ck_assert_str_eq(buf_string(&stage.looked), "main.1 status\n");
  stage_end(&stage);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"requests", an_action_is_asked_for_with_its_arguments_in_canonical_order},
      {"requests", arguments_are_what_they_were_when_asked_for},
      {"requests", must_is_no_argument_but_a_mark},
      {"requests", an_action_may_stand_behind_return},
      {"requests", the_line_that_asked_is_known},
      {"requests", an_unknown_action_is_named_with_what_was_meant},
      {"requests", an_unknown_parameter_is_named_with_what_was_meant},
      {"requests", arguments_have_names},
      {"requests", the_engines_own_questions_cannot_be_asked_as_actions},
      {"requests", nothing_is_asked_while_a_file_is_read},
      {"requests", a_failure_told_from_outside_ends_the_track_with_its_sentence},
      {"requests", what_a_failure_says_is_no_template},
      {"outcomes", an_outcome_is_looked_at_only_when_the_playbook_looks},
      {"outcomes", fields_are_read_as_what_they_are},
      {"outcomes", a_field_that_no_outcome_has_is_an_error},
      {"outcomes", an_outcome_given_to_an_action_is_looked_at_and_becomes_its_status},
  };
  return stage_run("asking", cases, COUNT(cases));
}
