/*
 * What a run may use: instructions and memory, metered over all its threads.
 *
 * A hook counts instructions in quanta. It is set once, on the main state, before any thread exists; threads inherit
 * it with a count of their own, so each is charged a full quantum when it is made (lua.md section 6). What one
 * instruction can make C do is bounded or charged as well: no block is longer than METER_BLOCK_MAX, long texts cost by
 * their length, and a run that lives at its memory's limit, where each allocation would sweep everything, is soon over.
 * The same playbook with the same outcomes is charged the same: what the program does counts, never its garbage.
 */
#include "script/internal.h"

#include <stdio.h>
#include <stdlib.h>

#define LONG_TEXT 128      /* bytes, above Lua's short strings: those are interned, so making one depends on garbage */
#define BYTES_PER_INSTRUCTION 16
#define REFUSALS_MAX 16    /* each makes Lua collect all garbage and ask once more */

static bool may_grow(struct meter *meter, size_t held, size_t wanted)
{
  if (wanted <= METER_BLOCK_MAX && wanted - held <= meter->memory - meter->used)
    return true;
  if (++meter->refusals >= REFUSALS_MAX && meter->stop == METER_GOES)
    meter->stop = METER_OUT_OF_MEMORY;
  return false;
}

void *meter_allocate(void *context, void *block, size_t old_size, size_t new_size)
{
  struct meter *meter = context;
  size_t held = block ? old_size : 0; /* of a new block old_size is its type */

  if (new_size == 0) {
    free(block);
    meter->used -= held;
    return NULL;
  }
  if (new_size > held && !may_grow(meter, held, new_size))
    return NULL;
  void *moved = realloc(block, new_size);
  if (moved == NULL)
    return new_size > held ? NULL : block; /* shrinking has to succeed */
  meter->used += new_size - held;
  if (block == NULL && old_size == LUA_TSTRING && new_size > LONG_TEXT)
    meter->spent += (long long)(new_size / BYTES_PER_INSTRUCTION);
  return moved;
}

static void count(lua_State *L, lua_Debug *at)
{
  meter_charge(L, METER_QUANTUM);
}

void meter_arm(lua_State *L)
{
  struct meter *meter = &script_of(L)->meter;
  meter->spent = 0;
  meter->refusals = 0;
  meter->stop = METER_GOES;
  lua_sethook(L, count, LUA_MASKCOUNT, METER_QUANTUM);
}

void meter_charge(lua_State *L, long long instructions)
{
  struct meter *meter = &script_of(L)->meter;
  meter->spent += instructions;
  if (meter->stop == METER_GOES && meter->spent <= meter->instructions)
    return;
  if (meter->stop == METER_GOES)
    meter->stop = METER_OUT_OF_INSTRUCTIONS;
  lua_sethook(L, count, LUA_MASKCOUNT, 1);
  luaL_error(L, "stopped");
}

void meter_sentence(const struct meter *meter, char *text, size_t size)
{
  if (meter->stop == METER_OUT_OF_INSTRUCTIONS)
    snprintf(text, size, "the run has used up its %lld instructions; is there a loop that never ends?",
             meter->instructions);
  else
    snprintf(text, size,
             "the run has used up its %zu KiB of memory; is there a list, a text or a call that grows without end?",
             meter->memory >> 10);
}
