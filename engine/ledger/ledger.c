/*
 * Making, opening and closing a ledger. What an open one must be able to rely on is settled here once: that the
 * database is the newest there ever was of this ledger, and that its newest checkpoint is signed by the right key.
 */
#include "ledger/inside.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/json.h"
#include "base/random.h"

#include <ctype.h>
#include <string.h>

/* ---- finding the epoch ---- */

struct finding_key {
  uint8_t *public_half;
  uint64_t number;
  bool is_found;
};

static int read_key_next(void *context, const struct store_entry *row, struct err *err)
{
  struct finding_key *finding = context;
  struct entry entry;
  struct buf bytes = {0};
  if (entry_read(row->bytes, row->length, &entry, err))
    return err_prefix(err, "entry %llu: ", (unsigned long long)row->seq);
  const char *text = json_get_string(entry.body, "public");
  finding->is_found = entry.type == ENTRY_KEY_NEXT && text && base64_decode(&bytes, text, strlen(text)) &&
                      bytes.length == KEY_PUBLIC_SIZE &&
                      json_get_integer(entry.body, "number", 0) == (int64_t)finding->number;
  if (finding->is_found)
    memcpy(finding->public_half, bytes.bytes, KEY_PUBLIC_SIZE);
  buf_finish(&bytes);
  entry_finish(&entry);
  return 0;
}

int ledger_key_after(struct ledger *ledger, const struct store_closing *closing,
                     uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err)
{
  if (closing->epoch == 0) {
    memcpy(public_half, ledger->first_key, KEY_PUBLIC_SIZE);
    return 0;
  }
  struct finding_key finding = {public_half, closing->epoch + 1, false};
  if (ledger->store->ops->each(ledger->store, NULL, closing->size - 1, closing->size, read_key_next, &finding, err))
    return -1;
  if (finding.is_found)
    return 0;
  return err_store(err, "%s: entry %llu should name the key of epoch %llu and does not; verify the ledger",
                   ledger->database, (unsigned long long)closing->size - 1, (unsigned long long)finding.number);
}

int ledger_find_epoch(struct ledger *ledger, struct err *err)
{
  struct store_closing closing = {0};
  uint8_t public_half[KEY_PUBLIC_SIZE];
  int result = ledger->store->ops->last_closing(ledger->store, &closing, err);
  if (result == 0 && closing.epoch + 1 != ledger->epoch.number) {
    result = ledger_key_after(ledger, &closing, public_half, err);
    if (result == 0)
      epoch_set(&ledger->epoch, closing.epoch + 1, ledger->origin, public_half);
  }
  ledger->epoch_start = closing.size;
  buf_finish(&closing.note);
  return result;
}

/* ---- opening ---- */

static int see_time(void *context, const struct store_entry *row, struct err *err)
{
  struct ledger *ledger = context;
  struct entry_scan scan;
  if (entry_scan(row->bytes, row->length, &scan, err))
    return err_prefix(err, "%s: entry %llu: ", ledger->database, (unsigned long long)row->seq);
  ledger->last_at = scan.at;
  return 0;
}

static int take_head(struct ledger *ledger, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  return ops->version(ledger->store, &ledger->version, err) || ops->head(ledger->store, &ledger->newest, err) ? -1 : 0;
}

/* A writer goes on from here: the tree, and the time before which no entry may be. */
static int take_end(struct ledger *ledger, struct err *err)
{
  const struct store_head *newest = &ledger->newest;
  if (!merkle_restore(&ledger->tree, newest->size, newest->roots.bytes, newest->roots.length))
    return err_store(err, "%s: the kept roots of its tree do not fit its size; verify the ledger", ledger->database);
  ledger->last_at = INT64_MIN;
  if (newest->size == 0)
    return 0;
  if (ledger->store->ops->each(ledger->store, NULL, newest->size - 1, newest->size, see_time, ledger, err))
    return -1;
  if (ledger->last_at == INT64_MIN)
    return err_store(err, "%s: its last entry, %llu, is missing; verify the ledger", ledger->database,
                     (unsigned long long)newest->size - 1);
  return 0;
}

