/*
 * Key files of epochs. The order that makes a crash harmless: new file synced, transaction committed, old file erased.
 */
#include "ledger/epoch.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void epoch_finish(struct epoch *epoch)
{
  note_key_finish(&epoch->name);
  key_free(epoch->key);
  *epoch = (struct epoch){0};
}

void epoch_set(struct epoch *epoch, uint64_t number, const char *origin, const uint8_t public_half[static 32])
{
  epoch_finish(epoch);
  epoch->number = number;
  note_key_init(&epoch->name, origin, NOTE_LOG, public_half);
}

static char *path_of(uint64_t number, const char *folder)
{
  return xasprintf("%s/%llu.pem", folder, (unsigned long long)number);
}

/* ---- erasing ---- */

/* Overwritten first: on most file systems the bytes are gone then, on the others they are at least not in a file. */
static int overwrite(int file)
{
  static const char zeros[4096];
  struct stat about;
  if (fstat(file, &about) != 0)
    return -1;
  for (off_t at = 0; at < about.st_size; at += (off_t)sizeof zeros)
    if (io_write_at(file, zeros, sizeof zeros, at) != 0)
      return -1;
  return io_sync(file);
}

static int wipe(const char *path, int file, struct err *err)
{
  int number = overwrite(file) != 0 ? errno : 0;
  if (io_close(file) != 0 && number == 0)
    number = errno;
  if (number == 0 && unlink(path) != 0 && errno != ENOENT) /* another process settles the folder, too */
    number = errno;
  return number == 0 ? 0 : err_store(err, "the old key %s cannot be erased: %s", path, strerror(number));
}

/* A key that is not there is erased; that its name is gone is synced all the same, for a kill may have come between. */
static int erase_file(const char *path, struct err *err)
{
  int file = io_open(path, O_WRONLY | O_NOFOLLOW);
  if (file < 0 && errno != ENOENT)
    return err_store(err, "the old key %s cannot be erased: %s", path, strerror(errno));
  if (file >= 0 && wipe(path, file, err))
    return -1;
  return file_sync_folder_of(path, err);
}

int epoch_erase(uint64_t number, const char *folder, struct err *err)
{
  char *path = path_of(number, folder);
  int result = erase_file(path, err);
  free(path);
  return result;
}

/* ---- loading ---- */

struct settling {
  const char *folder, *current;
};

static int erase_others(void *context, const char *name, struct err *err)
{
  const struct settling *settling = context;
  size_t digits = strspn(name, "0123456789");
  bool is_ours = digits > 0 && strncmp(name + digits, ".pem", 4) == 0; /* unfinished ones have something behind it */
  if (!is_ours || strcmp(name, settling->current) == 0)
    return 0;
  char *path = file_join(settling->folder, name);
  int result = erase_file(path, err);
  free(path);
  return result;
}

static int settle(const struct epoch *epoch, const char *folder, struct err *err)
{
  char current[32];
  snprintf(current, sizeof current, "%llu.pem", (unsigned long long)epoch->number);
  struct settling settling = {folder, current};
  return file_each(folder, erase_others, &settling, err);
}

static int load_right_key(struct epoch *epoch, const char *path, struct err *err)
{
  struct err why = {0};
  uint8_t public_half[KEY_PUBLIC_SIZE];
  epoch->key = key_load(path, NULL, NULL, &why);
  if (!epoch->key)
    return err_store(err, "the ledger cannot be written without its own key: %-s; only the folder of this very machine "
                          "has it", why.text);
  key_public(epoch->key, public_half);
  if (memcmp(public_half, epoch->name.public_half, sizeof public_half) == 0)
    return 0;
  key_free(epoch->key);
  epoch->key = NULL;
  return err_store(err, "%s is not the key that this ledger names for its epoch %llu: it is another ledger's, or an "
                        "older copy", path, (unsigned long long)epoch->number);
}

int epoch_load(struct epoch *epoch, const char *folder, struct err *err)
{
  char *path = path_of(epoch->number, folder);
  int result = load_right_key(epoch, path, err);
  free(path);
  return result == 0 ? settle(epoch, folder, err) : -1;
}

/* ---- making ---- */

int epoch_prepare(struct epoch *next, uint64_t number, const char *origin, const char *folder, struct err *err)
{
  uint8_t public_half[KEY_PUBLIC_SIZE];
  char *path = path_of(number, folder);
  struct key *key = key_generate();
  struct err why = {0};
  int result = 0;
  if (erase_file(path, err)) /* of a rotation that a crash stopped before its commit */
    result = -1;
  else if (key_save(key, path, NULL, &why))
    result = err_store(err, "the ledger's next key cannot be kept: %-s", why.text);
  free(path);
  if (result != 0) {
    key_free(key);
    return -1;
  }
  key_public(key, public_half);
  epoch_set(next, number, origin, public_half);
  next->key = key;
  return 0;
}
