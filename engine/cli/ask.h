/*
 * Asking the person at the terminal. Passphrases come from /dev/tty with the echo off, never from an argument or the
 * environment.
 */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

bool ask_can(void); /* is somebody sitting there? */

/** Shows the question on stderr, reads a line from stdin; NULL at its end. The caller frees it. */
char *ask_line(const char *question);

/** A key_passphrase of base/key.h. */
int ask_passphrase(void *context, const char *path, char *passphrase, size_t size);

/** A new passphrase, typed twice, never empty. */
int ask_new_passphrase(const char *whose, char *passphrase, size_t size, struct err *err);
