/*
 * The worlds: what answers an action beyond the record.
 *
 * No code asks which world it is in: a difference is a column of this table or does not exist. Whose clock runs and
 * whether the ledger has a pen is no column, but what a run is given: its `emit`, and the room that calls it.
 */
#pragma once

#include <stdbool.h>

struct world {
  bool acts; /* beyond the record, drivers act; else outcomes are made up, or nothing comes */
};

extern const struct world world_live, world_drill, world_dry_run, world_replay;
