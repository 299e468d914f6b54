/*
 * One entry after the other, in the order of trust: its place, its bytes, who signed it, what it changes.
 */
#include "ledger/audit.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

/* ---- place ---- */

/* What the writer did is done again: nothing but what entries say of their clocks makes their times. */
static void check_time(struct audit *audit, const struct entry_scan *scan, int64_t seq)
{
  const struct clock_reading then = {.wall = scan->wall, .boot_ns = scan->boot_ns};
  struct ledger_time next;
  ledger_time_take(&next, scan);
  if (seq > 0 && scan->at < audit->last.at)
    audit_finding(audit, seq, "is older than the entry before it");
  else if (scan->at != ledger_time_after(&audit->last, &then, next.boot))
    audit_finding(audit, seq, "bears a time that does not follow from the entry before it and its clocks");
  if (scan->type == ENTRY_CLOCK)
    audit->report->clock_steps++;
  audit->last = next;
}

/* The name of the chain that an entry belongs to by what it says. */
static const char *chain_of(const struct store_entry *row, const struct entry_scan *scan)
{
  const struct json_span incident = scan->incident;
  if (!incident.bytes)
    return entry_chain(scan->type, NULL);
  bool is_column = strlen(row->chain) == incident.length && memcmp(row->chain, incident.bytes, incident.length) == 0;
  return is_column ? row->chain : NULL;
}

static void check_place(struct audit *audit, const struct store_entry *row, const struct entry_scan *scan,
                        const struct digest *leaf)
{
  int64_t seq = (int64_t)row->seq;
  const char *chain = chain_of(row, scan);
  if (scan->seq != row->seq)
    audit_finding(audit, seq, "says that it is entry %llu", (unsigned long long)scan->seq);
  if (!chain || strcmp(chain, row->chain) != 0)
    audit_finding(audit, seq, "is filed under another incident than it names");
  const char *wrong = audit_chains_take(audit->chains, chain ? chain : row->chain, scan, leaf);
  if (wrong)
    audit_finding(audit, seq, "%s", wrong);
  check_time(audit, scan, seq);
  if ((scan->type == ENTRY_GENESIS) != (row->seq == 0))
    audit_finding(audit, seq, row->seq == 0 ? "should be the genesis and is not" : "is a second genesis");
}

/* A transaction is one stretch of entries that begins at the size `commit` and lies in one epoch; see the design: so
   replay can demand each block of decisions whole. */
static void check_commit(struct audit *audit, const struct entry_scan *scan, int64_t seq)
{
  if (scan->commit == ENTRY_NO_COMMIT)
    return;
  bool is_same = scan->commit == audit->last_commit;
  if (scan->commit > seq || scan->commit < (int64_t)audit->epoch_start ||
      (!is_same && audit->last_commit != ENTRY_NO_COMMIT && scan->commit <= (int64_t)audit->last_runners))
    audit_finding(audit, seq, "says that its transaction began at %lld, which cannot be", (long long)scan->commit);
  audit->last_commit = scan->commit;
  audit->last_runners = (uint64_t)seq;
}

/* ---- people ---- */

struct seeking_after {
  const struct entry *entry;
  bool is_there, is_of_site, is_same_chain;
};

static int see_after(void *context, const struct store_entry *row, struct err *err)
{
  (void)err;
  struct seeking_after *seeking = context;
  const struct entry *entry = seeking->entry;
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  seeking->is_there = digest_equal(&leaf, &entry->after.leaf);
  seeking->is_of_site = strcmp(row->chain, CHAIN_SITE) == 0;
  seeking->is_same_chain = strcmp(row->chain, entry_chain(entry->type, entry->incident)) == 0;
  return 1;
}

/* What its author had before him must stand there, before it: so a statement cannot be carried to an earlier place, nor
   stand in a ledger that was cut and written anew from there. */
static int check_after(struct audit *audit, const struct entry *entry, struct err *err)
{
  struct seeking_after seeking = {.entry = entry};
  uint64_t place = entry->after.seq;
  if (place < entry->seq &&
      audit->store->ops->each(audit->store, NULL, NULL, place, place + 1, see_after, &seeking, err))
    return -1;
  if (!seeking.is_there)
    audit_finding(audit, (int64_t)entry->seq, "was said after an entry %llu that is not there: the ledger was cut, or "
                  "this was carried here", (unsigned long long)place);
  else if (!seeking.is_same_chain && !(seeking.is_of_site && (!entry->has_prev || entry->unchecked)))
    audit_finding(audit, (int64_t)entry->seq, "was said after entry %llu, which belongs to something else",
                  (unsigned long long)place);
  if (heard_before(audit->heard, entry))
    audit_finding(audit, (int64_t)entry->seq, "repeats what was signed once, and counts once");
  return 0;
}

