/*
 * The history of a classification in words. Nothing is worked out here but what differs between two rows of it.
 */
#include "cli/classification.h"

#include "base/alloc.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>

#define MINUTE ((clock_us)60 * 1000000)

static const struct classification *known(const struct dossier *dossier)
{
  return &dossier->incident->classification;
}

/* A priority that nobody gives is the one that the facts give. */
static const char *value_text(const struct fact *fact, const struct facts *facts, size_t index)
{
  if (facts->value[index] != FACT_UNKNOWN)
    return fact->values[facts->value[index]];
  return fact->source == FACT_DERIVED ? "derived" : "unknown";
}

/* Was it told by people, and is it another one than in the row before? */
static bool has_changed(const struct dossier *dossier, size_t row, size_t fact)
{
  const struct classified *now = &known(dossier)->changes[row];
  if (dossier->incident->catalogue->facts[fact].source == FACT_BY_STEPS)
    return false;
  return row ? now->facts.value[fact] != now[-1].facts.value[fact] : now->facts.value[fact] != FACT_UNKNOWN;
}

/* The row that made a fact what it is now. */
static const struct classified *set_by(const struct dossier *dossier, size_t fact)
{
  size_t row = known(dossier)->count - 1;
  while (row > 0 && !has_changed(dossier, row, fact))
    row--;
  return &known(dossier)->changes[row];
}

/* ---- what was declared ---- */

json_t *involved_json(const struct incident *incident)
{
  const json_t *organisations = json_object_get(incident->declaration, "organisations"), *system;
  json_t *suspect = json_array();
  size_t i;
  json_array_foreach(json_object_get(incident->declaration, "systems"), i, system)
  {
    if (json_is_true(json_object_get(system, "suspect")))
      json_array_append(suspect, json_object_get(system, "name"));
  }
  return json_pack("{s:o, s:o, s:s*, s:s*}", "organisations",
                   organisations ? json_deep_copy(organisations) : json_array(), "suspect_systems", suspect,
                   "facility", json_get_string(incident->declaration, "facility"), "policy_clause",
                   json_get_string(incident->declaration, "policy_clause"));
}

static void show_names(const char *label, const json_t *names, const char *after)
{
  size_t i;
  const json_t *name;
  json_array_foreach(names, i, name)
  {
    say("%s%s", i ? ", " : label, json_string_value(name));
  }
  if (json_array_size(names))
    say("%s\n", after);
}

void show_involved(const struct incident *incident)
{
  json_t *involved = involved_json(incident);
  const char *clause = json_get_string(involved, "policy_clause"), *facility = json_get_string(involved, "facility");
  if (facility)
    say("     facility   %s%s%s\n", facility, clause ? ", against clause " : "", clause ? clause : "");
  show_names("     involved   ", json_object_get(involved, "organisations"), "");
  show_names("     suspect    ", json_object_get(involved, "suspect_systems"), "; say nothing about it through them");
  json_decref(involved);
}

/* ---- alarms ---- */

json_t *alarms_json(const struct incident *incident)
{
  json_t *alarms = json_array();
  for (size_t i = 0; i < incident->sensed_count; i++) {
    const struct sensed *sensed = &incident->sensed[i];
    char at[CLOCK_TEXT_SIZE];
    clock_text(sensed->last_at, at);
    json_array_append_new(alarms, json_pack("{s:s, s:s, s:s*, s:s*, s:I, s:s}", "class", sensed->class, "sensor",
                                            sensed->sensor, "cannot_see", sensed->cannot_see, "triage",
                                            sensed->triage, "count", (json_int_t)sensed->count, "last", at));
  }
  return alarms;
}

void show_alarms(const struct incident *incident)
{
  for (size_t i = 0; i < incident->sensed_count; i++) {
    const struct sensed *sensed = &incident->sensed[i];
    char at[MOMENT_SIZE];
    moment_text(sensed->last_at, at);
    say("     %-10s %s: %llu, the last %s, by %s", i ? "" : "alarms", sensed->class,
        (unsigned long long)sensed->count, at, sensed->sensor);
    say(sensed->cannot_see ? "; it does not see %s\n" : "\n", sensed->cannot_see);
    if (sensed->triage && !incident->run)
      say("                to look at it: tocsin run %s --playbook %s\n", incident->id, sensed->triage);
  }
}

/* ---- JSON ---- */

static json_t *row_json(const struct dossier *dossier, size_t row)
{
  const struct catalogue *catalogue = dossier->incident->catalogue;
  const struct classified *now = &known(dossier)->changes[row];
  uint32_t candidates = classified_candidates(now, dossier->policy);
  char at[CLOCK_TEXT_SIZE];
  clock_text(now->at, at);
  json_t *facts = json_object(), *doubted = json_array();
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    const struct fact *fact = &catalogue->facts[i];
    if (has_changed(dossier, row, i))
      json_object_set_new(facts, fact->name, json_string(value_text(fact, &now->facts, i)));
    if (now->doubted & UINT64_C(1) << i)
      json_array_append_new(doubted, json_string(fact->name));
  }
  return json_pack("{s:I, s:s, s:s, s:s*, s:i, s:o, s:b, s:o, s:o}", "entry", (json_int_t)now->seq, "at", at, "actor",
                   now->actor, "because", now->because, "priority", policy_urgency(candidates), "candidates",
                   candidates_json(candidates), "given", classified_is_given(now, catalogue), "facts", facts,
                   "unsigned", doubted);
}

json_t *history_json(const struct dossier *dossier)
{
  json_t *history = json_array();
  for (size_t i = 0; i < known(dossier)->count; i++)
    json_array_append_new(history, row_json(dossier, i));
  return history;
}

/* ---- text ---- */

