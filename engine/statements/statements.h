/*
 * What people say becomes an entry, and nothing else happens here: nobody is called, nothing is run.
 *
 * Each takes a dossier that was opened (the ledger is locked), checks, appends, looks whether the entry had the effect
 * that is promised to its author, and commits; when 0 comes back it is durable. On -1 the ledger is as it was. What is
 * only recorded goes in unsigned where the key is not at hand; what acts (approval, denial, resolution) never does.
 */
#pragma once

#include "model/catalogue.h"
#include "incident/obligations.h"
#include "statements/dossier.h"

/* ---- answers to manual steps ---- */

/** name=value, as somebody typed it. */
struct given {
  const char *name, *value;
};

/** What has to be asked before the answer is whole; everything is borrowed from the dossier. */
struct wanted {
  const char *name, *ask;      /* ask may be NULL */
  size_t value_count;
  const char *const *values;   /* what it can be; none: any text */
};

struct answered {
  const struct step *step;
  enum outcome_status status;
  json_t *body;                /* as recorded */
  const char *acting_for;      /* a role whose work it was and that he does not hold; or NULL */
  uint64_t seq;
  bool is_signed;
  size_t wanted_count;
  struct wanted wanted[FACT_VALUES_MAX];
};

void answered_finish(struct answered *answered);

/**
 * Makes the body of an answer to an open manual step out of what was typed. 0: `answered->body`; 1: something is to be
 * asked first, see `wanted`; -1: a sentence. Records nothing: for whoever is inside a running incident.
 */
int answer_compose(const struct incident *incident, const char *person, const char *step, const struct given *given,
                   size_t count, struct answered *answered, struct err *err);

/** The same, and records it. */
int answer_state(struct dossier *dossier, const char *step, const struct given *given, size_t count,
                 struct answered *answered, struct err *err);

/** Fields a step asks for, as answer_compose would want them if nothing was given. Returns how many. */
size_t answer_fields(const struct incident *incident, const struct step *step, struct wanted *wanted, size_t size);

/* ---- approvals ---- */

struct approved {
  const struct step *step;
  role_set roles, still_asked;
  clock_us not_after;
  uint64_t seq;
};

/** A yes to exactly this act, for so many seconds, spent by one intent. */
int approval_state(struct dossier *dossier, const char *step, int64_t valid_s, struct approved *approved,
                   struct err *err);

/** A no: one of somebody who is asked is enough. `because` may be NULL. */
int denial_state(struct dossier *dossier, const char *step, const char *because, struct approved *denied,
                 struct err *err);

/* ---- doubt ---- */

enum resolution { RESOLUTION_HAPPENED, RESOLUTION_DID_NOT_HAPPEN, RESOLUTION_RUN_AGAIN };

/** Settles a step that is in doubt. `because` may be NULL. */
int resolve_state(struct dossier *dossier, const char *step, enum resolution resolution, const char *because,
                  uint64_t *seq, struct err *err);

/* ---- obligations ---- */

/** Says that an obligation need not be met: signed, and only by one whom it names. */
int waiver_state(struct dossier *dossier, const char *obligation, const char *because, uint64_t *seq, struct err *err);

/* ---- facts ---- */

struct fact_change {
  uint32_t before, after;      /* candidates for the priority */
  struct facts was, was_certain, was_strict; /* as stated, and as decisions went by them (incident/classification.h) */
  uint64_t seq;
  bool is_signed;
};

/** The name that lifts a doubtful source entry: source.confirmed=203.0.113.0/24. */
#define FACT_SOURCE_CONFIRMED "source.confirmed"

/** Establishes or corrects facts; names and values as typed. */
int fact_state(struct dossier *dossier, const struct given *given, size_t count, const char *because,
               struct fact_change *change, struct err *err);

/* ---- closing ---- */

struct close_wish {
  const char *because;         /* may be NULL */
  bool with_findings;          /* management signs for what is open */
};

struct closing {
  const char *left;            /* what nobody can sign for: "its run has not ended"; NULL: nothing. Borrowed */
  size_t open_count, owed_count;
  const struct step **open;    /* steps that wait for somebody */
  struct owed *owed;           /* obligations nobody has met */
  uint64_t seq;
};

void closing_finish(struct closing *closing);

/** 0: closed (`closing` says with what); 1: not yet, `closing` says why; -1: a sentence. */
int close_state(struct dossier *dossier, const struct close_wish *wish, struct closing *closing, struct err *err);

/* ---- the procedure ---- */

struct procedure_approved {
  struct digest digest;
  size_t files;
  uint64_t seq;
};

/**
 * Approves the site's working files: from now on they are what runs. They must load, every playbook too. Signed only,
 * and by senior management (R1, R15). `because` may be NULL.
 */
int procedure_approve(struct site *site, const char *because, struct procedure_approved *approved, struct err *err);

/* ---- the audit department has tested it (R30) ---- */

struct tested {
  const char *procedure;       /* digest of what was tested */
  int passed, failed;          /* scenarios */
};

/** Signed only, and by somebody of Audit. A test that failed is recorded as such. `because` may be NULL. */
int test_sign(struct site *site, const struct tested *tested, const char *because, uint64_t *seq, struct err *err);

/* ---- what is asked of people ---- */

enum asked_kind { ASKED_NOTHING, ASKED_MANUAL, ASKED_APPROVAL, ASKED_DOUBT, ASKED_WAIVE };

const char *asked_kind_name(enum asked_kind kind); /* manual, approval, doubt, waive */

/** What a step of the newest run waits for from people. */
enum asked_kind asked_of(const struct incident *incident, const struct step *step);
