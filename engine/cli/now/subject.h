/*
 * Two names that `fact` understands beside the facts of the catalogue: who is under suspicion, and who is no longer.
 */
#pragma once

#include "cli/papers.h"

#include <stdbool.h>

/** Is one of them given: subject=PERSON, subject.cleared=PERSON? */
bool subject_is_given(const struct typed *typed);

/** States it; it stands alone, so that what is said of a person has a reason of its own. Exit status or -1. */
int subject_say(const struct cli *cli, const struct typed *typed, struct err *err);
