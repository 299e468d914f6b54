/*
 * Files. A new content is written beside the old one, synced and renamed over it; a folder's names are synced too.
 */
#include "base/file.h"

#include "base/alloc.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_MAX ((size_t)65536)

static int fail(struct err *err, const char *what, const char *path)
{
  return err_set(err, "%s cannot be %s: %s", path, what, strerror(errno));
}

/* ---- reading ---- */

/* In pieces of what its size promises and one more byte, so that one piece holds all of a file that tells the truth. */
static int read_all(int file, const char *path, size_t promised, size_t limit, struct buf *out, struct err *err)
{
  size_t before = out->length, piece = promised && promised < PIECE_MAX ? promised + 1 : PIECE_MAX;
  for (;;) {
    buf_reserve(out, piece);
    ssize_t count = io_read(file, out->bytes + out->length, piece);
    if (count < 0)
      return fail(err, "read", path);
    out->length += (size_t)count;
    if (out->length - before > limit)
      return err_set(err, "%s is longer than the %zu bytes that are read of such a file", path, limit);
    if ((size_t)count < piece)
      break;
  }
  out->bytes[out->length] = '\0';
  return 0;
}

/* Others could have read it, or put it there. Whoever owns it may be its person while root acts. */
static int check_secret(const char *path, const struct stat *about, struct err *err)
{
  if (!(about->st_mode & 077))
    return 0;
  return err_set(err, "%s can be read or written by others (mode %03o), so it counts as nobody's. If you are sure that "
                      "nobody has: chmod 600 %s", path, about->st_mode & 0777, path);
}

/* Not blocking at open: a FIFO somebody left in the way must not hold us up. */
static int read_file(const char *path, bool is_secret, size_t limit, struct buf *out, struct err *err)
{
  int file = io_open(path, O_RDONLY | O_NONBLOCK | (is_secret ? O_NOFOLLOW : 0));
  if (file < 0 && is_secret && errno == ELOOP)
    return err_set(err, "%s is a symbolic link; a key is a file of its own. Name the file it leads to.", path);
  if (file < 0)
    return fail(err, "read", path);
  struct stat about;
  size_t before = out->length;
  int result = -1;
  if (fstat(file, &about) != 0)
    fail(err, "read", path);
  else if (!S_ISREG(about.st_mode))
    err_set(err, "%s is not a regular file", path);
  else if (!is_secret || check_secret(path, &about, err) == 0)
    result = read_all(file, path, (size_t)about.st_size, limit, out, err);
  close(file);
  if (result != 0 && out->bytes) {
    out->length = before;
    out->bytes[before] = '\0';
  }
  return result;
}

int file_read(const char *path, size_t limit, struct buf *out, struct err *err)
{
  return read_file(path, false, limit, out, err);
}

int file_read_secret(const char *path, size_t limit, struct buf *out, struct err *err)
{
  return read_file(path, true, limit, out, err);
}

bool file_exists(const char *path)
{
  struct stat about;
  return stat(path, &about) == 0;
}

/* ---- writing ---- */

static char *folder_of(const char *path)
{
  const char *slash = strrchr(path, '/');
  return !slash ? xstrdup(".") : slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

static int sync_folder(const char *folder, struct err *err)
{
  int descriptor = io_open(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0)
    return fail(err, "opened", folder);
  int result = io_sync(descriptor) == 0 ? 0 : fail(err, "synced", folder);
  close(descriptor);
  return result;
}

int file_sync_folder_of(const char *path, struct err *err)
{
  _cleanup_(freep) char *folder = folder_of(path);
  return sync_folder(folder, err);
}

/* Writes and syncs a file of a name nobody else has; removes it again if that fails. */
static int write_beside(char *beside, const void *bytes, size_t length, mode_t mode, struct err *err)
{
  int file = mkostemp(beside, O_CLOEXEC);
  if (file < 0)
    return fail(err, "written", beside);
  bool is_written = fchmod(file, mode) == 0 && io_write(file, bytes, length) == 0 && io_sync(file) == 0;
  int result = is_written ? 0 : fail(err, "written", beside);
  if (io_close(file) != 0 && result == 0)
    result = fail(err, "written", beside);
  if (result != 0)
    unlink(beside);
  return result;
}

static int write_whole(const char *path, const void *bytes, size_t length, mode_t mode, unsigned flags,
                       struct err *err)
{
  _cleanup_(freep) char *beside = xasprintf("%s.XXXXXX", path);
  if (write_beside(beside, bytes, length, mode, err))
    return -1;
  if (renameat2(AT_FDCWD, beside, AT_FDCWD, path, flags) != 0) {
    int result = fail(err, "written", path);
    unlink(beside);
    return result;
  }
  return file_sync_folder_of(path, err);
}

int file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err)
{
  return write_whole(path, bytes, length, mode, 0, err);
}

