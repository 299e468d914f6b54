/*
 * The system calls of storing, each gone on with until it is done.
 *
 * A signal in the middle (EINTR) and a part of what was asked (a short read or write) are no errors. What fails leaves
 * in errno why it failed, never what was left there by another call.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

int io_open(const char *path, int flags);
int io_open_at(int folder, const char *name, int flags, mode_t mode);

/** How many bytes came, fewer than `length` only at the end; -1. */
ssize_t io_read(int file, void *bytes, size_t length);
ssize_t io_read_at(int file, void *bytes, size_t length, off_t at);

/** All of it: 0 or -1. */
int io_write(int file, const void *bytes, size_t length);
int io_write_at(int file, const void *bytes, size_t length, off_t at);

int io_sync(int file);       /* fsync */
int io_sync_bytes(int file); /* fdatasync */

/** Interrupted or not, the descriptor is gone; what a file system only tells when closing is an error. */
int io_close(int file);
