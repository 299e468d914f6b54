/*
 * The roster held against the site's own standards and what the ledger knows.
 */
#include "site/inside.h"

void site_lint_roster(struct site *site, struct roster_findings *findings)
{
  struct err err = {0};
  const struct roster *roster = site_roster(site, &err);
  const struct roster_standards standards = {
      .minimum_per_organisation = site->settings.minimum_per_organisation,
      .people = site->ledger ? &site->members.people : NULL,
  };
  if (roster)
    roster_lint(roster, &standards, findings);
  else
    roster_find_fault(findings, ROSTER_FILE, 0, true, "unreadable", "%s", err.text);
}
