/*
 * Who is ours and who is known, read and indexed once: from then on a question costs the same however many there are.
 */
#include "policy/known.h"

#include "base/alloc.h"

#include <string.h>

const char *known_country(const struct policy_known *known)
{
  return known && known->home ? known->home->country : NULL;
}

static void add_name(struct identity_set *set, const char *text, uint32_t owner)
{
  char folded[IDENTITY_FOLD_SIZE];
  size_t length = identity_fold(text, folded);
  identity_set_add_name(set, folded, length, owner);
}

static void add_places(struct policy_known *known, const char *const *texts, size_t count)
{
  struct reading reading;
  for (size_t i = 0; i < count; i++) {
    identity_read(texts[i], known_country(known), &reading);
    for (size_t k = 0; k < reading.count; k++)
      if (reading.as[k].type == IDENTITY_ADDRESS || reading.as[k].type == IDENTITY_HOST)
        identity_set_add(known->places, &reading.as[k], 0);
  }
}

static void add_people(struct policy_known *known)
{
  struct reading reading;
  for (size_t i = 0; i < known->home->person_count; i++) {
    const char *text = known->home->people[i];
    add_name(known->people, text, (uint32_t)i);
    if (!strpbrk(text, "0123456789"))
      continue;
    identity_read(text, known_country(known), &reading);
    if (reading.count && reading.as[0].type == IDENTITY_NUMBER)
      identity_set_add(known->people, &reading.as[0], (uint32_t)i);
  }
}

static void add_party(struct policy_known *known, const struct known_party *contact, uint32_t owner)
{
  struct acquaintance *party = &known->list[owner];
  char folded[IDENTITY_FOLD_SIZE];
  struct reading reading;
  party->name_length = identity_fold(contact->name, folded);
  party->name = xstrdup(folded);
  identity_set_add_name(known->parties, folded, party->name_length, owner);
  for (size_t i = 0; i < contact->way_count; i++) {
    identity_read(contact->ways[i], known_country(known), &reading);
    for (size_t k = 0; k < reading.count; k++)
      *APPEND(party->list, party->count) = reading.as[k];
    if (reading.count)
      identity_set_add(known->parties, &reading.as[0], owner);
  }
}

struct policy_known *policy_known_new(const struct policy_home *home)
{
  struct policy_known *known = xcalloc(1, sizeof *known);
  known->home = home;
  known->places = identity_set_new();
  known->people = identity_set_new();
  known->parties = identity_set_new();
  if (home) {
    add_places(known, home->networks, home->network_count);
    add_places(known, home->domains, home->domain_count);
    add_people(known);
    known->count = home->contact_count;
    known->list = xcalloc(known->count + 1, sizeof *known->list);
    for (size_t i = 0; i < known->count; i++)
      add_party(known, &home->contacts[i], (uint32_t)i);
  }
  identity_set_seal(known->places);
  identity_set_seal(known->people);
  identity_set_seal(known->parties);
  return known;
}

void policy_known_free(struct policy_known *known)
{
  if (!known)
    return;
  for (size_t i = 0; i < known->count; i++) {
    free(known->list[i].name);
    free(known->list[i].list);
  }
  free(known->list);
  identity_set_free(known->places);
  identity_set_free(known->people);
  identity_set_free(known->parties);
  free(known);
}

/* ---- the entries of a source ---- */

typedef void (*source_see)(void *context, const struct identity *identity);

/* An account at a provider does not make the provider's host the attacker; a machine written as user@host is meant. */
static bool is_meant(enum source_kind kind, const struct reading *reading, size_t index)
{
  const struct identity *identity = &reading->as[index];
  if (kind == SOURCE_PHONE)
    return identity->type == IDENTITY_NUMBER;
  bool stands_behind = index > 0 && reading->as[0].type == IDENTITY_ACCOUNT;
  return !(stands_behind && (kind == SOURCE_ACCOUNT || kind == SOURCE_PARTY));
}

static void see_piece(const char *piece, enum source_kind kind, const char *country, source_see see, void *context)
{
  struct reading reading;
  identity_read(piece, country, &reading);
  for (size_t i = 0; i < reading.count; i++)
    if (is_meant(kind, &reading, i))
      see(context, &reading.as[i]);
}

static void see_name(const char *text, source_see see, void *context)
{
  char folded[IDENTITY_FOLD_SIZE];
  struct identity name = {.type = IDENTITY_PARTY};
  name.length = identity_fold(text, folded);
  if (name.length == 0 || name.length >= sizeof name.text)
    return;
  memcpy(name.text, folded, name.length + 1);
  see(context, &name);
}

/* Each reading of the whole; of a text that has none, as older records hold them, each piece. */
static void source_read(const struct source_item *item, const char *country, source_see see, void *context)
{
  struct reading reading;
  char piece[IDENTITY_TEXT_MAX + 1];
  identity_read(item->text, country, &reading);
  see_name(item->text[0] == '@' ? item->text + 1 : item->text, see, context);
  if (reading.count)
    see_piece(item->text, item->kind, country, see, context);
  for (const char *at = item->text; !reading.count && identity_next_piece(&at, piece);)
    see_piece(piece, item->kind, country, see, context);
}

