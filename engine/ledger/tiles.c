/*
 * The chain tree as the store keeps it. Tiles may be older than the leaves: the places of the leaves that changed since
 * stand beside the head, and their paths are computed anew.
 */
#include "ledger/tiles.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

/* ---- lists of places ---- */

static void put_place(uint8_t bytes[static PLACE_SIZE], uint64_t place)
{
  for (int i = PLACE_SIZE; i-- > 0; place >>= 8)
    bytes[i] = (uint8_t)place;
}

uint64_t places_at(const struct buf *places, size_t index)
{
  uint64_t place = 0;
  for (size_t i = 0; i < PLACE_SIZE; i++)
    place = place << 8 | (uint8_t)places->bytes[index * PLACE_SIZE + i];
  return place;
}

size_t places_count(const struct buf *places)
{
  return places->length / PLACE_SIZE;
}

void places_add(struct buf *places, uint64_t place)
{
  uint8_t bytes[PLACE_SIZE];
  size_t at = places_count(places);
  while (at > 0 && places_at(places, at - 1) > place)
    at--;
  if (at > 0 && places_at(places, at - 1) == place)
    return;
  put_place(bytes, place);
  buf_add(places, bytes, PLACE_SIZE); /* makes room */
  memmove(places->bytes + (at + 1) * PLACE_SIZE, places->bytes + at * PLACE_SIZE,
          places->length - (at + 1) * PLACE_SIZE);
  memcpy(places->bytes + at * PLACE_SIZE, bytes, PLACE_SIZE);
}

/* ---- tiles ---- */

static void name_tile(char name[static 48], unsigned level, uint64_t index)
{
  snprintf(name, 48, "tile/%u/%llu", level, (unsigned long long)index);
}

static void read_tile(void *context, unsigned level, uint64_t index, struct digest nodes[static TILE_NODES])
{
  struct store *store = context;
  struct buf bytes = {0};
  char name[48];
  name_tile(name, level, index);
  if (store->ops->blob(store, name, &bytes, NULL) == 1 && bytes.length == TILE_NODES * DIGEST_SIZE)
    memcpy(nodes, bytes.bytes, bytes.length);
  buf_finish(&bytes);
}

struct writing {
  struct store *store;
  struct err *err;
};

static int write_tile(void *context, unsigned level, uint64_t index, const struct digest nodes[static TILE_NODES])
{
  const struct writing *writing = context;
  char name[48];
  name_tile(name, level, index);
  return writing->store->ops->put_blob(writing->store, name, nodes, TILE_NODES * DIGEST_SIZE, writing->err);
}

int tiles_write(struct store *store, struct chain_tree *tree, struct err *err)
{
  struct writing writing = {store, err};
  return chain_tree_write(tree, write_tile, &writing);
}

/* ---- leaves ---- */

struct digest store_leaf_hash(const struct store_leaf *row)
{
  const struct chain_leaf leaf = {row->chain, row->count, row->last, row->list};
  return chain_leaf_hash(&leaf);
}

static int set_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct digest leaf = store_leaf_hash(row);
  chain_tree_set(context, row->place, &leaf);
  return 0;
}

struct chain_tree *tiles_tree(struct store *store, uint64_t count, const struct buf *untiled, struct err *err)
{
  struct chain_tree *tree = chain_tree_new(count, read_tile, store);
  for (size_t i = 0; i < places_count(untiled); i++) {
    uint64_t place = places_at(untiled, i);
    if (place < count && store->ops->leaf(store, NULL, place, set_leaf, tree, err)) {
      chain_tree_free(tree);
      return NULL;
    }
  }
  return tree;
}
