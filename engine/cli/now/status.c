/*
 * One screen: what it is, what is known, what was done and by what authority, what is asked of people.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "cli/asked/tasks.h"
#include "cli/controls.h"
#include "cli/classification.h"
#include "cli/now/stated.h"
#include "cli/obligations.h"
#include "cli/out.h"

#include <string.h>

/* ---- words for a step ---- */

static const char *state_word(const struct step *step)
{
  static const char *const words[] = {[STEP_WAITING] = "WAIT", [STEP_OPEN] = "NOW",  [STEP_AGAIN] = "next",
                                      [STEP_DOUBT] = "STOP",   [STEP_CONCLUDED] = "", [STEP_REFUSED] = "NEVER"};
  return step->state == STEP_CONCLUDED ? outcome_status_name(step->status) : words[step->state];
}

static enum out_style state_style(const struct step *step)
{
  static const enum out_style styles[] = {[STEP_WAITING] = OUT_YELLOW, [STEP_OPEN] = OUT_BOLD,
                                          [STEP_AGAIN] = OUT_PLAIN,    [STEP_DOUBT] = OUT_RED,
                                          [STEP_CONCLUDED] = OUT_PLAIN, [STEP_REFUSED] = OUT_RED};
  return styles[step->state];
}

/** By what authority, or whose it would take: "preauthorized", "yes of manager1", "asks management". */
static void put_authority(const struct step *step, struct buf *out)
{
  const char *verdict = json_get_string(step->decision, "verdict"), *rule = json_get_string(step->decision, "rule");
  char roles[200];
  size_t before = out->length;
  const char *denied_by = json_get_string(step->fields, "denied_by");
  if (denied_by)
    buf_format(out, "no of %s", denied_by);
  for (size_t i = 0; !denied_by && i < step->approval_count; i++)
    buf_format(out, "%s%s", out->length > before ? ", " : "yes of ", step->approvals[i].person);
  role_set_text(decision_from(step->decision), roles, sizeof roles);
  if (out->length == before && verdict)
    buf_format(out, "%s%s", strcmp(verdict, "approval") ? verdict : "asks ", strcmp(verdict, "approval") ? "" : roles);
  if (rule)
    buf_format(out, " (%s)", rule);
}

/** The track a step belongs to: its id without the ordinal. */
static size_t track_length(const struct step *step)
{
  const char *dot = strrchr(step->id, '.');
  return dot ? (size_t)(dot - step->id) : strlen(step->id);
}

static bool is_of_track(const struct step *step, const struct step *first)
{
  size_t length = track_length(first);
  return track_length(step) == length && !memcmp(step->id, first->id, length);
}

/** What it is, whom it reaches, and what came back where that is one word. */
static void put_words(const struct step *step, struct buf *out)
{
  const json_t *reached = json_object_get(step->fields, "reached");
  const char *value = json_get_string(step->fields, "value");
  action_words(step->action, step->arguments, out);
  if (step->person)
    buf_format(out, ": %s", step->person);
  if (reached)
    buf_text(out, json_is_true(reached) ? ", reached" : ", no answer");
  if (value)
    buf_format(out, ": %s", value);
}

/* ---- text ---- */

static void show_step(const struct step *step)
{
  struct buf authority = {0}, words = {0};
  char at[MOMENT_SIZE];
  bool is_over = step->state == STEP_CONCLUDED || step->state == STEP_REFUSED;
  moment_text(is_over ? step->concluded_at : step->intent_seq ? step->intent_at : step->asked_at, at);
  put_authority(step, &authority);
  put_words(step, &words);
  say("  %3s ", step->id + track_length(step) + (step->id[track_length(step)] == '.'));
  say_in(state_style(step), "%-6s", state_word(step));
  say(" %-46s  %s%s  %s\n", buf_string(&words), is_over ? "" : "since ", at, buf_string(&authority));
  buf_finish(&authority);
  buf_finish(&words);
}

static bool is_first_of_track(const struct incident *incident, size_t index)
{
  for (size_t i = 0; i < index; i++)
    if (incident->steps[i]->run == incident->run && is_of_track(incident->steps[i], incident->steps[index]))
      return false;
  return incident->steps[index]->run == incident->run;
}

