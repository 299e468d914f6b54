/*
 * The worlds: what answers an action beyond the record, whose clock runs, and whether the ledger has a pen.
 *
 * No code asks which world it is in: a difference is a column of this table or does not exist.
 */
#pragma once

#include <stdbool.h>

struct world {
  const char *name;
  bool has_pen;        /* what is decided is appended to the ledger */
  bool acts;           /* beyond the record, drivers act; else outcomes are made up, or nothing comes */
  bool rehearses;      /* beyond the record, outcomes are made up */
  bool is_exercise;    /* marked EXERCISE wherever it shows */
  bool is_sealed;      /* the process shuts itself in before Lua starts */
};

extern const struct world world_live, world_drill, world_dry_run, world_replay;

/** The row of that name, or NULL. */
const struct world *world_find(const char *name);
