/*
 * What holds whatever the facts are and whoever asks: gone through case by case, with every priority given and with
 * none, since somebody may state one against the facts.
 */
#include "policy/inside.h"

#include <string.h>

static bool asks_here(const struct policy *policy, size_t index, uint8_t *codes, role_set roles)
{
  for (int destination = 1; destination < 1 << DESTINATION_COUNT; destination++)
    for (int content = 0; content < CONTENT_COUNT; content++) {
      codes[VARIABLE_DESTINATION] = (uint8_t)destination;
      codes[VARIABLE_CONTENT] = (uint8_t)content;
      if (!decide_always(policy, index, codes, roles))
        return false;
    }
  return true;
}

bool policy_always_asks(const struct policy *policy, const struct action *action, role_set roles)
{
  size_t index = (size_t)(action - policy->catalogue.actions);
  uint8_t codes[VARIABLE_COUNT];
  if (policy->plans[index].floor)
    return true;
  memcpy(codes, policy->unknown, sizeof codes);
  if (!asks_here(policy, index, codes, roles))
    return false;
  for (uint8_t priority = 0; priority < PRIORITY_COUNT; priority++) {
    codes[policy->priority_fact] = priority;
    if (!asks_here(policy, index, codes, roles))
      return false;
  }
  return true;
}

bool policy_never_allows(const struct policy *policy, const struct action *action)
{
  return policy_always_asks(policy, action, 0);
}
