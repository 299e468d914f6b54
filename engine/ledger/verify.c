/*
 * The whole ledger, read once from its beginning. Nothing that the database derived is believed: the tree, the people,
 * the epochs and the times are computed anew and compared. What differs becomes one sentence and the audit goes on.
 */
#include "ledger/audit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/shown.h"

#include <stdarg.h>
#include <string.h>

#define FINDINGS_MAX 16384 /* bytes; beyond it, more sentences help nobody */

void audit_finding(struct audit *audit, int64_t seq, const char *format, ...)
{
  struct verify_report *report = audit->report;
  report->is_ok = false;
  if (seq >= 0 && (report->first_bad < 0 || seq < report->first_bad))
    report->first_bad = seq;
  if (report->findings.length > FINDINGS_MAX)
    return;
  if (seq >= 0)
    buf_format(&report->findings, "entry %lld ", (long long)seq);
  va_list arguments;
  va_start(arguments, format);
  shown_vformat(&report->findings, format, arguments);
  va_end(arguments);
  buf_char(&report->findings, '\n');
  if (report->findings.length > FINDINGS_MAX)
    buf_text(&report->findings, "and more that is not listed\n");
}

/* ---- checkpoints ---- */

static bool origin_is(const struct audit *audit, const struct checkpoint *checkpoint)
{
  return strlen(audit->origin) == checkpoint->origin_length &&
         memcmp(audit->origin, checkpoint->origin, checkpoint->origin_length) == 0;
}

/* What lists said is known where a checkpoint is kept; elsewhere only how many chains there were. */
static const char *what_differs(struct audit *audit, bool is_kept, const struct note *note,
                                const struct checkpoint *checkpoint)
{
  struct digest root = merkle_root(&audit->tree);
  if (!origin_is(audit, checkpoint))
    return "is of another ledger";
  if (checkpoint->size != audit->tree.size)
    return "is of another size";
  if (!digest_equal(&checkpoint->root, &root))
    return "does not fit the entries";
  if (is_kept ? !audit_chains_are(audit->chains, checkpoint)
              : checkpoint->chains != audit_chains_count(audit->chains))
    return "does not fit the chains of the entries, or what lists said of them";
  return note_verify(note, &audit->key) == NOTE_GOOD ? NULL : "is not signed with the key of its epoch";
}

static void check_witnesses(struct audit *audit, const char *what, const struct note *note)
{
  enum note_verdict verdict = audit->trust ? trust_check(audit->trust, note) : NOTE_UNKNOWN;
  if (verdict == NOTE_WRONG)
    audit_finding(audit, -1, "%s of %llu entries bears a witness's signature that is false", what,
                  (unsigned long long)audit->tree.size);
  audit->has_quorum = audit->has_quorum || verdict == NOTE_GOOD;
}

bool audit_checkpoint(struct audit *audit, const char *what, const char *bytes, size_t length)
{
  struct note note;
  struct checkpoint checkpoint;
  struct err why = {0};
  uint64_t size = audit->tree.size;
  if (note_read(bytes, length, &note, &why) || note_checkpoint_read(note.text, note.length, &checkpoint, &why)) {
    audit_finding(audit, -1, "%s of %llu entries cannot be read: %s", what, (unsigned long long)size, why.text);
    return false;
  }
  const char *differs = what_differs(audit, true, &note, &checkpoint);
  if (differs) {
    audit_finding(audit, -1, "%s of %llu entries %s; entries %llu to %lld are not vouched for", what,
                  (unsigned long long)size, differs, (unsigned long long)audit->vouched, (long long)size - 1);
    return false;
  }
  check_witnesses(audit, what, &note);
  audit->report->checkpoints++;
  audit->vouched = size;
  return true;
}

void audit_take_lists(struct audit *audit, const struct store_closing *closing)
{
  if (!audit_chains_lists(audit->chains, &closing->lists))
    audit_finding(audit, -1, "what lists said at the kept checkpoint of %llu entries is of chains that were not there",
                  (unsigned long long)closing->size);
  struct buf roots = {0};
  merkle_store(&audit->before, &roots);
  if (roots.length != closing->roots.length || memcmp(buf_string(&roots), buf_string(&closing->roots), roots.length))
    audit_finding(audit, -1, "the roots kept beside the checkpoint of %llu entries are not those of the entries",
                  (unsigned long long)closing->size);
  buf_finish(&roots);
}

static void meet(struct audit *audit, struct milestone *milestone)
{
  if (!milestone->is_wanted || milestone->checkpoint.size != audit->tree.size)
    return;
  milestone->is_wanted = false;
  const char *differs = what_differs(audit, false, &milestone->note, &milestone->checkpoint);
  if (differs)
    audit_finding(audit, -1, "%s of %llu entries %s", milestone->what, (unsigned long long)milestone->checkpoint.size,
                  differs);
  else
    check_witnesses(audit, milestone->what, &milestone->note);
}

