/*
 * One table of three questions: is it plain, has he shown who he is, is he on the list? In this order, so that what the
 * third would tell is told to nobody who failed at the second.
 */
#include "statements/reading.h"

#include "base/json.h"

#include <string.h>

static bool is_discreet(const struct dossier *dossier)
{
  return know_is_discreet(dossier_candidates(dossier));
}

bool reading_is_plain(const struct dossier *dossier)
{
  return !is_discreet(dossier) && !dossier->incident->know.accused_count;
}

/* ---- who he is ---- */

static bool is_key_of(const struct key *key, const struct person *person)
{
  uint8_t public_half[KEY_PUBLIC_SIZE];
  key_public(key, public_half);
  return person && person->has_key && !person->is_revoked && !memcmp(public_half, person->key, sizeof public_half);
}

bool reading_is_shown(struct site *site, const struct people *people, struct err *why)
{
  const struct key *key = site_key(site, why);
  const char *actor = site_actor(site);
  if (!key)
    return false;
  if (actor && is_key_of(key, people_find(people, actor)))
    return true;
  err_set(why, "the key at hand is not the one that counts for %s.", actor ? actor : "anybody");
  return false;
}

static bool is_shown(const struct dossier *dossier)
{
  struct err unused = {0};
  return reading_is_shown(dossier->site, &dossier->incident->people, &unused);
}

/* The audit department sees that a procedure was kept, in every case; so does an auditor who is kept out of one. */
static bool is_auditor(const struct people *people, const char *actor)
{
  const struct person *person = people_find(people, actor);
  return person && !person->is_revoked && person->roles & (role_set)1 << ROLE_AUDIT;
}

/* ---- what he may ---- */

enum reading reading_of(const struct dossier *dossier, struct err *why)
{
  bool is_plain = reading_is_plain(dossier);
  if (!is_plain && !is_shown(dossier))
    return READING_NOT;
  const char *actor = site_actor(dossier->site);
  if (!actor || know_has(dossier->incident, dossier_candidates(dossier), actor))
    return READING_WHOLE; /* where it is plain, whoever may open the site's files is one of the team */
  if (!is_auditor(&dossier->incident->people, actor))
    return READING_NOT;
  err_set(why, "This is what was decided in %s, without saying about what or by whom: you are not on the list of those "
          "who need to know.", dossier->incident->id);
  return READING_CONTROLS;
}

bool reading_may_speak(const struct dossier *dossier)
{
  const char *actor = site_actor(dossier->site);
  struct err unused = {0};
  if (reading_is_plain(dossier))
    return !actor || people_find(&dossier->incident->people, actor);
  return reading_of(dossier, &unused) == READING_WHOLE;
}

bool reading_may_record(const struct dossier *dossier)
{
  const char *actor = site_actor(dossier->site);
  return actor && people_find(&dossier->incident->people, actor) && !incident_is_excluded(dossier->incident, actor);
}

bool reading_may_answer(const struct dossier *dossier)
{
  const char *actor = site_actor(dossier->site);
  return actor && know_has(dossier->incident, dossier_candidates(dossier), actor);
}

bool reading_may_countersign(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  const char *actor = site_actor(dossier->site);
  return is_shown(dossier) && incident_may_countersign(incident, actor) &&
         (!is_discreet(dossier) || is_auditor(&incident->people, actor));
}

bool reading_may_decide(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  return is_shown(dossier) && incident_is_excluded(incident, site_actor(dossier->site)) &&
         !incident_is_barred(incident, site_actor(dossier->site));
}

/* ---- lists ---- */

static bool has_shown(struct onlooker *onlooker)
{
  const struct key *key = onlooker->was_sought ? NULL : site_key_at_hand(onlooker->site);
  const char *actor = site_actor(onlooker->site);
  if (key && actor)
    onlooker->is_shown = is_key_of(key, people_find(site_people(onlooker->site), actor));
  onlooker->was_sought = true;
  return onlooker->is_shown;
}

enum sight reading_sight(struct onlooker *onlooker, const struct listed *listed)
{
  if (listed_is_plain(listed))
    return SIGHT_WHOLE;
  if (!has_shown(onlooker))
    return SIGHT_NOT;
  const char *actor = site_actor(onlooker->site);
  if (listed_has_reader(listed, actor))
    return listed->is_discreet ? SIGHT_NEUTRAL : SIGHT_WHOLE;
  return is_auditor(site_people(onlooker->site), actor) ? SIGHT_NEUTRAL : SIGHT_NOT;
}

bool reading_is_by_auditor(struct onlooker *onlooker)
{
  return has_shown(onlooker) && is_auditor(site_people(onlooker->site), site_actor(onlooker->site));
}

/* ---- the record ---- */

bool reading_is_recorded(const struct dossier *dossier)
{
  return is_discreet(dossier);
}

int reading_record(const struct dossier *dossier, enum reading reading, const char *verb, struct err *err)
{
  return reading_record_of(dossier->site, dossier->incident->id, reading, verb, err);
}

int reading_record_of(struct site *site, const char *incident, enum reading reading, const char *of, struct err *err)
{
  struct err why = {0};
  json_t *body = json_pack("{s:s, s:s}", "of", of, "reading", reading == READING_WHOLE ? "whole" : "controls");
  int result = site_state_tree(site, ENTRY_ACCESS, incident, body, NULL, &why);
  return result < 0 ? err_set_kind(err, why.kind == ERR_INPUT ? ERR_STORE : why.kind, "whoever reads %s is recorded, "
                                   "and that went wrong, so it is not shown: %-s", incident, why.text)
                    : 0;
}

int reading_record_refused(struct site *site, const char *asked, const char *verb, struct err *err)
{
  json_t *body = json_pack("{s:s*, s:s, s:s}", "asked", asked, "of", verb, "reading", "refused");
  return site_state_tree(site, ENTRY_ACCESS, NULL, body, NULL, err);
}
