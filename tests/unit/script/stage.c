#include "stage.h"

#include "base/alloc.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a catalogue ---- */

static const struct parameter backup_parameters[] = {{.name = "systems"}};
static const struct parameter copy_parameters[] = {{.name = "content"}, {.name = "files"}, {.name = "systems"}};
static const struct parameter quiet_parameters[] = {{.name = "content"}, {.name = "items"}, {.name = "quiet"},
                                                    {.name = "systems"}};
static const struct parameter restore_parameters[] = {{.name = "backup"}, {.name = "systems"}};
static const struct parameter transfer_parameters[] = {{.name = "destination"}, {.name = "what"}};
static const struct parameter contact_parameters[] = {{.name = "about"}, {.name = "destination"}};
static const struct parameter choose_parameters[] = {{.name = "kind"}, {.name = "whom"}};
static const struct parameter destination_parameters[] = {{.name = "destination"}};
static const struct parameter fact_parameters[] = {{.name = "name"}};
static const struct parameter isolate_parameters[] = {{.name = "system"}};
static const struct parameter block_parameters[] = {{.name = "target"}};
static const struct parameter disconnect_parameters[] = {{.name = "what"}};
static const struct parameter audit_parameters[] = {{.name = "destination"}, {.name = "systems"}};
static const struct parameter log_parameters[] = {{.name = "destination"}, {.name = "logs"}};
static const struct outcome_field call_fields[] = {
    {.name = "reached", .type = "boolean"}, {.name = "said", .type = "text"}};

#define TAKES(list) .parameter_count = COUNT(list), .parameters = list
#define CALLS(role) .person_role = role, .field_count = COUNT(call_fields), .fields = call_fields

static const struct outcome_field party_fields[] = {{.name = "party", .type = "text"}};
static const struct outcome_field mode_fields[] = {{.name = "mode", .type = "text"}};
static const struct outcome_field backup_fields[] = {{.name = "backup", .type = "text"}};
static const struct outcome_field verdict_fields[] = {{.name = "verdict", .type = "text"}};
static const struct outcome_field share_fields[] = {{.name = "share", .type = "boolean"}};

#define GIVES(list) .field_count = COUNT(list), .fields = list

static const struct action actions[] = {
    {.name = "agency.get_receipt"},
    {.name = "agency.identify"},
    {.name = "agency.list_taken"},
    {.name = "agency.prepare_copies"},
    {.name = "agency.read_paper"},
    {.name = "audit.external", TAKES(audit_parameters)},
    {.name = "contact.call_back_caller", TAKES(contact_parameters)},
    {.name = "contact.call_back_contact", TAKES(contact_parameters)},
    {.name = "contact.second_source", TAKES(contact_parameters)},
    {.name = "contact.technical_contact", TAKES(contact_parameters)},
    {.name = "containment.accept_risk", TAKES(backup_parameters)},
    {.name = "containment.choose", TAKES(backup_parameters), GIVES(mode_fields)},
    {.name = "disclose.security_organization", TAKES(transfer_parameters)},
    {.name = "evidence.backup", TAKES(backup_parameters)},
    {.name = "evidence.capture", TAKES(quiet_parameters)},
    {.name = "evidence.copy", TAKES(copy_parameters)},
    {.name = "evidence.copy_altered", TAKES(backup_parameters)},
    {.name = "evidence.label", TAKES(disconnect_parameters)},
    {.name = "evidence.seal", TAKES(disconnect_parameters)},
    {.name = "evidence.transfer", TAKES(transfer_parameters)},
    {.name = "evidence.write_protect", TAKES(disconnect_parameters)},
    {.name = "fact.establish", TAKES(fact_parameters)},
    {.name = "host.isolate", TAKES(isolate_parameters)},
    {.name = "host.release", TAKES(isolate_parameters)},
    {.name = "isp.contact", TAKES(contact_parameters)},
    {.name = "isp.request_disconnect", TAKES(destination_parameters)},
    {.name = "isp.send_logs", TAKES(log_parameters)},
    {.name = "logs.watch", TAKES(backup_parameters)},
    {.name = "message.email", TAKES(destination_parameters)},
    {.name = "network.block", TAKES(block_parameters)},
    {.name = "network.disconnect", TAKES(disconnect_parameters)},
    {.name = "network.reconnect", TAKES(disconnect_parameters)},
    {.name = "notify.human_resources", CALLS("human_resources")},
    {.name = "notify.irt", CALLS("irt")},
    {.name = "notify.legal", CALLS("legal")},
    {.name = "notify.management", CALLS("management")},
    {.name = "notify.owner", CALLS("owner")},
    {.name = "notify.senior_management", CALLS("senior_management")},
    {.name = "party.choose", TAKES(choose_parameters), GIVES(party_fields)},
    {.name = "personnel.follow_guidelines"},
    {.name = "postmortem.hold", GIVES(share_fields)},
    {.name = "postmortem.invite"},
    {.name = "retaliate.attack", TAKES(destination_parameters)},
    {.name = "suspicion.conclude", GIVES(verdict_fields)},
    {.name = "suspicion.triage", TAKES(backup_parameters)},
    {.name = "system.analyze", TAKES(backup_parameters)},
    {.name = "system.change_passwords", TAKES(backup_parameters)},
    {.name = "system.check_neighbours", TAKES(backup_parameters)},
    {.name = "system.choose_backup", TAKES(backup_parameters), GIVES(backup_fields)},
    {.name = "system.patch", TAKES(backup_parameters)},
    {.name = "system.reinstall", TAKES(backup_parameters)},
    {.name = "system.restore", TAKES(restore_parameters)},
    {.name = "system.return_to_service", TAKES(backup_parameters)},
    {.name = "system.state_cause", TAKES(backup_parameters)},
};

