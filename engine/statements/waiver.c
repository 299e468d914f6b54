/*
 * "This need not be done": signed, by one whom the obligation names, about exactly one obligation of one incident.
 */
#include "incident/obligations.h"
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

/* By its id, or a sentence with those that stand open. */
static const struct obligation *find(const struct dossier *dossier, const char *id, struct err *err)
{
  const struct obligation *obligation = policy_obligation(dossier->policy, id);
  if (obligation)
    return obligation;
  const char *near = policy_suggest_obligation(dossier->policy, id);
  struct buf open = {0};
  struct owed *owed;
  size_t count = incident_all_owed(dossier->incident, dossier->policy, dossier_now(dossier), &owed);
  for (size_t i = 0; i < count; i++)
    if (owed[i].state == OWED_OPEN || owed[i].state == OWED_OVERDUE)
      buf_format(&open, " %s", owed[i].obligation->id);
  err_set(err, "no obligation is called \"%s\"%s%s%s Open in %s:%s.", id, near ? "; did you mean \"" : ".",
          near ? near : "", near ? "\"?" : "", dossier->incident->id, open.length ? buf_string(&open) : " none");
  free(owed);
  buf_finish(&open);
  return NULL;
}

static int refuse_state(const struct dossier *dossier, const struct owed *owed, struct err *err)
{
  char at[MOMENT_SIZE];
  moment_text(owed->at, at);
  if (!owed->entry)
    return err_set(err, "%s is met; there is nothing to waive.", owed->obligation->id);
  return err_set(err, "%s is %s in %s since %s (entry %llu); there is nothing to waive.", owed->obligation->id,
                 owed_state_name(owed->state), dossier->incident->id, at, (unsigned long long)owed->entry);
}

static int check(const struct dossier *dossier, const struct obligation *obligation, struct err *err)
{
  const char *person;
  if (dossier_speaker(dossier, &person, err) < 0 ||
      !incident_may_waive(dossier->incident, obligation, person, err))
    return -1;
  if (!incident_obliges(dossier->incident, dossier->policy, obligation))
    return err_set(err, "%s does not apply to %s as far as is known, so there is nothing to waive.", obligation->id,
                   dossier->incident->id);
  struct owed owed = incident_owed(dossier->incident, obligation, dossier_now(dossier));
  return owed.state == OWED_MET || owed.state == OWED_WAIVED ? refuse_state(dossier, &owed, err) : 0;
}

int waiver_state(struct dossier *dossier, const char *id, const char *because, uint64_t *seq, struct err *err)
{
  struct said said;
  if (dossier_demand_key(dossier, "a waiver", err) < 0)
    return -1;
  const struct obligation *obligation = find(dossier, id, err);
  if (!obligation || check(dossier, obligation, err) < 0)
    return -1;
  json_t *body = json_pack("{s:s, s:s}", "because", because, "obligation", id);
  if (dossier_append(dossier, (struct saying){ENTRY_WAIVER, NULL, body, true}, &said, err) < 0)
    return -1;
  if (incident_owed(dossier->incident, obligation, dossier_now(dossier)).state != OWED_WAIVED)
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *seq = said.seq;
  return 0;
}
