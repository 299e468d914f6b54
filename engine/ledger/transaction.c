/*
 * Writing. Between begin and commit the store's write lock is held, so what this process knows of the ledger is all
 * there is; the tree in memory follows each append, and is put back if the transaction is given up.
 *
 * Nothing may be written after an error of the store: what reached the disk is then unknown. What is on record after
 * a failure is said here and nowhere else, as the kind of the error: not written, written, or not known.
 */
#include "ledger/inside.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "ledger/stamp.h"

#include <string.h>

#define PUBLISH_NS 1000000000     /* the head file is never more than about a second behind */
#define TOUCHED_MAX 4096          /* bytes of places: so many leaves may change before an epoch ends by itself */

static int ends_as(struct err *err, enum err_kind kind)
{
  if (err)
    err->kind = kind;
  return -1;
}

static int broken(struct ledger *ledger, struct err *err)
{
  ledger->is_broken = true;
  return err_set_kind(err, ERR_UNWRITTEN,
                      "%s: after an error before, this process writes nothing more to the ledger; run it again",
                      ledger->database);
}

/* ---- begin ---- */

int ledger_begin(struct ledger *ledger, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  if (ledger->mode != LEDGER_WRITE)
    return err_store(err, "%s was opened for reading only", ledger->database);
  if (ledger->is_broken)
    return broken(ledger, err);
  if (ops->begin(ledger->store, err))
    return ends_as(err, ERR_UNWRITTEN);
  if (anchor_follow(ledger, err) || (!ledger->epoch.key && epoch_load(&ledger->epoch, ledger->keys, err))) {
    ops->abort(ledger->store);
    ledger->is_broken = true;
    return ends_as(err, ERR_UNWRITTEN);
  }
  merkle_copy(&ledger->start, &ledger->tree);
  ledger->last_before = ledger->last;
  ledger->is_open = true;
  return 0;
}

/* ---- append ---- */

static int append_at(struct ledger *ledger, const struct entry_draft *draft, const struct clock_reading *now,
                     struct err *err)
{
  struct entry_scan scan;
  struct err unread = {0};
  struct chain *chain = chains_find(ledger, entry_chain(draft->type, draft->incident), err);
  if (!chain)
    return -1;
  if (chain_is_incident(chain->name) && chain->count && !chain->read_count)
    chains_check(ledger, chain, &unread); /* what fails in it becomes the ledger's doubt, and marks what follows */
  struct stamp stamp = {.seq = ledger->tree.size, .at = ledger_time_at(&ledger->last, now), .wall = now->wall,
                        .boot_ns = now->boot_ns, .prev = chain->count ? &chain->last : NULL};
  struct store_entry row = {.seq = stamp.seq, .chain = chain->name};
  buf_clear(&ledger->bytes);
  struct entry_draft marked = *draft;
  if (!marked.unchecked)
    marked.unchecked = ledger_doubt(ledger);
  stamp_entry(&ledger->bytes, &marked, &stamp);
  row.bytes = ledger->bytes.bytes;
  row.length = ledger->bytes.length;
  if (entry_scan(row.bytes, row.length, &scan, err))
    return err_prefix(err, "this \"%s\" cannot be recorded: ", entry_type_row(draft->type)->name);
  if (draft->incident && strlen(draft->incident) != scan.incident.length) /* it was escaped */
    return err_set(err, "the incident \"%.40s\" cannot be recorded: its name must be plain text", draft->incident);
  if (ledger->store->ops->append(ledger->store, &row, err)) {
    ledger->is_broken = true;
    return ends_as(err, ERR_UNWRITTEN);
  }
  struct entry_place appended = {row.seq, digest_of_leaf(row.bytes, row.length)};
  merkle_append(&ledger->tree, &appended.leaf);
  chains_append(ledger, chain, &appended, entry_type_row(draft->type)->is_silent);
  ledger_time_take(&ledger->last, &scan);
  return 0;
}

/* The wall clock, or the ledger's time, is another than it was: one entry says so, not each that follows. */
static int tell_step(struct ledger *ledger, const struct clock_reading *now, struct err *err)
{
  char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE], body[2 * CLOCK_TEXT_SIZE + 32];
  clock_text(ledger_time_at(&ledger->last, now), from);
  clock_text(now->wall, to);
  int length = snprintf(body, sizeof body, "{\"from\":\"%s\",\"to\":\"%s\"}", from, to);
  const struct entry_draft draft = {.type = ENTRY_CLOCK, .commit = ENTRY_NO_COMMIT, .body = body,
                                    .body_length = (size_t)length};
  return append_at(ledger, &draft, now, err);
}

