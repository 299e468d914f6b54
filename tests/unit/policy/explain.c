/* policy/explain: a decision in words, and the few questions around it. */
#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

static struct policy *policy;
static struct facts facts;

static void set_up(void)
{
  policy = shipped_policy();
  facts_forget(&facts);
}

static void tear_down(void)
{
  policy_free(policy);
}

static void know(const char *fact, const char *value)
{
  struct err err = {0};
  ck_assert_msg(facts_set(policy_catalogue(policy), &facts, fact, value, &err) == 0, "%s", err.text);
}

static char *words_of(const struct policy_question *question)
{
  struct decision decision;
  struct err err = {0};
  struct buf words = {0};
  ck_assert_msg(policy_decide(policy, question, &decision, &err) == 0, "%s", err.text);
  policy_explain(policy, question, &decision, &words);
  return buf_take(&words);
}

static void says(const struct policy_question *question, const char *expected)
{
  char *words = words_of(question);
  ck_assert_str_eq(words, expected);
  free(words);
}

START_TEST(asking_says_whom_why_and_what_to_find_out)
{
  know("priority", "1");
  struct policy_question question = {.action = "network.disconnect", .facts = &facts, .roles = 1u << ROLE_IRT};
  char *words = words_of(&question);
  ck_assert_ptr_eq(strstr(words, "ASK      management\n"
                                 "because  With a manager in reach, it is a manager's decision.\n"
                                 "but      nobody knows yet: Is a manager in reach? (management_available) If no\n"
                                 "         manager is in reach, you may do it at once. So: call the managers first\n"
                                 "         (notify.management).\n"
                                 "rule     attack-a-manager-is-there, policies/rules.yaml:"), words);
  free(words);
}
END_TEST

START_TEST(several_priorities_are_named_and_the_last_in_words)
{
  struct policy_question question = {.action = "network.disconnect", .facts = &facts, .roles = 1u << ROLE_IRT};
  char *words = words_of(&question);
  ck_assert(strstr(words, "ASK      senior management\n"));
  ck_assert(strstr(words, "while    the priority may be 1, 2, 3, 4, 5 or none of them (outside this\n"));
  ck_assert(strstr(words, "but      nobody knows yet: What is it"));
  ck_assert(strstr(words, "and      nobody knows yet: Is it still going on? (active)\n"));
  ck_assert(strstr(words, "and      nobody knows yet: Is a manager in reach? (management_available)"));
  ck_assert(!strstr(words, "serious"));
  free(words);
}
END_TEST

START_TEST(what_is_built_in_says_so)
{
  struct source source = {0};
  source_add(&source, SOURCE_ADDRESS, "203.0.113.7");
  struct policy_question question = {.action = "isp.contact", .source = &source};
  says(&question, "NEVER    forbidden, whoever asks\n"
                  "because  It is not said whom this reaches. It may be the attacker, and nobody\n"
                  "         may talk to him.\n"
                  "rule     built in: no rule, key or approval changes it\n");
  source_finish(&source);
}
END_TEST

START_TEST(where_no_rule_applies_that_is_said)
{
  struct policy_question question = {.action = "system.patch", .facts = &facts, .roles = 1u << ROLE_IRT};
  says(&question, "ASK      management\n"
                  "because  No rule lets you do this without asking, so a manager is asked.\n"
                  "rule     none applies\n");
}
END_TEST

START_TEST(no_line_is_wider_than_80_columns_whatever_is_asked)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < catalogue->action_count; i++) {
    struct policy_question question = {.action = catalogue->actions[i].name, .facts = &facts};
    char *words = words_of(&question);
    for (const char *line = words; *line; line += strcspn(line, "\n") + 1)
      ck_assert_uint_le(strcspn(line, "\n"), 80);
    free(words);
  }
}
END_TEST

/* ---- a manager who asks ---- */

