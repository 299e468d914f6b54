/* The page of parties says what the rules say, cell by cell; where it does not, both are named. */
#include "calling/parties.h"

#include "base/alloc.h"
#include "site/shipped.h"

#include <check.h>
#include <string.h>

struct told {
  size_t count;
  int line;
  char sentence[1000];
};

static void hear(void *context, int line, int column, const char *sentence)
{
  struct told *told = context;
  (void)column;
  told->count++;
  told->line = line;
  snprintf(told->sentence, sizeof told->sentence, "%s", sentence);
}

static struct policy *shipped_policy(struct files *files)
{
  struct err err = {0};
  shipped_procedure(files);
  struct policy *policy = policy_load(files, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  return policy;
}

/* The shipped page with one text replaced by another, held against the shipped rules. */
static struct told lint_with(const char *from, const char *to)
{
  struct files files = {0}, changed = {0};
  struct err err = {0};
  struct told told = {0};
  struct policy *policy = shipped_policy(&files);
  char *page = xstrdup(files_find(&files, PARTIES_FILE)->bytes), *at = strstr(page, from);
  ck_assert_ptr_nonnull(at);
  char *whole = xasprintf("%.*s%s%s", (int)(at - page), page, to, at + strlen(from));
  files_add(&changed, PARTIES_FILE, whole, strlen(whole));
  struct parties *parties = parties_load(&changed, policy_catalogue(policy), &err);
  if (!parties)
    snprintf(told.sentence, sizeof told.sentence, "%s", err.text);
  else
    ck_assert_uint_eq(parties_lint(parties, policy, hear, &told), told.count);
  parties_free(parties);
  policy_free(policy);
  files_finish(&files);
  files_finish(&changed);
  free(whole);
  free(page);
  return told;
}

START_TEST(the_shipped_page_says_what_the_shipped_rules_say)
{
  struct told told = lint_with("the press", "the press");
  ck_assert_msg(!told.count, "%s", told.sentence);
}
END_TEST

START_TEST(a_cell_that_is_milder_or_stricter_than_the_rules_is_found)
{
  static const struct {
    const char *from, *to, *sentence;
  } cases[] = {
      {"action: notify.owner\n    1: at once", "action: notify.owner\n    1: never", "whose system it is"},
      {"action: disclose.media\n    1: ask senior_management", "action: disclose.media\n    1: ask management",
       "the rules say \"ask senior_management\" (outsiders-hear-it-from-senior-management"},
      {"1: at once if no manager is in reach, else ask management", "1: ask management",
       "where management_available is false"},
      {"1: at once if he is verified, else ask management", "1: at once", "contact_verified is false"},
      {"    by: technical\n", "", "the technician where it comes from (contact.technical_contact), priority 1"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct told told = lint_with(cases[i].from, cases[i].to);
    ck_assert_msg(told.count >= 1 && strstr(told.sentence, i == 4 ? "contact_verified" : cases[i].sentence),
                  "%zu: %zu %s", i, told.count, told.sentence);
    ck_assert_int_gt(told.line, 1);
  }
}
END_TEST

START_TEST(a_mistake_is_told_with_its_place)
{
  static const struct {
    const char *from, *to, *sentence;
  } cases[] = {
      {"action: disclose.media", "action: disclose.medai", "did you mean \"disclose.media\"?"},
      {"1: at once", "1: at ones", "a cell is \"at once\", \"never\" or \"ask ROLE\""},
      {"2: ask senior_management", "2: ask the boss", "no role is called \"the\""},
      {"2: ask senior_management", "2: ask legal and", "whom does"},
      {"    by: technical\n", "    by: tecnical\n", "no role is called \"tecnical\""},
      {"  - party: the press\n", "  - partie: the press\n", "did you mean \"party\"?"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct told told = lint_with(cases[i].from, cases[i].to);
    ck_assert_msg(strstr(told.sentence, cases[i].sentence) && !strncmp(told.sentence, PARTIES_FILE, 10),
                  "%zu: %s", i, told.sentence);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("parties");
  TCase *tcase = tcase_create("parties");
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, the_shipped_page_says_what_the_shipped_rules_say);
  tcase_add_test(tcase, a_cell_that_is_milder_or_stricter_than_the_rules_is_found);
  tcase_add_test(tcase, a_mistake_is_told_with_its_place);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
