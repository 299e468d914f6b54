/*
 * What is asked, of whom, and exactly what to type for it.
 */
#include "cli/asked/tasks.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/asked/known.h"
#include "cli/obligations.h"
#include "cli/out.h"

#include <string.h>

#define LEFT "     "

size_t tasks_count(const struct incident *incident)
{
  size_t count = 0;
  for (size_t i = 0; i < incident->step_count; i++)
    count += asked_of(incident, incident->steps[i]) != ASKED_NOTHING;
  return count;
}

/* ---- a manual step ---- */

static void show_numbers(const struct roster *roster, const char *id)
{
  static const char *const before[ROSTER_MEANS_COUNT] = {
      [ROSTER_PHONE] = "", [ROSTER_PAGER] = "pager ", [ROSTER_HOME] = "at home "};
  const char *glue = "  ";
  for (int means = 0; roster && means < ROSTER_MEANS_COUNT; means++) {
    const char *number = roster_number(roster, id, (enum roster_means)means);
    if (number)
      say("%s%s%s", glue, before[means], number);
    glue = number ? ", " : glue;
  }
}

static void show_person(const struct incident *incident, const struct roster *roster, const struct step *step)
{
  if (!step->action->person_role)
    return;
  const struct person *person = step->person ? people_find(&incident->people, step->person) : NULL;
  if (!person) {
    say(LEFT "whom       nobody is left to call; say whom you called: person=...\n");
    return;
  }
  say(LEFT "whom       %s, %s", person->id, person->name);
  show_numbers(roster, person->id);
  say(step->left ? "  (%d more after that)\n" : "\n", step->left);
}

static void show_field(const struct wanted *wanted, bool may_be_unknown)
{
  say(LEFT "asks       %s: %s", wanted->name, wanted->ask ? wanted->ask : "");
  const char *glue = " (";
  for (size_t i = 0; i < wanted->value_count; i++) {
    say("%s%s", glue, typed_value(wanted->values[i]));
    glue = ", ";
  }
  say("%s%s\n", wanted->value_count && may_be_unknown ? ", unknown" : "", wanted->value_count ? ")" : "");
}

/* Yes where there is one: the line is read as it stands, and no is what is typed in its place. */
static const char *first_value(const struct wanted *wanted)
{
  for (size_t i = 0; i < wanted->value_count; i++)
    if (!strcmp(wanted->values[i], "true"))
      return "yes";
  return wanted->values[0];
}

/* What to say; where nothing is written for it, how it is done. */
static void show_words(const struct dossier *dossier, const struct calling *calling, const struct step *step)
{
  struct buf words = {0};
  if (calling)
    calling_words(calling, dossier->policy, dossier->incident, step, site_actor_or_account(dossier->site),
                  CALLING_ALOUD, &words);
  const char *before = "say        ";
  char *rest = words.bytes;
  for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
    say(LEFT "%s%s\n", before, line);
    before = "           ";
  }
  if (!words.length && step->action->hint)
    say(LEFT "how        %s\n", step->action->hint);
  buf_finish(&words);
}

static void show_manual(const struct dossier *dossier, const struct roster *roster, const struct calling *calling,
                        const struct step *step)
{
  struct wanted wanted[FACT_VALUES_MAX];
  size_t count = answer_fields(dossier->incident, step, wanted, COUNT(wanted));
  show_person(dossier->incident, roster, step);
  known_show(dossier->incident, step);
  show_words(dossier, calling, step);
  for (size_t i = 0; i < count; i++)
    show_field(&wanted[i], !strcmp(step->action->name, "fact.establish"));
  say(LEFT "type       tocsin answer %s %s", dossier->incident->id, step->id);
  for (size_t i = 0; i < count; i++)
    if (wanted[i].value_count)
      say(" %s=%s", wanted[i].name, first_value(&wanted[i]));
    else
      say(" %s=\"...\"", wanted[i].name);
  say("\n");
}

