/*
 * Reading addresses. What is meant as one is told from what is a name as the URL standard does: a host whose last
 * label is a number is an IPv4 address, and anything but four plain decimal numbers is malformed, for programs read
 * 0313.0.113.7 or 0xcb007107 in different ways.
 */
#include "identity/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define HEX DIGITS "abcdefABCDEF"

static bool consists_of(const char *text, const char *characters)
{
  return text[0] && text[strspn(text, characters)] == '\0';
}

static int count(const char *text, char c)
{
  int found = 0;
  for (; *text; text++)
    found += *text == c;
  return found;
}

/* ---- one address ---- */

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

static void put_ipv4(uint8_t address[16], const void *ipv4)
{
  memcpy(address, mapped, 12);
  memcpy(address + 12, ipv4, 4);
}

static bool read_ipv4(const char *text, uint8_t address[16])
{
  struct in_addr ipv4;
  if (inet_pton(AF_INET, text, &ipv4) != 1)
    return false;
  put_ipv4(address, &ipv4);
  return true;
}

static bool is_number(const char *label)
{
  return consists_of(label, DIGITS) ||
         (label[0] == '0' && (label[1] | 0x20) == 'x' && label[2 + strspn(label + 2, HEX)] == '\0');
}

/* Four plain numbers; or something else that ends in a number, or in a star. */
static enum address_form read_dotted(const char *text, bool is_host, uint8_t address[16])
{
  if (read_ipv4(text, address))
    return ADDRESS_GOOD;
  const char *dot = strrchr(text, '.'), *last = dot ? dot + 1 : text;
  bool is_pattern = dot && consists_of(text, DIGITS ".*xX") && (strcmp(last, "*") == 0 || (*last | 0x20) == 'x');
  return (is_number(last) && (dot || is_host)) || is_pattern ? ADDRESS_MALFORMED : ADDRESS_NONE;
}

/* The zone says through which of our own cables; it is nobody's address. */
static enum address_form read_colons(const char *text, uint8_t address[16])
{
  char plain[INET6_ADDRSTRLEN + 1];
  size_t length = strcspn(text, "%");
  if (text[length] && !consists_of(text + length + 1, HEX "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ.-_"))
    return ADDRESS_MALFORMED;
  if (length >= sizeof plain)
    return ADDRESS_MALFORMED;
  memcpy(plain, text, length);
  plain[length] = '\0';
  if (inet_pton(AF_INET6, plain, address) == 1)
    return ADDRESS_GOOD;
  return consists_of(plain, HEX ":.") ? ADDRESS_MALFORMED : ADDRESS_NONE;
}

static enum address_form read_one(const char *text, bool is_host, uint8_t address[16])
{
  const char *colon = strchr(text, ':');
  return colon && strchr(colon + 1, ':') ? read_colons(text, address) : read_dotted(text, is_host, address);
}

enum address_form address_read_host(const char *text, struct range *range)
{
  enum address_form form = read_one(text, true, range->low);
  memcpy(range->high, range->low, 16);
  return form;
}

bool address_read_loosely(const char *text, struct range *range)
{
  struct in_addr loose;
  if (!consists_of(text, HEX ".xX") || !inet_aton(text, &loose))
    return false;
  put_ipv4(range->low, &loose);
  memcpy(range->high, range->low, 16);
  return true;
}

/* ---- networks and ranges ---- */

static void widen(struct range *range, int bits)
{
  memcpy(range->high, range->low, 16);
  for (int bit = bits; bit < 128; bit++) {
    uint8_t mask = (uint8_t)(0x80 >> bit % 8);
    range->low[bit / 8] &= (uint8_t)~mask;
    range->high[bit / 8] |= mask;
  }
}

static enum address_form read_network(char *text, char *slash, struct range *range)
{
  *slash = '\0';
  enum address_form form = read_one(text, true, range->low);
  bool is_short = strchr(text, ':') == NULL;
  if (form != ADDRESS_GOOD)
    return form;
  const char *digits = slash + 1;
  long bits = consists_of(digits, DIGITS) && strlen(digits) <= 3 ? strtol(digits, NULL, 10) : -1;
  if (bits < 0 || bits > (is_short ? 32 : 128) || (digits[0] == '0' && digits[1]))
    return ADDRESS_MALFORMED;
  widen(range, is_short ? (int)bits + 96 : (int)bits);
  return ADDRESS_GOOD;
}