static void put_facts(const struct dossier *dossier, size_t row, struct buf *out)
{
  const struct catalogue *catalogue = dossier->incident->catalogue;
  size_t before = out->length;
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (has_changed(dossier, row, i))
      buf_format(out, "%s%s %s", out->length > before ? ", " : "", catalogue->facts[i].name,
                 value_text(&catalogue->facts[i], &known(dossier)->changes[row].facts, i));
  if (out->length == before)
    buf_text(out, "as before, with a key that counts");
}

static void put_priority(const struct dossier *dossier, size_t row, struct buf *out)
{
  const struct classified *now = &known(dossier)->changes[row];
  int after = policy_urgency(classified_candidates(now, dossier->policy));
  int before = row ? policy_urgency(classified_candidates(now - 1, dossier->policy)) : after;
  buf_text(out, priority_name(after));
  if (before != after)
    buf_format(out, ", was %s", priority_name(before));
}

void show_history(const struct dossier *dossier)
{
  for (size_t i = 0; known(dossier)->count > 1 && i < known(dossier)->count; i++) {
    const struct classified *now = &known(dossier)->changes[i];
    struct buf words = {0};
    char at[MOMENT_SIZE];
    moment_text(now->at, at);
    put_priority(dossier, i, &words);
    buf_text(&words, ": ");
    put_facts(dossier, i, &words);
    if (now->because)
      buf_format(&words, "; because %s", now->because);
    say("     %-10s %s  %s  %s\n", i ? "" : "history", at, now->actor, buf_string(&words));
    buf_finish(&words);
  }
}

void show_doubted(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  const struct catalogue *catalogue = incident->catalogue;
  struct buf said = {0}, typed = {0};
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    if (!(known(dossier)->doubted & UINT64_C(1) << i))
      continue;
    const struct fact *fact = &catalogue->facts[i];
    const char *value = value_text(fact, &incident->facts, i);
    buf_format(&said, "%s%s %s (%s)", said.length ? ", " : "", fact->name, value, set_by(dossier, i)->actor);
    buf_format(&typed, " %s=%s", fact->name, value);
  }
  if (said.length)
    say("     no key     said without a key that counts: %s.\n"
        "                Decisions stay as strict as if nobody knew, until one of the team signs it:\n"
        "                tocsin fact %s%s --because TEXT\n",
        buf_string(&said), incident->id, buf_string(&typed));
  buf_finish(&said);
  buf_finish(&typed);
}

void show_given(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  int index = catalogue_fact(incident->catalogue, "priority");
  if (!facts_get(incident->catalogue, &incident->facts, "priority"))
    return;
  const struct classified *by = set_by(dossier, (size_t)index);
  struct facts derived = incident->facts;
  char at[MOMENT_SIZE];
  derived.value[index] = FACT_UNKNOWN;
  moment_text(by->at, at);
  say("     given      by %s at %s%s%s; by the facts it would be %s.\n"
      "                To go by the facts again: tocsin fact %s priority=derived --because TEXT\n",
      by->actor, at, by->because ? ": " : "", by->because ? by->because : "",
      priority_name(policy_urgency(policy_candidates(dossier->policy, &derived))), incident->id);
  if (incident->classification.given_by)
    say("                It is one person's word, so it makes nothing milder until a second one signs the same.\n");
}

char *active_age(const struct incident *incident, clock_us now)
{
  int index = catalogue_fact(incident->catalogue, "active");
  clock_us at = index < 0 ? 0 : incident->classification.stated_at[index];
  if (!at || now < at)
    return NULL;
  long long minutes = (long long)((now - at) / MINUTE);
  if (minutes < 2)
    return xstrdup("said just now");
  return minutes < 120 ? xasprintf("said %lld min ago", minutes) : xasprintf("said %lld h ago", minutes / 60);
}

/* ---- what it means for who may do what ---- */

static char *verdict_words(const struct decision *decision)
{
  char roles[200];
  role_set_text(decision->from, roles, sizeof roles);
  if (decision->verdict == VERDICT_APPROVAL)
    return xasprintf("ask %s", roles);
  return xstrdup(decision->verdict == VERDICT_FORBIDDEN ? "never" : "at once");
}

static char *decide(const struct dossier *dossier, const char *action, const struct facts *certain,
                    const struct facts *stated, const struct facts *strict)
{
  struct decision decision;
  struct err unused = {0};
  struct policy_question question = {
      .action = action,
      .facts = certain,
      .or_facts = stated,
      .also_facts = strict,
      .roles = 1u << ROLE_IRT | 1u << ROLE_TECHNICAL,
  };
  return policy_decide(dossier->policy, &question, &decision, &unused) < 0 ? NULL : verdict_words(&decision);
}

void authority_changes(const struct dossier *dossier, const struct fact_change *change,
                       struct authority_changes *changes)
{
  const struct catalogue *catalogue = dossier->incident->catalogue;
  struct facts certain, strict;
  incident_certain_facts(dossier->incident, &certain);
  incident_strict_facts(dossier->incident, &strict);
  *changes = (struct authority_changes){0};
  for (size_t i = 0; i < catalogue->action_count; i++) {
    const char *name = catalogue->actions[i].name;
    char *before = decide(dossier, name, &change->was_certain, &change->was, &change->was_strict);
    char *after = decide(dossier, name, &certain, &dossier->incident->facts, &strict);
    if (before && after && strcmp(before, after)) {
      *APPEND(changes->list, changes->count) = (struct authority_change){&catalogue->actions[i], before, after};
    } else {
      free(before);
      free(after);
    }
  }
}

void authority_changes_finish(struct authority_changes *changes)
{
  for (size_t i = 0; i < changes->count; i++) {
    free(changes->list[i].before);
    free(changes->list[i].after);
  }
  free(changes->list);
  *changes = (struct authority_changes){0};
}
