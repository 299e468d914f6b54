/* What a run may use, over all its tracks; and that the same run uses the same. */
#include "stage.h"

#include "base/alloc.h"

#include <string.h>

static enum script_event play(struct stage *stage, const char *body)
{
  ck_assert_msg(stage_body(stage, body) == 0, "%s", stage->err.text);
  return stage_play(stage);
}

static void expect_stop(const char *body, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(play(&stage, body), SCRIPT_STOPPED);
  ck_assert_msg(strstr(stage.error, sentence) != NULL, "said instead: %s", stage.error);
  stage_end(&stage);
}

START_TEST(a_loop_without_end_is_stopped_and_its_line_told)
{
  expect_stop("\nwhile true do end", "playbooks/test.lua:3: the run has used up its 10000000 instructions");
}
END_TEST

START_TEST(memory_without_end_is_stopped)
{
  expect_stop("local s = 'x'\nwhile true do s = s .. s end", "playbooks/test.lua:3: the run has used up its 16384 KiB");
  expect_stop("local t = {}\nfor i = 1, 1e9 do t[i] = i end", "of memory");
  expect_stop("local t = {}\nfor i = 1, 1e9 do t = { t } end", "of memory");
  expect_stop("local function f() return 1 + f() end\nf()", "a call that grows without end");
}
END_TEST

START_TEST(a_run_that_lives_at_the_edge_of_its_memory_is_soon_over)
{
  expect_stop("local keep = false\n"
              "while true do\n"
              "  local made = {}\n"
              "  for i = 1, 100 do made[i] = { keep } end\n"
              "  keep = made\n"
              "end", "of memory");
}
END_TEST

START_TEST(all_tracks_share_one_budget)
{
  struct stage stage;
  stage_begin(&stage);
  stage.limits.instructions = 100000;
  stage.requests_max = 100000;
  ck_assert_int_eq(play(&stage, "local function work() for i = 1, 10000 do notify.irt {} end end\n"
                                "together { a = work, b = work }"), SCRIPT_STOPPED);
  ck_assert_int_gt(script_spent(stage.script), 100000);
  ck_assert_int_lt(script_spent(stage.script), 103000);
  stage_end(&stage);
}
END_TEST

START_TEST(making_tracks_costs_so_that_short_ones_do_not_escape)
{
  struct stage stage;
  stage_begin(&stage);
  stage.limits.instructions = 1000000;
  ck_assert_int_eq(play(&stage, "while true do together { a = function () end, b = function () end } end"),
                   SCRIPT_STOPPED);
  stage_end(&stage);
}
END_TEST

START_TEST(what_was_stopped_stays_stopped)
{
  struct stage stage;
  struct script_asked asked = {0};
  stage_begin(&stage);
  ck_assert_int_eq(play(&stage, "together { a = function () while true do end end,\n"
                                "b = function () notify.irt {} end }\nnotify.irt {}"), SCRIPT_STOPPED);
  ck_assert_str_eq(buf_string(&stage.asked), "");
  struct script_thread *other = script_main(stage.script);
  ck_assert_int_eq(script_resume(stage.script, other, NULL, NULL, &asked), SCRIPT_STOPPED);
  ck_assert_ptr_nonnull(strstr(asked.error, "used up"));
  script_asked_finish(&asked);
  stage_end(&stage);
}
END_TEST

