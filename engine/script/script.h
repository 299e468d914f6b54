/*
 * Playbooks: Lua that can only ask (lua.md).
 *
 * One `struct script` per run: an interpreter with an environment built from nothing, a memory cap and one budget over
 * all tracks. It knows no policy, no ledger and no clock; it asks through callbacks and by yielding. A thread runs
 * until it asks for an action, opens a `together`, or ends; the caller (run/tracks.c) keeps positions and order.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/catalogue.h"
#include "model/files.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct script;
struct script_thread; /* owned by its script */

/** What the interpreter may ask while a thread runs. No callback may raise or re-enter the script. */
struct script_view {
  void *context;

  /** A member of `incident` that is no fact: systems, source, title, id, ... NULL if there is none. Borrowed JSON. */
  const json_t *(*incident)(void *context, const char *member);

  /** A fact's value as of the position that woke the thread; NULL while unknown. Borrowed. */
  const char *(*fact)(void *context, const char *name);

  /**
   * A look at an outcome: `status` or a field of it. In an exploration the choice is made here, so it is called only
   * when the playbook really looks. NULL: there is no such field. Borrowed until the next look.
   */
  const json_t *(*look)(void *context, const char *step, const char *field);
};

struct script_limits {
  size_t memory;               /* bytes; 0: 16 MiB */
  long long instructions;      /* over all threads of the run; 0: 10 million */
};

/** Prepares an interpreter and loads lib/ of the procedure. All borrowed for its life. NULL with a sentence. */
struct script *script_new(const struct catalogue *catalogue, const struct files *procedure,
                          const struct script_view *view, const struct script_limits *limits, struct err *err);
void script_free(struct script *script);

/** What a playbook says of itself, from its returned table. Strings owned by the script. */
struct script_head {
  const char *name, *title, *cites;
  const char *follows; /* the playbook whose steps it takes; NULL: its own */
  int priority;      /* accepts.priority, or -1 */
};

/**
 * Runs the chunk "playbooks/NAME.lua" and checks that it returned a playbook{}. Called again it starts over from
 * nothing, with a full budget and no threads; what was compiled is kept, so that exploring a path costs no reading.
 */
int script_load(struct script *script, const char *name, struct script_head *head, struct err *err);

enum script_event {
  SCRIPT_ASKED,      /* for an action: `asked` is filled; resume with a step */
  SCRIPT_TOGETHER,   /* for children: `asked->child_count` names in byte order; resume when all have ended */
  SCRIPT_ENDED,      /* normally */
  SCRIPT_FAILED,     /* a Lua error: `asked->error` says file:line and what; this thread is over, others go on */
  SCRIPT_STOPPED,    /* budget or memory: the whole run is over, no thread may be resumed again */
};

struct script_asked {
  const char *action;          /* borrowed from the catalogue */
  struct buf arguments;        /* canonical JSON object, made when asked */
  bool must;                   /* `must = true`: anything but done ends the track */
  char where[256];             /* "lib/contain.lua:18" of the asking line */
  size_t child_count;
  const char *const *children; /* borrowed until the thread is resumed */
  char error[1024];
};
void script_asked_finish(struct script_asked *asked);

/** A thread that will call the playbook's run(incident); nothing runs yet. */
struct script_thread *script_main(struct script *script);

/** A thread for child `index` of a thread that stopped with SCRIPT_TOGETHER. */
struct script_thread *script_child(struct script *script, struct script_thread *parent, size_t index);

/**
 * Starts or goes on. `step` is the position whose outcome object the last ask returns (NULL at the start and after a
 * together). `failure`, if not NULL, makes the pending call end the track with that sentence, uncatchably.
 */
enum script_event script_resume(struct script *script, struct script_thread *thread, const char *step,
                                const char *failure, struct script_asked *asked);

/** Appends every name a playbook can use, one a line in byte order, "certain" or "call.irt": for editors, linters. */
int script_names(struct script *script, struct buf *out, struct err *err);

/** Reads a Lua file without running it, and tells each `domain.verb` it calls and each text in quotes (quotes too). */
struct script_reader {
  void *context;
  void (*calls)(void *context, const char *domain, const char *verb, int line, int column);
  void (*says)(void *context, const char *text, int line, int column);
};
void script_read_calls(const struct file *file, const struct script_reader *reader);

/** Instructions charged so far, over all threads: replays to the same number. */
long long script_spent(const struct script *script);
