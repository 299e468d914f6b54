/*
 * Saying what was decided without saying about what.
 */
#include "cli/controls.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>

/* ---- an entry ---- */

/* These say what the program did by which rule, and nothing of the case. */
static const char *const members[] = {"action", "state", "status", "role", "strength", "attempt", "deadline",
                                      "change", "playbook", "procedure", "milestone", "result"};
static const char *const decided[] = {"verdict", "rule", "from"};

json_t *controls_json(const struct entry *entry)
{
  json_t *object = json_object();
  const json_t *decision = json_object_get(entry->body, "decision");
  for (size_t i = 0; i < COUNT(members); i++)
    if (json_object_get(entry->body, members[i]))
      json_object_set(object, members[i], json_object_get(entry->body, members[i]));
  for (size_t i = 0; i < COUNT(decided); i++)
    if (json_object_get(decision, decided[i]))
      json_object_set(object, decided[i], json_object_get(decision, decided[i]));
  return object;
}

static void put(const struct entry *entry, const char *member, const char *before, struct buf *out)
{
  const char *value = json_get_string(entry->body, member);
  if (value)
    buf_format(out, "%s%s", before, value);
}

void controls_words(const struct entry *entry, struct buf *out)
{
  const json_t *decision = json_object_get(entry->body, "decision");
  const char *verdict = json_get_string(decision, "verdict"), *rule = json_get_string(decision, "rule");
  if (entry->step)
    buf_format(out, "%s  ", entry->step);
  buf_text(out, entry_type_row(entry->type)->name);
  put(entry, "action", " ", out);
  put(entry, "change", " ", out);
  put(entry, "milestone", " ", out);
  put(entry, "state", ": ", out);
  put(entry, "status", ": ", out);
  put(entry, "role", ", as ", out);
  if (verdict)
    buf_format(out, "; %s by %s", verdict, rule ? rule : "");
}

/* ---- an incident ---- */

static const char *state_of(const struct step *step)
{
  return step->state == STEP_CONCLUDED ? outcome_status_name(step->status) : step_state_name(step->state);
}

static void say_step(const struct incident *incident, const struct step *step)
{
  const char *verdict = json_get_string(step->decision, "verdict"), *rule = json_get_string(step->decision, "rule");
  char at[MOMENT_SIZE];
  moment_text(step->concluded_at ? step->concluded_at : step->asked_at, at);
  say("  %-20s %-24s %-8s %s  %s by %s", step->id, step->action->name, state_of(step), at, verdict ? verdict : "",
      rule ? rule : "");
  for (size_t i = 0; i < step->approval_count; i++) {
    char *token = know_token(incident, step->approvals[i].person);
    say("%s%s", i ? ", " : "; yes of ", token);
    free(token);
  }
  say("\n");
}

static void count_list(const struct dossier *dossier, size_t *on, size_t *approved)
{
  struct know_row *rows;
  size_t count = know_rows(dossier->incident, dossier_candidates(dossier), &rows);
  *on = *approved = 0;
  for (size_t i = 0; i < count; i++) {
    *on += rows[i].is_on;
    *approved += rows[i].is_on && rows[i].said && rows[i].said->approved_by;
  }
  free(rows);
}

static const char *state_text(const struct incident *incident)
{
  const char *state = incident_state(incident);
  return incident->is_closed ? "closed" : strcmp(state, "held") ? state : "in doubt";
}

static void say_text(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  size_t on, approved;
  char at[MOMENT_SIZE];
  char *declarer = know_token(incident, json_get_string(incident->declaration, "declared_by"));
  count_list(dossier, &on, &approved);
  moment_text(incident->declared_at, at);
  say_in(OUT_BOLD, "%s", incident->id);
  say("  " READING_NEUTRAL_TITLE ", %s; declared %s by %s\n", state_text(incident), at, declarer);
  say("     %zu need to know, senior management said yes to %zu of them\n", on, approved);
  for (size_t i = 0; i < incident->step_count; i++)
    say_step(incident, incident->steps[i]);
  free(declarer);
}

static json_t *step_json(const struct incident *incident, const struct step *step)
{
  json_t *approved_by = json_array();
  for (size_t i = 0; i < step->approval_count; i++) {
    char *token = know_token(incident, step->approvals[i].person);
    json_array_append_new(approved_by, json_string(token));
    free(token);
  }
  json_t *json = json_pack("{s:s, s:i, s:s, s:s, s:s, s:o}", "step", step->id, "run", step->run, "action",
                           step->action->name, "state", step_state_name(step->state), "status", state_of(step),
                           "approved_by", approved_by);
  for (size_t i = 0; i < COUNT(decided); i++)
    if (json_object_get(step->decision, decided[i]))
      json_object_set(json, decided[i], json_object_get(step->decision, decided[i]));
  return json;
}

static json_t *incident_json(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  json_t *steps = json_array();
  size_t on, approved;
  count_list(dossier, &on, &approved);
  for (size_t i = 0; i < incident->step_count; i++)
    json_array_append_new(steps, step_json(incident, incident->steps[i]));
  return json_pack("{s:s, s:s, s:s, s:b, s:i, s:i, s:i, s:o}", "incident", incident->id, "title",
                   READING_NEUTRAL_TITLE, "state", state_text(incident), "controls", 1, "run", incident->run, "know",
                   (int)on, "know_approved", (int)approved, "steps", steps);
}

void controls_say(const struct cli *cli, const struct dossier *dossier)
{
  if (cli->is_json)
    say_json(incident_json(dossier));
  else
    say_text(dossier);
}
