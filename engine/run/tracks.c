/*
 * Runs threads until every one of them waits, with a stack of work instead of recursion: the newest piece of work is
 * done first, so a child's own children start before its siblings do.
 */
#include "run/tracks.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

/* A track to be run on. Borrowed strings live until the work is done. */
struct work {
  struct track *track;
  const char *step, *failure;
  enum track_state as;
};

struct stack {
  size_t count;
  struct work *work;
};

static void push(struct stack *stack, struct work work)
{
  *APPEND(stack->work, stack->count) = work;
}

const char *track_state_name(enum track_state state)
{
  static const char *const names[] = {"running", "finished", "failed", "refused"};
  return names[state];
}

void tracks_init(struct tracks *tracks, struct script *script, int64_t steps)
{
  *tracks = (struct tracks){.script = script, .most = steps};
}

static void asking_free(struct asking *asking)
{
  free(asking->step);
  buf_finish(&asking->arguments);
  free(asking);
}

void tracks_finish(struct tracks *tracks)
{
  for (size_t i = 0; i < tracks->count; i++) {
    free(tracks->list[i]->path);
    free(tracks->list[i]->because);
    free(tracks->list[i]);
  }
  for (size_t i = 0; i < tracks->ordinal_count; i++)
    free(tracks->ordinals[i].path);
  for (size_t i = 0; i < tracks->asking_count; i++)
    asking_free(tracks->asking[i]);
  free(tracks->list);
  free(tracks->ordinals);
  free(tracks->asking);
  *tracks = (struct tracks){0};
}

static struct track *add_track(struct tracks *tracks, struct track *parent, const char *path,
                               struct script_thread *thread)
{
  struct track *track = xcalloc(1, sizeof *track);
  *APPEND(tracks->list, tracks->count) = track;
  track->path = xstrdup(path);
  track->thread = thread;
  track->parent = parent;
  return track;
}

static int next_ordinal(struct tracks *tracks, const char *path)
{
  for (size_t i = 0; i < tracks->ordinal_count; i++)
    if (!strcmp(tracks->ordinals[i].path, path))
      return ++tracks->ordinals[i].last;
  *APPEND(tracks->ordinals, tracks->ordinal_count) = (struct ordinal){xstrdup(path), 1};
  return 1;
}

static void stop(struct tracks *tracks, const char *because)
{
  tracks->is_stopped = true;
  snprintf(tracks->stopped_because, sizeof tracks->stopped_because, "%s", because);
}

static void ask(struct tracks *tracks, struct track *track, struct script_asked *asked)
{
  struct asking *asking = xcalloc(1, sizeof *asking);
  asking->step = xasprintf("%s.%d", track->path, next_ordinal(tracks, track->path));
  asking->track = track;
  asking->action = asked->action;
  asking->arguments = asked->arguments;
  asked->arguments = (struct buf){0};
  asking->must = asked->must;
  snprintf(asking->where, sizeof asking->where, "%s", asked->where);
  *APPEND(tracks->asking, tracks->asking_count) = asking;
}

/* A playbook that asks in a loop uses little of its budget, and each round is kept for ever. */
static void take_request(struct tracks *tracks, struct track *track, struct script_asked *asked)
{
  char because[sizeof tracks->stopped_because];
  if (tracks->asked++ < tracks->most) {
    ask(tracks, track, asked);
    return;
  }
  snprintf(because, sizeof because,
           "%s: the run has taken its %lld steps, as many as its limits allow; is there a loop that never ends?",
           asked->where, (long long)tracks->most);
  stop(tracks, because);
}

static char *child_path(const struct track *parent, const char *name)
{
  return parent->parent ? xasprintf("%s.%s", parent->path, name) : xstrdup(name);
}

