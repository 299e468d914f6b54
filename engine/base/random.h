/*
 * Random bytes for salts and names, from a pool that is filled in large reads (a salt per entry is on the fast path).
 */
#pragma once

#include <stddef.h>

/** Ends the process if the kernel has none to give: nothing may be signed with a guessable salt. */
void random_bytes(void *bytes, size_t length);
