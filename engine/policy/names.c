/*
 * Words to numbers, fast: facts, values, roles and actions in one table. A word of up to 16 bytes is held as two
 * integers that overlap in its middle, so that equal integers and lengths are equal words.
 */
#include "policy/inside.h"

#include "base/alloc.h"

#include <string.h>

struct key {
  uint64_t head, tail;
  size_t length;
};

struct slot {
  struct key key;
  const char *text; /* NULL: free */
  struct name name;
};

struct names {
  size_t mask;
  struct slot *slots;
  size_t value_count, value_room;
  int8_t *codes; /* by fact and the value's number: the code; -1 if the fact has no value of that name */
};

static struct key key_of(const char *text)
{
  struct key key = {.length = strlen(text)};
  if (key.length >= 8) {
    memcpy(&key.head, text, 8);
    memcpy(&key.tail, text + key.length - 8, 8);
  } else if (key.length >= 4) {
    memcpy(&key.head, text, 4);
    memcpy(&key.tail, text + key.length - 4, 4);
  } else {
    for (size_t i = 0; i < key.length; i++)
      key.head = key.head << 8 | (unsigned char)text[i];
  }
  return key;
}

static size_t hash(const struct key *key)
{
  uint64_t mixed = (key->head ^ key->tail * UINT64_C(0x9e3779b97f4a7c15) ^ key->length) * UINT64_C(0xd6e8feb86659fd93);
  return (size_t)(mixed ^ mixed >> 32);
}

static bool is_same(const struct slot *slot, const struct key *key, const char *text)
{
  return slot->key.head == key->head && slot->key.tail == key->tail && slot->key.length == key->length &&
         (key->length <= 16 || memcmp(slot->text, text, key->length) == 0);
}

static struct slot *place_of(const struct names *names, const char *text)
{
  struct key key = key_of(text);
  size_t place = hash(&key) & names->mask;
  while (names->slots[place].text && !is_same(&names->slots[place], &key, text))
    place = (place + 1) & names->mask;
  return &names->slots[place];
}

const struct name *names_find(const struct names *names, const char *text)
{
  const struct slot *slot = place_of(names, text);
  return slot->text ? &slot->name : NULL;
}

static struct name *add(struct names *names, const char *text)
{
  struct slot *slot = place_of(names, text);
  if (!slot->text) {
    slot->text = text;
    slot->key = key_of(text);
    slot->name = (struct name){-1, -1, -1, -1};
  }
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

static void make_codes(struct names *names, const struct policy *policy)
{
  names->value_room = 1; /* for "unknown" */
  for (size_t i = 0; i < policy->catalogue.fact_count; i++)
    names->value_room += policy->facts[i].value_count;
  size_t size = policy->catalogue.fact_count * names->value_room;
  names->codes = xmalloc(size);
  memset(names->codes, -1, size);
}

/* Room for every word four times over: probes stay short. */
static size_t room_for(const struct policy *policy)
{
  size_t words = policy->catalogue.action_count + policy->catalogue.fact_count * (1 + FACT_VALUES_MAX) + ROLE_COUNT + 1;
  size_t room = 64;
  while (room < words * 4)
    room *= 2;
  return room;
}

struct names *names_new(const struct policy *policy)
{
  struct names *names = xcalloc(1, sizeof *names);
  size_t room = room_for(policy);
  names->mask = room - 1;
  names->slots = xcalloc(room, sizeof *names->slots);
  make_codes(names, policy);
  for (size_t i = 0; i < policy->catalogue.action_count; i++)
    add(names, policy->actions[i].name)->action = (int16_t)i;
  for (int role = 0; role < ROLE_COUNT; role++)
    add(names, role_name((enum role)role))->role = (int16_t)role;
  add_facts(names, policy);
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
