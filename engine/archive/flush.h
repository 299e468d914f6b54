/*
 * Several flushes at once: each waits for the disk, but none has to wait for another. Known to archive/ only.
 */
#pragma once

#include <stddef.h>

/** Syncs them all and returns 0, or the number (errno) of one that failed, and which in `*failed`. */
int flush_all(const int *descriptors, size_t count, size_t *failed);
