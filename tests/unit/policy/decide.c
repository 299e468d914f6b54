/* policy_decide: what the request says, who asks, and what is built in. */
#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

#include <string.h>

static struct policy *policy;
static struct facts facts;
static struct source source;

static const char *const roster[] = {"technical2", "Tina Technician", "+1 555 0102"};
static const char *const ids[] = {"technical2", "technical2", "technical2"};
static char *ways[] = {(char[]){"+1 555 0150"}};
static const struct known_party provider = {.id = (char[]){"provider"}, .name = (char[]){"Example Net"},
                                            .way_count = 1, .number_count = 1, .ways = ways};
static const struct policy_home home = {.person_count = 3, .people = roster, .person_ids = ids, .contact_count = 1,
                                        .contacts = &provider};

static void set_up(void)
{
  struct err err = {0};
  policy = shipped_policy();
  facts_forget(&facts);
  facts_set(policy_catalogue(policy), &facts, "priority", "1", &err);
  facts_set(policy_catalogue(policy), &facts, "management_available", "false", &err);
  source_add(&source, SOURCE_ADDRESS, "203.0.113.7");
}

static void tear_down(void)
{
  policy_free(policy);
  source_finish(&source);
}

/* -1 for bad input, else the verdict. The question is the IRT's, with the attacker known. */
static int ask(const char *action, const char *parameters, struct decision *decision, struct err *err)
{
  json_t *tree = parameters ? json_loads(parameters, 0, NULL) : NULL;
  ck_assert(!parameters || tree);
  struct policy_question question = {.action = action, .facts = &facts, .roles = 1u << ROLE_IRT, .parameters = tree,
                                     .source = &source, .home = &home};
  int result = policy_decide(policy, &question, decision, err);
  json_decref(tree);
  return result < 0 ? -1 : (int)decision->verdict;
}

static int verdict_of(const char *action, const char *parameters)
{
  struct decision decision;
  struct err err = {0};
  return ask(action, parameters, &decision, &err);
}

static const char *rule_of(const char *action, const char *parameters)
{
  struct decision decision;
  struct err err = {0};
  ck_assert_int_ge(ask(action, parameters, &decision, &err), 0);
  return decision.rule;
}

/* ---- the attacker as a destination ---- */

START_TEST(a_destination_that_is_the_attacker_is_forbidden_to_every_action)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < catalogue->action_count; i++)
    ck_assert_int_eq(verdict_of(catalogue->actions[i].name, "{\"destination\": \"http://203.0.113.7/\"}"),
                     VERDICT_FORBIDDEN);
  ck_assert_str_eq(rule_of("isp.contact", "{\"destination\": \"203.0.113.7\"}"), "built-in:attacker");
}
END_TEST

START_TEST(the_attacker_is_found_in_lists_however_deep)
{
  static const char *const hidden[] = {
    "{\"destination\": [\"Example Net\", \"203.0.113.7\"]}",
    "{\"destination\": [\"Example Net\", [[\"203.0.113.7\"]]]}",
    "{\"destination\": {\"name\": \"Example Net\", \"address\": \"203.0.113.7\"}}",
    "{\"destination\": [{\"name\": \"Example Net\", \"also\": [\"203.0.113.0/24\"]}]}",
  };
  for (size_t i = 0; i < COUNT(hidden); i++)
    ck_assert_msg(verdict_of("isp.contact", hidden[i]) == VERDICT_FORBIDDEN, "%s", hidden[i]);
  ck_assert_int_eq(verdict_of("isp.contact", "{\"destination\": [\"Example Net\", \"+1 555 0150\"]}"),
                   VERDICT_PREAUTHORIZED);
}
END_TEST

START_TEST(a_target_may_be_the_attacker)
{
  ck_assert_int_eq(verdict_of("network.block", "{\"target\": \"203.0.113.7\"}"), VERDICT_APPROVAL);
  ck_assert_int_eq(verdict_of("network.disconnect", "{\"what\": \"203.0.113.7\"}"), VERDICT_PREAUTHORIZED);
}
END_TEST

