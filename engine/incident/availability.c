/*
 * management_available: never a flag somebody sets, always what calls have shown (R144, A1).
 *
 * False once every listed manager was tried in vain, each attempt signed by who made it, or the approved wait has
 * passed since somebody stated the first attempt; true when a manager who is no subject answers or turns up; unknown
 * again when either has lasted its time. "Nobody in reach" allows more, so it ends by the ledger's time; "in reach"
 * ends, and a wait passes, only as measured. With nobody to try it stays unknown, the stricter answer, until the wait
 * has passed.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define SECOND ((clock_us)1000000)

static bool is_manager(const struct incident *incident, const char *person)
{
  return incident_roles(incident, person) & 1u << ROLE_MANAGEMENT;
}

static void lapse(struct incident *incident, const char *value, clock_us at, uint64_t seq)
{
  clock_us until = at + incident->limits.management_lapse_s * SECOND;
  if (!strcmp(value, "false"))
    deadline_set(incident, "management_lapse", until, seq);
  else
    deadline_wait(incident, "management_lapse", &(struct deadline){
        .at = until, .seq = seq, .since = seq, .wait = until - incident->last_at});
}

/* `at` is earlier than the entry where somebody says what was before. */
static void establish(struct incident *incident, const char *value, clock_us at, uint64_t seq)
{
  struct err ignored = {0};
  facts_set(incident->catalogue, &incident->facts, "management_available", value, &ignored);
  deadline_clear(incident, "management_wait", 0);
  deadline_clear(incident, "management_lapse", 0);
  words_free(&incident->tried, &incident->tried_count);
  incident->has_management_attempt = false;
  if (strcmp(value, "unknown"))
    lapse(incident, value, at, seq);
}

static bool is_management_call(const struct action *action)
{
  return !strcmp(action->name, "notify.management");
}

static bool is_unknown(const struct incident *incident)
{
  return !facts_get(incident->catalogue, &incident->facts, "management_available");
}

static void start_wait(struct incident *incident, const struct entry *entry)
{
  if (incident->has_management_attempt || !is_unknown(incident))
    return;
  incident->has_management_attempt = true;
  int64_t wait = incident->limits.management_wait_s * SECOND;
  deadline_wait(incident, "management_wait", &(struct deadline){
      .at = entry->at + wait, .seq = entry->seq, .since = entry->seq, .wait = wait});
}

/* A call that is only shown is no attempt yet; where there is nobody to call, waiting begins with that. */
void availability_call(struct incident *incident, const struct entry *intent, const struct step *step)
{
  if (is_management_call(step->action) && !step->person)
    start_wait(incident, intent);
}

/* A file of answers shows how it would go: on a site for trying out, in a drill, in a rehearsal. */
static bool may_be_scripted(const struct incident *incident)
{
  return incident->supposes_keys || incident->is_demo || incident->id[0] == 'D';
}

/*
 * That somebody tried in vain is signed by who tried; else it starts the wait, and counts for nothing but that. What
 * the runner found out by itself counts.
 */
static bool attempt_counts(const struct incident *incident, const struct entry *entry)
{
  if (json_get_boolean(entry->body, "scripted"))
    return may_be_scripted(incident);
  return entry->type == ENTRY_OUTCOME || fact_counts(incident, entry);
}

static bool is_everybody_tried(const struct incident *incident)
{
  size_t managers = 0;
  for (size_t i = 0; i < incident->callable.count; i++) {
    const char *id = incident->callable.list[i].id;
    if (!(incident->callable.list[i].roles & 1u << ROLE_MANAGEMENT) || incident_is_barred(incident, id))
      continue; /* one who is only accused counts as not tried: naming managers never makes them unavailable */
    managers++;
    if (!words_have(incident->tried, incident->tried_count, id))
      return false;
  }
  return managers > 0;
}

static void try_in_vain(struct incident *incident, const struct entry *entry, const char *person)
{
  start_wait(incident, entry);
  if (!attempt_counts(incident, entry))
    return;
  words_add(&incident->tried, &incident->tried_count, person);
  if (is_everybody_tried(incident))
    establish(incident, "false", entry->at, entry->seq);
}

void availability_answer(struct incident *incident, const struct step *step, const struct entry *entry)
{
  if (!is_management_call(step->action))
    return;
  const char *person = json_get_string(step->fields, "person");
  if (!person)
    person = step->person;
  const json_t *reached = json_object_get(step->fields, "reached");
  if (!person || !is_manager(incident, person))
    return;
  if (json_is_true(reached))
    establish(incident, "true", entry->at, entry->seq);
  else if (json_is_false(reached) && channel_is_safe(incident, json_get_string(step->fields, "means"), entry->at))
    try_in_vain(incident, entry, person);
}

/*
 * A manager reached outside the playbook is in reach, as long as such an answer holds. That nobody answered there makes
 * nothing milder: only calls of the run count for that.
 */
void availability_deed(struct incident *incident, const struct deed *deed)
{
  const char *person = json_get_string(deed->fields, "person");
  bool is_fresh = deed->at + incident->limits.management_lapse_s * SECOND > deed->stated_at;
  if (deed->action && is_management_call(deed->action) && person && is_manager(incident, person) && is_fresh &&
      json_is_true(json_object_get(deed->fields, "reached")))
    establish(incident, "true", deed->at, deed->seq);
}

/* A manager who states something is there. That can only make the answer stricter, so no signature is asked for. */
void availability_arrival(struct incident *incident, const struct entry *entry)
{
  const char *who = entry->actor;
  switch (entry->type) {
  case ENTRY_JOIN:
    who = json_get_string(entry->body, "person");
    /* fall through */
  case ENTRY_APPROVAL:
  case ENTRY_DENIAL:
  case ENTRY_OBJECT:
    if (who && is_manager(incident, who))
      establish(incident, "true", entry->at, entry->seq);
    return;
  default:
    return;
  }
}

void availability_due(struct incident *incident, const struct entry *entry)
{
  const struct deadline *due = incident_due_of(incident, entry);
  if (!due)
    return; /* overtaken: somebody answered in between; or it has not passed, whatever is said */
  uint64_t set_by = due->seq;
  const char *name = due->name;
  if (!strcmp(name, "management_wait")) {
    establish(incident, "false", entry->at, entry->seq);
  } else if (!strcmp(name, "management_lapse")) {
    establish(incident, "unknown", entry->at, entry->seq);
  } else {
    if (!strcmp(name, "approval"))
      approval_expire(incident, set_by);
    deadline_clear(incident, name, set_by);
  }
}