static int check_first(const struct ledger *ledger, const struct entry_draft *draft, struct err *err)
{
  bool is_first = ledger->tree.size == 0, is_genesis = draft->type == ENTRY_GENESIS;
  if (is_first && !is_genesis)
    return err_set(err, "the first entry of a ledger is its genesis, not a \"%s\"", entry_type_row(draft->type)->name);
  if (is_genesis && !is_first)
    return err_set(err, "this ledger has its genesis already");
  return 0;
}

int ledger_append(struct ledger *ledger, const struct entry_draft *draft, uint64_t *seq, struct err *err)
{
  if (ledger->is_broken)
    return broken(ledger, err);
  if (!ledger->is_open)
    return err_set(err, "an entry was to be appended outside a transaction");
  if (check_first(ledger, draft, err))
    return -1;
  if (ledger_doubt(ledger) && !entry_type_row(draft->type)->is_always_recorded)
    return err_store(err, "%s: %s. Until that is cleared up nothing is decided or done by it: tocsin verify",
                     ledger->database, ledger_doubt(ledger));
  struct clock_reading now = clock_read();
  if (ledger_time_steps(&ledger->last, &now) && tell_step(ledger, &now, err))
    return -1;
  if (append_at(ledger, draft, &now, err))
    return -1;
  if (seq)
    *seq = ledger->tree.size - 1;
  return 0;
}

const char *ledger_last_bytes(const struct ledger *ledger, size_t *length)
{
  *length = ledger->bytes.length;
  return buf_string(&ledger->bytes);
}

int ledger_list(struct ledger *ledger, const char *incident, const char *row, size_t length, struct err *err)
{
  struct chain *chain = ledger->is_open ? chains_find(ledger, incident, err) : NULL;
  if (!chain || !chain->is_changed)
    return err_set(err, "a list was to say something of %s, and nothing was appended to it", incident);
  chain->list = digest_of(row, length);
  buf_clear(&chain->row);
  buf_add(&chain->row, row, length);
  return 0;
}

int ledger_keep(struct ledger *ledger, const void *bytes, size_t length, struct digest *digest, struct err *err)
{
  struct digest found = digest_of(bytes, length);
  if (ledger->is_broken)
    return broken(ledger, err);
  if (!ledger->is_open)
    return err_set(err, "bytes were to be kept outside a transaction");
  if (ledger->store->ops->keep(ledger->store, &found, bytes, length, err)) {
    ledger->is_broken = true;
    return ends_as(err, ERR_UNWRITTEN);
  }
  ledger->has_content = true;
  *digest = found;
  return 0;
}

void ledger_rotate(struct ledger *ledger, const char *reason)
{
  free(ledger->reason);
  ledger->reason = xstrdup(reason);
}

/* ---- commit ---- */

static int append_key_next(struct ledger *ledger, const struct epoch *next, struct err *err)
{
  struct buf body = {0}, public_half = {0};
  struct json json;
  struct clock_reading now = clock_read();
  base64_encode(&public_half, next->name.public_half, KEY_PUBLIC_SIZE);
  json_begin(&json, &body);
  json_open_object(&json);
  json_member_integer(&json, "number", (int64_t)next->number);
  json_member(&json, "public", buf_string(&public_half));
  json_member(&json, "reason", ledger->reason);
  json_close_object(&json);
  const struct entry_draft draft = {.type = ENTRY_KEY_NEXT, .commit = ENTRY_NO_COMMIT, .body = body.bytes,
                                    .body_length = body.length};
  int result = append_at(ledger, &draft, &now, err);
  buf_finish(&body);
  buf_finish(&public_half);
  return result;
}

/* The checkpoint over everything, and with it the head that the store keeps. */
static int seal(struct ledger *ledger, struct err *err)
{
  struct store_head *newest = &ledger->newest;
  struct buf text = {0};
  if (chains_write(ledger, err))
    return -1;
  const struct checkpoint checkpoint = {.origin = ledger->origin, .origin_length = strlen(ledger->origin),
                                        .size = ledger->tree.size, .root = merkle_root(&ledger->tree),
                                        .chains = ledger->chain_count, .chain_root = ledger->chain_root};
  newest->size = ledger->tree.size;
  buf_clear(&newest->roots);
  buf_clear(&newest->note);
  merkle_store(&ledger->tree, &newest->roots);
  note_checkpoint(&text, &checkpoint);
  int result = note_sign(&newest->note, &text, &ledger->epoch.name, ledger->epoch.key, err);
  buf_finish(&text);
  return result;
}

