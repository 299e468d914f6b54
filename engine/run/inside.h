/*
 * Inside the room: a run's parts.
 */
#pragma once

#include "run/run.h"
#include "run/tracks.h"

struct run {
  struct run_setup setup;
  struct incident *incident;     /* setup.incident */
  struct script *script;         /* NULL before the first run.begin */
  struct script_view view;       /* borrowed by the script */
  bool has_begun;
  struct tracks tracks;
  int number;                    /* of this run */
  struct policy_home home;       /* from run.begin; its strings belong to `begun` */
  struct known_parties contacts; /* the same; the home borrows them */
  json_t *provider;              /* our own, by name, where the contacts know exactly one */
  json_t *begun;                 /* run.begin's body */
  bool has_ended;
  json_t *looked;                /* what the last look gave back, kept until the next */
};

/* view.c: what the playbook may see */
struct script_view run_view(struct run *run);

/* home.c: what is ours, as run.begin recorded it */
void home_read(struct run *run, const json_t *body);
void home_finish(struct run *run);
