/*
 * A list and a place in it. At most one item is under way: a command on record, or a file being copied. An item that
 * cannot be had is an item all the same, absent and with its reason (R129): a reader must see what was asked for and
 * not found. The outcome is `done` when the list was gone through, whatever of it was absent.
 */
#include "drivers/gather.h"

#include "base/alloc.h"
#include "base/json.h"
#include "drivers/copying.h"
#include "drivers/evidence.h"
#include "drivers/host.h"
#include "drivers/paths.h"
#include "drivers/recording.h"

#include <stdio.h>
#include <string.h>

#define DEMO_SECONDS 5 /* the most one thing may take, and be, where a folder stands for the machine */
#define DEMO_SIZE_LIMIT ((uint64_t)1024 * 1024)
#define SLICE_NS ((int64_t)2000000) /* begin no other item after that; who polls has more to do */

struct driver_job {
  struct archive *archive;
  struct capture_items items;
  size_t next;                  /* item that comes next */
  struct paths paths;           /* files the last begun item stands for, if it is a path */
  size_t next_path;
  bool may_be_personal, is_quiet;

  struct evidence evidence;     /* of what is under way */
  struct recording *recording;
  struct copying *copying;

  struct driver_item *ready;    /* finished, not yet collected */
  size_t ready_count, collected;
  int64_t count, absent, bytes; /* of what is finished */
  char trouble[512];            /* the first thing the archive could not take */
  char words[64];
};

/* ---- what the call asks for ---- */

static bool names_word(const json_t *value, const char *word)
{
  size_t index;
  const json_t *each;
  if (json_is_string(value))
    return strcmp(json_string_value(value), word) == 0;
  json_array_foreach(value, index, each)
    if (names_word(each, word))
      return true;
  return false;
}

static bool may_be_personal(const struct driver_call *call)
{
  const char *own = call->action ? call->action->content : NULL;
  return (own && strcmp(own, "personal") == 0) || names_word(json_object_get(call->arguments, "content"), "personal");
}

/* ---- finishing ---- */

static struct evidence new_evidence(const char *name, const char *host)
{
  clock_us now = clock_read().wall;
  return (struct evidence){.item = name, .host = host, .started = now, .ended = now};
}

static struct evidence evidence_of(const struct capture_item *item)
{
  struct evidence evidence = new_evidence(item->name, host_name());
  evidence.argv = (const char *const *)item->argv;
  evidence.path = item->path;
  evidence.sensitivity = item->is_personal ? "personal" : NULL;
  return evidence;
}

static void finish(struct driver_job *job, const struct evidence *evidence)
{
  *APPEND(job->ready, job->ready_count) = (struct driver_item){.body = evidence_body(evidence)};
  job->count++;
  job->absent += evidence->is_absent;
  job->bytes += (int64_t)(evidence->output.length + evidence->errors.length + evidence->file.length);
  if (evidence->is_unsaved && !job->trouble[0])
    snprintf(job->trouble, sizeof job->trouble, "%s", evidence->because);
}

static void finish_absent(struct driver_job *job, const struct capture_item *item, const char *because)
{
  struct evidence evidence = evidence_of(item);
  evidence_absent(&evidence, "%s", because);
  finish(job, &evidence);
}

/** Other machines that were asked for are on record as not collected: we never let it look as if they had been. */
static void finish_host(struct driver_job *job, const json_t *system)
{
  const char *name = json_is_object(system) ? json_get_string(system, "name") : json_string_value(system);
  const char *address = json_is_object(system) ? json_get_string(system, "address") : NULL;
  if (!name || host_is_here(name) || (address && host_is_here(address)))
    return;
  struct evidence evidence = new_evidence(name, name);
  evidence_absent(&evidence, "collecting from other hosts is not built in yet");
  finish(job, &evidence);
}

static void finish_other_hosts(struct driver_job *job, const json_t *systems)
{
  size_t index;
  const json_t *each;
  if (!json_is_array(systems))
    finish_host(job, systems);
  json_array_foreach(systems, index, each)
    finish_host(job, each);
}

/**
 * A demo saves files of an invented machine, and not much of what programs print: whoever tries this out has neither
 * the room nor the time for all of his own.
 */
static void look_below(struct capture_items *items, const char *machine)
{
  for (size_t i = 0; i < items->count; i++) {
    struct capture_item *item = &items->list[i];
    char *real = item->path;
    if (real)
      item->path = xasprintf("%s%s", machine, real);
    free(real);
    item->seconds = item->seconds < DEMO_SECONDS ? item->seconds : DEMO_SECONDS;
    item->size_limit = item->size_limit < DEMO_SIZE_LIMIT ? item->size_limit : DEMO_SIZE_LIMIT;
  }
}

struct driver_job *gather_new(const struct driver_call *call, struct capture_items *items)
{
  struct driver_job *job = xcalloc(1, sizeof *job);
  job->archive = call->archive;
  job->items = *items;
  if (call->machine)
    look_below(&job->items, call->machine);
  job->may_be_personal = may_be_personal(call);
  job->is_quiet = json_get_boolean(call->arguments, "quiet");
  *items = (struct capture_items){0};
  finish_other_hosts(job, json_object_get(call->arguments, "systems"));
  finish_other_hosts(job, json_object_get(call->arguments, "from"));
  return job;
}

