/*
 * Saying back what a declaration means: how urgent, why, and what is worth finding out.
 */
#include "base/alloc.h"
#include "cli/now/declare.h"
#include "cli/out.h"

#include <stdio.h>
#include <strings.h>

static json_t *list_candidates(uint32_t candidates)
{
  json_t *list = json_array();
  for (int priority = 1; priority <= 5; priority++)
    if (candidates & 1u << priority)
      json_array_append_new(list, json_integer(priority));
  if (candidates & 1u)
    json_array_append_new(list, json_integer(0));
  return list;
}

static json_t *list_unknown(const struct policy *policy, const struct facts *facts)
{
  int indices[FACT_MAX];
  size_t count = policy_questions(policy, facts, indices, FACT_MAX);
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, json_string(policy_catalogue(policy)->facts[indices[i]].name));
  return list;
}

/** Would the priority be another one if this were not known? */
static bool matters(const struct policy *policy, const struct facts *facts, size_t index)
{
  struct facts without = *facts;
  without.value[index] = FACT_UNKNOWN;
  return policy_candidates(policy, &without) != policy_candidates(policy, facts);
}

/** The facts that make it this priority, in the words of facts.yaml: "it is a violation; it is still going on". */
static void tell_why(const struct policy *policy, const struct facts *facts)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  bool is_first = true;
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    int value = facts->value[i];
    const char *says = value == FACT_UNKNOWN ? NULL : catalogue->facts[i].says[value];
    if (!says || !matters(policy, facts, i))
      continue;
    say("%s%s", is_first ? ": " : "; ", says);
    is_first = false;
  }
  say("\n");
}

static void tell_priority(const struct policy *policy, const struct facts *facts, uint32_t candidates)
{
  int priority = policy_urgency(candidates);
  if (priority == 0)
    say_in(OUT_BOLD, "     outside this procedure (recorded; management is informed)");
  else
    say_in(OUT_BOLD, "     PRIORITY %d", priority);
  tell_why(policy, facts);
  uint32_t others = candidates & ~(1u << priority);
  if (!others)
    return;
  say("     as long as nobody knows better; it could also be");
  for (int other = 1, is_first = 1; other <= 5; other++)
    if (others & 1u << other) {
      say("%s %d", is_first ? "" : ",", other);
      is_first = 0;
    }
  say("%s\n", !(others & 1u) ? "" : others == 1u ? " outside this procedure" : ", or outside this procedure");
}

static void tell_facility(const struct declaration *declaration)
{
  if (!declaration->facility || strcasecmp(declaration->facility, "none"))
    return;
  say("     Nothing of ours was used, so far as is known. If something of ours was after all, say so:\n"
      "     tocsin fact kind=... --because TEXT\n");
}

static void tell_suspects(const struct declaration *declaration)
{
  const char *glue = "     not to be trusted: ";
  for (size_t i = 0; i < declaration->system_count; i++)
    if (declaration->systems[i].is_suspect) {
      say("%s%s", glue, declaration->systems[i].name);
      glue = ", ";
    }
  if (*glue == ',')
    say(". Say nothing about it through them.\n");
}

static void tell_unknown(const json_t *unknown)
{
  size_t i;
  const json_t *name;
  json_array_foreach(unknown, i, name) say("%s%s", i ? ", " : "     not known yet: ", json_string_value(name));
  if (json_array_size(unknown))
    say("\n");
}

void declare_tell(const struct cli *cli, const struct policy *policy, const char *id,
                  const struct declaration *declaration, const struct facts *facts)
{
  uint32_t candidates = policy_candidates(policy, facts);
  int priority = policy_urgency(candidates);
  json_t *unknown = list_unknown(policy, facts);
  if (cli->is_json) {
    char playbook[16];
    snprintf(playbook, sizeof playbook, "priority-%d", priority);
    say_json(json_pack("{s:s, s:i, s:o, s:s, s:O}", "incident", id, "priority", priority, "candidates",
                       list_candidates(candidates), "playbook", playbook, "unknown", unknown));
  } else {
    say_in(OUT_BOLD, "%s", id);
    say("  %s%s\n", declaration->drill ? "EXERCISE: " : "", declaration->title);
    tell_priority(policy, facts, candidates);
    tell_facility(declaration);
    tell_suspects(declaration);
    tell_unknown(unknown);
  }
  json_decref(unknown);
}
