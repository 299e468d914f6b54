/*
 * Effects under way: started when their intent is durable, watched, their outcomes brought to the next commit.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/json.h"

#include <string.h>

static void arrive_outcome(struct live *live, const char *step, int attempt, enum outcome_status status,
                           const char *fields, const char *because)
{
  struct buf body = {0};
  struct json json;
  json_begin(&json, &body);
  json_open_object(&json);
  json_member_integer(&json, "attempt", attempt);
  json_member(&json, "because", because);
  json_member_raw(&json, "fields", fields, strlen(fields));
  json_member(&json, "status", outcome_status_name(status));
  json_close_object(&json);
  live_arrive(live, ENTRY_OUTCOME, step, buf_take(&body), false);
}

/* In a drill nothing is touched: what would have come out is the sample the catalogue declares. */
static void rehearse(struct live *live, const struct step *step)
{
  arrive_outcome(live, step->id, step->attempt, OUTCOME_DONE, "{}", "rehearsed");
}

static bool is_to_be_done(const struct live *live, const struct step *step)
{
  return live->setup->world->acts || (live->setup->does_capture && step->action->effect == EFFECT_READ);
}

static void start(struct live *live, const struct step *step)
{
  struct err err = {0};
  const struct driver *driver = driver_of(step->action->driver);
  char *key = incident_key(step->fingerprint);
  struct driver_call call = {
      .incident = live->incident->id, .step = step->id, .run = step->run, .attempt = step->attempt,
      .key = key, .action = step->action, .arguments = step->arguments,
      .procedure = live->setup->procedure, .archive = live->setup->archive,
      .machine = live->setup->machine,
  };
  struct driver_job *job = driver->start(&call, &err);
  if (job)
    *APPEND(live->jobs, live->job_count) = (struct job){xstrdup(step->id), step->attempt, driver, job};
  else
    arrive_outcome(live, step->id, step->attempt, OUTCOME_FAILED, "{}", err.text);
  free(key);
}

int jobs_start(struct live *live, struct err *err)
{
  (void)err;
  for (size_t i = 0; i < live->to_start_count; i++) {
    const struct step *step = incident_step(live->incident, live->to_start[i]);
    if (step && step->state == STEP_OPEN && step->action->driver != DRIVER_MANUAL) {
      if (is_to_be_done(live, step))
        start(live, step);
      else
        rehearse(live, step);
    }
    free(live->to_start[i]);
  }
  free(live->to_start);
  live->to_start = NULL;
  live->to_start_count = 0;
  return 0;
}

static void collect(struct live *live, struct job *job)
{
  struct driver_item item;
  while (job->driver->collect && job->driver->collect(job->job, &item))
    live_arrive(live, ENTRY_EVIDENCE, job->step, item.body, false);
}

static void forget(struct live *live, size_t index)
{
  live->jobs[index].driver->free(live->jobs[index].job);
  free(live->jobs[index].step);
  live->jobs[index] = live->jobs[--live->job_count];
  if (!live->job_count) {
    free(live->jobs);
    live->jobs = NULL;
  }
}

void jobs_progress(struct live *live, size_t index)
{
  struct job *job = &live->jobs[index];
  struct driver_result result = {0};
  enum driver_state state = job->driver->progress(job->job, &result);
  collect(live, job);
  const struct live_watcher *watcher = &live->setup->watcher;
  const struct step *step = incident_step(live->incident, job->step);
  if (state == DRIVER_RUNNING && watcher->progress && job->driver->says && step)
    watcher->progress(watcher->context, step, job->driver->says(job->job));
  if (state == DRIVER_RUNNING)
    return;
  arrive_outcome(live, job->step, job->attempt, result.status, result.body ? result.body : "{}", NULL);
  free(result.body);
  forget(live, index);
}

void jobs_end(struct live *live)
{
  while (live->job_count)
    forget(live, live->job_count - 1);
}
