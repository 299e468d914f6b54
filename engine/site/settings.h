/*
 * Inside the room: tocsin.yaml, the people of the ledger.
 */
#pragma once

#include "site/site.h"

int settings_load(struct site_settings *settings, const char *folder, struct err *err);
void settings_finish(struct site_settings *settings);

/** What the ledger says of people and procedures, folded with every signature checked. */
struct members {
  struct people people;
  bool is_demo;
  bool has_procedure;
  json_t *procedure;    /* the body of the last approval that counted */
  uint64_t procedure_seq;
  clock_us procedure_at;
  char *procedure_by;

  char *tested_by, *tested_procedure; /* the last test that the audit department signed; NULL: none */
  clock_us tested_at;
  int tested_failed;                  /* scenarios */
};

int members_read(struct members *members, struct ledger *ledger, struct err *err);
int members_read_tests(struct members *members, struct ledger *ledger, struct err *err); /* `tested...` */
void members_finish(struct members *members);
