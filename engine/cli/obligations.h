/*
 * Obligations in words and as JSON: what is owed, and what a step waits for.
 */
#pragma once

#include "incident/obligations.h"
#include "statements/dossier.h"

#include <jansson.h>

/** [{id, state, because, do, waive, entry, ...}], in the order of the file. */
json_t *obligations_json(const struct dossier *dossier);

/** A short block: what is overdue and what is open, one line each; nothing if nothing is. */
void obligations_show(const struct dossier *dossier);

size_t obligations_overdue(const struct dossier *dossier);

/** "senior_management" or "nobody". */
void obligation_waivers(const struct obligation *obligation, char *text, size_t size);
