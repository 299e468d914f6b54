/*
 * What a signed statement is worth at the place where it stands (formats.md, Chains): whoever can write to the ledger,
 * even with its key, must not make a true statement say something at another time than its author did.
 *
 * A hearing follows one incident's entries and those of /site, or those of /site alone, in order.
 */
#pragma once

#include "base/err.h"
#include "model/entry.h"

#define LATE_AFTER_S (15 * 60) /* said so long before it was recorded, or */
#define LATE_BEFORE_S 120      /* so long after it */

enum standing {
  STANDING_GOOD,      /* also of what nobody signed: that is for others to weigh */
  STANDING_LATE,      /* loosens nothing unless it says until when it holds */
  STANDING_OVERTAKEN, /* something was said against it between what its author knew and its place: loosens nothing */
  STANDING_REPEATED,  /* the same payload again: it counts once */
};

struct hearing; /* freed with hearing_free */

struct hearing *hearing_new(void);
void hearing_free(struct hearing *hearing);

/** Hears the next entry. -1, ERR_STORE: it was said after an entry that is not there, so the ledger was cut. */
int hearing_take(struct hearing *hearing, const struct entry *entry, enum standing *standing, struct err *err);

/** Does an entry of this type make something milder, or somebody count? A no, a halt, a revocation never do. */
bool entry_loosens(enum entry_type type);
