/*
 * The chains of an open ledger. What a leaf says is believed once it leads to the root in the signed checkpoint; what a
 * chain's entries say, once they were hashed, each against the one before it, up to that leaf. So a row that was
 * changed, left out, misfiled or added is found when it is read, at the cost of that chain alone (formats.md, Chains).
 *
 * Tiles spare reading all leaves. If what they lead to is not the signed root, the tree is built anew from the leaves:
 * a lost or false tile costs time, and nothing else.
 */
#include "ledger/inside.h"
#include "ledger/tiles.h"

#include "base/alloc.h"
#include "model/entry.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define UNTILED_MAX                                                                                                    \
  16 /* leaves that change before tiles are written: rows alone are cheaper, but reading follows them */

/* ---- doubt ---- */

int ledger_find_doubt(struct ledger *ledger, struct err *err, const char *format, ...)
{
  char text[sizeof ledger->doubt];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (!ledger->doubt[0])
    memcpy(ledger->doubt, text, sizeof text);
  ledger->is_all_in_doubt = ledger->is_all_in_doubt || !err;
  return err_store(err, "%s: %s. Nothing is shown, decided or done by it. Look closer: tocsin verify", ledger->database,
                   text);
}

const char *ledger_doubt(const struct ledger *ledger)
{
  if (ledger->doubt[0])
    return ledger->doubt;
  return ledger->head ? NULL : "the head file is missing, so whether this is the newest of the record was not checked";
}

/* ---- the tree ---- */

static bool tree_is_right(struct ledger *ledger, struct chain_tree *tree)
{
  struct digest root = chain_tree_root(tree);
  return chain_tree_count(tree) == ledger->chain_count && digest_equal(&root, &ledger->chain_root);
}

/* Leaves with gaps between them would be a tree of another size, and are no tree of ours. */
static int set_next_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct chain_tree *tree = context;
  if (row->place != chain_tree_count(tree))
    return 1;
  struct digest leaf = store_leaf_hash(row);
  chain_tree_set(tree, row->place, &leaf);
  return 0;
}

static int build_tree(struct ledger *ledger, struct err *err)
{
  ledger->is_rebuilt = true; /* the tiles are false: they are written anew with the next commit */
  chain_tree_free(ledger->chain_tree);
  ledger->chain_tree = chain_tree_new(0, NULL, NULL);
  if (ledger->store->ops->each_leaf(ledger->store, set_next_leaf, ledger->chain_tree, err))
    return -1;
  if (tree_is_right(ledger, ledger->chain_tree))
    return 0;
  chain_tree_free(ledger->chain_tree);
  ledger->chain_tree = NULL;
  return err_store(err, "%s: its list of incidents (the table \"chain\") is not the one that was signed; nothing is "
                        "written to it: note on paper, and verify the ledger", ledger->database);
}

static int load_tree(struct ledger *ledger, struct err *err)
{
  if (ledger->chain_tree)
    return 0;
  ledger->chain_tree = tiles_tree(ledger->store, ledger->chain_count, &ledger->newest.untiled, err);
  if (!ledger->chain_tree)
    return -1;
  return tree_is_right(ledger, ledger->chain_tree) ? 0 : build_tree(ledger, err);
}

/* ---- one chain ---- */

void chains_forget(struct ledger *ledger)
{
  for (size_t i = 0; i < ledger->loaded_count; i++) {
    buf_finish(&ledger->loaded[i]->row);
    free(ledger->loaded[i]->name);
    free(ledger->loaded[i]);
  }
  free(ledger->loaded);
  ledger->loaded = NULL;
  ledger->loaded_count = 0;
  buf_finish(&ledger->names);
  ledger->named_count = 0;
  chain_tree_free(ledger->chain_tree);
  ledger->chain_tree = NULL;
}

static struct chain *find_loaded(const struct ledger *ledger, const char *name)
{
  for (size_t i = 0; i < ledger->loaded_count; i++)
    if (strcmp(ledger->loaded[i]->name, name) == 0)
      return ledger->loaded[i];
  return NULL;
}

struct finding_leaf {
  struct chain *chain;
  struct digest leaf;
  bool is_found;
};

static int take_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct finding_leaf *finding = context;
  struct chain *chain = finding->chain;
  finding->is_found = true;
  finding->leaf = store_leaf_hash(row);
  chain->place = row->place;
  chain->count = row->count;
  chain->last = row->last;
  chain->list = row->list;
  struct digest list = digest_of(row->row ? row->row : "", row->row_length);
  if (row->row && digest_equal(&list, &row->list))
    buf_add(&chain->row, row->row, row->row_length);
  return 1;
}

static bool leaf_is_right(struct ledger *ledger, const struct finding_leaf *finding)
{
  return chain_tree_proves(ledger->chain_tree, finding->chain->place, &finding->leaf, &ledger->chain_root);
}

struct naming {
  struct merkle tree;
  struct buf *names;
};

