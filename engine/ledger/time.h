/*
 * The ledger's time: what has passed is measured, never read off the wall.
 *
 * On one boot an entry's time is that of the entry before plus what was measured since; on another nothing was
 * measured, and it is the wall clock, but never earlier than the entry before. So whoever sets the clock of a running
 * machine changes what the entries say of the wall, and nothing that is decided by them. Microseconds throughout.
 */
#pragma once

#include "base/clock.h"
#include "model/entry.h"

#include <stdbool.h>

/** What the next entry's time follows from: the entry before it. Zeroed: there is none. */
struct ledger_time {
  clock_us at, wall;
  char boot[CLOCK_BOOT_SIZE];
  int64_t boot_ns;
};

void ledger_time_take(struct ledger_time *last, const struct entry_scan *scan);

/** The time of an entry that is written when the clocks of `boot` show this. */
clock_us ledger_time_after(const struct ledger_time *last, const struct clock_reading *now, const char *boot);

/** The same, on the boot this process runs on. */
clock_us ledger_time_at(const struct ledger_time *last, const struct clock_reading *now);

/** Do the wall clock and the ledger's time part here, or stand otherwise to each other than they did? 2 seconds. */
bool ledger_time_steps(const struct ledger_time *last, const struct clock_reading *now);
