/*
 * The whole authority matrix: tests/scenarios/authority-matrix.txt against policy_decide, for every action, priority,
 * asker, content and destination, whether or not a manager is in reach and the technical contact is verified.
 */
#include "base/alloc.h"
#include "shipped.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 6

/* Check writes down the place of every assertion, also of those that hold; here there are millions. */
#define MUST(condition, ...) ((condition) ? (void)0 : ck_abort_msg(__VA_ARGS__))

static const int priority_of_column[COLUMNS] = {1, 2, 3, 4, 5, 0};

enum { TO_ROSTER, TO_OUTSIDE, TO_BOTH, NOT_SAID, DESTINATIONS };

struct line {
  char action[40], content[16], destination[16], asks[16], answers[COLUMNS][8];
};

struct matrix {
  size_t count;
  struct line *lines;
  int destinations; /* how many kinds of them to go through */
};

static struct matrix read_matrix(void)
{
  struct matrix matrix = {.destinations = DESTINATIONS};
  char *text = shipped_text("tests/scenarios/authority-matrix.txt"), *rest = text;
  for (char *row = strsep(&rest, "\n"); row; row = strsep(&rest, "\n")) {
    struct line line;
    if (row[0] == '#' || row[0] == '\0')
      continue;
    int fields = sscanf(row, "%39s %15s %15s %15s %7s %7s %7s %7s %7s %7s", line.action, line.content,
                        line.destination, line.asks, line.answers[0], line.answers[1], line.answers[2],
                        line.answers[3], line.answers[4], line.answers[5]);
    ck_assert_msg(fields == 4 + COLUMNS, "a line of the matrix is not complete: %s", row);
    *APPEND(matrix.lines, matrix.count) = line;
  }
  free(text);
  return matrix;
}

/* ---- cases ---- */

static const role_set askers[] = {
  0,
  1u << ROLE_IRT,
  1u << ROLE_IRT | 1u << ROLE_TECHNICAL,
  1u << ROLE_IRT | 1u << ROLE_IRT_MANAGEMENT,
  1u << ROLE_IRT | 1u << ROLE_IRT_MANAGEMENT | 1u << ROLE_MANAGEMENT,
  1u << ROLE_MANAGEMENT,
  1u << ROLE_SENIOR_MANAGEMENT,
  1u << ROLE_LEGAL | 1u << ROLE_HUMAN_RESOURCES | 1u << ROLE_AUDIT | 1u << ROLE_OWNER,
};

enum { KNOWN_FALSE, KNOWN_TRUE, NOT_KNOWN, TRUTHS };
static const char *const truths[TRUTHS] = {"false", "true", "unknown"};

enum { NO_CONTENT, LOG, PERSONAL, LOG_AND_PERSONAL, CONTENTS };
static const char *const contents[CONTENTS] = {"[]", "[\"log\"]", "[\"personal\"]", "[\"log\", \"personal\"]"};

static const char *const destinations[DESTINATIONS] = {"\"technical2\"", "\"Example Net\"",
                                                       "[\"technical2\", \"Example Net\"]", "null"};

struct place {
  const struct action *action;
  const struct line *line;
  int column, available, verified, content, destination;
  role_set asker;
};

static bool fits_content(const char *word, int content)
{
  bool has_log = content & LOG, is_personal = content & PERSONAL;
  return strcmp(word, "any") == 0 || (strcmp(word, "log") == 0 && has_log) ||
         (strcmp(word, "no-log") == 0 && !has_log) || (strcmp(word, "personal") == 0 && is_personal) ||
         (strcmp(word, "impersonal") == 0 && !is_personal);
}

static bool fits(const struct line *line, const struct place *place)
{
  size_t length = strlen(line->action);
  bool is_domain = line->action[length - 1] == '*';
  bool is_action = is_domain ? strncmp(line->action, place->action->name, length - 1) == 0
                             : strcmp(line->action, place->action->name) == 0;
  bool is_ours = place->destination == TO_ROSTER;
  bool is_destination = strcmp(line->destination, "any") == 0 || is_ours == (strcmp(line->destination, "roster") == 0);
  return is_action && is_destination && fits_content(line->content, place->content);
}

