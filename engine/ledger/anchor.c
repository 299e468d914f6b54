/*
 * What an open ledger is held against. Whoever can write to the database can write anything into it, so nothing in it
 * is believed that does not lead to a signature, and no key is taken from it: that comes from the head file, read
 * first. From there on each epoch's closing checkpoint names the next key, and the newest one signs the newest
 * checkpoint. A key folder that can be read must agree: an older copy of database and head file together is seen by it.
 */
#include "ledger/inside.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/json.h"

#include <string.h>

/* ---- the key folder ---- */

struct key_files {
  size_t count;
  uint64_t least, most;
};

static int see_key_file(void *context, const char *name, struct err *err)
{
  (void)err;
  struct key_files *files = context;
  size_t digits = strspn(name, "0123456789");
  if (!digits || strcmp(name + digits, ".pem") != 0)
    return 0;
  uint64_t number = strtoull(name, NULL, 10);
  files->least = files->count && files->least < number ? files->least : number;
  files->most = files->count && files->most > number ? files->most : number;
  files->count++;
  return 0;
}

/* A folder that cannot be read says nothing: an auditor's copy has none. */
static struct key_files look_at_keys(const struct ledger *ledger)
{
  struct key_files files = {0};
  struct err unread = {0};
  if (file_each(ledger->keys, see_key_file, &files, &unread) < 0)
    files.count = 0;
  return files;
}

static bool key_file_agrees(const struct ledger *ledger)
{
  struct err unread = {0};
  uint8_t public_half[KEY_PUBLIC_SIZE];
  char *name = xasprintf("%llu.pem", (unsigned long long)ledger->epoch.number), *path = file_join(ledger->keys, name);
  struct key *key = file_exists(path) ? key_load(path, NULL, NULL, &unread) : NULL;
  if (key)
    key_public(key, public_half);
  bool agrees = !key || memcmp(public_half, ledger->epoch.name.public_half, sizeof public_half) == 0;
  key_free(key);
  free(name);
  free(path);
  return agrees;
}

/* `before` was seen before the head file was read, so the ledger can have come farther since, but not back. */
static int hold_against_keys(struct ledger *ledger, const struct key_files *before, struct err *err)
{
  unsigned long long epoch = ledger->epoch.number;
  if (before->count && epoch < before->least)
    return err_store(err, "%s is in its epoch %llu, and the folder of its keys (%s) already in %llu: an older copy of "
                          "database and head file was restored; bring the newest back, and write on paper until then",
                     ledger->database, epoch, ledger->keys, (unsigned long long)before->least);
  if (before->count && epoch > before->most && look_at_keys(ledger).most < epoch)
    return err_store(err, "%s is in its epoch %llu, and the folder of its keys (%s) only in %llu: it is an older copy",
                     ledger->database, epoch, ledger->keys, (unsigned long long)before->most);
  if (!key_file_agrees(ledger))
    return err_store(err, "the key of epoch %llu in %s is not the one that %s goes by: one of them was replaced", epoch,
                     ledger->keys, ledger->head ? ledger->head_path : ledger->database);
  return 0;
}

/* ---- following the database ---- */

static int take_entry(void *context, const struct store_entry *row, struct err *err)
{
  struct ledger *ledger = context;
  struct entry_scan scan;
  if (row->seq != ledger->tree.size)
    return err_store(err, "%s: entry %llu is missing; verify the ledger", ledger->database,
                     (unsigned long long)ledger->tree.size);
  if (entry_scan(row->bytes, row->length, &scan, err))
    return err_prefix(err, "%s: entry %llu: ", ledger->database, (unsigned long long)row->seq);
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  merkle_append(&ledger->tree, &leaf);
  ledger_time_take(&ledger->last, &scan);
  return 0;
}

static bool roots_are(const struct merkle *tree, const struct buf *stored)
{
  struct buf roots = {0};
  merkle_store(tree, &roots);
  bool is_same = roots.length == stored->length && memcmp(buf_string(&roots), buf_string(stored), roots.length) == 0;
  buf_finish(&roots);
  return is_same;
}

/* What was appended since is hashed here, so that nobody's roots are believed; and it must be more, not else. */
static int follow_entries(struct ledger *ledger, struct err *err)
{
  uint64_t size = ledger->newest.size, had = ledger->tree.size;
  const char *file = ledger->head ? "the head file " : "", *by = ledger->head ? ledger->head_path : "who saw it last";
  if (size < had)
    return err_store(err, "%s has %llu entries, but %s%s says it had %llu: an older copy was restored, or its end was "
                          "cut off; bring the newest copy back, and write on paper until then", ledger->database,
                     (unsigned long long)size, file, by, (unsigned long long)had);
  if (size > had && ledger->store->ops->each(ledger->store, NULL, NULL, had, size, take_entry, ledger, err))
    return -1;
  if (ledger->tree.size == size && roots_are(&ledger->tree, &ledger->newest.roots))
    return 0;
  return err_store(err, "%s does not continue what %s%s saw at %llu entries: its record was replaced; bring the true "
                        "copy back, or verify both", ledger->database, file, by, (unsigned long long)had);
}

