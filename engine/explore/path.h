/*
 * Inside the room: one path of an exploration, and the choices that make it.
 */
#pragma once

#include "explore/dry_run.h"
#include "policy/obligations.h"
#include "run/run.h"

/* A fork: which of how many was taken there. */
struct fork {
  size_t taken, of;
};

struct choices {
  size_t count;            /* forks of the path so far known, taken again at the next exploration */
  struct fork *forks;
  size_t next;             /* the fork the current path comes to next */
};

/** Which of `of` to take here; remembers new forks, first choice first. */
size_t choices_take(struct choices *choices, size_t of);

/** Moves on to the next path; false when all were taken. */
bool choices_advance(struct choices *choices);

/** Called for each decision a path meets, and for what is wrong on it. */
struct path_witness {
  void *context;
  void (*decided)(void *context, const struct entry *entry, const char *where, const struct incident *incident);
  void (*finds)(void *context, const char *sentence);
  void (*leaves)(void *context, const struct obligation *obligation, bool has_failed); /* unmet on this path */
};

/**
 * Walks one path; 1: it has no end, which was said. `*run` is NULL before the first and kept for the next; the caller
 * frees it at the end.
 */
int path_walk(const struct dry_run_setup *setup, struct run **run, struct choices *choices,
              const struct path_witness *witness, struct err *err);
