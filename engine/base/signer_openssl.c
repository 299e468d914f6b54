/*
 * OpenSSL's Ed25519. The context is set up once: looking the algorithm up each time costs a tenth of signing.
 */
#include "base/signer.h"

#include "base/alloc.h"
#include "base/libcrypto.h"

#include <stdbool.h>

struct signer {
  EVP_MD_CTX *context;
  EVP_PKEY *key;
};

static bool set_up(struct signer *signer)
{
  return signer->context && EVP_DigestSignInit(signer->context, NULL, NULL, NULL, signer->key) == 1;
}

struct signer *signer_new(EVP_PKEY *key)
{
  struct signer *signer = xmalloc(sizeof *signer);
  *signer = (struct signer){EVP_MD_CTX_new(), key};
  if (!set_up(signer))
    abort(); /* an OpenSSL without Ed25519 */
  return signer;
}

void signer_free(struct signer *signer)
{
  if (!signer)
    return;
  EVP_MD_CTX_free(signer->context);
  free(signer);
}

static bool sign(struct signer *signer, const void *bytes, size_t length, uint8_t signature[static 64])
{
  size_t size = 64;
  return EVP_DigestSign(signer->context, signature, &size, bytes, length) == 1 && size == 64;
}

void signer_sign(struct signer *signer, const void *bytes, size_t length, uint8_t signature[static 64])
{
  if (sign(signer, bytes, length, signature))
    return;
  if (!set_up(signer) || !sign(signer, bytes, length, signature)) /* some versions want it anew each time */
    abort();                                                      /* a key that is here can always sign */
}