static const struct line *line_of(const struct matrix *matrix, const struct place *place)
{
  const struct line *found = NULL;
  for (size_t i = 0; i < matrix->count; i++)
    if (fits(&matrix->lines[i], place)) {
      MUST(!found, "two lines of the matrix speak of %s", place->action->name);
      found = &matrix->lines[i];
    }
  MUST(found != NULL, "no line of the matrix speaks of %s", place->action->name);
  return found;
}

/* ---- what is expected ---- */

struct expected {
  enum verdict verdict;
  role_set from;
};

static struct expected expect(const struct place *place)
{
  static const struct expected ok = {VERDICT_PREAUTHORIZED, 0}, manager = {VERDICT_APPROVAL, 1u << ROLE_MANAGEMENT};
  const char *answer = place->line->answers[place->column], *asks = place->line->asks;
  role_set meant = strcmp(asks, "anybody") == 0 ? ~0u : 1u << role_find(asks);
  bool is_meant = meant == ~0u || place->asker & meant;
  if (strcmp(answer, "ok") == 0)
    return is_meant ? ok : manager;
  if (strcmp(answer, "pre") == 0)
    return is_meant && place->available == KNOWN_FALSE ? ok : manager;
  if (strcmp(answer, "ver") == 0)
    return is_meant && place->verified == KNOWN_TRUE ? ok : manager;
  if (strcmp(answer, "no") == 0)
    return (struct expected){VERDICT_FORBIDDEN, 0};
  struct expected expected = {VERDICT_APPROVAL, 0};
  expected.from |= strcmp(answer, "M") == 0 ? 1u << ROLE_MANAGEMENT : 0;
  expected.from |= strncmp(answer, "SM", 2) == 0 ? 1u << ROLE_SENIOR_MANAGEMENT : 0;
  expected.from |= answer[strlen(answer) - 1] == 'L' ? 1u << ROLE_LEGAL : 0;
  MUST(expected.from, "the matrix says \"%s\", which means nothing", answer);
  return expected;
}

/* ---- what is decided ---- */

static const char *const roster[] = {"technical2"};
static const struct known_party provider = {.id = (char[]){"provider"}, .name = (char[]){"Example Net"}};
static const struct policy_home home = {.person_count = 1, .people = roster, .contact_count = 1, .contacts = &provider};

static json_t *parameters_of(const struct place *place)
{
  char text[120];
  snprintf(text, sizeof text, "{\"content\": %s, \"destination\": %s}", contents[place->content],
           destinations[place->destination]);
  return json_loads(text, 0, NULL);
}

/* The priority as given, or the facts it follows from. */
static struct facts facts_of(const struct policy *policy, const struct place *place, bool is_given)
{
  static const char *const derived[COLUMNS][5] = {
    /* kind, active, serious, liability, compromised */
    {"penetration", "true", "false", "false", "false"}, {"violation", "true", "false", "true", "true"},
    {"penetration", "false", "true", "true", "false"},  {"violation", "false", "true", "true", "false"},
    {"violation", "true", "true", "false", "true"},     {"other", "true", "true", "true", "true"},
  };
  static const char *const names[5] = {"kind", "active", "serious", "liability", "compromised"};
  const struct catalogue *catalogue = policy_catalogue(policy);
  struct facts facts;
  struct err err = {0};
  char number[] = {(char)('0' + priority_of_column[place->column]), '\0'};
  facts_forget(&facts);
  if (is_given)
    facts_set(catalogue, &facts, "priority", number, &err);
  for (int i = 0; i < 5 && !is_given; i++)
    facts_set(catalogue, &facts, names[i], derived[place->column][i], &err);
  facts_set(catalogue, &facts, "management_available", truths[place->available], &err);
  facts_set(catalogue, &facts, "contact_verified", truths[place->verified], &err);
  MUST(!err_is_set(&err), "%s", err.text);
  return facts;
}

/* By column, manager in reach, contact verified, and whether the priority is given or follows from facts. */
struct all_facts {
  struct facts at[COLUMNS][TRUTHS][TRUTHS][2];
};

