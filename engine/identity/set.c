/*
 * A table of texts by hash, and ranges in order of their beginning. Texts are hashed from their end, so that the hashes
 * of all domains above a host are passed on the way to its own.
 */
#include "identity/set.h"

#include "base/alloc.h"
#include "identity/inside.h"

#define TAIL 7  /* digits that a subscriber's number has without its area */
#define KIND_TAIL IDENTITY_TYPE_COUNT
#define KIND_ABOVE (IDENTITY_TYPE_COUNT + 1) /* a domain above a host of the set */
#define SEED 0x9e3779b97f4a7c15u

struct row {
  uint64_t hash;        /* 0: empty */
  uint32_t owner;
  uint16_t length;
  uint8_t kind;
  const char *text;
};

struct owned_range {
  struct range range;
  uint8_t most[16];     /* the highest end of this one and all before it */
  uint32_t owner;
};

struct identity_set {
  size_t count, row_count, room, range_count, text_count;
  struct row *rows;     /* a list while it is filled, then a table of `room`, a power of two */
  struct owned_range *ranges;
  char **texts;
};

struct identity_set *identity_set_new(void)
{
  return xcalloc(1, sizeof(struct identity_set));
}

void identity_set_free(struct identity_set *set)
{
  if (!set)
    return;
  for (size_t i = 0; i < set->text_count; i++)
    free(set->texts[i]);
  free(set->texts);
  free(set->rows);
  free(set->ranges);
  free(set);
}

size_t identity_set_count(const struct identity_set *set)
{
  return set ? set->count : 0;
}

/* ---- hashing ---- */

static uint64_t step(uint64_t hash, char c)
{
  return (hash ^ (unsigned char)c) * 0x100000001b3u;
}

static uint64_t finish(uint64_t hash, unsigned kind)
{
  hash = (hash + kind + 1) * SEED;
  hash ^= hash >> 29;
  return hash | 1;
}

static uint64_t hash_of(const char *text, size_t length, unsigned kind)
{
  uint64_t hash = SEED;
  while (length)
    hash = step(hash, text[--length]);
  return finish(hash, kind);
}

/* ---- filling ---- */

static void add_text(struct identity_set *set, const char *text, size_t length, unsigned kind, uint32_t owner)
{
  char *copy = *APPEND(set->texts, set->text_count) = xstrndup(text, length);
  *APPEND(set->rows, set->row_count) =
      (struct row){hash_of(text, length, kind), owner, (uint16_t)length, (uint8_t)kind, copy};
}

static void add_domains_above(struct identity_set *set, const char *host)
{
  for (const char *dot = strchr(host, '.'); dot; dot = strchr(dot + 1, '.'))
    add_text(set, dot + 1, strlen(dot + 1), KIND_ABOVE, 0);
}

void identity_set_add_name(struct identity_set *set, const char *folded, size_t length, uint32_t owner)
{
  if (length && length < UINT16_MAX) {
    add_text(set, folded, length, IDENTITY_PARTY, owner);
    set->count++;
  }
}

void identity_set_add(struct identity_set *set, const struct identity *identity, uint32_t owner)
{
  set->count++;
  for (size_t i = 0; i < identity->range_count && identity->type == IDENTITY_ADDRESS; i++)
    *APPEND(set->ranges, set->range_count) = (struct owned_range){identity->ranges[i], {0}, owner};
  if (identity->type == IDENTITY_ADDRESS)
    return;
  add_text(set, identity->text, identity->length, identity->type, owner);
  if (identity->type == IDENTITY_NUMBER && identity->length >= TAIL)
    add_text(set, identity->text + identity->length - TAIL, TAIL, KIND_TAIL, identity->is_local);
  if (identity->type == IDENTITY_HOST)
    add_domains_above(set, identity->text);
}

static int compare_ranges(const void *a, const void *b)
{
  return memcmp(((const struct owned_range *)a)->range.low, ((const struct owned_range *)b)->range.low, 16);
}

