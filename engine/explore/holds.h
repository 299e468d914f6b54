/*
 * Obligations on one path: who waits for whom, and what is left to do at its end.
 */
#pragma once

#include "explore/path.h"
#include "incident/obligations.h"

/** Nothing goes on but by the obligations this step waits for: says why, and lets it go on as if they were waived. */
void holds_release(const struct dry_run_setup *setup, struct incident *incident, const struct step *step,
                   const struct path_witness *witness);

/** Does any obligation ask for more of it than an attempt? Then whether it fails makes a difference. */
bool holds_need_done(const struct policy *policy, const struct action *action);

/** Tells the witness what is owed before it could be closed, at the end of a path. */
void holds_left(const struct dry_run_setup *setup, const struct incident *incident,
                const struct path_witness *witness);
