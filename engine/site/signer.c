/*
 * Who acts, and with which key. A key that is not at hand never stops anything from being recorded: the statement goes
 * in unsigned and says so, and the reason is kept for whoever wants to tell the person.
 */
#include "site/inside.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/file.h"
#include "model/statement.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

json_t *site_person_body(const struct person *person)
{
  json_t *body = json_object(), *roles = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (person->roles & (role_set)1 << role)
      json_array_append_new(roles, json_string(role_name((enum role)role)));
  json_object_set_new(body, "id", json_string(person->id));
  json_object_set_new(body, "name", json_string(person->name));
  json_object_set_new(body, "roles", roles);
  if (person->organisation)
    json_object_set_new(body, "organisation", json_string(person->organisation));
  if (person->reports_to)
    json_object_set_new(body, "reports_to", json_string(person->reports_to));
  if (person->alternate_count) {
    json_t *alternates = json_array();
    for (size_t i = 0; i < person->alternate_count; i++)
      json_array_append_new(alternates, json_string(person->alternates[i]));
    json_object_set_new(body, "alternate", alternates);
  }
  if (person->backup)
    json_object_set_new(body, "backup", json_string(person->backup));
  if (person->has_key) {
    struct buf text = {0};
    base64_encode(&text, person->key, KEY_PUBLIC_SIZE);
    json_object_set_new(body, "key", json_string(buf_string(&text)));
    buf_finish(&text);
  }
  return body;
}

/* ---- who ---- */

static bool is_key_of(const struct key *key, const struct person *person)
{
  uint8_t public_half[KEY_PUBLIC_SIZE];
  key_public(key, public_half);
  return person->has_key && memcmp(public_half, person->key, KEY_PUBLIC_SIZE) == 0;
}

static const struct person *owner_of(const struct site *site, const struct key *key)
{
  const struct people *people = &site->members.people;
  for (size_t i = 0; i < people->count; i++)
    if (is_key_of(key, &people->list[i]))
      return &people->list[i];
  return NULL;
}

/** Loads --key; whose it is tells who acts, if nobody said. */
static void load_given_key(struct site *site, struct err *err)
{
  struct key *key = key_load(site->key_file, site->ask, NULL, err);
  const struct person *owner = key ? owner_of(site, key) : NULL;
  if (!key)
    return;
  if (!owner)
    err_set(err, "%s is the key of nobody this site knows.", site->key_file);
  else if (site->as && strcmp(site->as, owner->id) != 0)
    err_set(err, "%s is the key of %s, not of %s.", site->key_file, owner->id, site->as);
  if (err_is_set(err)) {
    key_free(key);
    return;
  }
  if (!site->as)
    site->as = xstrdup(owner->id);
  site->key = key;
}

/** The only key of a person here that ssh-agent holds tells who acts; several tell nothing. */
static void ask_agent_who(struct site *site, struct err *err)
{
  const struct people *people = &site->members.people;
  const struct person *found = NULL;
  for (size_t i = 0; getenv("SSH_AUTH_SOCK") && i < people->count; i++) {
    const struct person *person = &people->list[i];
    struct key *key = person->has_key && !person->is_revoked ? key_from_agent(person->key, err) : NULL;
    if (!key)
      continue;
    key_free(key);
    if (found)
      return;
    found = person;
  }
  if (found)
    site->as = xstrdup(found->id);
}

const char *site_actor(struct site *site)
{
  if (site->as || site->was_actor_sought)
    return site->as;
  site->was_actor_sought = true;
  struct err unused = {0};
  if (site->key_file && !site->was_key_sought)
    site_key(site, &unused);
  else if (!site->key_file)
    ask_agent_who(site, &unused);
  return site->as;
}

void site_assume_actor(struct site *site, const char *person)
{
  if (person && *person && !site_actor(site))
    site->as = xstrdup(person);
}

const char *site_actor_or_account(struct site *site)
{
  const char *actor = site_actor(site);
  if (actor)
    return actor;
  if (!site->account) {
    const struct passwd *user = getpwuid(geteuid());
    site->account = user ? xasprintf("account:%s", user->pw_name) : xasprintf("account:%d", (int)geteuid());
  }
  return site->account;
}

/* ---- with which key ---- */

static struct key *load_from_site(struct site *site, const struct person *person, struct err *err)
{
  char *name = xasprintf("keys/%s.pem", person->id), *path = file_join(site->folder, name);
  struct key *key = file_exists(path) ? key_load(path, site->ask, NULL, err) : NULL;
  if (!key)
    err_set(err, "the key of %s is not at hand: name it with --key FILE, or add it to ssh-agent.", person->id);
  if (key && !is_key_of(key, person)) {
    err_set(err, "%s is not the key that the ledger knows of %s.", path, person->id);
    key_free(key);
    key = NULL;
  }
  free(name);
  free(path);
  return key;
}

