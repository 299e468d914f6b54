/*
 * Memory for many small things that live and end together: a tree that was read from a file.
 *
 * Pieces cannot be given back one by one; arena_finish ends all of them. A zeroed struct is an empty arena.
 */
#pragma once

#include <stddef.h>

struct arena {
  struct arena_block *blocks; /* the newest first */
  size_t left;                /* of the newest */
};

void *arena_take(struct arena *arena, size_t size); /* zeroed, aligned as pointers are */
char *arena_text(struct arena *arena, const char *text, size_t length); /* a copy with a NUL behind it */
void arena_finish(struct arena *arena);
