/*
 * Signing with an Ed25519 key that is here. For key.c only; the build chooses one of two that give the same bytes
 * (RFC 8032 leaves nothing to choice): libsodium where it is, in a third of the time, else OpenSSL.
 */
#pragma once

#include <openssl/evp.h>
#include <stddef.h>
#include <stdint.h>

struct signer;

/** Ready to sign as often as wanted; `key` must outlive it. */
struct signer *signer_new(EVP_PKEY *key);
void signer_free(struct signer *signer);

void signer_sign(struct signer *signer, const void *bytes, size_t length, uint8_t signature[static 64]);
