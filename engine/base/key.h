/*
 * Ed25519 keys (RFC 8032): made, kept as PEM, used for signing, verified; and DSSE's pre-authentication encoding.
 *
 * A key signs from a file or through ssh-agent, whose ssh-ed25519 signatures are raw Ed25519 over the bytes given, so
 * one verifier serves both (formats.md).
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_PUBLIC_SIZE 32
#define KEY_SIGNATURE_SIZE 64
#define KEY_ID_SIZE 16 /* DSSE keyid: first 8 bytes of SHA-256(public key) as 16 hex characters, without NUL */

struct key; /* a private key, or a way to reach one; freed with key_free */

struct key *key_generate(void);

/** Called when a PEM file is encrypted: writes the passphrase, returns its length, or -1 if there is nobody to ask. */
typedef int (*key_passphrase)(void *context, const char *path, char *passphrase, size_t size);

/**
 * Reads a PKCS#8 PEM file of mode 0600, no symbolic link. `ask` may be NULL. Wrong passphrase, other kinds of key,
 * unreadable file: a sentence.
 */
struct key *key_load(const char *path, key_passphrase ask, void *context, struct err *err);

/** Reads a public key from a PEM file (SubjectPublicKeyInfo, as `openssl pkey -pubout` writes it). */
int key_read_public(const char *path, uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err);

/** The ssh-agent key with this public half (SSH_AUTH_SOCK); NULL without a sentence in `err` if the agent has none. */
struct key *key_from_agent(const uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err);

/** Writes a PKCS#8 PEM, mode 0600, synced, never over an existing file. `passphrase` NULL leaves it open. */
int key_save(const struct key *key, const char *path, const char *passphrase, struct err *err);

void key_free(struct key *key);

void key_public(const struct key *key, uint8_t public_half[static KEY_PUBLIC_SIZE]);

/** Signs the bytes as they are. Only an agent can fail. */
int key_sign(const struct key *key, const void *bytes, size_t length, uint8_t signature[static KEY_SIGNATURE_SIZE],
             struct err *err);

bool key_verify(const uint8_t public_half[static KEY_PUBLIC_SIZE], const void *bytes, size_t length,
                const uint8_t signature[static KEY_SIGNATURE_SIZE]);

void key_id(const uint8_t public_half[static KEY_PUBLIC_SIZE], char id[static KEY_ID_SIZE + 1]);

/** "DSSEv1" SP len(type) SP type SP len(body) SP body: what is signed instead of the bare payload. */
void key_dsse_encode(struct buf *out, const char *type, const void *body, size_t length);