static int close_epoch(struct ledger *ledger, const struct merkle *before, struct err *err)
{
  struct store_closing closing = {.size = ledger->newest.size, .epoch = ledger->epoch.number,
                                  .note = ledger->newest.note};
  merkle_store(before, &closing.roots);
  int result = chains_lists(ledger, &closing.lists, err);
  if (result == 0)
    result = ledger->store->ops->close_epoch(ledger->store, &closing, err);
  buf_clear(&ledger->newest.touched);
  buf_finish(&closing.roots);
  buf_finish(&closing.lists);
  return result;
}

/* All that is to be committed. Until it is, nothing of it is on record. */
static int write_end(struct ledger *ledger, struct epoch *next, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  struct merkle before = {0};
  if (!ledger->reason && ledger->newest.touched.length > TOUCHED_MAX)
    ledger_rotate(ledger, "length");
  merkle_copy(&before, &ledger->tree);
  if (ledger->reason && (epoch_prepare(next, ledger->epoch.number + 1, ledger->origin, ledger->keys, err) ||
                         append_key_next(ledger, next, err)))
    return -1;
  if (ledger->tree.size > ledger->start.size &&
      (seal(ledger, err) || (ledger->reason && close_epoch(ledger, &before, err)) ||
       ops->set_head(ledger->store, &ledger->newest, err)))
    return -1;
  return 0;
}

static int enter_epoch(struct ledger *ledger, struct epoch *next, struct err *err)
{
  uint64_t over = ledger->epoch.number;
  buf_clear(&ledger->vouched);
  buf_add(&ledger->vouched, ledger->newest.note.bytes, ledger->newest.note.length);
  epoch_finish(&ledger->epoch);
  ledger->epoch = *next;
  *next = (struct epoch){0};
  free(ledger->reason);
  ledger->reason = NULL;
  return epoch_erase(over, ledger->keys, err);
}

/* What is committed is on record, whatever happens from here on. */
static int after_commit(struct ledger *ledger, struct epoch *next, struct err *err)
{
  if (ledger->reason && enter_epoch(ledger, next, err))
    return -1;
  if (clock_read().monotonic_ns - ledger->published_ns > PUBLISH_NS && ledger_publish(ledger, err))
    return -1;
  return ledger->store->ops->settle(ledger->store, false, err);
}

int ledger_commit(struct ledger *ledger, struct err *err)
{
  struct epoch next = {0};
  if (!ledger->is_open)
    return err_set(err, "there is no transaction to commit");
  if (ledger->is_broken) {
    ledger_abort(ledger);
    return broken(ledger, err);
  }
  if (ledger->tree.size == ledger->start.size && !ledger->reason && !ledger->has_content) {
    ledger_abort(ledger); /* nothing was written, so nothing is signed */
    return 0;
  }
  int result = write_end(ledger, &next, err) ? ends_as(err, ERR_UNWRITTEN) : 0;
  if (result == 0)
    result = ledger->store->ops->commit(ledger->store, err); /* says itself whether that is given up or not known */
  if (result == 0) {
    ledger->is_open = ledger->has_content = false;
    result = after_commit(ledger, &next, err) ? ends_as(err, ERR_WRITTEN) : 0;
  }
  if (result != 0) {
    ledger->is_broken = true;
    ledger_abort(ledger);
  }
  epoch_finish(&next);
  return result;
}

void ledger_abort(struct ledger *ledger)
{
  if (!ledger->is_open)
    return;
  ledger->store->ops->abort(ledger->store);
  if (ledger->tree.size > ledger->start.size)
    chains_forget(ledger);
  merkle_copy(&ledger->tree, &ledger->start);
  ledger->last = ledger->last_before;
  ledger->is_open = ledger->has_content = false;
  free(ledger->reason);
  ledger->reason = NULL;
}

/* ---- publish ---- */

int ledger_publish(struct ledger *ledger, struct err *err)
{
  uint64_t size = ledger->newest.size;
  if (ledger->is_open || ledger->mode != LEDGER_WRITE)
    return err_set(err, "the head can only be published by a writer, between two transactions");
  if (!ledger->head)
    return 0; /* its file is missing; what was appended says so */
  if (ledger->is_broken)
    return broken(ledger, err);
  if (size == ledger->published)
    return 0;
  struct head_record record = {.epoch = ledger->epoch.number, .note = ledger->newest.note}; /* borrowed */
  memcpy(record.public_half, ledger->epoch.name.public_half, KEY_PUBLIC_SIZE);
  if (!merkle_restore(&record.tree, size, ledger->newest.roots.bytes, ledger->newest.roots.length) ||
      head_publish(ledger->head, &record, err)) {
    ledger->is_broken = true;
    return ends_as(err, ERR_WRITTEN);
  }
  ledger->published = size;
  ledger->published_ns = clock_read().monotonic_ns;
  return 0;
}
