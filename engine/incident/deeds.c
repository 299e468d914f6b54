/*
 * What was done outside the playbook, and whom people spoke with. Recorded whatever it was; what it lacked in authority
 * stands beside it.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static json_t *object_of(const json_t *body, const char *member)
{
  json_t *object = json_object_get(body, member);
  return json_is_object(object) ? json_incref(object) : json_object();
}

/* When it happened, as he says; never later than he said it. */
static bool stated_time(const struct entry *entry, clock_us *at)
{
  const char *text = json_get_string(entry->body, "at");
  return text && clock_parse(text, at) && *at < entry->at;
}

static struct deed *add_deed(struct incident *incident, const struct entry *entry)
{
  const char *name = json_get_string(entry->body, "action");
  const char *status = json_get_string(entry->body, "status");
  int found = status ? outcome_status_find(status) : -1;
  clock_us at;
  struct deed *deed = APPEND(incident->deeds, incident->deed_count);
  *deed = (struct deed){
      .seq = entry->seq,
      .name = xstrdup(name ? name : ""),
      .action = name ? catalogue_action(incident->catalogue, name) : NULL,
      .arguments = object_of(entry->body, "arguments"),
      .fields = object_of(entry->body, "fields"),
      .status = found < 0 ? OUTCOME_UNKNOWN : (enum outcome_status)found,
      .at = stated_time(entry, &at) ? at : entry->at,
      .stated_at = entry->at,
      .person = xstrdup(entry->actor ? entry->actor : ""),
      .verdict = xstrdup(json_get_string(json_object_get(entry->body, "authority"), "verdict")),
      .agreed = xstrdup(json_get_string(entry->body, "agreed")),
      .is_signed = statement_counts(incident, entry),
  };
  return deed;
}

static void add_contact(struct incident *incident, const struct entry *entry)
{
  const char *who = json_get_string(entry->body, "who");
  clock_us at;
  *APPEND(incident->contacts, incident->contact_count) = (struct contact){
      .seq = entry->seq,
      .at = stated_time(entry, &at) ? at : entry->at,
      .who = xstrdup(who ? who : ""),
      .organisation = xstrdup(json_get_string(entry->body, "organisation")),
      .number = xstrdup(json_get_string(entry->body, "number")),
      .means = xstrdup(json_get_string(entry->body, "means")),
  };
}

void deeds_take(struct incident *incident, const struct entry *entry)
{
  if (entry->type == ENTRY_SPOKE)
    add_contact(incident, entry);
  else
    availability_deed(incident, add_deed(incident, entry));
}

void deeds_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->deed_count; i++) {
    struct deed *deed = &incident->deeds[i];
    json_decref(deed->arguments);
    json_decref(deed->fields);
    free(deed->name);
    free(deed->person);
    free(deed->verdict);
    free(deed->agreed);
  }
  for (size_t i = 0; i < incident->contact_count; i++) {
    free(incident->contacts[i].who);
    free(incident->contacts[i].organisation);
    free(incident->contacts[i].number);
    free(incident->contacts[i].means);
  }
  free(incident->deeds);
  free(incident->contacts);
}
