/*
 * The row: {"accused"?,"candidates","closed"?,"declared","discreet"?,"id","priority"?,"readers"?,"salt","site","state",
 * "title","unrun"?,"waits","waits_for"}. `site` is the newest entry of /site that the fold saw: where somebody is kept
 * out, or nobody runs it yet, a row does not outlive a change of people or procedure.
 */
#include "statements/listed.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "base/random.h"
#include "statements/dossier.h"
#include "statements/statements.h"

#include <string.h>

void listed_finish(struct listed *listed)
{
  for (size_t i = 0; i < listed->reader_count; i++)
    free(listed->readers[i]);
  free(listed->readers);
  free(listed->id);
  free(listed->title);
  free(listed->state);
  free(listed->priority_title);
  free(listed->waits_for);
  *listed = (struct listed){0};
}

/* ---- from the fold ---- */

/* A second line could pass for another incident. */
static char *one_line(const char *title)
{
  char *line = xstrdup(title ? title : "");
  for (char *at = line; *at; at++)
    if (*at == '\n')
      *at = ' ';
  return line;
}

static void count_waits(const struct incident *incident, struct listed *listed)
{
  role_set roles = 0;
  bool is_anybody = false;
  char text[200];
  for (size_t i = 0; i < incident->step_count; i++) {
    enum asked_kind kind = asked_of(incident, incident->steps[i]);
    listed->waits += kind != ASKED_NOTHING;
    if (kind == ASKED_APPROVAL)
      roles |= decision_from(incident->steps[i]->decision);
    is_anybody = is_anybody || (kind != ASKED_NOTHING && kind != ASKED_APPROVAL);
  }
  role_set_text(roles, text, sizeof text);
  listed->waits_for = xasprintf("%s%s%s", is_anybody ? "the team" : "", is_anybody && roles ? ", " : "",
                                roles ? text : "");
}

/* From the fold. */
static void listed_of(const struct incident *incident, const struct policy *policy, struct listed *listed)
{
  uint32_t candidates = incident_candidates(incident, policy);
  *listed = (struct listed){
      .id = xstrdup(incident->id),
      .title = one_line(json_get_string(incident->declaration, "title")),
      .state = xstrdup(incident->is_closed ? "closed" : incident_state(incident)),
      .priority_title = xstrdup(policy_priority_title(policy, policy_urgency(candidates))),
      .declared_at = incident->declared_at,
      .candidates = candidates,
      .is_closed = incident->is_closed,
      .is_discreet = know_is_discreet(candidates),
      .has_accused = incident->know.accused_count > 0,
  };
  count_waits(incident, listed);
  for (size_t i = 0; (listed->is_discreet || listed->has_accused) && i < incident->people.count; i++)
    if (know_has(incident, candidates, incident->people.list[i].id))
      *APPEND(listed->readers, listed->reader_count) = xstrdup(incident->people.list[i].id);
}

/* ---- for whom ---- */

bool listed_is_plain(const struct listed *listed)
{
  return !listed->is_discreet && !listed->has_accused;
}

bool listed_has_reader(const struct listed *listed, const char *person)
{
  bool is_found = listed_is_plain(listed);
  for (size_t i = 0; i < listed->reader_count && !is_found; i++)
    is_found = strcmp(listed->readers[i], person) == 0;
  return is_found;
}

/* ---- the row ---- */

static json_t *row_of(const struct listed *listed, const struct incident *incident, uint64_t site)
{
  char declared[CLOCK_TEXT_SIZE];
  uint8_t salt[16];
  struct buf text = {0};
  json_t *readers = listed->reader_count ? json_array() : NULL;
  random_bytes(salt, sizeof salt);
  base64_encode(&text, salt, sizeof salt);
  clock_text(listed->declared_at, declared);
  for (size_t i = 0; i < listed->reader_count; i++)
    json_array_append_new(readers, json_string(listed->readers[i]));
  json_t *row = json_pack("{s:s, s:i, s:s, s:s*, s:o*, s:s, s:I, s:s, s:s, s:i, s:s}", "id", listed->id, "candidates",
                          (int)listed->candidates, "declared", declared, "priority", listed->priority_title, "readers",
                          readers, "salt", buf_string(&text), "site", (json_int_t)site, "state", listed->state, "title",
                          listed->title, "waits", listed->waits, "waits_for", listed->waits_for);
  buf_finish(&text);
  if (listed->is_closed)
    json_object_set_new(row, "closed", json_true());
  if (listed->is_discreet)
    json_object_set_new(row, "discreet", json_true());
  if (listed->has_accused)
    json_object_set_new(row, "accused", json_true());
  if (!incident->run)
    json_object_set_new(row, "unrun", json_true());
  return row;
}

