/*
 * "Did you mean ...?"
 */
#pragma once

#include <stddef.h>

/** The known word nearest to `word` (Damerau-Levenshtein, at most a third of its length away), or NULL. Borrowed. */
const char *suggest(const char *word, const char *const *known, size_t count);
