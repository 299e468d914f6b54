/*
 * The one place that says what time it is. `at` never goes back, and on one boot it is never ahead of what was
 * measured: an audit computes it anew from what each entry says of its clocks.
 */
#include "ledger/time.h"

#include "ledger/inside.h"

#include <string.h>

void ledger_time_take(struct ledger_time *last, const struct entry_scan *scan)
{
  *last = (struct ledger_time){.at = scan->at, .wall = scan->wall, .boot_ns = scan->boot_ns};
  memcpy(last->boot, scan->boot.bytes, scan->boot.length);
}

static bool is_first(const struct ledger_time *last)
{
  return !last->boot[0];
}

clock_us ledger_time_after(const struct ledger_time *last, const struct clock_reading *now, const char *boot)
{
  struct clock_point before = {last->boot, last->boot_ns}, point = {boot, now->boot_ns};
  int64_t passed = clock_between(before, point);
  if (is_first(last))
    return now->wall;
  if (passed == CLOCK_UNMEASURED)
    return now->wall > last->at ? now->wall : last->at;
  return passed < CLOCK_MOST - last->at ? last->at + passed : CLOCK_MOST;
}

clock_us ledger_time_at(const struct ledger_time *last, const struct clock_reading *now)
{
  return ledger_time_after(last, now, clock_boot());
}

bool ledger_time_steps(const struct ledger_time *last, const struct clock_reading *now)
{
  return !is_first(last) && clock_parts(last->wall - last->at, now->wall - ledger_time_at(last, now));
}

/* From the newest entry this process has followed: on one boot a newer one of somebody else gives the same. */
struct moment ledger_moment(struct ledger *ledger)
{
  struct clock_reading now = clock_read();
  return (struct moment){ledger_time_at(&ledger->last, &now), {clock_boot(), now.boot_ns}};
}

clock_us ledger_now(struct ledger *ledger)
{
  return ledger_moment(ledger).at;
}
