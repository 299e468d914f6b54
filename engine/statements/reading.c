/*
 * One table of two questions: is he on the list, and may it be a violation?
 */
#include "statements/reading.h"

#include "base/json.h"

#include <string.h>

static bool is_discreet(const struct dossier *dossier)
{
  return know_is_discreet(dossier_candidates(dossier));
}

/* By the key that counts for him: a name alone anybody can type. */
static bool has_shown_himself(const struct dossier *dossier, const char *actor, struct err *why)
{
  const struct person *person = people_find(&dossier->incident->people, actor);
  const struct key *key = site_key(dossier->site, why);
  if (!key)
    return false;
  uint8_t public_half[KEY_PUBLIC_SIZE];
  key_public(key, public_half);
  if (person && person->has_key && !person->is_revoked && !memcmp(public_half, person->key, sizeof public_half))
    return true;
  err_set(why, "the key at hand is not the one that counts for %s.", actor);
  return false;
}

static enum reading controls(const struct dossier *dossier, const char *reason, struct err *why)
{
  err_set(why, "This is what was decided in %s, without saying about what or by whom: %s", dossier->incident->id,
          reason);
  return READING_CONTROLS;
}

/* Nobody said who he is. Where nobody is kept out, whoever may open the site's files is one of the team. */
static enum reading of_nobody(const struct dossier *dossier, struct err *why)
{
  if (!is_discreet(dossier) && !dossier->incident->know.accused_count)
    return READING_WHOLE;
  return controls(dossier, "say who you are to see more, with --as PERSON.", why);
}

enum reading reading_of(const struct dossier *dossier, struct err *why)
{
  const char *actor = site_actor(dossier->site);
  struct err no_key = {0};
  if (!actor)
    return of_nobody(dossier, why);
  if (dossier_admit(dossier, why) < 0)
    return READING_NOT;
  if (!know_has(dossier->incident, dossier_candidates(dossier), actor))
    return controls(dossier, "you are not on the list of those who need to know.", why);
  if (is_discreet(dossier) && !has_shown_himself(dossier, actor, &no_key))
    return controls(dossier, no_key.text, why);
  return READING_WHOLE;
}

bool reading_is_neutral(const struct dossier *dossier)
{
  const char *actor = site_actor(dossier->site);
  return is_discreet(dossier) ||
         (actor ? !know_has(dossier->incident, dossier_candidates(dossier), actor)
                : dossier->incident->know.accused_count > 0);
}

bool reading_is_listed(const struct dossier *dossier)
{
  struct err unused = {0};
  return dossier_admit(dossier, &unused) == 0;
}

bool reading_is_recorded(const struct dossier *dossier)
{
  return is_discreet(dossier);
}

int reading_record(const struct dossier *dossier, enum reading reading, const char *verb, struct err *err)
{
  struct buf body = {0};
  struct err why = {0};
  json_t *tree = json_pack("{s:s, s:s}", "of", verb, "reading", reading == READING_WHOLE ? "whole" : "controls");
  int result = json_write_tree(&body, tree, &why);
  json_decref(tree);
  struct entry_draft draft = {.type = ENTRY_ACCESS, .incident = dossier->incident->id, .commit = ENTRY_NO_COMMIT,
                              .body = buf_string(&body), .body_length = body.length};
  if (!result)
    result = site_state(dossier->site, &draft, NULL, &why);
  buf_finish(&body);
  return result < 0 ? err_set_kind(err, ERR_STORE, "whoever reads %s is recorded, and that cannot be done now, so it "
                                   "is not shown: %s", dossier->incident->id, why.text)
                    : 0;
}
