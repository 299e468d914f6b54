/*
 * Who takes part, and who coordinates (R41, R106). Anybody may record it for anybody: who collapsed says nothing more.
 */
#include "statements/inside.h"
#include "statements/outside.h"

#include "base/json.h"

#include <string.h>

/* A person known here who is no subject; `text` NULL: the one who speaks. */
static const char *find_person(const struct dossier *dossier, const char *text, struct err *err)
{
  const char *speaker;
  if (dossier_speaker(dossier, &speaker, err) < 0)
    return NULL;
  const struct person *person = value_of_person(dossier->incident, text ? text : speaker, err);
  if (!person)
    return NULL;
  if (!incident_is_excluded(dossier->incident, person->id))
    return person->id;
  err_set_kind(err, ERR_REFUSED, "%s is a subject of %s or reports to one, and cannot be of its team.", person->id,
               dossier->incident->id);
  return NULL;
}

static int record(struct dossier *dossier, enum entry_type type, const char *person, json_t *body,
                  struct teamed *teamed, struct err *err)
{
  struct said said;
  if (dossier_append(dossier, (struct saying){type, NULL, body, false}, &said, err) < 0 ||
      dossier_commit(dossier, err) < 0)
    return -1;
  *teamed = (struct teamed){person, dossier->incident->coordinator, said.seq, said.is_signed};
  return 0;
}

int join_state(struct dossier *dossier, const char *text, const char *part, struct teamed *teamed, struct err *err)
{
  const char *person = find_person(dossier, text, err);
  if (!person)
    return -1;
  return record(dossier, ENTRY_JOIN, person, json_pack("{s:s*, s:s}", "part", part, "person", person), teamed, err);
}

int leave_state(struct dossier *dossier, const char *text, const char *because, struct teamed *teamed,
                struct err *err)
{
  const char *person = find_person(dossier, text, err);
  if (!person)
    return -1;
  if (!incident_is_member(dossier->incident, person))
    return err_set(err, "%s is not of the team of %s now.", person, dossier->incident->id);
  json_t *body = json_pack("{s:s*, s:s}", "because", because, "person", person);
  return record(dossier, ENTRY_LEAVE, person, body, teamed, err);
}

int handover_state(struct dossier *dossier, const char *to, const char *because, struct teamed *teamed,
                   struct err *err)
{
  const struct incident *incident = dossier->incident;
  const char *person = find_person(dossier, to, err);
  if (!person)
    return -1;
  if (!(incident_roles(incident, person) & 1u << ROLE_IRT))
    return err_set(err, "the response team coordinates, and %s is not of it. Nothing was recorded.", person);
  if (incident->coordinator && !strcmp(incident->coordinator, person))
    return err_set(err, "%s coordinates already.", person);
  json_t *body = json_pack("{s:s*, s:s*, s:s}", "because", because, "from", incident->coordinator, "to", person);
  return record(dossier, ENTRY_HANDOVER, person, body, teamed, err);
}
