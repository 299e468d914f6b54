/*
 * Blocks that grow with what is asked for; each piece is cut from the end of the newest.
 */
#include "base/arena.h"

#include "base/alloc.h"

#include <string.h>

#define BLOCK_SIZE ((size_t)16 << 10)
#define ALIGNMENT sizeof(void *)

struct arena_block {
  struct arena_block *next;
  _Alignas(void *) char bytes[];
};

/** The last `size` bytes of what the newest block has left. */
static void *cut(struct arena *arena, size_t size)
{
  if (!arena->blocks || arena->left < size) {
    arena->left = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct arena_block *block = xmalloc(sizeof *block + arena->left);
    block->next = arena->blocks;
    arena->blocks = block;
  }
  arena->left -= size;
  return arena->blocks->bytes + arena->left;
}

void *arena_take(struct arena *arena, size_t size)
{
  if (arena->blocks)
    arena->left -= arena->left % ALIGNMENT;
  return memset(cut(arena, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT), 0, size);
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
  char *copy = cut(arena, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

void arena_finish(struct arena *arena)
{
  for (struct arena_block *block = arena->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  *arena = (struct arena){0};
}
