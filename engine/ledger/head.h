/*
 * The head outside the database: how far the ledger had come when it last told anybody.
 *
 * A preallocated file of two slots of 4 KiB, on another volume if there is one, written in turn under the file's lock
 * and never to a smaller size. A database behind it was restored or cut; that is all it is for (formats.md).
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/key.h"
#include "ledger/merkle.h"

#define HEAD_NOTE_MAX 1900

struct head; /* an open head file */

/** Zeroed before its first use; head_record_finish frees. */
struct head_record {
  struct merkle tree; /* with its kept roots: what was appended since can be checked without hashing all of it again */
  uint64_t epoch;     /* whose key signs from here on */
  uint8_t public_half[KEY_PUBLIC_SIZE]; /* of that key: nobody takes it from the database */
  struct buf note;
};

void head_record_finish(struct head_record *record);

/** Makes the file with its first record; refuses an existing one. */
int head_create(const char *path, const struct head_record *record, struct err *err);

int head_open(const char *path, bool is_writable, struct head **head, struct err *err);
void head_close(struct head *head);

/** The newer of the two records that are whole. */
int head_read(struct head *head, struct head_record *record, struct err *err);

/** Durable when it returns 0. Already as far or farther: nothing is written; another root at the same size: -1. */
int head_publish(struct head *head, const struct head_record *record, struct err *err);
