/*
 * One small function for each thing that has to be there. What is missing says what to do about it.
 */
#include "site/readiness.h"
#include "site/contacts.h"
#include "site/inside.h"
#include "site/reach.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/yaml.h"
#include "roster/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAY_US ((clock_us)86400 * 1000000)
#define GUIDELINE_SIZE_MAX (64 * 1024 * 1024)

struct checking {
  struct site *site;
  struct readiness *found;
  clock_us now;
  const struct files *procedure; /* the approved one, else the working files */
  struct digest digest;          /* of the approved one */
  bool is_approved;
};

const char *readiness_group_name(enum readiness_group group)
{
  static const char *const names[] = {"procedure", "people", "evidence", "tests", "places"};
  return names[group];
}

void readiness_finish(struct readiness *readiness)
{
  for (size_t i = 0; i < readiness->count; i++) {
    free(readiness->list[i].what);
    free(readiness->list[i].todo);
  }
  free(readiness->list);
  *readiness = (struct readiness){0};
}

/* Takes `what` over. */
static struct readiness_finding *find(struct checking *checking, enum readiness_group group, const char *code,
                                      char *what, const char *todo)
{
  struct readiness_finding *finding = APPEND(checking->found->list, checking->found->count);
  *finding = (struct readiness_finding){.group = group, .code = code, .what = what, .todo = xstrdup(todo)};
  return finding;
}

static void date_text(clock_us at, char text[CLOCK_TEXT_SIZE])
{
  clock_text(at, text);
  text[10] = '\0';
}

static const char *last_senior(const struct checking *checking)
{
  const struct people *people = site_people(checking->site);
  for (size_t i = 0; i < people->count; i++)
    if (people->list[i].roles & 1u << ROLE_SENIOR_MANAGEMENT && !people->list[i].is_revoked)
      return people->list[i].id;
  return "SENIOR";
}

/* ---- the procedure ---- */

static void check_playbooks(struct checking *checking)
{
  for (int priority = 1; priority <= 5; priority++) {
    char name[40];
    snprintf(name, sizeof name, "playbooks/priority-%d.lua", priority);
    if (!files_find(checking->procedure, name))
      find(checking, READY_PROCEDURE, "no-playbook",
           xasprintf("there is no playbook for priority %d: nobody has agreed what is done then", priority),
           "write it, or take the shipped one: playbooks/README.md");
  }
}

static void check_loads(struct checking *checking)
{
  struct err err = {0};
  struct policy *policy = policy_load(checking->procedure, &err);
  policy_free(policy);
  if (!policy)
    find(checking, READY_PROCEDURE, "does-not-load", xasprintf("the procedure cannot be read: %s", err.text),
         "mend it, then have it approved");
}

static void check_approval(struct checking *checking, const struct site_approved *approved)
{
  char day[CLOCK_TEXT_SIZE];
  if (!checking->is_approved) {
    char *todo = xasprintf("tocsin test; then  tocsin --as %s approve --procedure", last_senior(checking));
    find(checking, READY_PROCEDURE, "not-approved",
         xstrdup("nobody has approved the procedure, so nothing may be done by it; all is only recorded"), todo);
    free(todo);
    return;
  }
  char *difference = site_difference(checking->site, approved);
  if (difference[0])
    find(checking, READY_PROCEDURE, "working-files-differ", difference,
         "have them approved (tocsin approve --procedure), or put the approved ones back");
  else
    free(difference);
  clock_us due = approved->at + checking->site->settings.review_every_s * 1000000;
  date_text(due, day);
  if (due < checking->now)
    find(checking, READY_PROCEDURE, "review-overdue",
         xasprintf("the procedure was to be looked at again by %s (review_every in tocsin.yaml)", day),
         "senior management reads it and approves it again");
}

/* ---- people ---- */

