/*
 * What tocsin.yaml says: what is local to a site and no part of the approved procedure.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define SITE_SETTINGS_FILE "tocsin.yaml"
#define SITE_UNFINISHED_FILE "UNFINISHED" /* what that is called while init is at work */

/** What Legal or Human Resources want to be kept to: a document, and who signed off which bytes of it when (R90). */
struct site_guideline {
  char *owner;                               /* legal, human_resources */
  char *file, *sha256, *by, *on;             /* on: 2026-01-05 */
};

/** tocsin.yaml: what is local and no part of the approved procedure. */
struct site_settings {
  char *name, *origin;                       /* origin: of the ledger that belongs here; NULL: not said */
  size_t network_count, domain_count;
  char **networks, **domains;                /* ours */
  char *country;                             /* of our telephones, "49"; NULL: numbers are written with theirs */
  char *ledger, *head, *archive, *second;    /* places, relative to the site; second may be NULL */
  char *printed_numbers;                     /* where the sealed copy of the private numbers lies */
  int64_t test_every_s;                      /* whether the team can be reached is tried this often */
  size_t pager_count;
  char **pager;                              /* argv of the site's own pager program; none: no pagers */
  int64_t pager_test_every_s;
  int64_t review_every_s, audit_every_s;     /* of the procedure: by senior management, by the audit department */
  size_t guideline_count;
  struct site_guideline *guidelines;
  int minimum_per_organisation;              /* people of each organisation of the team (A17) */
};