int listed_keep(struct ledger *ledger, const struct incident *incident, const struct policy *policy, struct err *err)
{
  struct listed listed = {0};
  struct entry_place site;
  struct buf bytes = {0};
  if (ledger_last_of(ledger, CHAIN_SITE, &site, err) < 0)
    return -1;
  listed_of(incident, policy, &listed);
  json_t *row = row_of(&listed, incident, site.seq);
  int result = json_write_tree(&bytes, row, err);
  if (result == 0)
    result = ledger_list(ledger, incident->id, bytes.bytes, bytes.length, err);
  json_decref(row);
  buf_finish(&bytes);
  listed_finish(&listed);
  return result;
}

/* ---- reading ---- */

struct listing {
  struct site *site;
  uint64_t site_seq; /* the newest entry of /site */
  enum listed_which which;
  struct listed **list;
  size_t *count;
};

static char *text_of(const json_t *row, const char *name)
{
  const char *text = json_get_string(row, name);
  return xstrdup(text ? text : "");
}

/* Closed ones stay as they are; of others, who may know and what it is called can change with people and procedure. */
static bool holds(const struct listing *listing, const json_t *row)
{
  bool depends = json_get_boolean(row, "discreet") || json_get_boolean(row, "accused") ||
                 (json_get_boolean(row, "unrun") && !json_get_boolean(row, "closed"));
  return !depends || json_get_integer(row, "site", -1) == (int64_t)listing->site_seq;
}

static bool take_row(const struct listing *listing, const json_t *row, struct listed *listed)
{
  const char *declared = json_get_string(row, "declared");
  size_t i;
  const json_t *reader;
  if (!row || !holds(listing, row) || !declared || !clock_parse(declared, &listed->declared_at))
    return false;
  free(listed->id);
  listed->id = text_of(row, "id");
  listed->title = text_of(row, "title");
  listed->state = text_of(row, "state");
  listed->priority_title = xstrdup(json_get_string(row, "priority"));
  listed->waits_for = text_of(row, "waits_for");
  listed->candidates = (uint32_t)json_get_integer(row, "candidates", 0);
  listed->waits = (int)json_get_integer(row, "waits", 0);
  listed->is_closed = json_get_boolean(row, "closed");
  listed->is_discreet = json_get_boolean(row, "discreet");
  listed->has_accused = json_get_boolean(row, "accused");
  json_array_foreach(json_object_get(row, "readers"), i, reader)
  {
    *APPEND(listed->readers, listed->reader_count) = xstrdup(json_string_value(reader));
  }
  return true;
}

static int fold(struct site *site, struct listed *listed, struct err *err)
{
  struct dossier dossier = {0};
  if (dossier_read(site, listed->id, &dossier, err) < 0)
    return -1;
  free(listed->id);
  listed_of(dossier.incident, dossier.policy, listed);
  dossier_finish(&dossier);
  return 0;
}

/* A row is canonical, and has no quote in a text that is not escaped: only the member itself can stand there so. Most
 * incidents of a grown ledger are closed, and parsing what says so would cost more than proving all rows. */
static bool says_closed(const struct ledger_listed *row)
{
  static const char closed[] = "\"closed\":true";
  return row->row && memmem(row->row, row->length, closed, sizeof closed - 1);
}

static int see(void *context, const struct ledger_listed *row, struct err *err)
{
  (void)err;
  struct listing *listing = context;
  if (listing->which == LISTED_OPEN && says_closed(row))
    return 0;
  struct listed *listed = APPEND(*listing->list, *listing->count);
  struct err unread = {0};
  json_t *tree = row->row ? json_parse(row->row, row->length, &unread) : NULL;
  listed->id = xstrdup(row->incident);
  take_row(listing, tree, listed);
  json_decref(tree);
  return 0;
}

int listed_read(struct site *site, enum listed_which which, struct listed **list, size_t *count, struct err *err)
{
  struct entry_place last;
  struct ledger *ledger = site_ledger(site);
  *list = NULL;
  *count = 0;
  if (ledger_last_of(ledger, CHAIN_SITE, &last, err) < 0)
    return -1;
  struct listing listing = {site, last.seq, which, list, count};
  if (ledger_each_listed(ledger, see, &listing, err) < 0)
    return -1;
  for (size_t i = 0; i < *count; i++) {
    struct err unread = {0};
    if (!(*list)[i].title && fold(site, &(*list)[i], &unread) < 0) { /* what cannot be read is no reason to show it */
      (*list)[i].title = xstrdup("");
      (*list)[i].state = xstrdup("unreadable");
      (*list)[i].waits_for = xstrdup("");
      (*list)[i].is_discreet = true;
    }
  }
  return 0;
}