/* ---- what of a source is ours ---- */

#define TOO_WIDE_IPV4 16
#define TOO_WIDE_IPV6 32

/* A number of ours is recognised without being known here; as it is dialled from abroad, or at home. */
static bool is_private_number(const struct policy_home *home, const struct identity *number)
{
  if (!home->knows_number || number->type != IDENTITY_NUMBER)
    return false;
  if (home->knows_number(home->numbers, number->text, true))
    return true;
  size_t code = home->country ? strlen(home->country) : 0;
  if (code == 0 || strncmp(number->text, home->country, code) != 0)
    return false;
  char national[IDENTITY_SIZE] = "0";
  memcpy(national + 1, number->text + code, number->length - code + 1);
  return home->knows_number(home->numbers, national, true);
}

bool known_is_ours(const struct policy_known *known, const struct identity *identity)
{
  if (!known || !known->home)
    return false;
  switch (identity->type) {
  case IDENTITY_ADDRESS:
  case IDENTITY_ACCOUNT: return identity_set_reaches(known->places, identity);
  case IDENTITY_HOST: return identity_set_reaches(known->places, identity) ||
                             identity_set_is_above(known->places, identity);
  case IDENTITY_NUMBER: return identity_set_holds(known->people, identity) ||
                               is_private_number(known->home, identity);
  default: return identity_set_holds(known->people, identity);
  }
}

bool policy_is_ours(const struct policy_known *known, const char *text)
{
  struct reading reading;
  identity_read(text, known_country(known), &reading);
  for (size_t i = 0; i < reading.count; i++) {
    bool is_place = reading.as[i].type == IDENTITY_ADDRESS || reading.as[i].type == IDENTITY_HOST;
    if (is_place && identity_set_holds(known->places, &reading.as[i]))
      return true;
  }
  return false;
}

static bool is_too_wide(const struct identity *identity)
{
  const struct range *range = &identity->ranges[0];
  return identity->type == IDENTITY_ADDRESS &&
         range_prefix(range) < (range_is_ipv4(range) ? TOO_WIDE_IPV4 : TOO_WIDE_IPV6);
}

struct doubting {
  const struct policy_known *known;
  bool is_doubtful;
};

static void doubt(void *context, const struct identity *identity)
{
  struct doubting *doubting = context;
  doubting->is_doubtful |= is_too_wide(identity) || known_is_ours(doubting->known, identity);
}

void policy_doubt(struct source *source, const struct policy_known *known)
{
  for (size_t i = 0; i < source->count; i++) {
    struct doubting doubting = {known, false};
    source_read(&source->items[i], known_country(known), doubt, &doubting);
    source->items[i].is_doubtful = doubting.is_doubtful;
  }
}

void policy_mark_doubtful(struct source *source, const struct policy_home *home)
{
  struct policy_known *known = source->count ? policy_known_new(home) : NULL;
  policy_doubt(source, known);
  policy_known_free(known);
}

/* ---- the attacker ---- */

struct sorting {
  struct policy_attacker *attacker;
  bool is_item_doubtful, is_whole;
};

/* Of an entry of several things that nobody has confirmed, what is not ours is the attacker all the same. */
static void sort(void *context, const struct identity *identity)
{
  struct sorting *sorting = context;
  const struct policy_known *known = sorting->attacker->known;
  bool is_doubtful = sorting->is_item_doubtful && (sorting->is_whole || !known || !known->home ||
                                                   is_too_wide(identity) || known_is_ours(known, identity));
  identity_set_add(is_doubtful ? sorting->attacker->doubtful : sorting->attacker->firm, identity, 0);
}

struct policy_attacker *policy_attacker_new(const struct source *source, const struct policy_known *known)
{
  struct policy_attacker *attacker = xcalloc(1, sizeof *attacker);
  attacker->firm = identity_set_new();
  attacker->doubtful = identity_set_new();
  attacker->known = known;
  for (size_t i = 0; source && i < source->count; i++) {
    struct reading whole;
    identity_read(source->items[i].text, known_country(known), &whole);
    struct sorting sorting = {attacker, source->items[i].is_doubtful, whole.count > 0};
    source_read(&source->items[i], known_country(known), sort, &sorting);
  }
  identity_set_seal(attacker->firm);
  identity_set_seal(attacker->doubtful);
  if (known && known->count)
    attacker->standings = xcalloc(known->count, sizeof *attacker->standings);
  return attacker;
}

void policy_attacker_free(struct policy_attacker *attacker)
{
  if (!attacker)
    return;
  identity_set_free(attacker->firm);
  identity_set_free(attacker->doubtful);
  free(attacker->standings);
  free(attacker->remembered);
  free(attacker);
}

bool attacker_exists(const struct policy_attacker *attacker)
{
  return identity_set_count(attacker->firm) > 0;
}
