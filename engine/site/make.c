/*
 * A new site, on its ground (site/ground.h): tocsin.yaml comes last, so that there is never half a site. Whatever
 * fails, all that was made is removed again.
 */
#include "site/make.h"
#include "site/ground.h"
#include "site/inside.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/cms.h"
#include "base/file.h"
#include "base/json.h"
#include "model/company.h"
#include "model/statement.h"
#include "roster/contacts.h"
#include "roster/numbers.h"
#include "site/shipped.h"

#include <string.h>

/* The plan and what has come of it so far. */
struct making {
  const struct site_plan *plan;
  struct ground ground;
  const char *folder; /* the ground's, absolute */
  char *name; /* the site's */
  char *in;   /* the folder written to last */
  struct people people;
  struct key **keys; /* one a person; NULL: kept elsewhere */
  struct ledger *ledger;
};

void site_made_finish(struct site_made *made)
{
  free(made->folder);
  free(made->origin);
  free(made->vkey);
  *made = (struct site_made){0};
}

/* ---- files ---- */

static int write_file(struct making *making, const char *name, const char *bytes, size_t length, mode_t mode,
                      struct err *err)
{
  _cleanup_(freep) char *path = file_join(making->folder, name);
  _cleanup_(freep) char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
  if (!(making->in && strcmp(making->in, folder) == 0) && file_make_folder(folder, 0700, err) < 0)
    return -1;
  free(making->in);
  making->in = xstrdup(folder);
  return file_write(path, bytes, length, mode, err);
}

static int write_shipped(struct making *making, struct err *err)
{
  for (size_t i = 0; i < shipped_count; i++) {
    const struct shipped_file *file = &shipped_files[i];
    if (strncmp(file->name, "template/", 9) == 0 || strncmp(file->name, "demo/", 5) == 0)
      continue;
    if (write_file(making, file->name, (const char *)file->bytes, file->length, 0644, err) < 0)
      return -1;
  }
  return 0;
}

/** Writes a template with each @WORD@ replaced; `words` are pairs, ended by NULL. */
static int write_template(struct making *making, const char *template, const char *name, mode_t mode,
                          const char *const *words, struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0};
  const char *at = (const char *)shipped_file_find(template)->bytes;
  while (*at) {
    const char *const *word = words;
    while (*word && strncmp(at, word[0], strlen(word[0])) != 0)
      word += 2;
    if (*word)
      buf_text(&text, word[1]);
    else
      buf_char(&text, *at);
    at += *word ? strlen(word[0]) : 1;
  }
  return write_file(making, name, buf_string(&text), text.length, mode, err);
}

static int write_roster(struct making *making, struct err *err)
{
  const struct site_plan *plan = making->plan;
  const char *const words[] = {"@ID@", plan->senior, "@PERSON@", plan->senior_name, NULL};
  const char *const none[] = {NULL};
  return write_template(making, plan->is_demo ? "demo/roster.yaml" : "template/roster.yaml", ROSTER_FILE, 0600,
                        plan->is_demo ? none : words, err);
}

/* Whom to reach outside; a demo has invented ones. */
static int write_contacts(struct making *making, struct err *err)
{
  char today[CLOCK_TEXT_SIZE];
  clock_text(clock_read().wall, today);
  today[10] = '\0';
  const char *const words[] = {"@TODAY@", today, NULL};
  return write_template(making, making->plan->is_demo ? "demo/contacts.yaml" : "template/contacts.yaml",
                        ROSTER_CONTACTS_FILE, 0600, words, err);
}

/* ---- guidelines: a demo has invented ones; for a real site it says what to write ---- */

static const struct {
  const char *owner, *by, *file;
} guidelines[] = {{"legal", "legal1", "guidelines/legal.md"},
                  {"human_resources", "hr1", "guidelines/human_resources.md"}};

static int write_guidelines(struct making *making, struct err *err)
{
  for (size_t i = 0; making->plan->is_demo && i < COUNT(guidelines); i++) {
    char name[80];
    snprintf(name, sizeof name, "demo/%s", guidelines[i].file);
    const struct shipped_file *file = shipped_file_find(name);
    if (write_file(making, guidelines[i].file, (const char *)file->bytes, file->length, 0644, err) < 0)
      return -1;
  }
  return 0;
}

