/*
 * A site: a folder with a procedure, a roster, keys and a ledger (design.md section 5).
 *
 * Opening one gives what every verb needs: who acts and with which key, the people as of now, the approved procedure's
 * bytes, what counts as ours. What is costly (roster, archive, keys) is opened when it is first asked for.
 */
#pragma once

#include "archive/archive.h"
#include "base/err.h"
#include "base/key.h"
#include "ledger/ledger.h"
#include "model/files.h"
#include "model/person.h"
#include "policy/policy.h"
#include "roster/lint.h"
#include "roster/roster.h"
#include "site/local.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum site_mode {
  SITE_FILES, /* settings, roster and working files only: no ledger is opened */
  SITE_READ,
  SITE_WRITE,
  SITE_RECORD, /* writing what must never be lost: also where the ledger cannot be trusted; then nobody is known, and
                  what is appended says so (site_doubt) */
};

/** How to find and enter a site. Everything may be NULL. */
struct site_entrance {
  const char *folder; /* NULL: the nearest upwards from here */
  const char *as;     /* who acts */
  const char *key;    /* a key file of theirs */
  key_passphrase ask; /* asks for a key's passphrase */
};

struct site;

struct site *site_open(const struct site_entrance *entrance, enum site_mode mode, struct err *err);
void site_close(struct site *site);
void site_closep(struct site **site);

/** The folder of the site that `given` means, or the nearest upwards if it is one's own; yours to free. */
char *site_find(const char *given, struct err *err);

const char *site_folder(const struct site *site);
char *site_path(const struct site *site, const char *name); /* inside the folder; the caller frees it */
const struct site_settings *site_settings(const struct site *site);
struct ledger *site_ledger(struct site *site);              /* NULL with SITE_FILES */

/** What in its ledger cannot be trusted, or could not be checked, with its place; NULL: nothing was found. Borrowed. */
const char *site_doubt(const struct site *site);
bool site_is_demo(const struct site *site);
struct archive *site_archive(struct site *site, struct err *err);

/* ---- people ---- */

/** As of now, as the ledger knows them; in the order they entered it. */
const struct people *site_people(const struct site *site);

/** The same in order of call: as the roster has it, those it lacks last. -1: no roster can be read, so no order. */
int site_call_order(struct site *site, struct people *people, struct err *err);
struct roster *site_roster(struct site *site, struct err *err); /* NULL with a sentence */

/** What is amiss in the roster of this site, for `check` and `readiness`; one finding if it cannot be read at all. */
void site_lint_roster(struct site *site, struct roster_findings *findings);

/** What is ours. Borrowed. Always filled; -1: roster or contacts cannot be read, so what stands there is missing. */
int site_home(struct site *site, struct policy_home *home, struct err *err);

/** A person's body, as genesis, person and run.begin hold it. The caller decrefs. */
json_t *site_person_body(const struct person *person);

/* ---- who acts ---- */

/**
 * The person who acts: --as, else whose the key is, else whose key ssh-agent holds; NULL if nobody can tell. Need not
 * be known to the ledger. Borrowed.
 */
const char *site_actor(struct site *site);

/** If nothing else told: this is who acts (the declarer). Without effect once somebody is known. */
void site_assume_actor(struct site *site, const char *person);

/** The same, or "account:USER" where nobody can tell: a record always says who. Borrowed. */
const char *site_actor_or_account(struct site *site);

/**
 * Reaches for the acting person's key: --key, ssh-agent, keys/NAME.pem; may ask for a passphrase, so not inside a
 * transaction. NULL: it is not at hand, and the sentence says why.
 */
const struct key *site_key(struct site *site, struct err *err);
const struct key *site_key_at_hand(struct site *site); /* where nobody may be asked: NULL if it takes a passphrase */

/** Makes the envelope for a draft of the acting person (`site` is a struct site). 1: the key is not at hand. */
int site_sign(void *site, const struct entry_draft *draft, struct buf *dsse, struct err *err);

/** Why the last site_key or site_sign had no key; "" if it had one. Borrowed. */
const char *site_unsigned_because(const struct site *site);

/**
 * Appends a statement inside the caller's transaction: signed if the acting person's key is at hand, else marked as
 * unsigned. The draft's actor is filled in if it is NULL.
 */
int site_append_statement(struct site *site, const struct entry_draft *draft, uint64_t *seq, struct err *err);

/** The same in a transaction of its own, durable and published when it returns 0. */
int site_state(struct site *site, const struct entry_draft *draft, uint64_t *seq, struct err *err);

/** Both with a body as a tree, taken over; NULL: `err` says why there is none. `incident` NULL: of none. */
int site_append_tree(struct site *, enum entry_type, const char *incident, json_t *body, uint64_t *seq, struct err *);
int site_state_tree(struct site *, enum entry_type, const char *incident, json_t *body, uint64_t *seq, struct err *);

/* ---- procedures ---- */

/** The approved procedure: the last that senior management signed. */
struct site_approved {
  struct files files;
  struct digest digest;
  uint64_t seq;      /* of the approval */
  clock_us at;
  char *by;
};

void site_approved_finish(struct site_approved *approved);

/** 0: filled; 1: none was ever approved; -1: its bytes cannot be read. */
int site_approved(struct site *site, struct site_approved *approved, struct err *err);

bool site_has_procedure(const struct site *site);

/** The policy of the approved procedure, read once for each process; the caller gives it back with policy_free. */
struct policy *site_approved_policy(struct site *site, struct err *err);

struct record;

/** The same of the procedure with this digest, whose files the record names. */
struct policy *site_policy_of(struct site *site, const struct record *record, const char *digest, struct err *err);

/**
 * The working files below a folder, a site's or not: policies/ playbooks/ lib/ scenarios/. Where lib/ holds less than
 * the shipped one, or other functions, the shipped file lies below it as lib/shipped/NAME.lua.
 */
int site_read_procedure(const char *folder, struct files *files, struct err *err);

/** The site's own. */
int site_working(const struct site *site, struct files *files, struct err *err);

/**
 * Keeps a procedure's files in the ledger by content, inside a transaction, and gives the body of the `procedure` entry
 * that names them. NULL with a sentence. The caller decrefs.
 */
json_t *site_keep_procedure(struct ledger *ledger, const struct files *files, struct err *err);

/** One line if the working files differ from what was approved, else "". The caller frees it. */
char *site_difference(const struct site *site, const struct site_approved *approved);
