/*
 * The chain tree (formats.md, Chains): the tree of merkle.h over one leaf a chain, in which leaves change.
 *
 * It is kept as tiles of 64 leaves with the nodes above them, and only the tiles that are used are read. Nobody
 * believes a tile: before a leaf is used it is shown that it leads to the root that was signed, and what that takes is
 * all that a later change of it is computed from.
 */
#pragma once

#include "base/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TILE_NODES 126 /* 64 leaves, 32 nodes above them, 16, 8, 4, 2 */

struct chain_leaf {
  const char *name; /* borrowed */
  uint64_t count;
  struct digest last, list;
};

/** H(0x00 name 0x0A count 0x0A last list). */
struct digest chain_leaf_hash(const struct chain_leaf *leaf);

/** Reads a tile as it was written; leaves the nodes alone if there is none. Level 0 is that of the leaves. */
typedef void (*chain_tile_read)(void *context, unsigned level, uint64_t index, struct digest nodes[static TILE_NODES]);
/** -1 stops. */
typedef int (*chain_tile_write)(void *context, unsigned level, uint64_t index,
                                const struct digest nodes[static TILE_NODES]);

struct chain_tree;

/** A tree of `count` leaves whose tiles come from `read`; NULL: it starts empty. */
struct chain_tree *chain_tree_new(uint64_t count, chain_tile_read read, void *context);
void chain_tree_free(struct chain_tree *tree);

uint64_t chain_tree_count(const struct chain_tree *tree);
struct digest chain_tree_root(struct chain_tree *tree);

/** Does this leaf, at this place, lead to this root? */
bool chain_tree_proves(struct chain_tree *tree, uint64_t place, const struct digest *leaf, const struct digest *root);

/** Changes a leaf, or adds one if `place` is the count. */
void chain_tree_set(struct chain_tree *tree, uint64_t place, const struct digest *leaf);

/** Hands out each tile that changed since it was read; then they count as written. */
int chain_tree_write(struct chain_tree *tree, chain_tile_write write, void *context);
