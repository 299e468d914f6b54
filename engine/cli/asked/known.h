/*
 * What the record already knows of a thing that is asked: that it was done before, or who took part.
 */
#pragma once

#include "incident/incident.h"

#include <jansson.h>

void known_show(const struct incident *incident, const struct step *step);
void known_put(const struct incident *incident, const struct step *step, json_t *task); /* done_before, people */
