/*
 * Folding what is said about the list and about who is under suspicion.
 *
 * Whatever is said is kept with who said it. Whether it has force is decided here and once, by the signature and the
 * roles as of its place: an unsigned accusation shuts somebody out of seeing, and of nothing else.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static void knowing_finish(struct knowing *knowing)
{
  free(knowing->person);
  free(knowing->by);
  free(knowing->because);
  free(knowing->approved_by);
}

static void accused_finish(struct accused *accused)
{
  free(accused->who);
  free(accused->by);
  free(accused->countersigned_by);
}

void know_finish(struct know *know)
{
  for (size_t i = 0; i < know->knowing_count; i++)
    knowing_finish(&know->knowing[i]);
  for (size_t i = 0; i < know->accused_count; i++)
    accused_finish(&know->accused[i]);
  free(know->knowing);
  free(know->accused);
  words_free(&know->seen, &know->seen_count);
  *know = (struct know){0};
}

/* ---- in which order people appear ---- */

static void see(struct incident *incident, const char *person)
{
  if (person && *person)
    words_add(&incident->know.seen, &incident->know.seen_count, person);
}

static void see_everybody(struct incident *incident, const struct entry *entry)
{
  see(incident, entry->actor);
  see(incident, json_get_string(entry->body, "person"));
  see(incident, json_get_string(json_object_get(entry->body, "fields"), "person"));
}

/* ---- the list ---- */

static struct knowing *knowing_of(struct know *know, const char *person)
{
  for (size_t i = 0; i < know->knowing_count; i++)
    if (!strcmp(know->knowing[i].person, person))
      return &know->knowing[i];
  struct knowing *knowing = APPEND(know->knowing, know->knowing_count);
  knowing->person = xstrdup(person);
  return knowing;
}

static bool is_senior(const struct incident *incident, const struct entry *entry)
{
  return statement_counts(incident, entry) && incident_roles(incident, entry->actor) & 1u << ROLE_SENIOR_MANAGEMENT;
}

static void approve(struct knowing *knowing, const struct entry *entry)
{
  free(knowing->approved_by);
  knowing->approved_by = xstrdup(entry->actor);
  knowing->approved_seq = entry->seq;
}

static void add(const struct incident *incident, struct knowing *knowing, const struct entry *entry)
{
  bool counts = statement_counts(incident, entry) && know_may_add(incident, entry->actor);
  if (knowing->counts && !knowing->is_removed && !counts)
    return; /* he is on it already, by a better word */
  free(knowing->by);
  free(knowing->because);
  knowing->by = xstrdup(entry->actor ? entry->actor : "");
  knowing->because = xstrdup(json_get_string(entry->body, "because"));
  knowing->seq = entry->seq;
  knowing->at = entry->at;
  knowing->counts = counts;
  if (counts && knowing->is_removed) {
    knowing->is_removed = false;
    free(knowing->approved_by);
    knowing->approved_by = NULL;
  }
  if (is_senior(incident, entry))
    approve(knowing, entry);
}

/* Who is there by his role is taken off by senior management only: he may be the one who has to decide. */
static void take_off(const struct incident *incident, struct knowing *knowing, const struct entry *entry)
{
  bool was_added = knowing->by != NULL;
  bool may_add = statement_counts(incident, entry) && know_may_add(incident, entry->actor);
  knowing->is_removed |= is_senior(incident, entry) || (was_added && may_add);
}

static void take_list(struct incident *incident, const struct entry *entry)
{
  const char *change = json_get_string(entry->body, "change");
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(entry->body, "people"), index, item)
  {
    if (!json_is_string(item) || !change)
      continue;
    struct knowing *knowing = knowing_of(&incident->know, json_string_value(item));
    see(incident, knowing->person);
    if (!strcmp(change, "add"))
      add(incident, knowing, entry);
    else if (!strcmp(change, "remove"))
      take_off(incident, knowing, entry);
    else if (!strcmp(change, "approve") && is_senior(incident, entry))
      approve(knowing, entry);
  }
}

/* ---- suspicion ---- */

static struct accused *find_accused(const struct know *know, const char *who)
{
  for (size_t i = 0; i < know->accused_count; i++)
    if (!strcmp(know->accused[i].who, who))
      return &know->accused[i];
  return NULL;
}

/* A yes that was given and not used up counts no more once its giver is barred. */
static void spend_barred(struct incident *incident)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    struct step *step = incident->steps[i];
    for (size_t j = 0; j < step->approval_count; j++)
      if (*step->approvals[j].person && incident_is_barred(incident, step->approvals[j].person))
        step->approvals[j].is_spent = true;
  }
}

static void accuse(struct incident *incident, const struct entry *entry, bool is_declared)
{
  struct know *know = &incident->know;
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(entry->body, "subjects"), index, item)
  {
    if (!json_is_string(item) || find_accused(know, json_string_value(item)))
      continue;
    *APPEND(know->accused, know->accused_count) =
        (struct accused){.who = xstrdup(json_string_value(item)), .by = xstrdup(entry->actor ? entry->actor : ""),
                         .seq = entry->seq, .is_declared = is_declared};
    see(incident, json_string_value(item));
  }
}

/* By one who may countersign; or by who said it, as long as it is nobody else's word too. */
static bool may_clear(const struct incident *incident, const struct accused *accused, const struct entry *entry)
{
  bool is_own = entry->actor && !strcmp(accused->by, entry->actor) && !accused->countersigned_by;
  return statement_counts(incident, entry) && !incident_is_excluded(incident, entry->actor) &&
         (is_own || incident_may_countersign(incident, entry->actor));
}

static void clear(struct incident *incident, const struct entry *entry)
{
  struct know *know = &incident->know;
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(entry->body, "cleared"), index, item)
  {
    struct accused *accused = json_is_string(item) ? find_accused(know, json_string_value(item)) : NULL;
    if (!accused || !may_clear(incident, accused, entry))
      continue;
    accused_finish(accused);
    *accused = know->accused[--know->accused_count];
    know->accused[know->accused_count] = (struct accused){0};
  }
}

static void countersign(struct incident *incident, const struct entry *entry)
{
  const char *who = json_get_string(entry->body, "person");
  struct accused *accused = who ? find_accused(&incident->know, who) : NULL;
  if (!accused || accused->countersigned_by || !statement_counts(incident, entry) ||
      !incident_may_countersign(incident, entry->actor) || !strcmp(entry->actor, accused->by))
    return;
  accused->countersigned_by = xstrdup(entry->actor);
  spend_barred(incident);
}

void know_take(struct incident *incident, const struct entry *entry)
{
  see_everybody(incident, entry);
  switch (entry->type) {
  case ENTRY_DECLARE:
    accuse(incident, entry, true);
    break;
  case ENTRY_FACT:
    clear(incident, entry);
    accuse(incident, entry, false);
    break;
  case ENTRY_COUNTERSIGN:
    countersign(incident, entry);
    break;
  case ENTRY_KNOW:
    take_list(incident, entry);
    break;
  default:
    break;
  }
}
