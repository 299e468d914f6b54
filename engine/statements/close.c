/*
 * The end of an incident: it is over or was dismissed, its run has ended, nobody is asked anything any more and nothing
 * is owed. What is open all the same management may sign for, by name. Then the key that signed it is put out of reach,
 * so that nobody can change it later.
 */
#include "statements/inside.h"

#include "base/alloc.h"

#include <string.h>

/* ---- what keeps it open ---- */

static bool is_dismissed(const struct incident *incident)
{
  return incident->dismissal.reached.seq != 0;
}

static void find_steps(const struct incident *incident, struct closing *closing)
{
  for (size_t i = 0; i < incident->step_count; i++)
    if (asked_of(incident, incident->steps[i]) != ASKED_NOTHING)
      *APPEND(closing->open, closing->open_count) = incident->steps[i];
}

static void find_owed(const struct dossier *dossier, struct closing *closing)
{
  struct owed *all;
  size_t count = incident_all_owed(dossier->incident, dossier->policy, dossier_now(dossier), &all);
  for (size_t i = 0; i < count; i++)
    if (owed_stops(&all[i], MILESTONE_CLOSED))
      *APPEND(closing->owed, closing->owed_count) = all[i];
  free(all);
}

static const char *what_is_left(const struct incident *incident)
{
  if (is_dismissed(incident))
    return NULL;
  if (!incident->run)
    return "it was never run, so nobody was told of it";
  if (!incident->is_run_ended)
    return "its run has not ended";
  return incident->reached[MILESTONE_OVER].seq ? NULL : "nobody has said that it is over";
}

void closing_finish(struct closing *closing)
{
  free(closing->open);
  free(closing->owed);
  *closing = (struct closing){0};
}

/* ---- closing ---- */

static int admit(const struct dossier *dossier, bool with_findings, struct err *err)
{
  const struct incident *incident = dossier->incident;
  const char *person;
  if (incident->is_closed)
    return err_set(err, "%s is closed already.", incident->id);
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  if (!incident_may_end(incident, person))
    return err_set_kind(err, ERR_REFUSED, "%s is closed by the response team or by management, and %s is neither.",
                        incident->id, person);
  if (dossier_demand_reading(dossier, err) < 0)
    return -1;
  if (!with_findings)
    return 0;
  if (!(incident_rank(incident, person) & 1u << ROLE_MANAGEMENT))
    return err_set_kind(err, ERR_REFUSED, "what is open management signs for, and %s is not of it. What is open: "
                        "tocsin close %s", person, incident->id);
  return 0;
}

static json_t *write_body(const struct incident *incident, const struct closing *closing, const char *because)
{
  json_t *open = json_array(), *steps = json_array();
  for (size_t i = 0; i < closing->owed_count; i++)
    json_array_append_new(open, json_string(closing->owed[i].obligation->id));
  for (size_t i = 0; i < closing->open_count; i++)
    json_array_append_new(steps, json_string(closing->open[i]->id));
  json_t *body = json_pack("{s:s, s:s*}", "state", is_dismissed(incident) ? "dismissed" : "closed", "because", because);
  if (json_array_size(open))
    json_object_set(body, "open", open);
  if (json_array_size(steps))
    json_object_set(body, "steps", steps);
  json_decref(open);
  json_decref(steps);
  return body;
}

int close_state(struct dossier *dossier, const struct close_wish *wish, struct closing *closing, struct err *err)
{
  const struct incident *incident = dossier->incident;
  struct said said;
  *closing = (struct closing){0};
  if (admit(dossier, wish->with_findings, err) < 0)
    return -1;
  closing->left = what_is_left(incident);
  find_steps(incident, closing);
  find_owed(dossier, closing);
  bool is_signed_for = wish->with_findings && !closing->left;
  if (closing->left || ((closing->open_count || closing->owed_count) && !is_signed_for))
    return 1;
  if (dossier_demand_key(dossier, "closing an incident", err) < 0)
    return -1;
  struct saying saying = {ENTRY_CLOSE, NULL, write_body(incident, closing, wish->because), true};
  if (dossier_append(dossier, saying, &said, err) < 0)
    return -1;
  if (!incident->is_closed)
    return dossier_refuse_signature(dossier, err);
  ledger_rotate(site_ledger(dossier->site), "close");
  if (dossier_commit(dossier, err) < 0)
    return -1;
  closing->seq = said.seq;
  return 0;
}
