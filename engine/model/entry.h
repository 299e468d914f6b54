/*
 * One entry of the ledger: who said or did what, when, in which incident (formats.md).
 *
 * As JSON: {"actor","at","body" or "dsse","boot","commit","incident","mono","prev","run","salt","seq","step","type",
 * "unchecked","unsigned","v","wall"}; members that do not apply are left out. `body` is what the type demands. A signed
 * statement keeps its body as the payload of a DSSE envelope in `dsse`; readers get it in `body` either way.
 *
 * Each entry belongs to exactly one chain, its incident's or one of the ledger's own, and `prev` is the leaf hash of
 * the entry before it there (formats.md, Chains).
 */
#pragma once

#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENTRY_SIZE_MAX 65535
#define ENTRY_NO_COMMIT (-1)
#define ENTRY_SALT_TEXT 24 /* characters of 16 bytes in base64 */

enum entry_type {
  ENTRY_GENESIS, ENTRY_PERSON, ENTRY_REVOKE, ENTRY_PROCEDURE, ENTRY_TEST, ENTRY_DECLARE, ENTRY_RUN_BEGIN, ENTRY_RUN_END,
  ENTRY_INTENT, ENTRY_OUTCOME, ENTRY_REQUEST, ENTRY_DUE, ENTRY_IN_DOUBT, ENTRY_ANSWER, ENTRY_APPROVAL, ENTRY_DENIAL,
  ENTRY_RESOLVE, ENTRY_OBJECT, ENTRY_WAIVER, ENTRY_FACT, ENTRY_KNOW, ENTRY_COUNTERSIGN, ENTRY_CHANNEL, ENTRY_ALARM,
  ENTRY_JOIN, ENTRY_LEAVE, ENTRY_HANDOVER, ENTRY_DID, ENTRY_MILESTONE, ENTRY_KEEP, ENTRY_CLOSE, ENTRY_NOTE, ENTRY_SPOKE,
  ENTRY_SIGNOFF, ENTRY_ROSTER, ENTRY_EVIDENCE, ENTRY_ACCESS, ENTRY_CLOCK, ENTRY_KEY_NEXT,
  ENTRY_TYPE_COUNT
};

/* The ledger's own chains. No incident's name begins with '/'. */
#define CHAIN_SITE "/site"     /* who counts and what is approved: all that every incident folds, and nothing else */
#define CHAIN_KEYS "/keys"     /* the ledger's own keys */
#define CHAIN_CODES "/codes"   /* one-time codes that were used; reserved: nobody writes there yet */
#define CHAIN_ACCESS "/access" /* looks that were refused, and readings without an incident */
#define CHAIN_HOUSE "/house"   /* anything else without an incident */

struct entry_type_row {
  const char *name;        /* "run.begin" */
  bool is_runners;         /* carries `commit` */
  bool is_statement;       /* a person says it; signed when the key is at hand */
  const char *body;        /* the shape of its body: model/shape.h */
  const char *sentence;    /* what people read of it: model/wording.h */
  bool may_be_signed;      /* the program says it of somebody, who can confirm it with his key */
  const char *chain;       /* where it stands without an incident; NULL: /house */
  bool is_of_none;         /* it never has an incident */
  bool is_silent;          /* whatever it says, lists of incidents say the same as before */
  bool is_always_recorded; /* also while something in the ledger cannot be trusted (formats.md, Reading) */
};

const struct entry_type_row *entry_type_row(enum entry_type type);
int entry_type_find(const char *name); /* -1 if there is none */

/** The chain of an entry of this type; `incident` NULL: of none. Borrowed from either. */
const char *entry_chain(enum entry_type type, const char *incident);

/** Is that the name of an incident's chain: not one of the ledger's own? */
bool chain_is_incident(const char *chain);

/** Is the canonical body what its type demands, member for member? Else a sentence that names the first at fault. */
int entry_check_body(enum entry_type type, const char *body, size_t length, struct err *err);

struct entry;
struct catalogue;

/** Appends the entry as a line for people, without time and author; `catalogue` words the actions, NULL: by name. */
void entry_words(const struct entry *entry, const struct catalogue *catalogue, struct buf *out);

/** An instant: by the ledger, and as a boot measures it. */
struct moment {
  clock_us at;
  struct clock_point measured;
};

/** What a writer gives; the ledger adds v, seq, at, boot, mono, salt, wall. All borrowed. */
struct entry_draft {
  enum entry_type type;
  const char *incident, *step, *actor; /* NULL where they do not apply */
  int run;                             /* 0 where it does not apply */
  int64_t commit;                      /* ENTRY_NO_COMMIT for what is not the runner's */
  const char *body;                    /* canonical JSON object */
  size_t body_length;
  const char *dsse;                    /* canonical envelope instead of body, or NULL */
  size_t dsse_length;
  bool is_unsigned;                    /* a statement whose author's key was not at hand */
  const char *unchecked; /* what could not be checked when it was recorded, or NULL (formats.md, Reading) */
};

/** An entry named so that nothing else can be meant: its place and its leaf hash. */
struct entry_place {
  uint64_t seq;
  struct digest leaf;
};

/** What a reader gets. Strings are borrowed from `whole`; entry_finish frees. */
struct entry {
  uint64_t seq;
  enum entry_type type;
  const char *incident, *step, *actor, *unchecked;
  int run;
  int64_t commit;
  clock_us at, wall;           /* the ledger's time; the wall clock as it was read */
  struct clock_point measured; /* on which boot, and when by it */
  bool is_signed, is_unsigned, has_prev;
  struct digest leaf;       /* its own: H(0x00 bytes) */
  struct entry_place after; /* of a signed statement: what its author had before him */
  clock_us said;            /* of a signed statement: when, as his tool showed it */
  const json_t *body;   /* an object, never NULL */
  json_t *whole;
  json_t *payload;      /* decoded from dsse, or NULL */
};

/** What the bytes of one entry say, without a tree. The spans lie in them. */
struct entry_scan {
  uint64_t seq;
  enum entry_type type;
  int64_t commit;
  clock_us at, wall;
  int64_t boot_ns;
  bool is_signed, is_unsigned;
  struct json_span boot;            /* at most CLOCK_BOOT_SIZE - 1 characters, nothing escaped */
  struct json_span incident, actor; /* without quotes; as escaped as they are written */
  bool has_prev;
  struct digest prev;
  struct json_span body;            /* not there if it is signed */
};

/** Are these bytes one canonical entry with all its type demands? An envelope is not opened. */
int entry_scan(const char *bytes, size_t length, struct entry_scan *scan, struct err *err);

/** The same, and a tree to read from; opens the envelope, but does not verify signatures. */
int entry_read(const char *bytes, size_t length, struct entry *entry, struct err *err);
void entry_finish(struct entry *entry);
