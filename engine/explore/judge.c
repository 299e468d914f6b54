/*
 * What a scenario expects, held against what came of it. Every sentence of a failure is made here.
 */
#include "explore/play.h"

#include "base/alloc.h"
#include "base/json.h"
#include "incident/question.h"
#include "incident/obligations.h"

#include <string.h>

static const struct scenario_expectation *expected_of(const struct play *play)
{
  return &play->setup->scenario->expects;
}

static char *text_of(const json_t *value)
{
  if (json_is_string(value))
    return xstrdup(json_string_value(value));
  struct buf text = {0};
  struct err ignored = {0};
  if (!value || json_write_tree(&text, value, &ignored) < 0) {
    buf_finish(&text);
    return xstrdup("nothing");
  }
  return buf_take(&text);
}

static void compare_texts(struct play *play, int line, const char *step, const char *what, const char *expected,
                          const char *got)
{
  play->result->checks++;
  if (strcmp(expected, got))
    play_fail(play, line, step, xasprintf("%s %s", what, expected), xstrdup(got));
}

/* ---- the class ---- */

static void candidates_text(uint32_t candidates, char text[16])
{
  static const int by_urgency[] = {1, 2, 3, 4, 5, 0};
  char *at = text;
  for (size_t i = 0; i < COUNT(by_urgency); i++)
    if (candidates & 1u << by_urgency[i])
      at += sprintf(at, at == text ? "%d" : " %d", by_urgency[i]);
  *at = '\0';
}

static void judge_class(struct play *play, const struct scenario_class *class, const struct facts *facts,
                        const char *when)
{
  uint32_t candidates = policy_candidates(play->setup->policy, facts);
  char expected[16], got[16], what[64];
  if (class->priority >= 0) {
    snprintf(expected, sizeof expected, "%d", class->priority);
    snprintf(got, sizeof got, "%d", policy_urgency(candidates));
    snprintf(what, sizeof what, "priority%s", when);
    compare_texts(play, class->line, NULL, what, expected, got);
  }
  if (class->candidates) {
    candidates_text(class->candidates, expected);
    candidates_text(candidates, got);
    snprintf(what, sizeof what, "candidates%s", when);
    compare_texts(play, class->line, NULL, what, expected, got);
  }
}

/* ---- steps ---- */

static const char *status_of(const struct step *step)
{
  return step->state == STEP_CONCLUDED ? outcome_status_name(step->status)
         : step->state == STEP_REFUSED ? "denied"
                                       : step_state_name(step->state);
}

static role_set roles_of(const json_t *value)
{
  const char *one = json_string_value(value);
  if (one)
    return 1u << role_find(one);
  role_set roles = 0;
  size_t index;
  json_t *name;
  json_array_foreach(value, index, name) roles |= 1u << role_find(json_string_value(name));
  return roles;
}

static char *value_of(const struct step *step, const char *check)
{
  if (!strcmp(check, "is"))
    return xstrdup(json_get_string(step->decision, "verdict"));
  if (!strcmp(check, "rule"))
    return xstrdup(json_get_string(step->decision, "rule"));
  if (!strcmp(check, "status"))
    return xstrdup(status_of(step));
  if (!strcmp(check, "step"))
    return xstrdup(step->id);
  if (!strcmp(check, "person"))
    return xstrdup(step->person ? step->person : "nobody");
  return text_of(json_object_get(step->arguments, check));
}

/* NULL: it is as expected; else what there was instead. */
static char *differs(const struct step *step, const char *check, const json_t *expected)
{
  if (!strcmp(check, "from")) {
    char got[200];
    role_set roles = decision_from(step->decision);
    role_set_text(roles, got, sizeof got);
    return roles == roles_of(expected) ? NULL : xstrdup(roles ? got : "nobody");
  }
  char *wanted = text_of(expected), *got = value_of(step, check);
  bool is_same = got && !strcmp(wanted, got);
  free(wanted);
  if (!is_same)
    return got ? got : xstrdup("nothing");
  free(got);
  return NULL;
}

static bool is_as_expected(const struct scenario_step *expected, const struct step *step)
{
  const char *check;
  json_t *value;
  json_object_foreach(expected->checks, check, value)
  {
    char *got = differs(step, check, value);
    bool is_same = got == NULL;
    free(got);
    if (!is_same)
      return false;
  }
  return scenario_is_named(expected->name, step->id, step->action->name);
}

static char *step_text(const struct scenario_step *expected)
{
  struct buf text = {0};
  buf_text(&text, expected->name);
  const char *check;
  json_t *value;
  json_object_foreach(expected->checks, check, value)
  {
    char *wanted = text_of(value);
    buf_format(&text, ", %s %s", check, wanted);
    free(wanted);
  }
  return buf_take(&text);
}

/* Steps that went ahead, in the order in which they did. The caller frees the list. */
static const struct step **in_order(const struct play *play, size_t *count)
{
  const struct step **steps = xcalloc(play->incident->step_count + 1, sizeof *steps);
  *count = 0;
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (!step->intent_seq)
      continue;
    size_t place = (*count)++;
    for (; place && steps[place - 1]->intent_seq > step->intent_seq; place--)
      steps[place] = steps[place - 1];
    steps[place] = step;
  }
  return steps;
}

