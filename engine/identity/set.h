/*
 * Identities and whose they are, indexed once and then found in time that does not grow with their number.
 *
 * It answers by type: the same host or one below it, the same number, the same account, the same name, ranges that
 * overlap. Add all, then ask: identity_set_seal stands between. A set that is sealed is only read.
 */
#pragma once

#include "identity/identity.h"

#include <stdint.h>

struct identity_set;

struct identity_set *identity_set_new(void);
void identity_set_free(struct identity_set *set);

/** `owner` is any number of yours. The same identity may have several owners. */
void identity_set_add(struct identity_set *set, const struct identity *identity, uint32_t owner);
/** A name as identity_fold made it. */
void identity_set_add_name(struct identity_set *set, const char *folded, size_t length, uint32_t owner);
void identity_set_seal(struct identity_set *set);

size_t identity_set_count(const struct identity_set *set);

#define IDENTITY_NOBODY UINT32_MAX

/**
 * Who has exactly this: the same host, number, account, name, or the same range. `*at` begins with 0; ask again for the
 * next owner. IDENTITY_NOBODY at the end.
 */
uint32_t identity_set_owner(const struct identity_set *set, const struct identity *identity, size_t *at);
uint32_t identity_set_owner_of_name(const struct identity_set *set, const char *folded, size_t length, size_t *at);
/** The same for a host, or for the nearest domain above it that somebody has. */
uint32_t identity_set_owner_above(const struct identity_set *set, const struct identity *host, size_t *at);

/**
 * Does it reach somebody of the set, as far as anybody could think so? The same; a host below one of its domains; a
 * range that overlaps one of its ranges, also inside IPv6; an account at one of its hosts; a number without its country
 * that ends like one of its numbers.
 */
bool identity_set_reaches(const struct identity_set *set, const struct identity *identity);

/** Is all of it within the set: the same, below, or a range inside one of its ranges? */
bool identity_set_holds(const struct identity_set *set, const struct identity *identity);
/** Does it contain something of the set: a domain above one of its hosts? (Ranges that overlap are `reaches`.) */
bool identity_set_is_above(const struct identity_set *set, const struct identity *host);
