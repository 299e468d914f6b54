#include "stage.h"

#include "site/make.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"
#include "model/statement.h"
#include "site/begin.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define INCIDENT "I-1"

static const char decision_went_ahead[] =
    "{\"because\":\"agreed\",\"candidates\":[1],\"facts\":{},\"from\":[],\"position\":1,\"rule\":\"r\","
    "\"verdict\":\"preauthorized\"}";

/* ---- entries ---- */

static void append(struct stage *stage, struct entry_draft draft)
{
  struct err err = {0};
  struct ledger *ledger = site_ledger(stage->site);
  ck_assert_msg(!ledger_begin(ledger, &err), "%s", err.text);
  if (draft.commit != ENTRY_NO_COMMIT)
    draft.commit = (int64_t)ledger_size(ledger);
  draft.incident = INCIDENT;
  draft.body_length = strlen(draft.body);
  ck_assert_msg(!ledger_append(ledger, &draft, NULL, &err), "%s\n%s", err.text, draft.body);
  ck_assert_msg(!ledger_commit(ledger, &err) && !ledger_publish(ledger, &err), "%s", err.text);
}

void stage_append(struct stage *stage, enum entry_type type, const char *step, const char *body)
{
  append(stage, (struct entry_draft){.type = type, .step = step, .actor = "technical1", .run = 1, .body = body});
}

static char *fingerprint_of(const char *step, const char *action, const char *arguments)
{
  char *text = xcalloc(1, DIGEST_TEXT_SIZE);
  incident_fingerprint(INCIDENT, 1, step, action, arguments, strlen(arguments), text);
  return text;
}

static void intend(struct stage *stage, const char *step, const char *action, const char *arguments, const char *person)
{
  char *fingerprint = fingerprint_of(step, action, arguments);
  char *body = xasprintf("{\"action\":\"%s\",\"arguments\":%s,\"attempt\":1,\"decision\":%s,\"driver\":\"manual\","
                         "\"fingerprint\":\"%s\",\"key\":\"k\"%s}", action, arguments, decision_went_ahead, fingerprint,
                         person);
  stage_append(stage, ENTRY_INTENT, step, body);
  free(body);
  free(fingerprint);
}

void stage_intend(struct stage *stage, const char *step, const char *action, const char *arguments)
{
  intend(stage, step, action, arguments, "");
}

void stage_intend_call(struct stage *stage, const char *step, const char *action, const char *person, int left)
{
  char *offered = xasprintf(",\"left\":%d,\"person\":\"%s\"", left, person);
  intend(stage, step, action, "{}", offered);
  free(offered);
}

void stage_wait(struct stage *stage, const char *step, const char *action, const char *arguments, const char *roles)
{
  char *fingerprint = fingerprint_of(step, action, arguments);
  char *body = xasprintf("{\"action\":\"%s\",\"arguments\":%s,\"decision\":{\"because\":\"a manager decides\","
                         "\"candidates\":[1],\"facts\":{\"active\":\"true\"},\"from\":%s,\"position\":1,"
                         "\"rule\":\"r\",\"verdict\":\"approval\"},\"fingerprint\":\"%s\",\"state\":\"waiting\"}",
                         action, arguments, roles, fingerprint);
  stage_append(stage, ENTRY_REQUEST, step, body);
  free(body);
  free(fingerprint);
}

void stage_end(struct stage *stage)
{
  stage_append(stage, ENTRY_RUN_END, NULL, "{\"state\":\"finished\",\"tracks\":[]}");
}

static struct key *load_key(const struct stage *stage, const char *name)
{
  struct err err = {0};
  char *path = xasprintf("%s/site/keys/%s.pem", stage->folder, name);
  struct key *key = key_load(path, NULL, NULL, &err);
  ck_assert_msg(key != NULL, "%s", err.text);
  free(path);
  return key;
}

void stage_forge(struct stage *stage, enum entry_type type, const char *step, const char *actor, const char *key_name,
                 const char *body)
{
  struct buf dsse = {0};
  struct err err = {0};
  struct key *key = key_name ? load_key(stage, key_name) : NULL;
  struct entry_draft draft = {.type = type, .incident = INCIDENT, .step = step, .actor = actor, .run = step ? 1 : 0,
                              .commit = ENTRY_NO_COMMIT, .body = body, .body_length = strlen(body),
                              .is_unsigned = !key};
  struct ledger *ledger = site_ledger(stage->site);
  struct statement_place place = {.origin = ledger_origin(ledger), .said = clock_read().wall};
  if (key)
    ck_assert(!ledger_last_of(ledger, INCIDENT, &place.after, &err) &&
              !statement_envelope(&dsse, &draft, &place, key, &err));
  draft.dsse = dsse.bytes;
  draft.dsse_length = dsse.length;
  append(stage, draft);
  buf_finish(&dsse);
  key_free(key);
}

/* ---- the site ---- */

void stage_speak_with(struct stage *stage, const char *person, const char *key)
{
  struct err err = {0};
  char *folder = xasprintf("%s/site", stage->folder), *path = key ? xasprintf("%s/keys/%s.pem", folder, key) : NULL;
  struct site_entrance entrance = {.folder = folder, .as = person, .key = path};
  dossier_finish(&stage->dossier);
  site_close(stage->site);
  stage->site = site_open(&entrance, SITE_WRITE, &err);
  ck_assert_msg(stage->site != NULL, "%s", err.text);
  free(folder);
  free(path);
}

