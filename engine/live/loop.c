/*
 * The one poll. It knows three things: a descriptor is ready, the ledger moved, a time came.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define LOOK_EVERY_MS 100 /* at the ledger, for what others said */
#define DESCRIPTORS_PER_JOB 8

struct ready {
  size_t count;
  struct pollfd *descriptors;
  size_t *jobs;            /* which job a descriptor belongs to */
  int64_t *deadlines;      /* of each job, as it said before the poll; 0: none */
  int64_t wake_at_ns;      /* monotonic; 0: never */
};

static void add_jobs(const struct live *live, struct ready *ready)
{
  for (size_t i = 0; i < live->job_count; i++) {
    const struct job *job = &live->jobs[i];
    struct pollfd *place = ready->descriptors + ready->count;
    size_t added = job->driver->watch(job->job, place, DESCRIPTORS_PER_JOB, &ready->deadlines[i]);
    int64_t deadline = ready->deadlines[i];
    for (size_t j = 0; j < added; j++)
      ready->jobs[ready->count + j] = i;
    ready->count += added;
    if (deadline && (!ready->wake_at_ns || deadline < ready->wake_at_ns))
      ready->wake_at_ns = deadline;
  }
}

static int milliseconds(const struct live *live, const struct ready *ready)
{
  struct clock_reading now = clock_read();
  int64_t wait = LOOK_EVERY_MS;
  if (ready->wake_at_ns && (ready->wake_at_ns - now.monotonic_ns) / 1000000 < wait)
    wait = (ready->wake_at_ns - now.monotonic_ns) / 1000000;
  int64_t left;
  if (live->incident->deadline_count &&
      incident_next_deadline(live->incident, ledger_moment(live->setup->ledger), &left) && left / 1000 < wait)
    wait = left / 1000;
  return wait < 0 ? 0 : (int)wait;
}

static void progress_ready_jobs(struct live *live, const struct ready *ready)
{
  int64_t now = clock_read().monotonic_ns;
  bool *is_ready = xcalloc(live->job_count, sizeof *is_ready);
  for (size_t i = 0; i < ready->count; i++)
    is_ready[ready->jobs[i]] |= ready->descriptors[i].revents != 0;
  for (size_t i = live->job_count; i-- > 0;) { /* from the end: progress may take the last one's place */
    if (is_ready[i] || (ready->deadlines[i] && ready->deadlines[i] <= now))
      jobs_progress(live, i);
  }
  free(is_ready);
}

static int wait_for_something(struct live *live, bool only_look, struct err *err)
{
  size_t size = live->job_count * DESCRIPTORS_PER_JOB + 2;
  struct ready ready = {0};
  ready.descriptors = xcalloc(size, sizeof *ready.descriptors);
  ready.jobs = xcalloc(size, sizeof *ready.jobs);
  ready.deadlines = xcalloc(live->job_count, sizeof *ready.deadlines);
  add_jobs(live, &ready);
  size_t own = ready.count;
  ready.descriptors[own] = (struct pollfd){.fd = live->signals, .events = POLLIN};
  ready.descriptors[own + 1] = (struct pollfd){.fd = live->setup->watcher.input, .events = POLLIN};
  int result = poll(ready.descriptors, own + 2, only_look ? 0 : milliseconds(live, &ready));
  if (result < 0 && errno != EINTR)
    err_store(err, "poll: %s", strerror(errno));
  result = result < 0 && errno != EINTR ? -1 : 0;
  progress_ready_jobs(live, &ready);
  if (ready.descriptors[own].revents)
    live->has_left = true;
  if (!result && ready.descriptors[own + 1].revents)
    result = live->setup->watcher.read(live->setup->watcher.context, live, err);
  if (result == 1)
    live->has_left = true;
  free(ready.descriptors);
  free(ready.jobs);
  free(ready.deadlines);
  return result < 0 ? -1 : 0;
}

static bool is_anything_due(const struct live *live)
{
  return live->incident->deadline_count && incident_due(live->incident, ledger_moment(live->setup->ledger));
}

static bool has_work(const struct live *live)
{
  return live->arrival_count || run_has_queue(live->run) || is_anything_due(live) ||
         ledger_has_moved(live->setup->ledger);
}

int loop_catch_signals(void)
{
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  sigprocmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Nothing more can come without a person, or at all. */
static bool is_over(const struct live *live, enum live_end *end)
{
  if (live->job_count)
    return false;
  *end = run_has_ended(live->run) ? LIVE_ENDED : LIVE_WAITING;
  return run_has_ended(live->run) || !live->setup->waits;
}

int loop(struct live *live, enum live_end *end, struct err *err)
{
  int result = 0;
  bool has_said = false, has_decided = false; /* a yes or a fact may have come while nobody ran it */
  while (!result) {
    scripted_answers(live);
    bool has_turns = !has_decided || has_work(live);
    if (has_turns) {
      result = commit_turns(live, err);
      has_decided = true;
      has_said = false;
    } else if (is_over(live, end)) {
      break;
    } else if (!live->job_count && !has_said && live->setup->watcher.waits) {
      live->setup->watcher.waits(live->setup->watcher.context, live->incident);
      has_said = true;
    }
    if (!result) /* also after a commit: whoever speaks without end must not keep a capture from going on */
      result = wait_for_something(live, has_turns, err);
    if (live->has_left && !live->arrival_count) {
      *end = LIVE_LEFT;
      break;
    }
  }
  return result;
}