static void show_tracks(const struct incident *incident)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *first = incident->steps[i];
    if (!is_first_of_track(incident, i))
      continue;
    say_in(OUT_BOLD, "%.*s\n", (int)track_length(first), first->id);
    for (size_t j = i; j < incident->step_count; j++)
      if (incident->steps[j]->run == incident->run && is_of_track(incident->steps[j], first))
        show_step(incident->steps[j]);
  }
}

static void show_facts(const struct incident *incident, clock_us now)
{
  const struct catalogue *catalogue = incident->catalogue;
  const char *glue = "     known      ";
  struct buf unknown = {0};
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    const struct fact *fact = &catalogue->facts[i];
    int value = incident->facts.value[i];
    if (value == FACT_UNKNOWN && fact->source != FACT_DERIVED)
      buf_format(&unknown, "%s%s", unknown.length ? ", " : "", fact->name);
    if (value == FACT_UNKNOWN)
      continue;
    say("%s%s %s", glue, fact->name, fact->values[value]);
    char *age = strcmp(fact->name, "active") ? NULL : active_age(incident, now);
    if (age)
      say(" (%s)", age);
    free(age);
    glue = ", ";
  }
  say("%-s     unknown    %s\n", strcmp(glue, ", ") ? "" : "\n", buf_string(&unknown));
  buf_finish(&unknown);
}

static void show_run(const struct incident *incident)
{
  const char *state = incident_state(incident);
  char at[MOMENT_SIZE];
  moment_text(incident->declared_at, at);
  say("     declared   %s by %s\n", at, json_get_string(incident->declaration, "declared_by"));
  if (incident->run)
    say("     run %-6d %s, by %s: %s\n", incident->run, incident->run_playbook, incident->run_person,
        strcmp(state, "held") ? state : "in doubt; it stops until somebody says what happened");
  else
    say("     not run    tocsin run %s\n", incident->id);
  show_stated(incident);
}

/** One line each; `tasks` tells more. */
static void show_asked(const struct incident *incident)
{
  static const char *const names[] = {
      [ASKED_MANUAL] = "answer", [ASKED_APPROVAL] = "approve", [ASKED_DOUBT] = "resolve"};
  say_in(OUT_BOLD, "\nasked of you\n");
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    enum asked_kind kind = asked_of(incident, step);
    char roles[200];
    role_set_text(decision_from(step->decision), roles, sizeof roles);
    if (kind == ASKED_WAIVE)
      say("  %-10s %s waits for what has to be done before\n", "", step->id);
    else if (kind != ASKED_NOTHING)
      say("  %-10s tocsin %s %s %s\n", kind == ASKED_APPROVAL ? roles : "anybody", names[kind], incident->id,
          step->id);
  }
  say("  whom to call, what is asked: tocsin tasks %s\n", incident->id);
}

/* The times shown here are as measured; the clock on the wall may have said something else. */
static void show_clock(const struct dossier *dossier)
{
  const struct moments *moments = &dossier->incident->moments;
  clock_us apart = clock_read().wall - dossier_now(dossier);
  char at[MOMENT_SIZE];
  if (moments->clock_steps)
    say("     clock      was set, or wrong, %zu times, last before entry %llu; times are as they were measured\n",
        moments->clock_steps, (unsigned long long)moments->step_seq);
  if (clock_parts(0, apart)) {
    moment_text(dossier_now(dossier), at);
    say("     clock      by what was measured it is %s; this machine's clock says something else\n", at);
  }
}

static void show(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  const char *title = json_get_string(incident->declaration, "title");
  const char *mark = json_get_string(incident->declaration, "drill") ? "EXERCISE: " : "";
  say_in(OUT_BOLD, "%s  %s%s\n", incident->id, mark, title ? title : "");
  say("     ");
  say_priority(dossier);
  show_run(incident);
  show_clock(dossier);
  show_involved(incident);
  show_alarms(incident);
  show_facts(incident, dossier_now(dossier));
  show_given(dossier);
  show_doubted(dossier);
  show_history(dossier);
  if (incident->run)
    say("\n");
  show_tracks(incident);
  obligations_show(dossier);
  if (tasks_count(incident))
    show_asked(incident);
}

