/*
 * Words to numbers, fast: facts, values, roles and actions in one table.
 *
 * A word is placed by its length and three of its letters, packed into one number and multiplied by a seed that is
 * chosen when the policy is loaded, so that (nearly) every word has a slot of its own and a look-up is one comparison.
 */
#include "policy/inside.h"

#include "base/alloc.h"

#include <string.h>

#define FIRST_SEED 0x9e3779b1
#define SEEDS_MAX 200

struct slot {
  const char *text; /* NULL: free */
  uint32_t length;
  struct name name;
};

struct names {
  uint32_t seed;
  int bits;
  struct slot *slots; /* 1 << bits, never full; words that share a place stand behind one another */
  size_t value_count, value_room;
  int8_t *codes;      /* by fact and the value's number: the code; -1 if the fact has no value of that name */
};

static uint32_t pack(const char *text, uint32_t length)
{
  const unsigned char *letters = (const unsigned char *)text;
  return length ^ (uint32_t)letters[0] << 8 ^ (uint32_t)letters[length / 2] << 16 ^
         (uint32_t)letters[length ? length - 1 : 0] << 24;
}

static uint32_t place_of(uint32_t packed, uint32_t seed, int bits)
{
  return packed * seed >> (32 - bits);
}

static bool is_word(const struct slot *slot, const char *text, uint32_t length)
{
  return slot->length == length && slot->text && memcmp(slot->text, text, length) == 0;
}

/* The word's slot, or the free one where it would stand. */
static struct slot *slot_of(const struct names *names, const char *text, uint32_t length)
{
  uint32_t last = (1u << names->bits) - 1, place = place_of(pack(text, length), names->seed, names->bits);
  while (names->slots[place].text && !is_word(&names->slots[place], text, length))
    place = (place + 1) & last;
  return &names->slots[place];
}

const struct name *names_find(const struct names *names, const char *text)
{
  uint32_t length = (uint32_t)strlen(text);
  const struct slot *slot = &names->slots[place_of(pack(text, length), names->seed, names->bits)];
  if (is_word(slot, text, length)) /* nearly always: the seed was chosen for it */
    return &slot->name;
  slot = slot_of(names, text, length);
  return slot->text ? &slot->name : NULL;
}

/* ---- filling ---- */

static struct name *add(struct names *names, const char *text)
{
  struct slot *slot = slot_of(names, text, (uint32_t)strlen(text));
  if (!slot->text)
    *slot = (struct slot){text, (uint32_t)strlen(text), {-1, -1, -1, -1}};
  return &slot->name;
}

static void add_value(struct names *names, size_t fact, const char *text, int code)
{
  struct name *name = add(names, text);
  if (name->value < 0)
    name->value = (int16_t)names->value_count++;
  names->codes[fact * names->value_room + (size_t)name->value] = (int8_t)code;
}

static void add_facts(struct names *names, const struct policy *policy)
{
  for (size_t i = 0; i < policy->catalogue.fact_count; i++) {
    const struct fact *fact = &policy->facts[i];
    add(names, fact->name)->fact = (int16_t)i;
    add_value(names, i, "unknown", (int)fact->value_count);
    for (size_t value = 0; value < fact->value_count; value++)
      add_value(names, i, fact->values[value], (int)value);
  }
}

static void fill(struct names *names, const struct policy *policy)
{
  memset(names->slots, 0, sizeof *names->slots << names->bits);
  memset(names->codes, -1, policy->catalogue.fact_count * names->value_room);
  names->value_count = 0;
  for (size_t i = 0; i < policy->catalogue.action_count; i++)
    add(names, policy->actions[i].name)->action = (int16_t)i;
  for (int role = 0; role < ROLE_COUNT; role++)
    add(names, role_name((enum role)role))->role = (int16_t)role;
  add_facts(names, policy);
}

/* ---- finding a seed ---- */

/* How many of these numbers fall on a place that is taken. */
static size_t count_clashes(const uint32_t *packed, size_t count, uint32_t seed, int bits, uint8_t *taken)
{
  size_t clashes = 0;
  memset(taken, 0, (size_t)1 << bits >> 3);
  for (size_t i = 0; i < count; i++) {
    uint32_t place = place_of(packed[i], seed, bits);
    clashes += taken[place >> 3] >> (place & 7) & 1;
    taken[place >> 3] |= (uint8_t)(1u << (place & 7));
  }
  return clashes;
}

static uint32_t best_seed(const uint32_t *packed, size_t count, int bits)
{
  uint32_t seed = FIRST_SEED, best = seed;
  uint8_t *taken = xmalloc((size_t)1 << bits >> 3);
  for (size_t tries = 0, fewest = SIZE_MAX; tries < SEEDS_MAX && fewest; tries++) {
    size_t clashes = count_clashes(packed, count, seed, bits, taken);
    if (clashes < fewest)
      fewest = clashes, best = seed;
    seed = (seed * 1664525u + 1013904223u) | 1;
  }
  free(taken);
  return best;
}

/* Filled once with any seed to know every word once, then again with the best. */
static void find_seed(struct names *names, const struct policy *policy)
{
  uint32_t *packed = NULL;
  size_t count = 0;
  names->seed = FIRST_SEED;
  fill(names, policy);
  for (const struct slot *slot = names->slots; slot < names->slots + (1u << names->bits); slot++)
    if (slot->text)
      *APPEND(packed, count) = pack(slot->text, slot->length);
  names->seed = best_seed(packed, count, names->bits);
  free(packed);
  fill(names, policy);
}

static void make_room(struct names *names, const struct policy *policy)
{
  names->value_room = 1; /* for "unknown" */
  for (size_t i = 0; i < policy->catalogue.fact_count; i++)
    names->value_room += policy->facts[i].value_count;
  size_t words = policy->catalogue.action_count + policy->catalogue.fact_count + ROLE_COUNT + names->value_room;
  for (names->bits = 6; (size_t)1 << names->bits < words * 8;)
    names->bits++;
  names->slots = xcalloc((size_t)1 << names->bits, sizeof *names->slots);
  names->codes = xmalloc(policy->catalogue.fact_count * names->value_room);
}

struct names *names_new(const struct policy *policy)
{
  struct names *names = xcalloc(1, sizeof *names);
  make_room(names, policy);
  find_seed(names, policy);
  return names;
}

void names_free(struct names *names)
{
  if (!names)
    return;
  free(names->slots);
  free(names->codes);
  free(names);
}

int names_code(const struct names *names, int fact, const struct name *value)
{
  return value->value < 0 ? -1 : names->codes[(size_t)fact * names->value_room + (size_t)value->value];
}
