/*
 * What the measuring of growth shares: a site with very many incidents, made through the project's own rooms.
 */
#pragma once

#include <stdint.h>

/**
 * Appends incidents to a demo site, each as long as the next: declared, run with 25 steps by hand, spoken about, and
 * closed but for the last `open` ones, which wait for an answer. Ends the process with a sentence if it cannot.
 */
void growth_make(const char *site, int incidents, int open);

/** How many entries there are, how many of them are signed, and their bytes in a file, one after the other. */
struct growth_size {
  uint64_t entries, signed_ones, bytes;
};
struct growth_size growth_copy_out(const char *site, const char *file);

/** Processor time of checking one Ed25519 signature of an ordinary statement, in microseconds. */
double growth_signature_us(void);
