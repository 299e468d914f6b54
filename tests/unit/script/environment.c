/* What a playbook can see, and what it cannot. */
#include "stage.h"

#include "base/alloc.h"

#include <string.h>

START_TEST(a_name_that_does_not_exist_is_an_error_with_its_line)
{
  stage_expect_failure("\npcall(function () end)", "playbooks/test.lua:3: unknown name \"pcall\"");
  stage_expect_failure("toegther {}", "unknown name \"toegther\"; did you mean \"together\"?");
  stage_expect_failure("return notfy", "unknown name \"notfy\"; did you mean \"notify\"?");
}
END_TEST

START_TEST(there_are_no_globals)
{
  stage_expect_failure("foo = 1", "playbooks/test.lua:2: write 'local foo': playbooks have no globals");
  stage_expect_failure("function foo() end", "write 'local foo'");
  stage_expect_failure("done = 'x'", "write 'local done'");
}
END_TEST

START_TEST(what_is_built_in_cannot_be_changed)
{
  stage_expect_failure("notify.irt = nil", "notify is built in and cannot be changed");
  stage_expect_failure("string.upper = nil", "string is built in and cannot be changed");
  stage_expect_failure("table.insert(notify, 1)", "is built in and cannot be changed");
  stage_expect_failure("local s = ''\nreturn s.find", "no function is called \"string.find\"");
}
END_TEST

/* Moves every line that is an action out of the list; returns how many there were. */
static size_t take_actions_out(struct buf *names)
{
  struct buf rest = {0};
  size_t count = 0;
  for (const char *line = buf_string(names), *end; *line; line = end + 1) {
    end = strchr(line, '\n');
    char *name = xasprintf("%.*s", (int)(end - line), line);
    if (catalogue_action(&stage_catalogue, name))
      count++;
    else
      buf_format(&rest, "%s\n", name);
    free(name);
  }
  buf_finish(names);
  *names = rest;
  return count;
}

START_TEST(all_that_a_playbook_can_see_besides_actions_is_on_this_list)
{
  static const char *const expected =
      "assert\ncertain\ndenied\ndone\nerror\nestablish\nfailed\nipairs\nmath.abs\nmath.ceil\n"
      "math.floor\nmath.max\nmath.min\nmath.tointeger\nmath.type\npairs\nplaybook\npossible\n"
      "rawequal\nrawlen\nselect\nstring.byte\nstring.char\n"
      "string.format\nstring.len\nstring.lower\nstring.rep\nstring.reverse\nstring.sub\nstring.upper\n"
      "table.concat\ntable.insert\ntable.remove\ntable.unpack\ntogether\n"
      "tonumber\ntostring\ntype\nunknown\n";
  struct stage stage;
  struct buf names = {0};
  stage_begin(&stage);
  ck_assert_int_eq(stage_body(&stage, ""), 0);
  ck_assert_int_eq(script_names(stage.script, &names, &stage.err), 0);
  ck_assert_uint_eq(take_actions_out(&names), stage_catalogue.action_count - 1); /* facts are established by a word */
  ck_assert_str_eq(buf_string(&names), expected);
  buf_finish(&names);
  stage_end(&stage);
}
END_TEST

START_TEST(pairs_walks_numbers_first_and_then_names_in_byte_order)
{
  stage_expect_asked("local walked = ''\n"
                     "for name, value in pairs { zeta = 1, [2] = 2, Alpha = 3, alpha = 4, [-1] = 5, [1] = 6 } do\n"
                     "  walked = walked .. name .. '=' .. value .. ' '\n"
                     "end\n"
                     "evidence.seal { what = walked }",
                     "main.1 evidence.seal {\"what\":\"-1=5 1=6 2=2 Alpha=3 alpha=4 zeta=1 \"}\n");
}
END_TEST

START_TEST(a_table_may_lose_names_while_it_is_walked)
{
  stage_expect_asked("local t, walked = { a = 1, b = 2, c = 3 }, ''\n"
                     "for name in pairs(t) do t.b = nil; walked = walked .. name end\n"
                     "evidence.seal { what = walked }",
                     "main.1 evidence.seal {\"what\":\"ac\"}\n");
}
END_TEST