static char *trim(char *text)
{
  text += strspn(text, " ");
  for (size_t length = strlen(text); length && text[length - 1] == ' ';)
    text[--length] = '\0';
  return text;
}

static enum address_form read_range(char *text, char *dash, struct range *range)
{
  *dash = '\0';
  enum address_form from = read_one(trim(text), true, range->low), to = read_one(trim(dash + 1), true, range->high);
  if (from == ADDRESS_NONE && to == ADDRESS_NONE)
    return ADDRESS_NONE;
  bool is_good = from == ADDRESS_GOOD && to == ADDRESS_GOOD && memcmp(range->low, range->high, 16) <= 0;
  return is_good ? ADDRESS_GOOD : ADDRESS_MALFORMED;
}

enum address_form address_read(const char *text, struct range *range)
{
  char copy[128];
  size_t length = strlen(text);
  if (length >= sizeof copy || length < 2 || !strpbrk(text, ".:"))
    return ADDRESS_NONE;
  memcpy(copy, text, length + 1);
  char *slash = strchr(copy, '/');
  if (slash)
    return read_network(copy, slash, range);
  char *dash = strchr(copy, '-');
  bool is_range = dash && dash != copy && consists_of(copy, HEX ":.xX- ") && count(copy, '-') == 1 &&
                  (strchr(copy, ':') || count(copy, '.') >= 3);
  if (is_range)
    return read_range(copy, dash, range);
  enum address_form form = read_one(copy, false, range->low);
  memcpy(range->high, range->low, 16);
  return form;
}

/* ---- IPv4 within IPv6 ---- */

/* Where the first `bytes` bytes are these, four bytes behind them (or further on) are an IPv4 address. */
static const struct carrier {
  uint8_t prefix[12];
  uint8_t bytes, at;
  bool is_inverted;
} carriers[] = {
  {{0}, 12, 12, false},                                          /* compatible, RFC 4291 2.5.5.1 */
  {{[8] = 0xff, [9] = 0xff}, 12, 12, false},                     /* translated, RFC 2765 2.1 */
  {{0x00, 0x64, 0xff, 0x9b}, 12, 12, false},                     /* NAT64, RFC 6052 2.1 */
  {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 6, 12, false},          /* local NAT64, RFC 8215 */
  {{0x20, 0x02}, 2, 2, false},                                   /* 6to4, RFC 3056 2 */
  {{0x20, 0x01, 0x00, 0x00}, 4, 4, false},                       /* Teredo: its server, RFC 4380 4 */
  {{0x20, 0x01, 0x00, 0x00}, 4, 12, true},                       /* Teredo: its client */
};

static bool overlaps(const struct range *a, const struct range *b)
{
  return memcmp(a->low, b->high, 16) <= 0 && memcmp(b->low, a->high, 16) <= 0;
}

/* What of `range` lies behind the prefix; false if nothing does. */
static bool clip(const struct range *range, const struct carrier *carrier, struct range *clipped)
{
  struct range all;
  memcpy(all.low, carrier->prefix, 12);
  memset(all.low + carrier->bytes, 0, 16u - carrier->bytes);
  memcpy(all.high, all.low, 16);
  memset(all.high + carrier->bytes, 0xff, 16u - carrier->bytes);
  if (!overlaps(range, &all))
    return false;
  memcpy(clipped->low, memcmp(range->low, all.low, 16) > 0 ? range->low : all.low, 16);
  memcpy(clipped->high, memcmp(range->high, all.high, 16) < 0 ? range->high : all.high, 16);
  return true;
}

/* Bytes before `at` that differ mean that all of what follows may stand there. */
static void take(const struct range *clipped, const struct carrier *carrier, struct range *carried)
{
  uint8_t low[4] = {0}, high[4] = {0xff, 0xff, 0xff, 0xff};
  if (memcmp(clipped->low, clipped->high, carrier->at) == 0) {
    memcpy(low, clipped->low + carrier->at, 4);
    memcpy(high, clipped->high + carrier->at, 4);
  }
  for (int i = 0; i < 4 && carrier->is_inverted; i++) {
    uint8_t kept = (uint8_t)~low[i];
    low[i] = (uint8_t)~high[i];
    high[i] = kept;
  }
  put_ipv4(carried->low, low);
  put_ipv4(carried->high, high);
}

/* ISATAP (RFC 5214 6.1): in any network, so only where the rest is settled. */
static bool is_isatap(const struct range *range)
{
  const uint8_t *id = range->low + 8;
  return memcmp(range->low, range->high, 12) == 0 && (id[0] & 0xfd) == 0 && id[1] == 0 && id[2] == 0x5e &&
         id[3] == 0xfe;
}

