/* model/entry_table: what was let in as an entry never surprises whoever folds or prints it. */
#include "model/entry.h"
#include "model/wording.h"

#include "base/buf.h"

#include <check.h>
#include <string.h>

static int check_body(const char *type, const char *body, struct err *err)
{
  int found = entry_type_find(type);
  ck_assert_int_ge(found, 0);
  return entry_check_body((enum entry_type)found, body, strlen(body), err);
}

#define DECLARED(doubtful, systems)                                                                           \
  "{\"declared_by\":\"technical1\",\"doubtful\":" doubtful ",\"facts\":{},\"source\":{},\"subjects\":[],\"systems\":" \
  systems ",\"title\":\"Trial\"}"
#define DECISION \
  "\"decision\":{\"because\":\"b\",\"candidates\":[1],\"facts\":{},\"from\":[],\"position\":1,\"rule\":\"r\"," \
  "\"verdict\":\"approval\"}"

static const struct {
  const char *type, *body, *sentence; /* NULL: it is good */
} bodies[] = {
    {"note", "{\"text\":\"seen\"}", NULL},
    {"note", "{\"text\":1}", "the member \"text\" of a \"note\" is not of the kind text"},
    {"note", "{\"text\":\"seen\",\"why\":\"yes\"}", "\"why\" of a \"note\" is not of the kind yes"},
    {"note", "{\"mood\":\"low\",\"text\":\"seen\"}", "a \"note\" without the member \"text\""},
    {"note", "{\"text\":\"seen\",\"to\":\"you\"}", "a \"note\" with the member \"to\", which nobody knows"},
    {"declare", DECLARED("[]", "[]"), NULL},
    {"declare", DECLARED("[\"192.0.2.66\"]", "[{\"name\":\"web1\"}]"), NULL},
    {"declare", DECLARED("[1]", "[]"), "\"doubtful\" of a \"declare\" is not of the kind text"},
    {"declare", DECLARED("\"all\"", "[]"), "\"doubtful\" of a \"declare\" is not a list"},
    {"declare", DECLARED("[]", "[\"web1\"]"), "\"systems\" of a \"declare\" is not of the kind system"},
    {"declare", DECLARED("[]", "[{\"name\":[\"web1\"]}]"), "\"name\" of a \"declare\" is not of the kind text"},
    {"request", "{\"action\":\"a\",\"arguments\":{}," DECISION ",\"fingerprint\":\"f\",\"obligations\":[\"o\"],"
                "\"state\":\"waiting\"}", NULL},
    {"request", "{\"action\":\"a\",\"arguments\":{}," DECISION ",\"fingerprint\":\"f\",\"obligations\":[1],"
                "\"state\":\"waiting\"}", "\"obligations\" of a \"request\" is not of the kind text"},
    {"request", "{\"action\":\"a\",\"arguments\":{}," DECISION ",\"fingerprint\":\"f\",\"state\":\"maybe\"}",
     "\"state\" of a \"request\" is not one of refused|waiting"},
    {"request", "{\"action\":\"a\",\"arguments\":[]," DECISION ",\"fingerprint\":\"f\",\"state\":\"waiting\"}",
     "\"arguments\" of a \"request\" is not of the kind values"},
    {"request", "{\"action\":\"a\",\"arguments\":{},\"decision\":{},\"fingerprint\":\"f\",\"state\":\"waiting\"}",
     "a \"request\" without the member \"because\""},
    {"outcome", "{\"attempt\":1,\"fields\":{},\"status\":\"dOne\"}", "is not one of done|failed|unknown|denied"},
    {"outcome", "{\"attempt\":\"1\",\"fields\":{},\"status\":\"done\"}", "is not of the kind number"},
    {"fact", "{\"because\":\"b\",\"facts\":{\"active\":true,\"kind\":\"penetration\"}}", NULL},
    {"fact", "{\"because\":\"b\",\"facts\":{\"active\":[1]}}", "\"facts\" of a \"fact\" is not of the kind facts"},
    {"clock", "{\"from\":\"yesterday\",\"to\":\"2026-11-21T22:35:42.000000Z\"}", "is not of the kind time"},
    {"procedure", "{\"digest\":\"sha256:0\",\"files\":{}}", "is not of the kind hash"},
};

START_TEST(a_body_is_what_its_type_demands_or_is_refused_with_the_member_at_fault)
{
  struct err err = {0};
  int result = check_body(bodies[_i].type, bodies[_i].body, &err);
  ck_assert_msg((result == 0) == !bodies[_i].sentence, "%s: %s", bodies[_i].body, err.text);
  if (bodies[_i].sentence)
    ck_assert_msg(strstr(err.text, bodies[_i].sentence), "%s: %s", bodies[_i].body, err.text);
}
END_TEST

