/*
 * Reading entries. An entry that does not say all its type demands is refused here, so that nobody above has to ask
 * whether a member is there.
 */
#include "model/entry.h"

#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

/* In the order of enum entry_type. Bodies: what must be there; "?" marks what may be missing. */
static const struct entry_type_row rows[ENTRY_TYPE_COUNT] = {
    [ENTRY_GENESIS] = {"genesis", false, false, "demo? name origin people semantics"},
    [ENTRY_PERSON] = {"person", false, true, "id key? name organisation? reports_to? roles"},
    [ENTRY_PROCEDURE] = {"procedure", false, true, "because? digest files"},
    [ENTRY_DECLARE] = {"declare", false, true, "declared_by discovered? doubtful facility? facts people source "
                       "subjects systems title unauthorized_because?"},
    [ENTRY_RUN_BEGIN] = {"run.begin", true, false, "limits people playbook procedure semantics"},
    [ENTRY_RUN_END] = {"run.end", true, false, "state tracks"},
    [ENTRY_INTENT] = {"intent", true, false, "action approval? arguments attempt deadline? decision driver fingerprint "
                      "host key left? person? pid started tool?"},
    [ENTRY_OUTCOME] = {"outcome", true, false, "attempt because? fields status"},
    [ENTRY_REQUEST] = {"request", true, false, "action arguments decision fingerprint state"},
    [ENTRY_DUE] = {"due", true, false, "at deadline"},
    [ENTRY_IN_DOUBT] = {"in_doubt", true, false, "attempt because"},
    [ENTRY_ANSWER] = {"answer", false, true, "acting_for? action fields scripted? status"},
    [ENTRY_APPROVAL] = {"approval", false, true, "action facts fingerprint not_after procedure role strength"},
    [ENTRY_DENIAL] = {"denial", false, true, "action because? fingerprint role"},
    [ENTRY_REVOKE] = {"revoke", false, true, "approval? because person?"},
    [ENTRY_WAIVER] = {"waiver", false, true, "because?"},
    [ENTRY_RESOLVE] = {"resolve", false, true, "because? result"},
    [ENTRY_FACT] = {"fact", false, true, "because confirmed? facts"},
    [ENTRY_HALT] = {"halt", false, true, "because?"},
    [ENTRY_RESUME] = {"resume", false, true, "because?"},
    [ENTRY_NOTE] = {"note", false, true, "text"},
    [ENTRY_SPOKE] = {"spoke", false, true, "because?"},
    [ENTRY_JOIN] = {"join", false, true, "because?"},
    [ENTRY_LEAVE] = {"leave", false, true, "because?"},
    [ENTRY_HANDOVER] = {"handover", false, true, "because?"},
    [ENTRY_DID] = {"did", false, true, "because?"},
    [ENTRY_OBJECT] = {"object", false, true, "because?"},
    [ENTRY_SIGNOFF] = {"signoff", false, true, "because?"},
    [ENTRY_MILESTONE] = {"milestone", false, true, "because?"},
    [ENTRY_EVIDENCE] = {"evidence", false, false, "absent? argv? ended exit? file? item original? path? sensitivity? "
                        "signal? started stderr? stdout? timed_out? truncated?"},
    [ENTRY_CUSTODY] = {"custody", false, true, "because?"},
    [ENTRY_ACCESS] = {"access", false, false, "because?"},
    [ENTRY_CLOCK] = {"clock", false, false, "from to"},
    [ENTRY_ANCHOR] = {"anchor", false, false, "because?"},
    [ENTRY_KEY_NEXT] = {"key.next", false, false, "number public reason"},
    [ENTRY_RECOVERY] = {"recovery", false, true, "because?"},
    [ENTRY_ERASE] = {"erase", false, true, "because?"},
    [ENTRY_CLOSE] = {"close", false, true, "because? state"},
};

const struct entry_type_row *entry_type_row(enum entry_type type)
{
  return &rows[type];
}

int entry_type_find(const char *name)
{
  for (int i = 0; name && i < ENTRY_TYPE_COUNT; i++)
    if (strcmp(rows[i].name, name) == 0)
      return i;
  return -1;
}

/* ---- members ---- */

static int get_text(const json_t *object, const char *name, bool is_needed, const char **text, struct err *err)
{
  const json_t *value = json_object_get(object, name);
  if (value && !json_is_string(value))
    return err_set(err, "its member \"%s\" is not text", name);
  if (!value && is_needed)
    return err_set(err, "it has no member \"%s\"", name);
  *text = json_string_value(value);
  return 0;
}

static int get_number(const json_t *object, const char *name, int64_t least, int64_t otherwise, int64_t *number,
                      struct err *err)
{
  const json_t *value = json_object_get(object, name);
  *number = json_get_integer(object, name, otherwise);
  if (value && (!json_is_integer(value) || *number < least || *number > JSON_INTEGER_MAX))
    return err_set(err, "its member \"%s\" is not a whole number of at least %lld", name, (long long)least);
  return 0;
}

static int read_stamp(struct entry *entry, struct err *err)
{
  const char *at, *boot, *salt;
  int64_t seq;
  if (json_get_integer(entry->whole, "v", 0) != 1)
    return err_set(err, "it is of another version (\"v\" is not 1); a newer tocsin may read it");
  if (get_number(entry->whole, "seq", 0, -1, &seq, err) || get_text(entry->whole, "at", true, &at, err) ||
      get_text(entry->whole, "boot", true, &boot, err) || get_text(entry->whole, "salt", true, &salt, err))
    return -1;
  if (seq < 0)
    return err_set(err, "it has no member \"seq\"");
  if (!json_object_get(entry->whole, "mono"))
    return err_set(err, "it has no member \"mono\"");
  if (!clock_parse(at, &entry->at))
    return err_set(err, "its time \"%.40s\" is not RFC 3339 in UTC with microseconds", at);
  entry->seq = (uint64_t)seq;
  return 0;
}

