/*
 * The roster: whom to call, in which order, at which number (R36, R37, R45-R51).
 *
 * roster/roster.yaml says who they are. How they are reached is private: roster/numbers.h keeps it, and `roster_number`
 * is the one place a number comes out of. What a person may decide is not the roster's to say: that stands in the
 * ledger, signed by senior management. So nothing here gives anybody a right, and whoever spoils the file can delay
 * calls, not approve anything.
 */
#pragma once

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stddef.h>

#define ROSTER_FOLDER "roster"
#define ROSTER_FILE "roster/roster.yaml"
#define ROSTER_CERTIFICATES_FOLDER "roster/certificates" /* NAME.pem: to whom private things are encrypted */

enum roster_means { ROSTER_PHONE, ROSTER_PAGER, ROSTER_HOME, ROSTER_MEANS_COUNT };

const char *roster_means_name(enum roster_means means); /* "phone" */
int roster_means_find(const char *name);                /* -1 if there is none */

struct roster_person {
  char *id, *name;
  char *organisation;   /* or several, ", " between them; may be NULL */
  char *backup;         /* the id of who stands in; may be NULL */
  char *reports_to;     /* an id; may be NULL */
  char *when;           /* when he is called (R49): "at once", "after 10m" or "if ..."; never NULL */
  char *left;           /* "2026-10-31": the day he left; may be NULL */
  bool has_left;        /* that day has come: nobody calls him */
  bool is_at_all_hours; /* needs no backup (R45) */
  size_t alternate_count;
  char **alternates;    /* who decides in his place where he is a subject, in order; signed into the ledger */
  role_set roles;
  int line;             /* in roster.yaml */
};

/** Something of the company's, and whose it is (R50). */
struct roster_asset {
  char *name;
  char *owner;          /* an id */
  char *business;       /* what depends on it; may be NULL */
  int line;
};

struct roster; /* people in order of call */

/** Reads roster.yaml below the site's folder. NULL with file:line:col on error. */
struct roster *roster_load(const char *site_folder, struct err *err);

/** Who has left as of this time; until it is called, as of the wall clock, which may be wrong. */
void roster_set_day(struct roster *roster, clock_us now);
void roster_free(struct roster *roster);

size_t roster_count(const struct roster *roster);
const struct roster_person *roster_at(const struct roster *roster, size_t index);
const struct roster_person *roster_find(const struct roster *roster, const char *id); /* NULL if none */
/** In order of call; roster_count if he is not in it. */
size_t roster_place(const struct roster *roster, const char *id);

size_t roster_asset_count(const struct roster *roster);
const struct roster_asset *roster_asset_at(const struct roster *roster, size_t index);
const struct roster_asset *roster_asset(const struct roster *roster, const char *name); /* NULL if none; any case */

/** The chain of command, from whoever notices something upwards (R36): `count` roles. Empty if the file has none. */
const enum role *roster_chain(const struct roster *roster, size_t *count);
/** What a role is there for (R37); NULL if nobody wrote it down. */
const char *roster_responsibility(const struct roster *roster, enum role role);

/**
 * A person's number, or NULL: he has none, or the numbers were not opened (roster/numbers.h, site_open_numbers). The
 * only way to a number: from here on it is one place that must be guarded.
 */
const char *roster_number(const struct roster *roster, const char *id, enum roster_means means);

/** Ids and names: who counts as ours when somebody names a destination. Borrowed. */
size_t roster_everybody(const struct roster *roster, const char *const **texts);
