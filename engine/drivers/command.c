/*
 * A command of the site, from policies/commands.yaml: the only driver that changes something.
 *
 * It exited with 0: done. With anything else: failed. Killed, out of time, or its watcher lost: nobody can tell what it
 * had done by then, so the outcome is unknown, and a person or a probe has to say. What it printed is kept as evidence;
 * that the archive could not take it changes nothing about what the command did.
 */
#include "drivers/drivers.h"

#include "base/alloc.h"
#include "base/json.h"
#include "drivers/command_list.h"
#include "drivers/evidence.h"
#include "drivers/host.h"
#include "drivers/list.h"
#include "drivers/recording.h"

#include <stdio.h>

#define KEPT ((uint64_t)16 * 1024 * 1024) /* of what it prints; the rest is read and thrown away */
#define ENVIRONMENT 6

struct driver_job {
  char **argv;
  char *name;                       /* the action's, for its evidence */
  char *environment[ENVIRONMENT];   /* NULL-terminated */
  struct evidence evidence;
  struct recording *recording;
  bool is_over, is_collected;
  char words[32];
};

static void job_free(struct driver_job *job)
{
  if (!job)
    return;
  recording_free(job->recording);
  list_free_argv(job->argv);
  for (char **each = job->environment; *each; each++)
    free(*each);
  free(job->name);
  free(job);
}

/** The idempotency key lets a program see that it is asked a second time for one and the same act. */
static void set_environment(struct driver_job *job, const struct driver_call *call)
{
  size_t count = 0;
  job->environment[count++] = xstrdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
  job->environment[count++] = xstrdup("LC_ALL=C");
  job->environment[count++] = xstrdup("TZ=UTC");
  job->environment[count++] = xasprintf("TOCSIN_ATTEMPT=%d", call->attempt);
  if (call->key)
    job->environment[count++] = xasprintf("TOCSIN_IDEMPOTENCY_KEY=%s", call->key);
}

static char **read_argv(const struct driver_call *call, int64_t *seconds, struct err *err)
{
  struct command_template template;
  if (command_list_find(call->procedure, call->action->name, &template, err))
    return NULL;
  char **argv = command_argv(&template, call->arguments, err);
  *seconds = template.seconds;
  command_template_finish(&template);
  return argv;
}

static struct driver_job *start(const struct driver_call *call, struct err *err)
{
  int64_t seconds;
  char **argv = read_argv(call, &seconds, err);
  if (!argv)
    return NULL;
  struct driver_job *job = xcalloc(1, sizeof *job);
  job->argv = argv;
  job->name = xstrdup(call->action->name);
  set_environment(job, call);
  job->evidence = (struct evidence){.item = job->name, .host = host_name()};
  struct recording_order order = {.argv = (const char *const *)argv, .seconds = seconds, .size_limit = KEPT,
                                  .environment = (const char *const *)job->environment};
  job->recording = recording_start(&order, call->archive, &job->evidence);
  if (job->recording)
    return job;
  err_set(err, "%s; nothing was started", job->evidence.because);
  job_free(job);
  return NULL;
}

static size_t watch(const struct driver_job *job, struct pollfd *descriptors, size_t size, int64_t *deadline_ns)
{
  return recording_watch(job->recording, descriptors, size, deadline_ns);
}

static enum outcome_status judge(const struct driver_job *job, const struct warden_report *report,
                                 const char **because)
{
  *because = NULL;
  if (!report->has_started) {
    *because = job->evidence.because;
    return OUTCOME_FAILED;
  }
  if (report->is_lost || report->is_timed_out || report->is_signalled) {
    *because = report->is_timed_out ? "its time ran out, and it may have done something by then"
                                    : "it was killed, and may have done something by then";
    return OUTCOME_UNKNOWN;
  }
  return report->exit_status == 0 ? OUTCOME_DONE : OUTCOME_FAILED;
}

static void conclude(struct driver_job *job, struct driver_result *result)
{
  const struct evidence *evidence = &job->evidence;
  const char *because;
  char program[DIGEST_TEXT_SIZE];
  struct buf body = {0};
  struct json json;
  result->status = judge(job, recording_report(job->recording), &because);
  digest_text(&evidence->program.digest, program);
  json_begin(&json, &body);
  json_open_object(&json);
  json_member(&json, "because", because);
  if (evidence->has_ended && !evidence->is_signalled)
    json_member_integer(&json, "exit", evidence->exit_status);
  json_member(&json, "program", evidence->program.is_there ? program : NULL);
  if (evidence->has_ended && evidence->is_signalled)
    json_member_integer(&json, "signal", evidence->exit_status);
  json_close_object(&json);
  result->body = buf_take(&body);
}

static enum driver_state progress(struct driver_job *job, struct driver_result *result)
{
  if (!recording_progress(job->recording, &job->evidence))
    return DRIVER_RUNNING;
  job->is_over = true;
  conclude(job, result);
  return DRIVER_ENDED;
}

static bool collect(struct driver_job *job, struct driver_item *item)
{
  if (!job->is_over || job->is_collected)
    return false;
  job->is_collected = true;
  item->body = evidence_body(&job->evidence);
  return true;
}

static const char *says(const struct driver_job *job)
{
  struct driver_job *writable = (struct driver_job *)(uintptr_t)job;
  snprintf(writable->words, sizeof job->words, "%.1f MB", (double)recording_length(job->recording) / 1e6);
  return job->words;
}

const struct driver driver_command = {
  .start = start,
  .watch = watch,
  .progress = progress,
  .collect = collect,
  .says = says,
  .free = job_free,
};
