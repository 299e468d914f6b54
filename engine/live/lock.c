/*
 * One process runs an incident: an fcntl lock on a close-on-exec descriptor, so that a kill releases it.
 *
 * A second lock is shared with everything the wardens guard. Whoever gets it whole has proved that nothing which an
 * earlier runner started is alive; only then is it decided what was left in doubt.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/io.h"
#include "drivers/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static int say_who(int descriptor, const char *incident, struct err *err)
{
  struct flock holder = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char who[200] = "";
  ssize_t length = pread(descriptor, who, sizeof who - 1, 0);
  who[length > 0 ? length : 0] = '\0';
  fcntl(descriptor, F_GETLK, &holder);
  close(descriptor);
  return err_set(err, "%s is being run already, by %s (process %d). What you type there counts; from here use tasks, "
                      "answer, note, status.", incident, who[0] ? who : "somebody", (int)holder.l_pid);
}

int lock_take(const char *folder, const char *incident, const char *person, struct err *err)
{
  if (file_make_folder(folder, 0700, err) < 0)
    return -1;
  char *name = xasprintf("%s/%s.lock", folder, incident);
  int descriptor = io_open(name, O_RDWR | O_CREAT);
  if (descriptor < 0) {
    err_store(err, "%s: %s", name, strerror(errno));
    free(name);
    return -1;
  }
  free(name);
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(descriptor, F_SETLK, &lock) < 0)
    return say_who(descriptor, incident, err);
  if (ftruncate(descriptor, 0) < 0 || io_write_at(descriptor, person, strlen(person), 0) < 0) {
    close(descriptor);
    return err_store(err, "%s/%s.lock: %s", folder, incident, strerror(errno));
  }
  return descriptor;
}

#define PATIENCE_MS 30000 /* wardens end what they guard within seconds; a command held in the kernel may take longer */

static bool get_whole(int descriptor)
{
  for (int waited = 0; flock(descriptor, LOCK_EX | LOCK_NB) < 0; waited += 10) {
    if (waited >= PATIENCE_MS)
      return false;
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
  }
  return true;
}

int lock_wardens(const char *folder, const char *incident, struct err *err)
{
  char *name = xasprintf("%s/%s.wardens", folder, incident);
  int descriptor = io_open(name, O_RDWR | O_CREAT);
  free(name);
  if (descriptor < 0)
    return err_store(err, "%s/%s.wardens: %s", folder, incident, strerror(errno));
  if (!get_whole(descriptor)) {
    close(descriptor);
    return err_set(err, "What an earlier run of %s started is still alive after %d s and cannot be ended from here. "
                        "Look for it with ps; nothing is done again while it lives.", incident, PATIENCE_MS / 1000);
  }
  flock(descriptor, LOCK_SH);
  warden_hold(descriptor);
  return descriptor;
}