START_TEST(nothing_shows_an_address)
{
  stage_expect_failure("return tostring({})", "tostring shows texts, numbers and truths, not a value of type table");
  stage_expect_failure("return tostring(print)", "unknown name \"print\"");
  stage_expect_failure("return tostring(tostring)", "not a value of type function");
  stage_expect_failure("return tostring(incident)", "not a value of type userdata");
  stage_expect_failure("return string.format('%s', {})", "string.format shows texts");
  stage_expect_failure("return ('%5.1s'):format(incident)", "string.format shows texts");
  stage_expect_failure("return string.format('%p', {})", "string.format has no %p here");
  stage_expect_failure("return string.format('%-12p', 'x')", "string.format has no %p here");
  stage_expect_failure("error({})", "playbooks/test.lua:2: error was called with a value of type table");
  stage_expect_failure("error(notify)", "error was called with a value of type table");
}
END_TEST

START_TEST(texts_are_formatted_and_repeated_within_bounds)
{
  stage_expect_asked("evidence.seal { what = string.format('%s|%5d|%x|%%|%s|%q', 'a', 42, 255, true, 'x') }",
                     "main.1 evidence.seal {\"what\":\"a|   42|ff|%|true|\\\"x\\\"\"}\n");
  stage_expect_asked("evidence.seal { what = ('ab'):rep(3, '-') .. ('x'):rep(0) .. (''):rep(1 << 62) }",
                     "main.1 evidence.seal {\"what\":\"ab-ab-ab\"}\n");
  stage_expect_failure("return ('x'):rep(1 << 30)", "string.rep makes texts of up to 64 KiB");
  stage_expect_failure("return ('x'):rep(1 << 62, 'yy')", "string.rep makes texts of up to 64 KiB");
  stage_expect_failure("return string.format('%d')", "bad argument #2 to 'format'");
}
END_TEST

START_TEST(a_text_is_never_added_up)
{
  stage_expect_failure("return '10' + 1", "attempt to perform arithmetic on a string value");
}
END_TEST

START_TEST(an_error_is_told_with_the_line_of_the_playbook_that_led_to_it)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/send.lua",
             "local send = {}\nfunction send.all() local x = nil; return x.y end\nreturn send\n");
  ck_assert_int_eq(stage_body(&stage, "\nsend.all()\nnotify.irt {}"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, "lib/send.lua:2: attempt to index a nil value (local 'x') "
                                "(called from playbooks/test.lua:3)");
  stage_end(&stage);
}
END_TEST

/* ---- files ---- */

START_TEST(only_text_is_read)
{
  stage_expect_refusal("\x1bLua\x54", "playbooks/test.lua: it is compiled; a procedure holds text");
}
END_TEST

START_TEST(a_mistake_in_writing_is_told_with_its_line)
{
  stage_expect_refusal("return playbook {\n  name = 'test'\n  title = 'T' }", "playbooks/test.lua:3: '}' expected");
}
END_TEST

static void expect_body_refusal(const char *body, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(stage_body(&stage, body), -1);
  ck_assert_str_eq(stage.err.text, sentence);
  stage_end(&stage);
}

START_TEST(an_outcome_itself_is_no_condition)
{
  expect_body_refusal("\nif network.block { target = 'x' } then end",
                      "playbooks/test.lua:3: what network.block gives back is always true; ask for its status: "
                      "network.block { ... }.status == done");
  expect_body_refusal("repeat until --[[ at last ]] notify.irt {}",
                      "playbooks/test.lua:2: what notify.irt gives back is always true; ask for its status: "
                      "notify.irt { ... }.status == done");
  expect_body_refusal("local x = not notify . irt { must = (true) }",
                      "playbooks/test.lua:2: what notify.irt gives back is always true; ask for its status: "
                      "notify.irt { ... }.status == done");
  expect_body_refusal("if notify.irt {} == done then end",
                      "playbooks/test.lua:2: what notify.irt gives back is always true; ask for its status: "
                      "notify.irt { ... }.status == done");
}
END_TEST

