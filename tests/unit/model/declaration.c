/* model/declaration: the incident file, and the way into an entry's body and back. */
#include "model/declaration.h"

#include "base/json.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct fact facts[] = {
    {"kind", false, 2, {"penetration", "violation"}, "What is it?", FACT_BY_PEOPLE},
    {"serious", true, 2, {"false", "true"}, "Is it serious?", FACT_BY_PEOPLE},
    {"management_available", true, 2, {"false", "true"}, "Is a manager in reach?", FACT_BY_STEPS},
};
static const struct catalogue catalogue = {.fact_count = 3, .facts = facts};

static int no_slash(const char *text, struct err *err)
{
  return strchr(text, '/') ? err_set(err, "\"%s\" has a stroke in it.", text) : 0;
}

static int read(struct declaration *declaration, const char *text, struct err *err)
{
  return declaration_read(declaration, &catalogue, no_slash, "web1.yaml", text, strlen(text), err);
}

static void expect_refusal(const char *text, const char *sentence)
{
  struct declaration declaration;
  struct err err = {0};
  ck_assert_int_eq(read(&declaration, text, &err), -1);
  ck_assert_msg(strstr(err.text, sentence) != NULL, "expected \"%s\" in \"%s\"", sentence, err.text);
  ck_assert_ptr_null(declaration.title);
}

static const char whole[] =
    "title: Repeated root logins on web1\n"
    "declared_by: technical1\n"
    "discovered: alarm\n"
    "facility: web1, the public web server   # R38\n"
    "unauthorized_because: nobody administers it from outside\n"
    "facts: {kind: penetration, serious: unknown}\n"
    "source: {addresses: [203.0.113.7], names: [evil.test], parties: [], phones: ['+1 555 0199']}\n"
    "systems: [{name: web1, address: 192.0.2.10, owner: manager2}, mail1, {name: mail2, suspect: true}]\n"
    "organisations: [our sales department, Example Net, \"\"]\n"
    "policy_clause: 4.2, remote administration\n"
    "subjects: [technical2]\n"
    "people: [{name: A caller, phone: \"+1 555 0100\", part: reported it}]\n";

START_TEST(an_incident_file_says_everything_once)
{
  struct declaration declaration;
  struct err err = {0};
  ck_assert_msg(read(&declaration, whole, &err) == 0, "%s", err.text);
  ck_assert_str_eq(declaration.title, "Repeated root logins on web1");
  ck_assert_uint_eq(declaration.fact_count, 1);
  ck_assert_str_eq(declaration.facts[0].value, "penetration");
  ck_assert_uint_eq(declaration.source.count, 3);
  ck_assert_uint_eq(declaration.system_count, 3);
  ck_assert(!declaration.systems[1].is_suspect && declaration.systems[2].is_suspect);
  ck_assert_uint_eq(declaration.organisation_count, 2);
  ck_assert_str_eq(declaration.organisations[1], "Example Net");
  ck_assert_str_eq(declaration.policy_clause, "4.2, remote administration");
  ck_assert_str_eq(declaration.systems[0].owner, "manager2");
  ck_assert_str_eq(declaration.systems[1].name, "mail1");
  ck_assert_str_eq(declaration.subjects[0], "technical2");
  ck_assert_str_eq(declaration.people[0].phone, "+1 555 0100");
  declaration_finish(&declaration);
}
END_TEST

START_TEST(a_body_read_back_is_the_same_body)
{
  struct declaration declaration, again;
  struct err err = {0};
  ck_assert_int_eq(read(&declaration, whole, &err), 0);
  declaration.source.items[0].is_doubtful = true;
  declaration.drill = strdup("tabletop");
  json_t *body = declaration_to_json(&declaration);
  declaration_from_json(&again, body);
  ck_assert(again.source.items[0].is_doubtful);
  json_t *other = declaration_to_json(&again);
  ck_assert(json_equal(body, other));
  json_decref(body);
  json_decref(other);
  declaration_finish(&declaration);
  declaration_finish(&again);
}
END_TEST

START_TEST(an_empty_body_is_read_without_harm)
{
  struct declaration declaration;
  json_t *body = json_pack("{s:s, s:[i], s:{s:i}}", "systems", "web1", "subjects", 1, "facts", "kind", 2);
  declaration_from_json(&declaration, body);
  ck_assert_str_eq(declaration.title, "");
  ck_assert_uint_eq(declaration.system_count + declaration.subject_count + declaration.fact_count, 0);
  json_decref(body);
  declaration_finish(&declaration);
}
END_TEST

