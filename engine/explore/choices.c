/*
 * All paths, in the order of an odometer whose last wheel turns first.
 */
#include "explore/path.h"

#include "base/alloc.h"

size_t choices_take(struct choices *choices, size_t of)
{
  if (choices->next == choices->count)
    *APPEND(choices->forks, choices->count) = (struct fork){0, of};
  return choices->forks[choices->next++].taken;
}

bool choices_advance(struct choices *choices)
{
  choices->next = 0;
  while (choices->count) {
    struct fork *last = &choices->forks[choices->count - 1];
    if (++last->taken < last->of)
      return true;
    if (!--choices->count) {
      free(choices->forks);
      choices->forks = NULL;
    }
  }
  return false;
}
