/*
 * Opening an incident: one way for whoever declares it, a person or an alarm. Recording never refuses.
 *
 * Names and telephone numbers of callers and witnesses do not go into the record, which is kept for ever and read by
 * auditors: they are encrypted to those who need to know, and the record holds their digest (A21).
 */
#include "statements/opening.h"

#include "base/alloc.h"
#include "base/json.h"
#include "site/payload.h"
#include "statements/dossier.h"
#include "statements/listed.h"

#include <stdio.h>

/* ---- before it is written ---- */

/* Whose it is, where nobody said: as the roster has it, so that he is called (R50). */
static void fill_in_owners(struct site *site, struct declaration *declaration)
{
  struct err unread = {0};
  const struct roster *roster = site_roster(site, &unread);
  for (size_t i = 0; roster && i < declaration->system_count; i++) {
    struct declared_system *system = &declaration->systems[i];
    const struct roster_asset *asset = roster_asset(roster, system->name);
    if (asset && !system->owner)
      system->owner = xstrdup(asset->owner);
  }
}

int declaration_prepare(struct site *site, const struct policy *policy, struct declaration *declaration,
                        struct err *err)
{
  struct policy_home home;
  declaration_settle(declaration, policy_catalogue(policy));
  int result = site_home(site, &home, err);
  policy_mark_doubtful(&declaration->source, &home);
  fill_in_owners(site, declaration);
  if (!declaration->declared_by)
    declaration->declared_by = xstrdup(site_actor_or_account(site));
  return result;
}

/* ---- people outside ---- */

/* Who will be on the list when this is declared: the entry is folded before it exists. */
static size_t readers_of(struct site *site, const struct policy *policy, json_t *body, char ***readers)
{
  struct incident *incident = incident_new(policy_catalogue(policy), "I-0", "");
  struct entry declared = {.type = ENTRY_DECLARE, .incident = "I-0", .actor = json_get_string(body, "declared_by"),
                           .commit = ENTRY_NO_COMMIT, .body = body, .whole = body};
  struct know_row *rows;
  struct err unused = {0};
  size_t count = 0;
  people_copy(&incident->people, site_people(site));
  incident_take(incident, &declared, &unused);
  size_t row_count = know_rows(incident, incident_candidates(incident, policy), &rows);
  for (size_t i = 0; i < row_count; i++)
    if (rows[i].is_on)
      *APPEND(*readers, count) = xstrdup(rows[i].person->id);
  free(rows);
  incident_free(incident);
  return count;
}

/* What cannot be encrypted stays readable, and that is said. */
static void close_people(struct site *site, const struct policy *policy, json_t *body, struct declared *declared)
{
  char digest[DIGEST_TEXT_SIZE], **readers = NULL;
  struct err why = {0};
  json_t *payload = NULL;
  payload_take_people(site, body, &payload);
  if (!payload)
    return;
  size_t count = readers_of(site, policy, body, &readers);
  int result = payload_seal(site, payload, (const char *const *)readers, count, digest, &why);
  for (size_t i = 0; i < count; i++)
    free(readers[i]);
  free(readers);
  if (result == 0) {
    json_object_set_new(body, "sealed", json_string(digest));
  } else {
    json_object_set(body, "people", json_object_get(payload, "people"));
    snprintf(declared->readable, sizeof declared->readable, "%s",
             result < 0 ? why.text : "nobody on the list has a certificate in roster/certificates.");
  }
  json_decref(payload);
}

/* ---- writing it ---- */

struct numbering {
  char letter;
  size_t count;
};

static int count_one(void *context, const char *incident, struct err *err)
{
  (void)err;
  struct numbering *numbering = context;
  numbering->count += incident[0] == numbering->letter;
  return 0;
}

/* The number after the last incident of this kind; true only inside the transaction that appends it. */
static char *next_id(struct site *site, char letter, struct err *err)
{
  struct numbering numbering = {letter, 1};
  if (ledger_each_name(site_ledger(site), count_one, &numbering, err) < 0)
    return NULL;
  return xasprintf("%c-%zu", letter, numbering.count);
}

/* What lists say of it from now on. That it cannot be said keeps nothing from being recorded: then lists fold it. */
static int list(struct site *site, const char *id, struct err *err)
{
  struct dossier dossier = {0};
  struct err unread = {0};
  int result = 0;
  if (dossier_read(site, id, &dossier, &unread) == 0)
    result = listed_keep(site_ledger(site), dossier.incident, dossier.policy, err);
  dossier_finish(&dossier);
  return result;
}

int declaration_append(struct site *site, const struct policy *policy, const struct declaration *declaration,
                       struct declared *declared, struct err *err)
{
  *declared = (struct declared){.id = next_id(site, declaration->drill ? 'D' : 'I', err)};
  if (!declared->id)
    return -1;
  json_t *body = declaration_to_json(declaration);
  close_people(site, policy, body, declared);
  return site_append_tree(site, ENTRY_DECLARE, declared->id, body, NULL, err);
}

int declaration_state(struct site *site, const struct policy *policy, const struct declaration *declaration,
                      struct declared *declared, struct err *err)
{
  struct ledger *ledger = site_ledger(site);
  struct err unused = {0};
  *declared = (struct declared){0};
  site_key(site, &unused); /* may ask for a passphrase: before others have to wait for us */
  if (ledger_begin(ledger, err) < 0)
    return -1;
  int result = declaration_append(site, policy, declaration, declared, err);
  if (result == 0)
    result = list(site, declared->id, err);
  if (result < 0)
    ledger_abort(ledger);
  else
    result = ledger_commit(ledger, err);
  if (result == 0)
    result = ledger_publish(ledger, err);
  if (result == 0 || err->kind == ERR_WRITTEN)
    return result;
  free(declared->id);
  declared->id = NULL;
  return -1;
}