START_TEST(a_destination_not_said_may_be_the_attacker_where_there_is_one)
{
  static const char *const nothing[] = {NULL, "{}", "{\"destination\": null}", "{\"destination\": []}",
                                        "{\"destination\": \"  \"}", "{\"destinaton\": \"Example Net\"}"};
  for (size_t i = 0; i < COUNT(nothing); i++)
    ck_assert_int_eq(verdict_of("isp.contact", nothing[i]), VERDICT_FORBIDDEN);
  ck_assert_int_eq(verdict_of("network.disconnect", NULL), VERDICT_PREAUTHORIZED);
  source.items[0].is_doubtful = true;
  ck_assert_int_eq(verdict_of("isp.contact", NULL), VERDICT_PREAUTHORIZED);
}
END_TEST

START_TEST(what_cannot_be_compared_is_bad_input_and_never_a_verdict)
{
  static const char *const bad[] = {
    "{\"destination\": 3405803783}",
    "{\"destination\": true}",        "{\"destination\": [\"Example Net\", 7]}",    "{\"content\": [\"logs\"]}",
    "{\"content\": \"everything\"}",  "{\"content\": [1]}",                         "{\"content\": {\"log\": true}}",
  };
  static const char *const actions[] = {"isp.contact", "network.disconnect", "retaliate.attack", "evidence.capture"};
  for (size_t i = 0; i < COUNT(bad); i++)
    for (size_t k = 0; k < COUNT(actions); k++)
      ck_assert_msg(verdict_of(actions[k], bad[i]) == -1, "%s %s", actions[k], bad[i]);
}
END_TEST

/* ---- whom it reaches, what is given ---- */

START_TEST(evidence_goes_to_the_roster_at_once_and_elsewhere_by_senior_management)
{
  static const char *const ours[] = {"technical2", "TECHNICAL2", "tina technician", "+15550102", "001 555 0102"};
  static const char *const others[] = {"technical22", "tina", "5550102", "Example Net", "+1 555 0103"};
  char text[100];
  for (size_t i = 0; i < COUNT(ours); i++) {
    snprintf(text, sizeof text, "{\"destination\": \"%s\"}", ours[i]);
    ck_assert_msg(verdict_of("evidence.transfer", text) == VERDICT_PREAUTHORIZED, "%s", text);
    snprintf(text, sizeof text, "{\"destination\": \"%s\"}", others[i]);
    ck_assert_msg(verdict_of("evidence.transfer", text) == VERDICT_APPROVAL, "%s", text);
  }
  ck_assert_int_eq(verdict_of("evidence.transfer", "{\"destination\": [\"technical2\", \"Example Net\"]}"),
                   VERDICT_APPROVAL);
}
END_TEST

START_TEST(contact_with_log_data_is_decided_as_sending_logs)
{
  struct err err = {0};
  facts_set(policy_catalogue(policy), &facts, "priority", "3", &err);
  const char *plain = "{\"destination\": \"Example Net\"}";
  const char *logs = "{\"destination\": \"Example Net\", \"content\": [\"log\"]}";
  ck_assert_int_eq(verdict_of("isp.contact", plain), VERDICT_PREAUTHORIZED);
  ck_assert_int_eq(verdict_of("isp.contact", logs), VERDICT_APPROVAL);
  ck_assert_str_eq(rule_of("isp.contact", logs), "no-hurry-ask-senior-management");
  ck_assert_str_eq(rule_of("contact.technical_contact", logs), "no-hurry-ask-senior-management");
}
END_TEST

/* ---- who asks ---- */

START_TEST(a_subject_holds_no_role)
{
  struct policy_question question = {.action = "evidence.capture", .facts = &facts, .roles = 1u << ROLE_IRT};
  struct decision decision;
  struct err err = {0};
  policy_decide(policy, &question, &decision, &err);
  ck_assert_int_eq(decision.verdict, VERDICT_PREAUTHORIZED);
  question.is_subject = true;
  policy_decide(policy, &question, &decision, &err);
  ck_assert_int_eq(decision.verdict, VERDICT_APPROVAL);
  question.action = "notify.irt";
  policy_decide(policy, &question, &decision, &err);
  ck_assert_int_eq(decision.verdict, VERDICT_PREAUTHORIZED);
}
END_TEST