static void seal_ranges(struct identity_set *set)
{
  if (set->range_count)
    qsort(set->ranges, set->range_count, sizeof *set->ranges, compare_ranges);
  for (size_t i = 0; i < set->range_count; i++) {
    const uint8_t *before = i ? set->ranges[i - 1].most : set->ranges[i].range.high;
    const uint8_t *high = set->ranges[i].range.high;
    memcpy(set->ranges[i].most, memcmp(before, high, 16) > 0 ? before : high, 16);
  }
}

static size_t place_of(const struct identity_set *set, uint64_t hash)
{
  return (size_t)(hash >> 32) & (set->room - 1);
}

static bool is_same_row(const struct row *a, const struct row *b)
{
  return a->hash == b->hash && a->kind == b->kind && a->owner == b->owner && a->length == b->length &&
         memcmp(a->text, b->text, a->length) == 0;
}

/* A domain above two hundred hosts is one row, or every search near it would pass two hundred. */
static void put(struct identity_set *set, const struct row *row)
{
  size_t place = place_of(set, row->hash);
  for (; set->rows[place].hash; place = (place + 1) & (set->room - 1))
    if (is_same_row(&set->rows[place], row))
      return;
  set->rows[place] = *row;
}

void identity_set_seal(struct identity_set *set)
{
  struct row *list = set->rows;
  for (set->room = 16; set->room < set->row_count * 2;)
    set->room *= 2;
  set->rows = xcalloc(set->room, sizeof *set->rows);
  for (size_t i = 0; i < set->row_count; i++)
    put(set, &list[i]);
  free(list);
  seal_ranges(set);
}

/* ---- finding texts ---- */

/* The row at or behind `*at`, which then is behind it; NULL at the end. `*at` counts from the place of the hash. */
static const struct row *find(const struct identity_set *set, uint64_t hash, const char *text, size_t length,
                              unsigned kind, size_t *at)
{
  for (;; (*at)++) {
    const struct row *row = &set->rows[(place_of(set, hash) + *at) & (set->room - 1)];
    if (!row->hash)
      return NULL;
    if (row->hash == hash && row->kind == kind && row->length == length && memcmp(row->text, text, length) == 0) {
      (*at)++;
      return row;
    }
  }
}

static bool has_text(const struct identity_set *set, const char *text, size_t length, unsigned kind)
{
  size_t at = 0;
  return find(set, hash_of(text, length, kind), text, length, kind, &at) != NULL;
}

uint32_t identity_set_owner_of_name(const struct identity_set *set, const char *folded, size_t length, size_t *at)
{
  const struct row *row = find(set, hash_of(folded, length, IDENTITY_PARTY), folded, length, IDENTITY_PARTY, at);
  return row ? row->owner : IDENTITY_NOBODY;
}

static uint32_t owner_of_range(const struct identity_set *set, const struct range *range, size_t *at)
{
  for (size_t i = *at; i < set->range_count; i++)
    if (memcmp(&set->ranges[i].range, range, sizeof *range) == 0) {
      *at = i + 1;
      return set->ranges[i].owner;
    }
  return IDENTITY_NOBODY;
}

uint32_t identity_set_owner(const struct identity_set *set, const struct identity *identity, size_t *at)
{
  if (identity->type == IDENTITY_ADDRESS)
    return owner_of_range(set, &identity->ranges[0], at);
  uint64_t hash = hash_of(identity->text, identity->length, identity->type);
  const struct row *row = find(set, hash, identity->text, identity->length, identity->type, at);
  return row ? row->owner : IDENTITY_NOBODY;
}

/*
 * The row of the nearest domain: its own name or one above it, of at least two labels. A bare "com" is not everybody.
 */
