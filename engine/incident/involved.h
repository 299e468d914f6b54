/*
 * Everybody who had to do with an incident, as its record shows: who acted, who was called, who called, who outside was
 * spoken with. From it come the stand-down list, the invitations to the post-mortem (R205), and whose number is not
 * known yet (R89).
 */
#pragma once

#include "incident/incident.h"

struct involved {
  const char *who;             /* an id of ours, or a name; borrowed from the incident */
  const char *organisation;    /* may be NULL */
  const char *part;            /* "acted", "was called", "called us", "was spoken with" */
  bool is_ours, has_number;
  uint64_t first;              /* the entry that names him first */
  uint64_t told;               /* the last entry by which he was spoken with; 0: by none */
};

/** In the order of the record. The caller frees the list. Subjects are left out: nobody tells or invites them. */
size_t incident_involved(const struct incident *incident, struct involved **list);

/** When management first heard of it, or 0 (R86). */
clock_us incident_management_told_at(const struct incident *incident);
