/* base/json: what is canonical (RFC 8785), what is not, and that the writer only makes what the check accepts. */
#include "base/json.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* y: canonical, n: not. The names say why, so that a failure explains itself. */
#define TEXT(text) text, sizeof text - 1

static const struct sample {
  const char *name, *bytes;
  size_t length;
} samples[] = {
    {"y_empty_object", TEXT("{}")},
    {"y_every_kind", TEXT("{\"a\":1,\"b\":\"x\",\"c\":[true,false,null],\"d\":{}}")},
    {"y_empty_key_comes_first", TEXT("{\"\":0,\" \":0,\"A\":0,\"a\":0,\"aa\":0,\"b\":0}")},
    {"y_largest_integers", TEXT("{\"a\":9007199254740991,\"b\":-9007199254740991}")},
    {"y_zero", TEXT("{\"a\":0}")},
    {"y_short_escapes", TEXT("{\"a\":\"\\b\\t\\n\\f\\r\\\"\\\\\"}")},
    {"y_control_escape", TEXT("{\"a\":\"\\u0001\\u001f\"}")},
    {"y_slash_and_delete_unescaped", TEXT("{\"a\":\"/\x7f\"}")},
    {"y_euro_and_astral", TEXT("{\"a\":\"\xE2\x82\xAC\xF0\x9F\x94\x94\"}")},
    {"y_last_code_point", TEXT("{\"a\":\"\xF4\x8F\xBF\xBF\"}")},
    {"n_nothing", TEXT("")},
    {"n_array_on_top", TEXT("[]")},
    {"n_text_on_top", TEXT("\"a\"")},
    {"n_space_before", TEXT(" {}")},
    {"n_newline_after", TEXT("{}\n")},
    {"n_space_inside", TEXT("{\"a\": 1}")},
    {"n_second_object", TEXT("{}{}")},
    {"n_unclosed", TEXT("{\"a\":1")},
    {"n_comma_at_end", TEXT("{\"a\":1,}")},
    {"n_comma_at_end_of_list", TEXT("{\"a\":[1,]}")},
    {"n_no_colon", TEXT("{\"a\"1}")},
    {"n_no_value", TEXT("{\"a\":}")},
    {"n_descending_keys", TEXT("{\"b\":1,\"a\":1}")},
    {"n_prefix_after_longer", TEXT("{\"aa\":1,\"a\":1}")},
    {"n_duplicate_keys", TEXT("{\"a\":1,\"a\":1}")},
    {"n_duplicate_through_escape", TEXT("{\"a\":1,\"\\u0061\":1}")},
    {"n_key_beyond_ascii", TEXT("{\"\xC3\xA4\":1}")},
    {"n_key_with_delete", TEXT("{\"\x7f\":1}")},
    {"n_needless_escape", TEXT("{\"a\":\"\\u0061\"}")},
    {"n_escaped_slash", TEXT("{\"a\":\"\\/\"}")},
    {"n_long_form_of_newline", TEXT("{\"a\":\"\\u000a\"}")},
    {"n_upper_case_hex", TEXT("{\"a\":\"\\u001F\"}")},
    {"n_escaped_nul", TEXT("{\"a\":\"\\u0000\"}")},
    {"n_raw_nul", TEXT("{\"a\":\"\0\"}")},
    {"n_raw_newline", TEXT("{\"a\":\"\n\"}")},
    {"n_lone_surrogate_escaped", TEXT("{\"a\":\"\\ud83d\"}")},
    {"n_surrogate_pair_escaped", TEXT("{\"a\":\"\\ud83d\\udd14\"}")},
    {"n_surrogate_in_bytes", TEXT("{\"a\":\"\xED\xA0\x80\"}")},
    {"n_overlong", TEXT("{\"a\":\"\xC0\xAF\"}")},
    {"n_overlong_three", TEXT("{\"a\":\"\xE0\x80\xAF\"}")},
    {"n_beyond_unicode", TEXT("{\"a\":\"\xF4\x90\x80\x80\"}")},
    {"n_lone_tail", TEXT("{\"a\":\"\x80\"}")},
    {"n_cut_character", TEXT("{\"a\":\"\xE2\x82\"}")},
    {"n_cut_at_the_end", TEXT("{\"a\":\"\xE2")},
    {"n_cut_escape", TEXT("{\"a\":\"\\")},
    {"n_cut_hex", TEXT("{\"a\":\"\\u00")},
    {"n_fraction", TEXT("{\"a\":1.0}")},
    {"n_exponent", TEXT("{\"a\":1e3}")},
    {"n_leading_zero", TEXT("{\"a\":01}")},
    {"n_negative_zero", TEXT("{\"a\":-0}")},
    {"n_minus_alone", TEXT("{\"a\":-}")},
    {"n_plus", TEXT("{\"a\":+1}")},
    {"n_too_large", TEXT("{\"a\":9007199254740992}")},
    {"n_far_too_large", TEXT("{\"a\":99999999999999999999999999}")},
    {"n_word_cut", TEXT("{\"a\":tru}")},
    {"n_word_wrong", TEXT("{\"a\":nul1}")},
};

START_TEST(what_is_canonical_passes_and_nothing_else_does)
{
  const struct sample *sample = &samples[_i];
  struct err err = {0};
  int result = json_check(sample->bytes, sample->length, &err);
  ck_assert_msg((result == 0) == (sample->name[0] == 'y'), "%s: %s", sample->name, err.text);
  ck_assert(result == 0 || strstr(err.text, "at byte "));
}
END_TEST

