/*
 * One loop for each direction. A write of no bytes at all can only mean that there is no room.
 */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define AT_ITS_PLACE ((off_t)-1) /* where the descriptor stands */

int io_open_at(int folder, const char *name, int flags, mode_t mode)
{
  int file;
  do
    file = openat(folder, name, flags | O_CLOEXEC, mode);
  while (file < 0 && errno == EINTR);
  return file;
}

int io_open(const char *path, int flags)
{
  return io_open_at(AT_FDCWD, path, flags, 0600);
}

static ssize_t read_all(int file, char *bytes, size_t length, off_t at)
{
  size_t done = 0;
  while (done < length) {
    ssize_t count = at == AT_ITS_PLACE ? read(file, bytes + done, length - done)
                                       : pread(file, bytes + done, length - done, at + (off_t)done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return -1;
    if (count == 0)
      break;
    done += (size_t)count;
  }
  return (ssize_t)done;
}

ssize_t io_read(int file, void *bytes, size_t length)
{
  return read_all(file, bytes, length, AT_ITS_PLACE);
}

ssize_t io_read_at(int file, void *bytes, size_t length, off_t at)
{
  return read_all(file, bytes, length, at);
}

static int write_all(int file, const char *bytes, size_t length, off_t at)
{
  for (size_t done = 0; done < length;) {
    ssize_t count = at == AT_ITS_PLACE ? write(file, bytes + done, length - done)
                                       : pwrite(file, bytes + done, length - done, at + (off_t)done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count == 0)
      errno = ENOSPC;
    if (count <= 0)
      return -1;
    done += (size_t)count;
  }
  return 0;
}

int io_write(int file, const void *bytes, size_t length)
{
  return write_all(file, bytes, length, AT_ITS_PLACE);
}

int io_write_at(int file, const void *bytes, size_t length, off_t at)
{
  return write_all(file, bytes, length, at);
}

int io_sync(int file)
{
  int result;
  do
    result = fsync(file);
  while (result != 0 && errno == EINTR);
  return result;
}

int io_sync_bytes(int file)
{
  int result;
  do
    result = fdatasync(file);
  while (result != 0 && errno == EINTR);
  return result;
}

int io_close(int file)
{
  return close(file) == 0 || errno == EINTR ? 0 : -1;
}
