/*
 * The turn, the heart of the program.
 *
 * A turn takes one entry in ledger order: the incident folds it; if that concludes a step, the track which asked for it
 * goes on, and all tracks run until nothing can go on without another entry. What they ask for is queued in the order
 * asked. Nothing here knows whether the entry was just written, or years ago.
 */
#include "run/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

struct run *run_new(const struct run_setup *setup, struct err *err)
{
  (void)err;
  struct run *run = xcalloc(1, sizeof *run);
  run->setup = *setup;
  run->incident = setup->incident;
  run->view = run_view(run);
  return run;
}

static void forget(struct run *run)
{
  tracks_finish(&run->tracks);
  json_decref(run->looked);
  home_finish(run);
  run->looked = NULL;
}

void run_restart(struct run *run, const struct run_setup *setup)
{
  forget(run);
  run->setup = *setup;
  run->incident = setup->incident;
  run->has_begun = run->has_ended = false;
  run->number = 0;
}

void run_free(struct run *run)
{
  if (!run)
    return;
  forget(run);
  script_free(run->script);
  free(run);
}

static int begin(struct run *run, const struct entry *entry, struct err *err)
{
  struct script_limits limits = {0};
  struct script_head head;
  run->number = entry->run;
  run->has_begun = true;
  home_read(run, entry->body);
  if (!run->script)
    run->script = script_new(policy_catalogue(run->setup.policy), run->setup.procedure, &run->view, &limits, err);
  if (!run->script || script_load(run->script, json_get_string(entry->body, "playbook"), &head, err) < 0)
    return -1;
  tracks_init(&run->tracks, run->script,
              json_get_integer(json_object_get(entry->body, "limits"), "steps", RUN_STEPS_MAX));
  tracks_begin(&run->tracks);
  return 0;
}

/* Forbidden ends the track, uncatchably; so does anything but `done` where the playbook says it must be. */
static void wake(struct run *run, const struct step *step)
{
  const struct asking *asking = tracks_asking(&run->tracks, step->id);
  if (!asking)
    return;
  char sentence[512];
  if (step->state == STEP_REFUSED) {
    snprintf(sentence, sizeof sentence, "%s: %s is forbidden: %s", asking->where, step->action->name,
             json_get_string(step->decision, "because"));
    tracks_wake(&run->tracks, step->id, sentence, TRACK_REFUSED);
    return;
  }
  const char *status = outcome_status_name(step->status);
  if (asking->must && run->setup.choose)
    status = json_string_value(run->setup.choose(run->setup.context, step, "status"));
  if (asking->must && strcmp(status, "done")) {
    snprintf(sentence, sizeof sentence, "%s: %s was needed and is %s", asking->where, step->action->name, status);
    tracks_wake(&run->tracks, step->id, sentence, TRACK_FAILED);
    return;
  }
  tracks_wake(&run->tracks, step->id, NULL, TRACK_RUNNING);
}

int run_take(struct run *run, const struct entry *entry, struct err *err)
{
  if (incident_take(run->incident, entry, err) < 0)
    return -1;
  if (!entry->incident || strcmp(entry->incident, run->incident->id))
    return 0;
  if (entry->type == ENTRY_RUN_BEGIN && !run->has_begun)
    return begin(run, entry, err);
  if (entry->type == ENTRY_RUN_END)
    run->has_ended = true;
  if (run->has_ended)
    return 0; /* what was still on its way is recorded and resumes nothing */
  struct incident *incident = run->incident;
  for (size_t i = 0; i < incident->concluded_count; i++) {
    const struct step *step = incident->concluded[i];
    if (step->run == run->number && (step->state == STEP_CONCLUDED || step->state == STEP_REFUSED))
      wake(run, step);
  }
  return 0;
}

const char *run_stopped(const struct run *run)
{
  return run->tracks.is_stopped ? run->tracks.stopped_because : NULL;
}

bool run_has_ended(const struct run *run)
{
  return run->has_ended;
}

/* Something nobody has decided yet: asked for in this turn, or to be done again. */
bool run_has_queue(const struct run *run)
{
  if (run->has_ended || !run->has_begun)
    return false;
  for (size_t i = 0; i < run->tracks.asking_count; i++) {
    const struct step *step = incident_step(run->incident, run->tracks.asking[i]->step);
    if (!step || step->state == STEP_AGAIN)
      return true;
  }
  return tracks_have_ended(&run->tracks);
}

const char *run_where(const struct run *run, const char *step)
{
  const struct asking *asking = step ? tracks_asking(&run->tracks, step) : NULL;
  return asking ? asking->where : "";
}

size_t run_tracks(const struct run *run, struct run_track *tracks, size_t size)
{
  size_t count = run->tracks.count < size ? run->tracks.count : size;
  for (size_t i = 0; i < count; i++) {
    const struct track *track = run->tracks.list[i];
    tracks[i] = (struct run_track){track->path, track_state_name(track->state), track->because ? track->because : "",
                                   track->is_own_fault};
  }
  return run->tracks.count;
}

bool run_is_derived(enum entry_type type)
{
  return type == ENTRY_INTENT || type == ENTRY_REQUEST || type == ENTRY_RUN_END;
}
