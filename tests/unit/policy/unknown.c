/*
 * What is not known is never decided more loosely than any way it may turn out: the engine against a second evaluator
 * (naive.h), on the shipped rules and on thousands of rules thrown by dice.
 */
#include "base/alloc.h"
#include "naive.h"
#include "shipped.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

#define MUST(condition, ...) ((condition) ? (void)0 : ck_abort_msg(__VA_ARGS__)) /* Check writes every assertion down */

/* ---- dice: the same throws in every run ---- */

static uint64_t state = 42;

static unsigned dice(unsigned sides)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)(state >> 33) % sides;
}

/* ---- one policy in both evaluators ---- */

struct pair {
  struct policy *policy;
  struct naive naive;
};

static struct yaml *parse(const char *name, const char *text)
{
  struct err err = {0};
  struct yaml *tree = yaml_parse(name, text, strlen(text), &err);
  MUST(tree != NULL, "%s", err.text);
  return tree;
}

static struct yaml *parse_file(const char *name)
{
  char *text = shipped_text(name);
  struct yaml *tree = parse(name, text);
  free(text);
  return tree;
}

static struct pair pair_with(const char *rules)
{
  struct err err = {0};
  struct pair pair = {.policy = shipped_with("policies/rules.yaml", rules, &err)};
  MUST(pair.policy != NULL, "%s\n%s", err.text, rules);
  pair.naive.facts = parse_file("policies/facts.yaml");
  pair.naive.priorities = parse_file("policies/priorities.yaml");
  pair.naive.rules = parse("rules.yaml", rules);
  return pair;
}

static struct pair shipped_pair(void)
{
  char *rules = shipped_text("policies/rules.yaml");
  struct pair pair = pair_with(rules);
  free(rules);
  return pair;
}

static void pair_finish(struct pair *pair)
{
  policy_free(pair->policy);
  yaml_free(pair->naive.facts);
  yaml_free(pair->naive.priorities);
  yaml_free(pair->naive.rules);
}

/* ---- one question to both ---- */

struct asked {
  const struct action *action;
  struct facts facts;
  role_set roles;
  int content, destination;
};

enum { DESTINATIONS = 4 };
static const struct known_party provider = {.id = (char[]){"provider"}, .name = (char[]){"Example Net"}};

static const char *const destination_texts[DESTINATIONS] = {"\"technical2\"", "\"Example Net\"",
                                                            "[\"technical2\", \"Example Net\"]", "null"};
static const char *const content_texts[] = {"[]", "[\"log\"]", "[\"personal\"]", "[\"log\", \"personal\"]"};

static struct naive_question to_naive(const struct policy *policy, const struct asked *asked)
{
  static const char *const destinations[DESTINATIONS][2] = {
    {"roster", NULL}, {"outside", NULL}, {"roster", "outside"}, {"none", NULL}};
  const struct catalogue *catalogue = policy_catalogue(policy);
  bool sends_logs = asked->content & 1 && strcmp(asked->action->class, "contact") == 0;
  struct naive_question question = {.action = sends_logs ? "isp.send_logs" : asked->action->name,
                                    .roles = asked->roles};
  for (size_t i = 0; i + 1 < catalogue->fact_count; i++) {
    question.facts.name[i] = catalogue->facts[i].name;
    question.facts.value[i] = facts_get(catalogue, &asked->facts, catalogue->facts[i].name);
    question.facts.count++;
  }
  question.facts.priority = facts_get(catalogue, &asked->facts, "priority");
  int destination = asked->destination;
  if (destination == 3 && action_parameter(asked->action, "destination"))
    destination = 2; /* not said, where it matters: it may be either */
  memcpy(question.destinations, destinations[destination], sizeof question.destinations);
  bool gives_log = asked->content & 1 || (asked->action->content && strcmp(asked->action->content, "log") == 0);
  question.contents[0] = gives_log ? "log" : NULL;
  question.contents[1] = asked->content & 2 ? "personal" : NULL;
  return question;
}

