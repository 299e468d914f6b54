/*
 * A table of chains by name, and the tree over their leaves; only leaves that changed are hashed again.
 */
#include "ledger/audit_chains.h"

#include "base/alloc.h"
#include "ledger/tiles.h"

#include <string.h>

struct audited {
  char *name;
  uint64_t count;
  struct digest last, list;
  bool is_changed;
};

struct audit_chains {
  struct chain_tree *tree;
  size_t count;
  struct audited *list;   /* by place */
  size_t slot_count;      /* a power of two, more than twice the count */
  size_t *slots;          /* place + 1; 0: free */
  size_t changed_count;
  size_t *changed;
};

struct audit_chains *audit_chains_new(void)
{
  struct audit_chains *chains = xcalloc(1, sizeof *chains);
  chains->tree = chain_tree_new(0, NULL, NULL);
  return chains;
}

void audit_chains_free(struct audit_chains *chains)
{
  if (!chains)
    return;
  for (size_t i = 0; i < chains->count; i++)
    free(chains->list[i].name);
  free(chains->list);
  free(chains->slots);
  free(chains->changed);
  chain_tree_free(chains->tree);
  free(chains);
}

uint64_t audit_chains_count(const struct audit_chains *chains)
{
  return chains->count;
}

/* ---- by name ---- */

/* FNV-1a. Names are few and our own; whoever made them collide would slow down his own audit only. */
static size_t hash_of(const char *name)
{
  uint64_t hash = 14695981039346656037U;
  for (; *name; name++)
    hash = (hash ^ (uint8_t)*name) * 1099511628211U;
  return (size_t)hash;
}

static size_t *slot_of(const struct audit_chains *chains, const char *name)
{
  size_t at = hash_of(name);
  for (;; at++) {
    size_t *slot = &chains->slots[at & (chains->slot_count - 1)];
    if (!*slot || strcmp(chains->list[*slot - 1].name, name) == 0)
      return slot;
  }
}

static void make_room(struct audit_chains *chains)
{
  if (2 * (chains->count + 1) < chains->slot_count)
    return;
  chains->slot_count = chains->slot_count ? 2 * chains->slot_count : 64;
  free(chains->slots);
  chains->slots = xcalloc(chains->slot_count, sizeof *chains->slots);
  for (size_t i = 0; i < chains->count; i++)
    *slot_of(chains, chains->list[i].name) = i + 1;
}

static struct audited *find(struct audit_chains *chains, const char *name)
{
  size_t slot = chains->slot_count ? *slot_of(chains, name) : 0;
  return slot ? &chains->list[slot - 1] : NULL;
}

static struct audited *find_or_add(struct audit_chains *chains, const char *name)
{
  make_room(chains);
  size_t *slot = slot_of(chains, name);
  if (*slot)
    return &chains->list[*slot - 1];
  struct audited *added = APPEND(chains->list, chains->count);
  added->name = xstrdup(name);
  *slot = chains->count;
  return added;
}

/* ---- entries ---- */

static void mark(struct audit_chains *chains, struct audited *audited)
{
  if (!audited->is_changed)
    *APPEND(chains->changed, chains->changed_count) = (size_t)(audited - chains->list);
  audited->is_changed = true;
}

const char *audit_chains_take(struct audit_chains *chains, const char *chain, const struct entry_scan *scan,
                              const struct digest *leaf)
{
  struct audited *audited = find_or_add(chains, chain);
  const char *wrong = NULL;
  if (scan->has_prev && !audited->count)
    wrong = "follows another one in its chain, of which it is the first";
  else if (!scan->has_prev && audited->count)
    wrong = "does not say which one it follows in its chain";
  else if (scan->has_prev && !digest_equal(&scan->prev, &audited->last))
    wrong = "does not follow the one before it in its chain";
  audited->count++;
  audited->last = *leaf;
  mark(chains, audited);
  return wrong;
}

/* ---- the tree ---- */

static void settle(struct audit_chains *chains)
{
  for (size_t i = 0; i < chains->changed_count; i++) {
    struct audited *audited = &chains->list[chains->changed[i]];
    const struct chain_leaf leaf = {audited->name, audited->count, audited->last, audited->list};
    struct digest hash = chain_leaf_hash(&leaf);
    chain_tree_set(chains->tree, chains->changed[i], &hash);
    audited->is_changed = false;
  }
  free(chains->changed);
  chains->changed = NULL;
  chains->changed_count = 0;
}

bool audit_chains_lists(struct audit_chains *chains, const struct buf *lists)
{
  const size_t size = PLACE_SIZE + DIGEST_SIZE;
  bool is_right = lists->length % size == 0;
  for (size_t at = 0; is_right && at < lists->length; at += size) {
    const struct buf row = {.bytes = lists->bytes + at, .length = size};
    uint64_t place = places_at(&row, 0);
    is_right = place < chains->count;
    if (!is_right)
      break;
    memcpy(chains->list[place].list.bytes, row.bytes + PLACE_SIZE, DIGEST_SIZE);
    mark(chains, &chains->list[place]);
  }
  return is_right;
}

struct digest audit_chains_root(struct audit_chains *chains)
{
  settle(chains);
  return chain_tree_root(chains->tree);
}

bool audit_chains_are(struct audit_chains *chains, const struct checkpoint *checkpoint)
{
  struct digest root = audit_chains_root(chains);
  return checkpoint->chains == chains->count && digest_equal(&root, &checkpoint->chain_root);
}

void audit_chains_touched(const struct audit_chains *chains, struct buf *places)
{
  for (size_t i = 0; i < chains->changed_count; i++)
    places_add(places, chains->changed[i]);
}

const char *audit_chains_leaf(struct audit_chains *chains, const struct store_leaf *row)
{
  static const struct digest none = {{0}};
  struct audited *audited = find(chains, row->chain);
  if (!audited || (size_t)(audited - chains->list) != row->place)
    return "is kept, and is no chain at this place";
  if (audited->count != row->count || !digest_equal(&audited->last, &row->last))
    return "is kept with another number of entries, or another last one";
  audited->list = row->list;
  mark(chains, audited);
  struct digest list = digest_of(row->row ? row->row : "", row->row_length);
  bool is_said = row->row != NULL, is_signed = !digest_equal(&row->list, &none);
  return is_said == is_signed && (!is_said || digest_equal(&list, &row->list))
             ? NULL
             : "has something said of it in lists that is not what was signed";
}
