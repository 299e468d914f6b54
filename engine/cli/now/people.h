/*
 * Who may read the names and numbers of an incident follows its list.
 */
#pragma once

#include "cli/papers.h"

/** Encrypts them anew to those who are on the list now, if who types can read them; else says who has to. */
void people_share(const struct papers *papers);