static void check_signature(struct audit *audit, const struct entry *entry)
{
  const struct person *author = people_find(&audit->people, entry->actor);
  int64_t seq = (int64_t)entry->seq;
  const char *who = entry->actor ? entry->actor : "nobody";
  audit->report->statements++;
  if (!author)
    audit_finding(audit, seq, "is signed in the name of %.80s, who is not known at this place", who);
  else if (!author->has_key || author->is_revoked)
    audit_finding(audit, seq, "is signed by %.80s, whose key %s", who,
                  author->has_key ? "was revoked" : "is not known");
  else if (!statement_verify(entry, author->key, audit->origin))
    audit_finding(audit, seq, "does not bear the signature of %.80s for this ledger", who);
}

/* What was held back and put here later loosens nothing, here as in every fold. */
static bool stands(struct audit *audit, const struct entry *entry)
{
  enum standing standing;
  struct err cut = {0};
  if (hearing_take(audit->hearing, entry, &standing, &cut))
    return false; /* told by check_after */
  if (standing == STANDING_GOOD || !entry_loosens(entry->type))
    return true;
  if (standing != STANDING_REPEATED)
    audit_finding(audit, (int64_t)entry->seq, "was %s, so it counts for nothing",
                  standing == STANDING_LATE ? "said long before or after it was recorded"
                                            : "contradicted between what its author knew and its place");
  return false;
}

static void take_people(struct audit *audit, const struct entry *entry)
{
  bool is_of_site = !entry->incident && strcmp(entry_chain(entry->type, NULL), CHAIN_SITE) == 0;
  if (!is_of_site || !stands(audit, entry) || entry->type == ENTRY_PROCEDURE)
    return;
  if (people_may_take(&audit->people, entry, audit->origin))
    people_take(&audit->people, entry);
  else if (entry->type == ENTRY_PERSON || json_get_string(entry->body, "person"))
    audit_finding(audit, (int64_t)entry->seq, "changes who counts, but is not signed by senior management");
}

/* ---- what single types say ---- */

static void check_genesis(struct audit *audit, const struct entry *entry)
{
  const char *origin = json_get_string(entry->body, "origin");
  if (!origin || strcmp(origin, audit->origin) != 0)
    audit_finding(audit, (int64_t)entry->seq, "is the genesis of another ledger (%.200s)", origin ? origin : "none");
}

static int check_procedure(struct audit *audit, const struct entry *entry, struct err *err)
{
  const char *name;
  json_t *value, *files = json_object_get(entry->body, "files");
  struct buf bytes = {0};
  int result = 0;
  json_object_foreach(files, name, value) {
    struct digest digest;
    int found = digest_parse(json_string_value(value), &digest)
                    ? audit->store->ops->content(audit->store, &digest, &bytes, err)
                    : 0;
    if (found < 0)
      result = -1;
    else if (found == 0)
      audit_finding(audit, (int64_t)entry->seq, "names the file %.200s, whose bytes are not kept", name);
    buf_clear(&bytes);
  }
  buf_finish(&bytes);
  return result;
}

static int step_to_next_closing(struct audit *audit, struct err *err)
{
  int found = audit->store->ops->next_closing(audit->store, (int64_t)audit->next.size, &audit->next, err);
  audit->has_next = found == 1;
  return found < 0 ? -1 : 0;
}

/* The closing checkpoint of exactly this epoch must stand here; then the next key comes into force. */
static int check_key_next(struct audit *audit, const struct entry *entry, bool is_closed, struct err *err)
{
  int64_t seq = (int64_t)entry->seq;
  const char *text = json_get_string(entry->body, "public");
  struct buf public_half = {0};
  if (!is_closed)
    audit_finding(audit, seq, "ends epoch %llu, which has no closing checkpoint", (unsigned long long)audit->epoch);
  if (json_get_integer(entry->body, "number", 0) != (int64_t)audit->epoch + 1)
    audit_finding(audit, seq, "does not begin epoch %llu", (unsigned long long)audit->epoch + 1);
  if (text && base64_decode(&public_half, text, strlen(text)) && public_half.length == KEY_PUBLIC_SIZE) {
    note_key_finish(&audit->key);
    note_key_init(&audit->key, audit->origin, NOTE_LOG, (const uint8_t *)public_half.bytes);
  } else {
    audit_finding(audit, seq, "names no key for the next epoch");
  }
  buf_finish(&public_half);
  audit->epoch++;
  audit->epoch_start = audit->tree.size;
  audit_anchor(audit);
  return 0;
}

