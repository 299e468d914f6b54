/*
 * What a roster should have and can do without: two of each organisation (R43), a backup (R45), a number at home and a
 * pager for the team (R46). Nothing of it stops anybody from being called.
 */
#include "roster/roster.h"

#include "base/alloc.h"

#include <string.h>

static const char *const organisations[] = {"system_administration", "security_administration", "management", "audit",
                                            "legal"};

static void lint_organisations(const struct roster *roster, struct buf *findings)
{
  for (size_t i = 0; i < COUNT(organisations); i++) {
    size_t count = 0;
    for (size_t j = 0; j < roster_count(roster); j++) {
      const char *works_for = roster_at(roster, j)->organisation;
      count += works_for && strcmp(works_for, organisations[i]) == 0;
    }
    if (count < 2)
      buf_format(findings, "%s: %zu of %s; there should be two or more, so that one can be out of reach.\n",
                 ROSTER_FILE, count, organisations[i]);
  }
}

static void lint_person(const struct roster *roster, const struct roster_person *person, struct buf *findings)
{
  bool is_in_team = person->roles & (role_set)1 << ROLE_IRT;
  bool has_number = false;
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
    has_number |= roster_number(roster, person->id, (enum roster_means)means) != NULL;
  if (!has_number)
    buf_format(findings, "%s:%d: %s has no number, so nobody can call.\n", ROSTER_FILE, person->line, person->id);
  if (is_in_team && !person->backup)
    buf_format(findings, "%s:%d: %s is of the team and has no backup.\n", ROSTER_FILE, person->line, person->id);
  if (is_in_team && has_number && !roster_number(roster, person->id, ROSTER_HOME))
    buf_format(findings, "%s:%d: %s is of the team and has no number at home.\n", ROSTER_FILE, person->line,
               person->id);
}

void roster_lint(const struct roster *roster, struct buf *findings)
{
  if (roster_is_open_to_others(roster))
    buf_format(findings, "%s can be read by others and holds private numbers: chmod 600.\n", ROSTER_NUMBERS_FILE);
  lint_organisations(roster, findings);
  for (size_t i = 0; i < roster_count(roster); i++)
    lint_person(roster, roster_at(roster, i), findings);
}