static const struct row *find_domain(const struct identity_set *set, const char *host, size_t length)
{
  const struct row *nearest = NULL;
  uint64_t hash = SEED;
  bool has_dot = false;
  for (size_t i = length; i-- > 0;) {
    hash = step(hash, host[i]);
    has_dot |= host[i] == '.';
    if ((i > 0 && host[i - 1] != '.') || (i > 0 && !has_dot))
      continue;
    size_t at = 0;
    const struct row *row = find(set, finish(hash, IDENTITY_HOST), host + i, length - i, IDENTITY_HOST, &at);
    nearest = row ? row : nearest;
  }
  return nearest;
}

uint32_t identity_set_owner_above(const struct identity_set *set, const struct identity *host, size_t *at)
{
  const struct row *domain = find_domain(set, host->text, host->length);
  if (!domain)
    return IDENTITY_NOBODY;
  const struct row *row = find(set, domain->hash, domain->text, domain->length, IDENTITY_HOST, at);
  return row ? row->owner : IDENTITY_NOBODY;
}

bool identity_set_is_above(const struct identity_set *set, const struct identity *host)
{
  return strchr(host->text, '.') && has_text(set, host->text, host->length, KIND_ABOVE);
}

/* ---- ranges ---- */

/* How many begin at or before this address. */
static size_t count_before(const struct identity_set *set, const uint8_t address[16])
{
  size_t low = 0, high = set->range_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (memcmp(set->ranges[middle].range.low, address, 16) <= 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool overlaps(const struct identity_set *set, const struct range *range)
{
  size_t count = count_before(set, range->high);
  return count && memcmp(set->ranges[count - 1].most, range->low, 16) >= 0;
}

static bool contains(const struct identity_set *set, const struct range *range)
{
  size_t count = count_before(set, range->low);
  return count && memcmp(set->ranges[count - 1].most, range->high, 16) >= 0;
}

static bool overlaps_any(const struct identity_set *set, const struct identity *identity)
{
  for (size_t i = 0; i < identity->range_count; i++)
    if (overlaps(set, &identity->ranges[i]))
      return true;
  return false;
}

/* ---- numbers ---- */

/* Any seven digits in a row of one without its country: two numbers may have been run together. */
static bool ends_alike(const struct identity_set *set, const struct identity *number)
{
  size_t first = number->is_local ? 0 : number->length - TAIL;
  for (size_t i = first; i + TAIL <= number->length; i++) {
    size_t at = 0;
    const char *tail = number->text + i;
    const struct row *row;
    uint64_t hash = hash_of(tail, TAIL, KIND_TAIL);
    while ((row = find(set, hash, tail, TAIL, KIND_TAIL, &at)))
      if (number->is_local || row->owner) /* one of the two is without its country */
        return true;
  }
  return false;
}

/* ---- the questions ---- */

static bool has_host_of(const struct identity_set *set, const struct identity *account)
{
  const char *at = memchr(account->text, '@', account->length);
  return at && find_domain(set, at + 1, account->length - (size_t)(at + 1 - account->text));
}

bool identity_set_reaches(const struct identity_set *set, const struct identity *identity)
{
  if (!set || set->count == 0)
    return false;
  switch (identity->type) {
  case IDENTITY_ADDRESS: return overlaps_any(set, identity);
  case IDENTITY_HOST: return find_domain(set, identity->text, identity->length) != NULL;
  case IDENTITY_ACCOUNT: return has_text(set, identity->text, identity->length, IDENTITY_ACCOUNT) ||
                                has_host_of(set, identity);
  case IDENTITY_NUMBER: return has_text(set, identity->text, identity->length, IDENTITY_NUMBER) ||
                               (identity->length >= TAIL && ends_alike(set, identity));
  default: return has_text(set, identity->text, identity->length, identity->type);
  }
}

bool identity_set_holds(const struct identity_set *set, const struct identity *identity)
{
  if (!set || set->count == 0)
    return false;
  if (identity->type == IDENTITY_ADDRESS)
    return contains(set, &identity->ranges[0]);
  if (identity->type == IDENTITY_HOST)
    return find_domain(set, identity->text, identity->length) != NULL;
  return has_text(set, identity->text, identity->length, identity->type);
}