static struct naive_answer ask_engine(const struct policy *policy, const struct asked *asked, struct decision *decision)
{
  static const char *const roster[] = {"technical2"};
  static const struct policy_home home = {.person_count = 1, .people = roster, .contact_count = 1,
                                          .contacts = &provider};
  struct err err = {0};
  char text[120];
  snprintf(text, sizeof text, "{\"content\": %s, \"destination\": %s}", content_texts[asked->content],
           destination_texts[asked->destination]);
  json_t *parameters = json_loads(text, 0, NULL);
  struct policy_question question = {.action = asked->action->name, .facts = &asked->facts, .roles = asked->roles,
                                     .parameters = parameters, .home = &home};
  MUST(policy_decide(policy, &question, decision, &err) == 0, "%s", err.text);
  json_decref(parameters);
  return (struct naive_answer){decision->verdict, decision->from, decision->candidates};
}

static void put_facts(const struct policy *policy, const struct asked *asked, struct buf *text)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (asked->facts.value[i] >= 0)
      buf_format(text, " %s=%s", catalogue->facts[i].name, catalogue->facts[i].values[asked->facts.value[i]]);
}

static bool is_built_in(const struct action *action)
{
  return strcmp(action->class, "offensive") == 0 || strcmp(action->class, "mail") == 0;
}

static void compare(const struct pair *pair, const struct asked *asked)
{
  struct decision decision;
  struct naive_answer engine = ask_engine(pair->policy, asked, &decision);
  struct naive_question question = to_naive(pair->policy, asked);
  struct naive_answer naive = naive_decide(&pair->naive, &question);
  if (is_built_in(asked->action))
    naive.verdict = VERDICT_FORBIDDEN, naive.from = 0;
  bool is_same = naive_compare(engine, naive) == 0 && engine.candidates == naive.candidates;
  struct buf text = {0};
  if (!is_same)
    put_facts(pair->policy, asked, &text);
  MUST(is_same, "%s, roles %x, content %s, destination %s,%s: %s from %x over %x, should be %s from %x over %x",
       asked->action->name, asked->roles, content_texts[asked->content], destination_texts[asked->destination],
       buf_string(&text), verdict_name(engine.verdict), engine.from, engine.candidates, verdict_name(naive.verdict),
       naive.from, naive.candidates);
}

/* ---- throwing questions ---- */

static struct asked throw_question(const struct policy *policy)
{
  static const role_set roles[] = {0, 1u << ROLE_IRT, 1u << ROLE_IRT | 1u << ROLE_TECHNICAL, 1u << ROLE_TECHNICAL,
                                   1u << ROLE_IRT | 1u << ROLE_MANAGEMENT, 1u << ROLE_LEGAL};
  const struct catalogue *catalogue = policy_catalogue(policy);
  struct asked asked = {.action = &catalogue->actions[dice((unsigned)catalogue->action_count)],
                        .roles = roles[dice(COUNT(roles))],
                        .content = (int)dice(4),
                        .destination = (int)dice(DESTINATIONS)};
  facts_forget(&asked.facts);
  unsigned known = 1 + dice(4); /* of five facts: all being unknown has thousands of completions, once is enough */
  for (size_t i = 0; i + 1 < catalogue->fact_count; i++)
    if (dice(5) < known)
      asked.facts.value[i] = (int8_t)dice((unsigned)catalogue->facts[i].value_count);
  if (dice(8) == 0)
    asked.facts.value[catalogue->fact_count - 1] = (int8_t)dice(6);
  return asked;
}

START_TEST(the_shipped_rules_are_decided_as_the_second_evaluator_decides_them)
{
  struct pair pair = shipped_pair();
  const struct catalogue *catalogue = policy_catalogue(pair.policy);
  for (size_t i = 0; i < catalogue->action_count; i++) { /* nothing known */
    struct asked asked = {.action = &catalogue->actions[i], .roles = 1u << ROLE_IRT, .destination = 3};
    facts_forget(&asked.facts);
    compare(&pair, &asked);
  }
  for (int i = 0; i < 1000; i++) {
    struct asked asked = throw_question(pair.policy);
    compare(&pair, &asked);
  }
  pair_finish(&pair);
}
END_TEST

