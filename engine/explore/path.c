/*
 * One path: a run on paper. What a live run would get from the world is chosen here, and only when somebody looks.
 */
#include "explore/holds.h"

#include "base/alloc.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

#define STEPS_PER_PATH 2000

/* What was chosen for one look on this path; the same look sees the same. */
struct chosen {
  char *step;
  const char *field;
  json_t *value;
};

struct path {
  const struct dry_run_setup *setup;
  const struct path_witness *witness;
  struct choices *choices;
  struct incident *incident;
  struct run *run;
  size_t chosen_count;
  struct chosen *chosen;
  uint64_t seq;
  clock_us began, now;
};

/* ---- looking ---- */

static const json_t *chosen_before(const struct path *path, const char *step, const char *field)
{
  for (size_t i = 0; i < path->chosen_count; i++)
    if (!strcmp(path->chosen[i].step, step) && !strcmp(path->chosen[i].field, field))
      return path->chosen[i].value;
  return NULL;
}

static const json_t *remember(struct path *path, const char *step, const char *field, json_t *value)
{
  *APPEND(path->chosen, path->chosen_count) = (struct chosen){xstrdup(step), field, value};
  return value;
}

/* `unknown` is never seen by a playbook: a person resolves it to done or failed. */
static json_t *choose_status(struct path *path, const struct step *step)
{
  const char *names[OUTCOME_STATUS_COUNT];
  size_t count = 0;
  for (size_t i = 0; i < step->action->outcome_count; i++)
    if (step->action->outcomes[i] == OUTCOME_DONE || step->action->outcomes[i] == OUTCOME_FAILED)
      names[count++] = outcome_status_name(step->action->outcomes[i]);
  if (!count)
    names[count++] = "done";
  const char *verdict = json_get_string(step->decision, "verdict");
  if (verdict && !strcmp(verdict, "approval"))
    names[count++] = "denied";
  return json_string(names[count == 1 ? 0 : choices_take(path->choices, count)]);
}

static json_t *choose_field(struct path *path, const struct outcome_field *field)
{
  bool is_boolean = !strcmp(field->type, "boolean");
  if (!field->value_count)
    return field->sample ? json_string(field->sample) : NULL;
  size_t index = field->value_count == 1 ? 0 : choices_take(path->choices, field->value_count);
  const char *value = field->values[index];
  return is_boolean ? json_boolean(!strcmp(value, "true")) : json_string(value);
}

/* Which values a fact may take, from the catalogue: an `establish` may bring any of them, or none. */
static json_t *choose_fact(struct path *path, const struct step *step)
{
  const char *name = json_get_string(step->arguments, "name");
  int index = name ? catalogue_fact(path->incident->catalogue, name) : -1;
  if (index < 0)
    return NULL;
  const struct fact *fact = &path->incident->catalogue->facts[index];
  size_t taken = choices_take(path->choices, fact->value_count + 1);
  return json_string(taken < fact->value_count ? fact->values[taken] : "unknown");
}

static const json_t *choose(void *context, const struct step *step, const char *field)
{
  struct path *path = context;
  const json_t *before = chosen_before(path, step->id, field);
  if (before)
    return before;
  if (!strcmp(field, "status"))
    return remember(path, step->id, "status", choose_status(path, step));
  if (!strcmp(step->action->name, "fact.establish") && !strcmp(field, "value")) {
    json_t *value = choose_fact(path, step);
    return value ? remember(path, step->id, "value", value) : NULL;
  }
  for (size_t i = 0; i < step->action->field_count; i++) {
    const struct outcome_field *known = &step->action->fields[i];
    if (strcmp(known->name, field))
      continue;
    json_t *value = choose_field(path, known);
    return value ? remember(path, step->id, known->name, value) : NULL;
  }
  return NULL;
}

/* ---- writing on paper ---- */

static struct moment moment_of(const struct path *path)
{
  return (struct moment){path->now, {"rehearsal", (path->now - path->began) * 1000}};
}

