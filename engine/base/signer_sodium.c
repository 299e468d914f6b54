/*
 * libsodium's Ed25519: a checkpoint is signed with every commit, and this is most of what a commit costs us.
 */
#include "base/signer.h"

#include "base/alloc.h"
#include "base/libcrypto.h"

#include <sodium.h>

struct signer {
  uint8_t secret[crypto_sign_SECRETKEYBYTES]; /* the seed, and the public half behind it */
};

struct signer *signer_new(EVP_PKEY *key)
{
  struct signer *signer = xcalloc(1, sizeof *signer);
  size_t seed = 32, public_half = 32;
  if (sodium_init() < 0 || EVP_PKEY_get_raw_private_key(key, signer->secret, &seed) != 1 ||
      EVP_PKEY_get_raw_public_key(key, signer->secret + 32, &public_half) != 1)
    abort(); /* not an Ed25519 key: key.c lets none in */
  return signer;
}

void signer_free(struct signer *signer)
{
  if (!signer)
    return;
  sodium_memzero(signer->secret, sizeof signer->secret);
  free(signer);
}

void signer_sign(struct signer *signer, const void *bytes, size_t length, uint8_t signature[static 64])
{
  crypto_sign_detached(signature, NULL, bytes, length, signer->secret);
}