#define TRUTH .is_boolean = true, .value_count = 2, .values = {"false", "true"}

static const struct fact facts[] = {
    {.name = "active", TRUTH},
    {.name = "compromised", TRUTH},
    {.name = "caller_verified", TRUTH},
    {.name = "contact_verified", TRUTH},
    {.name = "kind", .value_count = 4, .values = {"penetration", "violation", "both", "other"}},
    {.name = "management_available", TRUTH, .source = FACT_BY_STEPS},
    {.name = "origin", .value_count = 2, .values = {"outside", "inside"}},
    {.name = "priority", .value_count = 6, .values = {"0", "1", "2", "3", "4", "5"}, .source = FACT_DERIVED},
};

const struct catalogue stage_catalogue = {COUNT(facts), facts, COUNT(actions), actions};

/* ---- what the script may ask ---- */

static const json_t *view_incident(void *context, const char *member)
{
  struct stage *stage = context;
  return json_object_get(stage->incident, member);
}

static const char *view_fact(void *context, const char *name)
{
  struct stage *stage = context;
  return json_string_value(json_object_get(stage->facts, name));
}

static const json_t *view_look(void *context, const char *step, const char *field)
{
  struct stage *stage = context;
  buf_format(&stage->looked, "%s %s\n", step, field);
  const json_t *value = json_object_get(json_object_get(stage->answers, step), field);
  return value ? value : json_object_get(stage->usual, field);
}

/* ---- tracks ---- */

struct stage_track {
  struct script_thread *thread;
  struct stage_track *parent;
  struct stage_track *next;   /* all of them */
  struct stage_track *next_ready;
  char path[256];
  int ordinal, living_children;
  char waiting[280];          /* the step that is not answered yet; "" if none */
  long long since;            /* order of requests */
  bool has_failed;
  char failed_child[1200];
};

static struct stage_track *add_track(struct stage *stage, struct script_thread *thread, struct stage_track *parent,
                                     const char *name)
{
  struct stage_track *track = xcalloc(1, sizeof *track);
  track->thread = thread;
  track->parent = parent;
  if (parent && parent->parent)
    snprintf(track->path, sizeof track->path, "%.200s.%.50s", parent->path, name);
  else
    snprintf(track->path, sizeof track->path, "%.50s", name);
  track->next = stage->tracks;
  stage->tracks = track;
  return track;
}