void stage_speak(struct stage *stage, const char *person)
{
  stage_speak_with(stage, person, NULL);
}

void stage_lose_key(struct stage *stage, const char *person)
{
  char *path = xasprintf("%s/site/keys/%s.pem", stage->folder, person);
  ck_assert_int_eq(unlink(path), 0);
  free(path);
}

static void declare(struct stage *stage, const char *facts, const char *subjects)
{
  char *body = xasprintf("{\"declared_by\":\"technical1\",\"doubtful\":[\"192.0.2.66\"],\"facts\":%s,"
                         "\"people\":[{\"name\":\"A caller\",\"part\":\"reported it\",\"phone\":\"+1 555 0177\"}],"
                         "\"source\":{\"addresses\":[\"203.0.113.7\",\"192.0.2.66\"],"
                         "\"phones\":[\"+1 555 0166\"]},\"subjects\":%s,"
                         "\"systems\":[{\"name\":\"web1\"}],\"title\":\"Trial\"}", facts, subjects);
  append(stage, (struct entry_draft){.type = ENTRY_DECLARE, .actor = "technical1", .commit = ENTRY_NO_COMMIT,
                                     .body = body, .is_unsigned = true});
  free(body);
}

static void begin(struct stage *stage)
{
  struct err err = {0};
  struct buf bytes = {0};
  struct site_approved approved;
  ck_assert_msg(!site_approved(stage->site, &approved, &err), "%s", err.text);
  struct policy *policy = site_approved_policy(stage->site, &err);
  ck_assert_msg(policy != NULL, "%s", err.text);
  json_t *body = site_run_begin(stage->site, policy, "priority-1", &approved.digest, 1, &err);
  policy_free(policy);
  ck_assert_msg(body && !json_write_tree(&bytes, body, &err), "%s", err.text);
  stage_append(stage, ENTRY_RUN_BEGIN, NULL, buf_string(&bytes));
  json_decref(body);
  buf_finish(&bytes);
  site_approved_finish(&approved);
}

/* ---- a site ---- */

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
  (void)status;
  (void)kind;
  (void)walk;
  return remove(path);
}

/* Making a site takes longer than most tests: the first test of a program makes one, and each begins with a copy. */
static char model[64];
static pid_t program;

static void __attribute__((constructor)) name_model(void)
{
  program = getpid();
  snprintf(model, sizeof model, "/tmp/tocsin-statements-%d", (int)program);
}

static void __attribute__((destructor)) remove_model(void)
{
  if (getpid() == program)
    nftw(model, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_model(void)
{
  struct err err = {0};
  struct site_made made = {0};
  struct site_plan plan = {.folder = model, .is_demo = true, .semantics = 1};
  if (access(model, F_OK) == 0)
    return;
  ck_assert_msg(!site_make(&plan, &made, &err), "%s", err.text);
  site_made_finish(&made);
}

void stage_set(struct stage *stage, const char *facts, const char *subjects)
{
  *stage = (struct stage){.folder = "/tmp/tocsin-statements.XXXXXX"};
  ck_assert_ptr_nonnull(mkdtemp(stage->folder));
  unsetenv("SSH_AUTH_SOCK");
  make_model();
  char *copy = xasprintf("cp -r %s %s/site", model, stage->folder);
  ck_assert_int_eq(system(copy), 0);
  free(copy);
  stage_speak(stage, "technical1");
  declare(stage, facts, subjects);
  begin(stage);
}

void stage_strike(struct stage *stage)
{
  dossier_finish(&stage->dossier);
  site_close(stage->site);
  nftw(stage->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- looking ---- */

struct dossier *stage_open(struct stage *stage)
{
  struct err err = {0};
  dossier_finish(&stage->dossier);
  ck_assert_msg(!dossier_open(stage->site, INCIDENT, &stage->dossier, &err), "%s", err.text);
  return &stage->dossier;
}

const struct incident *stage_look(struct stage *stage)
{
  struct err err = {0};
  dossier_finish(&stage->dossier);
  ck_assert_msg(!dossier_read(stage->site, INCIDENT, &stage->dossier, &err), "%s", err.text);
  return stage->dossier.incident;
}

static int count(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  (void)bytes;
  (void)length;
  (void)err;
  ++*(uint64_t *)context;
  return 0;
}

uint64_t stage_entries(struct stage *stage)
{
  uint64_t entries = 0;
  struct err err = {0};
  dossier_finish(&stage->dossier);
  ck_assert_msg(!ledger_each(site_ledger(stage->site), 0, UINT64_MAX, count, &entries, &err), "%s", err.text);
  return entries;
}

void stage_refused(struct stage *stage, uint64_t before, int result, const struct err *err, const char *words)
{
  ck_assert_int_eq(result, -1);
  ck_assert_msg(strstr(err->text, words) != NULL, "said: %s\nmissing: %s", err->text, words);
  ck_assert_uint_eq(stage_entries(stage), before);
}