static struct all_facts all_facts_of(const struct policy *policy)
{
  struct all_facts all;
  struct place place;
  for (place.column = 0; place.column < COLUMNS; place.column++)
    for (place.available = 0; place.available < TRUTHS; place.available++)
      for (place.verified = 0; place.verified < TRUTHS; place.verified++)
        for (int is_given = 0; is_given < 2; is_given++)
          all.at[place.column][place.available][place.verified][is_given] = facts_of(policy, &place, is_given);
  return all;
}

/* True if the decision is what the matrix says. */
static bool holds(const struct policy *policy, const struct place *place, const json_t *parameters,
                  const struct facts *facts, struct decision *decision)
{
  struct policy_question question = {.action = place->action->name, .facts = facts, .roles = place->asker,
                                     .parameters = parameters, .home = &home};
  struct err err = {0};
  MUST(policy_decide(policy, &question, decision, &err) == 0, "%s", err.text);
  struct expected expected = expect(place);
  return decision->verdict == expected.verdict && decision->from == expected.from;
}

/* Returns whether to go on. */
typedef bool (*see_place)(void *context, const struct place *place, bool is_right, const struct decision *decision);

static bool each_fact(const struct policy *policy, const struct all_facts *all, struct place *place,
                      const json_t *parameters, see_place see, void *context)
{
  for (place->column = 0; place->column < COLUMNS; place->column++)
    for (place->available = 0; place->available < TRUTHS; place->available++)
      for (place->verified = 0; place->verified < TRUTHS; place->verified++)
        for (int is_given = 0; is_given < 2; is_given++) {
          struct decision decision;
          const struct facts *facts = &all->at[place->column][place->available][place->verified][is_given];
          bool is_right = holds(policy, place, parameters, facts, &decision);
          if (!see(context, place, is_right, &decision))
            return false;
        }
  return true;
}

/* One action, in every priority, from every asker. */
static bool each_asker(const struct policy *policy, const struct all_facts *all, struct place *place, see_place see,
                       void *context)
{
  json_t *parameters = parameters_of(place);
  bool goes_on = true;
  for (size_t asker = 0; asker < COUNT(askers) && goes_on; asker++) {
    place->asker = askers[asker];
    goes_on = each_fact(policy, all, place, parameters, see, context);
  }
  json_decref(parameters);
  return goes_on;
}

static void each_place(const struct policy *policy, const struct matrix *matrix, see_place see, void *context)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  struct all_facts all = all_facts_of(policy);
  for (size_t i = 0; i < catalogue->action_count; i++)
    for (int content = 0; content < CONTENTS; content++)
      for (int destination = 0; destination < matrix->destinations; destination++) {
        struct place place = {&catalogue->actions[i], .content = content, .destination = destination};
        place.line = line_of(matrix, &place);
        if (!each_asker(policy, &all, &place, see, context))
          return;
      }
}

/* ---- tests ---- */

static bool must_be_right(void *context, const struct place *place, bool is_right, const struct decision *decision)
{
  size_t *cells = context;
  (*cells)++;
  MUST(is_right, "%s in priority %d, asked with roles %x, content %s, destination %s, manager in reach %s, "
                "verified %s: %s from %x by %s", place->action->name, priority_of_column[place->column], place->asker,
                contents[place->content], destinations[place->destination], truths[place->available],
                truths[place->verified], verdict_name(decision->verdict), decision->from, decision->rule);
  return true;
}

START_TEST(the_shipped_rules_give_exactly_the_authority_of_the_matrix)
{
  struct policy *policy = shipped_policy();
  struct matrix matrix = read_matrix();
  size_t cells = 0;
  each_place(policy, &matrix, must_be_right, &cells);
  ck_assert_uint_eq(cells, policy_catalogue(policy)->action_count * 4 * 4 * 8 * 6 * 9 * 2);
  free(matrix.lines);
  policy_free(policy);
}
END_TEST

