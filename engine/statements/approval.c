/*
 * Yes or no to exactly one act (design.md section 8).
 *
 * What the approver had before his eyes is bound into what he signs: action, arguments and place by the fingerprint,
 * the procedure, and every fact that mattered when it was decided that he must be asked. Until when it holds he says.
 */
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static int refuse_state(const struct dossier *dossier, const struct step *step, struct err *err)
{
  const struct conclusion *by = dossier_conclusion(dossier, step);
  char at[MOMENT_SIZE];
  if (step->state == STEP_WAITING)
    return err_set(err, "%s needs no yes any more; it waits for what has to be done before: tocsin tasks %s", step->id,
                   dossier->incident->id);
  if (step->state == STEP_REFUSED)
    return err_set_kind(err, ERR_REFUSED, "%s is forbidden, whoever asks, and no approval changes that: %s", step->id,
                        json_get_string(step->decision, "because"));
  if (step->state == STEP_CONCLUDED && by) {
    moment_text(step->concluded_at, at);
    return err_set(err, "%s is concluded: %s, by %s at %s (entry %llu). Nothing waits for you there.", step->id,
                   outcome_status_name(step->status), by->actor, at, (unsigned long long)by->seq);
  }
  moment_text(step->intent_at, at);
  return err_set(err, "%s does not wait for a yes: it went ahead at %s.", step->id, at);
}

/* The step and the roles this person answers for, or a sentence. */
static struct step *find_waiting(struct dossier *dossier, const char *id, role_set *roles, struct err *err)
{
  const char *person;
  struct step *step = dossier_step(dossier, id, err);
  if (!step || dossier_known(dossier, &person, err) < 0)
    return NULL;
  if (step->state != STEP_WAITING || step->obligations) {
    refuse_state(dossier, step, err);
    return NULL;
  }
  *roles = incident_may_approve(dossier->incident, step, person, err);
  if (*roles)
    return step;
  err->kind = ERR_REFUSED;
  return NULL;
}

static json_t *roles_value(role_set roles)
{
  char text[200];
  role_set_text(roles, text, sizeof text);
  return json_string(text);
}

static json_t *facts_that_mattered(const struct step *step)
{
  json_t *facts = json_object_get(step->decision, "facts");
  return facts ? json_incref(facts) : json_object();
}

static json_t *approval_body(const struct dossier *dossier, const struct step *step, role_set roles, clock_us not_after)
{
  char until[CLOCK_TEXT_SIZE];
  clock_text(not_after, until);
  return json_pack("{s:s, s:o, s:s, s:s, s:s, s:o, s:s}", "action", step->action->name, "facts",
                   facts_that_mattered(step), "fingerprint", step->fingerprint, "not_after", until, "procedure",
                   dossier->incident->run_procedure, "role", roles_value(roles), "strength", "key");
}

static bool has_counted(const struct step *step, uint64_t seq)
{
  for (size_t i = 0; i < step->approval_count; i++)
    if (step->approvals[i].seq == seq)
      return true;
  return false;
}

int approval_state(struct dossier *dossier, const char *id, int64_t valid_s, struct approved *approved, struct err *err)
{
  role_set roles;
  struct said said;
  if (dossier_demand_key(dossier, "an approval", err) < 0)
    return -1;
  struct step *step = find_waiting(dossier, id, &roles, err);
  if (!step)
    return -1;
  clock_us not_after = dossier_now(dossier) + valid_s * 1000000;
  struct saying saying = {ENTRY_APPROVAL, id, approval_body(dossier, step, roles, not_after), true};
  if (dossier_append(dossier, saying, &said, err) < 0)
    return -1;
  if (!has_counted(step, said.seq))
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  role_set still_asked = incident_missing(step, decision_from(step->decision), false);
  *approved = (struct approved){step, roles, still_asked, not_after, said.seq};
  return 0;
}

static json_t *denial_body(const struct step *step, role_set roles, const char *because)
{
  json_t *body = json_pack("{s:s, s:s, s:o}", "action", step->action->name, "fingerprint", step->fingerprint, "role",
                           roles_value(roles));
  if (because)
    json_object_set_new(body, "because", json_string(because));
  return body;
}

int denial_state(struct dossier *dossier, const char *id, const char *because, struct approved *denied, struct err *err)
{
  role_set roles;
  struct said said;
  if (dossier_demand_key(dossier, "a denial", err) < 0)
    return -1;
  struct step *step = find_waiting(dossier, id, &roles, err);
  if (!step)
    return -1;
  struct saying saying = {ENTRY_DENIAL, id, denial_body(step, roles, because), true};
  if (dossier_append(dossier, saying, &said, err) < 0)
    return -1;
  if (step->state != STEP_CONCLUDED || step->status != OUTCOME_DENIED)
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *denied = (struct approved){.step = step, .roles = roles, .seq = said.seq};
  return 0;
}
