/*
 * An answer, for a program and for a person. The words for a person are the policy's own.
 */
#include "base/alloc.h"
#include "cli/before/decide.h"
#include "cli/out.h"
#include "incident/know.h"

#include <string.h>

static json_t *list_roles(role_set roles)
{
  json_t *list = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (roles & (role_set)1 << role)
      json_array_append_new(list, json_string(role_name((enum role)role)));
  return list;
}

static json_t *list_facts(const struct catalogue *catalogue, uint64_t facts)
{
  json_t *list = json_array();
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (facts & (uint64_t)1 << i)
      json_array_append_new(list, json_string(catalogue->facts[i].name));
  return list;
}

/** What has to be done before it, in such an incident; of what is never done nothing is. */
static size_t obligations_before(const struct policy *policy, const struct decide_asked *asked,
                                 const struct decision *decision,
                                 const struct obligation *before[OBLIGATIONS_BEFORE_MAX])
{
  if (decision->verdict == VERDICT_FORBIDDEN)
    return 0;
  return policy_obligations_before(policy, catalogue_action(policy_catalogue(policy), asked->action), &asked->facts,
                                   before, OBLIGATIONS_BEFORE_MAX);
}

/** A violation that could bring the company to court is handled without anybody noticing (R119, R166, R174). */
static json_t *list_obligations(const struct policy *policy, const struct decide_asked *asked,
                                const struct decision *decision)
{
  const struct obligation *before[OBLIGATIONS_BEFORE_MAX];
  json_t *list = json_array();
  if (know_is_discreet(decision->candidates))
    json_array_append_new(list, json_string("discreet"));
  size_t count = obligations_before(policy, asked, decision, before);
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, json_string(before[i]->id));
  return list;
}

/* What doing it would settle, tried or done. */
static json_t *list_met(const struct policy *policy, const struct decide_asked *asked)
{
  const struct action *action = catalogue_action(policy_catalogue(policy), asked->action);
  const struct obligation *all;
  json_t *list = json_array();
  size_t count = policy_obligations(policy, &all);
  for (size_t i = 0; i < count; i++)
    if (obligation_is_met_by(&all[i], action) && policy_obligation_applies(policy, &all[i], &asked->facts))
      json_array_append_new(list, json_string(all[i].id));
  return list;
}

static json_t *place_of(const struct decision *decision)
{
  if (!decision->file)
    return strcmp(decision->rule, "default") == 0 ? json_null() : json_string("built in");
  char *place = xasprintf("%s:%d", decision->file, decision->line);
  json_t *text = json_string(place);
  free(place);
  return text;
}

json_t *decide_to_json(const struct policy *policy, const struct decide_asked *asked, const struct decision *decision)
{
  json_t *candidates = json_array();
  for (int priority = 0; priority <= 5; priority++)
    if (decision->candidates & 1u << priority)
      json_array_append_new(candidates, json_integer(priority));
  return json_pack("{s:s, s:o, s:s, s:s, s:s*, s:o, s:o, s:o, s:o, s:o}", "verdict", verdict_name(decision->verdict),
                   "from", list_roles(decision->from), "rule", decision->rule, "because", decision->because, "cites",
                   decision->cites, "where", place_of(decision), "obligations",
                   list_obligations(policy, asked, decision), "meets", list_met(policy, asked), "unknown",
                   list_facts(policy_catalogue(policy), decision->find_out), "candidates", candidates);
}

/* ---- for a person ---- */

/* "first    evidence.capture or evidence.copy (capture-before-cutting-off)" */
static void tell_before(const struct policy *policy, const struct decide_asked *asked,
                        const struct decision *decision, struct buf *out)
{
  const struct obligation *before[OBLIGATIONS_BEFORE_MAX];
  size_t count = obligations_before(policy, asked, decision, before);
  for (size_t i = 0; i < count; i++) {
    size_t begin = out->length;
    buf_format(out, "%-9s", i ? "and" : "first");
    if (before[i]->not_within_s)
      buf_format(out, "not earlier than %lld h after it is %s", (long long)before[i]->not_within_s / 3600,
                 milestone_name(before[i]->after));
    else
      obligation_words(before[i], out);
    bool is_long = out->length - begin + strlen(before[i]->id) + 3 > 80;
    buf_format(out, "%s(%s)\n", is_long ? "\n         " : " ", before[i]->id);
  }
}

void decide_tell(const struct decide_context *context, const struct decide_asked *asked,
                 const struct decision *decision)
{
  struct policy_question question = decide_question(context, asked);
  struct buf words = {0};
  policy_explain(context->policy, &question, decision, &words);
  tell_before(context->policy, asked, decision, &words);
  say("%-s", buf_string(&words));
  buf_finish(&words);
}