#define STEPS_NAMED 6

static char *name_some(const struct step *const *steps, size_t from, size_t count)
{
  struct buf text = {0};
  for (size_t i = from; i < count && i < from + STEPS_NAMED; i++)
    buf_format(&text, "%s%s %s", i > from ? ", " : "", steps[i]->id, steps[i]->action->name);
  if (count > from + STEPS_NAMED)
    buf_format(&text, " and %zu more", count - from - STEPS_NAMED);
  if (!text.length)
    buf_text(&text, "nothing more");
  return buf_take(&text);
}

static void judge_order(struct play *play, const struct step *const *steps, size_t count)
{
  const struct scenario_expectation *expects = expected_of(play);
  size_t next = 0;
  for (size_t i = 0; i < expects->step_count; i++) {
    size_t found = next;
    play->result->checks++;
    while (found < count && !is_as_expected(&expects->steps[i], steps[found]))
      found++;
    if (found < count) {
      next = found + 1;
      continue;
    }
    char *rest = name_some(steps, next, count), *wanted = step_text(&expects->steps[i]);
    play_fail(play, expects->steps[i].line, next ? steps[next - 1]->id : NULL,
              xasprintf("%s goes ahead%s%s", wanted, next ? " after " : "", next ? steps[next - 1]->id : ""), rest);
    free(wanted);
    return;
  }
}

/* What people do, questions of fact apart. */
static bool is_for_people(const struct step *step)
{
  return step->action->driver == DRIVER_MANUAL && strcmp(step->action->name, "fact.establish");
}

static void judge_first(struct play *play, const struct step *const *steps, size_t count)
{
  const struct scenario_step *first = &expected_of(play)->first;
  size_t i = 0;
  if (!first->name)
    return;
  play->result->checks++;
  while (i < count && !is_for_people(steps[i]))
    i++;
  if (i < count && is_as_expected(first, steps[i]))
    return;
  play_fail(play, first->line, i < count ? steps[i]->id : NULL,
            xasprintf("the first that people are asked to do is %s", first->name),
            xstrdup(i < count ? steps[i]->action->name : "nothing"));
}

static void judge_decision(struct play *play, const struct scenario_step *expected)
{
  size_t found = 0;
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (!scenario_is_named(expected->name, step->id, step->action->name))
      continue;
    found++;
    const char *check;
    json_t *value;
    json_object_foreach(expected->checks, check, value)
    {
      play->result->checks++;
      char *got = differs(step, check, value), *wanted = got ? text_of(value) : NULL;
      if (got)
        play_fail(play, expected->line, step->id, xasprintf("%s: %s %s", step->action->name, check, wanted), got);
      free(wanted);
    }
  }
  play->result->checks++;
  if (!found)
    play_fail(play, expected->line, NULL, xasprintf("%s is asked for", expected->name), xstrdup("it never was"));
}

static void judge_never(struct play *play)
{
  const struct scenario_names *never = &expected_of(play)->never;
  for (size_t i = 0; i < never->count; i++) {
    play->result->checks++;
    for (size_t k = 0; k < play->incident->step_count; k++) {
      const struct step *step = play->incident->steps[k];
      if (scenario_is_named(never->list[i].name, step->id, step->action->name))
        play_fail(play, never->list[i].line, step->id, xasprintf("%s is never asked for", never->list[i].name),
                  xasprintf("%s %s", step->id, step->action->name));
    }
  }
}

/* ---- people ---- */

static const struct step *call_of(const struct play *play, const char *person)
{
  for (size_t i = 0; i < play->incident->step_count; i++) {
    const struct step *step = play->incident->steps[i];
    if (step->intent_seq && step->person && !strcmp(step->person, person))
      return step;
  }
  return NULL;
}

static void judge_calls(struct play *play)
{
  const struct scenario_names *called = &expected_of(play)->called, *not_called = &expected_of(play)->not_called;
  for (size_t i = 0; i < called->count; i++) {
    play->result->checks++;
    if (!call_of(play, called->list[i].name))
      play_fail(play, called->list[i].line, NULL, xasprintf("%s is called", called->list[i].name),
                xstrdup("nobody calls"));
  }
  for (size_t i = 0; i < not_called->count; i++) {
    play->result->checks++;
    const struct step *call = call_of(play, not_called->list[i].name);
    if (call)
      play_fail(play, not_called->list[i].line, call->id, xasprintf("%s is not called", not_called->list[i].name),
                xasprintf("%s %s", call->id, call->action->name));
  }
}

/* ---- questions of authority ---- */

static size_t texts_of(const json_t *list, const char *const **texts)
{
  const char **all = xcalloc(json_array_size(list) + 1, sizeof *all);
  for (size_t i = 0; i < json_array_size(list); i++)
    all[i] = json_string_value(json_array_get(list, i));
  *texts = all;
  return json_array_size(list);
}

