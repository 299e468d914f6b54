/*
 * One of the two places of an archive: a folder that holds files named by the SHA-256 of their bytes, and `staging`
 * for what is still being written. Known to archive/ only.
 */
#pragma once

#include "base/digest.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define PLACE_COUNT 2

enum { PLACE_MASTER, PLACE_WORKING };

struct place {
  char *path;
  int folder; /* its descriptor, so that a site may be moved while we write */
};

struct archive {
  struct place places[PLACE_COUNT];
};

int place_open(struct place *place, const char *path, struct err *err);
void place_close(struct place *place);

/** A sentence for what errno says, and what to do about it. Returns -1. */
int place_fail(const struct place *place, const char *what, const char *name, struct err *err);

/** Opens a sealed file for reading; -1 with a sentence if it is missing, not a regular file, or cannot be read. */
int place_read(const struct place *place, const char *name, struct err *err);

/** 0 if the file of that digest is there with exactly those bytes. */
int place_check(const struct place *place, const struct digest *digest, uint64_t length, struct err *err);

/** How many files in staging nobody is writing any more. */
int place_orphans(const struct place *place, size_t *count, struct err *err);

/** The file's name: the digest's 64 hexadecimal characters, as sha256sum(1) prints them. */
void place_name(const struct digest *digest, char name[static DIGEST_TEXT_SIZE]);
