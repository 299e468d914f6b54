/* base/yaml: what is read, and what is refused with its place; and base/suggest, which its sentences use. */
#include "base/alloc.h"
#include "base/suggest.h"
#include "base/yaml.h"

#include <check.h>
#include <string.h>

static struct yaml *parse(const char *text, struct err *err)
{
  return yaml_parse("f.yaml", text, strlen(text), err);
}

/* ---- y: what is read ---- */

struct good {
  const char *yaml, *json;
};

static const struct good good[] = {
  {"", "{}"},
  {"# nothing but a remark\n", "{}"},
  {"---\na: 1\n", "{\"a\":1}"},
  {"---\na: 1\n...\n", "{\"a\":1}"},
  {"a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}"},
  {"a: {b: [c, \"d\", 'e']}\n", "{\"a\":{\"b\":[\"c\",\"d\",\"e\"]}}"},
  {"- a\n- - b\n  - c\n", "[\"a\",[\"b\",\"c\"]]"},
  {"a: true\nb: false\nc: \"true\"\n", "{\"a\":true,\"b\":false,\"c\":\"true\"}"},
  {"a: yes\nb: no\nc: on\nd: null\ne: ~\nf:\n",
   "{\"a\":\"yes\",\"b\":\"no\",\"c\":\"on\",\"d\":\"null\",\"e\":\"~\",\"f\":\"\"}"},
  {"a: 0\nb: -17\nc: 010\nd: 1_000\ne: 0x1f\nf: 1.5\ng: '7'\n",
   "{\"a\":0,\"b\":-17,\"c\":\"010\",\"d\":\"1_000\",\"e\":\"0x1f\",\"f\":\"1.5\",\"g\":\"7\"}"},
  {"a: 999999999999999999\nb: 9999999999999999999\n", "{\"a\":999999999999999999,\"b\":\"9999999999999999999\"}"},
  {"a: |\n  two\n  lines\n", "{\"a\":\"two\\nlines\\n\"}"},
  {"a: one\n  sentence\n", "{\"a\":\"one sentence\"}"},
  {"a: b\xc3\xbc""cher \xf0\x9f\x94\x94\n", "{\"a\":\"b\xc3\xbc""cher \xf0\x9f\x94\x94\"}"},
  {"a: \"<<\"\n\"<<\": b\n", "{\"a\":\"<<\",\"<<\":\"b\"}"},
  {"{a: [[[[[[[[[[[[[[x]]]]]]]]]]]]]]}\n", "{\"a\":[[[[[[[[[[[[[[\"x\"]]]]]]]]]]]]]]}"},
  {"a: 2026-11-21\nb: 12:30\n", "{\"a\":\"2026-11-21\",\"b\":\"12:30\"}"},
};

START_TEST(plain_yaml_is_read)
{
  struct err err = {0};
  struct yaml *tree = parse(good[_i].yaml, &err);
  ck_assert_msg(tree != NULL, "%s", err.text);
  json_t *json = yaml_to_json(tree);
  char *text = json_dumps(json, JSON_COMPACT);
  ck_assert_str_eq(text, good[_i].json);
  free(text);
  json_decref(json);
  yaml_free(tree);
}
END_TEST

/* ---- n: what is refused ---- */

struct bad {
  const char *yaml, *sentence;
};

