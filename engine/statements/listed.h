/*
 * What lists of incidents say of one: bare tocsin, status and tasks without an incident, "which one?", completion.
 *
 * It is derived from the fold and kept beside the chain's leaf, under a hash that the checkpoint signs (formats.md,
 * Chains), so that a list costs a row an incident. Nothing that decides reads it; what is missing, stale or somebody
 * else's is folded instead.
 */
#pragma once

#include "incident/incident.h"
#include "policy/policy.h"
#include "site/site.h"

#include <stdbool.h>
#include <stddef.h>

struct listed {
  char *id, *title;        /* one line */
  char *state;             /* incident_state, or "closed" */
  char *priority_title;    /* may be NULL */
  char *waits_for;         /* "management, legal"; "" if nobody is asked */
  clock_us declared_at;
  uint32_t candidates;
  int waits;               /* how many things are asked of somebody */
  bool is_closed;
  bool is_discreet;        /* nobody's list says its title */
  bool has_accused;        /* nor does the list of one who is not to know */
  size_t reader_count;
  char **readers;          /* who is to know of it, where one of the two holds */
};

void listed_finish(struct listed *listed);

/** Is it for everybody: no violation, and nobody is kept out? Of all else a name alone tells nothing. */
bool listed_is_plain(const struct listed *listed);

/** Is he one of those who are to know of it? Where it is plain, everybody. */
bool listed_has_reader(const struct listed *listed, const char *person);

/** Keeps it, in the transaction that appended to the incident. */
int listed_keep(struct ledger *ledger, const struct incident *incident, const struct policy *policy, struct err *err);

/** OPEN passes over what its row says is closed, and is what anything asks that need not name those. */
enum listed_which { LISTED_OPEN, LISTED_ALL };

/** In the order they were declared: rows where they hold, else folded. The caller frees each, and the list. -1: the
 *  list itself is not what was signed. */
int listed_read(struct site *site, enum listed_which which, struct listed **list, size_t *count, struct err *err);
