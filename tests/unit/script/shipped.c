/* The shipped playbooks of attacks, and lib/, played: what they ask for, in which order. */
#include "played.h"

#include <stdio.h>
#include <string.h>

/* ---- all of them ---- */

START_TEST(every_priority_has_a_playbook_of_its_name)
{
  for (int priority = 0; priority <= 5; priority++) {
    struct stage stage;
    char name[32];
    snprintf(name, sizeof name, "priority-%d", priority);
    open_shipped(&stage, name);
    ck_assert_int_eq(stage.head.priority, priority);
    ck_assert_ptr_nonnull(stage.head.cites);
    stage_end(&stage);
  }
}
END_TEST

START_TEST(evidence_is_saved_before_anybody_is_asked_anything)
{
  for (int priority = 0; priority <= 5; priority++) {
    struct stage stage;
    char name[32];
    snprintf(name, sizeof name, "priority-%d", priority);
    open_shipped(&stage, name);
    play(&stage);
    bool is_saving = place(&stage, " evidence.c") == 0 || place(&stage, " evidence.c") == 1; /* as people are called */
    ck_assert_msg(is_saving, "%s begins with\n%s", name, buf_string(&stage.asked));
    stage_end(&stage);
  }
}
END_TEST

/* Whatever else is asked of people, the first of it is a call to a manager; to senior management where it is about one
 * of our own (R85, R164). */
START_TEST(management_hears_of_it_before_anybody_else)
{
  static const char *const told_first[] = {"notify.management", "notify.management", "notify.senior_management",
                                           "notify.management", "notify.senior_management", "notify.management"};
  for (int priority = 0; priority <= 5; priority++) {
    struct stage stage;
    char name[32];
    snprintf(name, sizeof name, "priority-%d", priority);
    open_shipped(&stage, name);
    play(&stage);
    ck_assert_int_lt(place(&stage, told_first[priority]), place(&stage, "notify.irt"));
    for (const char *line = buf_string(&stage.asked); *line; line = strchr(line, '\n') + 1) {
      const char *action = strchr(line, ' ') + 1;
      if (!strncmp(action, "evidence.c", 10))
        continue;
      ck_assert_msg(!strncmp(action, told_first[priority], strlen(told_first[priority])), "%s first asks people for %s",
                    name, line);
      break;
    }
    stage_end(&stage);
  }
}
END_TEST

START_TEST(an_incident_of_which_little_is_known_can_be_played)
{
  for (int priority = 0; priority <= 5; priority++) {
    struct stage stage;
    char name[32];
    snprintf(name, sizeof name, "priority-%d", priority);
    open_shipped(&stage, name);
    json_object_set_new(stage.incident, "systems", json_array());
    json_object_set_new(stage.incident, "source", json_object());
    play(&stage);
    ck_assert(!is_asked(&stage, "network.block") && !is_asked(&stage, "notify.owner"));
    stage_end(&stage);
  }
}
END_TEST

/* ---- priority 1 and 3 ---- */

START_TEST(an_attack_is_stopped_while_logs_are_copied_and_people_are_called)
{
  static const char *const expected =
      "people.1 notify.management {}\n"
      "technical.1 evidence.capture {\"items\":\"everything\",\"systems\":[{\"address\":\"192.0.2.10\",\"name\":"
      "\"web1\"},{\"address\":\"192.0.2.11\",\"name\":\"web2\"}]}\n"
      "people.2 notify.irt {}\n"
      "technical.logs.1 evidence.copy {\"files\":\"everything\",\"systems\":[{\"address\":\"192.0.2.10\",\"name\":"
      "\"web1\"},{\"address\":\"192.0.2.11\",\"name\":\"web2\"}]}\n"
      "technical.neighbours.1 system.check_neighbours {\"systems\":[{\"address\":\"192.0.2.10\",\"name\":"
      "\"web1\"},{\"address\":\"192.0.2.11\",\"name\":\"web2\"}]}\n"
      "technical.provider.1 isp.contact {\"about\":\"Logins on web1\",\"destination\":\"Example Net\"}\n"
      "technical.stop.1 network.block {\"target\":\"203.0.113.7\"}\n"
      "people.3 notify.owner {}\n"
      "technical.provider.2 isp.send_logs {\"destination\":\"Example Net\",\"logs\":\"the log files of the attack\"}\n"
      "technical.stop.2 network.disconnect {\"what\":\"the company network\"}\n"
      "technical.provider.3 party.choose {\"kind\":\"origin_provider\",\"whom\":\"the provider where the attack comes "
      "from\"}\n"
      "technical.provider.4 isp.request_disconnect {\"destination\":\"the provider where the attack comes from\"}\n"
      "main.1 evidence.backup {\"systems\":[{\"address\":\"192.0.2.10\",\"name\":\"web1\"},{\"address\":"
      "\"192.0.2.11\",\"name\":\"web2\"}]}\n"
      "main.2 evidence.seal {\"what\":\"the complete backup\"}\n"
      "main.3 evidence.label {\"what\":\"the complete backup\"}\n"
      "main.4 evidence.write_protect {\"what\":\"the complete backup\"}\n"
      "main.5 notify.irt {}\n"
      "main.6 notify.management {}\n";
  struct stage stage;
  open_shipped(&stage, "priority-1");
  know(&stage, "compromised", "false");
  play(&stage);
  ck_assert_str_eq(buf_string(&stage.asked), expected);
  stage_end(&stage);
}
END_TEST