static const struct bad bad[] = {
  {"a: &x 1\nb: *x\n", "f.yaml:1:4: an anchor"},
  {"b: *x\n", "f.yaml:1:4: an alias"},
  {"a:\n  - &x [1]\n", "f.yaml:2:5: an anchor"},
  {"a: &x {b: 1}\n", "f.yaml:1:4: an anchor"},
  {"a: !x b\n", "f.yaml:1:4: a tag"},
  {"a: !!str 1\n", "f.yaml:1:4: a tag"},
  {"a: !!map {}\n", "f.yaml:1:4: a tag"},
  {"a:\n  <<: {b: 1}\n", "f.yaml:2:3: a merge key"},
  {"a: 1\nb: 2\na: 3\n", "f.yaml:3:1: \"a\" stands here a second time; the first is in line 1."},
  {"x: {a: 1, 'a': 2}\n", "f.yaml:1:11: \"a\" stands here a second time"},
  {"a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins"},
  {"a: 1\n...\n---\nb: 2\n", "f.yaml:3:1: a second document begins"},
  {"a: 1\n---\n", "f.yaml:2:1: a second document begins"},
  {"%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: a directive"},
  {"%TAG ! !x\n---\na: 1\n", "f.yaml:1:1: a directive"},
  {"a:\n\t- 1\n", "f.yaml:2:1: a tab"},
  {"a: 'x\ty'\n", "f.yaml:1:6: a tab"},
  {"\xef\xbb\xbf""a: 1\n", "f.yaml:1:1: a byte order mark"},
  {"a: x\xef\xbb\xbf\n", "f.yaml:1:5: a byte order mark"},
  {"\xff\xfe""a\x01", "f.yaml:1:1: not UTF-8"},
  {"a: \xc0\xaf\n", "f.yaml:1:4: not UTF-8"},
  {"b\xc3\xbc""cher: \xed\xa0\x80\n", "f.yaml:1:9: not UTF-8"},
  {"a: \xf4\x90\x80\x80\n", "f.yaml:1:4: not UTF-8"},
  {"a: \xe2\x82", "f.yaml:1:4: not UTF-8"},
  {"a: 1 # \xe2\x80\xa8""b: 2\n", "f.yaml:1:8: a line break that most editors do not show"},
  {"a: 1 # \xc2\x85""b: 2\n", "f.yaml:1:8: a line break"},
  {"a: 1 # x\rb: 2\n", "f.yaml:1:9: a carriage return without a line feed"},
  {"a: \xe2\x80\xae""evil\n", "f.yaml:1:4: a character that changes the direction"},
  {"a: x\x1b[31m\n", "f.yaml:1:5: a control character"},
  {"a: \"x\\0y\"\n", "f.yaml:1:4: a NUL character"},
  {"? [a]\n: b\n", "f.yaml:1:3: a key must be one plain word"},
  {"{{a: 1}: b}\n", "f.yaml:1:2: a key must be one plain word"},
  {"a: [1\nb: 2\n", "f.yaml:2:2: this is not YAML"},
  {"a: 'x\n", "f.yaml:2:1: this is not YAML"},
  {"a: b: c\n", "f.yaml:1:5: this is not YAML"},
  {"- a\nb: c\n", "f.yaml:2:1: this is not YAML"},
  {"a: @x\n", "f.yaml:1:4: this is not YAML"},
  {"[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]\n", "f.yaml:1:17: nested deeper than 16"},
};

START_TEST(what_could_mean_something_else_is_refused_with_its_place)
{
  struct err err = {0};
  struct yaml *tree = parse(bad[_i].yaml, &err);
  ck_assert_msg(tree == NULL, "this was read:\n%s", bad[_i].yaml);
  ck_assert_msg(strncmp(err.text, bad[_i].sentence, strlen(bad[_i].sentence)) == 0, "said: %s\nexpected: %s", err.text,
                bad[_i].sentence);
}
END_TEST

START_TEST(a_file_that_nobody_reads_is_too_long)
{
  size_t length = 1024 * 1024 + 1;
  char *text = xmalloc(length + 1);
  memset(text, '#', length);
  text[length] = '\0';
  struct err err = {0};
  ck_assert_ptr_null(yaml_parse("f.yaml", text, length, &err));
  ck_assert_str_eq(err.text, "f.yaml: longer than 1 MiB, which no file that people read is.");
  err = (struct err){0};
  struct yaml *tree = yaml_parse("f.yaml", text, length - 1, &err);
  ck_assert_msg(tree != NULL, "%s", err.text);
  yaml_free(tree);
  free(text);
}
END_TEST

START_TEST(a_nul_byte_is_refused_and_does_not_end_the_text)
{
  struct err err = {0};
  ck_assert_ptr_null(yaml_parse("f.yaml", "a: 1\n\0b: 2\n", 11, &err));
  ck_assert_str_eq(err.text, "f.yaml:2:1: a control character.");
}
END_TEST

/* ---- reading ---- */

START_TEST(every_node_knows_where_it_stands)
{
  struct err err = {0};
  struct yaml *tree = parse("a: 1\nlist:\n  - x\n  - {key: value}\n", &err);
  const struct yaml *list = yaml_get(tree, "list");
  ck_assert_int_eq(list->line, 3);
  ck_assert_int_eq(list->column, 3);
  const struct yaml *value = yaml_get(list->items[1], "key");
  ck_assert_int_eq(value->line, 4);
  ck_assert_int_eq(value->column, 11);
  ck_assert_str_eq(value->file, "f.yaml");
  ck_assert_ptr_null(yaml_get(tree, "b"));
  ck_assert_ptr_null(yaml_get(list, "key"));
  ck_assert_ptr_null(yaml_get(NULL, "key"));
  yaml_free(tree);
}
END_TEST

enum kind { TEXT, BOOLEAN, INTEGER, LIST, MAP };

static int read_as(enum kind kind, const struct yaml *node, struct err *err)
{
  const char *text;
  bool truth;
  int64_t number;
  switch (kind) {
  case TEXT: return yaml_as_text(node, &text, err);
  case BOOLEAN: return yaml_as_boolean(node, &truth, err);
  case INTEGER: return yaml_as_integer(node, 1, 9, &number, err);
  case LIST: return yaml_as_list(node, err);
  case MAP: return yaml_as_map(node, err);
  }
  return 0;
}

