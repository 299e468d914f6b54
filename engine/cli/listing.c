/*
 * Lists are printed where no reading is recorded, so they hold nothing that would have to be.
 */
#include "cli/listing.h"

#include "base/alloc.h"
#include "statements/reading.h"

/* What cannot be read is no reason to show it. */
static bool is_listed(struct site *site, struct listed_incident *listed)
{
  struct dossier dossier = {0};
  struct err unread = {0};
  bool is_read = dossier_read(site, listed->id, &dossier, &unread) == 0;
  bool is_listed = !is_read || reading_is_listed(&dossier);
  if (!is_read || reading_is_neutral(&dossier)) {
    free(listed->title);
    listed->title = xstrdup(READING_NEUTRAL_TITLE);
  }
  dossier_finish(&dossier);
  return is_listed;
}

int listing_neutral(struct incident_list *incidents, struct site *site)
{
  size_t kept = 0;
  for (size_t i = 0; i < incidents->count; i++) {
    struct listed_incident *listed = &incidents->list[i];
    if (is_listed(site, listed)) {
      incidents->list[kept++] = *listed;
      continue;
    }
    free(listed->id);
    free(listed->title);
  }
  incidents->count = kept;
  return 0;
}
