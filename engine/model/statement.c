/*
 * DSSE envelopes (github.com/secure-systems-lab/dsse): the type is inside what is signed, and the payload is signed as
 * the exact bytes that stand in the envelope, so that nobody has to agree on how to write JSON.
 */
#include "model/statement.h"

#include "base/base64.h"
#include "base/json.h"

#include <string.h>

static void write_after(struct json *json, const struct entry_place *after)
{
  char leaf[DIGEST_TEXT_SIZE];
  digest_text(&after->leaf, leaf);
  json_key(json, "after");
  json_open_object(json);
  json_member(json, "leaf", leaf);
  json_member_integer(json, "seq", (int64_t)after->seq);
  json_close_object(json);
}

static void write_payload(struct buf *payload, const struct entry_draft *draft, const struct statement_place *place)
{
  char time[CLOCK_TEXT_SIZE];
  struct json json;
  clock_text(place->said, time);
  json_begin(&json, payload);
  json_open_object(&json);
  json_member(&json, "actor", draft->actor);
  write_after(&json, &place->after);
  json_member_raw(&json, "body", draft->body, draft->body_length);
  json_member(&json, "incident", draft->incident);
  json_member(&json, "origin", place->origin);
  if (draft->run)
    json_member_integer(&json, "run", draft->run);
  json_member(&json, "said", time);
  json_member(&json, "step", draft->step);
  json_member(&json, "type", entry_type_row(draft->type)->name);
  json_close_object(&json);
}

static int sign(const struct buf *payload, const struct key *key, uint8_t signature[static KEY_SIGNATURE_SIZE],
                struct err *err)
{
  struct buf encoded = {0};
  key_dsse_encode(&encoded, STATEMENT_PAYLOAD_TYPE, payload->bytes, payload->length);
  int result = key_sign(key, encoded.bytes, encoded.length, signature, err);
  buf_finish(&encoded);
  return result;
}

static void member_base64(struct json *json, const char *name, const void *bytes, size_t length)
{
  struct buf text = {0};
  base64_encode(&text, bytes, length);
  json_member(json, name, buf_string(&text));
  buf_finish(&text);
}

static void write_envelope(struct buf *dsse, const struct buf *payload, const struct key *key,
                           const uint8_t signature[static KEY_SIGNATURE_SIZE])
{
  uint8_t public_half[KEY_PUBLIC_SIZE];
  char id[KEY_ID_SIZE + 1];
  struct json json;
  key_public(key, public_half);
  key_id(public_half, id);
  json_begin(&json, dsse);
  json_open_object(&json);
  member_base64(&json, "payload", payload->bytes, payload->length);
  json_member(&json, "payloadType", STATEMENT_PAYLOAD_TYPE);
  json_key(&json, "signatures");
  json_open_array(&json);
  json_open_object(&json);
  json_member(&json, "keyid", id);
  member_base64(&json, "sig", signature, KEY_SIGNATURE_SIZE);
  json_close_object(&json);
  json_close_array(&json);
  json_close_object(&json);
}

int statement_envelope(struct buf *dsse, const struct entry_draft *draft, const struct statement_place *place,
                       const struct key *key, struct err *err)
{
  struct buf payload = {0};
  uint8_t signature[KEY_SIGNATURE_SIZE];
  write_payload(&payload, draft, place);
  int result = sign(&payload, key, signature, err);
  if (result == 0)
    write_envelope(dsse, &payload, key, signature);
  buf_finish(&payload);
  return result;
}

/* ---- verifying ---- */

static bool signature_is_good(const json_t *signature, const char *id, const uint8_t *public_half,
                              const struct buf *encoded)
{
  const char *named = json_get_string(signature, "keyid"), *text = json_get_string(signature, "sig");
  if (!named || !text || strcmp(named, id) != 0)
    return false;
  struct buf bytes = {0};
  bool is_good = base64_decode(&bytes, text, strlen(text)) && bytes.length == KEY_SIGNATURE_SIZE &&
                 key_verify(public_half, encoded->bytes, encoded->length, (const uint8_t *)bytes.bytes);
  buf_finish(&bytes);
  return is_good;
}

/* The bytes are taken from the envelope once more: what was parsed is not what was signed. */
static bool encode_again(struct buf *encoded, const json_t *envelope)
{
  const char *text = json_get_string(envelope, "payload");
  struct buf payload = {0};
  bool is_decoded = text && base64_decode(&payload, text, strlen(text));
  if (is_decoded)
    key_dsse_encode(encoded, STATEMENT_PAYLOAD_TYPE, buf_string(&payload), payload.length);
  buf_finish(&payload);
  return is_decoded;
}

bool statement_verify(const struct entry *entry, const uint8_t public_half[static KEY_PUBLIC_SIZE], const char *origin)
{
  const json_t *envelope = json_object_get(entry->whole, "dsse");
  const char *named = json_get_string(entry->payload, "origin");
  if (!entry->is_signed || !named || strcmp(named, origin) != 0)
    return false;
  char id[KEY_ID_SIZE + 1];
  struct buf encoded = {0};
  bool is_good = false;
  key_id(public_half, id);
  if (encode_again(&encoded, envelope)) {
    const json_t *signatures = json_object_get(envelope, "signatures");
    for (size_t i = 0; i < json_array_size(signatures) && !is_good; i++)
      is_good = signature_is_good(json_array_get(signatures, i), id, public_half, &encoded);
  }
  buf_finish(&encoded);
  return is_good;
}

bool statement_payload_digest(const struct entry *entry, struct digest *digest)
{
  const char *text = json_get_string(json_object_get(entry->whole, "dsse"), "payload");
  if (text)
    *digest = digest_of(text, strlen(text)); /* canonical base64: one spelling for one payload */
  return text;
}

const char *statement_key_id(const struct entry *entry)
{
  const json_t *signatures = json_object_get(json_object_get(entry->whole, "dsse"), "signatures");
  return json_get_string(json_array_get(signatures, 0), "keyid");
}
