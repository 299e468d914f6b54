/*
 * The closed list of checks. Each reads the fold and nothing else.
 */
#include "incident/checks.h"

#include "base/json.h"

#include <stddef.h>
#include <stdio.h>

/* Nothing waits for anybody, and nothing is under way. */
static bool check_nothing_open(const struct incident *incident, struct buf *what_is_missing)
{
  bool is_open = false;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run != incident->run || step->state == STEP_CONCLUDED || step->state == STEP_REFUSED)
      continue;
    buf_format(what_is_missing, "%s%s", is_open ? ", " : "", step->id);
    is_open = true;
  }
  buf_text(what_is_missing, is_open ? " not concluded" : "");
  return !is_open;
}

static void add_unsafe(const struct incident *incident, const char *means, clock_us at, const char *where,
                       struct buf *what_is_missing)
{
  if (means_of(means) == MEANS_COMPUTER && !channel_is_safe(incident, means, at))
    buf_format(what_is_missing, "%s%s: %s", what_is_missing->length ? "; " : "nobody had vouched for it: ", where,
               means);
}

/* Nothing was said over a computer for which nobody had signed before that none can be listening there (R103). */
static bool check_channels_vouched_for(const struct incident *incident, struct buf *what_is_missing)
{
  struct buf found = {0};
  char entry[32];
  for (size_t i = 0; i < incident->step_count; i++)
    add_unsafe(incident, json_get_string(incident->steps[i]->fields, "means"), incident->steps[i]->concluded_at,
               incident->steps[i]->id, &found);
  for (size_t i = 0; i < incident->deed_count; i++) {
    snprintf(entry, sizeof entry, "entry %llu", (unsigned long long)incident->deeds[i].seq);
    add_unsafe(incident, json_get_string(incident->deeds[i].fields, "means"), incident->deeds[i].at, entry, &found);
  }
  for (size_t i = 0; i < incident->contact_count; i++) {
    snprintf(entry, sizeof entry, "entry %llu", (unsigned long long)incident->contacts[i].seq);
    add_unsafe(incident, incident->contacts[i].means, incident->contacts[i].at, entry, &found);
  }
  bool is_clean = !found.length;
  buf_text(what_is_missing, buf_string(&found));
  buf_finish(&found);
  return is_clean;
}

#define CHECK_FUNCTION(name) [CHECK_##name] = check_##name,
static bool (*const checks[])(const struct incident *, struct buf *) = {OBLIGATION_CHECKS(CHECK_FUNCTION)};

bool incident_check(const struct incident *incident, enum obligation_check check, struct buf *what_is_missing)
{
  return checks[check](incident, what_is_missing);
}
