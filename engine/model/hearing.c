/*
 * Statements are signed inside the write transaction, after the newest entry of their chain; so what this program wrote
 * is never late, overtaken or repeated. What is, was held back, or put there by somebody else.
 */
#include "model/hearing.h"

#include "base/alloc.h"
#include "base/json.h"
#include "model/heard.h"

#include <string.h>

/* What an entry is about, as far as another one can contradict it. */
struct about {
  uint64_t seq;
  enum entry_type type;
  char *subject;
};

struct place {
  struct entry_place entry;
  bool is_of_site;
};

/* The newest that somebody said. */
struct voice {
  char *actor;
  uint64_t after;
  clock_us said;
};

struct hearing {
  struct heard *heard;
  size_t place_count;
  struct place *places; /* in order */
  size_t about_count;
  struct about *abouts;
  size_t voice_count;
  struct voice *voices;
};

struct hearing *hearing_new(void)
{
  struct hearing *hearing = xcalloc(1, sizeof *hearing);
  hearing->heard = heard_new();
  return hearing;
}

void hearing_free(struct hearing *hearing)
{
  if (!hearing)
    return;
  for (size_t i = 0; i < hearing->about_count; i++)
    free(hearing->abouts[i].subject);
  for (size_t i = 0; i < hearing->voice_count; i++)
    free(hearing->voices[i].actor);
  heard_free(hearing->heard);
  free(hearing->places);
  free(hearing->abouts);
  free(hearing->voices);
  free(hearing);
}

bool entry_loosens(enum entry_type type)
{
  return type != ENTRY_DENIAL && type != ENTRY_REVOKE && type != ENTRY_OBJECT;
}

/* ---- what it was said after ---- */

static const struct place *find_place(const struct hearing *hearing, uint64_t seq)
{
  size_t from = 0, to = hearing->place_count;
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    if (hearing->places[middle].entry.seq < seq)
      from = middle + 1;
    else
      to = middle;
  }
  return from < hearing->place_count && hearing->places[from].entry.seq == seq ? &hearing->places[from] : NULL;
}

static bool is_bound(const struct hearing *hearing, const struct entry *entry)
{
  const struct place *place = find_place(hearing, entry->after.seq);
  if (!place || !digest_equal(&place->entry.leaf, &entry->after.leaf))
    return false;
  return place->is_of_site == !entry->incident || (place->is_of_site && (!entry->has_prev || entry->unchecked));
}

/* ---- what was said since ---- */

static void hear_about(struct hearing *hearing, const struct entry *entry, char *subject)
{
  *APPEND(hearing->abouts, hearing->about_count) = (struct about){entry->seq, entry->type, subject};
}

static void hear_facts(struct hearing *hearing, const struct entry *entry)
{
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(entry->body, "facts"), name, value)
  {
    hear_about(hearing, entry, xasprintf("fact %s", name));
  }
}

/* Who a person is, or what is approved. NULL: about neither. */
static char *subject_of_site(const struct entry *entry)
{
  const char *who = json_get_string(entry->body, entry->type == ENTRY_PERSON ? "id" : "person");
  if (entry->type == ENTRY_PROCEDURE)
    return xstrdup("procedure");
  return who && (entry->type == ENTRY_PERSON || entry->type == ENTRY_REVOKE) ? xasprintf("person %s", who) : NULL;
}

static void remember(struct hearing *hearing, const struct entry *entry)
{
  *APPEND(hearing->places, hearing->place_count) =
      (struct place){{entry->seq, entry->leaf}, strcmp(entry_chain(entry->type, entry->incident), CHAIN_SITE) == 0};
  char *subject = subject_of_site(entry);
  if (subject)
    hear_about(hearing, entry, subject);
  if (entry->type == ENTRY_FACT)
    hear_facts(hearing, entry);
  if (entry->step && entry->incident)
    hear_about(hearing, entry, xasprintf("step %d %s", entry->run, entry->step));
}

static bool was_said_since(const struct hearing *hearing, const struct entry *entry, const char *subject)
{
  for (size_t i = hearing->about_count; i-- > 0 && hearing->abouts[i].seq > entry->after.seq;) {
    const struct about *about = &hearing->abouts[i];
    bool is_against = entry->type == ENTRY_APPROVAL ? about->type == ENTRY_DENIAL : about->type == entry->type ||
                                                                                     !entry->step;
    if (is_against && strcmp(about->subject, subject) == 0)
      return true;
  }
  return false;
}

static bool is_contradicted(const struct hearing *hearing, const struct entry *entry)
{
  const char *name;
  json_t *value;
  bool is_said = false;
  char *subject = entry->step ? xasprintf("step %d %s", entry->run, entry->step) : subject_of_site(entry);
  if (subject)
    is_said = was_said_since(hearing, entry, subject);
  free(subject);
  if (entry->type != ENTRY_FACT)
    return is_said;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(entry->body, "facts"), name, value)
  {
    subject = xasprintf("fact %s", name);
    is_said = is_said || was_said_since(hearing, entry, subject);
    free(subject);
  }
  return is_said;
}

/* One author's statements count in the order in which he made them: (after, said). */
static bool is_out_of_order(struct hearing *hearing, const struct entry *entry)
{
  struct voice *voice = NULL;
  for (size_t i = 0; i < hearing->voice_count && !voice; i++)
    if (strcmp(hearing->voices[i].actor, entry->actor ? entry->actor : "") == 0)
      voice = &hearing->voices[i];
  if (!voice) {
    voice = APPEND(hearing->voices, hearing->voice_count);
    *voice = (struct voice){.actor = xstrdup(entry->actor ? entry->actor : ""), .said = INT64_MIN};
  }
  if (entry->after.seq < voice->after || (entry->after.seq == voice->after && entry->said < voice->said))
    return true;
  voice->after = entry->after.seq;
  voice->said = entry->said;
  return false;
}

/* ---- together ---- */

static bool is_late(const struct entry *entry)
{
  const clock_us second = 1000000;
  return entry->said < entry->at - LATE_AFTER_S * second || entry->said > entry->at + LATE_BEFORE_S * second;
}

int hearing_take(struct hearing *hearing, const struct entry *entry, enum standing *standing, struct err *err)
{
  enum standing found = STANDING_GOOD;
  if (entry->is_signed && heard_before(hearing->heard, entry))
    found = STANDING_REPEATED;
  else if (entry->is_signed && !is_bound(hearing, entry))
    return err_store(err, "entry %llu was said after an entry %llu that is not there: the ledger was cut, or this was "
                          "carried here from elsewhere. Nothing is decided or done by it. Look closer: tocsin verify",
                     (unsigned long long)entry->seq, (unsigned long long)entry->after.seq);
  else if (entry->is_signed && (is_contradicted(hearing, entry) || is_out_of_order(hearing, entry)))
    found = STANDING_OVERTAKEN;
  else if (entry->is_signed && is_late(entry))
    found = STANDING_LATE;
  remember(hearing, entry);
  *standing = found;
  return 0;
}
