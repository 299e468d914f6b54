/*
 * A disk that can be watched, and that fails when it is told to. Loaded before libc (LD_PRELOAD) by disk.py.
 *
 * Every call that changes what lies below DISK_ROOT is numbered and written to DISK_LOG, a line each: number, word,
 * path, and for a rename the new path. Forked children are let be.
 *
 *   DISK_FAIL=N:EIO      the Nth call fails, and the disk is well again
 *   DISK_FAIL=N:ENOSPC   from the Nth on there is no room: nothing is written or made any more
 *   DISK_FAIL=N:KILL     the process dies right after the Nth call
 *   DISK_FAIL=0:EINTR    a signal comes before every call that can be interrupted
 *   DISK_FAIL=0:SHORT    no call writes or reads more than half of what it was asked to
 *   DISK_FORGETS=folders syncs of folders are left out of the log: so that a test can show that it would notice
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *root, *mode;
static int record = -1, calls, fails_at, fills_at = INT_MAX, kills_at;
static pid_t watched;
static bool forgets_folders, interrupts, shortens;

static __attribute__((constructor)) void read_orders(void)
{
  const char *order = getenv("DISK_FAIL"), *log = getenv("DISK_LOG");
  root = getenv("DISK_ROOT");
  watched = getpid();
  if (log)
    record = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  forgets_folders = getenv("DISK_FORGETS") != NULL;
  mode = order && strchr(order, ':') ? strchr(order, ':') + 1 : "";
  int at = order ? atoi(order) : 0;
  interrupts = !strcmp(mode, "EINTR");
  shortens = !strcmp(mode, "SHORT");
  if (!strcmp(mode, "EIO"))
    fails_at = at;
  if (!strcmp(mode, "ENOSPC"))
    fills_at = at;
  if (!strcmp(mode, "KILL"))
    kills_at = at;
}

/* ---- paths ---- */

static void of_descriptor(int file, char path[static PATH_MAX])
{
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = '\0';
}

static void of_name(int folder, const char *name, char path[static PATH_MAX])
{
  char base[PATH_MAX] = "";
  if (name[0] != '/' && folder == AT_FDCWD && !getcwd(base, sizeof base))
    base[0] = '\0';
  else if (name[0] != '/' && folder != AT_FDCWD)
    of_descriptor(folder, base);
  snprintf(path, PATH_MAX, "%s%s%.2000s", base, *base ? "/" : "", name);
}

static bool is_below(const char *path)
{
  return root && watched == getpid() && !strncmp(path, root, strlen(root));
}

/* ---- what becomes of a call ---- */

enum fate { GOES_ON, FAILS };

static enum fate meet(const char *word, const char *path, const char *more, bool needs_room)
{
  if (!is_below(path))
    return GOES_ON;
  int number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  bool fails = number == fails_at || (needs_room && number >= fills_at);
  char line[3 * PATH_MAX];
  int length = snprintf(line, sizeof line, "%d\t%s%s\t%s\t%s\n", number, fails ? "failed " : "", word, path, more);
  if (record >= 0)
    syscall(SYS_write, record, line, (size_t)length);
  errno = fails ? (number == fails_at ? EIO : ENOSPC) : errno;
  return fails ? FAILS : GOES_ON;
}

static void leave(const char *path)
{
  if (is_below(path) && kills_at && __atomic_load_n(&calls, __ATOMIC_SEQ_CST) >= kills_at)
    kill(watched, SIGKILL);
}

/* True at every first of two tries. */
static bool is_interrupted(const char *path)
{
  static _Thread_local bool was;
  if (!interrupts || !is_below(path))
    return false;
  was = !was;
  if (was)
    errno = EINTR;
  return was;
}

static size_t part_of(size_t length, const char *path)
{
  return shortens && length > 1 && is_below(path) ? length / 2 : length;
}

/* ---- the calls ---- */

static int made(int folder, const char *name, int flags, mode_t bits)
{
  char path[PATH_MAX];
  of_name(folder, name, path);
  if (is_interrupted(path))
    return -1;
  bool is_new = flags & O_CREAT && syscall(SYS_faccessat, folder, name, F_OK) != 0;
  int number = errno;
  if (is_new && meet("create", path, "", true) == FAILS)
    return -1;
  errno = number;
  int file = (int)syscall(SYS_openat, folder, name, flags, bits);
  if (is_new)
    leave(path);
  return file;
}