static void check_roster(struct checking *checking)
{
  struct roster_findings findings = {0};
  site_lint_roster(checking->site, &findings);
  site_lint_reach(checking->site, &findings);
  site_lint_contacts(checking->site, &findings);
  for (size_t i = 0; i < findings.count; i++) {
    const struct roster_finding *fault = &findings.list[i];
    char *what = fault->line ? xasprintf("%s:%d: %s", fault->file, fault->line, fault->sentence)
                             : xasprintf("%s: %s", fault->file, fault->sentence);
    find(checking, READY_PEOPLE, fault->code, what, "");
  }
  roster_findings_finish(&findings);
}

static void check_keys(struct checking *checking)
{
  struct err err = {0};
  const struct people *people = site_people(checking->site);
  const struct roster *roster = site_roster(checking->site, &err);
  for (size_t i = 0; roster && i < people->count; i++) {
    const struct person *person = &people->list[i];
    if (roster_find(roster, person->id) && !person->is_revoked && !person->has_key)
      find(checking, READY_PEOPLE, "no-key",
           xasprintf("%s has no key, so nothing that %s says can be signed", person->id, person->id),
           "enter a key for the person, signed by senior management");
  }
}

/* ---- evidence ---- */

static void check_list(struct checking *checking, const struct yaml *root, const char *name, const char *what)
{
  const struct yaml *list = yaml_get(root, name);
  if (list && list->kind == YAML_LIST && list->count)
    return;
  find(checking, READY_EVIDENCE, "empty-log-list", xasprintf("policies/capture.yaml lists %s (%s)", what, name),
       "write down which they are; what is not listed will not be saved");
}

static void check_logs(struct checking *checking)
{
  const struct file *file = files_find(checking->procedure, "policies/capture.yaml");
  struct err err = {0};
  struct yaml *root = file ? yaml_parse(file->name, file->bytes, file->length, &err) : NULL;
  check_list(checking, root, "items", "nothing that is captured at once");
  check_list(checking, root, "logs", "no log files of applications and of the system");
  check_list(checking, root, "firewall_logs", "no log files of the firewall");
  yaml_free(root);
}

static const struct site_guideline *guideline_of(const struct checking *checking, const char *owner)
{
  const struct site_settings *settings = &checking->site->settings;
  for (size_t i = 0; i < settings->guideline_count; i++)
    if (!strcmp(settings->guidelines[i].owner, owner))
      return &settings->guidelines[i];
  return NULL;
}

static bool has_hash(const struct checking *checking, const struct site_guideline *guideline, struct err *err)
{
  struct buf bytes = {0};
  char text[DIGEST_TEXT_SIZE];
  char *path = site_path(checking->site, guideline->file);
  int result = file_read(path, GUIDELINE_SIZE_MAX, &bytes, err);
  struct digest digest = digest_of(bytes.bytes, bytes.length);
  digest_text(&digest, text);
  buf_finish(&bytes);
  free(path);
  return !result && !strcmp(text + strlen("sha256:"), guideline->sha256);
}

static bool day_of(const char *text, clock_us *at)
{
  char whole[CLOCK_TEXT_SIZE];
  return strlen(text) == 10 && snprintf(whole, sizeof whole, "%sT00:00:00.000000Z", text) < (int)sizeof whole &&
         clock_parse(whole, at);
}

static void check_guideline(struct checking *checking, const char *owner, const char *words)
{
  const struct site_guideline *guideline = guideline_of(checking, owner);
  struct err err = {0};
  clock_us at;
  if (!guideline) {
    find(checking, READY_EVIDENCE, "no-guidelines", xasprintf("%s has signed off no guidelines %s", owner, words),
         "ask for them; then guidelines: in tocsin.yaml");
    return;
  }
  if (!has_hash(checking, guideline, &err))
    find(checking, READY_EVIDENCE, "guidelines-changed",
         err.text[0] ? xasprintf("the guidelines of %s cannot be read: %s", owner, err.text)
                     : xasprintf("%s is not what %s signed off on %s", guideline->file, guideline->by, guideline->on),
         "have them signed off again, or put the old ones back; sha256sum tells the hash");
  if (!day_of(guideline->on, &at) || at + checking->site->settings.review_every_s * 1000000 < checking->now)
    find(checking, READY_EVIDENCE, "guidelines-old",
         xasprintf("the guidelines of %s were signed off on %s; that is too long ago", owner, guideline->on),
         "have them looked at again");
}

