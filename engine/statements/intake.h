/*
 * Alarms become entries: a suspicion is opened, or the open one that an alarm belongs to counts it (R56, R58, R68).
 *
 * Lines are gathered by class and written in batches; what was written is durable when `intake_commit` returns. Within
 * the window the same class, source or system belongs to what is open. Of one class only so many entries are written
 * within it, then one a minute: each says for how many alarms it stands, and no class ever waits for another. Memory
 * does not grow with what comes in.
 */
#pragma once

#include "base/clock.h"
#include "base/err.h"
#include "model/alarms.h"
#include "policy/policy.h"
#include "site/site.h"

#include <stdbool.h>
#include <stdint.h>

struct intake;

/** Everything is borrowed. `sensor` may be NULL: whichever of the mapping's writes such lines. */
struct intake *intake_new(struct site *site, const struct policy *policy, const struct alarms *alarms,
                          const char *sensor);
void intake_free(struct intake *intake);

/** One line, with or without its end; `is_cut`: it was longer than anybody reads. */
void intake_line(struct intake *intake, const char *line, size_t length, bool is_cut);

bool intake_is_waiting(const struct intake *intake);         /* something is gathered and not written yet */

/** What was written for one class. */
struct intake_said {
  const char *incident, *class, *means, *triage, *cannot_see; /* borrowed until the next commit; some may be NULL */
  uint64_t count;                                            /* alarms it stands for */
  bool is_new, is_important;
};

typedef void (*intake_tell)(void *context, const struct intake_said *said);

/** Writes what may be written now, at the end all of it; then tells of each, when it is durable. */
int intake_commit(struct intake *intake, clock_us now, bool is_end, intake_tell tell, void *context, struct err *err);

/** Lines that the mapping sets aside, so far. */
uint64_t intake_aside(const struct intake *intake);