/* Cold answers come from going through completions, later ones from memory: both must be right. */
START_TEST(an_answer_is_the_same_the_first_and_the_hundredth_time)
{
  struct pair pair = shipped_pair();
  for (int i = 0; i < 300; i++) {
    struct asked asked = throw_question(pair.policy);
    struct decision first, again;
    struct policy *fresh = shipped_policy();
    ask_engine(fresh, &asked, &first);
    for (int k = 0; k < 20; k++)
      ask_engine(pair.policy, &asked, &again);
    bool is_same = first.verdict == again.verdict && first.from == again.from && strcmp(first.rule, again.rule) == 0 &&
                   first.find_out == again.find_out && first.mattered == again.mattered &&
                   first.candidates == again.candidates && first.needs_key == again.needs_key;
    MUST(is_same, "%s is answered by %s, then by %s", asked.action->name, first.rule, again.rule);
    policy_free(fresh);
  }
  pair_finish(&pair);
}
END_TEST

/* ---- throwing rules ---- */

static const char *const some_actions[] = {"network.disconnect", "isp.contact", "isp.send_logs", "evidence.capture",
                                           "network.*"};

static void put_roles(struct buf *yaml, const char *key)
{
  static const char *const lists[] = {"[irt]", "[technical]", "[irt, legal]", "[management]", "[senior_management]",
                                      "[legal, senior_management]"};
  buf_format(yaml, "    %s: %s\n", key, lists[dice(COUNT(lists))]);
}

static void put_when(struct buf *yaml)
{
  static const char *const conditions[][4] = {
    {"priority: 1", "priority: [1, 3]", "priority: [2, 4, 5, 0]", "priority: [0, 1, 2, 3]"},
    {"management_available: true", "management_available: false", "contact_verified: true", "serious: [true, false]"},
    {"kind: penetration", "kind: [violation, other]", "active: true", "active: false"},
    {"destination: roster", "destination: [outside, none]", "content: personal", "content: [none, log]"},
  };
  const char *glue = "    when: {";
  for (int group = 0; group < 4; group++)
    if (dice(3) == 0) {
      buf_format(yaml, "%s%s", glue, conditions[group][dice(4)]);
      glue = ", ";
    }
  buf_text(yaml, *glue == ',' ? "}\n" : "");
}

static char *throw_rules(void)
{
  static const char *const verdicts[] = {"preauthorize", "preauthorize", "preauthorize", "require_approval", "forbid"};
  struct buf yaml = {0};
  buf_text(&yaml, "rules:\n");
  for (unsigned i = 0, count = 1 + dice(7); i < count; i++) {
    const char *verdict = verdicts[dice(COUNT(verdicts))];
    buf_format(&yaml, "  - id: rule-%u\n    %s: [%s]\n", i, verdict, some_actions[dice(COUNT(some_actions))]);
    if (strcmp(verdict, "preauthorize") == 0)
      put_roles(&yaml, "to");
    if (strcmp(verdict, "require_approval") == 0)
      put_roles(&yaml, "from");
    put_when(&yaml);
    buf_text(&yaml, "    because: the dice fell so\n    cites: our own choice\n");
  }
  return buf_take(&yaml);
}

START_TEST(rules_thrown_by_dice_are_decided_as_the_second_evaluator_decides_them)
{
  for (int round = 0; round < 80; round++) {
    char *rules = throw_rules();
    struct pair pair = pair_with(rules);
    for (int i = 0; i < 40; i++) {
      struct asked asked = throw_question(pair.policy);
      asked.action = catalogue_action(policy_catalogue(pair.policy), some_actions[dice(4)]);
      compare(&pair, &asked);
    }
    pair_finish(&pair);
    free(rules);
  }
}
END_TEST

/* ---- the property itself ---- */

START_TEST(learning_a_fact_never_makes_the_answer_stricter)
{
  struct policy *policy = shipped_policy();
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (int i = 0; i < 10000; i++) {
    struct asked asked = throw_question(policy);
    struct decision decision;
    struct naive_answer before = ask_engine(policy, &asked, &decision);
    size_t fact = dice((unsigned)catalogue->fact_count - 1);
    if (asked.facts.value[fact] >= 0)
      continue;
    asked.facts.value[fact] = (int8_t)dice((unsigned)catalogue->facts[fact].value_count);
    struct naive_answer after = ask_engine(policy, &asked, &decision);
    int order = naive_compare(after, before);
    MUST(order == 0 || order == -1, "%s: to know %s makes it %s", asked.action->name, catalogue->facts[fact].name,
         verdict_name(after.verdict));
  }
  policy_free(policy);
}
END_TEST

