/*
 * Is it the attacker? The question is asked of every destination, and answered on the strict side: whatever a program
 * or a person could take for one of the source's entries counts as it.
 */
#include "policy/inside.h"

#include "base/alloc.h"
#include "base/telephone.h"
#include "policy/spelling.h"

#include <string.h>

static bool has_one_word(const char *text)
{
  char word[SPELLING_TEXT_MAX + 1];
  const char *at = text;
  return spelling_next_word(&at, word) && !spelling_next_word(&at, word);
}

/* ---- refusing what cannot be compared ---- */

/* Among other words only what is plainly an attempt at an address; "Acme 2.0" is a name. */
static bool is_meant(const char *word)
{
  int dots = 0, colons = 0;
  for (const char *c = word; *c; c++)
    dots += *c == '.', colons += *c == ':';
  return dots >= 3 || colons >= 3 || strchr(word, '/');
}

static int check_word(const char *word, bool is_alone, struct err *err)
{
  struct spelling spelling;
  spelling_read(&spelling, word);
  if (spelling.form == ADDRESS_MALFORMED && (is_alone || is_meant(word)))
    return err_set(err,
                   "\"%s\" is no address as everybody reads it. Write four decimal numbers (203.0.113.7), a network "
                   "(203.0.113.0/24), or IPv6; a telephone number with blanks.", word);
  if (spelling.is_strange)
    return err_set(err, "\"%s\" cannot be compared with the attacker's names; write it in its ASCII form (xn--...).",
                   word);
  return 0;
}

int policy_check_destination(const char *destination, struct err *err)
{
  if (strlen(destination) > SPELLING_TEXT_MAX)
    return err_set(err, "a destination is longer than %d bytes.", SPELLING_TEXT_MAX);
  char narrow[SPELLING_TEXT_MAX + 1], word[SPELLING_TEXT_MAX + 1];
  spelling_narrow(destination, narrow, sizeof narrow);
  bool is_alone = has_one_word(narrow);
  for (const char *at = narrow; spelling_next_word(&at, word);)
    if (check_word(word, is_alone, err))
      return -1;
  return 0;
}

/* ---- comparing ---- */

static bool is_below(const char *name, const char *domain)
{
  size_t length = strlen(name), domain_length = strlen(domain);
  if (domain_length == 0 || length < domain_length || strcmp(name + length - domain_length, domain) != 0)
    return false;
  bool is_domain = strchr(domain, '.') != NULL; /* a bare "com" is not everybody */
  return length == domain_length || (is_domain && name[length - domain_length - 1] == '.');
}

static bool is_same_place(const struct spelling *source, const struct spelling *given)
{
  if (source->has_range && given->has_range && range_overlaps(&source->range, &given->range))
    return true;
  return !source->has_range && is_below(given->host, source->host);
}

/* "tel:+1 555 0100", "sip:him@example:5060": what stands behind a colon may be what is meant, but not in IPv6. */
static const char *behind_colon(const char *word)
{
  const char *colon = strchr(word, ':');
  bool is_ipv6 = word[strspn(word, "0123456789abcdefABCDEF:.[]/")] == '\0';
  return colon && colon[1] && !is_ipv6 && strncmp(colon, "://", 3) != 0 ? colon + 1 : NULL;
}

static bool names_place(const struct spelling *source, const char *text)
{
  char word[SPELLING_TEXT_MAX + 1];
  for (const char *at = text; spelling_next_word(&at, word);)
    for (const char *part = word; part; part = behind_colon(part)) {
      struct spelling given;
      spelling_read(&given, part);
      if (is_same_place(source, &given))
        return true;
    }
  return false;
}

/* A source entry may hold several words, each of which is a place. */
static bool names_any_place(const char *source, const char *text)
{
  char word[SPELLING_TEXT_MAX + 1];
  for (const char *at = source; spelling_next_word(&at, word);) {
    struct spelling spelling;
    spelling_read(&spelling, word);
    if (names_place(&spelling, text))
      return true;
  }
  return false;
}

static bool names_phone(const char *source, const char *text)
{
  char number[TELEPHONE_SIZE], given[TELEPHONE_SIZE];
  for (const char *at = source; telephone_next(&at, number);)
    for (const char *other = text; telephone_next(&other, given);)
      if (telephone_same(number, given))
        return true;
  return false;
}

static bool is_same_text(const char *source, const char *text)
{
  _cleanup_(buf_finish) struct buf a = {0};
  _cleanup_(buf_finish) struct buf b = {0};
  spelling_fold(source, &a);
  spelling_fold(text, &b);
  return a.length && strcmp(buf_string(&a), buf_string(&b)) == 0;
}

