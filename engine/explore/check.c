/*
 * First what can be read without playing: files, names, heads. Then each playbook is played.
 */
#include "explore/check.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "explore/minimum.h"
#include "run/run.h"
#include "script/script.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define COMPANY                                                                                                        \
  "[{'id':'technical1','name':'one technician','roles':['irt','technical']},"                                          \
  "{'id':'technical2','name':'another','roles':['irt','technical']},"                                                  \
  "{'id':'manager1','name':'a manager','roles':['irt_management','management','owner']},"                        \
  "{'id':'senior1','name':'a senior manager','roles':['senior_management']},"                                          \
  "{'id':'legal1','name':'a lawyer','roles':['legal']},"                                                               \
  "{'id':'hr1','name':'Human Resources','roles':['human_resources']},"                                                 \
  "{'id':'auditor1','name':'an auditor','roles':['audit']}]"
#define INCIDENT                                                                                                       \
  "{'title':'something','declared_by':'technical1','discovered':'alarm','facts':{},'doubtful':[],'subjects':[],"      \
  "'people':[],'organisations':['Example Net'],'systems':[{'name':'web1','address':'192.0.2.10','owner':'manager1'}]," \
  "'source':{'addresses':['203.0.113.7'],'names':[],'parties':[],'phones':[],'accounts':[]}}"
#define LIMITS "{'capture_grace':60,'management_lapse':1800,'management_wait':300}"
#define PATH_LIMIT 20000
#define SECOND_LIMIT 20.0
#define STEP_LIMIT 500 /* turns: the company is small */

struct checking {
  const struct files *procedure;
  const struct policy *policy;
  struct findings *findings;
  struct script *script;
  const char *file;        /* that is looked at */
  size_t known_count;
  char **known;            /* "call.irt", "network.block", ...: all a playbook can name */
  char *domains;           /* " call network ... ": what stands before the dots */
  bool plays;
  size_t played_count;
  struct played *played;   /* those that have steps of their own */
};

struct played {
  char *name;
  struct dry_run_report report;
};

/* ---- the script, with nothing known ---- */

static const json_t *no_member(void *context, const char *member)
{
  return NULL;
}

static const char *no_fact(void *context, const char *name)
{
  return NULL;
}

static const json_t *no_look(void *context, const char *step, const char *field)
{
  return NULL;
}

/* ---- names and texts ---- */

static void keep_names(struct checking *checking, const char *lines)
{
  struct buf domains = {0};
  buf_format(&domains, " ");
  for (const char *line = lines, *end; *line; line = end + 1) {
    end = line + strcspn(line, "\n");
    const char *dot = memchr(line, '.', (size_t)(end - line));
    if (!dot)
      continue;
    *APPEND(checking->known, checking->known_count) = xasprintf("%.*s", (int)(end - line), line);
    buf_format(&domains, "%.*s ", (int)(dot - line), line);
  }
  checking->domains = buf_take(&domains);
}

static bool is_known(const struct checking *checking, const char *name)
{
  for (size_t i = 0; i < checking->known_count; i++)
    if (!strcmp(checking->known[i], name))
      return true;
  return false;
}

static void calls(void *context, const char *domain, const char *verb, int line, int column)
{
  struct checking *checking = context;
  _cleanup_(freep) char *spaced = xasprintf(" %s ", domain);
  _cleanup_(freep) char *name = xasprintf("%s.%s", domain, verb);
  if (!strstr(checking->domains, spaced))
    return;
  const struct action *action = catalogue_action(policy_catalogue(checking->policy), name);
  if (action && policy_never_allows(checking->policy, action))
    findings_add(checking->findings, checking->file, line, column, true, "forbidden",
                 "%s stands here, and is never allowed, whoever asks and whoever approves.", name);
  if (is_known(checking, name))
    return;
  const char *near = suggest(name, (const char *const *)checking->known, checking->known_count);
  findings_add_unknown(checking->findings, checking->file, line, column, "unknown-name", name, near);
}

static bool is_address(const char *text)
{
  const char *at = strchr(text, '@');
  return at && at > text && isalnum((unsigned char)at[-1]) && isalnum((unsigned char)at[1]) && strchr(at, '.');
}