START_TEST(a_look_at_an_outcome_is_a_condition_and_so_is_what_only_looks_like_one)
{
  stage_expect_asked("if notify.irt { must = false }.status == failed then notify.legal {} end\n"
                     "-- if notify.irt {} then\n"
                     "--[==[ if notify.irt {} ]] then ]==]\n"
                     "local text = 'if notify.irt {} then' .. [[ not notify.irt {} ]] .. \"\\\" and notify.irt {}\"\n"
                     "local notify_irt = {}\nlocal ifs = not notify_irt\n"
                     "if notify_irt and certain 'active' then end",
                     "main.1 notify.irt {}\n");
}
END_TEST

START_TEST(a_file_returns_one_playbook)
{
  stage_expect_refusal("", "playbooks/test.lua: it returns no playbook { ... }");
  stage_expect_refusal("return {}", "it returns no playbook { ... }");
  stage_expect_refusal("return playbook { name = 'test', title = 'T', run = function () end }, playbook {}",
                       "a file returns one playbook { ... }, once");
  stage_expect_refusal("return playbook { name = 'other', title = 'T', run = function () end }",
                       "playbooks/test.lua: its name is \"other\"; file and name have to agree");
}
END_TEST

START_TEST(a_playbooks_head_is_checked)
{
  stage_expect_refusal("return playbook { nmae = 'test' }", "a playbook has no \"nmae\"; did you mean \"name\"?");
  stage_expect_refusal("return playbook { name = 'test' }", "a playbook has a name and a title");
  stage_expect_refusal("return playbook { name = 'test', title = {} }", "a playbook's title is a string, not of type");
  stage_expect_refusal("return playbook { name = 'test', title = 'T' }", "a playbook has either run = function");
  stage_expect_refusal("return playbook { name = 'test', title = 'T', run = 1 }", "a playbook's run is a function");
  stage_expect_refusal("return playbook { name = 'test', title = 'T', accepts = { priority = 6 },\n"
                       "run = function () end }", "a number from 0 to 5");
  stage_expect_refusal("return playbook { name = 'test', title = 'T', accepts = { kind = 6 },\n"
                       "run = function () end }", "accepts = { priority = 1 }");
}
END_TEST

START_TEST(the_head_is_told)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "playbooks/night.lua",
             "return playbook { name = 'night', title = 'At night', accepts = { priority = 3 }, cites = 'R1',\n"
             "  run = function () end }");
  ck_assert_msg(stage_load(&stage, "night") == 0, "%s", stage.err.text);
  ck_assert_str_eq(stage.head.name, "night");
  ck_assert_str_eq(stage.head.title, "At night");
  ck_assert_str_eq(stage.head.cites, "R1");
  ck_assert_int_eq(stage.head.priority, 3);
  ck_assert_int_eq(stage_body(&stage, ""), 0);
  ck_assert_ptr_null(stage.head.cites);
  ck_assert_int_eq(stage.head.priority, -1);
  stage_end(&stage);
}
END_TEST

START_TEST(a_playbook_may_follow_another_with_a_head_of_its_own)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "playbooks/other.lua", "return playbook { name = 'other', title = 'Other', follows = 'test' }");
  stage_file(&stage, "playbooks/third.lua", "return playbook { name = 'third', title = 'Third', follows = 'other' }");
  stage_file(&stage, "playbooks/lost.lua", "return playbook { name = 'lost', title = 'Lost', follows = 'tset' }");
  ck_assert_int_eq(stage_body(&stage, "notify.irt {}"), 0);
  ck_assert_int_eq(stage_load(&stage, "other"), 0);
  ck_assert_str_eq(stage.head.title, "Other");
  ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
  ck_assert_str_eq(buf_string(&stage.asked), "main.1 notify.irt {}\n");
  ck_assert_int_eq(stage_load(&stage, "third"), -1);
  ck_assert_str_eq(stage.err.text, "playbooks/third.lua: it follows other, which follows another itself");
  ck_assert_int_eq(stage_load(&stage, "lost"), -1);
  ck_assert_str_eq(stage.err.text, "playbooks/tset.lua: the procedure has no such file");
  stage_end(&stage);
}
END_TEST

