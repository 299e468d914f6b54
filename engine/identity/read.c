/*
 * The one reader. Each grammar is strict; a text that fits several gets a reading of each, and is compared as each.
 *
 * What looks meant as an address, a link, an account or a number and is none as everybody reads it ends here as
 * unreadable. It never falls through to a milder grammar, for that would be a second reading.
 */
#include "identity/inside.h"

#include <stdio.h>
#include <strings.h>

static const char write_it_so[] =
    "It is not clear whom it names. Write an address (203.0.113.7), a network (203.0.113.0/24), a host (www.example), "
    "a telephone number with its country (+1 555 0100), user@host.example, or a name of letters and digits.";
static const char no_address[] =
    "It is no address as everybody reads it. Write four decimal numbers (203.0.113.7), a network (203.0.113.0/24), or "
    "IPv6 (2001:db8::7).";
static const char no_link[] =
    "It is a link that programs read in different ways. Write the host alone: www.example.";
static const char no_account[] = "It is no account with one reading. Write user@host.example.";
static const char no_number[] = "It is no telephone number. Write it with its country, one at a time: +1 555 0100.";
static const char not_seen[] = "It is too long, or it holds characters that cannot be seen. Type it anew.";

static int fail(struct reading *reading, const char *because)
{
  reading->count = 0;
  reading->because = because;
  return -1;
}

static struct identity *add(struct reading *reading, enum identity_type type)
{
  if (reading->count == READINGS_MAX)
    reading->count--; /* the last one is the least likely; never more than three are made */
  struct identity *identity = &reading->as[reading->count++];
  identity->type = type;
  identity->is_local = false;
  identity->range_count = identity->length = 0;
  identity->text[0] = '\0';
  return identity;
}

static void add_range(struct reading *reading, const struct range *range)
{
  struct identity *identity = add(reading, IDENTITY_ADDRESS);
  identity->ranges[0] = *range;
  identity->range_count = 1 + address_carried(range, identity->ranges + 1);
}

/* ---- hosts ---- */

static int take_host(struct reading *reading, const char *text, size_t length)
{
  struct identity *host = add(reading, IDENTITY_HOST);
  struct range range;
  host->length = host_read(text, length, host->text);
  if (!host->length) {
    reading->count--;
    return -1;
  }
  if (address_from_reverse(host->text, &range))
    add_range(reading, &range);
  return 0;
}

/* A port is up to five digits, or nothing behind the colon. */
static bool is_port(const char *text, size_t length)
{
  return length <= 5 && strspn(text, "0123456789") >= length;
}

static int take_bracketed(struct reading *reading, const char *text, size_t length)
{
  char inner[80];
  struct range range;
  const char *end = memchr(text, ']', length);
  size_t rest = end ? length - (size_t)(end + 1 - text) : 0;
  if (!end || (rest && (end[1] != ':' || !is_port(end + 2, rest - 1))) || (size_t)(end - text) > sizeof inner)
    return fail(reading, no_address);
  snprintf(inner, sizeof inner, "%.*s", (int)(end - text - 1), text + 1);
  if (!strchr(inner, ':') || address_read_host(inner, &range) != ADDRESS_GOOD)
    return fail(reading, no_address);
  add_range(reading, &range);
  return 0;
}

/* Where only a host can stand: an address, or a name, perhaps with a port. */
static int take_place(struct reading *reading, const char *text, size_t length, const char *because)
{
  char copy[IDENTITY_SIZE];
  struct range range;
  if (length && text[0] == '[')
    return take_bracketed(reading, text, length);
  const char *colon = memchr(text, ':', length);
  if (colon && !is_port(colon + 1, length - (size_t)(colon + 1 - text)))
    return fail(reading, because);
  if (colon)
    length = (size_t)(colon - text);
  if (length == 0 || length >= sizeof copy)
    return fail(reading, because);
  memcpy(copy, text, length);
  copy[length] = '\0';
  switch (address_read_host(copy, &range)) {
  case ADDRESS_GOOD: add_range(reading, &range); return 0;
  case ADDRESS_MALFORMED: return fail(reading, no_address);
  default: return take_host(reading, text, length) ? fail(reading, because) : 0;
  }
}

/* ---- accounts ---- */