static int answer_of(const struct play *play, const struct scenario_question *question, struct decision *decision,
                     struct err *err)
{
  const struct company *company = play->setup->company;
  const char *by = question->by ? question->by : play_person(play), *name;
  struct facts facts = question->is_at_end ? play->incident->facts : play->declared;
  json_t *value;
  json_object_foreach(question->facts, name, value)
  {
    if (facts_set(play->incident->catalogue, &facts, name, json_string_value(value), err) < 0)
      return -1;
  }
  json_t *people = json_array(), *ids = json_array();
  for (size_t i = 0; i < company->people.count; i++) {
    json_array_append_new(people, json_string(company->people.list[i].id));
    json_array_append_new(ids, json_string(company->people.list[i].id));
    json_array_append_new(people, json_string(company->people.list[i].name));
    json_array_append_new(ids, json_string(company->people.list[i].id));
  }
  struct policy_home home = {0};
  home.network_count = texts_of(company->networks, &home.networks);
  home.domain_count = texts_of(company->domains, &home.domains);
  home.person_count = texts_of(people, &home.people);
  texts_of(ids, &home.person_ids);
  home.contact_count = company->contacts.count;
  home.contacts = company->contacts.list;
  struct asked_with unused; /* the scenario says with which facts instead */
  struct policy_question asked =
      incident_question(play->incident, by, true, question->action, question->parameters, &home, &unused);
  asked.facts = &facts;
  asked.or_facts = asked.also_facts = NULL;
  int result = policy_decide(play->setup->policy, &asked, decision, err);
  free((void *)(uintptr_t)home.networks);
  free((void *)(uintptr_t)home.domains);
  free((void *)(uintptr_t)home.people);
  free((void *)(uintptr_t)home.person_ids);
  json_decref(ids);
  json_decref(people);
  return result;
}

static void judge_question(struct play *play, const struct scenario_question *question)
{
  struct decision decision;
  struct err err = {0};
  char what[120], expected[200], got[200];
  if (answer_of(play, question, &decision, &err) < 0) {
    play_fail(play, question->line, NULL, xasprintf("an answer about %s", question->action), xstrdup(err.text));
    return;
  }
  json_t *rules = play->coverage->rules;
  json_object_set_new(rules, decision.rule, json_integer(json_get_integer(rules, decision.rule, 0) + 1));
  snprintf(what, sizeof what, "%s is", question->action);
  compare_texts(play, question->line, NULL, what, verdict_name(question->is), verdict_name(decision.verdict));
  if (question->from && decision.verdict == question->is) {
    snprintf(what, sizeof what, "%s is asked from", question->action);
    role_set_text(question->from, expected, sizeof expected);
    role_set_text(decision.from, got, sizeof got);
    compare_texts(play, question->line, NULL, what, expected, got);
  }
  if (question->rule) {
    snprintf(what, sizeof what, "%s is decided by", question->action);
    compare_texts(play, question->line, NULL, what, question->rule, decision.rule);
  }
}

/* ---- obligations ---- */

static const char *state_of(const struct play *play, const char *id)
{
  const struct obligation *obligation = policy_obligation(play->setup->policy, id);
  if (!obligation)
    return "unknown: no obligation has this id";
  if (!incident_obliges(play->incident, play->setup->policy, obligation))
    return "not_owed";
  json_object_set_new(play->coverage->obligations, id, json_integer(1));
  return owed_state_name(incident_owed(play->incident, obligation, play->now).state);
}

static void judge_obligations(struct play *play)
{
  const struct scenario_expectation *expects = expected_of(play);
  const struct {
    const char *state;
    const struct scenario_names *names;
  } all[] = {{"met", &expects->met}, {"open", &expects->open}, {"overdue", &expects->overdue},
             {"waived", &expects->waived}, {"not_owed", &expects->not_owed}};
  for (size_t i = 0; i < COUNT(all); i++)
    for (size_t k = 0; k < all[i].names->count; k++) {
      const struct scenario_name *name = &all[i].names->list[k];
      char *what = xasprintf("obligation %s is", name->name);
      compare_texts(play, name->line, NULL, what, all[i].state, state_of(play, name->name));
      free(what);
    }
}

/* ---- all of it ---- */

int play_judge(struct play *play, struct err *err)
{
  const struct scenario_expectation *expects = expected_of(play);
  size_t count;
  (void)err;
  judge_class(play, &expects->declared, &play->declared, "");
  judge_class(play, &expects->at_end, &play->incident->facts, " at the end");
  if (expects->playbook)
    compare_texts(play, expects->playbook_line, NULL, "playbook", expects->playbook, play->incident->run_playbook);
  const struct step **steps = in_order(play, &count);
  judge_first(play, steps, count);
  judge_order(play, steps, count);
  free((void *)(uintptr_t)steps);
  for (size_t i = 0; i < expects->decision_count; i++)
    judge_decision(play, &expects->decisions[i]);
  judge_never(play);
  judge_calls(play);
  judge_obligations(play);
  for (size_t i = 0; i < expects->question_count; i++)
    judge_question(play, &expects->questions[i]);
  if (expects->state)
    compare_texts(play, expects->state_line, NULL, "the run ends", expects->state, incident_state(play->incident));
  return 0;
}