static void seek_key(struct site *site, struct err *err)
{
  if (site->key_file) {
    load_given_key(site, err);
    return;
  }
  const char *actor = site_actor(site);
  const struct person *person = actor ? people_find(&site->members.people, actor) : NULL;
  if (!actor)
    err_set(err, "nobody said who this is: --as PERSON, or TOCSIN_AS.");
  else if (!person)
    err_set(err, "this site knows nobody called %s.", actor);
  else if (!person->has_key)
    err_set(err, "%s has no key yet.", actor);
  else if (person->is_revoked)
    err_set(err, "the key of %s was revoked.", actor);
  else if (!(site->key = key_from_agent(person->key, err)) && !err_is_set(err))
    site->key = load_from_site(site, person, err);
}

const struct key *site_key(struct site *site, struct err *err)
{
  if (!site->was_key_sought) {
    site->was_key_sought = true;
    struct err why = {0};
    seek_key(site, &why);
    snprintf(site->unsigned_because, sizeof site->unsigned_because, "%s", site->key ? "" : why.text);
  }
  if (!site->key)
    err_set(err, "%s", site->unsigned_because);
  return site->key;
}

const struct key *site_key_at_hand(struct site *site)
{
  struct err unused = {0};
  key_passphrase ask = site->ask;
  if (site->was_key_sought)
    return site->key;
  site->ask = NULL;
  seek_key(site, &unused);
  site->ask = ask;
  site->was_key_sought = site->key != NULL;
  return site->key;
}

const char *site_unsigned_because(const struct site *site)
{
  return site->unsigned_because;
}

/* ---- statements ---- */

/** Only the acting person's key signs, and only for them. */
static bool is_ours_to_sign(struct site *site, const struct entry_draft *draft)
{
  return draft->actor && site->as && strcmp(draft->actor, site->as) == 0;
}

int site_sign(void *context, const struct entry_draft *draft, struct buf *dsse, struct err *err)
{
  (void)err;
  struct site *site = context;
  struct err why = {0};
  const struct key *key = site_key(site, &why);
  if (!key || !is_ours_to_sign(site, draft))
    return 1;
  size_t before = dsse->length;
  struct statement_place place = {.origin = ledger_origin(site->ledger), .said = ledger_now(site->ledger)};
  if (ledger_last_of(site->ledger, entry_chain(draft->type, draft->incident), &place.after, &why) == 0 &&
      statement_envelope(dsse, draft, &place, key, &why) == 0)
    return 0;
  dsse->length = before;
  snprintf(site->unsigned_because, sizeof site->unsigned_because, "%s", why.text);
  return 1;
}

int site_append_statement(struct site *site, const struct entry_draft *draft, uint64_t *seq, struct err *err)
{
  struct entry_draft whole = *draft;
  struct buf dsse = {0};
  whole.commit = ENTRY_NO_COMMIT;
  if (!whole.actor)
    whole.actor = site_actor_or_account(site);
  if (site_sign(site, &whole, &dsse, err) == 0) {
    whole.dsse = dsse.bytes;
    whole.dsse_length = dsse.length;
  } else {
    whole.is_unsigned = true;
  }
  int result = ledger_append(site->ledger, &whole, seq, err);
  buf_finish(&dsse);
  return result;
}

int site_state(struct site *site, const struct entry_draft *draft, uint64_t *seq, struct err *err)
{
  struct err unused = {0};
  site_key(site, &unused); /* asks for a passphrase now, not while others wait for the ledger */
  if (ledger_begin(site->ledger, err) < 0)
    return -1;
  if (site_append_statement(site, draft, seq, err) < 0) {
    ledger_abort(site->ledger);
    return -1;
  }
  return ledger_commit(site->ledger, err) < 0 ? -1 : ledger_publish(site->ledger, err);
}

static int write_tree(int (*write)(struct site *, const struct entry_draft *, uint64_t *, struct err *),
                      struct site *site, const struct entry_draft *about, json_t *body, uint64_t *seq,
                      struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0};
  struct entry_draft draft = *about;
  int result = body ? json_write_tree(&text, body, err) : -1;
  json_decref(body);
  draft.body = text.bytes;
  draft.body_length = text.length;
  return result < 0 ? -1 : write(site, &draft, seq, err);
}

int site_append_tree(struct site *site, enum entry_type type, const char *incident, json_t *body, uint64_t *seq,
                     struct err *err)
{
  const struct entry_draft about = {.type = type, .incident = incident};
  return write_tree(site_append_statement, site, &about, body, seq, err);
}

int site_state_tree(struct site *site, enum entry_type type, const char *incident, json_t *body, uint64_t *seq,
                    struct err *err)
{
  const struct entry_draft about = {.type = type, .incident = incident};
  return write_tree(site_state, site, &about, body, seq, err);
}