START_TEST(what_waits_for_a_yes_holds_up_nothing_else)
{
  struct stage stage;
  struct script_asked asked = {0};
  open_shipped(&stage, "priority-1");
  struct script_thread *main = script_main(stage.script);
  ck_assert_int_eq(script_resume(stage.script, main, NULL, NULL, &asked), SCRIPT_TOGETHER);
  ck_assert_uint_eq(asked.child_count, 2);
  ck_assert_str_eq(asked.children[0], "people");
  ck_assert_str_eq(asked.children[1], "technical");
  struct script_thread *technical = script_child(stage.script, main, 1);
  ck_assert_int_eq(script_resume(stage.script, technical, NULL, NULL, &asked), SCRIPT_ASKED);
  ck_assert_int_eq(script_resume(stage.script, technical, "technical.1", NULL, &asked), SCRIPT_TOGETHER);
  ck_assert_uint_eq(asked.child_count, 5); /* logs, neighbours, others, provider, stop */
  script_asked_finish(&asked);
  stage_end(&stage);
}
END_TEST

START_TEST(recovering_takes_the_five_steps_in_their_order)
{
  static const char *const steps[] = {"network.disconnect", "host.isolate {\"system\":\"web1\"}",
                                      "host.isolate {\"system\":\"web2\"}", "evidence.backup", "evidence.write_protect",
                                      "evidence.copy_altered", "system.analyze", "system.state_cause",
                                      "system.reinstall", "system.patch", "system.change_passwords",
                                      "system.choose_backup", "system.restore", "audit.external",
                                      "system.return_to_service"};
  struct stage stage;
  open_shipped(&stage, "priority-1");
  know(&stage, "compromised", "true");
  play(&stage);
  expect_order(&stage, steps, COUNT(steps));
  stage_end(&stage);
}
END_TEST

START_TEST(whoever_contains_it_online_signs_that_it_stays_open)
{
  struct stage stage;
  open_shipped(&stage, "compromise");
  know(&stage, "active", "false");
  answer(&stage, "main.1", "mode", "physical");
  play(&stage);
  ck_assert(is_asked(&stage, "main.1 containment.choose") && !is_asked(&stage, "containment.accept_risk"));
  answer(&stage, "main.1", "mode", "online");
  ck_assert_int_eq(stage_load(&stage, "compromise"), 0);
  play(&stage);
  static const char *const steps[] = {"containment.choose", "containment.accept_risk", "host.isolate"};
  expect_order(&stage, steps, COUNT(steps));
  stage_end(&stage);
}
END_TEST

START_TEST(before_it_is_chosen_how_to_contain_it_one_must_know_whether_it_goes_on)
{
  struct stage stage;
  open_shipped(&stage, "compromise");
  play(&stage);
  static const char *const steps[] = {"fact.establish {\"name\":\"active\"}", "containment.choose"};
  expect_order(&stage, steps, COUNT(steps));
  stage_end(&stage);
}
END_TEST

START_TEST(what_is_restored_is_the_backup_that_was_chosen)
{
  struct stage stage;
  open_shipped(&stage, "compromise");
  know(&stage, "active", "false");
  json_object_set_new(stage.usual, "backup", json_string("tape 7 of March"));
  play(&stage);
  ck_assert(is_asked(&stage, "system.restore {\"backup\":\"tape 7 of March\""));
  stage_end(&stage);
}
END_TEST