/* Preauthorized through one role while it is known to be so, through the other while it is not: together always. */
START_TEST(two_roles_may_each_cover_one_half)
{
  struct err err = {0};
  struct policy *halves = shipped_with("policies/rules.yaml",
    "rules:\n"
    "  - {id: a, preauthorize: [network.disconnect], to: [irt], when: {active: true}, because: b, cites: c}\n"
    "  - {id: b, preauthorize: [network.disconnect], to: [technical], when: {active: false}, because: b, cites: c}\n",
    &err);
  ck_assert_msg(halves != NULL, "%s", err.text);
  static const char *const both[] = {"irt", "technical"};
  for (int i = 0; i < 40; i++) { /* remembered answers too */
    struct decision decision;
    ck_assert_int_eq(policy_decide_named(halves, "network.disconnect", NULL, 0, both, 2, &decision, &err), 0);
    ck_assert_int_eq(decision.verdict, VERDICT_PREAUTHORIZED);
    policy_decide_named(halves, "network.disconnect", NULL, 0, both, 1, &decision, &err);
    ck_assert_int_eq(decision.verdict, VERDICT_APPROVAL);
    policy_decide_named(halves, "network.disconnect", NULL, 0, both + 1, 1, &decision, &err);
    ck_assert_int_eq(decision.verdict, VERDICT_APPROVAL);
  }
  policy_free(halves);
}
END_TEST

START_TEST(a_rule_may_demand_a_key)
{
  struct err err = {0};
  struct decision decision;
  struct policy *strict = shipped_with("policies/rules.yaml",
    "rules:\n"
    "  - {id: a, require_approval: [host.isolate], from: [legal], when: {active: true}, because: b, cites: c}\n"
    "  - {id: b, require_approval: [host.isolate], from: [legal], strength: key, when: {active: false},\n"
    "     because: b, cites: c}\n", &err);
  ck_assert_msg(strict != NULL, "%s", err.text);
  struct policy_given known = {"active", "true"};
  policy_decide_named(strict, "host.isolate", &known, 1, NULL, 0, &decision, &err);
  ck_assert(!decision.needs_key);
  policy_decide_named(strict, "host.isolate", NULL, 0, NULL, 0, &decision, &err);
  ck_assert(decision.needs_key);
  ck_assert_uint_eq(decision.from, 1u << ROLE_LEGAL);
  policy_free(strict);
}
END_TEST

/* ---- what is built in ---- */