/* ---- JSON ---- */

static json_t *facts_json(const struct incident *incident)
{
  const struct catalogue *catalogue = incident->catalogue;
  json_t *facts = json_object();
  for (size_t i = 0; i < catalogue->fact_count; i++) {
    const char *value = facts_get(catalogue, &incident->facts, catalogue->facts[i].name);
    if (value || catalogue->facts[i].source != FACT_DERIVED)
      json_object_set_new(facts, catalogue->facts[i].name, json_string(value ? value : "unknown"));
  }
  return facts;
}

static json_t *moment_json(clock_us at)
{
  char text[CLOCK_TEXT_SIZE];
  clock_text(at, text);
  return at ? json_string(text) : NULL;
}

static json_t *step_json(const struct dossier *dossier, const struct step *step)
{
  const struct conclusion *by = dossier_conclusion(dossier, step);
  bool is_concluded = step->state == STEP_CONCLUDED;
  char *title = step_title(step);
  json_t *approved_by = json_array();
  for (size_t i = 0; i < step->approval_count; i++)
    json_array_append_new(approved_by, json_string(step->approvals[i].person));
  json_t *json = json_pack("{s:s, s:i, s:s, s:s, s:s, s:s*, s:s*, s:o, s:s*, s:s*, s:o*, s:o*, s:o}", "step", step->id,
                           "run", step->run, "action", step->action->name, "title", title, "state",
                           step_state_name(step->state), "status",
                           is_concluded ? outcome_status_name(step->status) : NULL, "by",
                           is_concluded && by ? by->actor : NULL, "asked", moment_json(step->asked_at), "person",
                           step->person, "reverse", step->action->reverse, "begun", moment_json(step->intent_at),
                           "concluded", moment_json(step->concluded_at), "approved_by", approved_by);
  static const char *const shown[] = {"verdict", "rule", "because", "from"};
  for (size_t i = 0; i < COUNT(shown); i++)
    if (json_object_get(step->decision, shown[i]))
      json_object_set(json, shown[i], json_object_get(step->decision, shown[i]));
  free(title);
  return json;
}

static json_t *status_json(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  uint32_t candidates = dossier_candidates(dossier);
  json_t *steps = json_array(), *asked = json_array();
  for (size_t i = 0; i < incident->step_count; i++) {
    json_array_append_new(steps, step_json(dossier, incident->steps[i]));
    if (asked_of(incident, incident->steps[i]) != ASKED_NOTHING)
      json_array_append_new(asked, task_json(dossier, incident->steps[i]));
  }
  json_t *status =
      json_pack("{s:s, s:s?, s:s, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "incident", incident->id, "title",
                json_get_string(incident->declaration, "title"), "state",
                incident->is_closed ? "closed" : incident_state(incident), "run", incident->run, "priority",
                policy_urgency(candidates), "candidates", candidates_json(candidates), "facts", facts_json(incident),
                "steps", steps, "asked", asked, "obligations", obligations_json(dossier), "declared",
                moment_json(incident->declared_at),
                "history", history_json(dossier));
  json_object_update_new(status, involved_json(incident));
  json_object_set_new(status, "alarms", alarms_json(incident));
  json_object_set_new(status, "clock_steps", json_integer((json_int_t)incident->moments.clock_steps));
  put_stated(incident, status);
  return status;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  int result = papers_look(cli, &papers, err);
  if (!result && cli->argument_count > papers.used)
    result = err_set(err, "\"%s\" is no incident; they are called I-1, or D-1 for a drill.", cli->arguments[0]);
  if (!result && papers.reading == READING_CONTROLS)
    controls_say(cli, &papers.dossier);
  else if (!result && cli->is_json)
    say_json(status_json(&papers.dossier));
  else if (!result)
    show(&papers.dossier);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_status = {
    .name = "status",
    .group = VERB_NOW,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "one screen: what is known, what was done and by what authority, what is asked",
    .run = run,
};
