/*
 * What a person says, signed: a DSSE envelope around {"actor","after","body","incident","origin","run","said","step",
 * "type"}.
 *
 * The origin ties a statement to one ledger, incident, run and step to a place in it; `after`, the entry of its chain
 * that its author had before him, to everything that was said until then: it cannot be carried elsewhere, nor back.
 */
#pragma once

#include "base/buf.h"
#include "base/key.h"
#include "model/entry.h"

#define STATEMENT_PAYLOAD_TYPE "application/vnd.tocsin.statement+json"

/** What ties a statement to its place: in which ledger, after which entry, and when its author said it. */
struct statement_place {
  const char *origin; /* borrowed */
  struct entry_place after;
  clock_us said;
};

/** Appends the canonical envelope for `draft.dsse`, made of the draft's body. Fails only if an agent does not sign. */
int statement_envelope(struct buf *dsse, const struct entry_draft *draft, const struct statement_place *place,
                       const struct key *key, struct err *err);

/** Is the entry signed with this key, for this ledger? False for an unsigned one. */
bool statement_verify(const struct entry *entry, const uint8_t public_half[static KEY_PUBLIC_SIZE],
                      const char *origin);

/** The hash of what was signed, whatever signatures stand around it; false for an unsigned one. */
bool statement_payload_digest(const struct entry *entry, struct digest *digest);

/** The id of the key that is said to have signed (not verified), or NULL. Borrowed from the entry. */
const char *statement_key_id(const struct entry *entry);