/* ---- epochs ---- */

struct next_key {
  const struct store_closing *closing;
  struct merkle before; /* the tree up to the entry that names the key */
  struct checkpoint signed_as;
  uint64_t number;
  uint8_t public_half[KEY_PUBLIC_SIZE];
  bool is_found;
};

static bool read_public(const json_t *body, uint8_t public_half[static KEY_PUBLIC_SIZE])
{
  const char *text = json_get_string(body, "public");
  struct buf bytes = {0};
  bool is_read = text && base64_decode(&bytes, text, strlen(text)) && bytes.length == KEY_PUBLIC_SIZE;
  if (is_read)
    memcpy(public_half, bytes.bytes, KEY_PUBLIC_SIZE);
  buf_finish(&bytes);
  return is_read;
}

/* The last entry under a closing checkpoint: the kept roots before it and its own hash must make the signed root. */
static int take_key_next(void *context, const struct store_entry *row, struct err *err)
{
  struct next_key *next = context;
  struct entry entry;
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  merkle_append(&next->before, &leaf);
  struct digest root = merkle_root(&next->before);
  if (next->before.size != next->signed_as.size || !digest_equal(&root, &next->signed_as.root))
    return 0;
  if (entry_read(row->bytes, row->length, &entry, err))
    return err_prefix(err, "entry %llu: ", (unsigned long long)row->seq);
  next->is_found = entry.type == ENTRY_KEY_NEXT && read_public(entry.body, next->public_half) &&
                   json_get_integer(entry.body, "number", 0) == (int64_t)next->number;
  entry_finish(&entry);
  return 0;
}

static bool is_of(const struct ledger *ledger, const struct checkpoint *checkpoint)
{
  return checkpoint->origin_length == strlen(ledger->origin) &&
         memcmp(checkpoint->origin, ledger->origin, checkpoint->origin_length) == 0;
}

/* Signed by the present epoch's key, for this ledger? */
static bool is_signed(const struct ledger *ledger, const struct buf *bytes, struct checkpoint *checkpoint)
{
  struct note note;
  struct err unread = {0};
  return note_read(buf_string(bytes), bytes->length, &note, &unread) == 0 &&
         note_checkpoint_read(note.text, note.length, checkpoint, &unread) == 0 && is_of(ledger, checkpoint) &&
         note_verify(&note, &ledger->epoch.name) == NOTE_GOOD;
}

static int enter_next(struct ledger *ledger, const struct store_closing *closing, struct err *err)
{
  struct next_key next = {.closing = closing, .number = ledger->epoch.number + 1};
  uint64_t last = closing->size - 1;
  if (closing->size == 0 || closing->size > ledger->newest.size ||
      !is_signed(ledger, &closing->note, &next.signed_as) || next.signed_as.size != closing->size)
    return err_store(err,
                     "%s: the checkpoint that closes its epoch %llu is not signed with that epoch's key; verify the "
                     "ledger",
                     ledger->database, (unsigned long long)ledger->epoch.number);
  if (merkle_restore(&next.before, last, closing->roots.bytes, closing->roots.length) &&
      ledger->store->ops->each(ledger->store, NULL, NULL, last, closing->size, take_key_next, &next, err))
    return -1;
  if (!next.is_found)
    return err_store(err, "%s: entry %llu should name the key of epoch %llu and does not; verify the ledger",
                     ledger->database, (unsigned long long)last, (unsigned long long)next.number);
  epoch_set(&ledger->epoch, next.number, ledger->origin, next.public_half);
  buf_clear(&ledger->vouched);
  buf_add(&ledger->vouched, closing->note.bytes, closing->note.length);
  return 0;
}

static int walk_epochs(struct ledger *ledger, struct err *err)
{
  struct store_closing closing = {0};
  int found;
  while ((found = ledger->store->ops->closing_of(ledger->store, ledger->epoch.number, &closing, err)) == 1)
    if (enter_next(ledger, &closing, err)) {
      found = -1;
      break;
    }
  store_closing_finish(&closing);
  return found;
}

/* ---- the newest checkpoint ---- */