static bool names_account(const char *source, const char *text)
{
  char word[SPELLING_TEXT_MAX + 1];
  for (const char *at = text; spelling_next_word(&at, word);)
    for (const char *part = word; part; part = behind_colon(part)) {
      struct spelling given;
      spelling_read(&given, part);
      if (is_same_text(source, part) || is_same_text(source, given.account))
        return true;
    }
  return false;
}

static bool is_digits_only(const char *text)
{
  return text[strspn(text, "0123456789 +-/.()")] == '\0';
}

static bool is_address(const char *text)
{
  struct spelling spelling;
  spelling_read(&spelling, text);
  return has_one_word(text) && spelling.form == ADDRESS_GOOD;
}

/* Both narrow. Every kind is compared in its own way, and as plain text besides. */
static bool is_same(enum source_kind kind, const char *source, const char *text)
{
  if (is_same_text(source, text))
    return true;
  switch (kind) {
  case SOURCE_PHONE: return !is_address(text) && names_phone(source, text);
  case SOURCE_ACCOUNT:
    return names_account(source, text) || (is_digits_only(source) && !is_address(text) && names_phone(source, text)) ||
           (!strchr(source, '@') && is_address(source) && names_any_place(source, text));
  case SOURCE_PARTY: return has_one_word(source) && strchr(source, '.') && names_any_place(source, text);
  default: return names_any_place(source, text);
  }
}

bool policy_is_attacker(const struct source *source, const char *destination)
{
  char text[SPELLING_TEXT_MAX + 1], item[SPELLING_TEXT_MAX + 1];
  if (!source)
    return false;
  spelling_narrow(destination, text, sizeof text);
  for (size_t i = 0; i < source->count; i++) {
    spelling_narrow(source->items[i].text, item, sizeof item);
    if (!source->items[i].is_doubtful && is_same(source->items[i].kind, item, text))
      return true;
  }
  return false;
}

/* ---- our own ---- */

static bool is_own_place(const struct policy_home *home, const char *text)
{
  for (size_t i = 0; i < home->network_count; i++)
    if (names_any_place(home->networks[i], text))
      return true;
  for (size_t i = 0; i < home->domain_count; i++)
    if (names_any_place(home->domains[i], text) || names_any_place(text, home->domains[i]))
      return true;
  return false;
}

/* A private number is recognised without being known here. */
static bool is_private_number(const struct policy_home *home, const char *text)
{
  char digits[TELEPHONE_SIZE];
  for (const char *at = text; home->knows_number && telephone_next(&at, digits);)
    if (home->knows_number(home->numbers, digits, false))
      return true;
  return false;
}

static bool is_own_person(const struct policy_home *home, const char *text)
{
  for (size_t i = 0; i < home->person_count; i++)
    if (is_same_text(home->people[i], text) ||
        (is_digits_only(home->people[i]) && !is_address(text) && names_phone(home->people[i], text)))
      return true;
  return !is_address(text) && is_private_number(home, text);
}

/* Strictly: what is ours may be handed evidence, so nothing is guessed. */
bool match_roster(const struct policy_home *home, const char *text)
{
  char narrow[SPELLING_TEXT_MAX + 1], given[TELEPHONE_SIZE], own[TELEPHONE_SIZE];
  if (!home)
    return false;
  spelling_narrow(text, narrow, sizeof narrow);
  const char *at = narrow;
  bool is_number = is_digits_only(narrow) && telephone_next(&at, given) && *at == '\0';
  for (size_t i = 0; i < home->person_count; i++) {
    const char *person = home->people[i];
    if (is_same_text(person, narrow))
      return true;
    if (is_number && is_digits_only(person) && telephone_next(&person, own) && strcmp(given, own) == 0)
      return true;
  }
  return is_number && home->knows_number && home->knows_number(home->numbers, given, true);
}

static bool is_too_wide(const char *text)
{
  char word[SPELLING_TEXT_MAX + 1];
  for (const char *at = text; spelling_next_word(&at, word);) {
    struct spelling spelling;
    spelling_read(&spelling, word);
    if (spelling.has_range && range_is_too_wide(&spelling.range))
      return true;
  }
  return false;
}

void policy_mark_doubtful(struct source *source, const struct policy_home *home)
{
  for (size_t i = 0; i < source->count; i++) {
    char text[SPELLING_TEXT_MAX + 1];
    spelling_narrow(source->items[i].text, text, sizeof text);
    bool is_place = source->items[i].kind == SOURCE_ADDRESS || source->items[i].kind == SOURCE_NAME;
    source->items[i].is_doubtful = (is_place && is_too_wide(text)) ||
                                   (home && ((is_place && is_own_place(home, text)) || is_own_person(home, text)));
  }
}
