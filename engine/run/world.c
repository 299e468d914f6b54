/*
 * The table of worlds. Read it as the whole difference between doing, practising, planning and auditing.
 */
#include "run/world.h"

#include <stddef.h>
#include <string.h>

const struct world world_live = {"live", .has_pen = true, .acts = true};
const struct world world_drill = {"drill", .has_pen = true, .rehearses = true, .is_exercise = true};
const struct world world_dry_run = {"dry_run", .rehearses = true, .is_sealed = true};
const struct world world_replay = {"replay", .is_sealed = true};

const struct world *world_find(const char *name)
{
  static const struct world *const all[] = {&world_live, &world_drill, &world_dry_run, &world_replay};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!strcmp(all[i]->name, name))
      return all[i];
  return NULL;
}