static bool is_user(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (!isalnum((unsigned char)text[i]) && !strchr("._+-", text[i]))
      return false;
  return length > 0 && length <= 64 && text[0] != '.' && text[length - 1] != '.';
}

/* user@host counts as itself, and as its host for whoever compares; percent and bang paths have two readings. */
static int take_account(struct reading *reading, const char *text, size_t length)
{
  const char *at = memchr(text, '@', length);
  size_t user = at ? (size_t)(at - text) : 0;
  if (!at || !is_user(text, user) || memchr(at + 1, '@', length - user - 1))
    return fail(reading, no_account);
  struct identity *account = add(reading, IDENTITY_ACCOUNT);
  if (take_place(reading, at + 1, length - user - 1, no_account))
    return -1;
  const struct identity *host = account + 1;
  char shown[IDENTITY_SIZE];
  identity_show(host, shown);
  account->length = (size_t)snprintf(account->text, sizeof account->text, "%.*s@%s", (int)user, text, shown);
  if (account->length >= sizeof account->text)
    return fail(reading, no_account);
  for (size_t i = 0; i < user; i++)
    account->text[i] = (char)tolower((unsigned char)account->text[i]);
  return 0;
}

/* ---- links: RFC 3986 ---- */

/* Decoded once, as section 2.4 says; what is still encoded then, or was no character, is nobody's host. */
static size_t decode_percent(const char *text, size_t length, char *out, size_t size)
{
  size_t used = 0;
  for (size_t i = 0; i < length && used + 1 < size; i++) {
    int high = text[i] == '%' && i + 2 < length ? identity_hex(text[i + 1]) : -1;
    int low = high < 0 ? -1 : identity_hex(text[i + 2]);
    char c = low < 0 ? text[i] : (char)(high * 16 + low);
    if ((unsigned char)c <= ' ' || strchr("%/?#@\\:[]", c) || c == 0x7f)
      return 0;
    out[used++] = c;
    i += low < 0 ? 0 : 2;
  }
  out[used] = '\0';
  return used;
}

static bool is_userinfo(const char *text, size_t length)
{
  return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:%") >= length;
}

static int take_authority(struct reading *reading, const char *text, size_t length)
{
  char host[IDENTITY_SIZE];
  const char *at = memchr(text, '@', length), *start = at ? at + 1 : text;
  size_t user = at ? (size_t)(at - text) : 0, left = length - (size_t)(start - text);
  if ((at && !is_userinfo(text, user)) || memchr(start, '@', left) || left == 0)
    return fail(reading, no_link);
  if (start[0] != '[' && memchr(start, '%', left)) {
    const char *colon = memchr(start, ':', left);
    size_t name = colon ? (size_t)(colon - start) : left;
    if (colon && !is_port(colon + 1, left - name - 1))
      return fail(reading, no_link);
    left = decode_percent(start, name, host, sizeof host);
    start = host;
  }
  if (left == 0 || take_place(reading, start, left, no_link))
    return fail(reading, reading->because ? reading->because : no_link);
  if (at && is_user(text, user)) { /* ssh://eve@host is eve's account there, too */
    struct identity *account = add(reading, IDENTITY_ACCOUNT);
    char shown[IDENTITY_SIZE];
    identity_show(&reading->as[0], shown);
    account->length = (size_t)snprintf(account->text, sizeof account->text, "%.*s@%s", (int)user, text, shown);
    for (size_t i = 0; i < user && account->length < sizeof account->text; i++)
      account->text[i] = (char)tolower((unsigned char)account->text[i]);
    if (account->length >= sizeof account->text)
      return fail(reading, no_link);
  }
  return 0;
}

static bool is_scheme(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (!isalnum((unsigned char)text[i]) && !strchr("+-.", text[i]))
      return false;
  return length == 0 || isalpha((unsigned char)text[0]);
}

/* Seven digits or more may be a telephone number, or an address written as one number. */
static bool has_long_number(const char *path)
{
  for (const char *at = path; *at; at++)
    if (at[0] == '/' && isdigit((unsigned char)at[1]) && strcspn(at + 1, "/") >= NUMBER_LEAST)
      return true;
  return false;
}

