/*
 * One file on its way into both places: the same bytes go to both at once, and are hashed on the way.
 *
 * Flushes are what costs. Bytes that are there already (an empty error output nearly always is) have nothing left to
 * flush, but are synced all the same: who sealed them may have been killed before he could. For others everything is
 * done before the first flush, so that all can go at once. What a power cut may leave then is a name whose bytes never
 * came: no entry speaks of it, for we had not returned, and the next who seals those bytes finds out and sets it aside.
 * Large files are pushed towards the disk while they are written, so that sealing them does not
 * stand still for seconds.
 */
#include "archive/archive.h"

#include "archive/flush.h"
#include "archive/place.h"
#include "base/alloc.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PUSH_BYTES ((uint64_t)8 * 1024 * 1024)

struct archive_item {
  struct archive *archive;
  char staged[64];          /* its name in each place until it is sealed */
  int files[PLACE_COUNT];   /* -1 while there is none */
  bool is_named[PLACE_COUNT];
  uint64_t length, pushed;
  struct digest_stream *digest;
};

static int stage(struct archive_item *item, int which, struct err *err)
{
  struct place *place = &item->archive->places[which];
  int file = io_open_at(place->folder, item->staged, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (file < 0)
    return place_fail(place, "written", item->staged, err);
  item->files[which] = file;
  return flock(file, LOCK_EX | LOCK_NB) ? place_fail(place, "locked", item->staged, err) : 0;
}

/** A name that is free in both places; the number of a killed process may come again, so what it left is skipped. */
static void choose_name(struct archive_item *item)
{
  static unsigned count;
  bool is_taken;
  do {
    snprintf(item->staged, sizeof item->staged, "staging/%d.%u", (int)getpid(), ++count);
    is_taken = false;
    for (int i = 0; i < PLACE_COUNT; i++)
      is_taken |= faccessat(item->archive->places[i].folder, item->staged, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  } while (is_taken);
}

/** Makes the staging files; called when there is something to put in, for most error outputs stay empty. */
static int open_files(struct archive_item *item, struct err *err)
{
  if (item->files[PLACE_COUNT - 1] >= 0)
    return 0;
  choose_name(item);
  for (int i = 0; i < PLACE_COUNT; i++)
    if (stage(item, i, err))
      return -1;
  return 0;
}

struct archive_item *archive_start(struct archive *archive)
{
  struct archive_item *item = xcalloc(1, sizeof *item);
  *item = (struct archive_item){.archive = archive, .files = {-1, -1}, .digest = digest_stream_new()};
  return item;
}

/** Starts writing back and does not wait; a file system that cannot loses nothing, for sealing syncs in any case. */
static void push(struct archive_item *item)
{
  if (item->length - item->pushed < PUSH_BYTES)
    return;
  for (int i = 0; i < PLACE_COUNT; i++)
    sync_file_range(item->files[i], (off_t)item->pushed, (off_t)(item->length - item->pushed), SYNC_FILE_RANGE_WRITE);
  item->pushed = item->length;
}

int archive_add(struct archive_item *item, const void *bytes, size_t length, struct err *err)
{
  if (length == 0)
    return 0;
  if (open_files(item, err))
    return -1;
  for (int i = 0; i < PLACE_COUNT; i++)
    if (io_write(item->files[i], bytes, length))
      return place_fail(&item->archive->places[i], "written", item->staged, err);
  digest_stream_add(item->digest, bytes, length);
  item->length += length;
  push(item);
  return 0;
}

uint64_t archive_length(const struct archive_item *item)
{
  return item->length;
}

/* ---- sealing ---- */

/** A file of that name with other bytes was tampered with: it makes way, but is kept where `staging` is looked at. */
static int set_aside(const struct place *place, const char *name, struct err *err)
{
  char aside[DIGEST_TEXT_SIZE + 32];
  snprintf(aside, sizeof aside, "staging/changed.%s", name);
  if (renameat(place->folder, name, place->folder, aside) && errno != ENOENT)
    return place_fail(place, "set aside", name, err);
  return 0;
}

static int give_name(struct archive_item *item, int which, const char *name, struct err *err)
{
  const struct place *place = &item->archive->places[which];
  if (set_aside(place, name, err))
    return -1;
  if (fchmod(item->files[which], 0400) || renameat(place->folder, item->staged, place->folder, name))
    return place_fail(place, "named", name, err);
  item->is_named[which] = true;
  return 0;
}

/** Who sealed these bytes before may have been killed before he could sync them: the item goes on with his file. */
static int take_sealed(struct archive_item *item, int which, const char *name, struct err *err)
{
  struct place *place = &item->archive->places[which];
  int file = place_read(place, name, err);
  if (file < 0)
    return -1;
  if (item->files[which] >= 0) {
    unlinkat(place->folder, item->staged, 0);
    close(item->files[which]);
  }
  item->files[which] = file;
  return 0;
}

/** Both files and both folders in one go. */
static int sync_all(struct archive_item *item, struct err *err)
{
  int descriptors[2 * PLACE_COUNT];
  const struct place *places[2 * PLACE_COUNT];
  size_t count = 0, failed;
  for (int i = 0; i < PLACE_COUNT; i++)
    if (item->files[i] >= 0) {
      places[count] = places[count + 1] = &item->archive->places[i];
      descriptors[count++] = item->files[i];
      descriptors[count++] = item->archive->places[i].folder;
    }
  int number = flush_all(descriptors, count, &failed);
  if (number == 0)
    return 0;
  errno = number;
  return place_fail(places[failed], "synced", "", err);
}

static int name_and_sync(struct archive_item *item, const struct digest *digest, struct err *err)
{
  char name[DIGEST_TEXT_SIZE];
  bool is_there[PLACE_COUNT];
  place_name(digest, name);
  for (int i = 0; i < PLACE_COUNT; i++)
    is_there[i] = place_check(&item->archive->places[i], digest, item->length, &(struct err){0}) == 0;
  if (!(is_there[PLACE_MASTER] && is_there[PLACE_WORKING]) && open_files(item, err))
    return -1;
  for (int i = 0; i < PLACE_COUNT; i++)
    if (is_there[i] ? take_sealed(item, i, name, err) : give_name(item, i, name, err))
      return -1;
  return sync_all(item, err);
}

static int seal(struct archive_item *item, const struct digest *digest, struct err *err)
{
  if (name_and_sync(item, digest, err) == 0)
    return 0;
  char name[DIGEST_TEXT_SIZE];
  place_name(digest, name);
  for (int i = 0; i < PLACE_COUNT; i++)
    if (item->is_named[i])
      unlinkat(item->archive->places[i].folder, name, 0);
  return -1;
}

int archive_seal(struct archive_item *item, struct digest *digest, uint64_t *length, struct err *err)
{
  struct digest sum = digest_stream_end(item->digest);
  int result = seal(item, &sum, err);
  if (result == 0) {
    *digest = sum;
    *length = item->length;
  }
  archive_drop(item);
  return result;
}

void archive_drop(struct archive_item *item)
{
  if (!item)
    return;
  for (int i = 0; i < PLACE_COUNT; i++)
    if (item->files[i] >= 0) {
      unlinkat(item->archive->places[i].folder, item->staged, 0); /* after sealing there is none: it has its name */
      close(item->files[i]);
    }
  digest_stream_free(item->digest);
  free(item);
}
