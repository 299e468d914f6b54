/*
 * Doubt, settled: somebody looked and says by his signature whether it happened (design.md section 8). Without that
 * nothing is ever done a second time.
 */
#include "statements/inside.h"

#include "base/json.h"

static const char *const results[] = {
    [RESOLUTION_HAPPENED] = "happened",
    [RESOLUTION_DID_NOT_HAPPEN] = "did_not_happen",
    [RESOLUTION_RUN_AGAIN] = "run_again",
};

static int refuse_state(const struct dossier *dossier, const struct step *step, struct err *err)
{
  const struct conclusion *by = dossier_conclusion(dossier, step);
  char at[MOMENT_SIZE];
  if (step->state != STEP_CONCLUDED || !by)
    return err_set(err, "%s is not in doubt; it is %s.", step->id,
                   step->state == STEP_OPEN ? "open, and answered by: tocsin answer" : step_state_name(step->state));
  moment_text(step->concluded_at, at);
  return err_set(err, "%s is not in doubt any more: it is %s, by %s at %s (entry %llu).", step->id,
                 outcome_status_name(step->status), by->actor, at, (unsigned long long)by->seq);
}

int resolve_state(struct dossier *dossier, const char *id, enum resolution resolution, const char *because,
                  uint64_t *seq, struct err *err)
{
  const char *person;
  struct said said;
  if (dossier_demand_key(dossier, "what settles a doubt", err) < 0)
    return -1;
  const struct step *step = dossier_step(dossier, id, err);
  if (!step || dossier_speaker(dossier, &person, err) < 0)
    return -1;
  if (step->state != STEP_DOUBT)
    return refuse_state(dossier, step, err);
  json_t *body = json_pack("{s:s, s:s*}", "result", results[resolution], "because", because);
  if (dossier_append(dossier, (struct saying){ENTRY_RESOLVE, id, body, true}, &said, err) < 0)
    return -1;
  if (step->state == STEP_DOUBT)
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *seq = said.seq;
  return 0;
}
