/*
 * What the parts of `names` share.
 */
#pragma once

#include "policy/policy.h"
#include "script/script.h"

struct world_of_names {
  struct files procedure;
  struct policy *policy;
  const struct catalogue *catalogue;
  struct buf names; /* as the engine lists them, one a line */
};

void write_actions(const struct world_of_names *world, struct buf *out);
void write_luacheckrc(const struct world_of_names *world, struct buf *out);

/** Writes points of TAP. The exit status. */
int check_names(const struct world_of_names *world, struct buf *out);
