/*
 * The nearest known word, by the edits of a tired hand: a letter too many, missing, wrong, or two swapped.
 */
#include "base/suggest.h"

#include <stdbool.h>
#include <string.h>

#define LENGTH_LIMIT 64 /* longer words are not typed by hand */

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Damerau-Levenshtein distance with adjacent swaps, in three rolling rows. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
  size_t rows[3][LENGTH_LIMIT + 1];
  for (size_t j = 0; j <= b_length; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      bool is_same = a[i - 1] == b[j - 1];
      row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !is_same);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = least(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a_length % 3][b_length];
}

const char *suggest(const char *word, const char *const *known, size_t count)
{
  size_t length = strlen(word);
  if (length > LENGTH_LIMIT)
    return NULL;
  const char *nearest = NULL;
  size_t best = length / 3 + 1;
  for (size_t i = 0; i < count; i++) {
    size_t known_length = strlen(known[i]);
    if (known_length > LENGTH_LIMIT)
      continue;
    size_t edits = distance(word, length, known[i], known_length);
    if (edits < best)
      best = edits, nearest = known[i];
  }
  return nearest;
}
