/*
 * Contained, over, dismissed. Each is said once; saying it again changes nothing. Only a second person who dismisses an
 * incident is recorded: he has reviewed the first (R76).
 */
#include "statements/ending.h"
#include "statements/inside.h"

#include "base/json.h"

#include <string.h>

/* One of the team or of management, with his key. */
static int admit(const struct dossier *dossier, const char *what, const char **person, struct err *err)
{
  const struct incident *incident = dossier->incident;
  if (dossier_speaker(dossier, person, err) < 0)
    return -1;
  if (incident->is_closed)
    return err_set(err, "%s is closed.", incident->id);
  if (!incident_may_end(incident, *person))
    return err_set_kind(err, ERR_REFUSED, "that %s is %s is said by the response team or by management, and %s is "
                        "neither.", incident->id, what, *person);
  if (dossier_demand_key(dossier, "how far an incident has come", err) < 0)
    return -1;
  return dossier_demand_reading(dossier, err);
}

static int record(struct dossier *dossier, const char *milestone, const char *because, const struct reached *reached,
                  struct milestone_said *said, struct err *err)
{
  struct said written;
  json_t *body = json_pack("{s:s*, s:s}", "because", because, "milestone", milestone);
  if (dossier_append(dossier, (struct saying){ENTRY_MILESTONE, NULL, body, true}, &written, err) < 0)
    return -1;
  if (!reached->seq)
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  said->seq = written.seq;
  said->reached = *reached;
  return 0;
}

int milestone_state(struct dossier *dossier, enum milestone milestone, const char *because,
                    struct milestone_said *said, struct err *err)
{
  const char *person;
  const struct reached *reached = &dossier->incident->reached[milestone];
  if (admit(dossier, milestone_name(milestone), &person, err) < 0)
    return -1;
  *said = (struct milestone_said){.reached = *reached};
  return reached->seq ? 0 : record(dossier, milestone_name(milestone), because, reached, said, err);
}

int dismissal_state(struct dossier *dossier, const char *because, struct milestone_said *said, struct err *err)
{
  const char *person;
  const struct incident *incident = dossier->incident;
  const struct dismissal *dismissal = &incident->dismissal;
  if (!because || !*because)
    return err_set(err, "say why it is a false alarm: --why TEXT. Nothing was recorded.");
  if (admit(dossier, "a false alarm", &person, err) < 0)
    return -1;
  if (dismissal->reached.seq && (!strcmp(dismissal->by, person) || dismissal->reviewed_seq))
    return err_set(err, "%s dismissed %s already (entry %llu).", dismissal->by, incident->id,
                   (unsigned long long)dismissal->reached.seq);
  if (record(dossier, "dismissed", because, &dismissal->reached, said, err) < 0)
    return -1;
  const char *declarer = json_get_string(incident->declaration, "declared_by");
  said->needs_review = !dismissal->reviewed_seq && declarer && !strcmp(declarer, dismissal->by);
  return 0;
}
