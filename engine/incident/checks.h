/*
 * What the record itself shows: one function for each `check` an obligation may name (policy/obligations.h has the
 * list). True if it is as it should be; else what is missing, in words, is appended.
 */
#pragma once

#include "incident/incident.h"
#include "policy/obligations.h"

bool incident_check(const struct incident *incident, enum obligation_check check, struct buf *what_is_missing);