/** The web server of the demo, as it looks after the alarm: what is captured there is invented too. */
static int write_machine(struct making *making, struct err *err)
{
  static const char folder[] = "demo/machine/";
  for (size_t i = 0; making->plan->is_demo && i < shipped_count; i++) {
    const struct shipped_file *file = &shipped_files[i];
    if (strncmp(file->name, folder, strlen(folder)) == 0 &&
        write_file(making, file->name + strlen("demo/"), (const char *)file->bytes, file->length, 0644, err) < 0)
      return -1;
  }
  return 0;
}

static char *guidelines_setting(const struct making *making)
{
  struct buf text = {0};
  char today[CLOCK_TEXT_SIZE], digest_words[DIGEST_TEXT_SIZE], name[80];
  if (!making->plan->is_demo)
    return xstrdup("# guidelines:\n"
                   "#   legal: {file: guidelines/legal.pdf, sha256: \"what sha256sum says\", by: ID, on: 2026-01-31}\n"
                   "#   human_resources: {file: ..., sha256: ..., by: ID, on: 2026-01-31}");
  clock_text(clock_read().wall, today);
  buf_text(&text, "guidelines:");
  for (size_t i = 0; i < COUNT(guidelines); i++) {
    snprintf(name, sizeof name, "demo/%s", guidelines[i].file);
    const struct shipped_file *file = shipped_file_find(name);
    struct digest digest = digest_of(file->bytes, file->length);
    digest_text(&digest, digest_words);
    buf_format(&text, "\n  %s: {file: %s, by: %s, on: %.10s,\n    sha256: %s}", guidelines[i].owner,
               guidelines[i].file, guidelines[i].by, today, digest_words + strlen("sha256:"));
  }
  return buf_take(&text);
}

static int write_settings(struct making *making, struct err *err)
{
  const struct site_plan *plan = making->plan;
  _cleanup_(freep) char *guideline_words = guidelines_setting(making);
  const char *const words[] = {
      "@NAME@",     making->name,
      "@ORIGIN@",   ledger_origin(making->ledger),
      "@NETWORKS@", plan->is_demo ? "192.0.2.0/24, \"fd00:7c51::/48\"" : "",
      "@DOMAINS@",  plan->is_demo ? "corp.test" : plan->domain ? plan->domain : "",
      "@GUIDELINES@", guideline_words,
      "@COUNTRY@",  plan->is_demo ? "country: +1             # of our telephones: completes 555 0100"
                                  : "# country: +49         # of our telephones: completes a number written without it",
      NULL,
  };
  return write_template(making, "template/tocsin.yaml", SITE_UNFINISHED_FILE, 0600, words, err);
}

/** What the auditors keep in their safe, in the form `verify --trust` reads. */
static int write_trust(struct making *making, struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0};
  buf_format(&text,
             "# For the auditors' safe: whoever has this can tell whether the ledger is still the one begun.\n"
             "log %s\nquorum none\n",
             ledger_first_vkey(making->ledger));
  return write_file(making, "auditors-safe.txt", buf_string(&text), text.length, 0644, err);
}

/* ---- people and keys ---- */

/** The people of the roster just written; each with a key of his own. */
static int make_people(struct making *making, struct err *err)
{
  struct roster *roster = roster_load(making->folder, err);
  if (!roster)
    return -1;
  making->keys = xcalloc(roster_count(roster), sizeof *making->keys);
  for (size_t i = 0; i < roster_count(roster); i++) {
    const struct roster_person *known = roster_at(roster, i);
    struct person *person = people_add(&making->people, known->id, known->name);
    const struct key *key = making->plan->senior_key;
    if (!key)
      key = making->keys[i] = key_generate();
    person->roles = known->roles;
    person->organisation = xstrdup(known->organisation);
    person->reports_to = xstrdup(known->reports_to);
    for (size_t k = 0; k < known->alternate_count; k++)
      *APPEND(person->alternates, person->alternate_count) = xstrdup(known->alternates[k]);
    person->has_key = true;
    key_public(key, person->key);
  }
  roster_free(roster);
  return 0;
}

