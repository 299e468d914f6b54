/*
 * The fold's entrance: takes entries in order and hands each to the part it concerns.
 *
 * Invariant: state depends on nothing but the entries taken. A time is compared only with the times of entries; what
 * has to happen when a time passes is a deadline that the runner turns into a `due` entry.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static void forget_run(struct incident *incident)
{
  free(incident->run_person);
  free(incident->run_playbook);
  free(incident->run_procedure);
  free(incident->run_state);
  incident->run_person = incident->run_playbook = incident->run_procedure = incident->run_state = NULL;
  people_finish(&incident->callable);
}

void incident_free(struct incident *incident)
{
  if (!incident)
    return;
  forget_run(incident);
  for (size_t i = 0; i < incident->step_count; i++)
    step_free(incident->steps[i]);
  free(incident->steps);
  free(incident->concluded);
  free(incident->deadlines);
  moments_finish(incident);
  deeds_finish(incident);
  waivers_finish(incident);
  know_finish(&incident->know);
  words_free(&incident->called, &incident->called_count);
  words_free(&incident->tried, &incident->tried_count);
  channels_finish(incident);
  evidence_finish(incident);
  source_finish(&incident->source);
  classification_finish(&incident->classification);
  sensed_finish(incident);
  people_finish(&incident->people);
  hearing_free(incident->hearing);
  team_finish(incident);
  signoffs_finish(incident);
  keeps_finish(incident);
  free(incident->dismissal.by);
  json_decref(incident->declaration);
  free(incident->id);
  free(incident->origin);
  free(incident);
}

static void take_facts(struct incident *incident, const json_t *facts, clock_us at, bool counts)
{
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)facts, name, value)
  {
    const char *text = json_is_boolean(value) ? (json_is_true(value) ? "true" : "false") : json_string_value(value);
    if (text)
      fact_learn(incident, name, text, at, counts);
  }
}

#define ALARM_SOURCES_MAX 256 /* a flood of alarms from everywhere fills no memory */

static bool has_source(const struct source *source, enum source_kind kind, const char *text)
{
  for (size_t i = 0; i < source->count; i++)
    if (source->items[i].kind == kind && !strcmp(source->items[i].text, text))
      return true;
  return false;
}

static void take_source(struct incident *incident, const json_t *source, const json_t *doubtful)
{
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
    size_t index;
    json_t *text;
    json_array_foreach(json_object_get(source, source_kind_name((enum source_kind)kind)), index, text)
    {
      if (has_source(&incident->source, (enum source_kind)kind, json_string_value(text)))
        continue;
      source_add(&incident->source, (enum source_kind)kind, json_string_value(text));
      struct source_item *item = &incident->source.items[incident->source.count - 1];
      size_t i;
      json_t *word;
      json_array_foreach(doubtful, i, word)
      {
        item->is_doubtful |= !strcmp(json_string_value(word), item->text);
      }
    }
  }
}

static void take_declaration(struct incident *incident, const struct entry *entry)
{
  incident->is_declared = true;
  incident->declared_at = entry->at;
  milestones_reach(incident, MILESTONE_DECLARED, entry);
  json_decref(incident->declaration);
  incident->declaration = json_incref((json_t *)(uintptr_t)entry->body);
  take_facts(incident, json_object_get(entry->body, "facts"), entry->at, true);
  sensed_take(incident, json_object_get(entry->body, "alarm"), entry->at);
  take_source(incident, json_object_get(entry->body, "source"), json_object_get(entry->body, "doubtful"));
}

/* A fact that becomes known also answers the steps that ask for it. */
static void take_fact(struct incident *incident, const struct entry *entry)
{
  const json_t *facts = json_object_get(entry->body, "facts");
  take_facts(incident, facts, entry->at, fact_counts(incident, entry));
  size_t index;
  json_t *text;
  json_array_foreach(json_object_get(entry->body, "confirmed"), index, text)
  {
    for (size_t i = 0; i < incident->source.count; i++)
      if (!strcmp(incident->source.items[i].text, json_string_value(text)) && statement_counts(incident, entry))
        incident->source.items[i].is_doubtful = false;
  }
  for (size_t i = 0; i < incident->step_count; i++) {
    struct step *step = incident->steps[i];
    if (step->state != STEP_OPEN || strcmp(step->action->name, "fact.establish"))
      continue;
    json_t *value = json_object_get(facts, json_get_string(step->arguments, "name"));
    if (value)
      step_conclude(incident, step, OUTCOME_DONE, json_pack("{s:O}", "value", value), entry->at);
  }
}

/*
 * An alarm that belongs to what is open: what its class proves is said on a sensor's word, so it makes nothing milder;
 * where it comes from is one more address of the attacker's, unless it is ours.
 */
static void take_alarm(struct incident *incident, const struct entry *entry)
{
  if (incident->source.count < ALARM_SOURCES_MAX)
    take_source(incident, entry->body, json_object_get(entry->body, "doubtful"));
  take_facts(incident, json_object_get(entry->body, "facts"), entry->at, false);
  sensed_take(incident, entry->body, entry->at);
}

