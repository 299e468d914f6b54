/*
 * Reading addresses. What is meant as one is told from what is a name as the URL standard does: a host whose last
 * label is a number is an IPv4 address, and anything but four plain decimal numbers is malformed, for programs read
 * 0313.0.113.7 or 0xcb007107 in different ways. A malformed one still gets the range that inet_aton would give it.
 */
#include "policy/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define HEX DIGITS "abcdef"

static bool consists_of(const char *text, const char *characters)
{
  return text[0] && text[strspn(text, characters)] == '\0';
}

/* ---- one address ---- */

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
static const uint8_t translated[12] = {0x00, 0x64, 0xff, 0x9b}; /* 64:ff9b::/96, RFC 6052 */
static const uint8_t compatible[12] = {0};                      /* ::a.b.c.d, RFC 4291 2.5.5.1 */

static void put_ipv4(uint8_t address[16], const void *ipv4)
{
  memcpy(address, mapped, 12);
  memcpy(address + 12, ipv4, 4);
}

/* Other ways in which IPv6 carries an IPv4 address lead to the same host. */
static void unwrap(uint8_t address[16])
{
  bool is_low = memcmp(address, compatible, 12) == 0;
  bool is_host = is_low && (address[12] || address[13]); /* not :: and ::1 */
  if (is_host || memcmp(address, translated, 12) == 0)
    memcpy(address, mapped, 12);
}

static bool read_ipv4(const char *text, uint8_t address[16])
{
  struct in_addr ipv4;
  if (inet_pton(AF_INET, text, &ipv4) != 1)
    return false;
  put_ipv4(address, &ipv4);
  return true;
}

static bool read_ipv6(const char *text, uint8_t address[16])
{
  if (inet_pton(AF_INET6, text, address) != 1)
    return false;
  unwrap(address);
  return true;
}

/* ---- what is meant as an address ---- */

static bool is_number(const char *label)
{
  return consists_of(label, DIGITS) || (strncmp(label, "0x", 2) == 0 && label[2 + strspn(label + 2, HEX)] == '\0');
}

static int count(const char *text, char c)
{
  int found = 0;
  for (; *text; text++)
    found += *text == c;
  return found;
}

/* Four plain numbers; or something else that ends in a number, or in a star. */
static enum address_form read_dotted(const char *text, bool is_host, struct range *range, bool *has_range)
{
  const char *dot = strrchr(text, '.'), *last = dot ? dot + 1 : text;
  bool is_pattern = dot && consists_of(text, DIGITS ".*x") && (strcmp(last, "*") == 0 || strcmp(last, "x") == 0);
  if (!is_number(last) && !is_pattern)
    return ADDRESS_NONE;
  *has_range = read_ipv4(text, range->low);
  bool is_good = *has_range;
  struct in_addr loose;
  if (!is_good && inet_aton(text, &loose)) {
    put_ipv4(range->low, &loose);
    *has_range = true;
  }
  memcpy(range->high, range->low, 16);
  if (is_good)
    return ADDRESS_GOOD;
  bool may_be_telephone = !dot && consists_of(text, DIGITS) && !is_host;
  return may_be_telephone ? ADDRESS_NONE : ADDRESS_MALFORMED;
}

static enum address_form read_colons(const char *text, struct range *range, bool *has_range)
{
  *has_range = read_ipv6(text, range->low);
  memcpy(range->high, range->low, 16);
  if (*has_range)
    return ADDRESS_GOOD;
  return consists_of(text, HEX ":.") ? ADDRESS_MALFORMED : ADDRESS_NONE;
}

static enum address_form read_one(const char *text, bool is_host, struct range *range, bool *has_range)
{
  *has_range = false;
  return count(text, ':') >= 2 ? read_colons(text, range, has_range) : read_dotted(text, is_host, range, has_range);
}

/* ---- networks and ranges ---- */

static bool is_ipv4(const uint8_t address[16])
{
  return memcmp(address, mapped, 12) == 0;
}

static void widen(struct range *range, int bits)
{
  for (int bit = bits; bit < 128; bit++) {
    uint8_t mask = (uint8_t)(0x80 >> bit % 8);
    range->low[bit / 8] &= (uint8_t)~mask;
    range->high[bit / 8] |= mask;
  }
}

static enum address_form read_network(char *text, char *slash, struct range *range, bool *has_range)
{
  *slash = '\0';
  enum address_form form = read_one(text, true, range, has_range);
  bool is_short = count(text, ':') == 0;
  if (form != ADDRESS_GOOD)
    return form;
  const char *digits = slash + 1;
  long bits = consists_of(digits, DIGITS) && strlen(digits) <= 3 ? strtol(digits, NULL, 10) : -1;
  if (bits < 0 || bits > (is_short ? 32 : 128) || (digits[0] == '0' && digits[1]))
    return ADDRESS_MALFORMED;
  bool was_wrapped = !is_short && is_ipv4(range->low);
  if (was_wrapped && bits < 96) { /* more than the IPv4 space in it: take it as the IPv6 network that it is */
    inet_pton(AF_INET6, text, range->low);
    memcpy(range->high, range->low, 16);
  }
  widen(range, is_short ? (int)bits + 96 : (int)bits);
  return ADDRESS_GOOD;
}

static enum address_form read_range(char *text, char *dash, struct range *range, bool *has_range)
{
  struct range end;
  bool has_end;
  *dash = '\0';
  enum address_form from = read_one(text, true, range, has_range);
  enum address_form to = read_one(dash + 1, true, &end, &has_end);
  if (from == ADDRESS_NONE && to == ADDRESS_NONE)
    return ADDRESS_NONE;
  if (from != ADDRESS_GOOD || to != ADDRESS_GOOD || memcmp(range->low, end.high, 16) > 0)
    return ADDRESS_MALFORMED;
  memcpy(range->high, end.high, 16);
  return ADDRESS_GOOD;
}

enum address_form address_read(const char *text, bool is_host, struct range *range, bool *has_range)
{
  char copy[256];
  *has_range = false;
  if (snprintf(copy, sizeof copy, "%s", text) >= (int)sizeof copy)
    return ADDRESS_NONE;
  char *slash = strchr(copy, '/');
  if (slash)
    return read_network(copy, slash, range, has_range);
  char *dash = strchr(copy, '-');
  bool is_range = dash && dash != copy && consists_of(copy, HEX ":.x-") && strpbrk(copy, ".:");
  return is_range && count(copy, '-') == 1 ? read_range(copy, dash, range, has_range)
                                           : read_one(copy, is_host, range, has_range);
}

bool range_overlaps(const struct range *a, const struct range *b)
{
  return memcmp(a->low, b->high, 16) <= 0 && memcmp(b->low, a->high, 16) <= 0;
}

/* The bits that differ begin at the prefix's end. */
bool range_is_too_wide(const struct range *range)
{
  int same = 0;
  while (same < 128 && !((range->low[same / 8] ^ range->high[same / 8]) & (0x80 >> same % 8)))
    same++;
  return same < (is_ipv4(range->low) && is_ipv4(range->high) ? 96 + 16 : 32);
}
