/* A site's own lib/: its functions lie over the shipped ones, one by one. */
#include "stage.h"

#include "base/alloc.h"

#include <string.h>

static const char shipped_send[] = "local send = {}\n"
                                   "function send.one() notify.irt {} end\n"
                                   "function send.two() send.one() notify.legal {} end\n"
                                   "return send\n";

static void expect(const char *own, const char *body, const char *asked)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/shipped/send.lua", shipped_send);
  if (own)
    stage_file(&stage, "lib/send.lua", own);
  ck_assert_msg(stage_body(&stage, body) == 0, "%s", stage.err.text);
  ck_assert_msg(stage_play(&stage) == SCRIPT_ENDED, "%s", stage.error);
  ck_assert_str_eq(buf_string(&stage.asked), asked);
  stage_end(&stage);
}

START_TEST(what_a_site_leaves_out_is_as_shipped)
{
  expect(NULL, "send.two()", "main.1 notify.irt {}\nmain.2 notify.legal {}\n");
  expect("return {}", "send.two()", "main.1 notify.irt {}\nmain.2 notify.legal {}\n");
}
END_TEST

START_TEST(a_function_of_the_sites_takes_the_place_of_the_shipped_one)
{
  expect("return { two = function () notify.owner {} end }", "send.one() send.two()",
         "main.1 notify.irt {}\nmain.2 notify.owner {}\n");
}
END_TEST

START_TEST(also_where_a_shipped_function_calls_it)
{
  expect("return { one = function () notify.owner {} end }", "send.two()",
         "main.1 notify.owner {}\nmain.2 notify.legal {}\n");
}
END_TEST

START_TEST(a_function_of_the_sites_can_call_the_shipped_ones_beside_it)
{
  static const char *const own = "local send = {}\nfunction send.two() send.one() notify.owner {} end\nreturn send";
  expect(own, "send.two()", "main.1 notify.irt {}\nmain.2 notify.owner {}\n");
}
END_TEST

START_TEST(a_function_may_be_added)
{
  expect("return { three = function () notify.owner {} end }", "send.three() send.one()",
         "main.1 notify.owner {}\nmain.2 notify.irt {}\n");
}
END_TEST

START_TEST(what_neither_has_is_an_error_that_suggests)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/shipped/send.lua", shipped_send);
  stage_file(&stage, "lib/send.lua", "local send = {}\nfunction send.two()\n  send.oen()\nend\nreturn send");
  ck_assert_int_eq(stage_body(&stage, "send.two()"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_msg(strstr(stage.error, "lib/send.lua:3: no function is called \"send.oen\"; did you mean \"send.one\"?"),
                "%s", stage.error);
  stage_end(&stage);
}
END_TEST

START_TEST(an_error_names_the_file_it_is_in)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/shipped/send.lua", "return { one = function ()\n  error('no')\nend }");
  stage_file(&stage, "lib/send.lua", "return {}");
  ck_assert_int_eq(stage_body(&stage, "send.one()"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_msg(strstr(stage.error, "lib/shipped/send.lua:2: no"), "%s", stage.error);
  stage_end(&stage);
}
END_TEST

START_TEST(a_run_begun_again_starts_from_what_the_files_say)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/shipped/send.lua", shipped_send);
  stage_file(&stage, "lib/send.lua", "local times = 0\nlocal send = {}\nfunction send.one()\n  times = times + 1\n"
                                     "  evidence.seal { what = 'call ' .. times }\nend\nreturn send");
  ck_assert_int_eq(stage_body(&stage, "send.two()"), 0);
  for (int i = 0; i < 2; i++) {
    ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
    ck_assert_str_eq(buf_string(&stage.asked), "main.1 evidence.seal {\"what\":\"call 1\"}\nmain.2 notify.legal {}\n");
    ck_assert_int_eq(stage_load(&stage, "test"), 0);
  }
  stage_end(&stage);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"own", what_a_site_leaves_out_is_as_shipped},
      {"own", a_function_of_the_sites_takes_the_place_of_the_shipped_one},
      {"own", also_where_a_shipped_function_calls_it},
      {"own", a_function_of_the_sites_can_call_the_shipped_ones_beside_it},
      {"own", a_function_may_be_added},
      {"own", what_neither_has_is_an_error_that_suggests},
      {"own", an_error_names_the_file_it_is_in},
      {"own", a_run_begun_again_starts_from_what_the_files_say},
  };
  return stage_run("library", cases, COUNT(cases));
}
