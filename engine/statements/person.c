/*
 * Who belongs to the company's response, and whose key counts: stated by senior management, place by place in the
 * ledger, so that a signature counts under the people as of its own place.
 */
#include "statements/person.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static const struct person *speaker(struct site *site, const char *what, struct err *err)
{
  const char *actor = site_actor(site);
  const struct person *person = actor ? people_find(site_people(site), actor) : NULL;
  struct err no_key = {0};
  if (!person || person->is_revoked)
    err_set_kind(err, ERR_REFUSED, "%s by somebody the ledger knows; %s is nobody of them. Nothing was changed.", what,
                 actor ? actor : "whoever types here");
  else if (!site_key(site, &no_key))
    err_set_kind(err, ERR_REFUSED, "%s with a key, and %s's is not at hand: %-s", what, actor, no_key.text);
  else
    return person;
  return NULL;
}

static bool is_senior(const struct person *person)
{
  return person->roles & (role_set)1 << ROLE_SENIOR_MANAGEMENT;
}

int person_state(struct site *site, const struct person *person, uint64_t *seq, struct err *err)
{
  const struct person *by = speaker(site, "Who belongs to us is signed", err);
  if (!by)
    return -1;
  if (!is_senior(by))
    return err_set_kind(err, ERR_REFUSED, "Who belongs to us is signed by senior management; %s is not of it. "
                        "Nothing was changed.", by->id);
  return site_state_tree(site, ENTRY_PERSON, NULL, site_person_body(person), seq, err);
}

int person_revoke(struct site *site, const char *id, const char *because, uint64_t *seq, struct err *err)
{
  const struct person *by = speaker(site, "A key is revoked", err);
  const struct person *person = people_find(site_people(site), id);
  if (!by)
    return -1;
  if (!person)
    return err_set(err, "the ledger knows nobody called %s.", id);
  if (person->is_revoked)
    return err_set(err, "the key of %s was revoked before; it counts no more.", id);
  if (!is_senior(by) && strcmp(by->id, id) != 0)
    return err_set_kind(err, ERR_REFUSED, "A key is revoked by senior management, or by its owner; %s is neither. "
                        "Nothing was changed.", by->id);
  return site_state_tree(site, ENTRY_REVOKE, NULL, json_pack("{s:s, s:s}", "because", because, "person", id), seq, err);
}