void audit_milestones(struct audit *audit)
{
  meet(audit, &audit->head);
  meet(audit, &audit->since);
}

static void read_milestone(struct audit *audit, struct milestone *milestone, const char *what, const char *bytes,
                           size_t length)
{
  struct err why = {0};
  milestone->what = what;
  milestone->is_wanted = note_read(bytes, length, &milestone->note, &why) == 0 &&
                         note_checkpoint_read(milestone->note.text, milestone->note.length, &milestone->checkpoint,
                                              &why) == 0;
  if (!milestone->is_wanted)
    audit_finding(audit, -1, "%s cannot be read: %s", what, why.text);
}

void audit_anchor(struct audit *audit)
{
  const struct head_record *anchor = audit->anchor;
  if (anchor->epoch == audit->epoch && memcmp(anchor->public_half, audit->key.public_half, KEY_PUBLIC_SIZE) != 0)
    audit_finding(audit, -1, "the head file goes by another key of epoch %llu than the ledger",
                  (unsigned long long)audit->epoch);
}

/* What somebody kept and cannot be read accuses nobody; it only means that there is nothing to compare with. */
static int read_since(struct audit *audit, const char *text, struct err *err)
{
  struct verify_report unread = {0};
  struct audit apart = {.report = &unread};
  read_milestone(&apart, &audit->since, "the note given with --since", text, strlen(text));
  const char *why = buf_string(&unread.findings);
  int result = audit->since.is_wanted ? 0 : err_set(err, "%.*s", (int)strcspn(why, "\n"), why);
  verify_finish(&unread);
  return result;
}

static int check_since(const struct audit *audit, struct err *err)
{
  const struct checkpoint *since = &audit->since.checkpoint;
  if (!audit->since.is_wanted || origin_is(audit, since))
    return 0;
  return err_set(err,
                 "the note given with --since is of another ledger, %.*s; this one is %s, and the note says nothing "
                 "about it",
                 (int)since->origin_length, since->origin, audit->origin);
}

static void check_met(struct audit *audit, const struct milestone *milestone)
{
  if (milestone->is_wanted)
    audit_finding(audit, -1, "%s has %llu entries, the ledger only %llu: its end was cut off, or an older copy "
                  "restored", milestone->what, (unsigned long long)milestone->checkpoint.size,
                  (unsigned long long)audit->tree.size);
}

/* ---- what is derived ---- */

static bool is_same(const struct buf *a, const struct buf *b)
{
  return a->length == b->length && memcmp(buf_string(a), buf_string(b), a->length) == 0;
}

/* Right after an epoch's end the newest checkpoint is its closing one, signed with a key that is no longer in force. */
static void check_newest(struct audit *audit, const struct buf *note)
{
  bool is_closing = audit->epoch > 1 && audit->tree.size == audit->epoch_start;
  if (!is_closing)
    audit_checkpoint(audit, "the newest checkpoint", buf_string(note), note->length);
  else if (!is_same(note, &audit->closing))
    audit_finding(audit, -1, "the newest checkpoint is not the one that closes epoch %llu",
                  (unsigned long long)audit->epoch - 1);
}

static int check_head(struct audit *audit, struct err *err)
{
  struct store_head head = {0};
  struct buf roots = {0};
  int result = audit->store->ops->head(audit->store, &head, err);
  merkle_store(&audit->tree, &roots);
  if (result == 0 && head.size != audit->tree.size)
    audit_finding(audit, -1, "the newest checkpoint is kept for %llu entries; there are %llu",
                  (unsigned long long)head.size, (unsigned long long)audit->tree.size);
  if (result == 0 && !is_same(&roots, &head.roots))
    audit_finding(audit, -1, "the kept roots of the tree are not those of the entries");
  if (result == 0)
    check_newest(audit, &head.note);
  buf_finish(&roots);
  store_head_finish(&head);
  return result;
}

static int see_content(void *context, const struct digest *digest, const void *bytes, size_t length, struct err *err)
{
  struct digest is = digest_of(bytes ? bytes : "", length);
  char text[DIGEST_TEXT_SIZE];
  digest_text(digest, text);
  if (!digest_equal(&is, digest))
    audit_finding(context, -1, "the bytes kept as %s are others", text);
  return 0;
}

static int see_entry(void *context, const struct store_entry *row, struct err *err)
{
  struct audit *audit = context;
  const struct verify_options *options = audit->options;
  if (options->see && options->see(options->context, row->seq, row->bytes, row->length, err))
    return -1;
  return audit_entry(audit, row, err);
}

static int check_structure(struct audit *audit, struct err *err)
{
  struct buf findings = {0};
  int result = audit->store->ops->examine(audit->store, &findings, err);
  for (char *line, *rest = findings.bytes; rest && (line = strsep(&rest, "\n"));)
    if (*line)
      audit_finding(audit, -1, "%s", line);
  buf_finish(&findings);
  return result;
}

