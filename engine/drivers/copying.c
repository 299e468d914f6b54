/*
 * Copying a file that somebody may be writing, replacing or deleting meanwhile.
 *
 * The path is looked up once (O_PATH, not through a symbolic link); what was found is looked at, and only if it is a
 * regular file is that very file opened for reading: no FIFO can hold us up, no device is touched. As much is copied as
 * there was at the beginning, so that a file which grows faster than we read comes to an end all the same.
 */
#include "drivers/copying.h"

#include "base/alloc.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECOND ((int64_t)1000000000)
#define SLICE_NS ((int64_t)4000000) /* the longest we keep the loop waiting */
#define PIECE ((size_t)128 * 1024)

struct copying {
  int file;
  struct archive_item *item;
  uint64_t length, limit;
  bool is_limited;   /* the list allows less than there is */
  int64_t deadline;
};

static const char *kind_of(mode_t mode)
{
  switch (mode & S_IFMT) {
  case S_IFDIR: return "a folder";
  case S_IFLNK: return "a symbolic link, which is not followed";
  case S_IFIFO: return "a FIFO";
  case S_IFSOCK: return "a socket";
  default: return "a device";
  }
}

/** Opens what `found` stands for, leaving its time of access alone where we are allowed to. */
static int open_found(int found, struct evidence *evidence)
{
  char self[64];
  snprintf(self, sizeof self, "/proc/self/fd/%d", found);
  int file = io_open(self, O_RDONLY | O_NOATIME | O_NONBLOCK | O_NOCTTY);
  if (file >= 0 || errno != EPERM)
    return file;
  file = io_open(self, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (file >= 0)
    evidence_because(evidence, "reading it may have changed its time of access: the file is not ours");
  return file;
}

static int open_regular(const char *path, struct evidence *evidence)
{
  int found = io_open(path, O_PATH | O_NOFOLLOW), file = -1;
  if (found < 0 || fstat(found, &evidence->original)) {
    evidence_absent(evidence, "%s", errno == ENOENT ? "there is no such file" : strerror(errno));
  } else {
    evidence->has_original = true;
    if (!S_ISREG(evidence->original.st_mode))
      evidence_absent(evidence, "it is %s, not a regular file, and was not read", kind_of(evidence->original.st_mode));
    else if ((file = open_found(found, evidence)) < 0)
      evidence_absent(evidence, "it cannot be read: %s", strerror(errno));
  }
  if (found >= 0)
    close(found);
  return file;
}

struct copying *copying_start(const char *path, int64_t seconds, uint64_t size_limit, struct archive *archive,
                              struct evidence *evidence)
{
  struct clock_reading now = clock_read();
  evidence->path = path;
  evidence->started = evidence->ended = now.wall;
  int file = open_regular(path, evidence);
  if (file < 0)
    return NULL;
  uint64_t size = (uint64_t)evidence->original.st_size;
  bool is_limited = size == 0 || size > size_limit; /* files of /proc say 0 and hold something */
  struct copying *copying = xcalloc(1, sizeof *copying);
  *copying = (struct copying){.file = file, .item = archive_start(archive), .is_limited = is_limited,
                              .limit = is_limited ? size_limit : size,
                              .deadline = now.monotonic_ns + seconds * SECOND};
  posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  return copying;
}

/** True when there is nothing more to copy, or nothing more may be. */
static bool copy_piece(struct copying *copying, struct evidence *evidence, struct err *trouble)
{
  static char piece[PIECE];
  uint64_t room = copying->limit - copying->length;
  if (room == 0) {
    char more;
    evidence->is_truncated |= copying->is_limited && read(copying->file, &more, 1) > 0;
    return true;
  }
  ssize_t count = read(copying->file, piece, room < sizeof piece ? (size_t)room : sizeof piece);
  if (count < 0 && errno == EINTR)
    return false;
  if (count < 0)
    evidence_because(evidence, "reading it broke off after %llu bytes: %s", (unsigned long long)copying->length,
                     strerror(errno));
  if (count == 0 && !copying->is_limited)
    evidence_because(evidence, "it became shorter while it was read");
  evidence->is_truncated |= count < 0;
  if (count <= 0)
    return true;
  copying->length += (uint64_t)count;
  return archive_add(copying->item, piece, (size_t)count, trouble) != 0;
}

static void conclude(struct copying *copying, struct evidence *evidence, struct err *trouble)
{
  evidence->ended = clock_read().wall;
  if (!err_is_set(trouble)) {
    struct evidence_bytes *file = &evidence->file;
    file->is_there = archive_seal(copying->item, &file->digest, &file->length, trouble) == 0;
    copying->item = NULL;
  }
  evidence->is_unsaved = err_is_set(trouble);
  if (evidence->is_unsaved)
    evidence_absent(evidence, "%s", trouble->text);
}

bool copying_progress(struct copying *copying, struct evidence *evidence)
{
  int64_t until = clock_read().monotonic_ns + SLICE_NS, now;
  struct err trouble = {0};
  bool is_over = false;
  do {
    is_over = copy_piece(copying, evidence, &trouble);
    now = clock_read().monotonic_ns;
    if (!is_over && now >= copying->deadline)
      is_over = evidence->is_timed_out = evidence->is_truncated = true;
  } while (!is_over && now < until);
  if (is_over)
    conclude(copying, evidence, &trouble);
  return is_over;
}

void copying_free(struct copying *copying)
{
  if (!copying)
    return;
  archive_drop(copying->item);
  close(copying->file);
  free(copying);
}

uint64_t copying_length(const struct copying *copying)
{
  return copying->length;
}
