/*
 * From a draft to the bytes of an entry: the ledger's own members, and all of them in canonical order.
 */
#pragma once

#include "base/buf.h"
#include "base/clock.h"
#include "model/entry.h"

struct stamp {
  uint64_t seq;
  const struct digest *prev; /* the leaf before it in its chain; NULL: it is the first */
  clock_us at, wall;
  int64_t boot_ns; /* on this process's boot */
};

/** Appends the entry, with a new salt. Whether it is a good one is for entry_scan to say. */
void stamp_entry(struct buf *out, const struct entry_draft *draft, const struct stamp *stamp);
