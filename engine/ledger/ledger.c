/*
 * Making, opening and closing a ledger. What an open one relies on is anchor.c's.
 */
#include "ledger/inside.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/random.h"

#include <ctype.h>
#include <string.h>

/* ---- opening ---- */

static int open_store(struct ledger *ledger, struct err *err)
{
  struct store_identity identity = {0};
  struct note_key first = {0};
  if (!file_exists(ledger->database))
    return err_store(err, "there is no ledger at %s", ledger->database);
  if (store_sqlite_open(ledger->database, ledger->mode == LEDGER_WRITE, &ledger->store, err) ||
      ledger->store->ops->identity(ledger->store, &identity, err))
    return -1;
  ledger->origin = identity.origin;
  memcpy(ledger->first_key, identity.first_key, KEY_PUBLIC_SIZE);
  note_key_init(&first, ledger->origin, NOTE_LOG, ledger->first_key);
  note_vkey(&first, &ledger->first_vkey);
  note_key_finish(&first);
  return 0;
}

static void discard(struct ledger *ledger)
{
  head_close(ledger->head);
  if (ledger->store)
    ledger->store->ops->close(ledger->store);
  epoch_finish(&ledger->epoch);
  buf_finish(&ledger->first_vkey);
  store_head_finish(&ledger->newest);
  buf_finish(&ledger->vouched);
  chains_forget(ledger);
  buf_finish(&ledger->bytes);
  free(ledger->origin);
  free(ledger->database);
  free(ledger->keys);
  free(ledger->head_path);
  free(ledger->reason);
  free(ledger);
}

int ledger_open(const struct ledger_place *place, enum ledger_mode mode, struct ledger **ledger, struct err *err)
{
  struct ledger *made = xcalloc(1, sizeof *made);
  made->database = xstrdup(place->database);
  made->keys = xstrdup(place->keys);
  made->head_path = xstrdup(place->head);
  made->mode = mode;
  int result = open_store(made, err);
  if (result == 0)
    result = anchor_open(made, err);
  if (result != 0) {
    discard(made);
    if (err && mode == LEDGER_WRITE)
      err->kind = ERR_UNWRITTEN;
    return -1;
  }
  *ledger = made;
  return 0;
}

void ledger_close(struct ledger *ledger)
{
  if (!ledger)
    return;
  ledger_abort(ledger);
  if (ledger->mode == LEDGER_WRITE && !ledger->is_broken) {
    ledger_publish(ledger, NULL);
    ledger->store->ops->settle(ledger->store, true, NULL);
  }
  discard(ledger);
}

/* ---- making ---- */

/* A name as an origin can hold it (C2SP: like a URL without its scheme), and 64 bits that no other ledger has. */
static char *make_origin(const char *name)
{
  uint8_t bits[8];
  char *slug = xstrdup(*name ? name : "ledger");
  random_bytes(bits, sizeof bits);
  for (char *c = slug; *c; c++)
    *c = isalnum((unsigned char)*c) || strchr(".-_/", *c) ? (char)tolower((unsigned char)*c) : '-';
  char *origin = xasprintf("%s/%02x%02x%02x%02x%02x%02x%02x%02x", slug, bits[0], bits[1], bits[2], bits[3], bits[4],
                           bits[5], bits[6], bits[7]);
  free(slug);
  return origin;
}

static int sign_empty(const struct epoch *epoch, struct head_record *record, struct err *err)
{
  struct buf text = {0};
  struct digest root = merkle_root(&record->tree);
  const struct checkpoint empty = {.origin = epoch->name.name, .origin_length = strlen(epoch->name.name), .root = root,
                                   .chain_root = root};
  note_checkpoint(&text, &empty);
  int result = note_sign(&record->note, &text, &epoch->name, epoch->key, err);
  buf_finish(&text);
  return result;
}

static int make_files(const struct ledger_place *place, const char *origin, struct err *err)
{
  struct epoch epoch = {0};
  struct head_record record = {.epoch = 1};
  struct store_identity identity = {.origin = xstrdup(origin)};
  int result = epoch_prepare(&epoch, 1, origin, place->keys, err);
  if (result == 0)
    result = sign_empty(&epoch, &record, err);
  if (result == 0) {
    struct store_head head = {.size = 0, .note = record.note};
    memcpy(identity.first_key, epoch.name.public_half, KEY_PUBLIC_SIZE);
    memcpy(record.public_half, epoch.name.public_half, KEY_PUBLIC_SIZE);
    result = store_sqlite_create(place->database, &identity, &head, err);
  }
  if (result == 0)
    result = head_create(place->head, &record, err);
  free(identity.origin);
  head_record_finish(&record);
  epoch_finish(&epoch);
  return result;
}

int ledger_create(const struct ledger_place *place, const char *name, struct ledger **ledger, struct err *err)
{
  if (file_exists(place->database) || file_exists(place->head))
    return err_set(err, "there is a ledger already: %s; nothing was changed",
                   file_exists(place->database) ? place->database : place->head);
  if (file_make_folder(place->keys, 0700, err))
    return -1;
  _cleanup_(freep) char *origin = make_origin(name);
  if (make_files(place, origin, err))
    return -1;
  return ledger_open(place, LEDGER_WRITE, ledger, err);
}

const char *ledger_origin(const struct ledger *ledger)
{
  return ledger->origin;
}

const char *ledger_first_vkey(const struct ledger *ledger)
{
  return buf_string(&ledger->first_vkey);
}

bool ledger_has_end(const struct ledger *ledger)
{
  return ledger->head != NULL;
}
