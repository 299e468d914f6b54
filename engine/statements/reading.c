/*
 * One table of two questions: is he on the list, and may it be a violation?
 */
#include "statements/reading.h"

#include "base/json.h"
#include "statements/listed.h"

#include <string.h>

static bool is_discreet(const struct dossier *dossier)
{
  return know_is_discreet(dossier_candidates(dossier));
}

bool reading_is_shown(struct site *site, const struct incident *incident, struct err *why)
{
  const char *actor = site_actor(site);
  const struct person *person = actor ? people_find(&incident->people, actor) : NULL;
  const struct key *key = site_key(site, why);
  if (!key)
    return false;
  uint8_t public_half[KEY_PUBLIC_SIZE];
  key_public(key, public_half);
  if (person && person->has_key && !person->is_revoked && !memcmp(public_half, person->key, sizeof public_half))
    return true;
  err_set(why, "the key at hand is not the one that counts for %s.", actor ? actor : "anybody");
  return false;
}

static enum reading controls(const struct dossier *dossier, const char *reason, struct err *why)
{
  err_set(why, "This is what was decided in %s, without saying about what or by whom: %s", dossier->incident->id,
          reason);
  return READING_CONTROLS;
}

/* The audit department sees that a procedure was kept, in every case; so does an auditor who is kept out of one. */
static bool is_auditor(const struct dossier *dossier, const char *actor)
{
  const struct person *person = people_find(&dossier->incident->people, actor);
  return person && !person->is_revoked && person->roles & (role_set)1 << ROLE_AUDIT;
}

/* Nobody said who he is. Where nobody is kept out, whoever may open the site's files is one of the team. */
static bool is_for_nobody_in_particular(const struct dossier *dossier)
{
  return !is_discreet(dossier) && !dossier->incident->know.accused_count;
}

static enum reading refuse(const struct dossier *dossier, const char *actor, struct err *why)
{
  if (actor)
    dossier_refuse_reader(dossier, actor, why);
  else
    err_set_kind(why, ERR_REFUSED, "%s is shown only to who says who he is: --as PERSON", dossier->incident->id);
  return READING_NOT;
}

/*
 * Who is kept out gets word for word what everybody gets who is not on the list: the difference would tell him that he
 * is under suspicion.
 */
enum reading reading_of(const struct dossier *dossier, struct err *why)
{
  const char *actor = site_actor(dossier->site);
  struct err no_key = {0};
  if (!actor)
    return is_for_nobody_in_particular(dossier) ? READING_WHOLE : refuse(dossier, NULL, why);
  if (!know_has(dossier->incident, dossier_candidates(dossier), actor))
    return is_auditor(dossier, actor) ? controls(dossier, "you are not on the list of those who need to know.", why)
                                      : refuse(dossier, actor, why);
  if (is_discreet(dossier) && !reading_is_shown(dossier->site, dossier->incident, &no_key))
    return controls(dossier, no_key.text, why);
  return READING_WHOLE;
}

bool reading_is_neutral(const struct dossier *dossier)
{
  struct listed listed;
  listed_of(dossier->incident, dossier->policy, &listed);
  bool is_neutral = listed_is_neutral(&listed, site_actor(dossier->site));
  listed_finish(&listed);
  return is_neutral;
}

bool reading_is_listed(const struct dossier *dossier)
{
  struct listed listed;
  listed_of(dossier->incident, dossier->policy, &listed);
  bool is_listed = listed_is_for(&listed, &dossier->incident->people, site_actor(dossier->site));
  listed_finish(&listed);
  return is_listed;
}

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
