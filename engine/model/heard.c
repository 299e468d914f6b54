/*
 * A set of hashes; they are as good as random, so their first bytes say where they stand.
 */
#include "model/heard.h"

#include "base/alloc.h"
#include "model/statement.h"

#include <string.h>

struct heard {
  size_t count, slot_count; /* a power of two, more than twice the count */
  struct digest *slots;     /* all zeros: free */
};

struct heard *heard_new(void)
{
  return xcalloc(1, sizeof(struct heard));
}

void heard_free(struct heard *heard)
{
  if (heard)
    free(heard->slots);
  free(heard);
}

static bool is_free(const struct digest *slot)
{
  static const struct digest none = {{0}};
  return digest_equal(slot, &none);
}

static struct digest *slot_of(struct digest *slots, size_t count, const struct digest *digest)
{
  size_t at;
  memcpy(&at, digest->bytes, sizeof at);
  while (!is_free(&slots[at & (count - 1)]) && !digest_equal(&slots[at & (count - 1)], digest))
    at++;
  return &slots[at & (count - 1)];
}

static void make_room(struct heard *heard)
{
  if (2 * (heard->count + 1) < heard->slot_count)
    return;
  size_t count = heard->slot_count ? 2 * heard->slot_count : 64;
  struct digest *slots = xcalloc(count, sizeof *slots);
  for (size_t i = 0; i < heard->slot_count; i++)
    if (!is_free(&heard->slots[i]))
      *slot_of(slots, count, &heard->slots[i]) = heard->slots[i];
  free(heard->slots);
  heard->slots = slots;
  heard->slot_count = count;
}

bool heard_before(struct heard *heard, const struct entry *entry)
{
  struct digest digest;
  if (!statement_payload_digest(entry, &digest))
    return false;
  make_room(heard);
  struct digest *slot = slot_of(heard->slots, heard->slot_count, &digest);
  if (!is_free(slot))
    return true;
  *slot = digest;
  heard->count++;
  return false;
}
