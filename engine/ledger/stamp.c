/*
 * Canonical because the members are written in ascending order; fast because nothing is parsed or sorted.
 */
#include "ledger/stamp.h"

#include "base/base64.h"
#include "base/json.h"
#include "base/random.h"

#include <stdio.h>

static void write_salt(struct json *json)
{
  uint8_t salt[16];
  struct buf *out = json->out;
  random_bytes(salt, sizeof salt);
  json_key(json, "salt");
  json_put_raw(json, "\"", 1);
  base64_encode(out, salt, sizeof salt);
  buf_char(out, '"');
}

/* 2^53 nanoseconds are 104 days: a machine that is up for longer gets its number as text (formats.md, Entry). */
static void write_measured(struct json *json, int64_t nanoseconds)
{
  char text[24];
  if (nanoseconds <= JSON_INTEGER_MAX) {
    json_member_integer(json, "mono", nanoseconds);
    return;
  }
  snprintf(text, sizeof text, "%lld", (long long)nanoseconds);
  json_member(json, "mono", text);
}

static void write_prev(struct json *json, const struct digest *prev)
{
  char text[DIGEST_TEXT_SIZE];
  if (!prev)
    return;
  digest_text(prev, text);
  json_member(json, "prev", text);
}

void stamp_entry(struct buf *out, const struct entry_draft *draft, const struct stamp *stamp)
{
  char at[CLOCK_TEXT_SIZE], wall[CLOCK_TEXT_SIZE];
  struct json json;
  clock_text(stamp->at, at);
  clock_text(stamp->wall, wall);
  json_begin(&json, out);
  json_open_object(&json);
  json_member(&json, "actor", draft->actor);
  json_member(&json, "at", at);
  if (!draft->dsse)
    json_member_raw(&json, "body", draft->body, draft->body_length);
  json_member(&json, "boot", clock_boot());
  if (draft->commit != ENTRY_NO_COMMIT)
    json_member_integer(&json, "commit", draft->commit);
  json_member_raw(&json, "dsse", draft->dsse, draft->dsse_length);
  json_member(&json, "incident", draft->incident);
  write_measured(&json, stamp->boot_ns);
  write_prev(&json, stamp->prev);
  if (draft->run)
    json_member_integer(&json, "run", draft->run);
  write_salt(&json);
  json_member_integer(&json, "seq", (int64_t)stamp->seq);
  json_member(&json, "step", draft->step);
  json_member(&json, "type", entry_type_row(draft->type)->name);
  json_member(&json, "unchecked", draft->unchecked);
  if (draft->is_unsigned)
    json_member_boolean(&json, "unsigned", true);
  json_member_integer(&json, "v", 1);
  json_member(&json, "wall", wall);
  json_close_object(&json);
}
