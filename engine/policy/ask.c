/*
 * The public questions: a request comes in, what is built in is looked at first, then the rules.
 */
#include "policy/inside.h"

#include "base/alloc.h"

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

/* Senior management stands for management; whoever else is asked, is asked too. */
static void ask_besides(const struct rule *rule, struct decision *decision)
{
  role_set senior = 1u << ROLE_SENIOR_MANAGEMENT;
  if (decision->verdict == VERDICT_FORBIDDEN || decision->from & senior)
    return;
  decision->verdict = VERDICT_APPROVAL;
  decision->from = (decision->from & ~(1u << ROLE_MANAGEMENT)) | senior;
  decision->rule = rule->id;
  decision->because = rule->because;
  decision->cites = rule->cites;
  decision->file = NULL;
  decision->line = 0;
  decision->find_out = 0; /* no fact makes a stranger known */
}

/* Whoever gives log data to somebody sends logs, and whoever contains all of us cuts us off, whatever he calls it. */
static size_t decided_as(const struct policy *policy, size_t index, const struct request *request)
{
  if (policy->plans[index].is_contact && request->content & CONTENT_LOG)
    return index_of(policy, policy->send_logs);
  return request->cuts_off && policy->disconnect ? index_of(policy, policy->disconnect) : index;
}

static void decide(const struct policy *policy, const struct action *action, const struct request *request,
                   uint8_t *codes, role_set roles, struct decision *decision)
{
  size_t index = index_of(policy, action);
  const struct plan *plan = &policy->plans[index];
  if (plan->floor || request->forbidden) {
    forbid(plan->floor ? plan->floor : request->forbidden, decision);
    if (!plan->floor && request->unreadable)
      decision->because = request->unreadable;
  } else {
    codes[VARIABLE_DESTINATION] = request->destination;
    codes[VARIABLE_CONTENT] = request->content;
    memory_decide(policy, decided_as(policy, index, request), codes, roles | ROLE_ANYBODY, decision);
    if (request->asks)
      ask_besides(request->asks, decision);
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
  if (request_read(policy, action, question, &request, err))
    return -1;
  uint8_t codes[VARIABLE_COUNT];
  codes_of(policy, question->facts, codes);
  role_set roles = question->is_subject ? 0 : question->roles;
  decide(policy, action, &request, codes, roles, decision);
  const struct facts *const others[] = {question->or_facts, question->also_facts};
  for (size_t i = 0; i < COUNT(others); i++) {
    struct decision other;
    if (!others[i])
      continue;
    codes_of(policy, others[i], codes);
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

/* The words of a question as numbers. */
struct named {
  int action;
  uint8_t codes[VARIABLE_COUNT];
  role_set roles;
};

static int read_named(const struct policy *policy, const char *action, const struct policy_given *facts,
                      size_t fact_count, const char *const *roles, size_t role_count, struct named *named,
                      struct err *err)
{
  const struct name *name = names_find(policy->names, action);
  if (!name || name->action < 0)
    return fail_action(policy, action, err);
  named->action = name->action;
  memcpy(named->codes, policy->unknown, sizeof named->codes);
  for (size_t i = 0; i < fact_count; i++) {
    const struct name *fact = names_find(policy->names, facts[i].name);
    const struct name *value = names_find(policy->names, facts[i].value);
    int code = fact && value && fact->fact >= 0 ? names_code(policy->names, fact->fact, value) : -1;
    if (code < 0)
      return fail_fact(policy, &facts[i], err);
    named->codes[fact->fact] = (uint8_t)code;
  }
  named->roles = 0;
  for (size_t i = 0; i < role_count; i++) {
    const struct name *role = names_find(policy->names, roles[i]);
    if (!role || role->role < 0)
      return fail_role(roles[i], err);
    named->roles |= 1u << role->role;
  }
  return 0;
}

int policy_decide_named(const struct policy *policy, const char *action, const struct policy_given *facts,
                        size_t fact_count, const char *const *roles, size_t role_count, struct decision *decision,
                        struct err *err)
{
  struct named named;
  if (read_named(policy, action, facts, fact_count, roles, role_count, &named, err))
    return -1;
  decide(policy, &policy->actions[named.action], &policy->plain[named.action], named.codes, named.roles, decision);
  return 0;
}

int policy_decide_named_to(const struct policy *policy, const char *action, const struct policy_given *facts,
                           size_t fact_count, const char *const *roles, size_t role_count, const struct policy_to *to,
                           struct decision *decision, struct err *err)
{
  struct named named;
  struct request request;
  if (read_named(policy, action, facts, fact_count, roles, role_count, &named, err))
    return -1;
  request_read_to(policy, &policy->actions[named.action], to, &request);
  decide(policy, &policy->actions[named.action], &request, named.codes, named.roles, decision);
  return 0;
}
