/*
 * What was signed counts once, whatever signatures stand around it (formats.md, Chains): who can write to the ledger
 * must not make a statement be said again.
 */
#pragma once

#include "model/entry.h"

#include <stdbool.h>

struct heard; /* freed with heard_free */

struct heard *heard_new(void);
void heard_free(struct heard *heard);

/** Was it heard before? From now on it was. An unsigned entry was not. */
bool heard_before(struct heard *heard, const struct entry *entry);
