/*
 * The known parties of a site, held against what an incident will need of them.
 */
#pragma once

#include "roster/contacts.h"
#include "site/site.h"

/** Of roster/contacts.yaml; NULL with a sentence (file:line:col) if it cannot be read. Borrowed. */
const struct known_parties *site_contacts(struct site *site, struct err *err);

/** What is amiss in it, and which parties are missing that an incident asks for first; for `check`, `readiness`. */
void site_lint_contacts(struct site *site, struct roster_findings *findings);
