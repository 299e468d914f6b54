/*
 * A note (R87, R93): whatever somebody saw or did, in their words. However long it is, it is recorded whole or not at
 * all.
 */
#include "statements/opening.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

#define NOTE_PIECE_MAX (24 * 1024) /* what fits into an entry, signed and written as base64 */

/* The longest beginning that fits, cut between characters. */
static size_t piece_of(const char *text)
{
  size_t left = strlen(text), length = 0;
  while (length < left) {
    size_t next = utf8_length(text + length, left - length);
    if (length + (next ? next : 1) > NOTE_PIECE_MAX)
      break;
    length += next ? next : 1;
  }
  return length;
}

/* Written as a stream: what is no UTF-8 is kept with its gaps marked, where a tree would refuse it. */
static int append_piece(struct site *site, const char *incident, const struct note_said *about, const char *text,
                        size_t length, uint64_t *seq, struct err *err)
{
  _cleanup_(buf_finish) struct buf body = {0};
  _cleanup_(freep) char *piece = xstrndup(text, length);
  struct json json;
  json_begin(&json, &body);
  json_open_object(&json);
  if (about->asked)
    json_member(&json, "asked", about->asked);
  if (about->on != NOTE_ON_NOTHING)
    json_member_integer(&json, "on", about->on);
  json_member(&json, "text", piece);
  if (about->is_why)
    json_member_boolean(&json, "why", true);
  json_close_object(&json);
  struct entry_draft draft = {
      .type = ENTRY_NOTE, .incident = incident, .body = body.bytes, .body_length = body.length};
  return site_append_statement(site, &draft, seq, err);
}

int note_state(struct site *site, const char *incident, const struct note_said *about, const char *text,
               uint64_t *seq, struct err *err)
{
  struct ledger *ledger = site_ledger(site);
  struct err unused = {0};
  site_key(site, &unused); /* asks for a passphrase now, not while others wait for the ledger */
  if (ledger_begin(ledger, err) < 0)
    return -1;
  for (size_t length; *text; text += length) {
    length = piece_of(text);
    if (append_piece(site, incident, about, text, length, seq, err) < 0) {
      ledger_abort(ledger);
      return -1;
    }
  }
  return ledger_commit(ledger, err) < 0 ? -1 : ledger_publish(ledger, err);
}
