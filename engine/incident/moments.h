/*
 * When the entries of an incident were written, and how long ago that is: by the ledger, and as one boot measured it.
 *
 * What tightens (how long a yes holds, a deadline) goes by the ledger's time. What loosens (a wait, a grace) goes by
 * what was measured on one boot, from that boot's first entry at or after the one that started it: a clock that is
 * wrong after a restart must not make a wait pass.
 */
#pragma once

#include "model/entry.h"

#include <stddef.h>
#include <stdint.h>

struct incident;

/** An entry of the incident. */
struct written {
  uint64_t seq;
  size_t boot;  /* its place among the boots */
  int64_t ns;
};

/** A boot on which entries were written; one that went backwards is another of the same name. */
struct written_on {
  char *name;      /* NULL: nobody knows which */
  int64_t last_ns;
};

struct moments {
  size_t count, boot_count;
  struct written *list;  /* in order */
  struct written_on *boots;
  clock_us apart;        /* how far the wall clock was ahead at the last entry */
  size_t clock_steps;    /* how often the two parted, or met again */
  uint64_t step_seq;     /* the first entry after the last time */
};

/** Microseconds measured from the entry at `since` on; CLOCK_UNMEASURED while this boot has no entry from there on. */
int64_t incident_measured(const struct incident *incident, uint64_t since, struct clock_point now);

/* ---- deadlines ---- */

/** A time that an earlier entry set; when it passes, the runner appends `due`. */
struct deadline {
  const char *name; /* management_wait, management_lapse, approval, obligation */
  clock_us at;      /* by the ledger; of a wait, when it passes at the earliest */
  uint64_t seq;     /* the entry that set it */
  uint64_t since;   /* a wait: the entry from which on it is measured */
  int64_t wait;     /* for so long; 0: it is none, and `at` alone counts */
};

/** Microseconds until it passes, as things stand; 0: it has. */
int64_t deadline_left(const struct incident *incident, const struct deadline *deadline, struct moment now);

/** The passed deadline to be taken next (earliest time, then earliest entry), or NULL. */
const struct deadline *incident_due(const struct incident *incident, struct moment now);

/** The deadline with the least left, or NULL. */
const struct deadline *incident_next_deadline(const struct incident *incident, struct moment now, int64_t *left);

/** The passed deadline that this `due` tells of; NULL: it came too early, or was overtaken, and changes nothing. */
const struct deadline *incident_due_of(const struct incident *incident, const struct entry *due);

/** Has this boot written nothing yet from which what is waited for could be measured? Then somebody should. */
bool incident_is_strange_to(const struct incident *incident, struct clock_point now);
