/* Tracks beside each other, facts, and the incident. */
#include "stage.h"

#include "base/alloc.h"

#include <string.h>

/* ---- together ---- */

START_TEST(tracks_start_in_byte_order_of_their_names)
{
  stage_expect_asked("together { zulu = function () notify.irt {} end, alpha = function () notify.legal {} end }\n"
                     "notify.owner {}",
                     "alpha.1 notify.legal {}\nzulu.1 notify.irt {}\nmain.1 notify.owner {}\n");
}
END_TEST

START_TEST(tracks_nest_and_ordinals_go_on)
{
  stage_expect_asked("notify.irt {}\n"
                     "together { a = function ()\n"
                     "  notify.irt {}\n"
                     "  together { b = function () notify.legal {} end }\n"
                     "  together { b = function () notify.legal {} end }\n"
                     "  notify.irt {}\n"
                     "end }",
                     "main.1 notify.irt {}\na.1 notify.irt {}\na.b.1 notify.legal {}\na.b.1 notify.legal {}\n"
                     "a.2 notify.irt {}\n");
}
END_TEST

START_TEST(nothing_together_goes_on_at_once)
{
  stage_expect_asked("together {}\nnotify.irt {}", "main.1 notify.irt {}\n");
}
END_TEST

START_TEST(a_track_that_fails_lets_its_siblings_go_on_and_fails_at_the_join)
{
  struct stage stage;
  stage_begin(&stage);
  json_object_set_new(stage.failures, "anger.1", json_string("forbidden"));
  ck_assert_int_eq(stage_body(&stage, "together {\n"
                                      "  anger = function () retaliate.attack {} notify.legal {} end,\n"
                                      "  work = function () notify.irt {} evidence.seal {} end,\n"
                                      "}\n"
                                      "notify.owner {}"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(buf_string(&stage.asked),
                   "anger.1 retaliate.attack {}\nwork.1 notify.irt {}\nwork.2 evidence.seal {}\n");
  ck_assert_str_eq(buf_string(&stage.ended), "anger: playbooks/test.lua:3: forbidden\n"
                                             "main: playbooks/test.lua:2: the track anger failed\n");
  stage_end(&stage);
}
END_TEST

START_TEST(tracks_have_plain_names_and_functions)
{
  stage_expect_failure("together { Main = function () end }", "together needs tracks with names of small letters");
  stage_expect_failure("together { ['a.b'] = function () end }", "together needs tracks with names");
  stage_expect_failure("together { main = function () end }", "together needs tracks with names");
  stage_expect_failure("together { function () end }", "together needs tracks with names");
  stage_expect_failure("together { a = notify.irt {} }",
                       "the track a of a together is a function, not of type userdata");
  stage_expect_failure("together()", "write together { one = function () ... end");
}
END_TEST

START_TEST(tracks_share_what_the_playbook_lets_them_share)
{
  stage_expect_asked("local count = 0\n"
                     "local function more() count = count + 1 end\n"
                     "together { a = function () notify.irt {} more() end, b = function () more() end }\n"
                     "evidence.seal { what = count }",
                     "a.1 notify.irt {}\nmain.1 evidence.seal {\"what\":2}\n");
}
END_TEST

/* ---- facts ---- */

static void play_with_fact(const char *name, const char *value, const char *body, const char *asked)
{
  struct stage stage;
  stage_begin(&stage);
  if (value)
    json_object_set_new(stage.facts, name, json_string(value));
  ck_assert_msg(stage_body(&stage, body) == 0, "%s", stage.err.text);
  ck_assert_msg(stage_play(&stage) == SCRIPT_ENDED, "%s", stage.error);
  ck_assert_str_eq(buf_string(&stage.asked), asked);
  stage_end(&stage);
}

START_TEST(certain_needs_to_know_and_possible_does_not)
{
  static const char *const body = "if certain 'active' then notify.irt {} end\n"
                                  "if possible 'active' then notify.legal {} end";
  play_with_fact("active", NULL, body, "main.1 notify.legal {}\n");
  play_with_fact("active", "true", body, "main.1 notify.irt {}\nmain.2 notify.legal {}\n");
  play_with_fact("active", "false", body, "");
}
END_TEST

START_TEST(a_fact_of_several_values_is_compared_with_one)
{
  static const char *const body = "if certain('origin', 'outside') then notify.irt {} end\n"
                                  "if possible('origin', 'outside') then notify.legal {} end";
  play_with_fact("origin", NULL, body, "main.1 notify.legal {}\n");
  play_with_fact("origin", "outside", body, "main.1 notify.irt {}\nmain.2 notify.legal {}\n");
  play_with_fact("origin", "inside", body, "");
}
END_TEST

START_TEST(establish_asks_only_if_nobody_knows)
{
  play_with_fact("compromised", "false", "establish 'compromised'", "");
  play_with_fact("compromised", NULL, "establish 'compromised'\nnotify.irt {}",
                 "main.1 fact.establish {\"name\":\"compromised\"}\nmain.2 notify.irt {}\n");
}
END_TEST

START_TEST(a_mistake_about_a_fact_is_explained)
{
  stage_expect_failure("establish 'compromized'", "no fact is called \"compromized\"; did you mean \"compromised\"?");
  stage_expect_failure("establish 'xyzzy'", "no fact is called \"xyzzy\"; policies/facts.yaml lists them");
  stage_expect_failure("establish 'priority'", "\"priority\" follows from other facts; establish those");
  stage_expect_failure("return certain 'origin'", "write certain(\"origin\", \"outside\")");
  stage_expect_failure("return certain('origin', 'outsider')", "\"origin\" is never \"outsider\"");
  stage_expect_failure("return certain(incident)", "certain takes the name of a fact in quotes");
}
END_TEST

/* ---- the incident ---- */

START_TEST(an_unknown_fact_of_the_incident_is_an_error)
{
  stage_expect_failure("if incident.active then notify.irt {} end",
                       "playbooks/test.lua:2: incident.active is not known yet; establish \"active\" first");
}
END_TEST

START_TEST(facts_of_the_incident_are_what_they_are)
{
  play_with_fact("active", "true", "assert(incident.active == true)", "");
  play_with_fact("priority", "3", "assert(incident.priority == 3)", "");
  play_with_fact("origin", "inside", "assert(incident.origin == 'inside')", "");
}
END_TEST

START_TEST(each_reading_of_the_incident_is_a_table_of_its_own)
{
  stage_expect_asked("incident.systems[1].name = 'changed'\n"
                     "evidence.backup { systems = incident.systems }",
                     "main.1 evidence.backup {\"systems\":[{\"address\":\"192.0.2.10\",\"name\":\"web1\"},"
                     "{\"address\":\"192.0.2.11\",\"name\":\"web2\"}]}\n");
}
END_TEST

START_TEST(a_mistake_about_the_incident_is_explained)
{
  stage_expect_failure("return incident.sytems", "the incident has no \"sytems\"; did you mean \"systems\"?");
  stage_expect_failure("return incident.actve", "the incident has no \"actve\"; did you mean \"active\"?");
  stage_expect_failure("return incident[1]", "the parts of the incident have names");
  stage_expect_failure("incident.active = true", "the incident is as the record has it");
  stage_expect_failure("evidence.seal { what = incident }", "never the whole of it");
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"together", tracks_start_in_byte_order_of_their_names},
      {"together", tracks_nest_and_ordinals_go_on},
      {"together", nothing_together_goes_on_at_once},
      {"together", a_track_that_fails_lets_its_siblings_go_on_and_fails_at_the_join},
      {"together", tracks_have_plain_names_and_functions},
      {"together", tracks_share_what_the_playbook_lets_them_share},
      {"facts", certain_needs_to_know_and_possible_does_not},
      {"facts", a_fact_of_several_values_is_compared_with_one},
      {"facts", establish_asks_only_if_nobody_knows},
      {"facts", a_mistake_about_a_fact_is_explained},
      {"incident", an_unknown_fact_of_the_incident_is_an_error},
      {"incident", facts_of_the_incident_are_what_they_are},
      {"incident", each_reading_of_the_incident_is_a_table_of_its_own},
      {"incident", a_mistake_about_the_incident_is_explained},
  };
  return stage_run("tracks", cases, COUNT(cases));
}