static int read_place(struct entry *entry, const struct entry_type_row *row, struct err *err)
{
  int64_t run;
  if (get_text(entry->whole, "incident", false, &entry->incident, err) ||
      get_text(entry->whole, "step", false, &entry->step, err) ||
      get_text(entry->whole, "actor", false, &entry->actor, err) ||
      get_number(entry->whole, "run", 1, 0, &run, err) ||
      get_number(entry->whole, "commit", 0, ENTRY_NO_COMMIT, &entry->commit, err))
    return -1;
  if (run > INT32_MAX)
    return err_set(err, "its member \"run\" is too large");
  if (row->is_runners && entry->commit == ENTRY_NO_COMMIT)
    return err_set(err, "a \"%s\" is the runner's, but has no member \"commit\"", row->name);
  entry->run = (int)run;
  return 0;
}

/* ---- bodies ---- */

/* What was signed must be what the entry says, member for member: else a true signature vouches for a false entry. */
static int check_payload_agrees(const struct entry *entry, struct err *err)
{
  static const char *const shared[] = {"actor", "incident", "run", "step", "type"};
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
    const json_t *said = json_object_get(entry->payload, shared[i]);
    const json_t *written = json_object_get(entry->whole, shared[i]);
    if (said != written && !(said && written && json_equal(said, written)))
      return err_set(err, "its member \"%s\" is not what its author signed", shared[i]);
  }
  const char *unused;
  return get_text(entry->payload, "origin", true, &unused, err) || get_text(entry->payload, "said", true, &unused, err)
             ? -1
             : 0;
}

static int read_envelope(struct entry *entry, const json_t *envelope, struct err *err)
{
  const char *kind = json_get_string(envelope, "payloadType"), *text = json_get_string(envelope, "payload");
  if (!kind || strcmp(kind, STATEMENT_PAYLOAD_TYPE) != 0)
    return err_set(err, "its envelope is not of type %s", STATEMENT_PAYLOAD_TYPE);
  if (json_array_size(json_object_get(envelope, "signatures")) == 0)
    return err_set(err, "its envelope has no signature");
  struct buf payload = {0};
  if (!text || !base64_decode(&payload, text, strlen(text)))
    err_set(err, "the payload of its envelope is not base64");
  else if (json_check(buf_string(&payload), payload.length, err) == 0)
    entry->payload = json_parse(payload.bytes, payload.length, err);
  buf_finish(&payload);
  if (!entry->payload)
    return -1;
  entry->is_signed = true;
  entry->body = json_object_get(entry->payload, "body");
  return check_payload_agrees(entry, err);
}

static int read_body(struct entry *entry, const struct entry_type_row *row, struct err *err)
{
  const json_t *envelope = json_object_get(entry->whole, "dsse");
  entry->body = json_object_get(entry->whole, "body");
  entry->is_unsigned = json_get_boolean(entry->whole, "unsigned");
  if (envelope && entry->body)
    return err_set(err, "it has a signed body and an open one; only one of them can be meant");
  if (envelope && !row->is_statement)
    return err_set(err, "a \"%s\" is nothing a person signs, yet it has an envelope", row->name);
  if (envelope && read_envelope(entry, envelope, err))
    return -1;
  if (entry->is_signed && entry->is_unsigned)
    return err_set(err, "it is signed and says that it is not");
  if (row->is_statement && !entry->is_signed && !entry->is_unsigned)
    return err_set(err, "a \"%s\" is what a person says, yet it is neither signed nor marked as unsigned", row->name);
  if (!json_is_object(entry->body))
    return err_set(err, "it has no body");
  return 0;
}

int entry_check_body(enum entry_type type, const json_t *body, struct err *err)
{
  for (const char *at = rows[type].body; *at;) {
    size_t length = strcspn(at, " ");
    bool is_optional = at[length - 1] == '?';
    if (!is_optional && !json_object_getn(body, at, length))
      return err_set(err, "a \"%s\" without the member \"%.*s\"", rows[type].name, (int)length, at);
    at += length + (at[length] == ' ');
  }
  return 0;
}

/* ---- the whole ---- */

static int read_parts(struct entry *entry, struct err *err)
{
  const char *name;
  if (!json_is_object(entry->whole))
    return err_set(err, "it is not a JSON object");
  if (read_stamp(entry, err) || get_text(entry->whole, "type", true, &name, err))
    return -1;
  int type = entry_type_find(name);
  if (type < 0)
    return err_set(err, "its type \"%.40s\" is not known; a newer tocsin may know it", name);
  entry->type = (enum entry_type)type;
  if (read_place(entry, &rows[type], err) || read_body(entry, &rows[type], err))
    return -1;
  return entry_check_body(entry->type, entry->body, err);
}

int entry_read(const char *bytes, size_t length, struct entry *entry, struct err *err)
{
  struct entry found = {.commit = ENTRY_NO_COMMIT};
  if (length > ENTRY_SIZE_MAX)
    return err_set(err, "an entry of %zu bytes; at most %d are allowed", length, ENTRY_SIZE_MAX);
  found.whole = json_parse(bytes, length, err);
  if (!found.whole)
    return -1;
  if (read_parts(&found, err)) {
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