static void check_end(struct audit *audit)
{
  if (audit->report->entries == 0)
    audit_finding(audit, -1, "the ledger has no entries, not even a genesis");
  if (audit->has_next)
    audit_finding(audit, -1, "a checkpoint of %llu entries is kept; there are only %llu",
                  (unsigned long long)audit->next.size, (unsigned long long)audit->tree.size);
  check_met(audit, &audit->head);
  check_met(audit, &audit->since);
  audit->report->is_end_checked = audit->since.what && !audit->since.is_wanted;
  if (audit->trust && trust_asks_witnesses(audit->trust) && !audit->has_quorum)
    audit_finding(audit, -1, "no checkpoint bears the cosignatures that the trust file asks for");
}

static int check_all(struct audit *audit, struct err *err)
{
  const struct store_ops *ops = audit->store->ops;
  int found = ops->next_closing(audit->store, -1, &audit->next, err);
  audit->has_next = found == 1;
  audit_milestones(audit);
  if (found < 0 || ops->each(audit->store, NULL, NULL, 0, UINT64_MAX, see_entry, audit, err) ||
      audit_leaves(audit, err) || check_head(audit, err) ||
      ops->each_content(audit->store, see_content, audit, err) || check_structure(audit, err))
    return -1;
  check_end(audit);
  return 0;
}

/* ---- beginning and end ---- */

/* Read before the database: published is only what was committed, so the database can be ahead but not behind. */
static void read_head_file(struct audit *audit, const char *path, struct head_record *record)
{
  struct head *file = NULL;
  struct err why = {0};
  audit->report->is_head_missing = !file_exists(path);
  if (audit->report->is_head_missing)
    buf_format(&audit->report->findings, "the head file %s is missing: whether the newest entries are there cannot be "
               "told\n", path);
  else if (head_open(path, false, &file, &why) || head_read(file, record, &why))
    audit_finding(audit, -1, "%s", why.text);
  else
    read_milestone(audit, &audit->head, "the head file", buf_string(&record->note), record->note.length);
  head_close(file);
}

static int read_identity(struct audit *audit, struct err *err)
{
  struct store_identity identity = {0};
  if (audit->store->ops->identity(audit->store, &identity, err))
    return -1;
  audit->origin = identity.origin;
  audit->epoch = 1;
  note_key_init(&audit->key, identity.origin, NOTE_LOG, identity.first_key);
  audit_anchor(audit);
  if (check_since(audit, err))
    return -1;
  if (audit->trust && !trust_has_log(audit->trust, audit->origin, audit->key.public_half))
    audit_finding(audit, -1, "the trust file does not name this ledger (%.200s) with its first key", audit->origin);
  return 0;
}

static int open_frozen(struct audit *audit, const char *database, struct err *err)
{
  if (!file_exists(database))
    return err_store(err, "there is no ledger at %s", database);
  if (store_sqlite_open(database, false, &audit->store, err) || audit->store->ops->freeze(audit->store, err))
    return -1;
  return read_identity(audit, err);
}

static int run(struct audit *audit, const struct ledger_place *place, const struct verify_options *options,
               struct err *err)
{
  struct head_record head = {0};
  if (options->trust && !(audit->trust = trust_read(options->trust, err)))
    return -1;
  if (place->head)
    read_head_file(audit, place->head, &head);
  audit->anchor = &head;
  if (options->since && read_since(audit, options->since, err))
    return -1;
  int result = open_frozen(audit, place->database, err);
  if (result == 0)
    result = check_all(audit, err);
  head_record_finish(&head);
  return result;
}

static void finish(struct audit *audit)
{
  if (audit->store) {
    audit->store->ops->unfreeze(audit->store);
    audit->store->ops->close(audit->store);
  }
  trust_free(audit->trust);
  people_finish(&audit->people);
  note_key_finish(&audit->key);
  store_closing_finish(&audit->next);
  audit_chains_free(audit->chains);
  heard_free(audit->heard);
  hearing_free(audit->hearing);
  buf_finish(&audit->closing);
  free(audit->origin);
}

int ledger_verify(const struct ledger_place *place, const struct verify_options *options, struct verify_report *report,
                  struct err *err)
{
  *report = (struct verify_report){.is_ok = true, .trust = options->trust ? "given" : "self", .first_bad = -1};
  struct audit audit = {.options = options,
                        .report = report,
                        .last_commit = ENTRY_NO_COMMIT,
                        .chains = audit_chains_new(),
                        .heard = heard_new(),
                        .hearing = hearing_new()};
  int result = run(&audit, place, options, err);
  report->epochs = audit.epoch;
  report->people = audit.people.count;
  finish(&audit);
  if (result != 0)
    report->is_ok = false;
  return result;
}

void verify_finish(struct verify_report *report)
{
  buf_finish(&report->findings);
}
