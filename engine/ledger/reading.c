/*
 * Reading. Outside a transaction whatever others have committed meanwhile is seen; inside one, its own appends too.
 */
#include "ledger/inside.h"

int ledger_refresh(struct ledger *ledger, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  int64_t version;
  if (ledger->is_open)
    return 0;
  if (ops->version(ledger->store, &version, err))
    return -1;
  if (version == ledger->version)
    return 0;
  ledger->version = version;
  return ops->head(ledger->store, &ledger->newest, err);
}

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
};

static int see_row(void *context, const struct store_entry *row, struct err *err)
{
  const struct seeing *seeing = context;
  return seeing->see(seeing->context, row->seq, row->bytes, row->length, err);
}

int ledger_each(struct ledger *ledger, uint64_t from, uint64_t to, ledger_see see, void *context, struct err *err)
{
  struct seeing seeing = {see, context};
  if (ledger_refresh(ledger, err))
    return -1;
  return ledger->store->ops->each(ledger->store, NULL, from, to, see_row, &seeing, err);
}

int ledger_each_of(struct ledger *ledger, const char *incident, uint64_t from, ledger_see see, void *context,
                   struct err *err)
{
  struct seeing seeing = {see, context};
  if (ledger_refresh(ledger, err))
    return -1;
  return ledger->store->ops->each(ledger->store, incident, from, UINT64_MAX, see_row, &seeing, err);
}

int ledger_content(struct ledger *ledger, const struct digest *digest, struct buf *out, struct err *err)
{
  char text[DIGEST_TEXT_SIZE];
  size_t before = out->length;
  int found = ledger->store->ops->content(ledger->store, digest, out, err);
  digest_text(digest, text);
  if (found < 0)
    return -1;
  if (found == 0)
    return err_store(err, "%s does not hold the bytes of %s, though its record names them", ledger->database, text);
  struct digest is = digest_of(buf_string(out) + before, out->length - before);
  if (digest_equal(&is, digest))
    return 0;
  out->length = before;
  return err_store(err, "%s: the bytes kept as %s are others; verify the ledger", ledger->database, text);
}

bool ledger_has_moved(struct ledger *ledger)
{
  int64_t version;
  return !ledger->is_open && ledger->store->ops->version(ledger->store, &version, NULL) == 0 &&
         version != ledger->version;
}

const char *ledger_checkpoint(struct ledger *ledger, struct err *err)
{
  return ledger_refresh(ledger, err) ? NULL : buf_string(&ledger->newest.note);
}
