/*
 * The table of worlds. Read it as the whole difference between doing, practising, planning and auditing.
 */
#include "run/world.h"

const struct world world_live = {.acts = true};
const struct world world_drill = {.acts = false};
const struct world world_dry_run = {.acts = false};
const struct world world_replay = {.acts = false};
