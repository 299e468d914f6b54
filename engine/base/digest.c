/*
 * SHA-256 through OpenSSL. The algorithm is fetched and the context made once: a look-up for each leaf of the tree
 * would cost more than hashing it. A program of ours is one thread, so one context serves all whole digests.
 */
#include "base/digest.h"

#include "base/alloc.h"
#include "base/libcrypto.h"

#include <string.h>

struct digest_stream {
  EVP_MD_CTX *context;
};

/* A missing SHA-256 is a broken installation, not a case: nothing could be signed or checked. */
static const EVP_MD *algorithm(void)
{
  static EVP_MD *sha256;
  if (!sha256)
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  if (!sha256)
    abort();
  return sha256;
}

static void start(EVP_MD_CTX *context)
{
  if (!context || EVP_DigestInit_ex2(context, algorithm(), NULL) != 1)
    abort();
}

static void finish(EVP_MD_CTX *context, struct digest *digest)
{
  if (EVP_DigestFinal_ex(context, digest->bytes, NULL) != 1)
    abort();
}

struct digest digest_of_parts(const void *const *parts, const size_t *lengths, size_t count)
{
  static EVP_MD_CTX *context;
  struct digest digest;
  if (!context)
    context = EVP_MD_CTX_new();
  start(context);
  for (size_t i = 0; i < count; i++)
    EVP_DigestUpdate(context, parts[i], lengths[i]);
  finish(context, &digest);
  return digest;
}

struct digest digest_of(const void *bytes, size_t length)
{
  return digest_of_parts(&bytes, &length, 1);
}

struct digest digest_of_leaf(const void *bytes, size_t length)
{
  const void *parts[] = {"\0", bytes};
  const size_t lengths[] = {1, length};
  return digest_of_parts(parts, lengths, 2);
}

struct digest digest_of_private(const char *text, const void *salt, size_t salt_length)
{
  struct digest digest;
  if (EVP_PBE_scrypt(text, strlen(text), salt, salt_length, 1024, 8, 1, 0, digest.bytes, sizeof digest.bytes) != 1)
    abort();
  return digest;
}

struct digest_stream *digest_stream_new(void)
{
  struct digest_stream *stream = xmalloc(sizeof *stream);
  stream->context = EVP_MD_CTX_new();
  start(stream->context);
  return stream;
}

void digest_stream_add(struct digest_stream *stream, const void *bytes, size_t length)
{
  EVP_DigestUpdate(stream->context, bytes, length);
}

struct digest digest_stream_end(struct digest_stream *stream)
{
  struct digest digest;
  finish(stream->context, &digest);
  start(stream->context);
  return digest;
}

void digest_stream_free(struct digest_stream *stream)
{
  if (!stream)
    return;
  EVP_MD_CTX_free(stream->context);
  free(stream);
}

void digest_text(const struct digest *digest, char text[static DIGEST_TEXT_SIZE])
{
  static const char hex[] = "0123456789abcdef";
  memcpy(text, "sha256:", 7);
  for (size_t i = 0; i < DIGEST_SIZE; i++) {
    text[7 + 2 * i] = hex[digest->bytes[i] >> 4];
    text[8 + 2 * i] = hex[digest->bytes[i] & 15];
  }
  text[7 + 2 * DIGEST_SIZE] = '\0';
}

static int hex_value(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_parse(const char *text, struct digest *digest)
{
  struct digest found;
  if (!text || strlen(text) != DIGEST_TEXT_SIZE - 1 || memcmp(text, "sha256:", 7) != 0)
    return false;
  for (size_t i = 0; i < DIGEST_SIZE; i++) {
    int high = hex_value(text[7 + 2 * i]), low = hex_value(text[8 + 2 * i]);
    if (high < 0 || low < 0)
      return false;
    found.bytes[i] = (uint8_t)(high << 4 | low);
  }
  *digest = found;
  return true;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
  return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}
