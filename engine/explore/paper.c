/*
 * A ledger on paper: entries in memory, in exactly the form the real one gives them, read back by the same reader.
 */
#include "explore/play.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

static const struct key *key_of(const struct play *play, const char *person)
{
  const struct people *people = &play->setup->company->people;
  for (size_t i = 0; person && i < people->count; i++)
    if (!strcmp(people->list[i].id, person))
      return play->keys[i];
  return NULL;
}

static void write_entry(const struct play *play, const struct entry_draft *draft, struct buf *bytes)
{
  struct json json;
  char at[CLOCK_TEXT_SIZE], measured[24];
  clock_text(play->now, at);
  snprintf(measured, sizeof measured, "%lld", (long long)play->now * 1000);
  json_begin(&json, bytes);
  json_open_object(&json);
  json_member(&json, "actor", draft->actor);
  json_member(&json, "at", at);
  if (!draft->dsse)
    json_member_raw(&json, "body", draft->body, draft->body_length);
  json_member(&json, "boot", PLAY_BOOT);
  if (draft->commit != ENTRY_NO_COMMIT)
    json_member_integer(&json, "commit", draft->commit);
  if (draft->dsse)
    json_member_raw(&json, "dsse", draft->dsse, draft->dsse_length);
  json_member(&json, "incident", draft->incident);
  json_member(&json, "mono", measured);
  if (draft->run)
    json_member_integer(&json, "run", draft->run);
  json_member(&json, "salt", "AAAAAAAAAAAAAAAAAAAAAA==");
  json_member_integer(&json, "seq", (int64_t)play->seq);
  json_member(&json, "step", draft->step);
  json_member(&json, "type", entry_type_row(draft->type)->name);
  json_member_integer(&json, "v", 1);
  json_member(&json, "wall", at);
  json_close_object(&json);
}

int play_write(struct play *play, const struct entry_draft *draft, json_t *body, struct entry *entry, struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0}, dsse = {0}, bytes = {0};
  struct entry_draft whole = *draft;
  int result = json_write_tree(&text, body, err);
  json_decref(body);
  whole.body = buf_string(&text);
  whole.body_length = text.length;
  const struct key *key = entry_type_row(draft->type)->is_statement ? key_of(play, draft->actor) : NULL;
  const struct statement_place place = {.origin = PLAY_ORIGIN, .after = play->last, .said = play->now};
  if (!result && key && !(result = statement_envelope(&dsse, &whole, &place, key, err))) {
    whole.dsse = buf_string(&dsse);
    whole.dsse_length = dsse.length;
  }
  if (result < 0)
    return -1;
  write_entry(play, &whole, &bytes);
  if (entry_read(bytes.bytes, bytes.length, entry, err) < 0)
    return err_prefix(err, "entry %llu of a scenario: ", (unsigned long long)play->seq);
  play->last = (struct entry_place){play->seq++, entry->leaf};
  play->now += 1000;
  return 0;
}

int play_happens(struct play *play, enum entry_type type, const char *step, const char *actor, json_t *body,
                 struct err *err)
{
  struct entry entry;
  bool is_runners = entry_type_row(type)->is_runners;
  int run = play->incident->run + (type == ENTRY_RUN_BEGIN);
  struct entry_draft draft = {.type = type, .step = step, .actor = actor,
                              .incident = type == ENTRY_GENESIS ? NULL : play->incident->id,
                              .run = step || is_runners ? run : 0,
                              .commit = is_runners ? (int64_t)play->seq : ENTRY_NO_COMMIT};
  if (play_write(play, &draft, body, &entry, err) < 0)
    return -1;
  int result = run_take(play->run, &entry, err);
  entry_finish(&entry);
  return result;
}

/* ---- the two entries that hold people ---- */

static json_t *role_names(role_set roles)
{
  json_t *names = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (roles & 1u << role)
      json_array_append_new(names, json_string(role_name((enum role)role)));
  return names;
}

static json_t *people_of(const struct play *play)
{
  const struct people *people = &play->setup->company->people;
  json_t *list = json_array();
  for (size_t i = 0; i < people->count; i++) {
    const struct person *person = &people->list[i];
    struct buf key = {0};
    uint8_t public_half[KEY_PUBLIC_SIZE];
    key_public(play->keys[i], public_half);
    base64_encode(&key, public_half, sizeof public_half);
    json_t *row = json_pack("{s:s, s:s, s:s, s:o}", "id", person->id, "key", buf_string(&key), "name", person->name,
                            "roles", role_names(person->roles));
    if (person->organisation)
      json_object_set_new(row, "organisation", json_string(person->organisation));
    if (person->reports_to)
      json_object_set_new(row, "reports_to", json_string(person->reports_to));
    json_array_append_new(list, row);
    buf_finish(&key);
  }
  return list;
}

json_t *play_genesis(const struct play *play)
{
  return json_pack("{s:s, s:s, s:o, s:i}", "name", "a company", "origin", PLAY_ORIGIN, "people", people_of(play),
                   "semantics", RUN_SEMANTICS);
}

json_t *play_run_begin(const struct play *play, const char *playbook)
{
  const struct company *company = play->setup->company;
  char digest[DIGEST_TEXT_SIZE];
  struct digest procedure = files_digest(play->setup->procedure);
  digest_text(&procedure, digest);
  return json_pack("{s:{s:o, s:O, s:O}, s:O, s:o, s:s, s:s, s:i}", "home", "contacts",
                   known_parties_to_json(&company->contacts), "domains", company->domains, "networks",
                   company->networks, "limits", company->limits, "people", people_of(play), "playbook", playbook,
                   "procedure", digest, "semantics", RUN_SEMANTICS);
}
