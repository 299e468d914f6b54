/*
 * What a person says, signed: a DSSE envelope around {"actor","body","incident","origin","run","said","step","type"}.
 *
 * The origin ties a statement to one ledger, incident, run and step to one place in it: none can be carried elsewhere.
 */
#pragma once

#include "base/buf.h"
#include "base/key.h"
#include "model/entry.h"

#define STATEMENT_PAYLOAD_TYPE "application/vnd.tocsin.statement+json"

/** Appends the canonical envelope for `draft.dsse`, made of the draft's body. Fails only if an agent does not sign. */
int statement_envelope(struct buf *dsse, const struct entry_draft *draft, const char *origin, clock_us said,
                       const struct key *key, struct err *err);

/** Is the entry signed with this key, for this ledger? False for an unsigned one. */
bool statement_verify(const struct entry *entry, const uint8_t public_half[static KEY_PUBLIC_SIZE],
                      const char *origin);

/** The id of the key that is said to have signed (not verified), or NULL. Borrowed from the entry. */
const char *statement_key_id(const struct entry *entry);
