/*
 * Private keys in PEM files (PKCS#8), open or behind a passphrase. For key.c and cms.c only: who signs or reads has a
 * `struct key` or a path.
 */
#pragma once

#include "base/err.h"
#include "base/key.h"

#include <openssl/evp.h>

/** The key of this kind ("ED25519", "EC"). NULL with a sentence; `advice` says how one of that kind is made. */
EVP_PKEY *pem_read(const char *path, const char *kind, const char *advice, key_passphrase ask, void *context,
                   struct err *err);

/** The same of a public key. */
EVP_PKEY *pem_read_public(const char *path, const char *kind, const char *advice, struct err *err);

/** Mode 0600, synced, never over an existing file. `passphrase` NULL leaves it open. */
int pem_write(EVP_PKEY *key, const char *path, const char *passphrase, struct err *err);
