/*
 * The decision: what is built in, then the rules, over every completion of what is not known.
 *
 * In one completion, the strictest rule that holds decides; where none holds, a manager is asked. A verdict is kept as
 * bits, FORBIDDEN and one for each role that is asked, so that "strictest over all completions" is their union and
 * preauthorized is what is left when none is set. Nothing is ever skipped on the way to a milder answer.
 */
#include "policy/inside.h"

#include "base/alloc.h"

#include <string.h>

#define FORBIDDEN (1u << 30)
#define BY_KEY (1u << 29)
#define NO_RULE SIZE_MAX

static const char default_because[] = "No rule lets you do this without asking, so a manager is asked.";

/* ---- one completion ---- */

/** What was found so far, and by which rule (its place in the plan). */
struct judged {
  uint32_t bits;
  size_t forbids, allows;    /* the first that did, or NO_RULE */
  size_t asks[ROLE_COUNT];   /* by role */
};

static void note(size_t *first, size_t rule)
{
  if (rule < *first)
    *first = rule;
}

static void note_asking(struct judged *finding, const struct rule *rule, size_t place)
{
  for (int role = 0; role < ROLE_COUNT; role++)
    if (rule->roles & 1u << role)
      note(&finding->asks[role], place);
}

/* The verdict of the rules where every value is known; 0 is preauthorized. */
static uint32_t judge(const struct plan *plan, const uint8_t *values, role_set roles, struct judged *finding)
{
  uint32_t bits = 0;
  size_t allows = NO_RULE;
  for (size_t i = 0; i < plan->rule_count; i++) {
    const struct rule *rule = plan->rules[i];
    if (!conditions_hold(&rule->when, values))
      continue;
    if (rule->verdict == VERDICT_FORBIDDEN) {
      bits |= FORBIDDEN;
      note(&finding->forbids, i);
    } else if (rule->verdict == VERDICT_APPROVAL) {
      bits |= rule->roles | (rule->needs_key ? BY_KEY : 0);
      note_asking(finding, rule, i);
    } else if (rule->roles & roles) {
      note(&allows, i);
    }
  }
  if (bits == 0 && allows == NO_RULE)
    bits = 1u << ROLE_MANAGEMENT;
  note(&finding->allows, allows);
  return bits;
}

/* Senior management stands for management; what is forbidden asks nobody. */
static uint32_t strictest(uint32_t bits)
{
  if (bits & FORBIDDEN)
    return FORBIDDEN;
  return bits & 1u << ROLE_SENIOR_MANAGEMENT ? bits & ~(1u << ROLE_MANAGEMENT) : bits;
}

static uint32_t judge_here(const struct policy *policy, const struct plan *plan, struct completions *at,
                           const uint8_t *codes, role_set roles, struct judged *finding)
{
  if (plan->reads_priority) {
    bool is_given = codes[policy->priority_fact] != policy->unknown[policy->priority_fact];
    const struct priority_row *row = is_given ? NULL : priority_of(policy, at->values);
    at->values[policy->priority_fact] = is_given ? codes[policy->priority_fact] : (uint8_t)row->priority;
  }
  return judge(plan, at->values, roles, finding);
}

/* ---- what to find out ---- */

struct search {
  const struct policy *policy;
  const struct plan *plan;
  const uint8_t *codes;
  role_set roles;
  uint32_t worst;
};

/* Would the answer here be stricter if this one value were not known? */
static bool depends_on(const struct search *search, const struct completions *at, uint8_t variable, uint32_t here)
{
  struct judged unused = {0};
  struct completions other = *at;
  for (uint8_t value = 0; value < FACT_VALUES_MAX; value++) {
    if (!(at->open[variable] & 1u << value))
      continue;
    other.values[variable] = value;
    uint32_t there = judge_here(search->policy, search->plan, &other, search->codes, search->roles, &unused);
    if (strictest(here | there) != here)
      return true;
  }
  return false;
}

/* The unknown facts without which some milder answer cannot be had. */
static uint64_t find_out(const struct search *search)
{
  uint64_t facts = 0;
  struct judged unused = {0};
  struct completions at;
  completions_first(&at, search->policy, search->plan, search->codes);
  do {
    uint32_t here = strictest(judge_here(search->policy, search->plan, &at, search->codes, search->roles, &unused));
    if (here == search->worst)
      continue;
    for (size_t i = 0; i < at.count; i++) {
      uint8_t variable = at.variables[i];
      if (variable < FACT_MAX && !(facts & UINT64_C(1) << variable) && depends_on(search, &at, variable, here))
        facts |= UINT64_C(1) << variable;
    }
  } while (completions_next(&at));
  return facts;
}

/* ---- the decision ---- */

static void put_rule(struct decision *decision, const struct rule *rule)
{
  decision->rule = rule->id;
  decision->because = rule->because;
  decision->cites = rule->cites;
  decision->file = rule->file;
  decision->line = rule->line;
}

/* The rule to name: who asks senior management first, then who asks the others, a manager last. */
static size_t asking_rule(const struct judged *finding, role_set from)
{
  if (from & 1u << ROLE_SENIOR_MANAGEMENT)
    return finding->asks[ROLE_SENIOR_MANAGEMENT];
  for (int role = 0; role < ROLE_COUNT; role++)
    if (role != ROLE_MANAGEMENT && from & 1u << role)
      return finding->asks[role];
  return finding->asks[ROLE_MANAGEMENT];
}

static void put_finding(const struct plan *plan, const struct judged *finding, struct decision *decision)
{
  size_t rule = finding->allows;
  decision->verdict = VERDICT_PREAUTHORIZED;
  decision->from = finding->bits & ((1u << ROLE_COUNT) - 1);
  decision->needs_key = finding->bits & BY_KEY;
  if (finding->bits & FORBIDDEN) {
    decision->verdict = VERDICT_FORBIDDEN;
    rule = finding->forbids;
  } else if (finding->bits) {
    decision->verdict = VERDICT_APPROVAL;
    rule = asking_rule(finding, decision->from);
  }
  if (rule != NO_RULE) {
    put_rule(decision, plan->rules[rule]);
  } else {
    decision->rule = "default";
    decision->because = default_because;
  }
}

void decide_codes(const struct policy *policy, size_t index, const uint8_t *codes, role_set roles,
                  struct decision *decision)
{
  const struct plan *plan = &policy->plans[index];
  struct judged finding = {.forbids = NO_RULE, .allows = NO_RULE};
  for (int role = 0; role < ROLE_COUNT; role++)
    finding.asks[role] = NO_RULE;
  struct completions at;
  completions_first(&at, policy, plan, codes);
  do {
    finding.bits |= judge_here(policy, plan, &at, codes, roles, &finding);
  } while (completions_next(&at));
  finding.bits = strictest(finding.bits);
  memset(decision, 0, sizeof *decision); /* its padding too: remembered decisions are compared as bytes */
  put_finding(plan, &finding, decision);
  decision->mattered = plan->mattered;
  if (decision->verdict != VERDICT_PREAUTHORIZED) {
    struct search search = {policy, plan, codes, roles, finding.bits};
    decision->find_out = find_out(&search);
  }
}

bool decide_always(const struct policy *policy, size_t index, const uint8_t *codes, role_set asked)
{
  const struct plan *plan = &policy->plans[index];
  struct judged unused = {0};
  struct completions at;
  completions_first(&at, policy, plan, codes);
  do {
    uint32_t here = strictest(judge_here(policy, plan, &at, codes, (1u << ROLE_COUNT) - 1, &unused));
    if (!(here & (FORBIDDEN | asked)))
      return false;
  } while (completions_next(&at));
  return true;
}
