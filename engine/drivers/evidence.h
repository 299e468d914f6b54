/*
 * One item on its way into an `evidence` entry: what was run or read, when, how it ended, and what it gave. Known to
 * the acting half of the drivers only.
 */
#pragma once

#include "base/clock.h"
#include "base/digest.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/** Bytes that are in the archive, or that were hashed where they stand. */
struct evidence_bytes {
  bool is_there;
  struct digest digest;
  uint64_t length;
};

struct evidence {
  const char *item;            /* its name in the list */
  const char *host;            /* the machine it was taken from */
  const char *const *argv;     /* of a command, or NULL */
  const char *path;            /* of a file, or NULL */
  const char *sensitivity;     /* NULL: nothing personal */
  clock_us started, ended;     /* of what is absent: when that was seen */
  bool is_absent;              /* nothing of it is in the archive; `because` says why */
  bool is_unsaved;             /* it was there, but the archive could not take all of it */
  bool is_timed_out, is_truncated;
  bool has_ended;              /* `exit_status` holds the exit status, or the signal if it `is_signalled` */
  bool is_signalled;
  int exit_status;
  bool has_original;
  struct stat original;        /* the file as it was before it was read (R189) */
  struct evidence_bytes program, output, errors, file;
  char because[512];           /* a sentence about what was not as usual; "" if there is none */
};

/** Canonical JSON, to be freed with free(). */
char *evidence_body(const struct evidence *evidence);

/** Sets the sentence, unless there is one. */
void evidence_because(struct evidence *evidence, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Nothing of it could be saved. */
void evidence_absent(struct evidence *evidence, const char *format, ...) __attribute__((format(printf, 2, 3)));
