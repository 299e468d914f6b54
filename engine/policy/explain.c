/*
 * A decision in words: what, because of what, what would have to be known for a milder answer, and where it is written.
 * Lines of a label and a text, broken at 80 columns; nothing is printed here.
 */
#include "policy/policy.h"

#include "base/shown.h"

#include <string.h>

#define WIDTH 80
#define LABEL 9

/* ---- lines ---- */

static void put_word(struct buf *out, size_t *column, const char *word, size_t length)
{
  if (*column > LABEL && *column + 1 + length > WIDTH) {
    buf_format(out, "\n%*s", LABEL, "");
    *column = LABEL;
  } else if (*column > LABEL) {
    buf_char(out, ' ');
    (*column)++;
  }
  shown_add(out, word, length, false);
  *column += length;
}

static void put_line(struct buf *out, const char *label, const char *text)
{
  buf_format(out, "%-*s", LABEL, label);
  size_t column = LABEL;
  for (const char *at = text; *at; at += strspn(at, " ")) {
    size_t length = strcspn(at, " ");
    put_word(out, &column, at, length);
    at += length;
  }
  buf_char(out, '\n');
}

/* ---- the verdict ---- */

static void put_roles(struct buf *text, role_set roles)
{
  char names[256];
  role_set_text(roles, names, sizeof names);
  for (char *c = names; *c; c++)
    buf_char(text, *c == '_' ? ' ' : *c);
}

static void put_verdict(struct buf *out, const struct decision *decision)
{
  struct buf text = {0};
  switch (decision->verdict) {
  case VERDICT_PREAUTHORIZED: put_line(out, "YES", "at once; nobody needs to be asked"); break;
  case VERDICT_FORBIDDEN: put_line(out, "NEVER", "forbidden, whoever asks"); break;
  case VERDICT_APPROVAL:
    put_roles(&text, decision->from);
    buf_text(&text, decision->needs_key ? ", by key only" : "");
    put_line(out, "ASK", buf_string(&text));
    break;
  }
  buf_finish(&text);
}

/* ---- what to find out ---- */

static bool is_milder(const struct decision *one, const struct decision *other)
{
  if (one->verdict != other->verdict)
    return one->verdict < other->verdict;
  return one->from != other->from || (!one->needs_key && other->needs_key);
}

/* "If no manager is in reach, you may do it at once." */
static void put_if(struct buf *text, const struct fact *fact, int value, const struct decision *then)
{
  if (fact->says[value])
    buf_format(text, " If %s,", fact->says[value]);
  else
    buf_format(text, " If %s is %s,", fact->name, fact->values[value]);
  if (then->verdict == VERDICT_PREAUTHORIZED) {
    buf_text(text, " you may do it at once.");
  } else {
    buf_text(text, " ask ");
    put_roles(text, then->from);
    buf_text(text, ".");
  }
}

static void put_unknown(const struct policy *policy, const struct policy_question *question,
                        const struct decision *decision, int index, const char *label, struct buf *out)
{
  const struct fact *fact = &policy_catalogue(policy)->facts[index];
  struct buf text = {0};
  struct facts facts;
  struct policy_question again = *question;
  if (question->facts)
    facts = *question->facts;
  else
    facts_forget(&facts);
  again.facts = &facts;
  buf_format(&text, "nobody knows yet: %s (%s)", fact->question, fact->name);
  for (size_t value = 0; value < fact->value_count; value++) {
    struct decision then;
    struct err unused = {0};
    facts.value[index] = (int8_t)value;
    if (policy_decide(policy, &again, &then, &unused) == 0 && is_milder(&then, decision))
      put_if(&text, fact, (int)value, &then);
  }
  if (fact->find_out)
    buf_format(&text, " So: %s.", fact->find_out);
  put_line(out, label, buf_string(&text));
  buf_finish(&text);
}

static void put_candidates(struct buf *out, uint32_t candidates)
{
  struct buf text = {0};
  buf_text(&text, "the priority may be ");
  int left = __builtin_popcount(candidates), all = left;
  for (int priority = 1; priority <= 6; priority++) { /* 0 last, in words */
    if (!(candidates & 1u << priority % 6))
      continue;
    buf_text(&text, left == all ? "" : left == 1 ? " or " : ", ");
    if (priority < 6)
      buf_format(&text, "%d", priority);
    else
      buf_text(&text, "none of them (outside this procedure)");
    left--;
  }
  buf_text(&text, "; the strictest answer counts");
  put_line(out, "while", buf_string(&text));
  buf_finish(&text);
}

/* ---- the whole ---- */

static void put_rule(struct buf *out, const struct decision *decision)
{
  struct buf text = {0};
  if (decision->file)
    buf_format(&text, "%s, %s:%d", decision->rule, decision->file, decision->line);
  else if (strcmp(decision->rule, "default") == 0)
    buf_text(&text, "none applies");
  else if (decision->verdict == VERDICT_APPROVAL)
    buf_format(&text, "%s, built in", decision->rule);
  else
    buf_text(&text, "built in: no rule, key or approval changes it");
  put_line(out, "rule", buf_string(&text));
  buf_finish(&text);
}

void policy_explain(const struct policy *policy, const struct policy_question *question,
                    const struct decision *decision, struct buf *out)
{
  put_verdict(out, decision);
  put_line(out, "because", decision->because);
  bool is_open = decision->verdict != VERDICT_FORBIDDEN && decision->candidates & (decision->candidates - 1);
  const struct catalogue *catalogue = policy_catalogue(policy);
  if (is_open && decision->mattered & UINT64_C(1) << catalogue_fact(catalogue, "priority"))
    put_candidates(out, decision->candidates);
  uint64_t open = decision->find_out;
  for (const char *label = "but"; open; open &= open - 1, label = "and")
    put_unknown(policy, question, decision, __builtin_ctzll(open), label, out);
  put_rule(out, decision);
}

bool policy_asker_decides(const struct policy *policy, const struct policy_question *question)
{
  struct policy_question again = *question;
  struct decision now, then;
  struct facts facts;
  struct err unused = {0};
  if (question->is_subject || !(question->roles & 1u << ROLE_MANAGEMENT) ||
      policy_decide(policy, question, &now, &unused) || now.verdict != VERDICT_APPROVAL ||
      now.from != 1u << ROLE_MANAGEMENT || now.needs_key)
    return false;
  if (question->facts)
    facts = *question->facts;
  else
    facts_forget(&facts);
  if (facts_set(policy_catalogue(policy), &facts, "management_available", "false", &unused))
    return false;
  again.facts = &facts;
  again.roles |= 1u << ROLE_IRT;
  return policy_decide(policy, &again, &then, &unused) == 0 && then.verdict == VERDICT_PREAUTHORIZED;
}
