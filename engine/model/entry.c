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
    [ENTRY_GENESIS] = {"genesis", false, false, "demo? name origin people semantics", .chain = CHAIN_SITE,
                       .is_of_none = true, .is_always_recorded = true},
    [ENTRY_PERSON] = {"person", false, true, "alternate? id key? name organisation? reports_to? roles",
                      .chain = CHAIN_SITE, .is_of_none = true},
    [ENTRY_PROCEDURE] = {"procedure", false, true, "because? digest files", .chain = CHAIN_SITE, .is_of_none = true},
    [ENTRY_DECLARE] = {"declare", false, true,
                       "alarm? declared_by discovered? doubtful facility? facts organisations? "
                       "people policy_clause? sealed? source subjects systems title unauthorized_because?",
                       .is_always_recorded = true},
    [ENTRY_RUN_BEGIN] = {"run.begin", true, false, "home limits people playbook procedure semantics"},
    [ENTRY_RUN_END] = {"run.end", true, false, "state stopped? tracks"},
    [ENTRY_INTENT] = {"intent", true, false,
                      "action approvals? arguments attempt by? decision deviations? driver "
                      "fingerprint key left? person?"},
    [ENTRY_OUTCOME] = {"outcome", true, false, "attempt because? fields status", .is_always_recorded = true},
    [ENTRY_REQUEST] = {"request", true, false,
                       "action arguments decision fingerprint obligations? release_after? release_at? state"},
    [ENTRY_DUE] = {"due", true, false, "at deadline"},
    [ENTRY_IN_DOUBT] = {"in_doubt", true, false, "attempt because", .is_always_recorded = true},
    [ENTRY_ANSWER] = {"answer", false, true, "acting_for? action fields scripted? status"},
    [ENTRY_APPROVAL] = {"approval", false, true, "action facts fingerprint not_after procedure role strength"},
    [ENTRY_DENIAL] = {"denial", false, true, "action because? fingerprint role"},
    [ENTRY_REVOKE] = {"revoke", false, true, "approval? because person?", .chain = CHAIN_SITE},
    [ENTRY_WAIVER] = {"waiver", false, true, "because obligation"},
    [ENTRY_RESOLVE] = {"resolve", false, true, "because? result"},
    [ENTRY_FACT] = {"fact", false, true, "because cleared? confirmed? facts subjects?"},
    [ENTRY_HALT] = {"halt", false, true, "because?"},
    [ENTRY_RESUME] = {"resume", false, true, "because?"},
    [ENTRY_NOTE] = {"note", false, true, "on? text why?", .is_silent = true, .is_always_recorded = true},
    [ENTRY_SPOKE] = {"spoke", false, true, "at? at_typed? direction? means? number? organisation? said? who",
                     .is_silent = true, .is_always_recorded = true},
    [ENTRY_JOIN] = {"join", false, true, "because? part? person"},
    [ENTRY_LEAVE] = {"leave", false, true, "because? person"},
    [ENTRY_HANDOVER] = {"handover", false, true, "because? from? to"},
    [ENTRY_DID] = {"did", false, true, "action agreed? arguments at at_typed? authority because? fields status",
                   .is_always_recorded = true},
    [ENTRY_OBJECT] = {"object", false, true, "because?"},
    [ENTRY_SIGNOFF] = {"signoff", false, true, "because? root size unavailable?", .is_silent = true},
    [ENTRY_MILESTONE] = {"milestone", false, true, "because? milestone"},
    [ENTRY_EVIDENCE] = {"evidence", false, false,
                        "absent? argv? ended exit? file? item original? path? sensitivity? "
                        "signal? started stderr? stdout? timed_out? truncated?",
                        .is_silent = true, .is_always_recorded = true},
    [ENTRY_CUSTODY] = {"custody", false, true, "because?", .is_silent = true},
    [ENTRY_ACCESS] = {"access", false, false, "because? of? people? reading?", true, .chain = CHAIN_ACCESS,
                      .is_silent = true, .is_always_recorded = true},
    [ENTRY_CLOCK] = {"clock", false, false, "boot? from to", .is_silent = true, .is_always_recorded = true},
    [ENTRY_ANCHOR] = {"anchor", false, false, "because?", .chain = CHAIN_KEYS, .is_of_none = true},
    [ENTRY_KEY_NEXT] = {"key.next", false, false, "number public reason", .chain = CHAIN_KEYS, .is_of_none = true,
                        .is_always_recorded = true},
    [ENTRY_RECOVERY] = {"recovery", false, true, "because?", .chain = CHAIN_KEYS, .is_of_none = true},
    [ENTRY_ERASE] = {"erase", false, true, "because?"},
    [ENTRY_ROSTER] = {"roster", false, true, "because? change copies? means? people? reached? version?"},
    [ENTRY_CHANNEL] = {"channel", false, true, "because system"},
    [ENTRY_KNOW] = {"know", false, true, "because? change people"},
    [ENTRY_ALARM] = {"alarm", false, true,
                     "addresses cannot_see? class count doubtful facts? important means? more? "
                     "name? says sensor systems triage? unkept?",
                     .is_always_recorded = true},
    [ENTRY_COUNTERSIGN] = {"countersign", false, true, "because? person"},
    [ENTRY_TEST] = {"test", false, true, "because? failed passed procedure"},
    [ENTRY_CLOSE] = {"close", false, true, "because? open? state steps?"},
    [ENTRY_KEEP] = {"keep", false, true, "because? of owner until until_typed?"},
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

const char *entry_chain(enum entry_type type, const char *incident)
{
  const char *own = rows[type].chain;
  return incident ? incident : own ? own : CHAIN_HOUSE;
}

bool chain_is_incident(const char *chain)
{
  return chain[0] != '/';
}

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

static int check_payload_body(enum entry_type type, const struct buf *payload, struct err *err)
{
  struct json_pair pairs[8];
  int count = json_members(payload->bytes, payload->length, pairs, 8, err);
  for (int i = 0; i < count && i < 8; i++)
    if (pairs[i].key.length == 4 && memcmp(pairs[i].key.bytes, "body", 4) == 0)
      return entry_check_body(type, pairs[i].value.bytes, pairs[i].value.length, err);
  return err_set(err, "what its author signed has no body");
}

static int open_payload(struct entry *entry, const struct buf *payload, struct err *err)
{
  if (check_payload_body(entry->type, payload, err))
    return -1;
  entry->payload = json_parse(payload->bytes, payload->length, err);
  if (!entry->payload)
    return -1;
  entry->body = json_object_get(entry->payload, "body");
  return check_agreement(entry, err) || read_after(entry, err) ? -1 : 0;
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
