/*
 * Asking is for somebody under stress: one line first, then few questions, each answered by one word or by nothing.
 * Which fact is asked next is the policy's to say: what tells most.
 */
#include "base/alloc.h"
#include "cli/ask.h"
#include "cli/now/declare.h"
#include "cli/out.h"

#include <string.h>

#define QUESTIONS_MAX 5

/** Nothing typed, a question mark, or the end of the input. */
static bool is_unknown(const char *typed)
{
  return !typed || !typed[0] || strcmp(typed, "?") == 0;
}

static int ask_title(struct declaration *declaration, struct err *err)
{
  declaration->title = ask_line("What happened, in one line?");
  if (declaration->title && declaration->title[0])
    return 0;
  return err_set(err, "an incident needs a title, and none was typed.");
}

static void ask_where(struct declaration *declaration)
{
  char *system = ask_line("Which system of ours? (its name, ? if nobody knows)");
  if (!is_unknown(system))
    APPEND(declaration->systems, declaration->system_count)->name = xstrdup(system);
  free(system);
  for (;;) {
    struct err err = {0};
    char *address = ask_line("From which address? (? if nobody knows)");
    bool is_over = is_unknown(address);
    if (!is_over && policy_check_destination(address, &err) == 0) {
      source_add(&declaration->source, SOURCE_ADDRESS, address);
      is_over = true;
    }
    free(address);
    if (is_over)
      return;
    remark("%s", err.text);
  }
}

/** "y", "n" and beginnings of words are enough; NULL if it is none of the values. */
static const char *understand(const struct fact *fact, const char *typed)
{
  const char *found = NULL;
  if (fact->is_boolean && (typed[0] == 'y' || typed[0] == 'Y'))
    return "true";
  if (fact->is_boolean && (typed[0] == 'n' || typed[0] == 'N'))
    return "false";
  for (size_t i = 0; i < fact->value_count; i++) {
    if (strncmp(fact->values[i], typed, strlen(typed)) != 0)
      continue;
    if (found)
      return NULL;
    found = fact->values[i];
  }
  return found;
}

static char *word_question(const struct fact *fact)
{
  struct buf text = {0};
  buf_format(&text, "%s (", fact->question);
  for (size_t i = 0; i < fact->value_count && !fact->is_boolean; i++)
    buf_format(&text, "%s, ", fact->values[i]);
  buf_text(&text, fact->is_boolean ? "y, n, ? if nobody knows)" : "? if nobody knows)");
  return buf_take(&text);
}

/** -1 at the end of the input: then what was said so far is what there is. */
static int ask_fact(const struct fact *fact, struct declaration *declaration, struct facts *facts,
                    const struct catalogue *catalogue)
{
  struct err unused = {0};
  _cleanup_(freep) char *question = word_question(fact);
  for (;;) {
    _cleanup_(freep) char *typed = ask_line(question);
    if (!typed)
      return -1;
    if (is_unknown(typed))
      return 0;
    const char *value = understand(fact, typed);
    if (!value) {
      remark("\"%s\" is none of the answers.", typed);
      continue;
    }
    facts_set(catalogue, facts, fact->name, value, &unused);
    return declaration_set_fact(declaration, catalogue, fact->name, value, &unused);
  }
}

static void ask_facts(const struct policy *policy, struct declaration *declaration)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  uint64_t asked = 0;
  struct facts facts;
  facts_forget(&facts);
  for (int left = QUESTIONS_MAX; left > 0; left--) {
    int next[FACT_MAX], found = -1;
    size_t count = policy_questions(policy, &facts, next, FACT_MAX);
    for (size_t i = 0; i < count && found < 0; i++)
      if (!(asked & (uint64_t)1 << next[i]) && catalogue->facts[next[i]].source == FACT_BY_PEOPLE)
        found = next[i];
    if (found < 0)
      return;
    asked |= (uint64_t)1 << found;
    if (ask_fact(&catalogue->facts[found], declaration, &facts, catalogue) < 0)
      return;
  }
}

int declare_ask(const struct policy *policy, struct declaration *declaration, struct err *err)
{
  if (!ask_can())
    return err_set(err, "declare what? Name a file: tocsin declare FILE. At a terminal it asks.");
  if (ask_title(declaration, err) < 0) {
    declaration_finish(declaration);
    return -1;
  }
  ask_facts(policy, declaration);
  ask_where(declaration);
  return 0;
}
