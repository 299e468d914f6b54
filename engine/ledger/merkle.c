/*
 * A binary counter of perfect trees: appending a leaf carries like adding one.
 */
#include "ledger/merkle.h"

#include <string.h>

struct digest merkle_node(const struct digest *left, const struct digest *right)
{
  uint8_t bytes[1 + 2 * DIGEST_SIZE] = {1};
  memcpy(bytes + 1, left->bytes, DIGEST_SIZE);
  memcpy(bytes + 1 + DIGEST_SIZE, right->bytes, DIGEST_SIZE);
  return digest_of(bytes, sizeof bytes);
}

void merkle_append(struct merkle *tree, const struct digest *leaf)
{
  struct digest carried = *leaf;
  int level = 0;
  for (; tree->size >> level & 1; level++)
    carried = merkle_node(&tree->roots[level], &carried);
  tree->roots[level] = carried;
  tree->size++;
}

struct digest merkle_root(const struct merkle *tree)
{
  struct digest root;
  bool has_root = false;
  for (int level = 0; level < MERKLE_LEVELS; level++) {
    if (!(tree->size >> level & 1))
      continue;
    root = has_root ? merkle_node(&tree->roots[level], &root) : tree->roots[level];
    has_root = true;
  }
  return has_root ? root : digest_of("", 0);
}

void merkle_copy(struct merkle *to, const struct merkle *from)
{
  to->size = from->size;
  for (int level = 0; from->size >> level; level++)
    to->roots[level] = from->roots[level];
}

void merkle_store(const struct merkle *tree, struct buf *out)
{
  for (int level = 0; level < MERKLE_LEVELS; level++)
    if (tree->size >> level & 1)
      buf_add(out, tree->roots[level].bytes, DIGEST_SIZE);
}

bool merkle_restore(struct merkle *tree, uint64_t size, const void *bytes, size_t length)
{
  const uint8_t *at = bytes;
  if (size >> MERKLE_LEVELS || length != (size_t)__builtin_popcountll(size) * DIGEST_SIZE)
    return false;
  tree->size = size;
  for (int level = 0; level < MERKLE_LEVELS; level++) {
    if (size >> level & 1) {
      memcpy(tree->roots[level].bytes, at, DIGEST_SIZE);
      at += DIGEST_SIZE;
    }
  }
  return true;
}
