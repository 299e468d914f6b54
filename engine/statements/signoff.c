/*
 * A signature under the whole record (R94): it names how many entries it covers and the root of the tree over them, so
 * that whoever verifies it later sees exactly what was vouched for.
 */
#include "statements/ending.h"
#include "statements/inside.h"

#include "base/json.h"

#include <string.h>

static const struct participant *find(const struct incident *incident, const char *person)
{
  for (size_t i = 0; i < incident->participant_count; i++)
    if (!strcmp(incident->participants[i].person, person))
      return &incident->participants[i];
  return NULL;
}

static size_t count_left(const struct incident *incident)
{
  size_t left = 0;
  for (size_t i = 0; i < incident->participant_count; i++)
    left += !participant_has_signed(&incident->participants[i]);
  return left;
}

static int check_unavailable(const struct incident *incident, const char *person, const char *unavailable,
                             const char *because, struct err *err)
{
  const struct participant *participant = find(incident, unavailable);
  if (!strcmp(person, unavailable))
    return err_set(err, "you are here; sign with: tocsin sign %s", incident->id);
  if (!participant || !participant->has_acted)
    return err_set(err, "%s did nothing in %s that would have to be signed.", unavailable, incident->id);
  if (participant_has_signed(participant))
    return err_set(err, "%s has signed already, or it is recorded why not.", unavailable);
  if (!because || !*because)
    return err_set(err, "say why %s does not sign: --because TEXT. Nothing was recorded.", unavailable);
  return 0;
}

static json_t *write_body(const struct dossier *dossier, const char *unavailable, const char *because, uint64_t size)
{
  char text[DIGEST_TEXT_SIZE];
  struct digest root = ledger_root(site_ledger(dossier->site));
  digest_text(&root, text);
  return json_pack("{s:s*, s:s, s:I, s:s*}", "because", because, "root", text, "size", (json_int_t)size,
                   "unavailable", unavailable);
}

int signoff_state(struct dossier *dossier, const char *unavailable, const char *because, struct signed_off *signed_off,
                  struct err *err)
{
  const struct incident *incident = dossier->incident;
  const char *person;
  struct said said;
  if (dossier_speaker(dossier, &person, err) < 0 || dossier_demand_key(dossier, "a signature", err) < 0 ||
      (unavailable && check_unavailable(incident, person, unavailable, because, err) < 0))
    return -1;
  uint64_t size = ledger_size(site_ledger(dossier->site));
  json_t *body = write_body(dossier, unavailable, because, size);
  if (dossier_append(dossier, (struct saying){ENTRY_SIGNOFF, NULL, body, true}, &said, err) < 0)
    return -1;
  const struct participant *about = find(incident, unavailable ? unavailable : person);
  if (!about || (unavailable ? about->excused != said.seq : about->vouched != size))
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *signed_off = (struct signed_off){said.seq, size, count_left(incident)};
  return 0;
}