/* The newest checkpoint must be of this tree, and signed by the key that the ledger names for this epoch. */
static int check_newest(struct ledger *ledger, struct err *err)
{
  struct note note;
  struct checkpoint checkpoint;
  struct err why = {0};
  const struct buf *bytes = &ledger->newest.note;
  if (ledger_find_epoch(ledger, err))
    return -1;
  if (note_read(buf_string(bytes), bytes->length, &note, &why) ||
      note_checkpoint_read(note.text, note.length, &checkpoint, &why))
    return err_store(err, "%s: its newest checkpoint cannot be read: %s", ledger->database, why.text);
  struct digest root = merkle_root(&ledger->tree);
  if (checkpoint.size != ledger->tree.size || !digest_equal(&checkpoint.root, &root))
    return err_store(err, "%s: its newest checkpoint is not of its entries; verify the ledger", ledger->database);
  if (checkpoint.size == ledger->epoch_start && checkpoint.size > 0)
    return 0; /* it closes the epoch before, whose key is gone; an audit checks it */
  if (note_verify(&note, &ledger->epoch.name) != NOTE_GOOD)
    return err_store(err, "%s: its newest checkpoint is not signed with the key of epoch %llu; verify the ledger",
                     ledger->database, (unsigned long long)ledger->epoch.number);
  return 0;
}

static int append_leaf(void *context, const struct store_entry *row, struct err *err)
{
  struct digest leaf = merkle_leaf(row->bytes, row->length);
  merkle_append(context, &leaf);
  return 0;
}

static int check_origin(const struct ledger *ledger, const struct head_record *record, struct err *err)
{
  size_t length = strlen(ledger->origin);
  const char *note = buf_string(&record->note);
  if (record->note.length > length && memcmp(note, ledger->origin, length) == 0 && note[length] == '\n')
    return 0;
  return err_store(err, "the head file %s belongs to another ledger (%.*s), not to %s (%s)", ledger->head_path,
                   (int)strcspn(note, "\n"), note, ledger->database, ledger->origin);
}

/* The database must be at or ahead of the head, and what it has more must follow what the head stands for. */
static int check_against_head(struct ledger *ledger, struct head_record *record, struct err *err)
{
  uint64_t size = record->tree.size;
  if (check_origin(ledger, record, err))
    return -1;
  if (size > ledger->tree.size)
    return err_store(err, "%s has %llu entries, but the head file %s says it had %llu: an older copy was restored, or "
                          "its end was cut off; bring the newest copy back, and write on paper until then",
                     ledger->database, (unsigned long long)ledger->tree.size, ledger->head_path,
                     (unsigned long long)size);
  if (ledger->store->ops->each(ledger->store, NULL, size, ledger->tree.size, append_leaf, &record->tree, err))
    return -1;
  struct digest now = merkle_root(&ledger->tree), then = merkle_root(&record->tree);
  if (record->tree.size != ledger->tree.size || !digest_equal(&now, &then))
    return err_store(err, "%s does not continue what the head file %s saw at %llu entries: its record was replaced; "
                          "bring the true copy back, or verify both", ledger->database, ledger->head_path,
                     (unsigned long long)size);
  ledger->published = size;
  return 0;
}

/* The head is read before the database: published is only what was committed, never the other way round. */
static int open_for_writing(struct ledger *ledger, struct err *err)
{
  struct head_record record = {0};
  int result = head_open(ledger->head_path, true, &ledger->head, err);
  if (result == 0)
    result = head_read(ledger->head, &record, err);
  if (result == 0)
    result = take_head(ledger, err);
  if (result == 0)
    result = take_end(ledger, err);
  if (result == 0)
    result = check_newest(ledger, err);
  if (result == 0)
    result = check_against_head(ledger, &record, err);
  head_record_finish(&record);
  return result;
}

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
  buf_finish(&ledger->newest.note);
  buf_finish(&ledger->newest.roots);
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
    result = mode == LEDGER_WRITE ? open_for_writing(made, err) : take_head(made, err);
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
  note_checkpoint(&text, epoch->name.name, 0, &root);
  int result = note_sign(&record->note, &text, &epoch->name, epoch->key, err);
  buf_finish(&text);
  return result;
}

static int make_files(const struct ledger_place *place, const char *origin, struct err *err)
{
  struct epoch epoch = {0};
  struct head_record record = {0};
  struct store_identity identity = {.origin = xstrdup(origin)};
  int result = epoch_prepare(&epoch, 1, origin, place->keys, err);
  if (result == 0)
    result = sign_empty(&epoch, &record, err);
  if (result == 0) {
    struct store_head head = {.size = 0, .note = record.note};
    memcpy(identity.first_key, epoch.name.public_half, KEY_PUBLIC_SIZE);
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
