/*
 * Entries in memory, read back through the same reader as those of a real ledger.
 */
#include "paper.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <check.h>
#include <string.h>

void paper_finish(struct paper *paper)
{
  for (size_t i = 0; i < paper->count; i++)
    entry_finish(&paper->entries[i]);
  free(paper->entries);
  *paper = (struct paper){0};
}

#define BEGAN 1764000000000000

struct moment paper_moment(const struct paper *paper)
{
  return (struct moment){paper->now, {"paper", (paper->now - BEGAN) * 1000}};
}

const struct entry *paper_append(struct paper *paper, const struct entry_draft *draft)
{
  struct buf bytes = {0};
  struct json json;
  char at[CLOCK_TEXT_SIZE];
  struct err err = {0};
  paper->now += 1000000;
  clock_text(paper->now, at);
  json_begin(&json, &bytes);
  json_open_object(&json);
  json_member(&json, "actor", draft->actor);
  json_member(&json, "at", at);
  if (!draft->dsse)
    json_member_raw(&json, "body", draft->body, draft->body_length);
  json_member(&json, "boot", paper_moment(paper).measured.boot);
  if (draft->commit != ENTRY_NO_COMMIT)
    json_member_integer(&json, "commit", draft->commit);
  if (draft->dsse)
    json_member_raw(&json, "dsse", draft->dsse, draft->dsse_length);
  json_member(&json, "incident", draft->incident);
  json_member_integer(&json, "mono", paper_moment(paper).measured.ns);
  if (draft->run)
    json_member_integer(&json, "run", draft->run);
  json_member(&json, "salt", "AAAAAAAAAAAAAAAAAAAAAA==");
  json_member_integer(&json, "seq", (int64_t)paper->count);
  json_member(&json, "step", draft->step);
  json_member(&json, "type", entry_type_row(draft->type)->name);
  if (draft->is_unsigned)
    json_member_boolean(&json, "unsigned", true);
  json_member_integer(&json, "v", 1);
  json_member(&json, "wall", at);
  json_close_object(&json);
  struct entry entry;
  ck_assert_msg(!entry_read(bytes.bytes, bytes.length, &entry, &err), "%s\n%s", err.text, bytes.bytes);
  buf_finish(&bytes);
  struct entry *place = APPEND(paper->entries, paper->count);
  *place = entry;
  return place;
}

static void add_person(struct buf *out, const char *id, const char *roles, const struct key *key)
{
  uint8_t public_half[KEY_PUBLIC_SIZE];
  key_public(key, public_half);
  buf_text(out, "{\"id\":\"");
  buf_format(out, "%s\",\"key\":\"", id);
  base64_encode(out, public_half, sizeof public_half);
  buf_format(out, "\",\"name\":\"%s\",\"roles\":[%s]}", id, roles);
}

static void people(struct buf *out, const struct key *technical, const struct key *manager)
{
  buf_text(out, "[");
  add_person(out, "technical1", "\"irt\",\"technical\"", technical);
  buf_text(out, ",");
  add_person(out, "manager1", "\"irt\",\"irt_management\",\"management\"", manager);
  buf_text(out, "]");
}

void paper_genesis(struct paper *paper, const struct key *technical, const struct key *manager)
{
  struct buf body = {0};
  paper->now = BEGAN;
  buf_text(&body, "{\"name\":\"paper\",\"origin\":\"paper\",\"people\":");
  people(&body, technical, manager);
  buf_text(&body, ",\"semantics\":1}");
  paper_append(paper, &(struct entry_draft){.type = ENTRY_GENESIS, .commit = ENTRY_NO_COMMIT, .body = body.bytes,
                                            .body_length = body.length});
  buf_finish(&body);
}

void paper_declare(struct paper *paper, const char *facts)
{
  char *body = xasprintf("{\"declared_by\":\"technical1\",\"doubtful\":[],\"facts\":%s,\"people\":[],"
                         "\"source\":{\"addresses\":[\"203.0.113.7\"]},"
                         "\"subjects\":[],\"systems\":[{\"name\":\"web1\"}],\"title\":\"Trial\"}",
                         facts);
  paper_append(paper, &(struct entry_draft){.type = ENTRY_DECLARE, .incident = "I-1", .actor = "technical1",
                                            .commit = ENTRY_NO_COMMIT, .body = body, .body_length = strlen(body),
                                            .is_unsigned = true});
  free(body);
}

void paper_run_begin(struct paper *paper, const char *playbook)
{
  const json_t *known = json_object_get(paper->entries[0].body, "people");
  struct buf snapshot = {0};
  struct err err = {0};
  ck_assert_int_eq(json_write_tree(&snapshot, known, &err), 0);
  char *body = xasprintf("{\"home\":{\"domains\":[\"corp.test\"],\"networks\":[\"192.0.2.0/24\"]},"
                         "\"limits\":{\"capture_grace\":5},"
                         "\"people\":%s,\"playbook\":\"%s\","
                         "\"procedure\":\"sha256:00000000000000000000000000000000"
                         "00000000000000000000000000000000\",\"semantics\":1}",
                         snapshot.bytes, playbook);
  paper_append(paper, &(struct entry_draft){.type = ENTRY_RUN_BEGIN, .incident = "I-1", .actor = "technical1",
                                            .run = 1, .commit = (int64_t)paper->count, .body = body,
                                            .body_length = strlen(body)});
  buf_finish(&snapshot);
  free(body);
}

const struct entry *paper_state(struct paper *paper, enum entry_type type, const char *step, const char *actor,
                                const struct key *key, const char *body)
{
  struct entry_draft draft = {.type = type, .incident = "I-1", .step = step, .actor = actor, .run = 1,
                              .commit = ENTRY_NO_COMMIT, .body = body, .body_length = strlen(body)};
  struct buf dsse = {0};
  struct err err = {0};
  const struct entry *last = &paper->entries[paper->count - 1];
  const struct statement_place place = {.origin = "paper", .after = {last->seq, last->leaf}, .said = paper->now};
  ck_assert_msg(!statement_envelope(&dsse, &draft, &place, key, &err), "%s", err.text);
  draft.dsse = dsse.bytes;
  draft.dsse_length = dsse.length;
  const struct entry *entry = paper_append(paper, &draft);
  buf_finish(&dsse);
  return entry;
}

int paper_emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
               struct err *err)
{
  (void)where;
  (void)err;
  const struct entry *entry = paper_append(context, draft);
  *written = *entry;
  json_incref(written->whole);
  json_incref(written->payload);
  return 0;
}
