/*
 * Reading entries. An entry that does not say all its type demands is refused here, so that nobody above has to ask
 * whether a member is there.
 */
#include "model/entry.h"

#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

/* ---- envelopes ---- */

/* What was signed must be what the entry says, member for member: else a true signature vouches for a false entry. */
static int check_agreement(struct entry *entry, struct err *err)
{
  static const char *const shared[] = {"actor", "incident", "run", "step", "type"};
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
    const json_t *said = json_object_get(entry->payload, shared[i]);
    const json_t *written = json_object_get(entry->whole, shared[i]);
    if (said != written && !(said && written && json_equal(said, written)))
      return err_set(err, "its member \"%s\" is not what its author signed", shared[i]);
  }
  if (!json_get_string(entry->payload, "origin") || !clock_parse(json_get_string(entry->payload, "said"), &entry->said))
    return err_set(err, "what its author signed does not say for which ledger, or when");
  return 0;
}

/* The entry that its author had before him ties a statement to its place. */
static int read_after(struct entry *entry, struct err *err)
{
  const json_t *after = json_object_get(entry->payload, "after");
  int64_t seq = json_get_integer(after, "seq", -1);
  const char *leaf = json_get_string(after, "leaf");
  if (seq < 0 || !leaf || !digest_parse(leaf, &entry->after.leaf))
    return err_set(err, "what its author signed does not say after which entry");
  entry->after.seq = (uint64_t)seq;
  return 0;
}

/* The bytes of its body, as they were signed. */
static int find_body(const struct buf *payload, struct json_span *body, struct err *err)
{
  struct json_pair pairs[8];
  int count = json_members(payload->bytes, payload->length, pairs, 8, err);
  for (int i = 0; i < count && i < 8; i++)
    if (pairs[i].key.length == 4 && memcmp(pairs[i].key.bytes, "body", 4) == 0)
      return *body = pairs[i].value, 0;
  return err_set(err, "what its author signed has no body");
}

static int open_payload(struct entry *entry, const struct buf *payload, struct err *err)
{
  struct json_span body = {0};
  if (find_body(payload, &body, err))
    return -1;
  entry->payload = json_parse(payload->bytes, payload->length, err);
  if (!entry->payload || check_agreement(entry, err) || entry_check_body(entry->type, body.bytes, body.length, err))
    return -1;
  entry->body = json_object_get(entry->payload, "body");
  return read_after(entry, err);
}

static int open_envelope(struct entry *entry, struct err *err)
{
  const json_t *envelope = json_object_get(entry->whole, "dsse");
  const char *kind = json_get_string(envelope, "payloadType"), *text = json_get_string(envelope, "payload");
  if (!kind || strcmp(kind, STATEMENT_PAYLOAD_TYPE) != 0)
    return err_set(err, "its envelope is not of type %s", STATEMENT_PAYLOAD_TYPE);
  if (json_array_size(json_object_get(envelope, "signatures")) == 0)
    return err_set(err, "its envelope has no signature");
  struct buf payload = {0};
  bool is_decoded = text && base64_decode(&payload, text, strlen(text));
  int result = is_decoded ? open_payload(entry, &payload, err) : err_set(err, "its payload is not base64");
  buf_finish(&payload);
  return result;
}

/* ---- the whole ---- */

static void fill(struct entry *entry, const struct entry_scan *scan)
{
  entry->seq = scan->seq;
  entry->type = scan->type;
  entry->commit = scan->commit;
  entry->at = scan->at;
  entry->wall = scan->wall;
  entry->measured = (struct clock_point){json_get_string(entry->whole, "boot"), scan->boot_ns};
  entry->is_signed = scan->is_signed;
  entry->is_unsigned = scan->is_unsigned;
  entry->has_prev = scan->has_prev;
  entry->incident = json_get_string(entry->whole, "incident");
  entry->step = json_get_string(entry->whole, "step");
  entry->actor = json_get_string(entry->whole, "actor");
  entry->unchecked = json_get_string(entry->whole, "unchecked");
  entry->run = (int)json_get_integer(entry->whole, "run", 0);
  entry->body = json_object_get(entry->whole, "body");
}

int entry_read(const char *bytes, size_t length, struct entry *entry, struct err *err)
{
  struct entry_scan scan;
  struct entry found = {0};
  if (entry_scan(bytes, length, &scan, err))
    return -1;
  found.whole = json_parse(bytes, length, err);
  if (!found.whole)
    return -1;
  fill(&found, &scan);
  found.leaf = digest_of_leaf(bytes, length);
  if (scan.is_signed && open_envelope(&found, err)) {
    entry_finish(&found);
    return -1;
  }
  *entry = found;
  return 0;
}

void entry_finish(struct entry *entry)
{
  if (!entry)
    return;
  json_decref(entry->whole);
  json_decref(entry->payload);
  *entry = (struct entry){0};
}