static int save_keys(const struct making *making, struct err *err)
{
  _cleanup_(freep) char *folder = file_join(making->folder, "keys");
  if (file_make_folder(folder, 0700, err) < 0)
    return -1;
  for (size_t i = 0; i < making->people.count; i++) {
    _cleanup_(freep) char *path = xasprintf("%s/%s.pem", folder, making->people.list[i].id);
    const char *passphrase = making->plan->is_demo ? NULL : making->plan->passphrase;
    if (making->keys[i] && key_save(making->keys[i], path, passphrase, err) < 0)
      return -1;
  }
  return 0;
}

/** What each reads private things with: a key apart from the one he signs with, closed by the same passphrase. */
static int save_reading_keys(const struct making *making, struct err *err)
{
  _cleanup_(freep) char *folder = file_join(making->folder, ROSTER_CERTIFICATES_FOLDER);
  if (file_make_folder(folder, 0700, err) < 0)
    return -1;
  for (size_t i = 0; i < making->people.count; i++) {
    const char *id = making->people.list[i].id;
    _cleanup_(freep) char *key = xasprintf("%s/keys/%s-read.pem", making->folder, id);
    _cleanup_(freep) char *certificate = xasprintf("%s/%s.pem", folder, id);
    const char *passphrase = making->plan->is_demo ? NULL : making->plan->passphrase;
    if (cms_make_key(id, key, certificate, passphrase, err) < 0)
      return -1;
  }
  return 0;
}

/** Of the demo's people. Nobody else's numbers are known yet. */
static int seal_numbers(const struct making *making, struct err *err)
{
  if (!making->plan->is_demo)
    return 0;
  const struct shipped_file *numbers = shipped_file_find("demo/numbers.yaml");
  struct roster *roster = roster_load(making->folder, err);
  int result = -1;
  if (roster && roster_take_numbers(roster, numbers->name, (const char *)numbers->bytes, numbers->length, err) == 0)
    result = roster_seal_numbers(roster, making->name, err);
  roster_free(roster);
  return result;
}

/* ---- the ledger ---- */

static int append_genesis(const struct making *making, struct err *err)
{
  json_t *people = json_array();
  for (size_t i = 0; i < making->people.count; i++)
    json_array_append_new(people, site_person_body(&making->people.list[i]));
  json_t *body = json_pack("{s:s, s:s, s:o, s:i}", "name", making->name, "origin", ledger_origin(making->ledger),
                           "people", people, "semantics", making->plan->semantics);
  if (making->plan->is_demo)
    json_object_set_new(body, "demo", json_true());
  _cleanup_(buf_finish) struct buf text = {0};
  int result = json_write_tree(&text, body, err);
  json_decref(body);
  struct entry_draft draft = {
      .type = ENTRY_GENESIS, .commit = ENTRY_NO_COMMIT, .body = text.bytes, .body_length = text.length};
  return result < 0 ? -1 : ledger_append(making->ledger, &draft, NULL, err);
}

static int append_signed(const struct making *making, enum entry_type type, const char *actor, const struct key *key,
                         const json_t *body, struct err *err)
{
  _cleanup_(buf_finish) struct buf text = {0}, dsse = {0};
  struct entry_draft draft = {.type = type, .commit = ENTRY_NO_COMMIT, .actor = actor};
  if (json_write_tree(&text, body, err) < 0)
    return -1;
  draft.body = text.bytes;
  draft.body_length = text.length;
  struct statement_place place = {.origin = ledger_origin(making->ledger), .said = ledger_now(making->ledger)};
  if (ledger_last_of(making->ledger, CHAIN_SITE, &place.after, err) < 0 ||
      statement_envelope(&dsse, &draft, &place, key, err) < 0)
    return -1;
  draft.dsse = dsse.bytes;
  draft.dsse_length = dsse.length;
  return ledger_append(making->ledger, &draft, NULL, err);
}

static int append_as(const struct making *making, const char *actor, enum entry_type type, const json_t *body,
                     struct err *err)
{
  for (size_t i = 0; i < making->people.count; i++)
    if (strcmp(making->people.list[i].id, actor) == 0)
      return append_signed(making, type, actor, making->keys[i], body, err);
  return err_set(err, "nobody is called %s.", actor);
}

