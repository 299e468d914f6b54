/* policy_decide: whom it reaches and what it is done to. Known parties, strangers, the attacker, ours, subjects. */
#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

#include <string.h>

static struct policy *policy;
static struct facts facts;
static struct source source;

static const char *const roster[] = {"technical2", "Tina Technician", "+1 555 0102"};
static const char *const ids[] = {"technical2", "technical2", "technical2"};
static char *ways[] = {(char[]){"+1 555 0150"}, (char[]){"isp.example.net"}, (char[]){"198.51.100.0/24"},
                       (char[]){"noc@hosting.example"}};
static const struct known_party provider = {.id = (char[]){"provider"}, .name = (char[]){"Example Net"},
                                            .way_count = 4, .number_count = 1, .ways = ways};
static const char *const networks[] = {"192.0.2.0/24", "fd00:7c51::/48"};
static const char *const domains[] = {"corp.test"};
static const struct policy_home home = {.network_count = 2, .networks = networks, .domain_count = 1, .domains = domains,
                                        .person_count = 3, .people = roster, .person_ids = ids, .contact_count = 1,
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

static const char *rule_to(const char *action, const char *destination)
{
  static char parameters[300];
  snprintf(parameters, sizeof parameters, "{\"destination\": \"%s\"}", destination);
  return rule_of(action, parameters);
}

START_TEST(what_cannot_be_read_is_refused_like_the_attacker)
{
  static const char *const texts[] = {
    "1.2.3", "0xcb007107", "Example Net, 203.0.113.9", "noc at 198.51.100.9", "http://good.example\\\\@evil.example/",
    "+1 555 0150 / +1 555 0199", "203.0.113.0/24/", "host=evil.example", "4711", "evil.example%20", "a@b@c.example",
  };
  for (size_t i = 0; i < COUNT(texts); i++)
    ck_assert_msg(strcmp(rule_to("isp.contact", texts[i]), "unreadable") == 0, "%s: %s", texts[i],
                  rule_to("isp.contact", texts[i]));
  ck_assert_int_eq(verdict_of("network.disconnect", "{\"destination\": \"1.2.3\"}"), VERDICT_FORBIDDEN);
}
END_TEST

START_TEST(only_a_known_party_is_reached_without_senior_management)
{
  static const char *const known[] = {"Example Net", "EXAMPLE  net.", "+1 555 0150", "isp.example.net",
                                      "noc.isp.example.net", "https://isp.example.net/x", "198.51.100.0/24",
                                      "noc@hosting.example", "mailto:noc@hosting.example"};
  static const char *const strangers[] = {"Example Network", "+1 555 0151", "example.net", "notisp.example.net",
                                          "198.51.100.9", "hosting.example", "root@isp.example.net", "the provider"};
  for (size_t i = 0; i < COUNT(known); i++)
    ck_assert_msg(strcmp(rule_to("isp.contact", known[i]), "attack-nobody-answers") == 0 ||
                  strcmp(rule_to("isp.contact", known[i]), "attack-call-the-provider") == 0, "%s: %s", known[i],
                  rule_to("isp.contact", known[i]));
  for (size_t i = 0; i < COUNT(strangers); i++)
    ck_assert_msg(strcmp(rule_to("isp.contact", strangers[i]), "unknown-party") == 0, "%s: %s", strangers[i],
                  rule_to("isp.contact", strangers[i]));
  ck_assert_str_eq(rule_to("contact.call_back_caller", "the caller"), "call-a-caller-back");
  ck_assert_str_eq(rule_to("contact.call_back_caller", "203.0.113.7"), "built-in:attacker");
}
END_TEST

START_TEST(a_party_is_the_attacker_by_any_of_its_identities)
{
  static const struct {
    enum source_kind kind;
    const char *entry;
    bool is_he;
  } rows[] = {
    {SOURCE_PARTY, "example net", true},         {SOURCE_PHONE, "001 555 0150", true},
    {SOURCE_NAME, "isp.example.net", true},      {SOURCE_NAME, "example.net", true},
    {SOURCE_ADDRESS, "198.51.0.0/16", true},     {SOURCE_ADDRESS, "198.51.100.9", false},
    {SOURCE_NAME, "customer.isp.example.net", false}, {SOURCE_ACCOUNT, "eve@isp.example.net", false},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    source_finish(&source);
    source_add(&source, rows[i].kind, rows[i].entry);
    bool is_he = strcmp(rule_to("isp.contact", "Example Net"), "built-in:attacker") == 0;
    ck_assert_msg(is_he == rows[i].is_he, "%s", rows[i].entry);
  }
  ck_assert_str_eq(rule_to("isp.contact", "eve@isp.example.net"), "built-in:attacker");
}
END_TEST

START_TEST(what_nobody_has_confirmed_is_asked_of_senior_management)
{
  source_finish(&source);
  source_add(&source, SOURCE_PARTY, "Tina Technician");
  source_add(&source, SOURCE_ADDRESS, "192.0.2.9");
  policy_mark_doubtful(&source, &home);
  ck_assert_str_eq(rule_to("evidence.transfer", "technical2"), "hand-evidence-to-our-own");
  ck_assert_str_eq(rule_to("evidence.transfer", "Tina Technician"), "doubtful-source");
  ck_assert_str_eq(rule_of("network.block", "{\"target\": \"192.0.2.9\"}"), "doubtful-source");
  for (size_t i = 0; i < source.count; i++)
    source.items[i].is_doubtful = false;
  ck_assert_str_eq(rule_to("evidence.transfer", "technical2"), "built-in:attacker");
}
END_TEST

START_TEST(nothing_but_containment_is_done_to_the_attackers_machine)
{
  static const char *const forbidden[][2] = {
    {"system.analyze", "{\"systems\": \"203.0.113.7\"}"},
    {"system.reinstall", "{\"systems\": [{\"name\": \"gw\", \"address\": \"2002:cb00:7107::1\"}]}"},
    {"evidence.copy", "{\"files\": \"/etc/shadow\", \"systems\": \"203.0.113.7\"}"},
    {"evidence.copy", "{\"files\": \"http://203.0.113.7/x\"}"},
    {"audit.external", "{\"systems\": \"203.0.113.7\", \"destination\": \"Example Net\"}"},
  };
  static const char *const allowed[][2] = {
    {"network.block", "{\"target\": \"203.0.113.7\"}"},
    {"network.unblock", "{\"target\": \"203.0.113.7\"}"},
    {"isp.contact", "{\"destination\": \"Example Net\", \"about\": \"the attack from 203.0.113.7\"}"},
    {"evidence.copy", "{\"files\": \"/var/log/203.0.113.7/access.log\"}"},
    {"system.analyze", "{\"systems\": \"web1\"}"},
  };
  for (size_t i = 0; i < COUNT(forbidden); i++)
    ck_assert_msg(strcmp(rule_of(forbidden[i][0], forbidden[i][1]), "built-in:attacker") == 0, "%s %s",
                  forbidden[i][0], forbidden[i][1]);
  for (size_t i = 0; i < COUNT(allowed); i++)
    ck_assert_msg(verdict_of(allowed[i][0], allowed[i][1]) != VERDICT_FORBIDDEN, "%s %s", allowed[i][0],
                  allowed[i][1]);
}
END_TEST

START_TEST(ours_is_ours_even_when_the_attack_comes_from_it)
{
  source_add(&source, SOURCE_ADDRESS, "192.0.2.9");
  ck_assert_int_eq(verdict_of("system.reinstall", "{\"systems\": \"192.0.2.9\"}"), VERDICT_APPROVAL);
  ck_assert_str_eq(rule_to("isp.contact", "192.0.2.9"), "built-in:attacker");
}
END_TEST

START_TEST(containing_too_much_is_decided_as_cutting_off_the_company)
{
  static const char *const one[] = {"\"203.0.113.7\"", "\"203.0.113.0/24\"", "\"2001:db8:1::/64\"", "\"192.0.2.9\"",
                                    "\"web1\"", "\"web1.corp.test\"", "[\"203.0.113.7\", \"198.51.100.1\"]"};
  static const char *const many[] = {"\"0.0.0.0/0\"", "\"::/0\"", "\"203.0.112.0/23\"", "\"2001:db8::/48\"",
                                     "\"192.0.2.0/24\"", "\"192.0.2.8/31\"", "\"corp.test\"",
                                     "\"the whole Internet\"", "[\"192.0.2.9\", \"192.0.2.10\"]", "\"*\""};
  struct err err = {0};
  char text[200];
  facts_set(policy_catalogue(policy), &facts, "priority", "3", &err);
  for (size_t i = 0; i < COUNT(one) + COUNT(many); i++) {
    bool is_many = i >= COUNT(one);
    snprintf(text, sizeof text, "{\"target\": %s}", is_many ? many[i - COUNT(one)] : one[i]);
    ck_assert_msg((strcmp(rule_of("network.block", text), "no-hurry-ask-senior-management") == 0) == is_many, "%s",
                  text);
  }
  ck_assert_str_eq(rule_of("host.isolate", "{\"system\": \"192.0.2.0/25\"}"), "no-hurry-ask-senior-management");
}
END_TEST

static bool is_technical2(const void *unused, const char *id)
{
  return strcmp(id, "technical2") == 0;
}

START_TEST(nothing_goes_to_a_subject)
{
  json_t *parameters = json_pack("{s:s}", "destination", "Tina Technician");
  struct policy_question question = {.action = "evidence.transfer", .facts = &facts, .roles = 1u << ROLE_IRT,
                                     .parameters = parameters, .home = &home, .is_excluded = is_technical2};
  struct decision decision;
  struct err err = {0};
  policy_decide(policy, &question, &decision, &err);
  ck_assert_str_eq(decision.rule, "built-in:subject");
  json_decref(parameters);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("whom");
  TCase *chapter = tcase_create("whom");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_add_test(chapter, what_cannot_be_read_is_refused_like_the_attacker);
  tcase_add_test(chapter, only_a_known_party_is_reached_without_senior_management);
  tcase_add_test(chapter, a_party_is_the_attacker_by_any_of_its_identities);
  tcase_add_test(chapter, what_nobody_has_confirmed_is_asked_of_senior_management);
  tcase_add_test(chapter, nothing_but_containment_is_done_to_the_attackers_machine);
  tcase_add_test(chapter, ours_is_ours_even_when_the_attack_comes_from_it);
  tcase_add_test(chapter, containing_too_much_is_decided_as_cutting_off_the_company);
  tcase_add_test(chapter, nothing_goes_to_a_subject);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
