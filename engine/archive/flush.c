/*
 * The only threads in the program. Each makes one system call and has ended before flush_all returns, so that nobody
 * else has to know of them: a process that forks, for one, never has a second thread while it does.
 *
 * It is worth that. Where others write to the same disk a flush takes milliseconds, an item needs four (two files, two
 * folders), and a file system that gets them together serves them with one commit of its journal.
 */
#include "archive/flush.h"

#include "base/io.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#define FLUSHES_MAX 8

struct flush {
  int descriptor, failure;
  bool is_apart;       /* in a thread of its own */
  pthread_t thread;
};

static void *flush_one(void *context)
{
  struct flush *flush = context;
  flush->failure = io_sync(flush->descriptor) ? errno : 0;
  return NULL;
}

int flush_all(const int *descriptors, size_t count, size_t *failed)
{
  struct flush flushes[FLUSHES_MAX] = {0};
  int failure = 0;
  assert(count <= FLUSHES_MAX);
  for (size_t i = 0; i < count; i++) {
    struct flush *flush = &flushes[i];
    flush->descriptor = descriptors[i];
    flush->is_apart = i + 1 < count && pthread_create(&flush->thread, NULL, flush_one, flush) == 0;
    if (!flush->is_apart)
      flush_one(flush);
  }
  for (size_t i = 0; i < count; i++) {
    if (flushes[i].is_apart)
      pthread_join(flushes[i].thread, NULL);
    if (flushes[i].failure) {
      failure = flushes[i].failure;
      *failed = i;
    }
  }
  return failure;
}
