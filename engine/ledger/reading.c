/*
 * Reading. Outside a transaction whatever others have committed meanwhile is seen; inside one, its own appends too.
 * Nothing is handed out that was not hashed against the signed root before, all of what was asked for.
 */
#include "ledger/inside.h"

#include <string.h>

uint64_t ledger_size(const struct ledger *ledger)
{
  return ledger->is_open ? ledger->tree.size : ledger->newest.size;
}

struct digest ledger_root(const struct ledger *ledger)
{
  return merkle_root(&ledger->tree);
}

struct seeing {
  ledger_see see;
  void *context;
  struct ledger *ledger;
};

/* An entry that is the one recorded, and yet cannot be taken, was written by somebody with the ledger's key. */
static int see_row(void *context, const struct store_entry *row, struct err *err)
{
  const struct seeing *seeing = context;
  struct err why = {0};
  int result = seeing->see(seeing->context, row->seq, row->bytes, row->length, &why);
  if (result >= 0)
    return result;
  if (why.kind != ERR_INPUT)
    return err_set_kind(err, why.kind, "%-s", why.text);
  return ledger_find_doubt(seeing->ledger, err, "entry %llu cannot be taken as it stands: %.180s",
                           (unsigned long long)row->seq, why.text);
}

/* ---- everything ---- */

static int sum_entry(void *context, const struct store_entry *row, struct err *err)
{
  (void)err;
  struct merkle *tree = context;
  if (row->seq != tree->size)
    return 1;
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  merkle_append(tree, &leaf);
  return 0;
}

/* Those from `from` on, against the tree: from its beginning, or from where this process last came to. */
static int check_from(struct ledger *ledger, uint64_t from, struct err *err)
{
  struct merkle found = {0};
  if (from >= ledger->checked.size)
    merkle_copy(&found, &ledger->checked);
  if (ledger->store->ops->each(ledger->store, NULL, NULL, found.size, UINT64_MAX, sum_entry, &found, err))
    return -1;
  struct digest is = merkle_root(&found), right = merkle_root(&ledger->tree);
  if (found.size != ledger->tree.size || !digest_equal(&is, &right))
    return ledger_find_doubt(ledger, err, "its entries are not those that were recorded");
  if (!ledger->is_open)
    merkle_copy(&ledger->checked, &found);
  return 0;
}

int ledger_each(struct ledger *ledger, uint64_t from, uint64_t to, ledger_see see, void *context, struct err *err)
{
  struct seeing seeing = {see, context, ledger};
  if (view_enter(ledger, err))
    return -1;
  int result = check_from(ledger, from, err);
  if (result == 0)
    result = ledger->store->ops->each(ledger->store, NULL, NULL, from, to, see_row, &seeing, err);
  view_leave(ledger);
  return result;
}

/* ---- chains ---- */

static struct chain *checked(struct ledger *ledger, const char *name, struct err *err)
{
  struct chain *chain = chains_find(ledger, name, err);
  if (chain && ledger->is_all_in_doubt) { /* a missing head file alone keeps nobody from reading */
    err_store(err, "%s: %s. Nothing is shown, decided or done by it. Look closer: tocsin verify", ledger->database,
              ledger->doubt);
    return NULL;
  }
  return chain && chains_check(ledger, chain, err) == 0 ? chain : NULL;
}

int ledger_each_in(struct ledger *ledger, const char *chain, uint64_t from, ledger_see see, void *context,
                   struct err *err)
{
  struct seeing seeing = {see, context, ledger};
  if (view_enter(ledger, err))
    return -1;
  int result = checked(ledger, chain, err) ? ledger->store->ops->each(ledger->store, chain, NULL, from, UINT64_MAX,
                                                                      see_row, &seeing, err)
                                           : -1;
  view_leave(ledger);
  return result;
}

int ledger_each_of(struct ledger *ledger, const char *incident, uint64_t from, ledger_see see, void *context,
                   struct err *err)
{
  struct seeing seeing = {see, context, ledger};
  if (view_enter(ledger, err))
    return -1;
  int result = -1;
  if (checked(ledger, CHAIN_SITE, err) && (!incident || checked(ledger, incident, err)))
    result = ledger->store->ops->each(ledger->store, CHAIN_SITE, incident, from, UINT64_MAX, see_row, &seeing, err);
  view_leave(ledger);
  return result;
}

int ledger_has(struct ledger *ledger, const char *chain, struct err *err)
{
  if (view_enter(ledger, err))
    return -1;
  const struct chain *found = chains_find(ledger, chain, err);
  int result = !found ? -1 : found->count > 0;
  view_leave(ledger);
  return result;
}

