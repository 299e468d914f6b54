/*
 * The closed list of checks. Each reads the fold and nothing else.
 */
#include "incident/checks.h"

#include "base/json.h"
#include "incident/involved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Everybody who took part, called or was called has a name, and a number at which he can be asked again (R89). */
static bool check_people_have_numbers(const struct incident *incident, struct buf *what_is_missing)
{
  struct involved *list;
  size_t count = incident_involved(incident, &list), missing = 0;
  for (size_t i = 0; i < count; i++) {
    if (list[i].has_number)
      continue;
    buf_format(what_is_missing, "%s%s", missing++ ? ", " : "no number of ", list[i].who);
    if (list[i].organisation && !list[i].is_ours)
      buf_format(what_is_missing, " (%s)", list[i].organisation);
  }
  if (missing)
    buf_format(what_is_missing, "; of ours: roster, others: tocsin spoke %s who=\"...\" number=...", incident->id);
  free(list);
  return !missing;
}

/* Everybody who acted, those who left included, has signed, or it is recorded why he does not (R94). */
static bool check_everyone_signed(const struct incident *incident, struct buf *what_is_missing)
{
  size_t missing = 0;
  for (size_t i = 0; i < incident->participant_count; i++) {
    if (participant_has_signed(&incident->participants[i]))
      continue;
    buf_format(what_is_missing, "%s%s", missing++ ? ", " : "not signed by ", incident->participants[i].person);
  }
  if (missing)
    buf_format(what_is_missing, "; each types tocsin sign %s, or somebody says why he cannot: --unavailable PERSON "
               "--because TEXT", incident->id);
  return !missing;
}

/* What was cut off, isolated or blocked was taken back, or stays with somebody who owns it, until a day (R183). */
static bool check_containment_settled(const struct incident *incident, struct buf *what_is_missing)
{
  struct contained *list;
  size_t count = incident_contained(incident, &list), missing = 0;
  for (size_t i = 0; i < count; i++) {
    if (list[i].undone_seq || list[i].keep)
      continue;
    buf_text(what_is_missing, missing++ ? "; " : "not taken back: ");
    action_words(list[i].action, list[i].arguments, what_is_missing);
    buf_format(what_is_missing, " (%s; or tocsin keep %s ", list[i].action->reverse, incident->id);
    if (list[i].step)
      buf_text(what_is_missing, list[i].step);
    else
      buf_format(what_is_missing, "%llu", (unsigned long long)list[i].seq);
    buf_text(what_is_missing, " --owner PERSON --until DATE)");
  }
  free(list);
  return !missing;
}

/* Nobody was written to about it: whoever got in may read that. It cannot be mended, only signed for. */
static bool check_no_mail(const struct incident *incident, struct buf *what_is_missing)
{
  size_t found = 0;
  for (size_t i = 0; i < incident->step_count; i++)
    if (means_is_mail(json_get_string(incident->steps[i]->fields, "means")))
      buf_format(what_is_missing, "%s%s", found++ ? ", " : "by e-mail: ", incident->steps[i]->id);
  for (size_t i = 0; i < incident->deed_count; i++)
    if (means_is_mail(json_get_string(incident->deeds[i].fields, "means")) ||
        (incident->deeds[i].action && !strcmp(incident->deeds[i].action->class, "mail")))
      buf_format(what_is_missing, "%sentry %llu", found++ ? ", " : "by e-mail: ",
                 (unsigned long long)incident->deeds[i].seq);
  for (size_t i = 0; i < incident->contact_count; i++)
    if (means_is_mail(incident->contacts[i].means))
      buf_format(what_is_missing, "%sentry %llu", found++ ? ", " : "by e-mail: ",
                 (unsigned long long)incident->contacts[i].seq);
  return !found;
}

/* Who declared it does not decide alone that it was nothing (R76). */
static bool check_dismissal_reviewed(const struct incident *incident, struct buf *what_is_missing)
{
  const struct dismissal *dismissal = &incident->dismissal;
  const char *declarer = json_get_string(incident->declaration, "declared_by");
  if (!dismissal->reached.seq || dismissal->reviewed_seq || !declarer || strcmp(declarer, dismissal->by))
    return true;
  buf_format(what_is_missing, "%s declared it and dismissed it; somebody else types tocsin dismiss %s --why TEXT",
             declarer, incident->id);
  return false;
}

/* A checksum that was read out to somebody is that of something we have (R145). */
static bool check_given_is_evidence(const struct incident *incident, struct buf *what_is_missing)
{
  bool is_right = true;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    struct buf wrong = {0};
    if (!strcmp(step->action->class, "disclosure") && !incident_given_is_evidence(incident, step, &wrong)) {
      buf_format(what_is_missing, "%s%s: %s", is_right ? "" : "; ", step->id, buf_string(&wrong));
      is_right = false;
    }
    buf_finish(&wrong);
  }
  return is_right;
}

#define CHECK_FUNCTION(name) [CHECK_##name] = check_##name,
static bool (*const checks[])(const struct incident *, struct buf *) = {OBLIGATION_CHECKS(CHECK_FUNCTION)};

bool incident_check(const struct incident *incident, enum obligation_check check, struct buf *what_is_missing)
{
  return checks[check](incident, what_is_missing);
}