static void says(void *context, const char *text, int line, int column)
{
  static const char *const words[] = {"mailto:", "smtp", "sendmail", "e-mail", "email"};
  struct checking *checking = context;
  bool is_mail = is_address(text);
  for (size_t i = 0; i < COUNT(words); i++)
    is_mail |= strcasestr(text, words[i]) != NULL;
  if (is_mail)
    findings_add(checking->findings, checking->file, line, column, true, "mail",
                 "this speaks of mail, and of an incident nobody writes mails: he may be reading them (R75, R100). "
                 "Telephone, or walk over.");
}

static bool is_in(const struct file *file, const char *folder)
{
  size_t length = strlen(file->name);
  return !strncmp(file->name, folder, strlen(folder)) && length > 4 && !strcmp(file->name + length - 4, ".lua") &&
         strncmp(file->name, "lib/meta/", 9) != 0;
}

static void read_files(struct checking *checking)
{
  struct script_reader reader = {checking, calls, says};
  for (size_t i = 0; i < checking->procedure->count; i++) {
    const struct file *file = &checking->procedure->list[i];
    checking->file = file->name;
    if (is_in(file, "playbooks/") || is_in(file, "lib/"))
      script_read_calls(file, &reader);
  }
}

/* ---- playing ---- */

static json_t *parse(const char *text)
{
  char *json = xstrdup(text);
  for (char *c = json; *c; c++)
    if (*c == '\'')
      *c = '"';
  struct err err = {0};
  json_t *value = json_parse(json, strlen(json), &err);
  free(json);
  return value;
}

static json_t *begin(const struct checking *checking, const char *playbook, json_t *people)
{
  char digest[DIGEST_TEXT_SIZE];
  struct digest procedure = files_digest(checking->procedure);
  digest_text(&procedure, digest);
  return json_pack("{s:{s:[], s:[]}, s:o, s:O, s:s, s:s, s:i}", "home", "domains", "networks", "limits", parse(LIMITS),
                   "people", people, "playbook", playbook, "procedure", digest, "semantics", RUN_SEMANTICS);
}

/* A sentence of the dry-run may carry its place behind "track main ends: ". */
static void add_played(struct checking *checking, const char *code, const char *sentence)
{
  const char *ends = !strncmp(sentence, "track ", 6) ? strstr(sentence, " ends: ") : NULL;
  size_t before = checking->findings->count;
  findings_add_told(checking->findings, code, ends ? ends + 7 : sentence);
  if (checking->findings->count > before && !checking->findings->list[before].file[0]) {
    free(checking->findings->list[before].file);
    checking->findings->list[before].file = xstrdup(checking->file);
  }
}

static void tell(struct checking *checking, const struct dry_run_report *report)
{
  for (size_t i = 0; i < report->finding_count; i++)
    if (!strstr(report->findings[i], "forbidden")) /* said below, with its place */
      add_played(checking, report->is_endless ? CHECK_ENDLESS : "played", report->findings[i]);
  if (!report->is_complete && !report->is_endless)
    findings_add(checking->findings, checking->file, 0, 0, false, "incomplete",
                 "it has more paths than could be played; look at fewer outcomes, or establish fewer facts.");
}

/* Nothing is known but what the priority says. */
static json_t *declaration_of(const struct checking *checking, int priority)
{
  json_t *declaration = parse(INCIDENT);
  const struct catalogue *catalogue = policy_catalogue(checking->policy);
  struct facts facts;
  policy_priority_facts(checking->policy, priority, &facts);
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (facts.value[i] >= 0)
      json_object_set_new(json_object_get(declaration, "facts"), catalogue->facts[i].name,
                          json_string(catalogue->facts[i].values[facts.value[i]]));
  return declaration;
}

