/*
 * The command line: what a verb is, what it is given, and what it gives back (design.md section 9).
 *
 * A verb is one row, `const struct verb verb_NAME`, in one file, in the folder of its group; verbs.c lists them. The
 * row is all there is: options are parsed by it, help and completion are made of it.
 */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Exit statuses. Several at once: 6, 5, 4, 1, 3 in this order. */
enum status {
  STATUS_DONE = 0,
  STATUS_FINDINGS = 1,  /* check, prove, test, verify, replay, dry-run; a run that failed */
  STATUS_USAGE = 2,     /* usage or bad input; nothing was done */
  STATUS_WAITING = 3,   /* for a person */
  STATUS_FORBIDDEN = 4, /* or no procedure was ever approved */
  STATUS_DOUBT = 5,     /* stopped until somebody says what happened */
  STATUS_STORE = 6,     /* ledger or archive cannot be trusted or written */
};

int status_worse(int a, int b);
int status_of(const struct err *err);

/** The moment of use, as help groups the verbs. */
enum verb_group { VERB_NOW, VERB_ASKED, VERB_AFTERWARDS, VERB_BEFORE, VERB_AUDITORS, VERB_GROUP_COUNT };

struct cli;

struct option {
  const char *name;  /* without dashes; one letter is written with one dash */
  const char *value; /* "FILE"; NULL: it is a switch */
  const char *help;
};

struct verb {
  const char *name;
  enum verb_group group;
  bool is_rare;                 /* only `help --all` shows it */
  bool is_record;               /* says what somebody saw, did or heard: never lost, see keep.c */
  bool takes_text;              /* its arguments are free text: what is no option it knows is a word */
  const char *arguments;        /* "INCIDENT STEP [name=value ...]"; "" for none */
  int least, most;              /* how many arguments; most -1: any number */
  const char *help;             /* one line, begins small, no full stop */
  const char *story;            /* for `help VERB`: paragraphs, at most 80 wide; may be NULL */
  const struct option *options; /* ended by an empty one; may be NULL */

  /** Returns an exit status, or -1 with a sentence. */
  int (*run)(struct cli *cli, struct err *err);
};

struct given_option {
  const char *name, *value; /* value "" for a switch */
};

/** What was typed. Everything is borrowed from argv, the environment and the table. */
struct cli {
  const struct verb *verb;      /* NULL: tocsin alone */
  const char *site, *as, *key;  /* global options, else TOCSIN_SITE, TOCSIN_AS, TOCSIN_KEY; may be NULL */
  bool is_json, wants_help, wants_version;
  size_t argument_count;
  const char **arguments;
  size_t option_count;
  struct given_option *options;
  int64_t began_ns;             /* since the machine was started */
};

int cli_parse(struct cli *cli, int argc, char **argv, struct err *err);
void cli_finish(struct cli *cli);

bool cli_has(const struct cli *cli, const char *option);
const char *cli_option(const struct cli *cli, const char *option); /* its value, or NULL if it was not given */

/** Splits "name=value": the name into a buffer of yours, the value returned; NULL if it is no such thing. */
const char *cli_pair(const char *argument, char *name, size_t size);

/** All words from `first` on, one space between them. The caller frees it. */
char *cli_words(const struct cli *cli, size_t first);

extern const struct option cli_global_options[];

/* ---- verbs.c and help.c ---- */

extern const struct verb *const verbs[]; /* by group, in the order help shows them; ended by NULL */

const struct verb *verb_find(const char *name, struct err *err); /* NULL with a sentence and a suggestion */

void help_all(bool also_rare);
void help_verb(const struct verb *verb);

/* ---- keep.c ---- */

/** What somebody said is kept as a note where it cannot be recorded as what it is. False: nothing was to be kept, or it
 *  could not be; `why` says then how that stands. */
bool keep_words(const struct cli *cli, struct err *why);

/** Bare `tocsin`: what is open, what to do next, whom to call. */
int home_run(struct cli *cli, struct err *err);
