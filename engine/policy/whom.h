/*
 * Whom something reaches: who is ours, whom we know, and who is the attacker, told from text alone (policy/reach.c).
 */
#pragma once

#include "base/err.h"
#include "model/known_party.h"
#include "model/source.h"

#include <stdbool.h>
#include <stddef.h>

/** What is ours and whom we know: what a destination can be besides a stranger. Borrowed. */
struct policy_home {
  size_t network_count;
  const char *const *networks;   /* CIDRs */
  size_t domain_count;
  const char *const *domains;
  size_t person_count;
  const char *const *people;     /* ids and names of the roster, and telephone numbers, any spelling */
  const char *const *person_ids; /* whose each of them is; NULL: each stands for itself */
  size_t contact_count;
  const struct known_party *contacts; /* the known parties */
  const char *country;           /* of the site's telephones, "49"; NULL: numbers are written with it */
  /** Is this one of our numbers (digits only)? `is_whole`: written out exactly so; else perhaps without its area. */
  bool (*knows_number)(const void *numbers, const char *digits, bool is_whole); /* NULL: only those in `people` */
  const void *numbers;
};

struct policy_known; /* read and indexed once, by whoever asks often (policy/known.c). `home` must outlive it */
struct policy_known *policy_known_new(const struct policy_home *home); /* NULL: nobody is ours, nobody is known */
void policy_known_free(struct policy_known *known);

struct policy_attacker; /* the source's identities; one thread at a time, as the policy. `known` must outlive it */
struct policy_attacker *policy_attacker_new(const struct source *source, const struct policy_known *known);
void policy_attacker_free(struct policy_attacker *attacker);

/** Could this text, written into a field, name one of the source's entries, or hold one? */
bool policy_is_attacker(const struct source *source, const char *text);

/** Does this address or host lie within our networks and domains? */
bool policy_is_ours(const struct policy_known *known, const char *text);

/** Marks entries of `source` that are ours, overlap it, or are wider than /16 (IPv4) or /32 (IPv6), as doubtful. */
void policy_mark_doubtful(struct source *source, const struct policy_home *home);
void policy_doubt(struct source *source, const struct policy_known *known); /* the same, with what is indexed already */

/** Refuses what has no one reading (1.2.3, 300.1.1.1, two hosts) with a sentence that says how to write it. */
int policy_check_destination(const char *text, struct err *err);
