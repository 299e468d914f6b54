/*
 * The chain tree as the database keeps it, against the one that the entries make.
 */
#include "ledger/audit.h"

#include "ledger/tiles.h"

#include <string.h>

struct leaves {
  struct audit *audit;
  uint64_t count;
  struct chain_tree *tiled; /* as the tiles have it */
  struct digest root;
  uint64_t strays;          /* leaves that the tiles do not lead to it */
};

static int see_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct leaves *leaves = context;
  const char *wrong = audit_chains_leaf(leaves->audit->chains, row);
  leaves->count++;
  if (wrong)
    audit_finding(leaves->audit, -1, "the chain %.80s %s", row->chain, wrong);
  return 0;
}

static int prove_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct leaves *leaves = context;
  struct digest leaf = store_leaf_hash(row);
  leaves->strays += !chain_tree_proves(leaves->tiled, row->place, &leaf, &leaves->root);
  return 0;
}

/* Before the leaves are looked at, for that marks them all. */
static void check_touched(struct audit *audit, const struct store_head *head)
{
  struct buf touched = {0};
  audit_chains_touched(audit->chains, &touched);
  if (touched.length != head->touched.length ||
      memcmp(buf_string(&touched), buf_string(&head->touched), touched.length) != 0)
    audit_finding(audit, -1,
                  "other chains are kept as changed since the last kept checkpoint than the entries changed");
  buf_finish(&touched);
}

static int check_leaves(struct audit *audit, struct err *err)
{
  struct leaves leaves = {.audit = audit};
  if (audit->store->ops->each_leaf(audit->store, see_leaf, &leaves, err))
    return -1;
  if (leaves.count != audit_chains_count(audit->chains))
    audit_finding(audit, -1, "%llu chains are kept, and the entries make %llu", (unsigned long long)leaves.count,
                  (unsigned long long)audit_chains_count(audit->chains));
  return 0;
}

/* Tiles cost whoever reads them nothing but time if they are false; yet nothing is kept that is not checked. */
static int check_tiles(struct audit *audit, const struct store_head *head, struct err *err)
{
  struct leaves leaves = {.audit = audit, .root = audit_chains_root(audit->chains)};
  leaves.tiled = tiles_tree(audit->store, audit_chains_count(audit->chains), &head->untiled, err);
  int result = leaves.tiled ? audit->store->ops->each_leaf(audit->store, prove_leaf, &leaves, err) : -1;
  if (leaves.strays)
    audit_finding(audit, -1, "the tiles of the chain tree do not fit %llu of its leaves",
                  (unsigned long long)leaves.strays);
  chain_tree_free(leaves.tiled);
  return result;
}

int audit_leaves(struct audit *audit, struct err *err)
{
  struct store_head head = {0};
  int result = audit->store->ops->head(audit->store, &head, err);
  if (result == 0) {
    check_touched(audit, &head);
    result = check_leaves(audit, err) || check_tiles(audit, &head, err) ? -1 : 0;
  }
  store_head_finish(&head);
  return result;
}
