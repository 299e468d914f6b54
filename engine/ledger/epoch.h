/*
 * The ledger's own keys: one an epoch, `NUMBER.pem` in their folder, erased when the epoch is over.
 *
 * Who steals today's key cannot change what was closed before (formats.md, Epochs). After a crash there may be two
 * files: the ledger says which epoch it is, and what is not that epoch's is erased. All of this happens inside the
 * write transaction, so that several processes agree.
 */
#pragma once

#include "base/err.h"
#include "base/key.h"
#include "ledger/note.h"

#include <stdint.h>

/** Zeroed: no epoch is loaded. */
struct epoch {
  uint64_t number;      /* from 1 */
  struct note_key name; /* the key as notes know it */
  struct key *key;      /* NULL unless loaded for writing */
};

void epoch_finish(struct epoch *epoch);

/** Sets number and public half; no private key yet. */
void epoch_set(struct epoch *epoch, uint64_t number, const char *origin, const uint8_t public_half[static 32]);

/** Loads the private key that belongs to it, and erases those of other epochs. */
int epoch_load(struct epoch *epoch, const char *folder, struct err *err);

/** Makes the next epoch's key and its file, synced. The old file stays. */
int epoch_prepare(struct epoch *next, uint64_t number, const char *origin, const char *folder, struct err *err);

/** Overwrites and removes the key of an epoch that is over. */
int epoch_erase(uint64_t number, const char *folder, struct err *err);