/* ---- an approval ---- */

/* One whose time is over counts no more, also before the run that waits for it has noticed. */
static bool still_holds(const struct step_approval *approval, clock_us now)
{
  return !approval->is_spent && approval->not_after > now;
}

static role_set missing_roles(const struct step *step, clock_us now)
{
  role_set missing = decision_from(step->decision);
  for (size_t i = 0; i < step->approval_count; i++)
    if (still_holds(&step->approvals[i], now))
      missing &= ~step->approvals[i].roles;
  return missing;
}

static void show_given(const struct step *step, clock_us now)
{
  for (size_t i = 0; i < step->approval_count; i++) {
    const struct step_approval *approval = &step->approvals[i];
    char until[MOMENT_SIZE], roles[200];
    moment_text(approval->not_after, until);
    role_set_text(approval->roles, roles, sizeof roles);
    if (still_holds(approval, now))
      say(LEFT "has a yes  of %s (%s), until %s\n", approval->person, roles, until);
  }
}

static void show_approvers(const struct incident *incident, const struct step *step)
{
  const char *glue = LEFT "who can    ";
  for (size_t i = 0; i < incident->people.count; i++) {
    const char *id = incident->people.list[i].id;
    struct err unused = {0};
    if (incident->people.list[i].is_revoked || !incident_may_approve(incident, step, id, &unused))
      continue;
    say("%s%s", glue, id);
    glue = ", ";
  }
  say("%s\n", strcmp(glue, ", ") ? LEFT "who can    nobody: all who hold such a role are excluded here" : "");
}

static void show_approval(const struct dossier *dossier, const struct step *step)
{
  const struct incident *incident = dossier->incident;
  clock_us now = dossier_now(dossier);
  char roles[200];
  const char *because = json_get_string(step->decision, "because"), *rule = json_get_string(step->decision, "rule");
  const char *where = json_get_string(step->decision, "where");
  role_set missing = missing_roles(step, now);
  role_set_text(missing, roles, sizeof roles);
  if (missing)
    say(LEFT "waits      for a yes from %s\n", roles);
  else
    say(LEFT "waits      for nothing any more; it goes ahead when %s runs: tocsin run %s\n", incident->id,
        incident->id);
  show_given(step, now);
  say(LEFT "because    %s\n", because ? because : "");
  say(LEFT "rule       %s%s%s\n", rule ? rule : "", where ? ", " : "", where ? where : "");
  show_approvers(incident, step);
  say(LEFT "they type  tocsin approve %s %s\n", incident->id, step->id);
  say(LEFT "or         tocsin deny %s %s --because \"...\"\n", incident->id, step->id);
}

/* ---- something to be done before ---- */

/* A step that would meet it and that people or drivers have at hand. */
static const struct step *meeting_step(const struct incident *incident, const struct obligation *obligation)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run == incident->run && step->state != STEP_CONCLUDED && step->state != STEP_REFUSED &&
        obligation_is_met_by(obligation, step->action))
      return step;
  }
  return NULL;
}

static void show_obligation(const struct incident *incident, const struct obligation *obligation)
{
  char roles[200];
  struct buf words = {0};
  const struct step *step = meeting_step(incident, obligation);
  obligation_words(obligation, &words);
  say(LEFT "waits for  %s: %s", obligation->id, buf_string(&words));
  say(step ? "  (%s, %s)\n" : "\n", step ? step->id : "", step ? step_state_name(step->state) : "");
  say(LEFT "because    %s\n", obligation->because);
  obligation_waivers(obligation, roles, sizeof roles);
  if (!step && obligation->act)
    say(LEFT "done       tocsin did %s %s --because \"...\"\n", incident->id, obligation->act->name);
  if (obligation->waive)
    say(LEFT "or         tocsin waive %s %s --because \"...\"  (%s)\n", incident->id, obligation->id, roles);
  buf_finish(&words);
}

