/*
 * The papers of one incident as they stand at the ledger's head: every entry folded, the procedure that runs beside it.
 *
 * Read, they are a picture. Opened, nobody else can append anything until the statement is committed or given up, so
 * that what was checked is still true at the very place where the statement stands: no race is possible.
 */
#pragma once

#include "base/err.h"
#include "base/moment.h"
#include "incident/incident.h"
#include "policy/policy.h"
#include "site/site.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The entry that concluded a step (or stopped it, or sent it round again): who said so. */
struct conclusion {
  const struct step *step;
  enum entry_type type;
  uint64_t seq;
  char *actor;
};

struct dossier {
  struct site *site;         /* borrowed */
  struct policy *policy;     /* of the newest run; before the first of what is approved, else of the working files */
  struct incident *incident;
  size_t conclusion_count;
  struct conclusion *conclusions;
  bool is_open;              /* a transaction is under way */
  bool has_said;             /* something was appended in it */
};

/** As it stands now. Not declared: a sentence. On error the dossier is empty. */
int dossier_read(struct site *site, const char *incident, struct dossier *dossier, struct err *err);

/** The same, and the ledger is locked until dossier_commit or dossier_finish. May ask for a passphrase before. */
int dossier_open(struct site *site, const char *incident, struct dossier *dossier, struct err *err);

/** Not for a subject, nor for one who reports to him; the sentence does not say why. */
int dossier_admit(const struct dossier *dossier, struct err *err);

void dossier_finish(struct dossier *dossier);

/** Who concluded a step last, or NULL. */
const struct conclusion *dossier_conclusion(const struct dossier *dossier, const struct step *step);

/** The step with this id, or NULL with a sentence that names those there are. */
struct step *dossier_step(const struct dossier *dossier, const char *id, struct err *err);

/** The priorities that the facts leave possible (bit 0..5). */
uint32_t dossier_candidates(const struct dossier *dossier);

/** Now, as the ledger tells time (ledger/ledger.h). */
clock_us dossier_now(const struct dossier *dossier);