START_TEST(what_is_of_another_kind_is_refused_with_what_was_expected)
{
  static const struct {
    const char *yaml;
    enum kind kind;
    const char *sentence;
  } rows[] = {
    {"a: [x]\n", TEXT, "f.yaml:1:4: expected a text, found a list."},
    {"a:\n", TEXT, "f.yaml:1:3: expected a text, but nothing is written here."},
    {"a: yes\n", BOOLEAN, "f.yaml:1:4: expected true or false, found \"yes\"."},
    {"a: 'true'\n", BOOLEAN, "f.yaml:1:4: expected true or false, found \"true\"."},
    {"a: {}\n", BOOLEAN, "f.yaml:1:4: expected true or false, found a map."},
    {"a: 10\n", INTEGER, "f.yaml:1:4: expected a whole number from 1 to 9, found \"10\"."},
    {"a: '5'\n", INTEGER, "f.yaml:1:4: expected a whole number from 1 to 9, found \"5\"."},
    {"a: 05\n", INTEGER, "f.yaml:1:4: expected a whole number from 1 to 9, found \"05\"."},
    {"a: 5.0\n", INTEGER, "f.yaml:1:4: expected a whole number from 1 to 9, found \"5.0\"."},
    {"a: x\n", LIST, "f.yaml:1:4: expected a list, found \"x\"."},
    {"a: [x]\n", MAP, "f.yaml:1:4: expected a map, found a list."},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct err err = {0};
    struct yaml *tree = parse(rows[i].yaml, &err);
    ck_assert_int_eq(read_as(rows[i].kind, yaml_get(tree, "a"), &err), -1);
    ck_assert_str_eq(err.text, rows[i].sentence);
    yaml_free(tree);
  }
}
END_TEST

START_TEST(an_unknown_key_is_refused_with_what_was_meant)
{
  static const char *const known[] = {"because", "cites", "when"};
  struct err err = {0};
  struct yaml *tree = parse("when: x\nbecuase: y\n", &err);
  ck_assert_int_eq(yaml_check_keys(tree, "a rule", known, COUNT(known), &err), -1);
  ck_assert_str_eq(err.text,
                   "f.yaml:2:1: a rule has no \"becuase\"; did you mean \"because\"?\nKnown: because cites when");
  err = (struct err){0};
  ck_assert_int_eq(yaml_check_keys(yaml_get(tree, "when"), "a rule", known, COUNT(known), &err), -1);
  ck_assert_str_eq(err.text, "f.yaml:1:7: expected a map, found \"x\".");
  yaml_free(tree);
}
END_TEST

/* ---- suggestions ---- */

START_TEST(the_nearest_word_is_suggested_or_none)
{
  static const char *const known[] = {"network.disconnect", "network.reconnect", "serious", "irt", "active"};
  static const struct {
    const char *word, *meant;
  } rows[] = {
    {"network.disconect", "network.disconnect"}, {"network.recconect", "network.reconnect"},
    {"seriuos", "serious"},   {"itr", "irt"},    {"actve", "active"},   {"Active", "active"},
    {"passive", NULL},        {"x", NULL},       {"", NULL},            {"management", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *meant = suggest(rows[i].word, known, COUNT(known));
    ck_assert_msg((meant == NULL) == (rows[i].meant == NULL), "%s: %s", rows[i].word, meant ? meant : "nothing");
    if (meant)
      ck_assert_str_eq(meant, rows[i].meant);
  }
  char long_word[200];
  memset(long_word, 'x', sizeof long_word - 1);
  long_word[sizeof long_word - 1] = '\0';
  ck_assert_ptr_null(suggest(long_word, known, COUNT(known)));
  ck_assert_ptr_null(suggest("x", NULL, 0));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("yaml");
  TCase *chapter = tcase_create("yaml");
  tcase_add_loop_test(chapter, plain_yaml_is_read, 0, COUNT(good));
  tcase_add_loop_test(chapter, what_could_mean_something_else_is_refused_with_its_place, 0, COUNT(bad));
  tcase_add_test(chapter, a_file_that_nobody_reads_is_too_long);
  tcase_add_test(chapter, a_nul_byte_is_refused_and_does_not_end_the_text);
  tcase_add_test(chapter, every_node_knows_where_it_stands);
  tcase_add_test(chapter, what_is_of_another_kind_is_refused_with_what_was_expected);
  tcase_add_test(chapter, an_unknown_key_is_refused_with_what_was_meant);
  tcase_add_test(chapter, the_nearest_word_is_suggested_or_none);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