START_TEST(a_title_alone_is_enough)
{
  struct declaration declaration;
  struct err err = {0};
  ck_assert_msg(read(&declaration, "title: Something is wrong\n", &err) == 0, "%s", err.text);
  declaration_finish(&declaration);
}
END_TEST

/* The first fact is what it is: penetration or violation here, so the catalogue of this test lends it another. */
START_TEST(where_nothing_of_ours_was_used_it_is_outside)
{
  static const struct fact kinds[] = {{"kind", false, 2, {"penetration", "other"}, "What is it?", FACT_BY_PEOPLE}};
  static const struct catalogue small = {.fact_count = 1, .facts = kinds};
  struct declaration declaration;
  struct err err = {0};
  ck_assert(!read(&declaration, "title: x\nfacility: None\n", &err));
  ck_assert(declaration_settle(&declaration, &small));
  ck_assert_str_eq(declaration.facts[0].value, "other");
  declaration_finish(&declaration);
  ck_assert(!read(&declaration, "title: x\nfacility: none\nfacts: {kind: penetration}\n", &err));
  ck_assert(!declaration_settle(&declaration, &small));
  ck_assert_str_eq(declaration.facts[0].value, "penetration");
  declaration_finish(&declaration);
  ck_assert(!read(&declaration, "title: x\nfacility: web1\n", &err));
  ck_assert(!declaration_settle(&declaration, &small));
  declaration_finish(&declaration);
}
END_TEST

START_TEST(a_title_is_one_line)
{
  struct declaration declaration;
  struct err err = {0};
  ck_assert_msg(read(&declaration, "title: \"one\\ntwo\"\n", &err) == 0, "%s", err.text);
  ck_assert_str_eq(declaration.title, "one two");
  declaration_finish(&declaration);
}
END_TEST

START_TEST(mistakes_are_refused_with_their_place)
{
  expect_refusal("titel: x\n", "web1.yaml:1:1: an incident file has no \"titel\"; did you mean \"title\"?");
  expect_refusal("title: x\nfacts: {kind: penetration, seriuos: true}\n",
                 "web1.yaml:2:28: no fact is called \"seriuos\"; did you mean \"serious\"?");
  expect_refusal("title: x\nfacts:\n  kind: penetratoin\n", "web1.yaml:3:9: kind cannot be \"penetratoin\"");
  expect_refusal("title: x\nfacts: {serious: yes}\n", "web1.yaml:2:18: serious cannot be \"yes\"");
  expect_refusal("title: x\nsource: {adresses: [203.0.113.7]}\n", "did you mean \"addresses\"?");
  expect_refusal("title: x\nsource: {addresses: [1/2]}\n", "web1.yaml:2:22: \"1/2\" has a stroke");
  expect_refusal("title: x\nsource: {addresses: 203.0.113.7}\n", "web1.yaml:2:21: expected a list");
  expect_refusal("title: x\nsystems: [{address: 192.0.2.1}]\n", "a system needs its name");
  expect_refusal("title: x\npeople: [{phone: '1'}]\n", "a person needs a name");
  expect_refusal("title: x\ndiscovered: alert\n", "web1.yaml:2:13: \"alert\" is no way of discovering");
  expect_refusal("facility: web1\n", "web1.yaml: the title is missing");
  expect_refusal("", "the title is missing");
  expect_refusal("- title\n", "expected a map");
}
END_TEST

START_TEST(a_fact_for_steps_cannot_be_declared)
{
  expect_refusal("title: x\nfacts: {management_available: false}\n",
                 "web1.yaml:2:9: \"management_available\" is found out by steps");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("declaration");
  TCase *chapter = tcase_create("declaration");
  tcase_add_test(chapter, an_incident_file_says_everything_once);
  tcase_add_test(chapter, a_body_read_back_is_the_same_body);
  tcase_add_test(chapter, an_empty_body_is_read_without_harm);
  tcase_add_test(chapter, a_title_alone_is_enough);
  tcase_add_test(chapter, where_nothing_of_ours_was_used_it_is_outside);
  tcase_add_test(chapter, a_title_is_one_line);
  tcase_add_test(chapter, mistakes_are_refused_with_their_place);
  tcase_add_test(chapter, a_fact_for_steps_cannot_be_declared);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
