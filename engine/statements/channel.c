/*
 * Vouching for a computer to speak over (R103). Recorded whatever it is; that it counts takes a key, and a system that
 * the incident is not about.
 */
#include "statements/inside.h"
#include "statements/outside.h"

int channel_state(struct dossier *dossier, const char *system, const char *because, struct vouched *vouched,
                  struct err *err)
{
  struct said said;
  const char *speaker;
  if (!system || !*system || !because || !*because)
    return err_set(err, "say which system it is, and why nobody can be listening there: "
                        "tocsin channel attest %s --system NAME --why TEXT", dossier->incident->id);
  if (means_of(system) == MEANS_MAIL)
    return err_set_kind(err, ERR_REFUSED, "Nothing about an incident goes by e-mail, whoever vouches for it. "
                        "Use the telephone, or walk over. Nothing was recorded.");
  if (dossier_speaker(dossier, &speaker, err) < 0)
    return -1;
  json_t *body = json_pack("{s:s, s:s}", "because", because, "system", system);
  if (dossier_append(dossier, (struct saying){ENTRY_CHANNEL, NULL, body, false}, &said, err) < 0 ||
      dossier_commit(dossier, err) < 0)
    return -1;
  *vouched = (struct vouched){said.seq, said.is_signed, channel_is_affected(dossier->incident, system)};
  return 0;
}
