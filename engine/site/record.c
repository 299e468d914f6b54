/*
 * Reads an incident's entries whole: runs are followed back and forth in them, and they are few beside the evidence.
 */
#include "site/record.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

static int keep(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct record *record = context;
  struct entry entry;
  if (entry_read(bytes, length, &entry, err) < 0)
    return err_prefix(err, "entry %llu: ", (unsigned long long)seq);
  *APPEND(record->entries, record->count) = entry;
  return 0;
}

int record_read(struct ledger *ledger, const char *incident, struct record *record, struct err *err)
{
  *record = (struct record){.incident = xstrdup(incident)};
  if (!ledger_each_of(ledger, incident, 0, keep, record, err))
    return 0;
  record_finish(record);
  return -1;
}

void record_finish(struct record *record)
{
  for (size_t i = 0; i < record->count; i++)
    entry_finish(&record->entries[i]);
  free(record->entries);
  free(record->incident);
  *record = (struct record){0};
}

static bool begins_run(const struct record *record, const struct entry *entry)
{
  return entry->type == ENTRY_RUN_BEGIN && entry->incident && !strcmp(entry->incident, record->incident);
}

size_t record_run(const struct record *record, int run)
{
  for (size_t i = 0; i < record->count; i++)
    if (begins_run(record, &record->entries[i]) && record->entries[i].run == run)
      return i;
  return record->count;
}

int record_runs(const struct record *record)
{
  int runs = 0;
  for (size_t i = 0; i < record->count; i++)
    runs += begins_run(record, &record->entries[i]);
  return runs;
}

static int add_file(struct ledger *ledger, const char *name, const json_t *text, struct files *files, struct err *err)
{
  struct digest digest;
  struct buf bytes = {0};
  int result = -1;
  if (!json_is_string(text) || !digest_parse(json_string_value(text), &digest))
    err_store(err, "the record names %s without a hash", name);
  else if (!ledger_content(ledger, &digest, &bytes, err))
    result = (files_add(files, name, buf_string(&bytes), bytes.length), 0);
  buf_finish(&bytes);
  return result;
}

int record_procedure(struct ledger *ledger, const struct record *record, const char *digest, struct files *files,
                     struct err *err)
{
  for (size_t i = record->count; i-- > 0;) {
    const struct entry *entry = &record->entries[i];
    const char *known = entry->type == ENTRY_PROCEDURE ? json_get_string(entry->body, "digest") : NULL;
    if (!known || strcmp(known, digest))
      continue;
    const char *name;
    json_t *text;
    json_object_foreach(json_object_get(entry->body, "files"), name, text)
    {
      if (add_file(ledger, name, text, files, err) < 0)
        return -1;
    }
    struct digest whole = files_digest(files);
    char found[DIGEST_TEXT_SIZE];
    digest_text(&whole, found);
    return strcmp(found, digest) ? err_store(err, "entry %llu names files that are not the procedure %.19s...",
                                             (unsigned long long)entry->seq, digest)
                                 : 0;
  }
  return err_store(err, "%s ran under a procedure (%.19s...) that this ledger does not hold", record->incident, digest);
}
