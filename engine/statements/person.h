/*
 * Who belongs to the company's response, and whose key counts (R45, R47).
 */
#pragma once

#include "base/err.h"
#include "model/person.h"
#include "site/site.h"

#include <stdint.h>

/**
 * States who somebody is: roles, key, whom he reports to, who stands in for him; it replaces what was said of him
 * before. Signed by senior management only. What was done before stays done under what held then.
 */
int person_state(struct site *site, const struct person *person, uint64_t *seq, struct err *err);

/** From here on his key counts no more. Signed by senior management, or by that key itself (lost, stolen). */
int person_revoke(struct site *site, const char *id, const char *because, uint64_t *seq, struct err *err);