START_TEST(loading_again_starts_with_a_full_budget)
{
  struct stage stage;
  stage_begin(&stage);
  ck_assert_int_eq(play(&stage, "if certain 'active' then while true do end end\nnotify.irt {}"), SCRIPT_ENDED);
  long long spent = script_spent(stage.script);
  json_object_set_new(stage.facts, "active", json_string("true"));
  ck_assert_int_eq(stage_load(&stage, "test"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_STOPPED);
  json_object_clear(stage.facts);
  ck_assert_int_eq(stage_load(&stage, "test"), 0);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
  ck_assert_int_eq(script_spent(stage.script), spent);
  stage_end(&stage);
}
END_TEST

/* ---- the same again ---- */

static const char *const busy =
    "local names = { 'delta', 'alpha', 'charlie', 'bravo' }\n"
    "local seen = {}\n"
    "local function work(name)\n"
    "  return function ()\n"
    "    for i = 1, 50 do\n"
    "      seen[name .. i] = notify.irt {}\n"
    "      if seen[name .. i].status == done then evidence.seal { what = { name = name, i = i } } end\n"
    "    end\n"
    "  end\n"
    "end\n"
    "local tracks = {}\n"
    "for i, name in ipairs(names) do tracks[name] = work(name) end\n"
    "together(tracks)\n"
    "local order = ''\n"
    "for name, outcome in pairs(seen) do order = order .. name .. outcome.status end\n"
    "evidence.seal { what = order }";

START_TEST(the_same_outcomes_lead_to_the_same_requests_and_the_same_cost)
{
  char *first = NULL;
  long long spent = 0;
  for (int i = 0; i < 8; i++) {
    struct stage stage;
    stage_begin(&stage);
    ck_assert_msg(play(&stage, busy) == SCRIPT_ENDED, "%s", stage.error);
    if (first) {
      ck_assert_str_eq(buf_string(&stage.asked), first);
      ck_assert_int_eq(script_spent(stage.script), spent);
    } else {
      first = xstrdup(buf_string(&stage.asked));
      spent = script_spent(stage.script);
    }
    stage_end(&stage);
  }
  ck_assert_int_gt(spent, 10000);
  free(first);
}
END_TEST

START_TEST(a_library_forgets_between_two_loadings)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "lib/counter.lua", "local n = 0\nreturn { more = function () n = n + 1 return n end }");
  for (int i = 0; i < 3; i++) {
    ck_assert_int_eq(i ? stage_load(&stage, "test") : stage_body(&stage, "evidence.seal { what = counter.more() }"), 0);
    ck_assert_int_eq(stage_play(&stage), SCRIPT_ENDED);
    ck_assert_str_eq(buf_string(&stage.asked), "main.1 evidence.seal {\"what\":1}\n");
  }
  stage_end(&stage);
}
END_TEST

START_TEST(a_chunk_that_changes_its_world_does_so_for_one_loading)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "playbooks/test.lua",
             "local made = playbook { name = 'test', title = 'T', run = function () end }\n"
             "_ENV = {}\nreturn made");
  ck_assert_int_eq(stage_load(&stage, "test"), 0);
  ck_assert_msg(stage_load(&stage, "test") == 0, "%s", stage.err.text);
  stage_end(&stage);
}
END_TEST

/* ---- leaving ---- */

START_TEST(thousands_of_abandoned_runs_leave_nothing)
{
  struct stage stage;
  stage_begin(&stage);
  stage.limits.memory = 2 << 20;
  ck_assert_int_eq(stage_body(&stage, busy), 0);
  for (int i = 0; i < 3000; i++) {
    stage.requests_max = 1 + i % 100;
    ck_assert_int_eq(stage_play(&stage), SCRIPT_ASKED);
    ck_assert_msg(stage_load(&stage, "test") == 0, "%s", stage.err.text);
  }
  stage_end(&stage);
}
END_TEST

START_TEST(a_script_can_be_freed_in_the_middle_of_anything)
{
  for (int i = 0; i < 100; i++) {
    struct stage stage;
    stage_begin(&stage);
    stage.requests_max = 1 + i;
    ck_assert_int_eq(play(&stage, busy), SCRIPT_ASKED);
    stage_end(&stage);
  }
}
END_TEST

START_TEST(memory_may_run_out_anywhere)
{
  int stopped = 0, refused = 0;
  for (size_t memory = 1; memory < 200000; memory += memory < 60000 ? 997 : 487) {
    struct stage stage;
    stage_begin(&stage);
    stage.limits.memory = memory;
    if (stage_body(&stage, busy) < 0) {
      ck_assert(stage.err.text[0]);
      refused++;
    } else if (stage_play(&stage) == SCRIPT_STOPPED) {
      ck_assert_msg(strstr(stage.error, "of memory") != NULL, "said instead: %s", stage.error);
      stopped++;
    }
    stage_end(&stage);
  }
  ck_assert_int_gt(refused, 10);
  ck_assert_int_gt(stopped, 10);
}
END_TEST

int main(void)
{
  const struct stage_case cases[] = {
      {"limits", a_loop_without_end_is_stopped_and_its_line_told},
      {"limits", memory_without_end_is_stopped},
      {"limits", a_run_that_lives_at_the_edge_of_its_memory_is_soon_over},
      {"limits", all_tracks_share_one_budget},
      {"limits", making_tracks_costs_so_that_short_ones_do_not_escape},
      {"limits", what_was_stopped_stays_stopped},
      {"limits", loading_again_starts_with_a_full_budget},
      {"again", the_same_outcomes_lead_to_the_same_requests_and_the_same_cost},
      {"again", a_library_forgets_between_two_loadings},
      {"again", a_chunk_that_changes_its_world_does_so_for_one_loading},
      {"leaving", thousands_of_abandoned_runs_leave_nothing},
      {"leaving", a_script_can_be_freed_in_the_middle_of_anything},
      {"leaving", memory_may_run_out_anywhere},
  };
  return stage_run("budget", cases, COUNT(cases));
}
