/*
 * What a roster should have and can do without until somebody needs it. Nothing of it stops anybody from being called;
 * `check`, `readiness` and `roster check` show it beforehand.
 *
 * site_lint_roster (site/site.h) fills in the standards for a site: use that one, unless you have no site.
 */
#pragma once

#include "model/person.h"
#include "roster/roster.h"

struct roster_finding {
  const char *file;     /* relative to the site */
  int line;             /* 0: the file as a whole */
  bool is_error;        /* somebody will be looked for in vain; else: it would be better to have it */
  const char *code;     /* "backup-loop" */
  char *sentence;       /* what, and what to do; ends with a full stop */
};

struct roster_findings {
  size_t count;
  struct roster_finding *list;
};

/** Adds one. `file` and `code` must outlive the findings. */
void roster_find_fault(struct roster_findings *findings, const char *file, int line, bool is_error, const char *code,
                       const char *format, ...) __attribute__((format(printf, 6, 7)));
void roster_findings_finish(struct roster_findings *findings);

struct roster_standards {
  int minimum_per_organisation;  /* 0: two (A17) */
  const struct people *people;   /* as the ledger knows them; NULL: not compared */
};

/** Appends what is amiss in the roster itself; it was loaded, so its spelling is right. */
void roster_lint(const struct roster *roster, const struct roster_standards *standards,
                 struct roster_findings *findings);
