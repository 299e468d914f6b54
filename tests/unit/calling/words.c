/* What is said on the telephone: the procedure's sentences, filled in; neutral ones where it may be a violation. */
#include "calling/calling.h"

#include "../statements/stage.h"

#include "base/alloc.h"
#include "site/shipped.h"

#include <string.h>

static struct stage stage;
static char *said;
static int calls; /* each is a step of its own */

static void set_up(void)
{
  stage_set(&stage, "{\"active\":true,\"kind\":\"penetration\"}", "[]");
  said = NULL;
  calls = 0;
}

static void tear_down(void)
{
  stage_strike(&stage);
  free(said);
}

/* What manager1 hears, or whoever else is called by this action. */
static void words(const char *action)
{
  struct err err = {0};
  struct buf out = {0};
  char step[32];
  snprintf(step, sizeof step, "people.%d", ++calls);
  stage_intend_call(&stage, step, action, "manager1", 0);
  const struct incident *incident = stage_look(&stage);
  struct calling *calling = calling_open(stage.site, incident, &err);
  ck_assert_msg(calling != NULL, "%s", err.text);
  calling_words(calling, stage.dossier.policy, incident, incident_step(incident, step), "technical1",
                CALLING_ALOUD, &out);
  calling_free(calling);
  free(said);
  said = buf_take(&out);
}

static void must_say(const char *text)
{
  ck_assert_msg(strstr(said, text) != NULL, "not said: %s\n%s", text, said);
}

static void must_not_say(const char *text)
{
  ck_assert_msg(strstr(said, text) == NULL, "said: %s\n%s", text, said);
}

START_TEST(who_is_called_hears_who_calls_what_happened_and_what_it_counts_as)
{
  words("notify.management");
  must_say("This is Toni Berg");
  must_say("Trial. It counts as: Attack in progress.");
}
END_TEST

START_TEST(a_manager_hears_what_waits_for_his_yes)
{
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"the company network\"}", "[\"management\"]");
  words("notify.management");
  must_say("We want to: cut off the company network from the Internet.");
}
END_TEST

START_TEST(what_only_others_can_approve_is_not_put_to_him)
{
  stage_wait(&stage, "technical.1", "disclose.media", "{\"destination\":\"a paper\",\"what\":\"it\"}",
             "[\"senior_management\"]");
  words("notify.management");
  must_not_say("We want to");
}
END_TEST

START_TEST(where_a_violation_may_be_behind_it_nothing_of_it_is_said)
{
  stage_strike(&stage);
  stage_set(&stage, "{\"active\":true}", "[]"); /* the kind is not known: it may be one of our own */
  stage_wait(&stage, "technical.1", "network.disconnect", "{\"what\":\"the company network\"}", "[\"management\"]");
  words("notify.management");
  must_say("a confidential matter, I-1");
  must_not_say("Trial");
  must_not_say("web1");
  must_not_say("cut off");
  words("notify.human_resources");
  must_not_say("Trial");
}
END_TEST

/* ---- mistakes in the file ---- */

static void expect(const char *text, const char *sentence)
{
  struct files files = {0};
  struct err err = {0};
  struct policy *policy;
  shipped_procedure(&files);
  policy = policy_load(&files, &err);
  files_finish(&files);
  files_add(&files, CALLING_FILE, text, strlen(text));
  struct calling *calling = calling_load(&files, policy_catalogue(policy), &err);
  ck_assert_msg(!calling && strstr(err.text, sentence), "said: %s\nmissing: %s", err.text, sentence);
  files_finish(&files);
  policy_free(policy);
}

START_TEST(a_mistake_is_told_with_its_place)
{
  expect("calls:\n  - to: [notify.mangement]\n    say: [a]\n", CALLING_FILE ":2:10: no action is called");
  expect("calls:\n  - to: [notify.irt]\n", CALLING_FILE ":2:5: \"say\" is missing here.");
  expect("calls:\n  - to: [notify.irt]\n    say: ['{titel}']\n", "{titel} is no parameter of notify.irt");
  expect("calls:\n  - to: [disclose.*]\n    say: ['{about}']\n", "{about} is no parameter of disclose.");
  expect("calls:\n  - to: [notify.irt]\n    say: ['{title']\n", "the braces of this sentence do not pair");
  expect("cals: []\n", "did you mean \"calls\"?");
}
END_TEST

START_TEST(every_call_of_the_shipped_procedure_has_words)
{
  static const char *const classes[] = {"notification", "contact", "disclosure"};
  struct err err = {0};
  const struct incident *incident = stage_look(&stage);
  struct calling *calling = calling_load(NULL, incident->catalogue, &err);
  ck_assert_msg(calling != NULL, "%s", err.text);
  for (size_t i = 0; i < incident->catalogue->action_count; i++) {
    const struct action *action = &incident->catalogue->actions[i];
    bool speaks = false;
    for (size_t j = 0; j < COUNT(classes); j++)
      speaks |= !strcmp(action->class, classes[j]) && strcmp(action->name, "audit.external");
    struct step step = {.action = action, .arguments = json_object()};
    struct buf out = {0};
    calling_words(calling, stage.dossier.policy, incident, &step, "technical1", CALLING_ALOUD, &out);
    ck_assert_msg(!speaks || out.length, "nobody knows what to say at %s", action->name);
    json_decref(step.arguments);
    buf_finish(&out);
  }
  calling_free(calling);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("words");
  TCase *tcase = tcase_create("words");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, who_is_called_hears_who_calls_what_happened_and_what_it_counts_as);
  tcase_add_test(tcase, a_manager_hears_what_waits_for_his_yes);
  tcase_add_test(tcase, what_only_others_can_approve_is_not_put_to_him);
  tcase_add_test(tcase, where_a_violation_may_be_behind_it_nothing_of_it_is_said);
  tcase_add_test(tcase, a_mistake_is_told_with_its_place);
  tcase_add_test(tcase, every_call_of_the_shipped_procedure_has_words);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