int file_write_new(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err)
{
  return write_whole(path, bytes, length, mode, RENAME_NOREPLACE, err);
}

/* ---- folders ---- */

/* A folder above ours that we may enter but not list cannot be opened: then its whole file system is synced instead. */
static int sync_name_of(const char *folder, struct err *err)
{
  _cleanup_(freep) char *above = folder_of(folder);
  if (access(above, R_OK) == 0)
    return sync_folder(above, err);
  int descriptor = io_open(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0)
    return fail(err, "opened", folder);
  int result = syncfs(descriptor) == 0 ? 0 : fail(err, "synced", folder);
  close(descriptor);
  return result;
}

/* Without a slash at its end, so that the folder above it can be told. */
static char *bare(const char *path)
{
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/')
    length--;
  return xstrndup(path, length);
}

static bool is_folder(const char *path)
{
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folders above come first, each with its name synced before anything is made in it. */
static int make_above(const char *path, mode_t mode, struct err *err)
{
  _cleanup_(freep) char *above = folder_of(path);
  return is_folder(above) ? 0 : file_make_folder(above, mode, err);
}

int file_make_folder(const char *path, mode_t mode, struct err *err)
{
  _cleanup_(freep) char *folder = bare(path);
  if (strcmp(folder, "/") == 0 || strcmp(folder, ".") == 0)
    return 0;
  if (make_above(folder, mode, err))
    return -1;
  if (mkdir(folder, mode) != 0 && errno != EEXIST)
    return fail(err, "made", folder);
  if (!is_folder(folder))
    return err_set(err, "%s is in the way: it is not a folder", folder);
  return sync_name_of(folder, err);
}

/* ---- names ---- */

char *file_join(const char *folder, const char *name)
{
  if (name[0] == '/')
    return xstrdup(name);
  size_t length = strlen(folder);
  return xasprintf("%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
}

struct names {
  size_t count;
  char **list;
};

/* What the entry is, for file systems that do not say; a symbolic link is neither file nor folder to us. */
static mode_t kind_of(int folder, const struct dirent *found)
{
  struct stat about;
  return fstatat(folder, found->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 ? about.st_mode & S_IFMT : 0;
}

static int collect(struct names *names, const char *folder, const char *prefix, struct err *err)
{
  DIR *listing = opendir(folder);
  if (!listing)
    return fail(err, "read", folder);
  int result = 0;
  for (struct dirent *found; result == 0 && (found = readdir(listing));) {
    if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
      continue;
    _cleanup_(freep) char *name = xasprintf("%s%s", prefix, found->d_name);
    mode_t kind = kind_of(dirfd(listing), found);
    if (kind == S_IFREG) {
      *APPEND(names->list, names->count) = xstrdup(name);
    } else if (kind == S_IFDIR) {
      _cleanup_(freep) char *inner = file_join(folder, found->d_name);
      _cleanup_(freep) char *inner_prefix = xasprintf("%s/", name);
      result = collect(names, inner, inner_prefix, err);
    }
  }
  closedir(listing);
  return result;
}

static int by_bytes(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int file_each(const char *folder, int (*see)(void *context, const char *name, struct err *err), void *context,
              struct err *err)
{
  struct names names = {0};
  int result = collect(&names, folder, "", err);
  if (names.count > 0)
    qsort(names.list, names.count, sizeof *names.list, by_bytes);
  for (size_t i = 0; i < names.count; i++) {
    if (result == 0)
      result = see(context, names.list[i], err);
    free(names.list[i]);
  }
  free(names.list);
  return result;
}
