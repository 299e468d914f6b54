/*
 * Between the chain tree and the store: tiles by name, leaves by place, and lists of places.
 */
#pragma once

#include "ledger/chain_tree.h"
#include "ledger/store.h"

#define PLACE_SIZE 8 /* big endian */

/** Lists of places ascend and hold each once. */
size_t places_count(const struct buf *places);
uint64_t places_at(const struct buf *places, size_t index);
void places_add(struct buf *places, uint64_t place);

struct digest store_leaf_hash(const struct store_leaf *row);

/** The tree of so many leaves from the tiles, with the leaves of `untiled` put in. Whether it is right is for its root
 *  to say. The store must outlive it. NULL: the store cannot be read. */
struct chain_tree *tiles_tree(struct store *store, uint64_t count, const struct buf *untiled, struct err *err);

/** Writes the tiles that changed, in the open transaction. */
int tiles_write(struct store *store, struct chain_tree *tree, struct err *err);
