/*
 * A list of incidents as the one who types may see it.
 */
#pragma once

#include "cli/place.h"

/** Drops what he is kept out of, and calls what is not for everybody "a case". */
void listing_neutral(struct incident_list *incidents, struct site *site);

/** For who has no key at hand, whatever is open. */
#define LISTING_WITHOUT_KEY "What only few need to know is listed for who shows his key: --key FILE, or ssh-agent."

/** {incident, title, state, priority, candidates, waits, waits_for}; of a discreet one only its id and title. */
json_t *listing_json(const struct listed *listed);