START_TEST(that_nobody_can_tell_counts_as_compromised)
{
  struct stage stage;
  open_shipped(&stage, "priority-1");
  play(&stage);
  ck_assert(is_asked(&stage, "main.1 fact.establish {\"name\":\"compromised\"}") && is_asked(&stage, "reinstall"));
  stage_end(&stage);
}
END_TEST

START_TEST(an_attack_from_inside_is_no_matter_for_the_provider)
{
  struct stage stage;
  open_shipped(&stage, "priority-1");
  know(&stage, "origin", "inside");
  know(&stage, "compromised", "false");
  play(&stage);
  ck_assert(!is_asked(&stage, " isp.") && is_asked(&stage, "host.isolate {\"system\":\"203.0.113.7\"}"));
  stage_end(&stage);
}
END_TEST

START_TEST(managers_are_called_until_one_is_reached_or_all_were_tried)
{
  struct stage stage;
  open_shipped(&stage, "priority-1");
  know(&stage, "compromised", "false");
  answer_call(&stage, "people.1", false, 2);
  answer_call(&stage, "people.2", true, 1);
  play(&stage);
  ck_assert(is_asked(&stage, "people.2 notify.management") && is_asked(&stage, "people.3 notify.irt"));
  answer_call(&stage, "people.2", false, 0);
  ck_assert_int_eq(stage_load(&stage, "priority-1"), 0);
  play(&stage);
  ck_assert(is_asked(&stage, "people.3 notify.irt") && is_asked(&stage, "people.4 notify.owner"));
  stage_end(&stage);
}
END_TEST

START_TEST(priority_3_asks_for_the_same_as_priority_1)
{
  struct stage first, third;
  open_shipped(&first, "priority-1");
  play(&first);
  open_shipped(&third, "priority-3");
  play(&third);
  ck_assert_str_eq(buf_string(&first.asked), buf_string(&third.asked));
  stage_end(&first);
  stage_end(&third);
}
END_TEST

START_TEST(few_outcomes_are_looked_at)
{
  struct stage stage;
  open_shipped(&stage, "priority-1");
  play(&stage);
  ck_assert_str_eq(buf_string(&stage.looked), "people.1 reached\npeople.1 left\npeople.2 reached\npeople.2 left\n"
                                              "people.3 left\n"
                                              "technical.provider.3 party\n"
                                              "main.3 mode\nmain.16 backup\nmain.18 left\n");
  stage_end(&stage);
}
END_TEST

/* ---- lib ---- */

static void expect_library_failure(const char *body, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  stage_library(&stage);
  ck_assert_int_eq(stage_body(&stage, body), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, sentence);
  stage_end(&stage);
}

START_TEST(arguments_of_lib_are_checked_and_the_playbooks_line_is_told)
{
  expect_library_failure("\ncapture.logs { form = incident.systems }",
                         "playbooks/test.lua:3: the argument from is missing; there are: from");
  expect_library_failure("capture.logs { from = {}, of = {} }",
                         "playbooks/test.lua:2: there is no argument of; there are: from");
  expect_library_failure("call.irt { who = 1 }",
                         "playbooks/test.lua:2: there is no argument who; there are: none at all");
  expect_library_failure("call.irt()", "playbooks/test.lua:2: arguments stand in braces; there are: none at all");
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"all", every_priority_has_a_playbook_of_its_name},
      {"all", evidence_is_saved_before_anybody_is_asked_anything},
      {"all", management_hears_of_it_before_anybody_else},
      {"all", an_incident_of_which_little_is_known_can_be_played},
      {"attacks", an_attack_is_stopped_while_logs_are_copied_and_people_are_called},
      {"attacks", what_waits_for_a_yes_holds_up_nothing_else},
      {"attacks", recovering_takes_the_five_steps_in_their_order},
      {"attacks", that_nobody_can_tell_counts_as_compromised},
      {"attacks", an_attack_from_inside_is_no_matter_for_the_provider},
      {"attacks", managers_are_called_until_one_is_reached_or_all_were_tried},
      {"attacks", priority_3_asks_for_the_same_as_priority_1},
      {"attacks", few_outcomes_are_looked_at},
      {"attacks", whoever_contains_it_online_signs_that_it_stays_open},
      {"attacks", before_it_is_chosen_how_to_contain_it_one_must_know_whether_it_goes_on},
      {"attacks", what_is_restored_is_the_backup_that_was_chosen},
      {"lib", arguments_of_lib_are_checked_and_the_playbooks_line_is_told},
  };
  return stage_run("shipped", cases, COUNT(cases));
}
