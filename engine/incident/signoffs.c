/*
 * Who acted, and who vouches for the record with his signature (R94, A14). Who acted is what the ledger shows, those
 * who left included. A signature covers the entries before it: who acts again has to sign again. Of who refuses or is
 * out of reach that is recorded instead, by another; nobody signs for anybody.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static struct participant *find(struct incident *incident, const char *person)
{
  for (size_t i = 0; i < incident->participant_count; i++)
    if (!strcmp(incident->participants[i].person, person))
      return &incident->participants[i];
  struct participant *participant = APPEND(incident->participants, incident->participant_count);
  participant->person = xstrdup(person);
  return participant;
}

static void sign(struct incident *incident, const struct entry *entry)
{
  const char *unavailable = json_get_string(entry->body, "unavailable");
  if (!statement_counts(incident, entry) || !incident_roles(incident, entry->actor))
    return; /* recorded, without effect */
  int64_t size = json_get_integer(entry->body, "size", 0);
  if (!unavailable && (size < 0 || (uint64_t)size > entry->seq))
    return; /* nobody vouches for what is still to come */
  if (!unavailable)
    find(incident, entry->actor)->vouched = (uint64_t)size;
  else if (strcmp(unavailable, entry->actor))
    find(incident, unavailable)->excused = entry->seq;
}

/* What is said when all is over says nothing of what was done. */
static bool is_act(const struct entry *entry)
{
  return (entry_type_row(entry->type)->is_statement && entry->type != ENTRY_CLOSE && entry->type != ENTRY_SIGNOFF) ||
         entry->type == ENTRY_RUN_BEGIN;
}

void signoffs_take(struct incident *incident, const struct entry *entry)
{
  if (entry->type == ENTRY_SIGNOFF)
    sign(incident, entry);
  if (!entry->actor || !is_act(entry))
    return;
  struct participant *participant = find(incident, entry->actor);
  participant->first = participant->has_acted ? participant->first : entry->seq;
  participant->last = entry->seq;
  participant->has_acted = true;
}

bool participant_has_signed(const struct participant *participant)
{
  return !participant->has_acted || participant->vouched > participant->last ||
         participant->excused > participant->last;
}

void signoffs_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->participant_count; i++)
    free(incident->participants[i].person);
  free(incident->participants);
}
