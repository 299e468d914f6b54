/*
 * Addresses and ranges of them, as text. IPv4 is kept where IPv6 maps it (RFC 4291 2.5.5.2), so that every range lies
 * in one space and overlapping is one comparison.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct range {
  uint8_t low[16], high[16];
};

enum address_form {
  ADDRESS_NONE,      /* not meant as an address */
  ADDRESS_GOOD,      /* as everybody writes it */
  ADDRESS_MALFORMED, /* meant as one and spelt wrongly, or so that programs differ; `range` is filled if some read it */
};

/**
 * Reads an address, a network (a/n) or a range (a-b); `text` is lower case. `is_host`: it stands where only a host can
 * stand (behind a scheme), so that bare digits are an address too. `*has_range` tells whether `range` was filled.
 */
enum address_form address_read(const char *text, bool is_host, struct range *range, bool *has_range);

bool range_overlaps(const struct range *a, const struct range *b);

/** Is it wider than /16 (IPv4) or /32 (IPv6)? */
bool range_is_too_wide(const struct range *range);
