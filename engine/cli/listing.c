/*
 * Lists are printed where no reading is recorded, so they hold nothing that would have to be.
 */
#include "cli/listing.h"

#include "base/alloc.h"
#include "cli/papers.h"
#include "statements/reading.h"

void listing_neutral(struct incident_list *incidents, struct site *site)
{
  struct onlooker onlooker = {.site = site};
  size_t kept = 0;
  for (size_t i = 0; i < incidents->count; i++) {
    struct listed *listed = &incidents->list[i];
    enum sight sight = reading_sight(&onlooker, listed);
    if (sight == SIGHT_NOT) {
      listed_finish(listed);
      continue;
    }
    if (sight == SIGHT_NEUTRAL) {
      free(listed->title);
      listed->title = xstrdup(READING_NEUTRAL_TITLE);
      listed->is_discreet = true;
    }
    incidents->list[kept++] = *listed;
  }
  incidents->count = kept;
}

json_t *listing_json(const struct listed *listed)
{
  json_t *row = json_pack("{s:s, s:s}", "incident", listed->id, "title", listed->title);
  if (listed->is_discreet)
    return row;
  json_object_set_new(row, "state", json_string(listed->state));
  json_object_set_new(row, "priority", json_integer(policy_urgency(listed->candidates)));
  json_object_set_new(row, "candidates", candidates_json(listed->candidates));
  json_object_set_new(row, "waits", json_integer(listed->waits));
  json_object_set_new(row, "waits_for", json_string(listed->waits_for));
  return row;
}
