/*
 * A list of incidents as the one who types may see it.
 */
#pragma once

#include "cli/place.h"

/** Drops what he is kept out of, and calls what is not for everybody "a case". Returns 0. */
int listing_neutral(struct incident_list *incidents, struct site *site);
