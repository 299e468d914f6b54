/*
 * Slot: "TOCSINH2", size (8 bytes), root (32), length of the note (4), epoch (8), its public key (32), the note, the
 * tree's kept roots (32 each, lowest first), zeros, SHA-256 of all before it (32). Numbers are big endian. A slot whose
 * SHA-256 is wrong was torn while it was written; the other one is then whole, because they are never written at the
 * same time.
 */
#include "ledger/head.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOT 4096
#define SUM_AT (SLOT - DIGEST_SIZE)
#define EPOCH_AT 52
#define KEY_AT 60
#define NOTE_AT 92

static const char magic[8] = "TOCSINH2";

struct head {
  int file;
  char *path;
};

static void put_number(uint8_t *to, uint64_t number, int bytes)
{
  while (bytes-- > 0) {
    to[bytes] = (uint8_t)number;
    number >>= 8;
  }
}

static uint64_t get_number(const uint8_t *from, int bytes)
{
  uint64_t number = 0;
  while (bytes-- > 0)
    number = number << 8 | *from++;
  return number;
}

static void write_slot(uint8_t slot[static SLOT], const struct head_record *record)
{
  memset(slot, 0, SLOT);
  memcpy(slot, magic, sizeof magic);
  struct digest root = merkle_root(&record->tree);
  struct buf roots = {0};
  merkle_store(&record->tree, &roots);
  put_number(slot + 8, record->tree.size, 8);
  memcpy(slot + 16, root.bytes, DIGEST_SIZE);
  put_number(slot + 48, record->note.length, 4);
  put_number(slot + EPOCH_AT, record->epoch, 8);
  memcpy(slot + KEY_AT, record->public_half, KEY_PUBLIC_SIZE);
  memcpy(slot + NOTE_AT, buf_string(&record->note), record->note.length);
  memcpy(slot + NOTE_AT + record->note.length, buf_string(&roots), roots.length);
  buf_finish(&roots);
  struct digest sum = digest_of(slot, SUM_AT);
  memcpy(slot + SUM_AT, sum.bytes, DIGEST_SIZE);
}

static bool slot_is_whole(const uint8_t slot[static SLOT])
{
  struct digest sum = digest_of(slot, SUM_AT);
  return memcmp(slot, magic, sizeof magic) == 0 && memcmp(slot + SUM_AT, sum.bytes, DIGEST_SIZE) == 0 &&
         get_number(slot + 48, 4) <= HEAD_NOTE_MAX && get_number(slot + 8, 8) >> MERKLE_LEVELS == 0;
}

void head_record_finish(struct head_record *record)
{
  buf_finish(&record->note);
}

int head_create(const char *path, const struct head_record *record, struct err *err)
{
  uint8_t slots[2 * SLOT] = {0};
  write_slot(slots, record);
  return file_write_new(path, slots, sizeof slots, 0600, err);
}

int head_open(const char *path, bool is_writable, struct head **head, struct err *err)
{
  struct stat about;
  int file = io_open(path, (is_writable ? O_RDWR : O_RDONLY) | O_NONBLOCK); /* nobody waits at a pipe */
  if (file < 0 && errno == ENOENT)
    return err_store(err, "the head file %s is missing; without it nobody can tell whether this ledger is the newest: "
                          "mount its volume, or bring the file back", path);
  if (file < 0)
    return err_store(err, "the head file %s cannot be opened: %s", path, strerror(errno));
  if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
    close(file);
    return err_store(err, "the head file %s is no regular file", path);
  }
  *head = xcalloc(1, sizeof **head);
  **head = (struct head){.file = file, .path = xstrdup(path)};
  return 0;
}

void head_close(struct head *head)
{
  if (!head)
    return;
  close(head->file);
  free(head->path);
  free(head);
}

/* Locks belong to the open file, so that a process that opens it twice does not lose them at the first close. */
static int lock(const struct head *head, short kind, struct err *err)
{
  struct flock whole = {.l_type = kind, .l_whence = SEEK_SET};
  int result;
  do
    result = fcntl(head->file, F_OFD_SETLKW, &whole);
  while (result != 0 && errno == EINTR);
  return result == 0 ? 0 : err_store(err, "the head file %s cannot be locked: %s", head->path, strerror(errno));
}

/* Which slot is newer; -1 with a sentence if neither is whole. */
static int newest_slot(const struct head *head, uint8_t slots[static 2 * SLOT], struct err *err)
{
  ssize_t count = io_read_at(head->file, slots, 2 * SLOT, 0);
  if (count < 0)
    return err_store(err, "the head file %s cannot be read: %s", head->path, strerror(errno));
  memset(slots + count, 0, (size_t)(2 * SLOT - count));
  bool first = slot_is_whole(slots), second = slot_is_whole(slots + SLOT);
  if (!first && !second)
    return err_store(err, "the head file %s is damaged: neither of its two records is whole; bring it back from its "
                          "last copy", head->path);
  return !first || (second && get_number(slots + SLOT + 8, 8) > get_number(slots + 8, 8));
}

static void read_slot(const uint8_t *slot, struct head_record *record)
{
  uint64_t size = get_number(slot + 8, 8), length = get_number(slot + 48, 4);
  record->epoch = get_number(slot + EPOCH_AT, 8);
  memcpy(record->public_half, slot + KEY_AT, KEY_PUBLIC_SIZE);
  buf_clear(&record->note);
  buf_add(&record->note, slot + NOTE_AT, length);
  merkle_restore(&record->tree, size, slot + NOTE_AT + length, (size_t)__builtin_popcountll(size) * DIGEST_SIZE);
}

int head_read(struct head *head, struct head_record *record, struct err *err)
{
  uint8_t slots[2 * SLOT];
  if (lock(head, F_RDLCK, err))
    return -1;
  int newest = newest_slot(head, slots, err);
  lock(head, F_UNLCK, NULL);
  if (newest < 0)
    return -1;
  read_slot(slots + newest * SLOT, record);
  return 0;
}

static int write_next(const struct head *head, int slot, const struct head_record *record, struct err *err)
{
  uint8_t bytes[SLOT];
  write_slot(bytes, record);
  if (io_write_at(head->file, bytes, SLOT, (off_t)slot * SLOT) != 0 || io_sync_bytes(head->file) != 0)
    return err_store(err, "the head file %s cannot be written: %s", head->path, strerror(errno));
  return 0;
}

static int publish_locked(const struct head *head, const struct head_record *record, struct err *err)
{
  uint8_t slots[2 * SLOT];
  int newest = newest_slot(head, slots, err);
  if (newest < 0)
    return -1;
  const uint8_t *there = slots + newest * SLOT;
  uint64_t size = get_number(there + 8, 8);
  struct digest root = merkle_root(&record->tree);
  if (size == record->tree.size && memcmp(there + 16, root.bytes, DIGEST_SIZE) != 0)
    return err_store(err, "the head file %s knows another ledger of %llu entries: this is not the one it was made for",
                     head->path, (unsigned long long)size);
  return size >= record->tree.size ? 0 : write_next(head, !newest, record, err);
}

int head_publish(struct head *head, const struct head_record *record, struct err *err)
{
  if (record->note.length > HEAD_NOTE_MAX)
    return err_store(err, "a checkpoint of %zu bytes does not fit the head file", record->note.length);
  if (lock(head, F_WRLCK, err))
    return -1;
  int result = publish_locked(head, record, err);
  lock(head, F_UNLCK, NULL);
  return result;
}
