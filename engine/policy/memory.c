/*
 * Remembering answers. The codes of what a plan reads, and which of its lists of roles the asker is on, number a cell;
 * what was decided there once is not decided again. Keeping the lists apart matters: an asker of two roles may be
 * preauthorized through one of them in one completion and through the other in another.
 *
 * A plan that is asked now and then has no cells, so a single `decide` pays for none. Not for several threads at once.
 */
#include "policy/inside.h"

#include "base/alloc.h"

#include <string.h>

#define OFTEN 16

/* False while it does not pay. */
static bool has_cells(struct plan *plan)
{
  if (plan->cells)
    return true;
  if (plan->cell_count == 0 || plan->asked++ < OFTEN)
    return false;
  plan->cells = xcalloc(plan->cell_count, sizeof *plan->cells);
  return true;
}

static uint16_t *cell_of(const struct policy *policy, const struct plan *plan, const uint8_t *codes, role_set roles)
{
  size_t cell = 0;
  for (size_t i = 0; i < plan->variable_count; i++)
    cell = cell * policy->code_count[plan->variables[i]] + codes[plan->variables[i]];
  if (plan->reads_priority)
    cell = cell * (PRIORITY_COUNT + 1) + codes[policy->priority_fact];
  for (size_t i = 0; i < plan->group_count; i++)
    cell = cell * 2 + ((roles & plan->groups[i]) != 0);
  return &plan->cells[cell];
}

/* Its number, from 1; 0 if there are too many. */
static uint16_t remember(struct plan *plan, const struct decision *decision)
{
  for (size_t i = 0; i < plan->decision_count; i++)
    if (memcmp(&plan->decisions[i], decision, sizeof *decision) == 0)
      return (uint16_t)(i + 1);
  if (plan->decision_count == UINT16_MAX)
    return 0;
  *APPEND(plan->decisions, plan->decision_count) = *decision;
  return (uint16_t)plan->decision_count;
}

void memory_decide(const struct policy *policy, size_t index, const uint8_t *codes, role_set roles,
                   struct decision *decision)
{
  struct plan *plan = &policy->plans[index];
  if (!has_cells(plan)) {
    decide_codes(policy, index, codes, roles, decision);
    return;
  }
  uint16_t *cell = cell_of(policy, plan, codes, roles);
  if (*cell) {
    *decision = plan->decisions[*cell - 1];
    return;
  }
  decide_codes(policy, index, codes, roles, decision);
  *cell = remember(plan, decision);
}

uint32_t memory_candidates(const struct policy *policy, const uint8_t *codes)
{
  struct plan *rows = &policy->plans[policy->catalogue.action_count];
  if (!has_cells(rows))
    return candidates_of(policy, codes);
  uint16_t *cell = cell_of(policy, rows, codes, 0); /* holds the candidates themselves: there is always one */
  if (!*cell)
    *cell = (uint16_t)candidates_of(policy, codes);
  return *cell;
}
