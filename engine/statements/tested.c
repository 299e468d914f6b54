/*
 * The audit department signs what its test of the procedure came to: which bytes, how many scenarios, with what result.
 */
#include "statements/statements.h"

#include "base/alloc.h"
#include "base/json.h"

static int check_auditor(struct site *site, struct err *err)
{
  const char *actor = site_actor(site);
  const struct person *person = actor ? people_find(site_people(site), actor) : NULL;
  struct err no_key = {0};
  if (!person || !(person->roles & 1u << ROLE_AUDIT) || person->is_revoked)
    return err_set_kind(err, ERR_REFUSED, "A test is signed by the audit department; %s is not of it. Nothing was "
                        "signed.", actor ? actor : "whoever types here");
  if (!site_key(site, &no_key))
    return err_set_kind(err, ERR_REFUSED, "A test is signed with a key, and %s's is not at hand: %-s", actor,
                        no_key.text);
  return 0;
}

int test_sign(struct site *site, const struct tested *tested, const char *because, uint64_t *seq, struct err *err)
{
  if (check_auditor(site, err) < 0)
    return -1;
  json_t *body = json_pack("{s:s*, s:i, s:i, s:s}", "because", because, "failed", tested->failed, "passed",
                           tested->passed, "procedure", tested->procedure);
  return site_state_tree(site, ENTRY_TEST, NULL, body, seq, err);
}