static bool is_vouched(const struct ledger *ledger, const struct buf *note, struct checkpoint *checkpoint)
{
  struct note read;
  struct err unread = {0};
  return note->length == ledger->vouched.length && note->length &&
         memcmp(note->bytes, ledger->vouched.bytes, note->length) == 0 &&
         note_read(note->bytes, note->length, &read, &unread) == 0 &&
         note_checkpoint_read(read.text, read.length, checkpoint, &unread) == 0 && is_of(ledger, checkpoint);
}

static int check_newest(struct ledger *ledger, struct err *err)
{
  struct checkpoint checkpoint;
  const struct buf *note = &ledger->newest.note;
  struct digest root = merkle_root(&ledger->tree);
  if (!is_vouched(ledger, note, &checkpoint) && !is_signed(ledger, note, &checkpoint))
    return err_store(err, "%s: its newest checkpoint is not signed with the key of its epoch %llu; verify the ledger",
                     ledger->database, (unsigned long long)ledger->epoch.number);
  if (checkpoint.size != ledger->tree.size || !digest_equal(&checkpoint.root, &root))
    return err_store(err, "%s: its newest checkpoint is not of its entries; verify the ledger", ledger->database);
  ledger->chain_count = checkpoint.chains;
  ledger->chain_root = checkpoint.chain_root;
  return 0;
}

static bool is_the_same(const struct buf *a, const struct buf *b)
{
  return a->length == b->length && memcmp(buf_string(a), buf_string(b), a->length) == 0;
}

static int see_behind(void *context, const struct store_entry *row, struct err *err)
{
  (void)err;
  ledger_find_doubt(context, NULL, "a row stands at %llu, behind the newest entry, and nobody recorded it",
                    (unsigned long long)row->seq);
  return 1;
}

/* A closing that is not signed with its epoch's key is none, as long as the newest checkpoint still is. */
static int follow_epochs(struct ledger *ledger, struct err *err)
{
  struct err not_walked = {0};
  if (walk_epochs(ledger, &not_walked) == 0)
    return check_newest(ledger, err);
  struct err not_signed = {0};
  if (check_newest(ledger, &not_signed))
    return err_set_kind(err, not_walked.kind, "%-s", not_walked.text);
  ledger_find_doubt(ledger, NULL, "a checkpoint is kept for epoch %llu that is not signed with its key",
                    (unsigned long long)ledger->epoch.number);
  return 0;
}

int anchor_follow(struct ledger *ledger, struct err *err)
{
  const struct store_ops *ops = ledger->store->ops;
  struct store_head found = {0};
  int result = ops->version(ledger->store, &ledger->version, err) || ops->head(ledger->store, &found, err) ? -1 : 0;
  bool is_new = result == 0 && !(is_the_same(&found.note, &ledger->newest.note) && found.size == ledger->tree.size);
  if (is_new) {
    store_head_finish(&ledger->newest);
    ledger->newest = found;
    chains_forget(ledger);
    result = follow_entries(ledger, err) || follow_epochs(ledger, err) ? -1 : 0;
    if (result != 0)
      buf_clear(&ledger->newest.note); /* it is looked at again, and refused again */
  } else {
    store_head_finish(&found);
  }
  if (result == 0)
    result = ops->each(ledger->store, NULL, NULL, ledger->tree.size, UINT64_MAX, see_behind, ledger, err);
  return result;
}

/* ---- opening ---- */

static int check_origin(const struct ledger *ledger, const struct head_record *record, struct err *err)
{
  size_t length = strlen(ledger->origin);
  const char *note = buf_string(&record->note);
  if (record->note.length > length && memcmp(note, ledger->origin, length) == 0 && note[length] == '\n')
    return 0;
  return err_store(err, "the head file %s belongs to another ledger (%.*s), not to %s (%s)", ledger->head_path,
                   (int)strcspn(note, "\n"), note, ledger->database, ledger->origin);
}

static int begin_at_head(struct ledger *ledger, const struct head_record *record, struct err *err)
{
  if (check_origin(ledger, record, err))
    return -1;
  merkle_copy(&ledger->tree, &record->tree);
  merkle_copy(&ledger->checked, &record->tree);
  ledger->published = record->tree.size;
  epoch_set(&ledger->epoch, record->epoch, ledger->origin, record->public_half);
  buf_add(&ledger->vouched, record->note.bytes, record->note.length);
  return 0;
}

/* Without a head file it can only be shown, and notes recorded, by the key in its folder; its end is anybody's guess.
 */
