/*
 * Inside the room: the incidents that an alarm may belong to, as the ledger has them.
 */
#pragma once

#include "base/clock.h"
#include "model/alarms.h"
#include "model/entry.h"

#include <stddef.h>
#include <stdint.h>

#define INTAKE_NAMES_MAX 16 /* addresses, and systems, that are remembered of one class or incident */

/** A few names; those that find no room are counted. */
struct few_names {
  size_t count;
  uint64_t more;
  char names[INTAKE_NAMES_MAX][ALARM_NAME_SIZE];
};

void few_names_add(struct few_names *names, const char *name); /* unless it is there, or "" */

struct open_incident {
  char *id;
  clock_us last_at;        /* declared, or the last alarm counted */
  size_t class_count;
  char **classes;
  struct few_names addresses, systems;
};

struct open_incidents {
  size_t count;
  struct open_incident *list;
};

/** What an entry changes: declared, an alarm more, closed or dismissed. Others change nothing. */
void open_incidents_take(struct open_incidents *open, const struct entry *entry);
void open_incidents_finish(struct open_incidents *open);

/** The one that alarms of this class, from these addresses or on these systems, belong to; NULL: none within it. */
const struct open_incident *open_incidents_find(struct open_incidents *open, const char *class,
                                                const struct few_names *addresses, const struct few_names *systems,
                                                clock_us not_before);
