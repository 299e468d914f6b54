/*
 * One entry of the ledger: who said or did what, when, in which incident (formats.md).
 *
 * As JSON: {"actor","at","body" or "dsse","boot","commit","incident","mono","run","salt","seq","step","type",
 * "unsigned","v","wall"}; members that do not apply are left out. `body` is what the type demands. A signed statement
 * keeps its body as the payload of a DSSE envelope in `dsse`; readers get it in `body` either way.
 */
#pragma once

#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENTRY_SIZE_MAX 65535
#define ENTRY_NO_COMMIT (-1)
#define ENTRY_SALT_TEXT 24 /* characters of 16 bytes in base64 */

enum entry_type {
  ENTRY_GENESIS, ENTRY_PERSON, ENTRY_PROCEDURE, ENTRY_DECLARE, ENTRY_RUN_BEGIN, ENTRY_RUN_END, ENTRY_INTENT,
  ENTRY_OUTCOME, ENTRY_REQUEST, ENTRY_DUE, ENTRY_IN_DOUBT, ENTRY_ANSWER, ENTRY_APPROVAL, ENTRY_DENIAL, ENTRY_REVOKE,
  ENTRY_WAIVER, ENTRY_RESOLVE, ENTRY_FACT, ENTRY_HALT, ENTRY_RESUME, ENTRY_NOTE, ENTRY_SPOKE, ENTRY_JOIN, ENTRY_LEAVE,
  ENTRY_HANDOVER, ENTRY_DID, ENTRY_OBJECT, ENTRY_SIGNOFF, ENTRY_MILESTONE, ENTRY_EVIDENCE, ENTRY_CUSTODY, ENTRY_ACCESS,
  ENTRY_CLOCK, ENTRY_ANCHOR, ENTRY_KEY_NEXT, ENTRY_RECOVERY, ENTRY_ERASE, ENTRY_CLOSE,
  ENTRY_KNOW, ENTRY_COUNTERSIGN,
  ENTRY_CHANNEL, ENTRY_KEEP, ENTRY_ROSTER, ENTRY_TEST, ENTRY_ALARM,
  ENTRY_TYPE_COUNT
};

struct entry_type_row {
  const char *name;        /* "run.begin" */
  bool is_runners;         /* carries `commit` */
  bool is_statement;       /* a person says it; signed when the key is at hand */
  const char *body;        /* the members its body must have, space separated; "name?" may be missing */
  bool may_be_signed;      /* the program says it of somebody, who can confirm it with his key */
};

const struct entry_type_row *entry_type_row(enum entry_type type);
int entry_type_find(const char *name); /* -1 if there is none */

/** Has the canonical body all its type demands? Else a sentence that names the first member missing. */
int entry_check_body(enum entry_type type, const char *body, size_t length, struct err *err);

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
};

/** What a reader gets. Strings are borrowed from `whole`; entry_finish frees. */
struct entry {
  uint64_t seq;
  enum entry_type type;
  const char *incident, *step, *actor;
  int run;
  int64_t commit;
  clock_us at, wall;           /* the ledger's time; the wall clock as it was read */
  struct clock_point measured; /* on which boot, and when by it */
  bool is_signed, is_unsigned;
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
  struct json_span body;            /* not there if it is signed */
};

/** Are these bytes one canonical entry with all its type demands? An envelope is not opened. */
int entry_scan(const char *bytes, size_t length, struct entry_scan *scan, struct err *err);

/** The same, and a tree to read from; opens the envelope, but does not verify signatures. */
int entry_read(const char *bytes, size_t length, struct entry *entry, struct err *err);
void entry_finish(struct entry *entry);
