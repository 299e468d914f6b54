/*
 * Private numbers of a site: whose key opens them, and that it is written down who was shown them.
 */
#include "site/inside.h"
#include "site/reach.h"

#include "base/alloc.h"
#include "base/file.h"

#include <string.h>

/** ann.pem is the key she signs with, ann-read.pem beside it the one she reads with. */
static char *beside(const char *key_file)
{
  size_t length = strlen(key_file);
  bool is_pem = length > 4 && strcmp(key_file + length - 4, ".pem") == 0;
  return xasprintf("%.*s-read.pem", (int)(is_pem ? length - 4 : length), key_file);
}

static char *find_key(struct site *site)
{
  const char *actor = site_actor(site);
  char *path = site->key_file ? beside(site->key_file) : NULL;
  if (path && file_exists(path))
    return path;
  free(path);
  if (!actor)
    return NULL;
  _cleanup_(freep) char *name = xasprintf("keys/%s-read.pem", actor);
  path = file_join(site->folder, name);
  if (file_exists(path))
    return path;
  free(path);
  return NULL;
}

static int explain_closed(struct site *site, const char *why, struct err *err)
{
  return err_set(err, "the numbers stay closed: %s. They are printed, too: %s.", why, site->settings.printed_numbers);
}

int site_open_numbers(struct site *site, bool may_ask, struct err *err)
{
  struct roster *roster = site_roster(site, err);
  if (!roster)
    return -1;
  if (roster_is_open(roster))
    return 0;
  _cleanup_(freep) char *key = find_key(site);
  const char *actor = site_actor(site);
  _cleanup_(freep) char *missing = xasprintf("the key that %s reads with is not at hand", actor ? actor : "somebody");
  if (!key)
    return explain_closed(site, actor ? missing : "nobody said who this is (--as PERSON)", err);
  struct err why = {0};
  if (roster_open_numbers(roster, key, may_ask ? site->ask : NULL, NULL, &why) == 0)
    return 0;
  size_t length = strlen(why.text);
  if (length && why.text[length - 1] == '.')
    why.text[length - 1] = '\0';
  return explain_closed(site, why.text, err);
}

/* ---- the record of it ---- */

struct seeking {
  const char *actor;
  const json_t *body;
  bool is_found;
};

static int seek(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  struct seeking *seeking = context;
  struct entry_scan scan;
  struct entry entry;
  if (seeking->is_found || entry_scan(bytes, length, &scan, err) < 0 || scan.type != ENTRY_ACCESS)
    return err_is_set(err) ? -1 : 0;
  if (entry_read(bytes, length, &entry, err) < 0)
    return -1;
  seeking->is_found = entry.actor && strcmp(entry.actor, seeking->actor) == 0 && json_equal(entry.body, seeking->body);
  entry_finish(&entry);
  return 0;
}

static bool is_recorded(struct site *site, const char *incident, const json_t *body)
{
  struct seeking seeking = {.actor = site_actor_or_account(site), .body = body};
  struct err unused = {0};
  ledger_each_in(site->ledger, entry_chain(ENTRY_ACCESS, incident), 0, seek, &seeking, &unused);
  return seeking.is_found;
}

static json_t *reading_body(const struct roster *roster, const char *const *people, size_t count, const char *because)
{
  json_t *list = json_array();
  for (size_t i = 0; people && i < count; i++)
    json_array_append_new(list, json_string(people[i]));
  for (size_t i = 0; !people && i < roster_count(roster); i++)
    if (roster_is_open_for(roster, roster_at(roster, i)->id))
      json_array_append_new(list, json_string(roster_at(roster, i)->id));
  return json_pack("{s:s, s:s, s:o}", "because", because, "of", "numbers", "people", list);
}

int site_record_reading(struct site *site, const char *incident, const char *const *people, size_t count,
                        const char *because, bool is_once, struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0};
  struct roster *roster = site_roster(site, err);
  if (!roster)
    return -1;
  json_t *body = reading_body(roster, people, count, because);
  bool is_needed = !(is_once && is_recorded(site, incident, body));
  int result = json_write_tree(&text, body, err);
  json_decref(body);
  if (result < 0 || !is_needed)
    return result;
  struct entry_draft draft = {.type = ENTRY_ACCESS, .incident = incident, .actor = site_actor_or_account(site),
                              .commit = ENTRY_NO_COMMIT, .body = text.bytes, .body_length = text.length};
  if (ledger_begin(site->ledger, err) < 0)
    return -1;
  if (ledger_append(site->ledger, &draft, NULL, err) < 0) {
    ledger_abort(site->ledger);
    return -1;
  }
  return ledger_commit(site->ledger, err) < 0 ? -1 : ledger_publish(site->ledger, err);
}
