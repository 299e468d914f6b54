/*
 * Files: read whole with a limit, written whole or not at all.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/** Appends the file's bytes; a file longer than `limit`, or not regular, is refused with a sentence. */
int file_read(const char *path, size_t limit, struct buf *out, struct err *err);

/** The same for a key: no symbolic link, and nobody but its owner may read or write it (0600). */
int file_read_secret(const char *path, size_t limit, struct buf *out, struct err *err);

/** Writes beside, syncs, renames, syncs the folder: after a crash the old or the new bytes are there, never a mix. */
int file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err);

/** The same, but refuses a name that is taken. */
int file_write_new(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err);

/** Syncs the folder that holds `path`, so that names made or removed in it outlive a crash. */
int file_sync_folder_of(const char *path, struct err *err);

/**
 * Makes the folder and those above it; existing ones are fine. Its name is durable when this returns 0, also where it
 * was made by somebody who was killed before he could sync it: each call syncs the folder above it once.
 */
int file_make_folder(const char *path, mode_t mode, struct err *err);

bool file_exists(const char *path);

/** `folder` "/" `name`, or `name` itself if it is absolute. The caller frees it. */
char *file_join(const char *folder, const char *name);

/** Calls back for each regular file below `folder`, names relative to it, in byte order; not through symbolic links. */
int file_each(const char *folder, int (*see)(void *context, const char *name, struct err *err), void *context,
              struct err *err);
