/*
 * The names of milestones, as they stand in entries and in obligations.yaml.
 */
#include "model/milestone.h"

#include <string.h>

static const char *const names[MILESTONE_COUNT] = {"none", "declared", "contained", "over", "closed"};

const char *milestone_name(enum milestone milestone)
{
  return names[milestone];
}

int milestone_find(const char *name)
{
  for (int i = MILESTONE_DECLARED; name && i < MILESTONE_COUNT; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}
