/*
 * For whoever telephones or faxes somebody who is not ours: what to say, what is given, with its checksums. There is
 * none for what is forbidden, and there never is one for e-mail.
 */
#pragma once

#include "calling/calling.h"
#include "statements/dossier.h"

/** Is somebody spoken with at this step: called, faxed, told? */
bool script_is_for(const struct action *action);

/**
 * May it be said as things stand now? -1 with a sentence if it is forbidden; else 0, and `waits_for` (may be empty) are
 * the roles whose yes is missing. What has become the attacker's since it was asked for is forbidden too (A9).
 */
int script_may_be_said(const struct dossier *dossier, const struct step *step, role_set *waits_for, struct err *err);

/** Appends the script for a call. `speaker` is who calls. */
void script_write(const struct dossier *dossier, const struct calling *calling, const struct step *step,
                  const char *speaker, struct buf *out);

/** The same as a sheet to be faxed: 80 columns, for A4. */
void script_write_fax(const struct dossier *dossier, const struct calling *calling, const struct step *step,
                      const char *speaker, struct buf *out);