/* `authority` begins behind the two slashes. */
static int take_link(struct reading *reading, const char *text, const char *authority)
{
  size_t scheme = (size_t)(authority - text) - 2;
  size_t length = strcspn(authority, "/?#");
  bool ends_early = authority[length] == '?' || authority[length] == '#'; /* some look for an @ behind it, too */
  if ((scheme && text[scheme - 1] != ':') || !is_scheme(text, scheme ? scheme - 1 : 0) ||
      strpbrk(text, "\\ <>\"{}|^`") || (ends_early && strchr(authority + length, '@')))
    return fail(reading, no_link);
  const char *behind = authority + length;
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_";
  reading->carries_more = memchr(authority, '@', length) || behind[strspn(behind, plain)] || has_long_number(behind);
  return take_authority(reading, authority, length);
}

/* ---- schemes without slashes ---- */

static int take_number(struct reading *reading, const char *text, const char *country)
{
  struct identity *number = add(reading, IDENTITY_NUMBER);
  return number_read(text, country, number) ? 0 : fail(reading, no_number);
}

static const struct {
  const char *scheme;
  bool is_number;
} schemes[] = {{"tel:", true},    {"callto:", true}, {"fax:", true},   {"sms:", true},
               {"mailto:", false}, {"sip:", false},   {"sips:", false}, {"xmpp:", false}};

/* 1: it has none of these. */
static int take_scheme(struct reading *reading, const char *text, const char *country)
{
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
    size_t length = strlen(schemes[i].scheme);
    if (strncasecmp(text, schemes[i].scheme, length) != 0)
      continue;
    const char *rest = text + length;
    if (schemes[i].is_number)
      return take_number(reading, rest, country);
    size_t place = strcspn(rest, "?;"); /* headers and parameters; further addresses in them are refused */
    if (strpbrk(rest, "\\ ,") || strchr(rest + place, '@'))
      return fail(reading, no_account);
    return memchr(rest, '@', place) ? take_account(reading, rest, place)
                                    : take_place(reading, rest, place, no_account);
  }
  return 1;
}

/* ---- names ---- */

