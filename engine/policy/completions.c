/*
 * Unknown means: it may be any of its values. A completion picks one for every variable that a plan reads, and what is
 * decided must be right in each of them.
 */
#include "policy/inside.h"

#include <string.h>

static uint8_t lowest(uint16_t bits)
{
  return (uint8_t)__builtin_ctz(bits);
}

void completions_first(struct completions *completions, const struct policy *policy, const struct plan *plan,
                       const uint8_t *codes)
{
  completions->variables = plan->variables;
  completions->count = plan->variable_count;
  for (size_t i = 0; i < plan->variable_count; i++) {
    uint8_t variable = plan->variables[i];
    completions->open[variable] = policy->open[variable][codes[variable]];
    completions->values[variable] = lowest(completions->open[variable]);
  }
}

bool completions_next(struct completions *completions)
{
  for (size_t i = 0; i < completions->count; i++) {
    uint8_t variable = completions->variables[i];
    uint16_t higher = (uint16_t)(completions->open[variable] & ~((2u << completions->values[variable]) - 1));
    completions->values[variable] = lowest(higher ? higher : completions->open[variable]);
    if (higher)
      return true;
  }
  return false;
}

size_t completions_most(const struct policy *policy, const uint8_t *variables, size_t count)
{
  size_t most = 1;
  for (size_t i = 0; i < count && most <= COMPLETIONS_MAX; i++) {
    uint8_t variable = variables[i];
    most *= variable == VARIABLE_CONTENT ? 1 /* always known */
            : variable == VARIABLE_DESTINATION ? DESTINATION_COUNT
            : (size_t)__builtin_popcount(policy->open[variable][policy->unknown[variable]]);
  }
  return most;
}

const struct priority_row *priority_of(const struct policy *policy, const uint8_t *values)
{
  for (size_t i = 0; i < policy->row_count; i++)
    if (conditions_hold(&policy->rows[i].when, values))
      return &policy->rows[i];
  return NULL;
}
