/*
 * A driver: how a thing is done. The rehearsing half is in rehearse.h, in a library of its own.
 *
 * `start` returns at once: with a child's descriptors, or with an open manual step. The loop polls what `watch` names,
 * calls `progress` when one is ready or the deadline passed, and collects what came out. A driver never sees ledger,
 * policy or script, and never blocks.
 */
#pragma once

#include "archive/archive.h"
#include "base/clock.h"
#include "base/err.h"
#include "model/catalogue.h"
#include "model/files.h"

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>

/** What is to be done. Borrowed, except during `start` nothing of it is kept. */
struct driver_call {
  const char *incident, *step;
  int run, attempt;
  const char *key;                   /* idempotency key: the same at every attempt */
  const struct action *action;
  const json_t *arguments;
  const struct files *procedure;     /* policies/capture.yaml, policies/commands.yaml, ... */
  struct archive *archive;
  const char *machine;               /* a folder that stands for this machine (of a demo); NULL: the machine itself */
};

/** One thing that came out, on its way into an `evidence` entry: canonical JSON, owned by the receiver. */
struct driver_item {
  char *body;
};

enum driver_state { DRIVER_RUNNING, DRIVER_ENDED };

struct driver_result {
  enum outcome_status status;
  char *body; /* canonical JSON object of outcome fields; owned by the receiver */
};

struct driver_job;

struct driver {
  /** NULL with a sentence: certainly nothing was done (the outcome is `failed`). */
  struct driver_job *(*start)(const struct driver_call *call, struct err *err);

  /** Fills at most `size` descriptors to poll and the next time to be called (0: none). Returns how many. */
  size_t (*watch)(const struct driver_job *job, struct pollfd *descriptors, size_t size, int64_t *deadline_ns);

  /** Something is ready or the time came. `result` is filled when it returns DRIVER_ENDED. */
  enum driver_state (*progress)(struct driver_job *job, struct driver_result *result);

  /** The next finished item, if any: true and filled. Asked after each progress until false. */
  bool (*collect)(struct driver_job *job, struct driver_item *item);

  /** "3 of 18, 1.2 MB" for the screen; borrowed until the next progress. */
  const char *(*says)(const struct driver_job *job);

  /** Frees; what is still running is ended first. */
  void (*free)(struct driver_job *job);
};

/** NULL for what people do: an open step is its whole work. */
const struct driver *driver_of(enum driver_kind kind);