START_TEST(a_manager_decides_himself_only_where_the_team_could_go_ahead_without_one)
{
  know("priority", "1");
  struct policy_question question = {.action = "network.disconnect", .facts = &facts,
                                     .roles = 1u << ROLE_IRT | 1u << ROLE_MANAGEMENT};
  ck_assert(policy_asker_decides(policy, &question));
  question.roles = 1u << ROLE_MANAGEMENT;
  ck_assert(policy_asker_decides(policy, &question));
  question.is_subject = true;
  ck_assert(!policy_asker_decides(policy, &question));
  question.is_subject = false;
  question.roles = 1u << ROLE_IRT;
  ck_assert(!policy_asker_decides(policy, &question));
  question.roles = 1u << ROLE_MANAGEMENT;
  question.action = "system.patch";
  ck_assert(!policy_asker_decides(policy, &question));
  question.action = "network.disconnect";
  know("priority", "3");
  ck_assert(!policy_asker_decides(policy, &question));
  know("priority", "unknown");
  ck_assert(!policy_asker_decides(policy, &question));
}
END_TEST

/* ---- priorities and questions ---- */

static uint32_t candidates(void)
{
  return policy_candidates(policy, &facts);
}

START_TEST(facts_narrow_the_candidates_and_a_given_priority_replaces_them)
{
  ck_assert_uint_eq(candidates(), 0x3f);
  know("kind", "penetration");
  ck_assert_uint_eq(candidates(), 1u << 1 | 1u << 3 | 1u << 5);
  know("active", "true");
  ck_assert_uint_eq(candidates(), 1u << 1);
  know("kind", "both");
  ck_assert_uint_eq(candidates(), 1u << 1 | 1u << 2 | 1u << 5);
  know("liability", "true");
  ck_assert_uint_eq(candidates(), 1u << 1 | 1u << 2);
  know("kind", "other");
  ck_assert_uint_eq(candidates(), 1u << 0);
  know("priority", "4");
  ck_assert_uint_eq(candidates(), 1u << 4);
}
END_TEST

START_TEST(the_most_urgent_candidate_comes_first_and_outside_last)
{
  ck_assert_int_eq(policy_urgency(0x3f), 1);
  ck_assert_int_eq(policy_urgency(1u << 0 | 1u << 5), 5);
  ck_assert_int_eq(policy_urgency(1u << 0), 0);
  ck_assert_str_eq(policy_priority_title(policy, 1), "Attack in progress");
  ck_assert_ptr_null(policy_priority_title(policy, 9));
}
END_TEST

static void asks(const char *expected)
{
  int indices[FACT_MAX];
  struct buf names = {0};
  size_t count = policy_questions(policy, &facts, indices, FACT_MAX);
  for (size_t i = 0; i < count; i++)
    buf_format(&names, "%s%s", i ? " " : "", policy_catalogue(policy)->facts[indices[i]].name);
  ck_assert_str_eq(buf_string(&names), expected);
  buf_finish(&names);
}

START_TEST(the_most_telling_question_comes_first_and_idle_ones_never)
{
  asks("kind active liability serious compromised management_available contact_verified");
  know("kind", "penetration");
  asks("active serious compromised management_available contact_verified");
  know("active", "true");
  asks("management_available contact_verified");
  know("management_available", "false");
  asks("contact_verified");
  know("kind", "violation");
  asks("liability contact_verified");
  know("liability", "true");
  asks("");
  know("priority", "3");
  asks("contact_verified");
}
END_TEST

START_TEST(no_more_questions_are_told_than_there_is_room_for)
{
  int indices[2];
  ck_assert_uint_eq(policy_questions(policy, &facts, indices, 2), 2);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("explain");
  TCase *chapter = tcase_create("explain");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_add_test(chapter, asking_says_whom_why_and_what_to_find_out);
  tcase_add_test(chapter, several_priorities_are_named_and_the_last_in_words);
  tcase_add_test(chapter, what_is_built_in_says_so);
  tcase_add_test(chapter, where_no_rule_applies_that_is_said);
  tcase_add_test(chapter, no_line_is_wider_than_80_columns_whatever_is_asked);
  tcase_add_test(chapter, a_manager_decides_himself_only_where_the_team_could_go_ahead_without_one);
  tcase_add_test(chapter, facts_narrow_the_candidates_and_a_given_priority_replaces_them);
  tcase_add_test(chapter, the_most_urgent_candidate_comes_first_and_outside_last);
  tcase_add_test(chapter, the_most_telling_question_comes_first_and_idle_ones_never);
  tcase_add_test(chapter, no_more_questions_are_told_than_there_is_room_for);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
