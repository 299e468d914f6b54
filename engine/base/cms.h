/*
 * What only certain people may read: bytes encrypted to their certificates, opened with the key of any one of them.
 *
 * The form is CMS (RFC 5652, AES-256-GCM as in RFC 5084, P-256 as in RFC 5753) in PEM, so that it opens at any hour
 * without this program:
 *
 *     openssl cms -decrypt -inform PEM -in FILE -inkey keys/NAME-read.pem
 *
 * A reading key is apart from the key its owner signs with. Its certificate only carries the public half: it says who
 * reads, is signed by itself, and has no end; whose it is, is the business of whoever lays it down.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/key.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * A new key for `owner` at `key_path` (mode 0600; `passphrase` NULL leaves it open) and its certificate at
 * `certificate_path` (mode 0644). Neither may exist.
 */
int cms_make_key(const char *owner, const char *key_path, const char *certificate_path, const char *passphrase,
                 struct err *err);

/** Appends `bytes`, encrypted to the owner of each certificate file; at least one. */
int cms_encrypt(struct buf *out, const void *bytes, size_t length, const char *const *certificate_paths, size_t count,
                struct err *err);

/**
 * Appends what the bytes say to the owner of this key. A changed byte, or a key they were not encrypted to, is an
 * error and leaves nothing in `out`. The caller wipes what is private (cms_wipe).
 */
int cms_decrypt(struct buf *out, const char *bytes, size_t length, const char *key_path, key_passphrase ask,
                void *context, struct err *err);

/** Can the owner of this certificate open them? Told without opening: 1, 0, or -1 with a sentence. */
int cms_is_for(const char *bytes, size_t length, const char *certificate_path, struct err *err);

/** Overwrites what was read before its memory is given back. */
void cms_wipe(struct buf *plain);