/* :: and ::1, and what is no host in the lowest network, are themselves. */
static bool is_low(const struct range *range)
{
  static const uint8_t most[16] = {[14] = 0xff, [15] = 0xff};
  return memcmp(range->high, most, 16) <= 0;
}

size_t address_carried(const struct range *range, struct range carried[static 2])
{
  size_t found = 0;
  struct range clipped;
  if (range_is_ipv4(range) || is_low(range))
    return 0;
  for (size_t i = 0; i < sizeof carriers / sizeof *carriers && found < 2; i++)
    if (clip(range, &carriers[i], &clipped))
      take(&clipped, &carriers[i], &carried[found++]);
  if (found < 2 && is_isatap(range)) {
    put_ipv4(carried[found].low, range->low + 12);
    put_ipv4(carried[found++].high, range->high + 12);
  }
  return found;
}

/* ---- by name ---- */

static bool read_reverse_ipv4(const char *name, size_t length, struct range *range)
{
  uint8_t bytes[4] = {0};
  int parts = 0;
  for (const char *at = name + length; at > name && parts < 4; parts++) {
    const char *start = at;
    while (start > name && start[-1] != '.')
      start--;
    if (!consists_of(start, DIGITS ".inadrp-") || at == start || at - start > 3)
      return false;
    bytes[parts] = (uint8_t)strtol(start, NULL, 10);
    at = start > name ? start - 1 : name;
  }
  put_ipv4(range->low, bytes);
  widen(range, 96 + 8 * parts);
  return parts > 0;
}

static bool read_reverse_ipv6(const char *name, size_t length, struct range *range)
{
  int nibbles = 0;
  memset(range->low, 0, 16);
  for (const char *at = name + length - 1; at >= name && nibbles < 32; at -= 2, nibbles++) {
    if (!strchr(HEX, *at) || (at > name && at[-1] != '.'))
      return false;
    int value = *at <= '9' ? *at - '0' : (*at | 0x20) - 'a' + 10;
    range->low[nibbles / 2] |= (uint8_t)(nibbles % 2 ? value : value << 4);
  }
  widen(range, 4 * nibbles);
  return nibbles > 0;
}

bool address_from_reverse(const char *name, struct range *range)
{
  static const char ipv4[] = ".in-addr.arpa", ipv6[] = ".ip6.arpa";
  size_t length = strlen(name);
  if (length > sizeof ipv4 && strcmp(name + length + 1 - sizeof ipv4, ipv4) == 0)
    return read_reverse_ipv4(name, length + 1 - sizeof ipv4, range);
  return length > sizeof ipv6 && strcmp(name + length + 1 - sizeof ipv6, ipv6) == 0 &&
         read_reverse_ipv6(name, length + 1 - sizeof ipv6, range);
}

/* ---- ranges ---- */

bool range_is_one(const struct range *range)
{
  return memcmp(range->low, range->high, 16) == 0;
}

bool range_is_ipv4(const struct range *range)
{
  return memcmp(range->low, mapped, 12) == 0 && memcmp(range->high, mapped, 12) == 0;
}

/* The bits that differ begin at the prefix's end. */
static int shared_bits(const struct range *range)
{
  int same = 0;
  while (same < 128 && !((range->low[same / 8] ^ range->high[same / 8]) & (0x80 >> same % 8)))
    same++;
  return same;
}

int range_prefix(const struct range *range)
{
  return shared_bits(range) - (range_is_ipv4(range) ? 96 : 0);
}

static void show_one(const uint8_t address[16], char text[INET6_ADDRSTRLEN])
{
  if (memcmp(address, mapped, 12) == 0)
    inet_ntop(AF_INET, address + 12, text, INET6_ADDRSTRLEN);
  else
    inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
}

void range_show(const struct range *range, char *text, size_t size)
{
  char low[INET6_ADDRSTRLEN], high[INET6_ADDRSTRLEN];
  struct range network = *range;
  show_one(range->low, low);
  show_one(range->high, high);
  widen(&network, shared_bits(range));
  if (range_is_one(range))
    snprintf(text, size, "%s", low);
  else if (memcmp(&network, range, sizeof network) == 0)
    snprintf(text, size, "%s/%d", low, range_prefix(range));
  else
    snprintf(text, size, "%s-%s", low, high);
}
