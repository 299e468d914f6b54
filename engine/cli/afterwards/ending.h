/*
 * What the verbs that end an incident have in common.
 */
#pragma once

#include "statements/ending.h"

#include <jansson.h>

/** "Management heard of it 4 minutes after it was declared." (R86). The caller frees it. */
char *management_minutes_words(const struct incident *incident);

/** The minutes, or null while nobody of management was told. */
json_t *management_minutes_json(const struct incident *incident);

/** Everybody who had to do with it, with whom is left to tell since `from` (an entry). */
void tell_people(const struct incident *incident, uint64_t from);
json_t *people_json(const struct incident *incident, uint64_t from);