START_TEST(a_playbook_that_does_not_exist_is_named)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(stage_load(&stage, "nothing"), -1);
  ck_assert_str_eq(stage.err.text, "playbooks/nothing.lua: the procedure has no such file");
  stage_end(&stage);
}
END_TEST

static void expect_library_refusal(const char *name, const char *text, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, name, text);
  ck_assert_int_eq(stage_body(&stage, ""), -1);
  ck_assert_msg(strstr(stage.err.text, sentence) != NULL, "said instead: %s", stage.err.text);
  stage_end(&stage);
}

START_TEST(a_library_is_a_table_of_functions_under_a_name_of_its_own)
{
  expect_library_refusal("lib/notify.lua", "return {}", "lib/notify.lua: the name notify is taken already");
  expect_library_refusal("lib/string.lua", "return {}", "lib/string.lua: the name string is taken already");
  expect_library_refusal("lib/send.lua", "", "lib/send.lua: it returns no table of functions");
  expect_library_refusal("lib/send.lua", "return { x = 1 }", "lib/send.lua: it returns more than named functions");
  expect_library_refusal("lib/send.lua", "return string", "lib/send.lua: it returns no table of functions");
  expect_library_refusal("lib/send.lua", "\nlocal x <const = 1", "lib/send.lua:2:");
  expect_library_refusal("lib/send.lua", "while true do end", "used up its 10000000 instructions");
}
END_TEST

START_TEST(libraries_that_need_each_other_to_be_read_are_refused)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/one.lua", "local f = two.f\nreturn { f = f }");
  stage_file(&stage, "lib/two.lua", "local f = one.f\nreturn { f = f }");
  ck_assert_int_eq(stage_body(&stage, ""), -1);
  ck_assert_msg(strstr(stage.err.text, "lib/one.lua: it and others need each other while they are read") != NULL,
                "said instead: %s", stage.err.text);
  stage_end(&stage);
}
END_TEST

START_TEST(what_lies_deeper_in_lib_is_not_read)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/meta/actions.lua", "error('cannot be run')");
  ck_assert_int_eq(stage_body(&stage, ""), 0);
  stage_end(&stage);
}
END_TEST

START_TEST(a_library_cannot_be_changed_by_a_playbook)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/send.lua", "return { everybody = function () notify.irt {} end }");
  ck_assert_int_eq(stage_body(&stage, "send.everybody = nil"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, "playbooks/test.lua:2: send is built in and cannot be changed");
  ck_assert_int_eq(stage_body(&stage, "send.everbody()"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_str_eq(stage.error, "playbooks/test.lua:2: no function is called \"send.everbody\"; "
                                "did you mean \"send.everybody\"?");
  stage_end(&stage);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"names", a_name_that_does_not_exist_is_an_error_with_its_line},
      {"names", there_are_no_globals},
      {"names", what_is_built_in_cannot_be_changed},
      {"names", all_that_a_playbook_can_see_besides_actions_is_on_this_list},
      {"functions", pairs_walks_numbers_first_and_then_names_in_byte_order},
      {"functions", a_table_may_lose_names_while_it_is_walked},
      {"functions", nothing_shows_an_address},
      {"functions", texts_are_formatted_and_repeated_within_bounds},
      {"functions", a_text_is_never_added_up},
      {"functions", an_error_is_told_with_the_line_of_the_playbook_that_led_to_it},
      {"files", only_text_is_read},
      {"files", a_mistake_in_writing_is_told_with_its_line},
      {"files", an_outcome_itself_is_no_condition},
      {"files", a_look_at_an_outcome_is_a_condition_and_so_is_what_only_looks_like_one},
      {"files", a_file_returns_one_playbook},
      {"files", a_playbooks_head_is_checked},
      {"files", the_head_is_told},
      {"files", a_playbook_may_follow_another_with_a_head_of_its_own},
      {"files", a_playbook_that_does_not_exist_is_named},
      {"files", a_library_is_a_table_of_functions_under_a_name_of_its_own},
      {"files", libraries_that_need_each_other_to_be_read_are_refused},
      {"files", what_lies_deeper_in_lib_is_not_read},
      {"files", a_library_cannot_be_changed_by_a_playbook},
  };
  return stage_run("environment", cases, COUNT(cases));
}