START_TEST(every_line_of_the_matrix_speaks_of_an_action)
{
  struct policy *policy = shipped_policy();
  struct matrix matrix = read_matrix();
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < matrix.count; i++) {
    bool is_used = false;
    for (size_t action = 0; action < catalogue->action_count; action++)
      for (int content = 0; content < CONTENTS; content++)
        for (int destination = 0; destination < DESTINATIONS; destination++) {
          struct place place = {&catalogue->actions[action], .content = content, .destination = destination};
          is_used |= fits(&matrix.lines[i], &place);
        }
    ck_assert_msg(is_used, "%s is no action", matrix.lines[i].action);
  }
  free(matrix.lines);
  policy_free(policy);
}
END_TEST

/* ---- no rule is decoration ---- */

static bool look_for_change(void *context, const struct place *place, bool is_right, const struct decision *decision)
{
  bool *is_changed = context;
  *is_changed = !is_right;
  return is_right;
}

struct naming {
  const char *rule;
  bool is_named;
};

static bool look_for_name(void *context, const struct place *place, bool is_right, const struct decision *decision)
{
  struct naming *naming = context;
  naming->is_named = strcmp(decision->rule, naming->rule) == 0;
  return !naming->is_named;
}

/* rules.yaml without one rule: from its line to the next rule's. Moves `*at` behind it; the id goes to `id`. */
static char *without_rule(const char *text, const char **at, char *id, size_t size)
{
  const char *start = strstr(*at, "  - id: ");
  if (!start)
    return NULL;
  const char *next = strstr(start + 8, "\n  - id: ");
  const char *end = next ? next + 1 : start + strlen(start);
  snprintf(id, size, "%.*s", (int)strcspn(start + 8, " \n"), start + 8);
  *at = end;
  return xasprintf("%.*s%s", (int)(start - text), text, end);
}

/* Whose loss changes no answer; they are there for what they say. */
static const char *const for_their_words[] = {"attack-a-manager-is-there", "no-retaliation", "no-e-mail"};

static bool is_for_its_words(const char *id)
{
  for (size_t i = 0; i < COUNT(for_their_words); i++)
    if (strcmp(for_their_words[i], id) == 0)
      return true;
  return false;
}

START_TEST(without_any_one_rule_some_answer_is_another)
{
  struct matrix matrix = read_matrix();
  matrix.destinations = TO_OUTSIDE + 1; /* one of each answer is enough here */
  char *text = shipped_text("policies/rules.yaml"), id[80];
  const char *at = text;
  size_t rules = 0;
  for (char *less; (less = without_rule(text, &at, id, sizeof id)); rules++) {
    struct err err = {0};
    struct policy *policy = shipped_with("policies/rules.yaml", less, &err);
    ck_assert_msg(policy != NULL, "without %s: %s", id, err.text);
    bool is_changed = false;
    if (!is_for_its_words(id))
      each_place(policy, &matrix, look_for_change, &is_changed);
    ck_assert_msg(is_changed || is_for_its_words(id), "without %s every answer is the same", id);
    policy_free(policy);
    free(less);
  }
  ck_assert_uint_gt(rules, 20);
  free(text);
  free(matrix.lines);
}
END_TEST

START_TEST(rules_kept_for_their_words_are_named)
{
  struct policy *policy = shipped_policy();
  struct matrix matrix = read_matrix();
  for (size_t i = 0; i < COUNT(for_their_words); i++) {
    struct naming naming = {.rule = for_their_words[i]};
    each_place(policy, &matrix, look_for_name, &naming);
    ck_assert_msg(naming.is_named, "%s is never named", for_their_words[i]);
  }
  free(matrix.lines);
  policy_free(policy);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("matrix");
  TCase *chapter = tcase_create("matrix");
  tcase_set_timeout(chapter, 120);
  tcase_add_test(chapter, the_shipped_rules_give_exactly_the_authority_of_the_matrix);
  tcase_add_test(chapter, every_line_of_the_matrix_speaks_of_an_action);
  tcase_add_test(chapter, without_any_one_rule_some_answer_is_another);
  tcase_add_test(chapter, rules_kept_for_their_words_are_named);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
