/*
 * Addresses, networks and ranges of them. IPv4 is kept where IPv6 maps it (RFC 4291 2.5.5.2), so that every range lies
 * in one space and overlapping is one comparison.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_RANGES_MAX 3 /* itself, and with Teredo two IPv4 addresses within */

struct range {
  uint8_t low[16], high[16];
};

enum address_form {
  ADDRESS_NONE,      /* not meant as an address */
  ADDRESS_GOOD,      /* as everybody writes it */
  ADDRESS_MALFORMED, /* meant as one and spelt wrongly, or so that programs differ */
};

/** Reads an address, a network (a/n) or a range (a-b). */
enum address_form address_read(const char *text, struct range *range);
/** One address only, as it stands in a link or behind an @. */
enum address_form address_read_host(const char *text, struct range *range);

/** What the old ways of writing make of it (one number, hex, octal, three parts): for comparing only. */
bool address_read_loosely(const char *text, struct range *range);

/** The IPv4 addresses that an IPv6 range carries: 6to4, NAT64, Teredo and the like. Returns how many, at most 2. */
size_t address_carried(const struct range *range, struct range carried[static 2]);

/** "7.113.0.203.in-addr.arpa" is 203.0.113.7; a part of it is a network. */
bool address_from_reverse(const char *name, struct range *range);

bool range_is_one(const struct range *range);

/** How many leading bits all its addresses share; IPv4 counts from its own first bit. */
int range_prefix(const struct range *range);
bool range_is_ipv4(const struct range *range);

/** 203.0.113.0/24, or a-b where it is no network. */
void range_show(const struct range *range, char *text, size_t size);
