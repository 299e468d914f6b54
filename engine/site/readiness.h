/*
 * What a site lacks before any incident exists (R2, R31, R32): gathered, not judged. It looks at the approved
 * procedure, the roster, the guidelines, the last test of the audit department, and the places; it changes nothing.
 */
#pragma once

#include "site/site.h"

enum readiness_group { READY_PROCEDURE, READY_PEOPLE, READY_EVIDENCE, READY_TESTS, READY_PLACES, READY_GROUP_COUNT };

const char *readiness_group_name(enum readiness_group group); /* procedure people evidence tests places */

struct readiness_finding {
  enum readiness_group group;
  bool is_advice;       /* it would be better; nobody will be stopped by it */
  const char *code;     /* "not-approved" */
  char *what, *todo;    /* what is missing; what to do about it ("" where the first says it) */
};

struct readiness {
  size_t count;
  struct readiness_finding *list; /* by group */
};

/** `site` was opened for reading. -1: the ledger cannot be read. */
int site_readiness(struct site *site, struct readiness *readiness, struct err *err);
void readiness_finish(struct readiness *readiness);