static void take_run_begin(struct incident *incident, const struct entry *entry)
{
  forget_run(incident);
  incident->run = entry->run;
  incident->is_run_ended = false;
  incident->run_person = xstrdup(entry->actor ? entry->actor : "");
  incident->is_run_keyed = incident->supposes_keys || statement_counts(incident, entry);
  incident->run_playbook = xstrdup(json_get_string(entry->body, "playbook"));
  incident->run_procedure = xstrdup(json_get_string(entry->body, "procedure"));
  const json_t *limits = json_object_get(entry->body, "limits");
  incident->limits.management_wait_s = json_get_integer(limits, "management_wait", 300);
  incident->limits.management_lapse_s = json_get_integer(limits, "management_lapse", 1800);
  incident->limits.capture_grace_s = json_get_integer(limits, "capture_grace", 60);
  deadline_clear(incident, "obligation", 0);
  people_take(&incident->callable, entry);
}

static void take_run_end(struct incident *incident, const struct entry *entry)
{
  incident->is_run_ended = true;
  free(incident->run_state);
  incident->run_state = xstrdup(json_get_string(entry->body, "state"));
}

/*
 * A run that somebody began by name only is taken over by one of the team who is there with a key: from here on it is
 * that person who asks.
 */
static void take_over(struct incident *incident, const struct entry *entry)
{
  const char *to = json_get_string(entry->body, "to");
  if (!incident->run || incident->is_run_ended || incident->is_run_keyed || !entry->actor || !to ||
      strcmp(to, entry->actor) || !statement_counts(incident, entry) ||
      !(incident_roles(incident, to) & 1u << ROLE_IRT))
    return;
  free(incident->run_person);
  incident->run_person = xstrdup(to);
  incident->is_run_keyed = true;
}

static int take_own(struct incident *incident, const struct entry *entry, struct err *err)
{
  switch (entry->type) {
  case ENTRY_DECLARE:
    take_declaration(incident, entry);
    return 0;
  case ENTRY_RUN_BEGIN:
    take_run_begin(incident, entry);
    return 0;
  case ENTRY_RUN_END:
    take_run_end(incident, entry);
    return 0;
  case ENTRY_FACT:
    take_fact(incident, entry);
    return 0;
  case ENTRY_ALARM:
    take_alarm(incident, entry);
    return 0;
  case ENTRY_HANDOVER:
    take_over(incident, entry);
    return 0;
  case ENTRY_APPROVAL:
  case ENTRY_DENIAL:
    approvals_take(incident, entry);
    return 0;
  case ENTRY_DUE:
    availability_due(incident, entry);
    return 0;
  case ENTRY_DID:
  case ENTRY_SPOKE:
    deeds_take(incident, entry);
    return 0;
  case ENTRY_WAIVER:
    waivers_take(incident, entry);
    return 0;
  case ENTRY_KEEP:
    keeps_take(incident, entry);
    return 0;
  case ENTRY_MILESTONE:
    milestones_take(incident, entry);
    return 0;
  case ENTRY_EVIDENCE:
    evidence_take(incident, entry);
    return 0;
  case ENTRY_CHANNEL:
    channels_take(incident, entry);
    return 0;
  case ENTRY_CLOSE:
    milestones_close(incident, entry);
    return 0;
  default:
    return entry->step ? steps_take(incident, entry, err) : 0;
  }
}

/* Whose key was revoked: what it said yes to, and nobody has acted on, is void. */
static void take_of_site(struct incident *incident, const struct entry *entry)
{
  if (entry_loosens(entry->type) && incident->standing != STANDING_GOOD)
    return;
  if (!people_may_take(&incident->people, entry, incident->origin))
    return;
  people_take(&incident->people, entry);
  incident->is_demo |= entry->type == ENTRY_GENESIS && json_get_boolean(entry->body, "demo");
  if (entry->type == ENTRY_REVOKE)
    approvals_revoke(incident, json_get_string(entry->body, "person"));
}

static bool is_of_site(const struct entry *entry)
{
  return !strcmp(entry_chain(entry->type, entry->incident), CHAIN_SITE);
}

static bool concerns(const struct incident *incident, const struct entry *entry)
{
  return is_of_site(entry) || (entry->incident && !strcmp(entry->incident, incident->id));
}

int incident_overhear(struct incident *incident, const struct entry *entry, struct err *err)
{
  return concerns(incident, entry) ? hearing_take(incident->hearing, entry, &incident->standing, err) : 0;
}

int incident_take(struct incident *incident, const struct entry *entry, struct err *err)
{
  incident->concluded_count = 0;
  free(incident->concluded);
  incident->concluded = NULL;
  if (!concerns(incident, entry))
    return 0;
  if (hearing_take(incident->hearing, entry, &incident->standing, err) < 0)
    return -1;
  if (incident->standing == STANDING_REPEATED)
    return 0; /* it was taken when it was said */
  if (is_of_site(entry)) {
    take_of_site(incident, entry);
    return 0;
  }
  incident->entries++;
  incident->previous_seq = incident->last_seq;
  incident->last_seq = entry->seq;
  incident->last_at = entry->at;
  moments_take(incident, entry);
  approvals_expire(incident, entry->at);
  availability_arrival(incident, entry);
  know_take(incident, entry);
  int result = take_own(incident, entry, err);
  team_take(incident, entry);
  classification_take(incident, entry);
  signoffs_take(incident, entry);
  return result;
}
