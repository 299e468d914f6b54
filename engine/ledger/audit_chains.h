/*
 * The chains as an audit computes them anew from the entries.
 */
#pragma once

#include "ledger/chain_tree.h"
#include "ledger/note.h"
#include "ledger/store.h"
#include "model/entry.h"

struct audit_chains; /* freed with audit_chains_free */

struct audit_chains *audit_chains_new(void);
void audit_chains_free(struct audit_chains *chains);

/** Takes the next entry. A sentence's end if it does not follow the one before it in its chain, else NULL. */
const char *audit_chains_take(struct audit_chains *chains, const char *chain, const struct entry_scan *scan,
                              const struct digest *leaf);

/** At a kept checkpoint: what lists said of the leaves that changed. False if that cannot be. */
bool audit_chains_lists(struct audit_chains *chains, const struct buf *lists);

/** Do these chains make the root of this checkpoint? */
bool audit_chains_are(struct audit_chains *chains, const struct checkpoint *checkpoint);

/** The places of the chains that changed since the last kept checkpoint, as store_head has them. */
void audit_chains_touched(const struct audit_chains *chains, struct buf *places);

/** At the end: is a leaf as it is kept that of its chain? Takes its list over. NULL, or a sentence's end. */
const char *audit_chains_leaf(struct audit_chains *chains, const struct store_leaf *row);

struct digest audit_chains_root(struct audit_chains *chains);
uint64_t audit_chains_count(const struct audit_chains *chains);
