/* policy/obligations: mistakes and their place; what applies, what waits for what, what can never be met. */
#include "policy/obligations.h"

#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

#include <string.h>

#define OBLIGATIONS "policies/obligations.yaml"
#define HEAD "obligations:\n  - {id: a, because: b, cites: c, dismissed: ends, "

/* ---- mistakes ---- */

static const struct {
  const char *text, *sentence; /* the whole file, and how its refusal begins */
} mistakes[] = {
  {HEAD "do: notify.managment, by: closed}\n",
   OBLIGATIONS ":2:56: no action is called \"notify.managment\"; did you mean \"notify.management\"?"},
  {HEAD "do: notify.irt, satisfied_by: [notify.itr], by: closed}\n",
   OBLIGATIONS ":2:83: no action is called \"notify.itr\"; did you mean \"notify.irt\"?"},
  {HEAD "do: notify.irt, before: [isps.*]}\n", OBLIGATIONS ":2:77: no action is called \"isps.*\""},
  {HEAD "do: notify.irt, before: []}\n", OBLIGATIONS ":2:76: an empty list; name the actions."},
  {HEAD "do: notify.irt, before: [notify.irt]}\n",
   OBLIGATIONS ":2:77: notify.irt would have to be done before itself."},
  {HEAD "check: nothing_opened, by: closed}\n",
   OBLIGATIONS ":2:59: no check is called \"nothing_opened\"; did you mean \"nothing_open\"? Known: "},
  {HEAD "by: closed}\n", OBLIGATIONS ":2:5: an obligation says either do (an action) or check"},
  {HEAD "do: notify.irt, check: nothing_open, by: closed}\n", OBLIGATIONS ":2:5: an obligation says either do"},
  {HEAD "check: nothing_open, satisfied_by: [notify.irt], by: closed}\n",
   OBLIGATIONS ":2:87: \"satisfied_by\" belongs to do only."},
  {HEAD "do: notify.irt, by: contaned}\n",
   OBLIGATIONS ":2:72: no milestone is called \"contaned\"; did you mean \"contained\"? Known: contained over closed."},
  {HEAD "do: notify.irt, by: declared}\n", OBLIGATIONS ":2:72: no milestone is called \"declared\""},
  {HEAD "do: notify.irt, within: 72h, after: closed}\n", OBLIGATIONS ":2:88: no milestone is called \"closed\""},
  {HEAD "do: notify.irt, within: 72h}\n", OBLIGATIONS ":2:5: \"after\" is missing here: from when"},
  {HEAD "do: notify.irt, by: closed, after: over}\n", OBLIGATIONS ":2:87: \"after\" belongs to within and not_within"},
  {HEAD "do: notify.irt, within: 3 days, after: over}\n",
   OBLIGATIONS ":2:76: a time is a number and m, h or d, like 72h; not \"3 days\"."},
  {HEAD "do: notify.irt, within: 0h, after: over}\n", OBLIGATIONS ":2:76: a time is a number"},
  {HEAD "do: notify.irt, within: 24h, not_within: 1d, after: over}\n",
   OBLIGATIONS ":2:76: nobody can do it within that time"},
  {HEAD "check: nothing_open, not_within: 1d, after: over}\n", OBLIGATIONS ":2:85: \"not_within\" belongs to do only."},
  {HEAD "do: notify.irt}\n", OBLIGATIONS ":2:5: when is it owed? Say before"},
  {HEAD "do: notify.irt, by: closed, needs: perfect}\n",
   OBLIGATIONS ":2:87: no outcome that is needed is called \"perfect\"."},
  {HEAD "check: nothing_open, by: closed, needs: done}\n", OBLIGATIONS ":2:92: \"needs\" belongs to do only."},
  {HEAD "do: notify.irt, by: closed, waive: [managment]}\n",
   OBLIGATIONS ":2:88: no role is called \"managment\"; did you mean \"management\"?"},
  {HEAD "do: notify.irt, by: closed, when: {seriuos: true}}\n",
   OBLIGATIONS ":2:87: no fact is called \"seriuos\"; did you mean \"serious\"?"},
  {HEAD "do: notify.irt, by: closed, when: {content: log}}\n",
   OBLIGATIONS ":2:87: \"content\" belongs to a request; an obligation is of an incident"},
  {HEAD "do: notify.irt, by: closed, whn: {active: true}}\n",
   OBLIGATIONS ":2:80: an obligation has no \"whn\"; did you mean \"when\"?"},
  {"obligations:\n  - {id: a, because: b, cites: c, do: notify.irt, by: closed}\n",
   OBLIGATIONS ":2:5: \"dismissed\" is missing here: ends or stays"},
  {"obligations:\n  - {id: a, because: b, cites: c, dismissed: end, do: notify.irt, by: closed}\n",
   OBLIGATIONS ":2:46: no fate is called \"end\"; did you mean \"ends\"?"},
  {"obligations:\n  - {id: a, cites: c, dismissed: ends, do: notify.irt, by: closed}\n",
   OBLIGATIONS ":2:5: \"because\" is missing here."},
  {"obligations:\n  - {id: discreet, because: b, cites: c, dismissed: ends, do: notify.irt, by: closed}\n",
   OBLIGATIONS ":2:10: \"discreet\" is built in"},
  {HEAD "do: notify.irt, by: closed}\n  - {id: a, because: b, cites: c, dismissed: ends, do: notify.irt, by: closed}\n",
   OBLIGATIONS ":3:10: an obligation \"a\" stands in line 2 already."},
  {"rules: []\n", OBLIGATIONS ":1:1: this file has no \"rules\""},
};

