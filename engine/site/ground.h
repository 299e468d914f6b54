/*
 * The folder a new site is made in. Only for making one, and for telling what a folder without tocsin.yaml is.
 *
 * First of all a mark says that the site is not finished; it becomes tocsin.yaml at the very end, in one rename. So a
 * kill, a full disk or a power cut in the middle leaves something that says what it is, and never half a site.
 */
#pragma once

#include "base/err.h"

#include <stdbool.h>

struct ground {
  char *folder; /* absolute; NULL: nothing was taken */
  bool was_there;
};

/** A new or an empty folder, with the mark in it. */
int ground_take(struct ground *ground, const char *given, struct err *err);

/** The mark holds the settings by now: from here on it is a site. */
int ground_open(const struct ground *ground, struct err *err);

/** After a failure: removes all that was made, or says what is left of it. */
void ground_clear(const struct ground *ground, struct err *err);
void ground_finish(struct ground *ground);

/** What a folder without tocsin.yaml is: an init that was interrupted, a site that lost the file (-1), neither (0). */
int ground_explain(const char *folder, struct err *err);