static const struct dry_run_report *play(struct checking *checking, const char *name, int priority)
{
  struct err err = {0};
  json_t *people = parse(COMPANY);
  json_t *genesis = json_pack("{s:s, s:s, s:O, s:i}", "name", "a company", "origin", "check", "people", people,
                              "semantics", RUN_SEMANTICS);
  json_t *declaration = declaration_of(checking, priority), *beginning = begin(checking, name, people);
  struct entry before[] = {
      {.seq = 0, .type = ENTRY_GENESIS, .at = 0, .commit = ENTRY_NO_COMMIT, .body = genesis, .whole = genesis},
      {.seq = 1, .type = ENTRY_DECLARE, .at = 1, .wall = 1, .incident = "I-0", .commit = ENTRY_NO_COMMIT,
       .body = declaration, .whole = declaration}};
  struct dry_run_setup setup = {.policy = checking->policy, .procedure = checking->procedure, .incident = "I-0",
                                .origin = "check", .person = "technical1", .before = before, .before_count = 2,
                                .begin = beginning, .path_limit = PATH_LIMIT, .second_limit = SECOND_LIMIT,
                                .step_limit = STEP_LIMIT};
  struct played *played = APPEND(checking->played, checking->played_count);
  played->name = xstrdup(name);
  if (dry_run(&setup, &played->report, &err) < 0)
    findings_add_told(checking->findings, "playbook", err.text);
  else
    tell(checking, &played->report);
  json_decref(beginning);
  json_decref(declaration);
  json_decref(genesis);
  json_decref(people);
  return &played->report;
}

/* ---- the playbooks ---- */

/* Whoever follows another asks for the very same, and is not played twice. */
static const struct dry_run_report *played(struct checking *checking, const char *name, int priority)
{
  for (size_t i = 0; i < checking->played_count; i++)
    if (!strcmp(checking->played[i].name, name))
      return &checking->played[i].report;
  return play(checking, name, priority);
}

static void check_playbook(struct checking *checking, const struct file *file)
{
  struct script_head head;
  struct err err = {0};
  char name[200];
  snprintf(name, sizeof name, "%.*s", (int)(strlen(file->name) - 14), file->name + 10);
  checking->file = file->name;
  if (script_load(checking->script, name, &head, &err) < 0) {
    findings_add_told(checking->findings, "playbook", err.text);
    return;
  }
  if (!checking->plays)
    return;
  int priority = head.priority; /* the head is the script's, and playing loads it anew */
  _cleanup_(freep) char *steps_of = xstrdup(head.follows ? head.follows : name);
  minimum_of_playbook(checking->file, priority, played(checking, steps_of, priority), checking->findings);
}

static void find_priorities(struct checking *checking)
{
  for (int priority = 0; priority <= 5; priority++) {
    struct script_head head;
    struct err err = {0};
    char name[16], file[40];
    snprintf(name, sizeof name, "priority-%d", priority);
    snprintf(file, sizeof file, "playbooks/%s.lua", name);
    if (!files_find(checking->procedure, file))
      findings_add(checking->findings, file, 0, 0, true, "missing-playbook",
                   "there is no playbook for priority %d, so nothing would run.", priority);
    else if (script_load(checking->script, name, &head, &err) == 0 && head.priority != priority)
      findings_add(checking->findings, file, 0, 0, true, "wrong-priority",
                   "it is run for priority %d, and says nothing of it: accepts = { priority = %d }.", priority,
                   priority);
  }
}

static int open_script(struct checking *checking, struct err *err)
{
  static const struct script_view view = {.incident = no_member, .fact = no_fact, .look = no_look};
  static const struct script_limits limits = {0};
  struct buf names = {0};
  checking->script = script_new(policy_catalogue(checking->policy), checking->procedure, &view, &limits, err);
  int result = checking->script ? script_names(checking->script, &names, err) : -1;
  if (!result)
    keep_names(checking, buf_string(&names));
  buf_finish(&names);
  return result;
}

static void finish(struct checking *checking)
{
  script_free(checking->script);
  for (size_t i = 0; i < checking->known_count; i++)
    free(checking->known[i]);
  free(checking->known);
  free(checking->domains);
  for (size_t i = 0; i < checking->played_count; i++) {
    free(checking->played[i].name);
    dry_run_finish(&checking->played[i].report);
  }
  free(checking->played);
}

void explore_check(const struct files *procedure, const struct policy *policy, bool plays, struct findings *findings)
{
  struct checking checking = {.procedure = procedure, .policy = policy, .findings = findings, .plays = plays};
  struct err unreadable = {0};
  minimum_of_policy(policy, findings);
  if (open_script(&checking, &unreadable) < 0) {
    findings_add_told(findings, "lib", unreadable.text); /* without lib/ no playbook can be read */
  } else {
    read_files(&checking);
    find_priorities(&checking);
    for (size_t i = 0; i < procedure->count; i++)
      if (is_in(&procedure->list[i], "playbooks/"))
        check_playbook(&checking, &procedure->list[i]);
  }
  finish(&checking);
}
