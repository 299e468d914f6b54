/*
 * What came of a run: what is asked of whom now, and the exit status that says it to scripts.
 */
#include "base/alloc.h"
#include "cli/now/run_report.h"
#include "cli/out.h"

#include <string.h>

static int status_of_state(const char *state)
{
  static const struct {
    const char *state;
    int status;
  } rows[] = {{"finished", STATUS_DONE}, {"failed", STATUS_FINDINGS}, {"refused", STATUS_FORBIDDEN},
              {"halted", STATUS_WAITING}, {"held", STATUS_DOUBT}};
  for (size_t i = 0; i < COUNT(rows); i++)
    if (!strcmp(rows[i].state, state))
      return rows[i].status;
  return STATUS_WAITING;
}

static bool is_asked_of_people(const struct incident *incident, const struct step *step)
{
  if (incident->dismissal.reached.seq && step->state != STEP_DOUBT)
    return false; /* a false alarm: nothing is asked any more */
  return step->run == incident->run &&
         (step->state == STEP_WAITING || step->state == STEP_OPEN || step->state == STEP_DOUBT);
}

/* Something forbidden was asked for, though others may still be at work. */
static bool was_refused(const struct incident *incident)
{
  for (size_t i = 0; i < incident->step_count; i++)
    if (incident->steps[i]->run == incident->run && incident->steps[i]->state == STEP_REFUSED)
      return true;
  return false;
}

static void say_held(const struct incident *incident, const struct step *step, const char *words)
{
  size_t index;
  json_t *id;
  say("%s waits for what has to be done before \"%s\".\n", step->id, words);
  json_array_foreach(step->obligations, index, id)
    say("  do it, or   tocsin waive %s %s --because \"...\"\n", incident->id, json_string_value(id));
}

static void say_open_step(const struct incident *incident, const struct step *step)
{
  struct buf words = {0};
  char roles[200];
  action_words(step->action, step->arguments, &words);
  role_set_text(decision_from(step->decision), roles, sizeof roles);
  if (step->state == STEP_WAITING && step->obligations)
    say_held(incident, step, buf_string(&words));
  else if (step->state == STEP_WAITING)
    say("%s waits for a yes from %s to \"%s\".\n  they type   tocsin approve %s %s\n", step->id, roles,
        buf_string(&words), incident->id, step->id);
  else if (step->state == STEP_DOUBT)
    say("%s is in doubt: \"%s\" may or may not have happened.\n  you type    tocsin resolve %s %s --happened | "
        "--did-not-happen | --run-again\n", step->id, buf_string(&words), incident->id, step->id);
  else
    say("%s is asked of you: %s%s%s.\n  you type    tocsin answer %s %s\n", step->id, buf_string(&words),
        step->person ? ": " : "", step->person ? step->person : "", incident->id, step->id);
  buf_finish(&words);
}

static json_t *open_json(const struct incident *incident)
{
  json_t *open = json_array();
  for (size_t i = 0; i < incident->step_count; i++)
    if (is_asked_of_people(incident, incident->steps[i]))
      json_array_append_new(open, json_pack("{s:s, s:s, s:s}", "action", incident->steps[i]->action->name, "state",
                                            step_state_name(incident->steps[i]->state), "step",
                                            incident->steps[i]->id));
  return open;
}

int run_report(const struct cli *cli, const struct incident *incident)
{
  const char *state = incident_state(incident);
  bool is_stood_down = incident->dismissal.reached.seq && !strcmp(state, "halted");
  int ended = is_stood_down ? STATUS_DONE : status_of_state(state);
  int status = status_worse(ended, was_refused(incident) ? STATUS_FORBIDDEN : STATUS_DONE);
  if (cli->is_json) {
    say_json(json_pack("{s:s, s:o, s:i, s:s}", "incident", incident->id, "open", open_json(incident), "run",
                       incident->run, "state", state));
    return status;
  }
  for (size_t i = 0; i < incident->step_count; i++)
    if (is_asked_of_people(incident, incident->steps[i]))
      say_open_step(incident, incident->steps[i]);
  if (is_stood_down)
    say("%s was a false alarm; run %d is halted. To close it: tocsin close %s\n", incident->id, incident->run,
        incident->id);
  else if (incident->is_run_ended)
    say("%s run %d %s.\n", incident->id, incident->run, state);
  else
    say("It goes on when this is answered:  tocsin run %s\n", incident->id);
  return status;
}
