/*
 * The company in which scenarios happen (scenarios/company.yaml): people, what is ours, limits.
 *
 * A scenario belongs to the procedure and must end the same on every machine, so its people are written down beside it
 * and are not whoever stands in a site's roster this week.
 */
#pragma once

#include "base/err.h"
#include "model/known_party.h"
#include "model/person.h"

#include <jansson.h>
#include <stddef.h>

#define COMPANY_FILE "scenarios/company.yaml"

struct company {
  struct people people;              /* in order of call; without keys */
  struct known_parties contacts;
  json_t *networks, *domains;        /* arrays of texts */
  json_t *limits;                    /* seconds by name: management_wait, ... */
};

void company_finish(struct company *company);

/** file:line:col and a sentence for whatever is not understood. On error the company is empty. */
int company_read(struct company *company, const char *file, const char *bytes, size_t length, struct err *err);