int ledger_last_of(struct ledger *ledger, const char *chain, struct entry_place *last, struct err *err)
{
  if (view_enter(ledger, err))
    return -1;
  struct chain *found = chains_find(ledger, chain, err);
  bool has_any = found && found->count && found->last_seq != UINT64_MAX;
  if (found && !has_any)
    found = chains_find(ledger, CHAIN_SITE, err);
  if (found)
    *last = (struct entry_place){found->last_seq, found->last};
  view_leave(ledger);
  return found ? 0 : -1;
}

/* ---- what lists say ---- */

struct listing {
  struct ledger *ledger;
  struct merkle tree;
  ledger_see_listed see;
  void *context;
};

static int sum_listed(void *context, const struct store_leaf *row, struct err *err)
{
  (void)err;
  struct listing *listing = context;
  const struct chain_leaf leaf = {row->chain, row->count, row->last, row->list};
  struct digest hash = chain_leaf_hash(&leaf);
  if (row->place != listing->tree.size)
    return 1;
  merkle_append(&listing->tree, &hash);
  return 0;
}

/* A row that is missing, stale or another's has not the hash that its leaf was signed with. */
static int see_listed(void *context, const struct store_leaf *row, struct err *err)
{
  const struct listing *listing = context;
  struct digest list = digest_of(row->row ? row->row : "", row->row_length);
  bool is_right = row->row && digest_equal(&list, &row->list);
  const struct ledger_listed listed = {row->chain, is_right ? row->row : NULL, is_right ? row->row_length : 0};
  return chain_is_incident(row->chain) ? listing->see(listing->context, &listed, err) : 0;
}

int ledger_each_listed(struct ledger *ledger, ledger_see_listed see, void *context, struct err *err)
{
  struct listing listing = {.ledger = ledger, .see = see, .context = context};
  const struct store_ops *ops = ledger->store->ops;
  if (view_enter(ledger, err))
    return -1;
  int result = ops->each_leaf(ledger->store, sum_listed, &listing, err);
  struct digest root = merkle_root(&listing.tree);
  if (result == 0 && (listing.tree.size != ledger->chain_count || !digest_equal(&root, &ledger->chain_root)))
    result = ledger_find_doubt(ledger, err, "its list of incidents is not the one that was signed");
  if (result == 0)
    result = ops->each_leaf(ledger->store, see_listed, &listing, err);
  view_leave(ledger);
  return result;
}

static int see_names(const struct ledger *ledger, ledger_see_name see, void *context, struct err *err)
{
  int result = 0;
  const char *at = buf_string(&ledger->names);
  for (uint64_t i = 0; result == 0 && i < ledger->named_count; i++, at += strlen(at) + 1)
    if (chain_is_incident(at))
      result = see(context, at, err);
  for (size_t i = 0; result == 0 && i < ledger->loaded_count; i++) {
    const struct chain *chain = ledger->loaded[i];
    if (chain->count && chain->place >= ledger->named_count && chain_is_incident(chain->name))
      result = see(context, chain->name, err);
  }
  return result < 0 ? -1 : 0;
}

int ledger_each_name(struct ledger *ledger, ledger_see_name see, void *context, struct err *err)
{
  if (view_enter(ledger, err))
    return -1;
  int result = chains_name_all(ledger, err);
  if (result == 0)
    result = ledger_find_doubt(ledger, err, "its list of incidents is not the one that was signed");
  if (result > 0)
    result = see_names(ledger, see, context, err);
  view_leave(ledger);
  return result;
}

/* ---- contents ---- */

int ledger_content(struct ledger *ledger, const struct digest *digest, struct buf *out, struct err *err)
{
  char text[DIGEST_TEXT_SIZE];
  size_t before = out->length;
  int found = ledger->store->ops->content(ledger->store, digest, out, err);
  digest_text(digest, text);
  if (found < 0)
    return -1;
  if (found == 0)
    return ledger_find_doubt(ledger, err, "it does not hold the bytes of %s, though its record names them", text);
  struct digest is = digest_of(buf_string(out) + before, out->length - before);
  if (digest_equal(&is, digest))
    return 0;
  out->length = before;
  return ledger_find_doubt(ledger, err, "the bytes kept as %s are others", text);
}

bool ledger_has_moved(struct ledger *ledger)
{
  int64_t version;
  return !ledger->is_open && ledger->store->ops->version(ledger->store, &version, NULL) == 0 &&
         version != ledger->version;
}

const char *ledger_checkpoint(struct ledger *ledger, struct err *err)
{
  if (view_enter(ledger, err))
    return NULL;
  view_leave(ledger);
  return buf_string(&ledger->newest.note);
}
