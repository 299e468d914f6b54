/*
 * A place. Whoever writes in staging holds a lock on the file (flock), which ends with the process: a file there that
 * can be locked is what a killed process left behind.
 */
#include "archive/place.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)256 * 1024)

static const char *advice(int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return "; make room there, or name another place in tocsin.yaml";
  case EROFS:
  case EACCES:
  case EPERM:
    return "; let the account that runs tocsin write there, or name another place in tocsin.yaml";
  default:
    return "";
  }
}

int place_fail(const struct place *place, const char *what, const char *name, struct err *err)
{
  int number = errno;
  return err_store(err, "%s%s%s cannot be %s: %s%s", place->path, name[0] ? "/" : "", name, what, strerror(number),
                   advice(number));
}

void place_name(const struct digest *digest, char name[static DIGEST_TEXT_SIZE])
{
  char text[DIGEST_TEXT_SIZE];
  digest_text(digest, text);
  strcpy(name, strchr(text, ':') + 1);
}

/** Both are looked after each time: who made them may have been killed before their names were synced. */
static int make_folders(const char *path, struct err *err)
{
  _cleanup_(freep) char *staging = file_join(path, "staging");
  return file_make_folder(path, 0700, err) ? -1 : file_make_folder(staging, 0700, err);
}

int place_open(struct place *place, const char *path, struct err *err)
{
  *place = (struct place){.path = xstrdup(path), .folder = -1};
  if (make_folders(path, err)) {
    err->kind = ERR_STORE;
    return -1;
  }
  place->folder = io_open(path, O_RDONLY | O_DIRECTORY);
  return place->folder < 0 ? place_fail(place, "opened", "", err) : 0;
}

void place_close(struct place *place)
{
  if (place->path && place->folder >= 0)
    close(place->folder);
  free(place->path);
  *place = (struct place){.folder = -1};
}

int place_read(const struct place *place, const char *name, struct err *err)
{
  int file = io_open_at(place->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file < 0 && errno == ENOENT)
    return err_store(err, "%s/%s is missing", place->path, name);
  struct stat about;
  if (file < 0 || fstat(file, &about))
    return place_fail(place, "read", name, err);
  if (S_ISREG(about.st_mode))
    return file;
  close(file);
  return err_store(err, "%s/%s is not a regular file any more", place->path, name);
}

/** Hashes what is in an open file; closes it. */
static int hash_file(const struct place *place, const char *name, int file, struct digest *digest, uint64_t *length,
                     struct err *err)
{
  _cleanup_(freep) char *piece = xmalloc(PIECE);
  struct digest_stream *stream = digest_stream_new();
  uint64_t total = 0;
  ssize_t count;
  while ((count = io_read(file, piece, PIECE)) > 0) {
    digest_stream_add(stream, piece, (size_t)count);
    total += (uint64_t)count;
  }
  int result = count == 0 ? 0 : place_fail(place, "read", name, err);
  *digest = digest_stream_end(stream);
  *length = total;
  digest_stream_free(stream);
  close(file);
  return result;
}

int place_check(const struct place *place, const struct digest *digest, uint64_t length, struct err *err)
{
  char name[DIGEST_TEXT_SIZE], now[DIGEST_TEXT_SIZE];
  struct digest found;
  uint64_t found_length;
  place_name(digest, name);
  int file = place_read(place, name, err);
  if (file < 0 || hash_file(place, name, file, &found, &found_length, err))
    return -1;
  if (found_length == length && digest_equal(&found, digest))
    return 0;
  place_name(&found, now);
  return err_store(err, "%s/%s was changed after it was sealed: %llu bytes then, %llu now, whose SHA-256 is %s",
                   place->path, name, (unsigned long long)length, (unsigned long long)found_length, now);
}

static bool is_abandoned(int folder, const char *name)
{
  int file = io_open_at(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  bool is_free = file >= 0 && flock(file, LOCK_SH | LOCK_NB) == 0;
  if (file >= 0)
    close(file);
  return is_free;
}

int place_orphans(const struct place *place, size_t *count, struct err *err)
{
  int folder = openat(place->folder, "staging", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *listing = folder < 0 ? NULL : fdopendir(folder);
  if (!listing)
    return place_fail(place, "read", "staging", err);
  size_t found = 0;
  for (const struct dirent *each; (each = readdir(listing));)
    found += each->d_name[0] != '.' && is_abandoned(folder, each->d_name);
  closedir(listing);
  *count = found;
  return 0;
}
