/*
 * What is wrong with the words of a procedure: before it is approved, not at three in the morning.
 */
#include "calling/calling.h"
#include "calling/cards.h"
#include "calling/parties.h"

static void add_cell(void *context, int line, int column, const char *sentence)
{
  findings_add(context, PARTIES_FILE, line, column, true, "says-otherwise", "%-s", sentence);
}

void calling_check(const struct files *procedure, const struct policy *policy, struct findings *findings)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  struct err calls_err = {0}, cards_err = {0}, parties_err = {0};
  struct calling *calling = calling_load(procedure, catalogue, &calls_err);
  struct cards *cards = cards_load(procedure, &cards_err);
  struct parties *parties = parties_load(procedure, catalogue, &parties_err);
  if (!calling)
    findings_add_error(findings, "calls", &calls_err);
  if (!cards)
    findings_add_error(findings, "cards", &cards_err);
  if (parties)
    parties_lint(parties, policy, add_cell, findings);
  else
    findings_add_error(findings, "notifications", &parties_err);
  calling_free(calling);
  cards_free(cards);
  parties_free(parties);
}