static int name_leaf(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct naming *naming = context;
  struct digest leaf = store_leaf_hash(row);
  merkle_append(&naming->tree, &leaf);
  buf_add(naming->names, row->chain, strlen(row->chain) + 1);
  return 0;
}

int chains_name_all(struct ledger *ledger, struct err *err)
{
  struct naming naming = {.names = &ledger->names};
  if (ledger->named_count)
    return 1;
  buf_clear(&ledger->names);
  if (ledger->store->ops->each_leaf(ledger->store, name_leaf, &naming, err))
    return -1;
  struct digest root = merkle_root(&naming.tree);
  if (naming.tree.size != ledger->chain_count || !digest_equal(&root, &ledger->chain_root))
    return 0;
  ledger->named_count = naming.tree.size;
  return 1;
}

static bool is_named(const struct ledger *ledger, const char *name)
{
  const char *end = buf_string(&ledger->names) + ledger->names.length;
  for (const char *at = buf_string(&ledger->names); at < end; at += strlen(at) + 1)
    if (strcmp(at, name) == 0)
      return true;
  return false;
}

/* A name that has no row is new only if all the leaves together are what was signed. */
static int show_absence(struct ledger *ledger, const char *name, struct err *err)
{
  int is_shown = chains_name_all(ledger, err);
  if (is_shown < 0 || (is_shown && !is_named(ledger, name)))
    return is_shown < 0 ? -1 : 0;
  return err_store(err, "%s: its list of incidents is not the one that was signed, so nobody can tell whether there is "
                        "%s; nothing is written to it: note on paper, and verify the ledger", ledger->database, name);
}

static int load_leaf(struct ledger *ledger, struct chain *chain, struct err *err)
{
  struct finding_leaf finding = {.chain = chain};
  if (load_tree(ledger, err) || ledger->store->ops->leaf(ledger->store, chain->name, 0, take_leaf, &finding, err))
    return -1;
  if (!finding.is_found)
    return show_absence(ledger, chain->name, err);
  if (leaf_is_right(ledger, &finding))
    return 0;
  if (build_tree(ledger, err))
    return -1;
  if (leaf_is_right(ledger, &finding))
    return 0;
  return err_store(err,
                   "%s: what its table \"chain\" says of %s is not what was signed; nothing is written to it: note "
                   "on paper, and verify the ledger",
                   ledger->database, chain->name);
}

/* Its place is what its own bytes say, and nothing that somebody put there with them. */
static int take_last(void *context, const struct store_entry *row, struct err *err)
{
  (void)err;
  struct chain *chain = context;
  struct entry_scan scan;
  struct err unread = {0};
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  bool is_it = digest_equal(&leaf, &chain->last) && entry_scan(row->bytes, row->length, &scan, &unread) == 0 &&
               scan.seq == row->seq;
  chain->last_seq = is_it ? row->seq : UINT64_MAX;
  return 1;
}

/* That its last entry is another does not keep anybody from appending: its hash is known. But it is told. */
static int find_last(struct ledger *ledger, struct chain *chain, struct err *err)
{
  chain->last_seq = UINT64_MAX;
  if (ledger->store->ops->last_of(ledger->store, chain->name, take_last, chain, err))
    return -1;
  struct err of_this_chain = {0};
  if (chain->last_seq == UINT64_MAX)
    ledger_find_doubt(ledger, &of_this_chain, "the last entry of %s is missing, or is not the one that was recorded",
                      chain->name);
  return 0;
}

struct chain *chains_find(struct ledger *ledger, const char *name, struct err *err)
{
  struct chain *chain = find_loaded(ledger, name);
  if (chain)
    return chain;
  chain = xcalloc(1, sizeof *chain);
  chain->name = xstrdup(name);
  if (load_leaf(ledger, chain, err) || (chain->count && find_last(ledger, chain, err))) {
    buf_finish(&chain->row);
    free(chain->name);
    free(chain);
    return NULL;
  }
  *APPEND(ledger->loaded, ledger->loaded_count) = chain;
  return chain;
}

/* ---- its entries ---- */

struct checking {
  struct ledger *ledger;
  struct chain *chain;
};

static bool is_chain_of(const struct entry_scan *scan, const char *name)
{
  const struct json_span incident = scan->incident;
  if (!incident.bytes)
    return strcmp(entry_chain(scan->type, NULL), name) == 0;
  return strlen(name) == incident.length && memcmp(name, incident.bytes, incident.length) == 0;
}

/* What is wrong with a row as the next entry of its chain; NULL: nothing. */
static const char *what_is_wrong(const struct chain *chain, const struct store_entry *row)
{
  struct entry_scan scan;
  struct err unreadable = {0};
  if (entry_scan(row->bytes, row->length, &scan, &unreadable))
    return "cannot be read";
  if (scan.seq != row->seq)
    return "stands at another place than it says";
  if (!is_chain_of(&scan, chain->name))
    return "belongs to another incident";
  if (scan.has_prev != (chain->read_count > 0) || (scan.has_prev && !digest_equal(&scan.prev, &chain->read_last)))
    return "does not follow the one before it: one was changed, left out or added";
  return chain->read_count == chain->count ? "was added" : NULL;
}