START_TEST(nesting_has_a_limit)
{
  struct buf deep = {0};
  struct err err = {0};
  buf_text(&deep, "{\"a\":");
  for (int i = 0; i < 100000; i++)
    buf_char(&deep, '[');
  ck_assert_int_eq(json_check(deep.bytes, deep.length, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "too deep"));
  err = (struct err){0};
  ck_assert_ptr_null(json_parse(deep.bytes, deep.length, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "deeper"));
  buf_finish(&deep);
}
END_TEST

START_TEST(the_writer_makes_canonical_text)
{
  struct buf out = {0};
  struct json json;
  struct err err = {0};
  json_begin(&json, &out);
  json_open_object(&json);
  json_member(&json, "a", "line\nwith \"quotes\" \x01 \xE2\x82\xAC");
  json_member(&json, "absent", NULL);
  json_key(&json, "b");
  json_open_array(&json);
  json_put_integer(&json, -JSON_INTEGER_MAX);
  json_put_null(&json);
  json_open_object(&json);
  json_close_object(&json);
  json_close_array(&json);
  json_member_boolean(&json, "c", true);
  json_member_raw(&json, "d", "{\"x\":0}", 7);
  json_member_integer(&json, "e", 0);
  json_close_object(&json);
  ck_assert_str_eq(buf_string(&out), "{\"a\":\"line\\nwith \\\"quotes\\\" \\u0001 \xE2\x82\xAC\","
                                     "\"b\":[-9007199254740991,null,{}],\"c\":true,\"d\":{\"x\":0},\"e\":0}");
  ck_assert_msg(json_check(out.bytes, out.length, &err) == 0, "%s", err.text);
  buf_finish(&out);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_replaced_never_written)
{
  struct buf out = {0};
  struct json json;
  json_begin(&json, &out);
  json_put_bytes(&json, "a\xFF\0b\xE2\x82", 6);
  ck_assert_str_eq(buf_string(&out), "\"a\xEF\xBF\xBD\xEF\xBF\xBD"
                                     "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
  buf_finish(&out);
}
END_TEST

START_TEST(a_tree_comes_out_sorted_and_without_white_space)
{
  struct err err = {0};
  struct buf out = {0};
  const char text[] = " { \"b\" : [ 1 , {\"z\":null,\"y\":\"\\u20ac\"} ] , \"a\" : -5 } ";
  json_t *tree = json_parse(text, sizeof text - 1, &err);
  ck_assert_ptr_nonnull(tree);
  ck_assert_int_eq(json_write_tree(&out, tree, &err), 0);
  ck_assert_str_eq(buf_string(&out), "{\"a\":-5,\"b\":[1,{\"y\":\"\xE2\x82\xAC\",\"z\":null}]}");
  json_decref(tree);
  buf_finish(&out);
}
END_TEST

static const struct {
  const char *text, *sentence;
} unwritable[] = {
    {"{\"a\":1.5}", "not an integer"},
    {"{\"a\":9007199254740992}", "too large"},
    {"{\"\xC3\xA4\":1}", "printable ASCII"},
    {"{\"a\\n\":1}", "printable ASCII"},
};

START_TEST(a_tree_that_cannot_be_canonical_is_refused_and_leaves_nothing_behind)
{
  struct err err = {0};
  struct buf out = {0};
  buf_text(&out, "before");
  json_t *tree = json_parse(unwritable[_i].text, strlen(unwritable[_i].text), &err);
  ck_assert_ptr_nonnull(tree);
  ck_assert_int_eq(json_write_tree(&out, tree, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, unwritable[_i].sentence));
  ck_assert_str_eq(buf_string(&out), "before");
  json_decref(tree);
  buf_finish(&out);
}
END_TEST

START_TEST(parsing_refuses_duplicates_and_getters_have_defaults)
{
  struct err err = {0};
  ck_assert_ptr_null(json_parse("{\"a\":1,\"a\":2}", 13, &err));
  ck_assert(err_is_set(&err));
  err = (struct err){0};
  json_t *tree = json_parse("{\"n\":7,\"t\":\"x\",\"b\":true}", 24, &err);
  ck_assert_int_eq(json_get_integer(tree, "n", -1), 7);
  ck_assert_int_eq(json_get_integer(tree, "t", -1), -1);
  ck_assert_str_eq(json_get_string(tree, "t"), "x");
  ck_assert_ptr_null(json_get_string(tree, "n"));
  ck_assert(json_get_boolean(tree, "b") && !json_get_boolean(tree, "none"));
  json_decref(tree);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("json");
  TCase *chapter = tcase_create("json");
  tcase_add_loop_test(chapter, what_is_canonical_passes_and_nothing_else_does, 0, sizeof samples / sizeof *samples);
  tcase_add_test(chapter, nesting_has_a_limit);
  tcase_add_test(chapter, the_writer_makes_canonical_text);
  tcase_add_test(chapter, bytes_that_are_no_text_are_replaced_never_written);
  tcase_add_test(chapter, a_tree_comes_out_sorted_and_without_white_space);
  tcase_add_loop_test(chapter, a_tree_that_cannot_be_canonical_is_refused_and_leaves_nothing_behind, 0,
                      sizeof unwritable / sizeof *unwritable);
  tcase_add_test(chapter, parsing_refuses_duplicates_and_getters_have_defaults);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