START_TEST(every_mistake_is_refused_with_its_place)
{
  struct err err = {0};
  struct policy *policy = shipped_with(OBLIGATIONS, mistakes[_i].text, &err);
  ck_assert_msg(!policy, "it loads: %s", mistakes[_i].text);
  const char *sentence = mistakes[_i].sentence;
  ck_assert_msg(strncmp(err.text, sentence, strlen(sentence)) == 0, "expected: %s\n    got: %s", sentence, err.text);
}
END_TEST

/* ---- a few of our own ---- */

#define ROW(id, do, before, more)                                                                                      \
  "  - {id: " id ", do: " do ", before: [" before "], " more "dismissed: ends, because: b, cites: c}\n"

static struct policy *policy;
static struct facts facts;

static void given(const char *rows)
{
  struct err err = {0};
  char *text = xasprintf("obligations:\n%s", rows);
  policy = shipped_with(OBLIGATIONS, text, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  facts_forget(&facts);
  free(text);
}

static void let(const char *name, const char *value)
{
  struct err err = {0};
  ck_assert_msg(facts_set(policy_catalogue(policy), &facts, name, value, &err) == 0, "%s", err.text);
}

static bool applies(const char *id)
{
  const struct obligation *obligation = policy_obligation(policy, id);
  ck_assert_msg(obligation != NULL, "no obligation %s", id);
  return policy_obligation_applies(policy, obligation, &facts);
}

static const struct action *action(const char *name)
{
  return catalogue_action(policy_catalogue(policy), name);
}

START_TEST(a_procedure_without_the_file_owes_nothing)
{
  struct files files = shipped_files(), fewer = {0};
  struct err err = {0};
  for (size_t i = 0; i < files.count; i++)
    if (strcmp(files.list[i].name, OBLIGATIONS) != 0)
      files_add(&fewer, files.list[i].name, files.list[i].bytes, files.list[i].length);
  policy = policy_load(&fewer, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  const struct obligation *list;
  ck_assert_uint_eq(policy_obligations(policy, &list), 0);
  ck_assert_uint_eq(policy_obligations_before(policy, action("isp.contact"), NULL, &list, 1), 0);
  policy_free(policy);
  files_finish(&files);
  files_finish(&fewer);
}
END_TEST

START_TEST(what_is_not_known_counts_as_it_applies)
{
  given(ROW("x", "notify.legal", "isp.contact", "when: {compromised: true}, "));
  ck_assert(applies("x"));
  let("compromised", "true");
  ck_assert(applies("x"));
  let("compromised", "false");
  ck_assert(!applies("x"));
  policy_free(policy);
}
END_TEST

START_TEST(every_priority_that_is_possible_counts)
{
  given(ROW("x", "notify.legal", "isp.contact", "when: {priority: [2, 4]}, "));
  ck_assert(applies("x"));
  let("kind", "both");
  ck_assert(applies("x"));
  let("kind", "penetration");
  ck_assert(!applies("x"));
  let("kind", "violation");
  ck_assert(applies("x"));
  let("liability", "false");
  ck_assert(!applies("x"));
  let("priority", "4");
  ck_assert(applies("x"));
  policy_free(policy);
}
END_TEST

/* Each by itself is possible, both at once never: an active penetration is priority 1. */
START_TEST(conditions_must_be_possible_together)
{
  given(ROW("x", "notify.legal", "isp.contact", "when: {priority: 3, active: true}, "));
  ck_assert(!applies("x"));
  policy_free(policy);
}
END_TEST

START_TEST(an_action_waits_for_what_is_before_it_and_never_for_what_it_meets_itself)
{
  const struct obligation *list[4];
  given("  - {id: x, do: notify.management, satisfied_by: [notify.senior_management], before: [isp.*, notify.*], "
        "dismissed: ends, because: b, cites: c}\n"
        "  - {id: y, do: postmortem.hold, not_within: 24h, after: over, dismissed: ends, because: b, cites: c}\n");
  ck_assert_uint_eq(policy_obligations_before(policy, action("isp.send_logs"), &facts, list, 4), 1);
  ck_assert_str_eq(list[0]->id, "x");
  ck_assert_uint_eq(policy_obligations_before(policy, action("notify.legal"), &facts, list, 4), 1);
  ck_assert_uint_eq(policy_obligations_before(policy, action("notify.senior_management"), &facts, list, 4), 0);
  ck_assert_uint_eq(policy_obligations_before(policy, action("network.disconnect"), &facts, list, 4), 0);
  ck_assert_uint_eq(policy_obligations_before(policy, action("postmortem.hold"), &facts, list, 4), 1);
  ck_assert_int_eq(list[0]->not_within_s, 24 * 3600);
  policy_free(policy);
}
END_TEST

/* ---- what can never be met ---- */

struct found {
  size_t count;
  char words[512];
};

static void find(void *context, const struct obligation *obligation, const char *sentence)
{
  struct found *found = context;
  found->count++;
  snprintf(found->words, sizeof found->words, "%s: %s", obligation->id, sentence);
}

static struct found lint(const char *rows)
{
  struct found found = {0};
  given(rows);
  policy_lint_obligations(policy, find, &found);
  policy_free(policy);
  return found;
}

START_TEST(an_order_that_runs_in_a_circle_is_found)
{
  struct found found = lint(ROW("x", "evidence.backup", "system.analyze", "")
                            ROW("y", "system.analyze", "evidence.backup", ""));
  ck_assert_uint_eq(found.count, 2);
  ck_assert_ptr_nonnull(strstr(found.words, "can never be met"));
}
END_TEST

START_TEST(a_circle_with_a_way_out_is_none)
{
  ck_assert_uint_eq(lint(ROW("x", "evidence.backup", "system.analyze", "satisfied_by: [evidence.copy], ")
                         ROW("y", "system.analyze", "evidence.backup", "")).count, 0);
}
END_TEST

START_TEST(rows_that_never_hold_in_the_same_priority_make_no_circle)
{
  ck_assert_uint_eq(lint(ROW("x", "evidence.backup", "system.analyze", "when: {priority: 1}, ")
                         ROW("y", "system.analyze", "evidence.backup", "when: {priority: 3}, ")).count, 0);
}
END_TEST

START_TEST(what_is_never_allowed_can_never_be_owed)
{
  struct found found = lint(ROW("x", "retaliate.attack", "isp.contact", ""));
  ck_assert_uint_eq(found.count, 1);
  ck_assert_ptr_nonnull(strstr(found.words, "retaliate.attack is never allowed"));
}
END_TEST

/* ---- the shipped ones ---- */

START_TEST(the_shipped_obligations_can_all_be_met)
{
  struct found found = {0};
  policy = shipped_policy();
  policy_lint_obligations(policy, find, &found);
  ck_assert_msg(found.count == 0, "%s", found.words);
  const struct obligation *list;
  ck_assert_uint_ge(policy_obligations(policy, &list), 20);
  policy_free(policy);
}
END_TEST

START_TEST(the_shipped_order_is_capture_disconnect_backup_analysis)
{
  static const char *const order[][2] = {
      {"network.disconnect", "evidence.capture"}, {"host.isolate", "evidence.capture"},
      {"evidence.backup", "host.isolate"},        {"system.analyze", "evidence.backup"},
      {"system.restore", "evidence.copy_altered"}, {"system.restore", "system.state_cause"},
      {"isp.contact", "notify.management"},
  };
  policy = shipped_policy();
  facts_forget(&facts);
  for (size_t i = 0; i < COUNT(order); i++) {
    const struct obligation *list[OBLIGATIONS_BEFORE_MAX];
    size_t count = policy_obligations_before(policy, action(order[i][0]), &facts, list, COUNT(list));
    bool is_there = false;
    for (size_t k = 0; k < count; k++)
      is_there |= list[k]->act == action(order[i][1]);
    ck_assert_msg(is_there, "%s does not wait for %s", order[i][0], order[i][1]);
  }
  const struct obligation *first = policy_obligation(policy, "management-hears-of-it-first");
  ck_assert(!obligation_is_before(first, action("notify.irt")));
  policy_free(policy);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("obligations");
  TCase *chapter = tcase_create("obligations");
  tcase_add_loop_test(chapter, every_mistake_is_refused_with_its_place, 0, COUNT(mistakes));
  tcase_add_test(chapter, a_procedure_without_the_file_owes_nothing);
  tcase_add_test(chapter, what_is_not_known_counts_as_it_applies);
  tcase_add_test(chapter, every_priority_that_is_possible_counts);
  tcase_add_test(chapter, conditions_must_be_possible_together);
  tcase_add_test(chapter, an_action_waits_for_what_is_before_it_and_never_for_what_it_meets_itself);
  tcase_add_test(chapter, an_order_that_runs_in_a_circle_is_found);
  tcase_add_test(chapter, a_circle_with_a_way_out_is_none);
  tcase_add_test(chapter, rows_that_never_hold_in_the_same_priority_make_no_circle);
  tcase_add_test(chapter, what_is_never_allowed_can_never_be_owed);
  tcase_add_test(chapter, the_shipped_obligations_can_all_be_met);
  tcase_add_test(chapter, the_shipped_order_is_capture_disconnect_backup_analysis);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
