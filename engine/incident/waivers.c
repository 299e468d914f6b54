/*
 * What need not be done, as people signed it. Taken only if the signature counts, for a waiver lets something go ahead.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

void waivers_take(struct incident *incident, const struct entry *entry)
{
  const char *obligation = json_get_string(entry->body, "obligation");
  if (!obligation || !statement_counts(incident, entry))
    return; /* recorded, without effect */
  *APPEND(incident->waivers, incident->waiver_count) =
      (struct waiver){.obligation = xstrdup(obligation), .person = xstrdup(entry->actor),
                      .roles = incident_rank(incident, entry->actor), .seq = entry->seq, .at = entry->at};
}

void waivers_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->waiver_count; i++) {
    free(incident->waivers[i].obligation);
    free(incident->waivers[i].person);
  }
  free(incident->waivers);
}
