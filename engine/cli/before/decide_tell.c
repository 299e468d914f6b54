/*
 * An answer, for a program and for a person. For a person it ends with what would change it: the facts that nobody
 * knows yet, what each would lead to, and how to find out.
 */
#include "base/alloc.h"
#include "cli/before/decide.h"
#include "cli/out.h"

#include <stdio.h>
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

/** A violation that could bring the company to court is handled without anybody noticing (R119, R166, R174). */
static json_t *list_obligations(uint32_t candidates)
{
  json_t *list = json_array();
  if (candidates & (1u << 2 | 1u << 4))
    json_array_append_new(list, json_string("discreet"));
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

json_t *decide_to_json(const struct policy *policy, const struct decision *decision)
{
  json_t *candidates = json_array();
  for (int priority = 0; priority <= 5; priority++)
    if (decision->candidates & 1u << priority)
      json_array_append_new(candidates, json_integer(priority));
  return json_pack("{s:s, s:o, s:s, s:s, s:s*, s:o, s:o, s:o, s:o}", "verdict", verdict_name(decision->verdict), "from",
                   list_roles(decision->from), "rule", decision->rule, "because", decision->because, "cites",
                   decision->cites, "where", place_of(decision), "obligations", list_obligations(decision->candidates),
                   "unknown", list_facts(policy_catalogue(policy), decision->find_out), "candidates", candidates);
}

/* ---- for a person ---- */

static void tell_verdict(const struct decision *decision)
{
  char roles[256];
  role_set_text(decision->from, roles, sizeof roles);
  switch (decision->verdict) {
  case VERDICT_PREAUTHORIZED:
    say_in(OUT_BOLD, "YES");
    say("      at once, without asking\n");
    break;
  case VERDICT_APPROVAL:
    say_in(OUT_YELLOW, "ASK");
    say("      %s%s\n", roles, decision->needs_key ? ", by key" : "");
    break;
  case VERDICT_FORBIDDEN:
    say_in(OUT_RED, "NEVER");
    say("    forbidden, whoever asks\n");
    break;
  }
}

static bool is_milder(const struct decision *a, const struct decision *b)
{
  return a->verdict < b->verdict || (a->verdict == b->verdict && a->from != b->from && (a->from & b->from) == a->from);
}

static void tell_milder(const char *says, const struct decision *decision)
{
  char roles[256];
  role_set_text(decision->from, roles, sizeof roles);
  if (decision->verdict == VERDICT_PREAUTHORIZED)
    say("         if %s, you may do it at once\n", says);
  else
    say("         if %s, it is %s who decides\n", says, roles);
}

static void tell_unknown(const struct decide_context *context, const struct decide_asked *asked, int index,
                         const struct decision *decision)
{
  const struct fact *fact = &policy_catalogue(context->policy)->facts[index];
  say("but      nobody knows yet: %s (%s)\n", fact->question ? fact->question : fact->name, fact->name);
  for (size_t value = 0; value < fact->value_count; value++) {
    struct decide_asked other = *asked;
    struct decision then;
    struct err unused = {0};
    other.facts.value[index] = (int8_t)value;
    if (fact->says[value] && decide_ask(context, &other, &then, &unused) == 0 && is_milder(&then, decision))
      tell_milder(fact->says[value], &then);
  }
  if (fact->find_out)
    say("         so: %s\n", fact->find_out);
}

void decide_tell(const struct decide_context *context, const struct decide_asked *asked,
                 const struct decision *decision)
{
  int left = 3;
  tell_verdict(decision);
  say("because  %s\n", decision->because);
  for (int i = 0; i < FACT_MAX && left && decision->verdict != VERDICT_PREAUTHORIZED; i++)
    if (decision->find_out & (uint64_t)1 << i) {
      tell_unknown(context, asked, i, decision);
      left--;
    }
  if (decision->file)
    say("rule     %s, %s:%d\n", decision->rule, decision->file, decision->line);
  else if (strcmp(decision->rule, "default") == 0)
    say("rule     none of policies/rules.yaml applies\n");
  else
    say("rule     built in; no rule, key or vote changes it\n");
}