/* ---- tests ---- */

static void check_audit(struct checking *checking)
{
  const struct members *members = &checking->site->members;
  const char *todo = "tocsin --as AUDITOR test --sign";
  char digest[DIGEST_TEXT_SIZE], day[CLOCK_TEXT_SIZE];
  digest_text(&checking->digest, digest);
  date_text(members->tested_at, day);
  if (!members->tested_by) {
    find(checking, READY_TESTS, "never-tested", xstrdup("the audit department has never tested the procedure"), todo);
    return;
  }
  if (members->tested_failed)
    find(checking, READY_TESTS, "test-failed",
         xasprintf("in the last test, of %s, %d scenarios did not end as expected", day, members->tested_failed),
         "tocsin test");
  if (checking->is_approved && strcmp(digest, members->tested_procedure))
    find(checking, READY_TESTS, "tested-another",
         xasprintf("what %s tested on %s is not the procedure that is approved now", members->tested_by, day), todo);
  if (members->tested_at + checking->site->settings.audit_every_s * 1000000 < checking->now)
    find(checking, READY_TESTS, "test-overdue",
         xasprintf("the last test of the audit department is of %s (audit_every in tocsin.yaml)", day), todo);
}

/* ---- places ---- */

static bool is_on_volume_of(const char *path, const char *other)
{
  struct stat a, b;
  return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev;
}

static void check_place(struct checking *checking, const char *name, const char *what)
{
  char *path = site_path(checking->site, name);
  if (access(path, W_OK) != 0)
    find(checking, READY_PLACES, "not-writable", xasprintf("%s cannot be written: %s", name, what),
         "make it, or name another place in tocsin.yaml");
  free(path);
}

static void check_places(struct checking *checking)
{
  const struct site_settings *settings = &checking->site->settings;
  char *head = site_path(checking->site, settings->head);
  check_place(checking, settings->archive, "evidence has no place to go");
  if (settings->second)
    check_place(checking, settings->second, "the second copy of evidence has no place to go");
  else
    find(checking, READY_PLACES, "one-volume", xstrdup("both copies of the evidence lie in one place"),
         "archive: second: a folder on another volume, in tocsin.yaml")->is_advice = true;
  if (is_on_volume_of(head, site_folder(checking->site)))
    find(checking, READY_PLACES, "head-inside",
         xstrdup("the ledger's head lies on the same volume as the ledger, and would be cut off with it"),
         "head: a file on another volume, in tocsin.yaml")->is_advice = true;
  free(head);
}

/* ---- all of it ---- */

static void check(struct checking *checking, const struct site_approved *approved)
{
  check_approval(checking, approved);
  check_loads(checking);
  check_playbooks(checking);
  check_roster(checking);
  check_keys(checking);
  check_logs(checking);
  check_guideline(checking, "legal", "on gathering evidence");
  check_guideline(checking, "human_resources", "on dealing with one of our own");
  check_audit(checking);
  check_places(checking);
}

int site_readiness(struct site *site, struct readiness *readiness, struct err *err)
{
  struct site_approved approved = {0};
  struct files working = {0};
  *readiness = (struct readiness){0};
  if (members_read_tests(&site->members, site->ledger, err) < 0)
    return -1;
  int found = site_approved(site, &approved, err);
  if (found < 0 || (found == 1 && site_working(site, &working, err) < 0))
    return -1;
  struct checking checking = {.site = site, .found = readiness, .now = ledger_now(site->ledger),
                              .is_approved = found == 0,
                              .procedure = found == 0 ? &approved.files : &working, .digest = approved.digest};
  check(&checking, &approved);
  site_approved_finish(&approved);
  files_finish(&working);
  return 0;
}