static int count_scenarios(const struct files *files)
{
  int count = 0;
  for (size_t i = 0; i < files->count; i++)
    count += strncmp(files->list[i].name, "scenarios/", 10) == 0 && strcmp(files->list[i].name, COMPANY_FILE) != 0;
  return count;
}

/** On a demo site senior1 has read the shipped procedure and auditor1 tested it; on a real one nobody has yet. */
static int approve_shipped(const struct making *making, struct err *err)
{
  struct files files = {0};
  shipped_procedure(&files);
  json_t *body = site_keep_procedure(making->ledger, &files, err);
  int scenarios = count_scenarios(&files);
  files_finish(&files);
  if (!body)
    return -1;
  json_t *test = json_pack("{s:i, s:i, s:O}", "failed", 0, "passed", scenarios, "procedure",
                           json_object_get(body, "digest"));
  int result = append_as(making, "senior1", ENTRY_PROCEDURE, body, err);
  if (!result)
    result = append_as(making, "auditor1", ENTRY_TEST, test, err);
  json_decref(test);
  json_decref(body);
  return result;
}

static int make_ledger(struct making *making, struct err *err)
{
  struct site_settings settings = {.ledger = xstrdup("ledger.db"), .head = xstrdup("head")};
  struct site_paths paths;
  site_paths_make(&paths, making->folder, &settings);
  settings_finish(&settings);
  struct ledger_place place = site_paths_place(&paths);
  int result = ledger_create(&place, making->name, &making->ledger, err);
  site_paths_finish(&paths);
  if (result < 0 || ledger_begin(making->ledger, err) < 0)
    return -1;
  if (append_genesis(making, err) < 0 || (making->plan->is_demo && approve_shipped(making, err) < 0))
    return -1;
  ledger_rotate(making->ledger, "genesis");
  return ledger_commit(making->ledger, err) < 0 ? -1 : ledger_publish(making->ledger, err);
}

/* ---- all of it ---- */

/** Letters, digits, dots and dashes of the domain or the folder's name: it becomes part of the ledger's name. */
static char *choose_name(const struct making *making)
{
  const struct site_plan *plan = making->plan;
  char *name = xstrdup(plan->is_demo ? "corp.test" : plan->domain ? plan->domain : strrchr(making->folder, '/') + 1);
  for (char *at = name; *at; at++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", *at))
      *at = '-';
  return name;
}

static int make(struct making *making, struct err *err)
{
  if (ground_take(&making->ground, making->plan->folder, err) < 0)
    return -1;
  making->folder = making->ground.folder;
  making->name = choose_name(making);
  _cleanup_(freep) char *archive = file_join(making->folder, "archive");
  if (write_shipped(making, err) < 0 || write_roster(making, err) < 0 ||
      write_contacts(making, err) < 0 || make_people(making, err) < 0 ||
      save_keys(making, err) < 0 || save_reading_keys(making, err) < 0 || seal_numbers(making, err) < 0 ||
      file_make_folder(archive, 0700, err) < 0 || make_ledger(making, err) < 0)
    return -1;
  if (write_guidelines(making, err) < 0 || write_machine(making, err) < 0 || write_trust(making, err) < 0 ||
      write_settings(making, err) < 0)
    return -1;
  return ground_open(&making->ground, err);
}

int site_make(const struct site_plan *plan, struct site_made *made, struct err *err)
{
  struct making making = {.plan = plan};
  int result = make(&making, err);
  if (result == 0)
    *made = (struct site_made){
        .folder = xstrdup(making.folder),
        .origin = xstrdup(ledger_origin(making.ledger)),
        .vkey = xstrdup(ledger_first_vkey(making.ledger)),
        .people = making.people.count,
    };
  ledger_close(making.ledger);
  if (result < 0)
    ground_clear(&making.ground, err);
  for (size_t i = 0; making.keys && i < making.people.count; i++)
    key_free(making.keys[i]);
  free(making.keys);
  people_finish(&making.people);
  free(making.name);
  free(making.in);
  ground_finish(&making.ground);
  return result;
}
