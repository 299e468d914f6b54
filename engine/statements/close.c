/*
 * The end of an incident: when its run has ended and nobody is asked anything any more. Then the key that signed it is
 * put out of reach, so that nobody can change it later.
 */
#include "statements/inside.h"

#include "base/alloc.h"

static const struct step **open_steps(const struct incident *incident, size_t *count)
{
  const struct step **open = NULL;
  *count = 0;
  for (size_t i = 0; i < incident->step_count; i++)
    if (asked_of(incident, incident->steps[i]) != ASKED_NOTHING)
      *APPEND(open, *count) = incident->steps[i];
  return open;
}

static const char *what_is_left(const struct incident *incident)
{
  if (!incident->run)
    return "it was never run, so nobody was told of it";
  return incident->is_run_ended ? NULL : "its run has not ended";
}

void closing_finish(struct closing *closing)
{
  free(closing->open);
  *closing = (struct closing){0};
}

int close_state(struct dossier *dossier, const char *because, struct closing *closing, struct err *err)
{
  const struct incident *incident = dossier->incident;
  const char *person;
  struct said said;
  if (incident->is_closed)
    return err_set(err, "%s is closed already.", incident->id);
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  *closing = (struct closing){.left = what_is_left(incident)};
  closing->open = open_steps(incident, &closing->open_count);
  if (closing->left || closing->open_count)
    return 1;
  json_t *body = json_pack("{s:s, s:s*}", "state", incident_state(incident), "because", because);
  if (dossier_append(dossier, (struct saying){ENTRY_CLOSE, NULL, body, false}, &said, err) < 0)
    return -1;
  ledger_rotate(site_ledger(dossier->site), "close");
  if (dossier_commit(dossier, err) < 0)
    return -1;
  closing->seq = said.seq;
  return 0;
}
