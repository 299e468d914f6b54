/*
 * SHA-256 (FIPS 180-4), whole and streaming, and its text form "sha256:<64 hex>".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE 32
#define DIGEST_TEXT_SIZE 72 /* "sha256:" + 64 + NUL */

struct digest {
  uint8_t bytes[DIGEST_SIZE];
};

struct digest_stream; /* one running hash */

struct digest digest_of(const void *bytes, size_t length);
/** Of their concatenation. */
struct digest digest_of_parts(const void *const *parts, const size_t *lengths, size_t count);

/** Of a leaf in a tree of hashes (RFC 6962 section 2.1): H(0x00 bytes). */
struct digest digest_of_leaf(const void *bytes, size_t length);

/**
 * Of something short and private, with a salt, and slowly (scrypt, 1 MiB): who has it must try values one by one, a few
 * hundred a second. That hides a passphrase; of a telephone number it only delays who looks for it.
 */
struct digest digest_of_private(const char *text, const void *salt, size_t salt_length);

struct digest_stream *digest_stream_new(void);
void digest_stream_add(struct digest_stream *stream, const void *bytes, size_t length);
struct digest digest_stream_end(struct digest_stream *stream); /* starts over afterwards */
void digest_stream_free(struct digest_stream *stream);

/** Writes "sha256:<hex>". */
void digest_text(const struct digest *digest, char text[static DIGEST_TEXT_SIZE]);
/** Reads it back; false unless it is exactly that form, lower case. */
bool digest_parse(const char *text, struct digest *digest);
bool digest_equal(const struct digest *a, const struct digest *b);
