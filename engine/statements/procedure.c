/*
 * The procedure, approved: senior management signs the hash of exactly these files (R1, R15, A26). What does not load
 * is never approved: nobody should learn of it at three in the morning.
 */
#include "statements/statements.h"

#include "base/json.h"
#include "script/script.h"

#include <string.h>

static const json_t *no_member(void *context, const char *member)
{
  (void)context, (void)member;
  return NULL;
}

static const char *no_fact(void *context, const char *name)
{
  (void)context, (void)name;
  return NULL;
}

static const json_t *no_look(void *context, const char *step, const char *field)
{
  (void)context, (void)step, (void)field;
  return NULL;
}

static int load_playbook(struct script *script, const char *file, struct err *err)
{
  struct script_head head;
  size_t length = strlen(file) - strlen("playbooks/") - strlen(".lua");
  char name[200];
  snprintf(name, sizeof name, "%.*s", (int)length, file + strlen("playbooks/"));
  return script_load(script, name, &head, err);
}

static int check_playbooks(const struct files *files, const struct policy *policy, struct err *err)
{
  struct script_view view = {.incident = no_member, .fact = no_fact, .look = no_look};
  struct script_limits limits = {0};
  struct script *script = script_new(policy_catalogue(policy), files, &view, &limits, err);
  int result = script ? 0 : -1;
  for (size_t i = 0; i < files->count && !result; i++) {
    const char *name = files->list[i].name;
    const char *ending = strrchr(name, '.');
    if (!strncmp(name, "playbooks/", 10) && ending && !strcmp(ending, ".lua"))
      result = load_playbook(script, name, err);
  }
  script_free(script);
  return result;
}

static int check(const struct files *files, struct err *err)
{
  struct policy *policy = policy_load(files, err);
  int result = policy ? check_playbooks(files, policy, err) : -1;
  policy_free(policy);
  return result;
}

static int check_author(struct site *site, struct err *err)
{
  const char *actor = site_actor(site);
  const struct person *person = actor ? people_find(site_people(site), actor) : NULL;
  struct err no_key = {0};
  if (!person || !(person->roles & 1u << ROLE_SENIOR_MANAGEMENT) || person->is_revoked)
    return err_set(err, "A procedure is approved by senior management; %s is not. Nothing was approved.",
                   actor ? actor : "whoever types here");
  if (!site_key(site, &no_key))
    return err_set(err, "A procedure is approved by a key, and %s's is not at hand: %-s", actor, no_key.text);
  return 0;
}

static int append(struct site *site, const struct files *files, const char *because, uint64_t *seq, struct err *err)
{
  json_t *body = site_keep_procedure(site_ledger(site), files, err);
  if (body && because)
    json_object_set_new(body, "because", json_string(because));
  return site_append_tree(site, ENTRY_PROCEDURE, NULL, body, seq, err);
}

int procedure_approve(struct site *site, const char *because, struct procedure_approved *approved, struct err *err)
{
  struct files files = {0};
  int result = check_author(site, err);
  if (!result)
    result = site_working(site, &files, err);
  if (!result && check(&files, err) < 0)
    result = err_prefix(err, "Nothing was approved, the procedure does not load.\n");
  if (!result)
    result = ledger_begin(site_ledger(site), err);
  if (!result && append(site, &files, because, &approved->seq, err) < 0) {
    ledger_abort(site_ledger(site));
    result = -1;
  }
  if (!result)
    result = ledger_commit(site_ledger(site), err) < 0 ? -1 : ledger_publish(site_ledger(site), err);
  approved->digest = files_digest(&files);
  approved->files = files.count;
  files_finish(&files);
  return result;
}
