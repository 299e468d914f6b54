/*
 * A decision as entries record it: the verdict, its rule, and the facts that mattered as they stood (formats.md).
 */
#include "policy/policy.h"

#include "base/json.h"

json_t *policy_decision_json(const struct policy *policy, const struct facts *known, const struct decision *decision,
                             uint64_t position)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  json_t *facts = json_object();
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    if (!(decision->mattered & (uint64_t)1 << i))
      continue;
    const char *value = facts_get(catalogue, known, catalogue->facts[i].name);
    json_object_set_new(facts, catalogue->facts[i].name, json_string(value ? value : "unknown"));
  }
  json_t *from = json_array(), *candidates = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (decision->from & 1u << role)
      json_array_append_new(from, json_string(role_name((enum role)role)));
  for (int priority = 0; priority <= 5; priority++)
    if (decision->candidates & 1u << priority)
      json_array_append_new(candidates, json_integer(priority));
  json_t *whole = json_pack("{s:s, s:o, s:o, s:o, s:I, s:s, s:s}", "because", decision->because, "candidates",
                            candidates, "facts", facts, "from", from, "position", (json_int_t)position, "rule",
                            decision->rule, "verdict", verdict_name(decision->verdict));
  if (decision->cites)
    json_object_set_new(whole, "cites", json_string(decision->cites));
  if (decision->file)
    json_object_set_new(whole, "where", json_sprintf("%s:%d", decision->file, decision->line));
  return whole;
}