/* Whatever stands in the place of a member: one value of each kind that JSON has. */
static const char *const values[] = {"1", "-1", "true", "\"x\"", "[]", "[1]", "[\"x\"]", "[{}]", "{}",
                                     "{\"x\":1}", "null"};

START_TEST(no_value_of_any_kind_in_any_place_is_more_than_refused)
{
  const struct entry_type_row *row = entry_type_row((enum entry_type)_i);
  struct buf body = {0};
  for (const char *at = row->body; *at; at += strspn(at, " ")) {
    size_t name = strcspn(at, "?:");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
      struct err err = {0};
      buf_clear(&body);
      buf_format(&body, "{\"%.*s\":%s}", (int)name, at, values[i]);
      int result = entry_check_body((enum entry_type)_i, body.bytes, body.length, &err);
      ck_assert_msg(result == 0 || err.text[0], "%s: %s", row->name, body.bytes);
    }
    at += strcspn(at, " ");
  }
  buf_finish(&body);
}
END_TEST

START_TEST(every_type_names_its_members_in_order_and_has_a_sentence_that_closes_what_it_opens)
{
  const struct entry_type_row *row = entry_type_row((enum entry_type)_i);
  char last[40] = "", name[40];
  int braces = 0, brackets = 0;
  ck_assert_ptr_nonnull(row->name);
  ck_assert_msg(row->body && row->sentence && row->sentence[0], "%s", row->name);
  for (const char *at = row->body; *at; at += strspn(at, " ")) {
    snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "?:"), at);
    ck_assert_msg(strcmp(last, name) < 0, "%s: %s, %s", row->name, last, name);
    snprintf(last, sizeof last, "%s", name);
    at += strcspn(at, " ");
  }
  for (const char *at = row->sentence; *at; at++) {
    braces += (*at == '{') - (*at == '}');
    brackets += (*at == '[') - (*at == ']');
    ck_assert_msg(braces >= 0 && braces <= 1 && brackets >= 0 && brackets <= 1, "%s", row->name);
  }
  ck_assert_msg(!braces && !brackets, "%s", row->name);
}
END_TEST

/* ---- sentences ---- */

static const struct {
  const char *text, *values, *sentence;
} fillings[] = {
    {"{person} is of the team[: {part}]", "{\"person\":\"hr1\"}", "hr1 is of the team"},
    {"{person} is of the team[: {part}]", "{\"part\":\"asks\",\"person\":\"hr1\"}", "hr1 is of the team: asks"},
    {"{person} is of the team", "{}", "... is of the team"},
    {"[{?a}yes][{!a}no]", "{\"a\":true}", "yes"},
    {"[{?a}yes][{!a}no]", "{\"a\":[]}", "no"},
    {"[{?a=x}x][{!a=x}other]", "{\"a\":\"xx\"}", "other"},
    {"{a.b:and}", "{\"a\":{\"b\":[\"legal\",\"audit\"]}}", "legal and audit"},
    {"{a:members}; {a:is}", "{\"a\":{\"n\":1,\"t\":true}}", "n 1, t yes; n is 1, t is yes"},
    {"{a:count} of {a}", "{\"a\":[\"p\",\"q\"]}", "2 of p, q"},
    {"{a:short}", "{\"a\":\"sha256:0123456789abcdef0123\"}", "sha256:0123456789ab"},
    {"{a:wording}", "{\"a\":\"no.such_action\"}", "no.such_action"},
    {"{a:time}", "{\"a\":\"tomorrow\"}", "tomorrow"},
    {"a { without an end", "{}", "a ..."},
};

START_TEST(a_sentence_is_filled_in_from_what_there_is)
{
  struct buf out = {0};
  struct err err = {0};
  json_t *given = json_parse(fillings[_i].values, strlen(fillings[_i].values), &err);
  words_fill(fillings[_i].text, given, NULL, &out);
  ck_assert_str_eq(buf_string(&out), fillings[_i].sentence);
  buf_finish(&out);
  json_decref(given);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("entry table");
  TCase *chapter = tcase_create("entry table");
  tcase_add_loop_test(chapter, a_body_is_what_its_type_demands_or_is_refused_with_the_member_at_fault, 0,
                      (int)(sizeof bodies / sizeof *bodies));
  tcase_add_loop_test(chapter, no_value_of_any_kind_in_any_place_is_more_than_refused, 0, ENTRY_TYPE_COUNT);
  tcase_add_loop_test(chapter, every_type_names_its_members_in_order_and_has_a_sentence_that_closes_what_it_opens, 0,
                      ENTRY_TYPE_COUNT);
  tcase_add_loop_test(chapter, a_sentence_is_filled_in_from_what_there_is, 0,
                      (int)(sizeof fillings / sizeof *fillings));
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
