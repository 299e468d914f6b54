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

static int see_time(void *context, const struct store_entry *row, struct err *err)
{
  struct entry_scan scan;
  if (entry_scan(row->bytes, row->length, &scan, err))
    return -1;
  ledger_time_take(context, &scan);
  return 0;
}

/* A reader follows no entries; and between two transactions a writer may be behind others. What others wrote stays
   news for whoever waits for it, so the ledger is not refreshed here. */
static void see_newest(struct ledger *ledger)
{
  const struct store_ops *ops = ledger->store->ops;
  struct store_head head = {0};
  if (ops->head(ledger->store, &head, NULL) == 0 && head.size > 0)
    ops->each(ledger->store, NULL, head.size - 1, head.size, see_time, &ledger->last, NULL);
  buf_finish(&head.note);
  buf_finish(&head.roots);
}

struct moment ledger_moment(struct ledger *ledger)
{
  struct clock_reading now = clock_read();
  if (!ledger->is_open)
    see_newest(ledger);
  return (struct moment){ledger_time_at(&ledger->last, &now), {clock_boot(), now.boot_ns}};
}

clock_us ledger_now(struct ledger *ledger)
{
  return ledger_moment(ledger).at;
}
