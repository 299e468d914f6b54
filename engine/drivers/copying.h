/*
 * One file on its way into the archive, its original times noted before anything of it is read (R189).
 */
#pragma once

#include "archive/archive.h"
#include "drivers/evidence.h"

struct copying;

/** NULL if it cannot be copied: `evidence` is then complete and says why. `path` must outlive the copying. */
struct copying *copying_start(const char *path, int64_t seconds, uint64_t size_limit, struct archive *archive,
                              struct evidence *evidence);

/** Copies for a few milliseconds. True when all is over; `evidence` is then complete. */
bool copying_progress(struct copying *copying, struct evidence *evidence);

void copying_free(struct copying *copying);
uint64_t copying_length(const struct copying *copying);
