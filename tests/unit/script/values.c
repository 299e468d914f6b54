/* What can be given to an action, and how it is written. */
#include "stage.h"

#include "base/alloc.h"

START_TEST(lists_names_and_plain_values_become_canonical)
{
  stage_expect_asked("evidence.seal { what = { b = { 1, 2, 'x' }, a = true, Z = {}, n = -5, t = 'a\\n\\\"' } }",
                     "main.1 evidence.seal {\"what\":{\"Z\":[],\"a\":true,\"b\":[1,2,\"x\"],\"n\":-5,"
                     "\"t\":\"a\\n\\\"\"}}\n");
}
END_TEST

START_TEST(whole_numbers_are_written_whole)
{
  stage_expect_asked("evidence.seal { what = { 2.0, 1 << 52, -0 } }",
                     "main.1 evidence.seal {\"what\":[2,4503599627370496,0]}\n");
  stage_expect_failure("evidence.seal { what = 1.5 }", "the number 1.5 cannot be given to an action");
  stage_expect_failure("evidence.seal { what = 1 << 62 }", "whole numbers up to 2^53 can");
  stage_expect_failure("evidence.seal { what = 0/0 }", "cannot be given to an action");
}
END_TEST

START_TEST(text_that_is_no_utf8_is_mended)
{
  stage_expect_asked("evidence.seal { what = 'a\\xffb' }", "main.1 evidence.seal {\"what\":\"a\xef\xbf\xbd" "b\"}\n");
}
END_TEST

START_TEST(what_has_no_meaning_outside_is_refused)
{
  stage_expect_failure("evidence.seal { what = function () end }", "a value of type function cannot be given");
  stage_expect_failure("evidence.seal { what = notify }", "this table is built in");
  stage_expect_failure("evidence.seal { what = { 1, 2, x = 3 } }", "a table is either a list or has names, not both");
  stage_expect_failure("evidence.seal { what = { [2] = 1 } }", "a table is either a list or has names");
  stage_expect_failure("evidence.seal { what = { [1.5] = 1 } }", "the names in a table are texts or whole numbers");
  stage_expect_failure("evidence.seal { what = { [true] = 1 } }", "not of type boolean");
  stage_expect_failure("evidence.seal { what = { ['\xc3\xa4'] = 1 } }", "not plain ASCII");
  stage_expect_failure("evidence.seal { what = { ['a\\0b'] = 1 } }", "the names in a table are texts");
}
END_TEST

START_TEST(arguments_are_not_deep_and_not_long)
{
  stage_expect_asked("evidence.seal { what = {{{{{{{}}}}}}} }", "main.1 evidence.seal {\"what\":[[[[[[[]]]]]]]}\n");
  stage_expect_failure("evidence.seal { what = {{{{{{{{}}}}}}}} }", "tables are nested deeper than 8");
  stage_expect_failure("local t = {}\nt.t = t\nevidence.seal { what = t }", "tables are nested deeper than 8");
  stage_expect_failure("evidence.seal { what = ('x'):rep(17000) }", "the arguments are longer than 16 KiB");
  stage_expect_failure("local t = {}\nfor i = 1, 7000 do t[i] = 'x' end\nevidence.seal { what = t }",
                       "the arguments are longer than 16 KiB");
}
END_TEST

START_TEST(what_the_incident_holds_comes_as_it_is)
{
  struct stage stage;
  stage_begin(&stage);
  json_object_set_new(stage.incident, "title", json_pack("{s:[i,b,s,n],s:{}}", "l", 7, 1, "x", "o"));
  ck_assert_int_eq(stage_body(&stage, "local t = incident.title\n"
                                      "assert(t.l[1] == 7 and t.l[2] == true and t.l[3] == 'x' and #t.l == 3)\n"
                                      "evidence.seal { what = t }"), 0);
  ck_assert_msg(stage_play(&stage) == SCRIPT_ENDED, "%s", stage.error);
  ck_assert_str_eq(buf_string(&stage.asked), "main.1 evidence.seal {\"what\":{\"l\":[7,true,\"x\"],\"o\":[]}}\n");
  stage_end(&stage);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"values", lists_names_and_plain_values_become_canonical},
      {"values", whole_numbers_are_written_whole},
      {"values", text_that_is_no_utf8_is_mended},
      {"values", what_has_no_meaning_outside_is_refused},
      {"values", arguments_are_not_deep_and_not_long},
      {"values", what_the_incident_holds_comes_as_it_is},
  };
  return stage_run("values", cases, COUNT(cases));
}