static int check_row(void *context, const struct store_entry *row, struct err *err)
{
  struct checking *checking = context;
  struct chain *chain = checking->chain;
  const char *wrong = what_is_wrong(chain, row);
  if (wrong)
    return ledger_find_doubt(checking->ledger, err, "entry %llu of %s %s", (unsigned long long)row->seq, chain->name,
                             wrong);
  chain->read_last = digest_of_leaf(row->bytes, row->length);
  chain->read_count++;
  chain->read_to = row->seq + 1;
  return 0;
}

int chains_check(struct ledger *ledger, struct chain *chain, struct err *err)
{
  struct checking checking = {ledger, chain};
  if (ledger->store->ops->each(ledger->store, chain->name, NULL, chain->read_to, UINT64_MAX, check_row, &checking, err))
    return -1;
  if (chain->read_count != chain->count)
    return ledger_find_doubt(ledger, err, "%s has %llu entries, and %llu were recorded", chain->name,
                             (unsigned long long)chain->read_count, (unsigned long long)chain->count);
  if (chain->count && !digest_equal(&chain->read_last, &chain->last))
    return ledger_find_doubt(ledger, err, "entry %llu of %s is not the one that was recorded",
                             (unsigned long long)chain->read_to - 1, chain->name);
  return 0;
}

/* ---- writing ---- */

static uint64_t next_place(const struct ledger *ledger)
{
  uint64_t next = ledger->chain_count;
  for (size_t i = 0; i < ledger->loaded_count; i++)
    if (ledger->loaded[i]->count && ledger->loaded[i]->place >= next)
      next = ledger->loaded[i]->place + 1;
  return next;
}

void chains_append(struct ledger *ledger, struct chain *chain, const struct entry_place *entry, bool keeps_list)
{
  if (chain->count == 0)
    chain->place = next_place(ledger);
  chain->count++;
  chain->last = entry->leaf;
  chain->last_seq = entry->seq;
  chain->is_changed = true;
  if (keeps_list)
    return;
  chain->list = (struct digest){{0}};
  buf_clear(&chain->row);
}

static int write_leaf(struct ledger *ledger, struct chain *chain, struct err *err)
{
  const struct store_leaf row = {.place = chain->place, .chain = chain->name, .count = chain->count,
                                 .last = chain->last, .list = chain->list,
                                 .row = chain->row.length ? chain->row.bytes : NULL, .row_length = chain->row.length};
  struct digest leaf = store_leaf_hash(&row);
  chain_tree_set(ledger->chain_tree, chain->place, &leaf);
  places_add(&ledger->newest.untiled, chain->place);
  places_add(&ledger->newest.touched, chain->place);
  chain->is_changed = false;
  return ledger->store->ops->put_leaf(ledger->store, &row, err);
}

int chains_write(struct ledger *ledger, struct err *err)
{
  if (load_tree(ledger, err))
    return -1;
  for (size_t i = 0; i < ledger->loaded_count; i++)
    if (ledger->loaded[i]->is_changed && write_leaf(ledger, ledger->loaded[i], err))
      return -1;
  if (places_count(&ledger->newest.untiled) > UNTILED_MAX || ledger->is_rebuilt) {
    ledger->is_rebuilt = false;
    if (tiles_write(ledger->store, ledger->chain_tree, err))
      return -1;
    buf_clear(&ledger->newest.untiled);
  }
  ledger->chain_count = chain_tree_count(ledger->chain_tree);
  ledger->chain_root = chain_tree_root(ledger->chain_tree);
  return 0;
}

struct listing_leaves {
  struct ledger *ledger;
  struct buf *places;
};

static int add_touched(void *context, const struct store_entry *row, struct err *err)
{
  const struct listing_leaves *listing = context;
  const struct chain *chain = chains_find(listing->ledger, row->chain, err);
  if (!chain)
    return -1;
  places_add(listing->places, chain->place);
  return 0;
}

static int add_list(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  buf_add(context, row->list.bytes, DIGEST_SIZE);
  return 1;
}

/* From the entries of the epoch: what the head row says was touched is believed by nobody. */
int chains_lists(struct ledger *ledger, struct buf *lists, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  struct store_closing before = {0};
  struct buf touched = {0};
  struct listing_leaves listing = {ledger, &touched};
  int result = ops->last_closing(ledger->store, &before, err);
  if (result == 0)
    result = ops->each(ledger->store, NULL, NULL, before.size, UINT64_MAX, add_touched, &listing, err);
  for (size_t i = 0; i < places_count(&touched) && result == 0; i++) {
    buf_add(lists, touched.bytes + i * PLACE_SIZE, PLACE_SIZE);
    result = ops->leaf(ledger->store, NULL, places_at(&touched, i), add_list, lists, err);
  }
  store_closing_finish(&before);
  buf_finish(&touched);
  return result;
}
