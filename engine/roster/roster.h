/*
 * The roster: whom to call, in which order, at which number (R45-R49).
 *
 * roster/roster.yaml says who they are, roster/numbers.yaml how they are reached. The numbers are private: the file is
 * its owner's only (mode 0600), and `roster_number` is the one place they come out of. What a person may decide is not
 * the roster's to say: that stands in the ledger, signed by senior management.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stddef.h>

#define ROSTER_FOLDER "roster"
#define ROSTER_FILE "roster/roster.yaml"
#define ROSTER_NUMBERS_FILE "roster/numbers.yaml"
#define ROSTER_CERTIFICATES_FOLDER "roster/certificates" /* NAME.pem: to whom private things are encrypted */

enum roster_means { ROSTER_PHONE, ROSTER_PAGER, ROSTER_HOME, ROSTER_MEANS_COUNT };

const char *roster_means_name(enum roster_means means); /* "phone" */
int roster_means_find(const char *name);                /* -1 if there is none */

struct roster_person {
  char *id, *name;
  char *organisation;   /* may be NULL */
  char *backup;         /* the id of who stands in; may be NULL */
  char *reports_to;     /* an id; may be NULL */
  role_set roles;
  int line;             /* in roster.yaml */
};

struct roster; /* people in order of call */

/** Reads both files below the site's folder. No numbers file: nobody has a number. NULL with file:line:col on error. */
struct roster *roster_load(const char *site_folder, struct err *err);
void roster_free(struct roster *roster);
void roster_freep(struct roster **roster);

size_t roster_count(const struct roster *roster);
const struct roster_person *roster_at(const struct roster *roster, size_t index);
const struct roster_person *roster_find(const struct roster *roster, const char *id); /* NULL if none */
/** In order of call; roster_count if he is not in it. */
size_t roster_place(const struct roster *roster, const char *id);

/** A person's number, or NULL. The only way to a number: from here on it is one place that must be guarded. */
const char *roster_number(const struct roster *roster, const char *id, enum roster_means means);

/** Ids, names and numbers, any spelling: what counts as ours when somebody names a destination. Borrowed. */
size_t roster_everything(const struct roster *roster, const char *const **texts);

/** Can others on this machine read the numbers? Their file should have mode 0600. */
bool roster_is_open_to_others(const struct roster *roster);

/** What is amiss but stops nothing, a sentence a line: too few of an organisation, nobody's backup, no number. */
void roster_lint(const struct roster *roster, struct buf *findings);
