/*
 * The record of one incident: its entries and those of none (people, procedures), in order, as the ledger has them.
 */
#pragma once

#include "base/err.h"
#include "ledger/ledger.h"
#include "model/entry.h"
#include "model/files.h"

#include <stddef.h>

struct record {
  char *incident;
  size_t count;
  struct entry *entries;
};

int record_read(struct ledger *ledger, const char *incident, struct record *record, struct err *err);
void record_finish(struct record *record);

/** Where a run begins (the index of its run.begin), counted from 1; `count` if there is no such run. */
size_t record_run(const struct record *record, int run);

/** How many runs it has had. */
int record_runs(const struct record *record);

/** The files of the procedure with this digest, as they lie in the ledger; -1 if it was never approved here. */
int record_procedure(struct ledger *ledger, const struct record *record, const char *digest, struct files *files,
                     struct err *err);