static struct decision decide(const struct policy *policy, const struct asked *asked, const struct facts *or_facts)
{
  struct err err = {0};
  struct decision decision;
  struct policy_question question = {.action = asked->action->name, .facts = &asked->facts, .or_facts = or_facts,
                                     .roles = asked->roles};
  MUST(policy_decide(policy, &question, &decision, &err) == 0, "%s", err.text);
  return decision;
}

static role_set stood_for(role_set roles)
{
  return roles & 1u << ROLE_SENIOR_MANAGEMENT ? roles | 1u << ROLE_MANAGEMENT : roles;
}

START_TEST(where_it_may_be_this_or_that_the_stricter_of_both_counts)
{
  struct policy *policy = shipped_policy();
  for (int i = 0; i < 5000; i++) {
    struct asked one = throw_question(policy), other = throw_question(policy);
    other.action = one.action;
    other.roles = one.roles;
    struct decision a = decide(policy, &one, NULL), b = decide(policy, &other, NULL);
    struct decision both = decide(policy, &one, &other.facts), swapped = decide(policy, &other, &one.facts);
    enum verdict worst = a.verdict > b.verdict ? a.verdict : b.verdict;
    role_set from = worst == VERDICT_APPROVAL ? a.from | b.from : 0;
    MUST(both.verdict == worst && stood_for(both.from) == stood_for(from), "%s: %s from %x", one.action->name,
         verdict_name(both.verdict), both.from);
    MUST(swapped.verdict == both.verdict && swapped.from == both.from, "%s: order counts", one.action->name);
    MUST(both.candidates == (a.candidates | b.candidates), "%s: a candidate is lost", one.action->name);
    MUST(both.needs_key == (worst == VERDICT_APPROVAL && (a.needs_key || b.needs_key)), "%s: key", one.action->name);
    MUST(!strcmp(both.rule, a.rule) || !strcmp(both.rule, b.rule), "%s: a rule of neither", one.action->name);
  }
  policy_free(policy);
}
END_TEST

START_TEST(what_is_to_be_found_out_can_change_the_answer_and_nothing_else_can)
{
  struct policy *policy = shipped_policy();
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (int i = 0; i < 1500; i++) {
    struct asked asked = throw_question(policy);
    struct decision decision, unused;
    struct naive_answer before = ask_engine(policy, &asked, &decision);
    for (size_t fact = 0; fact + 1 < catalogue->fact_count; fact++) {
      MUST(!(decision.find_out & UINT64_C(1) << fact && asked.facts.value[fact] >= 0 &&
             catalogue->facts[fact].stands_for[asked.facts.value[fact]] == 1u << asked.facts.value[fact]),
           "%s is known already", catalogue->facts[fact].name);
      for (int value = 0; value < (int)catalogue->facts[fact].value_count && asked.facts.value[fact] < 0; value++) {
        struct asked known = asked;
        known.facts.value[fact] = (int8_t)value;
        bool is_milder = naive_compare(ask_engine(policy, &known, &unused), before) < 0;
        MUST(!is_milder || decision.find_out & UINT64_C(1) << fact, "%s: %s would help", asked.action->name,
             catalogue->facts[fact].name);
      }
    }
  }
  policy_free(policy);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("unknown");
  TCase *chapter = tcase_create("unknown");
  tcase_set_timeout(chapter, 120);
  tcase_add_test(chapter, the_shipped_rules_are_decided_as_the_second_evaluator_decides_them);
  tcase_add_test(chapter, an_answer_is_the_same_the_first_and_the_hundredth_time);
  tcase_add_test(chapter, rules_thrown_by_dice_are_decided_as_the_second_evaluator_decides_them);
  tcase_add_test(chapter, learning_a_fact_never_makes_the_answer_stricter);
  tcase_add_test(chapter, where_it_may_be_this_or_that_the_stricter_of_both_counts);
  tcase_add_test(chapter, what_is_to_be_found_out_can_change_the_answer_and_nothing_else_can);
  suite_add_tcase(suite, chapter);
  return suite_run(suite);
}
