/*
 * The tree over the entries (RFC 6962 section 2.1): leaf = H(0x00 entry), node = H(0x01 left right), empty = H("").
 *
 * One root is kept for each set bit of the size: the perfect trees the log splits into, largest first in the log. That
 * is all it takes to append, and to know the root; it is derived, so it is never believed without the entries.
 */
#pragma once

#include "base/buf.h"
#include "base/digest.h"

#include <stdbool.h>
#include <stdint.h>

#define MERKLE_LEVELS 63

struct merkle {
  uint64_t size;
  struct digest roots[MERKLE_LEVELS]; /* roots[i] counts where bit i of size is set */
};

struct digest merkle_node(const struct digest *left, const struct digest *right);
void merkle_append(struct merkle *tree, const struct digest *leaf);
struct digest merkle_root(const struct merkle *tree);
void merkle_copy(struct merkle *to, const struct merkle *from); /* only what counts */

/** The kept roots as bytes, lowest level first, and back; false if the length does not fit the size. */
void merkle_store(const struct merkle *tree, struct buf *out);
bool merkle_restore(struct merkle *tree, uint64_t size, const void *bytes, size_t length);