static void write_down(struct path *path, const struct entry_draft *draft, json_t *body, struct entry *entry)
{
  json_t *whole = json_pack("{s:o, s:s?}", "body", body, "step", draft->step);
  *entry = (struct entry){
      .seq = path->seq++, .type = draft->type, .incident = path->incident->id,
      .step = json_get_string(whole, "step"), .actor = path->setup->person, .run = draft->run, .commit = draft->commit,
      .at = path->now, .wall = path->now, .measured = moment_of(path).measured, .body = body, .whole = whole};
  path->now += 1000;
}

static int emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
                struct err *err)
{
  struct path *path = context;
  json_t *body = json_parse(draft->body, draft->body_length, err);
  if (!body)
    return -1;
  write_down(path, draft, body, written);
  path->witness->decided(path->witness->context, written, where, path->incident);
  return 0;
}

static int happens(struct path *path, enum entry_type type, const char *step, json_t *body, struct err *err)
{
  struct entry entry;
  struct entry_draft draft = {.type = type, .step = step, .run = type == ENTRY_RUN_BEGIN ? path->incident->run + 1
                                                                                         : path->incident->run};
  write_down(path, &draft, body, &entry);
  int result = run_take(path->run, &entry, err);
  entry_finish(&entry);
  return result;
}

/* ---- what comes next ---- */

static struct step *oldest(const struct path *path, enum step_state state)
{
  for (size_t i = 0; i < path->incident->step_count; i++) {
    struct step *step = path->incident->steps[i];
    if (step->run == path->incident->run && step->state == state)
      return step;
  }
  return NULL;
}

/* What the fold reads is chosen; what stands beside it is the sample, which parts no paths. */
static json_t *fields_back(struct path *path, const struct step *step)
{
  json_t *fields = json_object();
  const char *read = incident_reads(step->action);
  for (size_t i = 0; read && i < step->action->field_count; i++) {
    const struct outcome_field *field = &step->action->fields[i];
    if (!field->value_count && field->sample)
      json_object_set_new(fields, field->name, json_string(field->sample));
  }
  if (read)
    json_object_set(fields, read, (json_t *)(uintptr_t)choose(path, step, read));
  return fields;
}

/* As a rule it is done, and only who looks sees it fail; where an obligation asks for more, the record looks, too. */
static const char *status_of(struct path *path, const struct step *step)
{
  if (!holds_need_done(path->setup->policy, step->action))
    return "done";
  return strcmp(json_string_value(choose(path, step, "status")), "done") ? "failed" : "done";
}

static int comes_back(struct path *path, const struct step *step, struct err *err)
{
  json_t *fields = fields_back(path, step);
  char *id = xstrdup(step->id);
  json_t *body = json_pack("{s:i, s:o, s:s}", "attempt", step->attempt, "fields", fields, "status",
                           status_of(path, step));
  int result = happens(path, ENTRY_OUTCOME, id, body, err);
  free(id);
  return result;
}

static int time_passes(struct path *path, const struct deadline *deadline, struct err *err)
{
  path->now += deadline_left(path->incident, deadline, moment_of(path));
  return happens(path, ENTRY_DUE, NULL, json_pack("{s:s, s:s}", "at", "", "deadline", deadline->name), err);
}

static const struct deadline *waiting_helps(const struct path *path)
{
  int64_t left;
  const struct deadline *next = incident_next_deadline(path->incident, moment_of(path), &left);
  return next && (!strcmp(next->name, "management_wait") || !strcmp(next->name, "obligation")) ? next : NULL;
}

static bool can_somebody_approve(const struct path *path, const struct step *step)
{
  role_set missing = decision_from(step->decision);
  for (size_t i = 0; i < path->incident->people.count; i++) {
    struct err ignored = {0};
    missing &= ~incident_may_approve(path->incident, step, path->incident->people.list[i].id, &ignored);
  }
  return !missing;
}

/* The oldest step that waits for a yes; NULL if what waits, waits for something to be done before. */
static struct step *unapproved(const struct path *path)
{
  for (size_t i = 0; i < path->incident->step_count; i++) {
    struct step *step = path->incident->steps[i];
    if (step->run == path->incident->run && step->state == STEP_WAITING && !step->obligations)
      return step;
  }
  return NULL;
}

