/*
 * The public questions: a request comes in, what is built in is looked at first, then the rules.
 */
#include "policy/inside.h"

#include <string.h>

static size_t index_of(const struct policy *policy, const struct action *action)
{
  return (size_t)(action - policy->actions);
}

static int fail_action(const struct policy *policy, const char *name, struct err *err)
{
  const char *near = catalogue_suggest_action(&policy->catalogue, name);
  return err_unknown(err, near, NULL, "no action is called \"%s\"", name);
}

static void forbid(const struct rule *rule, struct decision *decision)
{
  *decision = (struct decision){
    .verdict = VERDICT_FORBIDDEN,
    .rule = rule->id,
    .because = rule->because,
    .cites = rule->cites,
    .file = rule->file,
    .line = rule->line,
  };
}

static void decide(const struct policy *policy, const struct action *action, const struct request *request,
                   uint8_t *codes, role_set roles, struct decision *decision)
{
  size_t index = index_of(policy, action);
  const struct plan *plan = &policy->plans[index];
  if (plan->floor || request->forbidden) {
    forbid(plan->floor ? plan->floor : request->forbidden, decision);
  } else {
    /* Whoever gives log data to somebody sends logs, whatever he calls it. */
    bool sends_logs = plan->is_contact && request->content & CONTENT_LOG;
    codes[VARIABLE_DESTINATION] = request->destination;
    codes[VARIABLE_CONTENT] = request->content;
    memory_decide(policy, sends_logs ? index_of(policy, policy->send_logs) : index, codes, roles | ROLE_ANYBODY,
                  decision);
  }
  decision->candidates = memory_candidates(policy, codes);
}

/* The stricter of two: what either forbids is forbidden, whomever either asks is asked. */
static void unite(struct decision *decision, const struct decision *other)
{
  struct decision both = other->verdict > decision->verdict ? *other : *decision;
  if (both.verdict == VERDICT_APPROVAL) {
    role_set senior = 1u << ROLE_SENIOR_MANAGEMENT;
    if (other->from & senior & ~both.from)
      both = *other;
    both.from = decision->from | other->from;
    if (both.from & senior)
      both.from &= ~(1u << ROLE_MANAGEMENT);
    both.needs_key = decision->needs_key || other->needs_key;
  }
  both.mattered = decision->mattered | other->mattered;
  both.find_out = decision->find_out | other->find_out;
  both.candidates = decision->candidates | other->candidates;
  *decision = both;
}

int policy_decide(const struct policy *policy, const struct policy_question *question, struct decision *decision,
                  struct err *err)
{
  const struct name *name = names_find(policy->names, question->action);
  if (!name || name->action < 0)
    return fail_action(policy, question->action, err);
  const struct action *action = &policy->actions[name->action];
  struct request request;
  if (request_read(action, question, &request, err))
    return -1;
  uint8_t codes[VARIABLE_COUNT];
  codes_of(policy, question->facts, codes);
  role_set roles = question->is_subject ? 0 : question->roles;
  decide(policy, action, &request, codes, roles, decision);
  if (question->or_facts) {
    struct decision other;
    codes_of(policy, question->or_facts, codes);
    decide(policy, action, &request, codes, roles, &other);
    unite(decision, &other);
  }
  return 0;
}

/* ---- by names ---- */

static int fail_fact(const struct policy *policy, const struct policy_given *given, struct err *err)
{
  struct facts unused;
  facts_forget(&unused);
  return facts_set(&policy->catalogue, &unused, given->name, given->value, err);
}

static int fail_role(const char *role, struct err *err)
{
  struct buf known = {0};
  for (int i = 0; i < ROLE_COUNT; i++)
    buf_format(&known, " %s", role_name((enum role)i));
  err_set(err, "no role is called \"%s\". Known:%s.", role, buf_string(&known));
  buf_finish(&known);
  return -1;
}

int policy_decide_named(const struct policy *policy, const char *action_name, const struct policy_given *facts,
                        size_t fact_count, const char *const *roles, size_t role_count, struct decision *decision,
                        struct err *err)
{
  const struct name *name = names_find(policy->names, action_name);
  if (!name || name->action < 0)
    return fail_action(policy, action_name, err);
  const struct action *action = &policy->actions[name->action];
  uint8_t codes[VARIABLE_COUNT];
  memcpy(codes, policy->unknown, sizeof codes);
  for (size_t i = 0; i < fact_count; i++) {
    const struct name *fact = names_find(policy->names, facts[i].name);
    const struct name *value = names_find(policy->names, facts[i].value);
    int code = fact && value && fact->fact >= 0 ? names_code(policy->names, fact->fact, value) : -1;
    if (code < 0)
      return fail_fact(policy, &facts[i], err);
    codes[fact->fact] = (uint8_t)code;
  }
  role_set set = 0;
  for (size_t i = 0; i < role_count; i++) {
    const struct name *role = names_find(policy->names, roles[i]);
    if (!role || role->role < 0)
      return fail_role(roles[i], err);
    set |= 1u << role->role;
  }
  decide(policy, action, &policy->plain[name->action], codes, set, decision);
  return 0;
}
