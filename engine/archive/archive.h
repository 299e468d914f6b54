/*
 * Evidence by hash, in two places: a sealed master and a working copy (R154, R193).
 *
 * Bytes are hashed while they stream into a staging file in each place; sealing makes both read-only, syncs them and
 * names them by their SHA-256. A place holds only what entries name, and `staging`, whose orphans after a kill are a
 * note, not a finding.
 */
#pragma once

#include "base/digest.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct archive;

/** `folder`/master and `folder`/working (or `second` if given), made if missing, mode 0700. */
struct archive *archive_open(const char *folder, const char *second, struct err *err);
void archive_close(struct archive *archive);

struct archive_item; /* one file being written */

struct archive_item *archive_start(struct archive *archive); /* nothing is written before the first byte */
int archive_add(struct archive_item *item, const void *bytes, size_t length, struct err *err); /* writes and hashes */
uint64_t archive_length(const struct archive_item *item);

/** Syncs, names, copies; durable in both places when it returns 0. The item is gone either way. */
int archive_seal(struct archive_item *item, struct digest *digest, uint64_t *length, struct err *err);
void archive_drop(struct archive_item *item); /* removes the staging file */

/** Hashes both copies anew: 0 if both are right; -1 says which differs, is missing, or cannot be read. */
int archive_check(struct archive *archive, const struct digest *digest, uint64_t length, struct err *err);

/** Opens the working copy for reading; -1 with a sentence. */
int archive_read(struct archive *archive, const struct digest *digest, struct err *err);

/** How many files in staging a killed process left behind; what they hold was never recorded. */
int archive_orphans(struct archive *archive, size_t *count, struct err *err);
