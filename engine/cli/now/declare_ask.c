/*
 * Asking is for somebody under stress: one line first, then few questions, each answered by one word or by nothing; a
 * full stop alone leaves all the others open. Which fact is asked next is the policy's to say: what tells most. Where
 * it comes from is always asked and has no answer of its own: inside is as likely as outside (R59).
 */
#include "base/alloc.h"
#include "cli/ask.h"
#include "cli/now/declare.h"
#include "cli/out.h"

#include <string.h>
#include <strings.h>

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

/** What is asked, and whether he had enough of it. */
struct asking {
  const struct policy *policy;
  const struct catalogue *catalogue;
  struct declaration *declaration;
  struct facts facts;
  uint64_t asked;
  bool is_over;
};

/** The answer, or NULL where nobody knows or he had enough. The caller frees it. */
static char *ask(struct asking *asking, const char *question)
{
  char *typed = asking->is_over ? NULL : ask_line(question);
  asking->is_over |= !typed || !strcmp(typed, ".");
  if (!asking->is_over && !is_unknown(typed))
    return typed;
  free(typed);
  return NULL;
}

/** Names with commas between them. */
static char *next_name(char **rest)
{
  char *name = strsep(rest, ",");
  if (!name)
    return NULL;
  name += strspn(name, " \t");
  for (size_t length = strlen(name); length && strchr(" \t", name[length - 1]); length--)
    name[length - 1] = '\0';
  return name;
}

static struct declared_system *system_of(struct declaration *declaration, const char *name)
{
  for (size_t i = 0; i < declaration->system_count; i++)
    if (!strcasecmp(declaration->systems[i].name, name))
      return &declaration->systems[i];
  struct declared_system *system = APPEND(declaration->systems, declaration->system_count);
  system->name = xstrdup(name);
  return system;
}

static void ask_systems(struct asking *asking)
{
  _cleanup_(freep) char *known = ask(asking, "Which system of ours? (its name, or several, ? if nobody knows)");
  for (char *rest = known, *name; rest && (name = next_name(&rest));)
    if (*name)
      system_of(asking->declaration, name);
  _cleanup_(freep) char *suspect =
      ask(asking, "Which of our systems may not be trusted now, mail and telephone too? (names, ? if nobody knows)");
  for (char *rest = suspect, *name; rest && (name = next_name(&rest));)
    if (*name)
      system_of(asking->declaration, name)->is_suspect = true;
}

static void ask_address(struct asking *asking)
{
  for (bool is_done = false; !is_done;) {
    struct err err = {0};
    _cleanup_(freep) char *address = ask(asking, "From which address? (? if nobody knows)");
    is_done = !address || policy_check_destination(address, &err) == 0;
    if (address && is_done)
      source_add(&asking->declaration->source, SOURCE_ADDRESS, address);
    else if (!is_done)
      remark("%-s", err.text);
  }
}

static void ask_rest(struct asking *asking)
{
  struct declaration *declaration = asking->declaration;
  _cleanup_(freep) char *organisations =
      ask(asking, "Who else is involved: our departments, providers, other sites? (names, ? if nobody knows)");
  for (char *rest = organisations, *name; rest && (name = next_name(&rest));)
    if (*name)
      *APPEND(declaration->organisations, declaration->organisation_count) = xstrdup(name);
  declaration->facility = ask(asking, "What of ours was used without permission? (none if nothing of ours was)");
  if (declaration->facility && strcasecmp(declaration->facility, "none"))
    declaration->unauthorized_because = ask(asking, "Why was that not permitted?");
  declaration->policy_clause = ask(asking, "Against which clause of our security policy? (? if nobody knows)");
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

static void ask_fact(struct asking *asking, int index)
{
  struct err unused = {0};
  const struct fact *fact = &asking->catalogue->facts[index];
  _cleanup_(freep) char *question = word_question(fact);
  asking->asked |= UINT64_C(1) << index;
  for (const char *value = NULL; !value;) {
    _cleanup_(freep) char *typed = ask(asking, question);
    if (!typed)
      return;
    value = understand(fact, typed);
    if (!value) {
      remark("\"%s\" is none of the answers.", typed);
      continue;
    }
    facts_set(asking->catalogue, &asking->facts, fact->name, value, &unused);
    declaration_set_fact(asking->declaration, asking->catalogue, fact->name, value, &unused);
  }
}

/* What takes a call or a step to find out is not asked now. */
static bool is_to_ask(const struct asking *asking, int index)
{
  const struct fact *fact = &asking->catalogue->facts[index];
  return !(asking->asked & UINT64_C(1) << index) && fact->source == FACT_BY_PEOPLE && !fact->find_out;
}

static void ask_facts(struct asking *asking)
{
  for (int left = QUESTIONS_MAX; left > 0; left--) {
    int next[FACT_MAX], found = -1;
    size_t count = policy_questions(asking->policy, &asking->facts, next, FACT_MAX);
    for (size_t i = 0; i < count && found < 0; i++)
      if (is_to_ask(asking, next[i]))
        found = next[i];
    if (found < 0)
      break;
    ask_fact(asking, found);
  }
  int origin = catalogue_fact(asking->catalogue, "origin");
  if (origin >= 0 && is_to_ask(asking, origin))
    ask_fact(asking, origin);
}

/** How it came to light: somebody got in, or an attack was seen under way, or neither is sure (R33). */
static void ask_entrance(struct asking *asking)
{
  static const struct {
    const char *word, *name, *value, *discovered;
  } entrances[] = {{"attack", "active", "true", NULL}, {"break-in", "compromised", "true", NULL},
                   {"suspicion", "confirmed", "suspected", "observation"}, {"report", NULL, NULL, "report"}};
  struct err unused = {0};
  _cleanup_(freep) char *typed = ask(asking, "Is it an attack under way, a break-in, a suspicion, or a report? (a, b, "
                                             "s, r, ? if nobody knows)");
  for (size_t i = 0; typed && i < COUNT(entrances); i++) {
    if (strncasecmp(entrances[i].word, typed, strlen(typed)))
      continue;
    asking->declaration->discovered = xstrdup(entrances[i].discovered);
    int index = entrances[i].name ? catalogue_fact(asking->catalogue, entrances[i].name) : -1;
    if (index < 0)
      return;
    asking->asked |= UINT64_C(1) << index;
    facts_set(asking->catalogue, &asking->facts, entrances[i].name, entrances[i].value, &unused);
    declaration_set_fact(asking->declaration, asking->catalogue, entrances[i].name, entrances[i].value, &unused);
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
  remark("Whatever you do not know stays open: just press Enter. A full stop leaves all the rest open.");
  struct asking asking = {.policy = policy, .catalogue = policy_catalogue(policy), .declaration = declaration};
  facts_forget(&asking.facts);
  ask_entrance(&asking);
  ask_facts(&asking);
  ask_systems(&asking);
  ask_address(&asking);
  ask_rest(&asking);
  return 0;
}
