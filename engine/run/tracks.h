/*
 * Tracks: the threads of a playbook, their positions and their order (lua.md section 6).
 *
 * A position is the path of track names plus an ordinal that counts per path and goes on over repeated `together`s.
 * Children start in byte order of their names, each running to its first step before the next; the parent goes on in
 * the turn in which its last child ends, and fails with the first failing child in name order.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "script/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum track_state { TRACK_RUNNING, TRACK_FINISHED, TRACK_FAILED, TRACK_REFUSED };

struct track {
  char *path;                    /* "main", "technical", "technical.stop" */
  struct script_thread *thread;
  struct track *parent;
  size_t alive;                  /* children that have not ended */
  struct track *failed_child;    /* the first failing one in name order, of the current `together` */
  enum track_state state;
  char *because;                 /* why it failed or was refused */
  bool is_own_fault;             /* by an error or forbidden request of its own, not a child.s or a needed outcome */
};

/** What a track asked for and nobody has answered yet. */
struct asking {
  char *step;
  struct track *track;
  const char *action;
  struct buf arguments;
  bool must;
  char where[256];
};

struct tracks {
  struct script *script;
  size_t count;
  struct track **list;           /* in the order they started; paths may repeat */
  size_t ordinal_count;
  struct ordinal {
    char *path;
    int last;
  } *ordinals;
  size_t asking_count;
  struct asking **asking;        /* in the order asked */
  int64_t asked, most;           /* steps so far, and how many it may ask for */
  bool is_stopped;               /* budget, memory or steps: nothing is resumed any more */
  char stopped_because[1024];
};

void tracks_init(struct tracks *tracks, struct script *script, int64_t steps); /* how many it may ask for */
void tracks_finish(struct tracks *tracks);

void tracks_begin(struct tracks *tracks);                             /* starts main and runs until all wait */

/** The outcome of a step is there: its track goes on. `failure` ends the track instead, as `state`. */
void tracks_wake(struct tracks *tracks, const char *step, const char *failure, enum track_state state);

struct asking *tracks_asking(const struct tracks *tracks, const char *step); /* NULL if nobody asks for it */
bool tracks_have_ended(const struct tracks *tracks);
const char *track_state_name(enum track_state state);