/* When what it waits for gives way; 0: never by itself. */
static clock_us goes_on_at(const struct dossier *dossier, const struct step *step)
{
  struct moment now = ledger_moment(site_ledger(dossier->site));
  const struct deadline wait = {.since = step->release_since, .wait = step->release_wait};
  clock_us after = step->release_wait ? now.at + deadline_left(dossier->incident, &wait, now) : 0;
  return after > step->release_at ? after : step->release_at;
}

static void show_waive(const struct dossier *dossier, const struct step *step)
{
  size_t index;
  json_t *id;
  char at[MOMENT_SIZE];
  json_array_foreach(step->obligations, index, id)
  {
    const struct obligation *obligation = policy_obligation(dossier->policy, json_string_value(id));
    if (obligation)
      show_obligation(dossier->incident, obligation);
  }
  clock_us by_itself = goes_on_at(dossier, step);
  if (!by_itself)
    return;
  moment_text(by_itself, at);
  say(LEFT "else       it goes on by itself at %s\n", at);
}

/* ---- a doubt ---- */

static void show_doubt(const struct incident *incident, const struct step *step)
{
  static const char *const ways[] = {"happened", "did-not-happen", "run-again"};
  say(LEFT "in doubt   it may have happened, or not; nobody has said. Look, then type one of\n");
  for (size_t i = 0; i < COUNT(ways); i++)
    say(LEFT "           tocsin resolve %s %s --%s\n", incident->id, step->id, ways[i]);
}

void task_show(const struct dossier *dossier, const struct roster *roster, const struct calling *calling,
               const struct step *step)
{
  char since[MOMENT_SIZE];
  char *title = step_title(step);
  moment_text(step->intent_seq ? step->intent_at : step->asked_at, since);
  say_in(OUT_BOLD, "  %s", step->id);
  say("  %s  (since %s)\n", title, since);
  free(title);
  switch (asked_of(dossier->incident, step)) {
  case ASKED_MANUAL:
    show_manual(dossier, roster, calling, step);
    break;
  case ASKED_APPROVAL:
    show_approval(dossier, step);
    break;
  case ASKED_DOUBT:
    show_doubt(dossier->incident, step);
    break;
  case ASKED_WAIVE:
    show_waive(dossier, step);
    break;
  case ASKED_NOTHING:
    break;
  }
}

/* ---- JSON ---- */

static json_t *fields_json(const struct incident *incident, const struct step *step)
{
  struct wanted wanted[FACT_VALUES_MAX];
  json_t *list = json_array();
  size_t count = asked_of(incident, step) == ASKED_MANUAL ? answer_fields(incident, step, wanted, COUNT(wanted)) : 0;
  for (size_t i = 0; i < count; i++) {
    json_t *values = json_array();
    for (size_t j = 0; j < wanted[i].value_count; j++)
      json_array_append_new(values, json_string(wanted[i].values[j]));
    json_array_append_new(list, json_pack("{s:s, s:s?, s:o}", "name", wanted[i].name, "ask", wanted[i].ask, "values",
                                          values));
  }
  return list;
}

json_t *task_json(const struct dossier *dossier, const struct step *step)
{
  const struct incident *incident = dossier->incident;
  enum asked_kind kind = asked_of(incident, step);
  char *title = step_title(step);
  json_t *task = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:s*}", "incident", incident->id, "step", step->id, "kind",
                           asked_kind_name(kind), "action", step->action->name, "title", title, "fields",
                           fields_json(incident, step), "person", step->person);
  free(title);
  if (kind == ASKED_MANUAL)
    known_put(incident, step, task);
  if (kind == ASKED_WAIVE)
    json_object_set(task, "obligations", step->obligations);
  if (kind != ASKED_APPROVAL)
    return task;
  json_object_set_new(task, "fingerprint", json_string(step->fingerprint));
  json_object_set(task, "from", json_object_get(step->decision, "from"));
  json_object_set(task, "arguments", step->arguments);
  return task;
}