START_TEST(no_rule_lifts_what_is_built_in)
{
  struct err err = {0};
  struct decision decision;
  struct policy *loose = shipped_with("policies/rules.yaml",
    "rules:\n  - id: anything-goes\n    because: b\n    cites: c\n    to: anybody\n"
    "    preauthorize: [retaliate.*, contact.*, message.email, isp.contact]\n", &err);
  ck_assert_msg(loose != NULL, "%s", err.text);
  static const struct {
    const char *action, *rule;
  } rows[] = {{"retaliate.attack", "built-in:offensive"},
              {"contact.attacker", "built-in:offensive"},
              {"message.email", "built-in:e-mail"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    policy_decide_named(loose, rows[i].action, NULL, 0, NULL, 0, &decision, &err);
    ck_assert_int_eq(decision.verdict, VERDICT_FORBIDDEN);
    ck_assert_str_eq(decision.rule, rows[i].rule);
    ck_assert_ptr_null(decision.file);
  }
  json_t *parameters = json_pack("{s:s}", "destination", "203.0.113.7");
  struct policy_question question = {.action = "isp.contact", .parameters = parameters, .source = &source};
  policy_decide(loose, &question, &decision, &err);
  ck_assert_int_eq(decision.verdict, VERDICT_FORBIDDEN);
  json_decref(parameters);
  policy_free(loose);
}
END_TEST

/* ---- by names ---- */

static int ask_named(const char *action, const char *fact, const char *value, const char *role, struct err *err)
{
  struct policy_given given = {fact, value};
  struct decision decision;
  return policy_decide_named(policy, action, &given, 1, &role, 1, &decision, err);
}

START_TEST(a_name_that_nobody_knows_is_bad_input_with_a_suggestion)
{
  static const struct {
    const char *action, *fact, *value, *role, *sentence;
  } rows[] = {
    {"network.disconect", "active", "true", "irt", "no action is called \"network.disconect\"; did you mean"},
    {"priority", "active", "true", "irt", "no action is called \"priority\"."},
    {"notify.irt", "activ", "true", "irt", "no fact is called \"activ\"; did you mean \"active\"?"},
    {"notify.irt", "irt", "true", "irt", "no fact is called \"irt\"."},
    {"notify.irt", "active", "maybe", "irt", "active cannot be \"maybe\"."},
    {"notify.irt", "active", "penetration", "irt", "active cannot be \"penetration\"."},
    {"notify.irt", "priority", "6", "irt", "priority cannot be \"6\"."},
    {"notify.irt", "active", "true", "ceo", "no role is called \"ceo\"."},
    {"notify.irt", "active", "true", "active", "no role is called \"active\"."},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct err err = {0};
    ck_assert_int_eq(ask_named(rows[i].action, rows[i].fact, rows[i].value, rows[i].role, &err), -1);
    ck_assert_msg(strncmp(err.text, rows[i].sentence, strlen(rows[i].sentence)) == 0, "%s", err.text);
  }
  struct err err = {0};
  ck_assert_int_eq(ask_named("notify.irt", "active", "unknown", "irt", &err), 0);
}
END_TEST

/* Words of one length with the same first, middle and last letter, which are what a word is placed by. */
START_TEST(words_that_are_much_alike_are_kept_apart)
{
  struct err err = {0};
  struct buf text = {0};
  struct decision decision;
  char *shipped = shipped_text("policies/actions.yaml");
  buf_text(&text, shipped);
  free(shipped);
  for (int i = 0; i < 26 * 26; i++)
    buf_format(&text, "\n  site.xx%c_x_%cx: {wording: w, class: record}\n", 'a' + i / 26, 'a' + i % 26);
  struct policy *large = shipped_with("policies/actions.yaml", text.bytes, &err);
  ck_assert_msg(large != NULL, "%s", err.text);
  for (int i = 0; i < 26 * 26; i++) {
    char name[40];
    snprintf(name, sizeof name, "site.xx%c_x_%cx", 'a' + i / 26, 'a' + i % 26);
    ck_assert_int_eq(policy_decide_named(large, name, NULL, 0, NULL, 0, &decision, &err), 0);
  }
  ck_assert_int_eq(policy_decide_named(large, "site.xxa_x_0x", NULL, 0, NULL, 0, &decision, &err), -1);
  policy_free(large);
  buf_finish(&text);
}
END_TEST

START_TEST(a_decision_names_the_facts_that_mattered)
{
  struct decision decision;
  struct err err = {0};
  const struct catalogue *catalogue = policy_catalogue(policy);
  ask("network.disconnect", NULL, &decision, &err);
  static const char *const read[] = {"kind", "active", "serious", "liability", "compromised", "management_available",
                                     "priority"};
  uint64_t expected = 0;
  for (size_t i = 0; i < COUNT(read); i++)
    expected |= UINT64_C(1) << catalogue_fact(catalogue, read[i]);
  ck_assert_uint_eq(decision.mattered, expected);
  ck_assert_uint_eq(decision.candidates, 1u << 1);
  ck_assert_str_eq(decision.file, "policies/rules.yaml");
  ck_assert_int_gt(decision.line, 1);
  ask("system.analyze", NULL, &decision, &err);
  ck_assert_uint_eq(decision.mattered, 0);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("decide");
  TCase *chapter = tcase_create("decide");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_add_test(chapter, a_destination_that_is_the_attacker_is_forbidden_to_every_action);
  tcase_add_test(chapter, the_attacker_is_found_in_lists_however_deep);
  tcase_add_test(chapter, a_target_may_be_the_attacker);
  tcase_add_test(chapter, a_destination_not_said_may_be_the_attacker_where_there_is_one);
  tcase_add_test(chapter, what_cannot_be_compared_is_bad_input_and_never_a_verdict);
  tcase_add_test(chapter, evidence_goes_to_the_roster_at_once_and_elsewhere_by_senior_management);
  tcase_add_test(chapter, contact_with_log_data_is_decided_as_sending_logs);
  tcase_add_test(chapter, a_subject_holds_no_role);
  tcase_add_test(chapter, two_roles_may_each_cover_one_half);
  tcase_add_test(chapter, a_rule_may_demand_a_key);
  tcase_add_test(chapter, no_rule_lifts_what_is_built_in);
  tcase_add_test(chapter, a_name_that_nobody_knows_is_bad_input_with_a_suggestion);
  tcase_add_test(chapter, words_that_are_much_alike_are_kept_apart);
  tcase_add_test(chapter, a_decision_names_the_facts_that_mattered);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
