/*
 * A page of random bytes, handed out piece by piece and filled again when it runs out.
 *
 * A child must never hand out the bytes its parent has: the page is one that the kernel wipes at fork, and a wiped
 * page says that nothing is left in it.
 */
#include "base/random.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

struct pool {
  size_t left;
  uint8_t bytes[4096 - sizeof(size_t)];
};

static void fill(uint8_t *bytes, size_t length)
{
  while (length > 0) {
    ssize_t count = getrandom(bytes, length, 0);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0) {
      fputs("tocsin: the kernel gives no random bytes; nothing can be signed safely, so this ends here\n", stderr);
      abort();
    }
    bytes += count;
    length -= (size_t)count;
  }
}

/* NULL where the kernel cannot wipe at fork: then every byte is asked for anew. */
static struct pool *pool_make(void)
{
  struct pool *pool = mmap(NULL, sizeof *pool, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pool == MAP_FAILED)
    return NULL;
  if (madvise(pool, sizeof *pool, MADV_WIPEONFORK) == 0)
    return pool;
  munmap(pool, sizeof *pool);
  return NULL;
}

void random_bytes(void *bytes, size_t length)
{
  static struct pool *pool;
  static int was_tried;
  if (!was_tried++)
    pool = pool_make();
  if (!pool || length > sizeof pool->bytes) {
    fill(bytes, length);
    return;
  }
  if (pool->left < length) {
    fill(pool->bytes, sizeof pool->bytes);
    pool->left = sizeof pool->bytes;
  }
  pool->left -= length;
  memcpy(bytes, pool->bytes + pool->left, length);
  memset(pool->bytes + pool->left, 0, length); /* what was given out is no longer here to be read */
}