static int begin_at_keys(struct ledger *ledger, const struct key_files *files, struct err *err)
{
  struct store_head head = {0};
  struct err why = {0};
  uint8_t public_half[KEY_PUBLIC_SIZE];
  char *name = xasprintf("%llu.pem", (unsigned long long)files->most), *path = file_join(ledger->keys, name);
  struct key *key = files->count ? key_load(path, NULL, NULL, &why) : NULL;
  free(name);
  free(path);
  if (!key)
    return err_store(err, "the head file %s is missing, and there is no key of the ledger beside it: nothing here can "
                          "tell whether %s is genuine. Mount its volume, or ask: tocsin verify --trust FILE",
                     ledger->head_path, ledger->database);
  key_public(key, public_half);
  key_free(key);
  epoch_set(&ledger->epoch, files->most, ledger->origin, public_half);
  int result = ledger->store->ops->head(ledger->store, &head, err);
  if (result == 0 && !merkle_restore(&ledger->tree, head.size, head.roots.bytes, head.roots.length))
    result = err_store(err, "%s: the kept roots of its tree do not fit its size; verify the ledger", ledger->database);
  store_head_finish(&head);
  return result;
}

static int see_last(void *context, const struct store_entry *row, struct err *err)
{
  struct ledger *ledger = context;
  struct entry_scan scan;
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  struct chain *chain = chains_find(ledger, row->chain, err);
  if (!chain)
    return -1;
  if (chain->count == 0 || !digest_equal(&leaf, &chain->last) || entry_scan(row->bytes, row->length, &scan, err))
    return 1;
  ledger_time_take(&ledger->last, &scan);
  return 1;
}

/* The newest entry is the last of its chain; from its time on the ledger's time is measured. */
static int take_last(struct ledger *ledger, struct err *err)
{
  uint64_t size = ledger->tree.size;
  if (size == 0 || ledger->last.boot[0])
    return 0;
  if (ledger->store->ops->each(ledger->store, NULL, NULL, size - 1, size, see_last, ledger, err))
    return -1;
  if (!ledger->last.boot[0])
    ledger_find_doubt(ledger, NULL, "entry %llu, the newest, is not the one that was recorded",
                      (unsigned long long)size - 1);
  return 0;
}

static int look_at_structure(struct ledger *ledger, struct err *err)
{
  struct buf findings = {0};
  int result = ledger->store->ops->compare(ledger->store, &findings, err);
  if (findings.length)
    ledger_find_doubt(ledger, NULL, "%.*s", (int)strcspn(findings.bytes, "\n"), findings.bytes);
  buf_finish(&findings);
  return result;
}

/* A checkpoint of what is still to come would lie in the way of the true one. */
static int look_for_checkpoints_ahead(struct ledger *ledger, struct err *err)
{
  struct store_closing closing = {0};
  const struct store_ops *ops = ledger->store->ops;
  int found = ops->next_closing(ledger->store, (int64_t)ledger->tree.size, &closing, err);
  int result = found < 0 ? -1 : ops->last_closing(ledger->store, &closing, err);
  if (result == 0 && (found == 1 || closing.epoch >= ledger->epoch.number))
    ledger_find_doubt(ledger, NULL, "a checkpoint is kept of entries that are still to come, and nobody recorded it");
  store_closing_finish(&closing);
  return result;
}

static int begin(struct ledger *ledger, const struct head_record *record, const struct key_files *keys, struct err *err)
{
  if (ledger->head ? begin_at_head(ledger, record, err) : begin_at_keys(ledger, keys, err))
    return -1;
  if (look_at_structure(ledger, err) || anchor_follow(ledger, err) || hold_against_keys(ledger, keys, err) ||
      look_for_checkpoints_ahead(ledger, err))
    return -1;
  return take_last(ledger, err);
}

static int open_head(struct ledger *ledger, struct head_record *record, struct err *err)
{
  if (!file_exists(ledger->head_path))
    return 0;
  return head_open(ledger->head_path, ledger->mode == LEDGER_WRITE, &ledger->head, err) ||
                 head_read(ledger->head, record, err)
             ? -1
             : 0;
}

int anchor_open(struct ledger *ledger, struct err *err)
{
  struct head_record record = {0};
  struct key_files keys = look_at_keys(ledger);
  int result = open_head(ledger, &record, err);
  if (result == 0)
    result = ledger->store->ops->freeze(ledger->store, err);
  if (result == 0) {
    ledger->views = 1;
    result = begin(ledger, &record, &keys, err);
    view_leave(ledger);
  }
  head_record_finish(&record);
  return result;
}

/* ---- one view ---- */

int view_enter(struct ledger *ledger, struct err *err)
{
  if (ledger->is_open || ledger->views++ > 0)
    return 0;
  if (ledger->store->ops->freeze(ledger->store, err) == 0) {
    if (anchor_follow(ledger, err) == 0)
      return 0;
    ledger->store->ops->unfreeze(ledger->store);
  }
  ledger->views--;
  return -1;
}

void view_leave(struct ledger *ledger)
{
  if (!ledger->is_open && --ledger->views == 0)
    ledger->store->ops->unfreeze(ledger->store);
}
