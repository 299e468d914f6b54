/*
 * Inside the room: what the sources ask of any procedure, whatever a site makes of it. A closed list: a site may add to
 * a playbook, and no file of its own takes anything away from this (R21, R124).
 */
#pragma once

#include "explore/check.h"
#include "explore/dry_run.h"

/** The rules and obligations. */
void minimum_of_policy(const struct policy *policy, struct findings *findings);

/** A playbook, as it was played. `priority` is -1 for one that somebody names. */
void minimum_of_playbook(const char *file, int priority, const struct dry_run_report *report,
                         struct findings *findings);