static void note_request(struct stage *stage, struct stage_track *track, const struct script_asked *asked)
{
  static long long clock;
  snprintf(track->waiting, sizeof track->waiting, "%s.%d", track->path, ++track->ordinal);
  track->since = ++clock;
  buf_format(&stage->asked, "%s %s %s%s\n", track->waiting, asked->action, buf_string(&asked->arguments),
             asked->must ? " must" : "");
}

/* Tracks that can go on are a stack, so that a child's own children start before its siblings do. */
static void make_ready(struct stage *stage, struct stage_track *track)
{
  track->next_ready = stage->ready;
  stage->ready = track;
}

static void start_children(struct stage *stage, struct stage_track *track, const struct script_asked *asked)
{
  track->living_children = (int)asked->child_count;
  for (size_t i = asked->child_count; i-- > 0;)
    make_ready(stage, add_track(stage, script_child(stage->script, track->thread, i), track, asked->children[i]));
}

static void end_track(struct stage *stage, struct stage_track *track, enum script_event event, const char *error)
{
  struct stage_track *parent = track->parent;
  if (event == SCRIPT_FAILED)
    buf_format(&stage->ended, "%s: %s\n", track->path, error);
  if (parent == NULL) {
    snprintf(stage->error, sizeof stage->error, "%s", error);
    return;
  }
  if (event == SCRIPT_FAILED && !parent->failed_child[0])
    snprintf(parent->failed_child, sizeof parent->failed_child, "the track %s failed", track->path);
  if (--parent->living_children == 0)
    make_ready(stage, parent);
}

static enum script_event go(struct stage *stage, struct stage_track *track, const char *step, const char *failure)
{
  struct script_asked asked = {0};
  enum script_event event = script_resume(stage->script, track->thread, step, failure, &asked);
  if (event == SCRIPT_ASKED)
    note_request(stage, track, &asked);
  else if (event == SCRIPT_TOGETHER)
    start_children(stage, track, &asked);
  else if (event == SCRIPT_STOPPED)
    snprintf(stage->error, sizeof stage->error, "%s", asked.error);
  else
    end_track(stage, track, event, asked.error);
  script_asked_finish(&asked);
  return event;
}

static enum script_event go_as_far_as_possible(struct stage *stage)
{
  enum script_event event = SCRIPT_ASKED;
  while (stage->ready && event != SCRIPT_STOPPED) {
    struct stage_track *track = stage->ready;
    stage->ready = track->next_ready;
    event = go(stage, track, NULL, track->failed_child[0] ? track->failed_child : NULL);
  }
  return event;
}

static struct stage_track *oldest(struct stage *stage)
{
  struct stage_track *found = NULL;
  for (struct stage_track *track = stage->tracks; track; track = track->next)
    if (track->waiting[0] && (found == NULL || track->since < found->since))
      found = track;
  return found;
}

static void forget_tracks(struct stage *stage)
{
  while (stage->tracks) {
    struct stage_track *track = stage->tracks;
    stage->tracks = track->next;
    free(track);
  }
}

enum script_event stage_play(struct stage *stage)
{
  forget_tracks(stage);
  buf_clear(&stage->asked);
  buf_clear(&stage->looked);
  buf_clear(&stage->ended);
  stage->error[0] = '\0';
  stage->ready = NULL;
  make_ready(stage, add_track(stage, script_main(stage->script), NULL, "main"));
  enum script_event event = go_as_far_as_possible(stage);
  for (int requests = 0; event != SCRIPT_STOPPED; requests++) {
    struct stage_track *track = oldest(stage);
    if (track == NULL || requests == (stage->requests_max ? stage->requests_max : 1000))
      return track ? SCRIPT_ASKED : event;
    char step[280];
    memcpy(step, track->waiting, sizeof step);
    track->waiting[0] = '\0';
    event = go(stage, track, step, json_string_value(json_object_get(stage->failures, step)));
    if (event != SCRIPT_STOPPED && stage->ready)
      event = go_as_far_as_possible(stage);
  }
  return event;
}

/* ---- the stage ---- */