/* ---- kept checkpoints ---- */

/* Those at the present size. Says whether one of them closes the present epoch. */
static int meet_closings(struct audit *audit, bool *is_closed, struct err *err)
{
  *is_closed = false;
  while (audit->has_next && audit->next.size <= audit->tree.size) {
    const struct store_closing *closing = &audit->next;
    if (closing->size < audit->tree.size)
      audit_finding(audit, -1, "a checkpoint is kept under the size %llu a second time or out of order",
                    (unsigned long long)closing->size);
    else if (audit_take_lists(audit, closing),
             audit_checkpoint(audit, "the kept checkpoint", buf_string(&closing->note), closing->note.length) &&
                 closing->epoch == audit->epoch)
      *is_closed = true;
    if (*is_closed) {
      buf_clear(&audit->closing);
      buf_add(&audit->closing, closing->note.bytes, closing->note.length);
    }
    if (closing->epoch && closing->epoch != audit->epoch)
      audit_finding(audit, -1, "the checkpoint of %llu entries is said to close epoch %llu, in epoch %llu",
                    (unsigned long long)closing->size, (unsigned long long)closing->epoch,
                    (unsigned long long)audit->epoch);
    if (step_to_next_closing(audit, err))
      return -1;
  }
  return 0;
}

/* ---- the whole entry ---- */

static bool needs_reading(const struct entry_scan *scan)
{
  return scan->is_signed || scan->type == ENTRY_GENESIS || scan->type == ENTRY_PERSON || scan->type == ENTRY_REVOKE ||
         scan->type == ENTRY_KEY_NEXT || scan->type == ENTRY_PROCEDURE;
}

static int check_meaning(struct audit *audit, const struct entry *entry, bool is_closed, struct err *err)
{
  if (entry->is_signed)
    check_signature(audit, entry);
  if (entry->is_signed && check_after(audit, entry, err))
    return -1;
  take_people(audit, entry);
  if (entry->type == ENTRY_GENESIS)
    check_genesis(audit, entry);
  if (entry->type == ENTRY_PROCEDURE && check_procedure(audit, entry, err))
    return -1;
  bool is_end = entry->type == ENTRY_KEY_NEXT;
  if (is_closed && !is_end)
    audit_finding(audit, (int64_t)entry->seq, "is where epoch %llu is said to end, but names no next key",
                  (unsigned long long)audit->epoch);
  return is_end ? check_key_next(audit, entry, is_closed, err) : 0;
}

static int read_meaning(struct audit *audit, const struct store_entry *row, bool is_closed, struct err *err)
{
  struct entry entry;
  struct err why = {0};
  if (entry_read(row->bytes, row->length, &entry, &why)) {
    audit_finding(audit, (int64_t)row->seq, "cannot be read: %s", why.text);
    return 0;
  }
  entry.seq = row->seq;
  int result = check_meaning(audit, &entry, is_closed, err);
  entry_finish(&entry);
  return result;
}

static void add_to_tree(struct audit *audit, const struct digest *leaf)
{
  if (audit->has_next && audit->next.size == audit->tree.size + 1)
    merkle_copy(&audit->before, &audit->tree);
  merkle_append(&audit->tree, leaf);
}

int audit_entry(struct audit *audit, const struct store_entry *row, struct err *err)
{
  struct entry_scan scan;
  struct err why = {0};
  bool is_closed;
  if (row->seq != audit->expected)
    audit_finding(audit, (int64_t)audit->expected, "is missing: entry %llu stands in its place",
                  (unsigned long long)row->seq);
  audit->expected = row->seq + 1;
  audit->report->entries++;
  struct digest leaf = digest_of_leaf(row->bytes, row->length);
  add_to_tree(audit, &leaf);
  bool is_entry = entry_scan(row->bytes, row->length, &scan, &why) == 0;
  if (is_entry)
    check_place(audit, row, &scan, &leaf);
  else
    audit_finding(audit, (int64_t)row->seq, "is no entry: %s", why.text);
  audit_milestones(audit);
  if (meet_closings(audit, &is_closed, err))
    return -1;
  if (!is_entry)
    return 0;
  check_commit(audit, &scan, (int64_t)row->seq);
  audit->report->unsigned_statements += scan.is_unsigned;
  return is_closed || needs_reading(&scan) ? read_meaning(audit, row, is_closed, err) : 0;
}