static bool is_word_byte(char c)
{
  return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Words of letters, digits, & ' and -, with dots behind them. */
static bool is_name(const char *text)
{
  bool has_letter = false;
  for (const char *at = text; *at; at++) {
    bool is_last_dot = *at == '.' && (at[1] == ' ' || at[1] == '\0') && at > text && is_word_byte(at[-1]);
    if (!is_word_byte(*at) && !strchr(" &'-", *at) && !is_last_dot)
      return false;
    has_letter |= is_word_byte(*at) && !isdigit((unsigned char)*at);
  }
  return has_letter;
}

/* Characters that no label may have are no letters: then nobody knows whom it names. */
static bool has_only_letters(const char *text)
{
  char unused[IDENTITY_SIZE];
  for (const char *at = text; *at;) {
    if (!is_word_byte(*at)) {
      at++;
      continue;
    }
    size_t length = 0;
    bool is_wide = false;
    for (; is_word_byte(at[length]); length++)
      is_wide |= (unsigned char)at[length] >= 0x80;
    if (is_wide && !word_to_ascii(at, length, unused, sizeof unused))
      return false;
    at += length;
  }
  return true;
}

static int take_name(struct reading *reading, const char *text)
{
  char folded[IDENTITY_FOLD_SIZE];
  struct range loose;
  if (!is_name(text) || !has_only_letters(text))
    return fail(reading, write_it_so);
  if (address_read_loosely(text, &loose))
    return fail(reading, no_address);
  struct identity *name = add(reading, IDENTITY_PARTY);
  size_t length = fold_ready(text, folded);
  if (length == 0 || length >= sizeof name->text)
    return fail(reading, write_it_so);
  memcpy(name->text, folded, length + 1);
  name->length = length;
  struct identity *number = add(reading, IDENTITY_NUMBER); /* "telephone 555 0100" */
  if (!number_of_digits(text, number))
    reading->count--;
  if (!strchr(text, ' '))
    take_host(reading, text, strlen(text)); /* one word may be a machine */
  return 0;
}

/* ---- the whole ---- */

/* Digits alone, 3405803783: dialled by a telephone, an address to a program. */
static void add_loose(struct reading *reading, const char *text)
{
  struct range loose;
  if (text[strspn(text, "0123456789")] == '\0' && address_read_loosely(text, &loose))
    add_range(reading, &loose);
}

/* Letters that no number and no address has; so most names are told at once. */
static bool may_be_numeric(const char *text)
{
  return isdigit((unsigned char)text[0]) || strchr("+(:", text[0]) ||
         (isxdigit((unsigned char)text[0]) && strchr(text, ':'));
}

/* 1: neither an address nor a number. */
static int take_numeric(struct reading *reading, const char *text, const char *country)
{
  struct range range;
  switch (address_read(text, &range)) {
  case ADDRESS_GOOD: add_range(reading, &range); return 0;
  case ADDRESS_MALFORMED: break;
  default:
    if (!number_read(text, country, add(reading, IDENTITY_NUMBER))) {
      reading->count = 0;
      return text[0] == '+' || text[0] == '(' ? fail(reading, no_number) : 1;
    }
    const char *dash = strrchr(text, '-'); /* +1 555 0166-12 */
    if (dash && strlen(dash) <= 5 && dash - text > NUMBER_LEAST) {
      char main[64];
      snprintf(main, sizeof main, "%.*s", (int)(dash - text), text);
      if (!number_read(main, country, add(reading, IDENTITY_NUMBER)))
        reading->count--;
    }
    add_loose(reading, text);
    return 0;
  }
  if (number_read(text, country, add(reading, IDENTITY_NUMBER)) && !address_read_loosely(text, &range))
    return 0; /* 1.555.0100 */
  return fail(reading, no_address);
}

static int take(struct reading *reading, const char *text, const char *country)
{
  const char *slashes = strstr(text, "//");
  if (slashes && (slashes == text || slashes[-1] == ':'))
    return take_link(reading, text, slashes + 2);
  const char *colon = strchr(text, ':'), *dot = strchr(text, '.');
  bool has_port = colon && dot && colon > dot;
  int result = colon ? take_scheme(reading, text, country) : 1;
  if (result == 1 && may_be_numeric(text) && !strchr(text, '@') && !has_port)
    result = take_numeric(reading, text, country);
  if (result != 1)
    return result;
  if (strchr(text, '@'))
    return take_account(reading, text, strlen(text));
  if (text[0] == '[')
    return take_bracketed(reading, text, strlen(text));
  size_t length = strlen(text);
  bool has_inner_dot = dot && dot < text + length - 1;
  if (colon || (has_inner_dot && !strpbrk(text, " /,;()'&")))
    return strpbrk(text, " /,;()") ? fail(reading, write_it_so) : take_place(reading, text, length, write_it_so);
  return take_name(reading, text);
}

/* `ready` is filled; "" if it could not be. */
static void read_into(const char *text, const char *country, char *ready, struct reading *reading)
{
  ready[0] = '\0';
  reading->count = 0;
  reading->because = NULL;
  reading->carries_more = false;
  if (!prepare(text, ready, &reading->was_rewritten)) {
    ready[0] = '\0';
    fail(reading, not_seen);
  } else if (!ready[0])
    fail(reading, write_it_so);
  else
    take(reading, ready, country);
}

void identity_read(const char *text, const char *country, struct reading *reading)
{
  char ready[IDENTITY_TEXT_MAX + 1];
  read_into(text, country, ready, reading);
}

size_t identity_read_folded(const char *text, const char *country, struct reading *reading,
                            char folded[static IDENTITY_FOLD_SIZE])
{
  char ready[IDENTITY_TEXT_MAX + 1];
  read_into(text, country, ready, reading);
  const struct identity *first = &reading->as[0];
  if (reading->count == 0 || first->type != IDENTITY_PARTY)
    return fold_ready(ready, folded);
  memcpy(folded, first->text, first->length + 1);
  return first->length;
}

void identity_show(const struct identity *identity, char text[static IDENTITY_SIZE])
{
  if (identity->type == IDENTITY_ADDRESS)
    range_show(&identity->ranges[0], text, IDENTITY_SIZE);
  else
    snprintf(text, IDENTITY_SIZE, "%s%.254s",
             identity->type == IDENTITY_NUMBER && !identity->is_local && identity->length >= NUMBER_LEAST ? "+" : "",
             identity->text);
}