void stage_begin(struct stage *stage)
{
  memset(stage, 0, sizeof *stage);
  stage->incident = json_pack("{s:s, s:s, s:[{s:s,s:s},{s:s,s:s}], s:{s:[s],s:[s]}}", "provider", "Example Net",
                              "title", "Logins on web1", "systems", "address", "192.0.2.10", "name", "web1", "address",
                              "192.0.2.11", "name", "web2", "source", "addresses", "203.0.113.7", "parties",
                              "Example Net");
  stage->view = (struct script_view){stage, view_incident, view_fact, view_look};
  stage->facts = json_object();
  stage->answers = json_object();
  stage->failures = json_object();
  stage->usual = json_pack("{s:s,s:i}", "status", "done", "left", 0);
}

void stage_file(struct stage *stage, const char *name, const char *text)
{
  files_add(&stage->procedure, name, text, strlen(text));
}

void stage_library(struct stage *stage)
{
  if (files_read_folder(&stage->procedure, TREE, &stage->err) < 0) {
    fprintf(stderr, "%s\n", stage->err.text);
    abort();
  }
}

void stage_example(struct stage *stage, const char *name)
{
  struct buf text = {0};
  char *path = xasprintf("%s/examples/%s.lua", TREE, name), *file = xasprintf("playbooks/%s.lua", name);
  if (file_read(path, 1 << 16, &text, &stage->err) < 0)
    abort();
  files_add(&stage->procedure, file, text.bytes, text.length);
  buf_finish(&text);
  free(path);
  free(file);
}

int stage_load(struct stage *stage, const char *name)
{
  stage->err.text[0] = '\0';
  if (stage->script == NULL)
    stage->script = script_new(&stage_catalogue, &stage->procedure, &stage->view, &stage->limits, &stage->err);
  if (stage->script == NULL)
    return -1;
  return script_load(stage->script, name, &stage->head, &stage->err);
}

int stage_body(struct stage *stage, const char *body)
{
  char *text = xasprintf("return playbook { name = \"test\", title = \"Test\", run = function (incident)\n"
                         "%s\nend }\n", body);
  script_free(stage->script); /* it may have compiled an earlier text of this name */
  stage->script = NULL;
  stage_file(stage, "playbooks/test.lua", text);
  free(text);
  return stage_load(stage, "test");
}

void stage_end(struct stage *stage)
{
  forget_tracks(stage);
  script_free(stage->script);
  files_finish(&stage->procedure);
  json_decref(stage->incident);
  json_decref(stage->facts);
  json_decref(stage->answers);
  json_decref(stage->failures);
  json_decref(stage->usual);
  buf_finish(&stage->asked);
  buf_finish(&stage->looked);
  buf_finish(&stage->ended);
}

/* ---- cases ---- */

void stage_expect_asked(const char *body, const char *asked)
{
  struct stage stage;
  stage_begin(&stage);
  if (stage_body(&stage, body) < 0)
    ck_abort_msg("%s", stage.err.text);
  enum script_event event = stage_play(&stage);
  ck_assert_msg(event == SCRIPT_ENDED, "event %d: %s", (int)event, stage.error);
  ck_assert_str_eq(buf_string(&stage.asked), asked);
  stage_end(&stage);
}

void stage_expect_failure(const char *body, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  if (stage_body(&stage, body) < 0)
    ck_abort_msg("%s", stage.err.text);
  ck_assert_int_eq(stage_play(&stage), SCRIPT_FAILED);
  ck_assert_msg(strstr(stage.error, sentence) != NULL, "said instead: %s", stage.error);
  stage_end(&stage);
}

void stage_expect_refusal(const char *text, const char *sentence)
{
  struct stage stage;
  stage_begin(&stage);
  stage_file(&stage, "playbooks/test.lua", text);
  ck_assert_int_eq(stage_load(&stage, "test"), -1);
  ck_assert_msg(strstr(stage.err.text, sentence) != NULL, "said instead: %s", stage.err.text);
  stage_end(&stage);
}

int stage_run(const char *name, const struct stage_case *cases, size_t count)
{
  Suite *suite = suite_create(name);
  TCase *chapter = NULL;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || strcmp(cases[i].chapter, cases[i - 1].chapter) != 0) {
      chapter = tcase_create(cases[i].chapter);
      tcase_set_timeout(chapter, 60);
      suite_add_tcase(suite, chapter);
    }
    tcase_add_test(chapter, cases[i].test);
  }
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
