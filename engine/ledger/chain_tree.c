/*
 * A node is named by its height and its index at that height: (h, i) stands for the leaves from i * 2^h on. Only whole
 * subtrees have a node; the right edge is put together from the whole ones, as in merkle.c. Tile (L, N) holds the nodes
 * of the heights 6L to 6L+5 below node (6L+6, N).
 */
#include "ledger/chain_tree.h"

#include "base/alloc.h"
#include "ledger/merkle.h"

#include <stdio.h>
#include <string.h>

#define TILE_HEIGHT 6

struct tile {
  unsigned level;
  uint64_t index;
  bool is_changed;
  struct digest nodes[TILE_NODES];
};

struct chain_tree {
  uint64_t count;
  chain_tile_read read;
  void *context;
  size_t tile_count;
  struct tile **tiles;
  size_t recent[MERKLE_LEVELS / TILE_HEIGHT + 1]; /* by level: the tile used last */
};

struct digest chain_leaf_hash(const struct chain_leaf *leaf)
{
  char middle[24];
  int length = snprintf(middle, sizeof middle, "\n%llu\n", (unsigned long long)leaf->count);
  const void *parts[] = {"\0", leaf->name, middle, leaf->last.bytes, leaf->list.bytes};
  const size_t lengths[] = {1, strlen(leaf->name), (size_t)length, DIGEST_SIZE, DIGEST_SIZE};
  return digest_of_parts(parts, lengths, COUNT(parts));
}

struct chain_tree *chain_tree_new(uint64_t count, chain_tile_read read, void *context)
{
  struct chain_tree *tree = xcalloc(1, sizeof *tree);
  *tree = (struct chain_tree){.count = count, .read = read, .context = context};
  return tree;
}

void chain_tree_free(struct chain_tree *tree)
{
  if (!tree)
    return;
  for (size_t i = 0; i < tree->tile_count; i++)
    free(tree->tiles[i]);
  free(tree->tiles);
  free(tree);
}

uint64_t chain_tree_count(const struct chain_tree *tree)
{
  return tree->count;
}

/* ---- nodes ---- */

static struct tile *read_tile(struct chain_tree *tree, unsigned level, uint64_t index)
{
  struct tile *tile = xcalloc(1, sizeof *tile);
  tile->level = level;
  tile->index = index;
  if (tree->read)
    tree->read(tree->context, level, index, tile->nodes);
  *APPEND(tree->tiles, tree->tile_count) = tile;
  return tile;
}

static bool is_tile(const struct tile *tile, unsigned level, uint64_t index)
{
  return tile->level == level && tile->index == index;
}

static struct tile *tile_of(struct chain_tree *tree, unsigned level, uint64_t index)
{
  size_t *recent = &tree->recent[level];
  if (*recent < tree->tile_count && is_tile(tree->tiles[*recent], level, index))
    return tree->tiles[*recent];
  for (*recent = 0; *recent < tree->tile_count; ++*recent)
    if (is_tile(tree->tiles[*recent], level, index))
      return tree->tiles[*recent];
  return read_tile(tree, level, index);
}

static struct digest *node_at(struct chain_tree *tree, unsigned height, uint64_t index, bool changes)
{
  unsigned within = height % TILE_HEIGHT;
  struct tile *tile = tile_of(tree, height / TILE_HEIGHT, index >> (TILE_HEIGHT - within));
  tile->is_changed = tile->is_changed || changes;
  return &tile->nodes[128 - (128 >> within) + (index & ((64U >> within) - 1))];
}

static struct digest node(struct chain_tree *tree, unsigned height, uint64_t index)
{
  return *node_at(tree, height, index, false);
}

/* ---- the root ---- */

static bool is_whole(const struct chain_tree *tree, unsigned height, uint64_t index)
{
  return index + 1 <= tree->count >> height;
}

/* The right edge, smallest subtree first; `known` stands for the one of this height, if there is one. */
static struct digest root_with(struct chain_tree *tree, unsigned height, const struct digest *known)
{
  struct digest root = digest_of("", 0);
  bool has_root = false;
  for (unsigned h = 0; tree->count >> h; h++) {
    if (!(tree->count >> h & 1))
      continue;
    struct digest whole = known && h == height ? *known : node(tree, h, (tree->count >> h) - 1);
    root = has_root ? merkle_node(&whole, &root) : whole;
    has_root = true;
  }
  return root;
}

struct digest chain_tree_root(struct chain_tree *tree)
{
  return root_with(tree, 0, NULL);
}

/* Up to the subtree at the right edge that the leaf belongs to; gives what stands for it there. */
static struct digest climb(struct chain_tree *tree, uint64_t place, const struct digest *leaf, bool changes,
                           unsigned *height)
{
  struct digest now = *leaf;
  uint64_t index = place;
  for (*height = 0; is_whole(tree, *height, index | 1); ++*height, index >>= 1) {
    if (changes)
      *node_at(tree, *height, index, true) = now;
    struct digest beside = node(tree, *height, index ^ 1);
    now = index & 1 ? merkle_node(&beside, &now) : merkle_node(&now, &beside);
  }
  if (changes)
    *node_at(tree, *height, index, true) = now;
  return now;
}

bool chain_tree_proves(struct chain_tree *tree, uint64_t place, const struct digest *leaf, const struct digest *root)
{
  unsigned height;
  if (place >= tree->count)
    return false;
  struct digest top = climb(tree, place, leaf, false, &height);
  struct digest found = root_with(tree, height, &top);
  return digest_equal(&found, root);
}

void chain_tree_set(struct chain_tree *tree, uint64_t place, const struct digest *leaf)
{
  unsigned height;
  if (place >= tree->count)
    tree->count = place + 1;
  climb(tree, place, leaf, true, &height);
}

int chain_tree_write(struct chain_tree *tree, chain_tile_write write, void *context)
{
  for (size_t i = 0; i < tree->tile_count; i++) {
    struct tile *tile = tree->tiles[i];
    if (tile->is_changed && write(context, tile->level, tile->index, tile->nodes) < 0)
      return -1;
    tile->is_changed = false;
  }
  return 0;
}