/* ---- going on ---- */

static void begin_path(struct driver_job *job, const struct capture_item *item)
{
  const char *path = job->paths.list[job->next_path++];
  job->evidence = evidence_of(item);
  job->copying = copying_start(path, item->seconds, item->size_limit, job->archive, &job->evidence);
  if (!job->copying)
    finish(job, &job->evidence);
}

static void begin_command(struct driver_job *job, const struct capture_item *item)
{
  struct recording_order order = {.argv = (const char *const *)item->argv, .seconds = item->seconds,
                                  .size_limit = item->size_limit, .ends_unkept = true};
  job->evidence = evidence_of(item);
  job->recording = recording_start(&order, job->archive, &job->evidence);
  if (!job->recording)
    finish(job, &job->evidence);
}

static void begin_paths(struct driver_job *job, const struct capture_item *item)
{
  paths_finish(&job->paths);
  paths_find(item->path, &job->paths);
  job->next_path = 0;
  if (job->paths.is_cut)
    finish_absent(job, item, "there are more names than are looked at; what follows is not all of it");
  else if (job->paths.count == 0)
    finish_absent(job, item, "there is no such file");
}

static void begin_item(struct driver_job *job, const struct capture_item *item)
{
  if (item->is_personal && !job->may_be_personal)
    finish_absent(job, item, "it may hold personal matters, and content did not name personal");
  else if (job->is_quiet && !item->is_quiet)
    finish_absent(job, item, "left out: somebody might notice it");
  else if (item->argv)
    begin_command(job, item);
  else
    begin_paths(job, item);
}

/** Begins what comes next; false if nothing does. */
static bool begin_next(struct driver_job *job)
{
  if (job->next_path < job->paths.count)
    begin_path(job, &job->items.list[job->next - 1]);
  else if (job->next < job->items.count)
    begin_item(job, &job->items.list[job->next++]);
  else
    return false;
  return true;
}

static bool is_under_way(const struct driver_job *job)
{
  return job->recording || job->copying;
}

/** True when what was under way has ended. */
static bool go_on(struct driver_job *job)
{
  if (job->recording ? !recording_progress(job->recording, &job->evidence)
                     : !copying_progress(job->copying, &job->evidence))
    return false;
  finish(job, &job->evidence);
  recording_free(job->recording);
  copying_free(job->copying);
  job->recording = NULL;
  job->copying = NULL;
  return true;
}

static void conclude(const struct driver_job *job, struct driver_result *result)
{
  struct buf body = {0};
  struct json json;
  bool is_whole = !job->trouble[0];
  json_begin(&json, &body);
  json_open_object(&json);
  json_member_integer(&json, "absent", job->absent);
  json_member(&json, "because", is_whole ? NULL : job->trouble);
  json_member_integer(&json, "bytes", job->bytes);
  json_member_integer(&json, "items", job->count);
  json_close_object(&json);
  *result = (struct driver_result){.status = is_whole ? OUTCOME_DONE : OUTCOME_FAILED, .body = buf_take(&body)};
}

enum driver_state gather_progress(struct driver_job *job, struct driver_result *result)
{
  int64_t until = clock_read().monotonic_ns + SLICE_NS;
  do {
    if (is_under_way(job)) {
      if (!go_on(job))
        return DRIVER_RUNNING;
    } else if (!begin_next(job)) {
      conclude(job, result);
      return DRIVER_ENDED;
    }
  } while (clock_read().monotonic_ns < until);
  return DRIVER_RUNNING;
}

/* ---- the rest ---- */

size_t gather_watch(const struct driver_job *job, struct pollfd *descriptors, size_t size, int64_t *deadline_ns)
{
  if (job->recording)
    return recording_watch(job->recording, descriptors, size, deadline_ns);
  *deadline_ns = clock_read().monotonic_ns; /* there is something to be done right now */
  return 0;
}

bool gather_collect(struct driver_job *job, struct driver_item *item)
{
  if (job->collected < job->ready_count) {
    *item = job->ready[job->collected++];
    return true;
  }
  free(job->ready);
  job->ready = NULL;
  job->ready_count = job->collected = 0;
  return false;
}

const char *gather_says(const struct driver_job *job)
{
  struct driver_job *writable = (struct driver_job *)(uintptr_t)job;
  size_t done = job->next - (is_under_way(job) || job->next_path < job->paths.count);
  double bytes = (double)job->bytes + (job->recording ? (double)recording_length(job->recording) : 0) +
                 (job->copying ? (double)copying_length(job->copying) : 0);
  snprintf(writable->words, sizeof job->words, "%zu of %zu, %.1f MB", done, job->items.count, bytes / 1e6);
  return job->words;
}

void gather_free(struct driver_job *job)
{
  if (!job)
    return;
  recording_free(job->recording);
  copying_free(job->copying);
  paths_finish(&job->paths);
  capture_items_finish(&job->items);
  for (size_t i = job->collected; i < job->ready_count; i++)
    free(job->ready[i].body);
  free(job->ready);
  free(job);
}
