/*
 * Inside the room: a run's parts.
 */
#pragma once

#include "run/run.h"
#include "run/tracks.h"

struct run {
  struct run_setup setup;
  struct incident *incident;     /* setup.incident */
  struct script *script;         /* NULL before run.begin */
  struct tracks tracks;
  int number;                    /* of this run */
  bool has_ended;
  json_t *looked;                /* what the last look gave back, kept until the next */
};

/* view.c: what the playbook may see */
struct script_view run_view(struct run *run);

/* decide.c */
json_t *decision_json(const struct run *run, const struct decision *decision, uint64_t position);