#define OPEN(NAME)                                                                                                     \
  int NAME(const char *name, int flags, ...)                                                                           \
  {                                                                                                                    \
    va_list more;                                                                                                      \
    va_start(more, flags);                                                                                             \
    mode_t bits = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                                            \
    va_end(more);                                                                                                      \
    return made(AT_FDCWD, name, flags, bits);                                                                          \
  }
#define OPEN_AT(NAME)                                                                                                  \
  int NAME(int folder, const char *name, int flags, ...)                                                               \
  {                                                                                                                    \
    va_list more;                                                                                                      \
    va_start(more, flags);                                                                                             \
    mode_t bits = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                                            \
    va_end(more);                                                                                                      \
    return made(folder, name, flags, bits);                                                                            \
  }
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

int mkostemp(char *pattern, int flags)
{
  char *end = pattern + strlen(pattern) - 6;
  for (unsigned count = 0; count < 1000; count++) {
    snprintf(end, 7, "t%05u", (unsigned)(getpid() + (int)count) % 100000);
    int file = made(AT_FDCWD, pattern, flags | O_RDWR | O_CREAT | O_EXCL, 0600);
    if (file >= 0 || (errno != EEXIST && errno != EINTR))
      return file;
  }
  return -1;
}

int mkostemp64(char *pattern, int flags)
{
  return mkostemp(pattern, flags);
}

static int changed(const char *word, int folder, const char *name, bool needs_room, long call, long flags)
{
  char path[PATH_MAX];
  of_name(folder, name, path);
  if (meet(word, path, "", needs_room) == FAILS)
    return -1;
  int result = (int)syscall(call, folder, name, flags);
  leave(path);
  return result;
}

int mkdir(const char *name, mode_t bits)
{
  if (syscall(SYS_faccessat, AT_FDCWD, name, F_OK) == 0) {
    errno = EEXIST;
    return -1;
  }
  return changed("mkdir", AT_FDCWD, name, true, SYS_mkdirat, bits);
}

int unlink(const char *name)
{
  return changed("unlink", AT_FDCWD, name, false, SYS_unlinkat, 0);
}

int unlinkat(int folder, const char *name, int flags)
{
  return changed("unlink", folder, name, false, SYS_unlinkat, flags);
}

static int renamed(int from, const char *old, int to, const char *new, unsigned flags)
{
  char before[PATH_MAX], after[PATH_MAX];
  of_name(from, old, before);
  of_name(to, new, after);
  if (syscall(SYS_faccessat, from, old, F_OK) == 0 && meet("rename", before, after, true) == FAILS)
    return -1;
  int result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
  leave(before);
  return result;
}

int rename(const char *old, const char *new)
{
  return renamed(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int renameat(int from, const char *old, int to, const char *new)
{
  return renamed(from, old, to, new, 0);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
  return renamed(from, old, to, new, flags);
}

static int synced(int file, long call)
{
  char path[PATH_MAX];
  struct stat about;
  of_descriptor(file, path);
  if (!strstr(path, "/ledger.db") && is_interrupted(path)) /* SQLite takes this for an error of the disk */
    return -1;
  bool is_folder = fstat(file, &about) == 0 && S_ISDIR(about.st_mode);
  if (!(is_folder && forgets_folders) && meet("sync", path, "", false) == FAILS)
    return -1;
  int result = (int)syscall(call, file);
  leave(path);
  return result;
}

int fsync(int file)
{
  return synced(file, SYS_fsync);
}

int fdatasync(int file)
{
  return synced(file, SYS_fdatasync);
}

ssize_t write(int file, const void *bytes, size_t length)
{
  char path[PATH_MAX];
  of_descriptor(file, path);
  if (is_interrupted(path) || meet("write", path, "", true) == FAILS)
    return -1;
  ssize_t count = syscall(SYS_write, file, bytes, part_of(length, path));
  leave(path);
  return count;
}

static ssize_t written(int file, const void *bytes, size_t length, off_t at)
{
  char path[PATH_MAX];
  of_descriptor(file, path);
  if (is_interrupted(path) || meet("write", path, "", true) == FAILS)
    return -1;
  ssize_t count = syscall(SYS_pwrite64, file, bytes, part_of(length, path), at);
  leave(path);
  return count;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at)
{
  return written(file, bytes, length, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at)
{
  return written(file, bytes, length, at);
}

ssize_t read(int file, void *bytes, size_t length)
{
  char path[PATH_MAX];
  if (!interrupts && !shortens)
    return syscall(SYS_read, file, bytes, length);
  of_descriptor(file, path);
  return is_interrupted(path) ? -1 : syscall(SYS_read, file, bytes, part_of(length, path));
}