/* Pushed in reverse, so that the first name is on top. */
static void open_children(struct tracks *tracks, struct track *parent, const struct script_asked *asked,
                          struct stack *stack)
{
  size_t count = asked->child_count;
  parent->alive = count;
  parent->failed_child = NULL;
  if (!count)
    push(stack, (struct work){parent});
  struct track **children = xcalloc(count, sizeof *children);
  for (size_t i = 0; i < count; i++) {
    char *path = child_path(parent, asked->children[i]);
    children[i] = add_track(tracks, parent, path, script_child(tracks->script, parent->thread, i));
    free(path);
  }
  for (size_t i = count; i-- > 0;)
    push(stack, (struct work){children[i]});
  free(children);
}

static void join(struct track *child, struct stack *stack)
{
  struct track *parent = child->parent;
  if (!parent)
    return;
  if (child->state != TRACK_FINISHED && (!parent->failed_child || strcmp(child->path, parent->failed_child->path) < 0))
    parent->failed_child = child;
  if (--parent->alive)
    return;
  struct track *failed = parent->failed_child;
  if (failed)
    push(stack, (struct work){parent, .failure = failed->because, .as = failed->state});
  else
    push(stack, (struct work){parent});
}

static void end(struct track *track, enum track_state state, const char *because, struct stack *stack)
{
  track->state = state;
  free(track->because);
  track->because = xstrdup(because);
  join(track, stack);
}

static void go_on(struct tracks *tracks, struct work work, struct stack *stack)
{
  struct script_asked asked = {0};
  struct track *track = work.track;
  switch (script_resume(tracks->script, track->thread, work.step, work.failure, &asked)) {
  case SCRIPT_ASKED:
    take_request(tracks, track, &asked);
    break;
  case SCRIPT_TOGETHER:
    open_children(tracks, track, &asked, stack);
    break;
  case SCRIPT_ENDED:
    end(track, TRACK_FINISHED, "", stack);
    break;
  case SCRIPT_FAILED:
    track->is_own_fault = !work.failure || (work.step && work.as == TRACK_REFUSED);
    end(track, work.failure ? work.as : TRACK_FAILED, work.failure ? work.failure : asked.error, stack);
    break;
  case SCRIPT_STOPPED:
    stop(tracks, asked.error);
    break;
  }
  script_asked_finish(&asked);
}

static void work_off(struct tracks *tracks, struct work first)
{
  struct stack stack = {0};
  push(&stack, first);
  while (stack.count && !tracks->is_stopped) {
    struct work work = stack.work[--stack.count];
    if (!stack.count) {
      free(stack.work);
      stack.work = NULL;
    }
    go_on(tracks, work, &stack);
  }
  free(stack.work);
}

void tracks_begin(struct tracks *tracks)
{
  struct track *main = add_track(tracks, NULL, "main", script_main(tracks->script));
  work_off(tracks, (struct work){main});
}

struct asking *tracks_asking(const struct tracks *tracks, const char *step)
{
  for (size_t i = 0; i < tracks->asking_count; i++)
    if (!strcmp(tracks->asking[i]->step, step))
      return tracks->asking[i];
  return NULL;
}

static struct asking *take_asking(struct tracks *tracks, const char *step)
{
  for (size_t i = 0; i < tracks->asking_count; i++) {
    struct asking *asking = tracks->asking[i];
    if (strcmp(asking->step, step))
      continue;
    memmove(tracks->asking + i, tracks->asking + i + 1, (tracks->asking_count - i - 1) * sizeof *tracks->asking);
    tracks->asking_count--;
    if (!tracks->asking_count) {
      free(tracks->asking);
      tracks->asking = NULL;
    }
    return asking;
  }
  return NULL;
}

void tracks_wake(struct tracks *tracks, const char *step, const char *failure, enum track_state state)
{
  struct asking *asking = tracks->is_stopped ? NULL : take_asking(tracks, step);
  if (!asking)
    return;
  work_off(tracks, (struct work){asking->track, asking->step, failure, state});
  asking_free(asking);
}

bool tracks_have_ended(const struct tracks *tracks)
{
  return tracks->is_stopped || (tracks->count && tracks->list[0]->state != TRACK_RUNNING);
}
