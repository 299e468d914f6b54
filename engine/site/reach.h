/*
 * Reaching people: opening their numbers, and what the ledger says of it: who read them, who holds a printed list, who
 * was reached when somebody tried.
 */
#pragma once

#include "roster/numbers.h"
#include "site/site.h"

/* ---- private numbers ---- */

/**
 * Opens the private numbers with the reading key of who acts (NAME-read.pem beside --key, else in keys/), so that
 * roster_number has them. Without `may_ask` a passphrase is not asked for. -1: they stay closed, with a sentence that
 * says where else they are to be found. It is a reading: whoever shows numbers calls site_record_reading.
 */
int site_open_numbers(struct site *site, bool may_ask, struct err *err);

/**
 * Puts into the ledger who was shown whose numbers, and why; never the numbers. `people`: NULL for everybody's.
 * `incident` may be NULL. With `is_once`, not again for the same people, reader and reason.
 */
int site_record_reading(struct site *site, const char *incident, const char *const *people, size_t count,
                        const char *because, bool is_once, struct err *err);

/* ---- the record ---- */

/** One person, as far as `roster` entries speak of him. */
struct reach {
  char *person;
  int received_version;             /* of the printed numbers; 0: no receipt */
  clock_us received_at;
  clock_us called_at, paged_at;     /* the last tries; 0: never */
  bool was_called, was_paged;       /* and whether they reached him */
};

struct reach_record {
  size_t count;
  struct reach *people;
  int printed_version;              /* the newest that was printed; 0: none */
};

int site_reach(struct site *site, struct reach_record *record, struct err *err);
void reach_record_finish(struct reach_record *record);
const struct reach *reach_find(const struct reach_record *record, const char *person); /* NULL if none */

/** Puts a `roster` entry into the ledger: {change people? version? copies? means? reached? because?}. Takes `body`. */
int site_state_roster(struct site *site, json_t *body, struct err *err);

/** Who was not tried for longer than the site wants (`test_every`), or not reached the last time; pagers the same. */
void site_lint_reach(struct site *site, struct roster_findings *findings);