/* Takes the sentence over. */
static void find(struct path *path, char *sentence)
{
  path->witness->finds(path->witness->context, sentence);
  free(sentence);
}

/* One thing happens, in the declared order. 1: the path is at its end. */
static int go_on(struct path *path, struct err *err)
{
  struct step *step = oldest(path, STEP_OPEN);
  if (step)
    return comes_back(path, step, err);
  step = oldest(path, STEP_WAITING);
  const struct deadline *deadline = step ? waiting_helps(path) : NULL;
  if (deadline)
    return time_passes(path, deadline, err);
  if (!step)
    return 1;
  struct step *asking = unapproved(path);
  if (!asking) {
    holds_release(path->setup, path->incident, step, path->witness);
    return 0;
  }
  step = asking;
  if (!can_somebody_approve(path, step))
    find(path, xasprintf("%s waits for a yes to %s that nobody on the roster can give", step->id, step->action->name));
  incident_grant(path->incident, step);
  return 0;
}

static int step_limit(const struct dry_run_setup *setup)
{
  return setup->step_limit ? setup->step_limit : STEPS_PER_PATH;
}

/* 1: it does not come to an end. */
static int walk(struct path *path, struct err *err)
{
  int result = 0;
  for (size_t i = 0; i < path->setup->before_count && !result; i++) {
    const struct entry *entry = &path->setup->before[i];
    result = dry_run_begins_with(entry) ? incident_take(path->incident, entry, err)
                                        : incident_overhear(path->incident, entry, err);
    path->seq = path->setup->before[i].seq + 1;
    path->began = path->now = path->setup->before[i].at;
  }
  if (!result)
    result = happens(path, ENTRY_RUN_BEGIN, NULL, json_deep_copy(path->setup->begin), err);
  for (int steps = 0; !result && !run_has_ended(path->run); steps++) {
    result = run_decide(path->run, (int64_t)path->seq, emit, path, err);
    if (!result && !run_has_ended(path->run) && !run_has_queue(path->run))
      result = go_on(path, err);
    if (steps == step_limit(path->setup))
      return 1;
  }
  return result;
}

/* Told once: what follows from it would only be told again on each of its paths, which are without number. */
static void say_endless(struct path *path)
{
  const char *playbook = json_get_string(path->setup->begin, "playbook"), *stopped = run_stopped(path->run);
  if (stopped)
    find(path, xasprintf("playbook %s does not come to an end: %s", playbook, stopped));
  else
    find(path, xasprintf("playbook %s does not come to an end: within %d steps it still asks for more", playbook,
                         step_limit(path->setup)));
}

static void say_failures(struct path *path)
{
  struct run_track tracks[64];
  size_t count = run_tracks(path->run, tracks, COUNT(tracks));
  for (size_t i = 0; i < count && i < COUNT(tracks); i++)
    if (tracks[i].is_finding)
      find(path, xasprintf("track %s ends: %s", tracks[i].path, tracks[i].because));
  holds_left(path->setup, path->incident, path->witness);
  if (!run_has_ended(path->run))
    find(path, xstrdup("a path stops with steps that wait for each other"));
}

int path_walk(const struct dry_run_setup *setup, struct run **run, struct choices *choices,
              const struct path_witness *witness, struct err *err)
{
  struct path path = {.setup = setup, .witness = witness, .choices = choices};
  path.incident = incident_new(policy_catalogue(setup->policy), setup->incident, setup->origin);
  incident_suppose_keys(path.incident);
  struct run_setup run_setup = {.world = &world_dry_run, .policy = setup->policy, .procedure = setup->procedure,
                                .incident = path.incident, .choose = choose, .context = &path};
  if (*run)
    run_restart(*run, &run_setup);
  else
    *run = run_new(&run_setup, err);
  path.run = *run;
  int result = path.run ? walk(&path, err) : -1;
  if (!result && run_stopped(path.run))
    result = 1;
  if (result == 1)
    say_endless(&path);
  else if (!result)
    say_failures(&path);
  for (size_t i = 0; i < path.chosen_count; i++) {
    free(path.chosen[i].step);
    json_decref(path.chosen[i].value);
  }
  free(path.chosen);
  incident_free(path.incident);
  return result;
}
