/*
 * Ed25519 through OpenSSL. A key is either here, or in an ssh-agent that signs for us.
 */
#include "base/key.h"

#include "base/agent.h"
#include "base/alloc.h"
#include "base/digest.h"
#include "base/libcrypto.h"
#include "base/pem.h"
#include "base/signer.h"

#include <string.h>

struct key {
  EVP_PKEY *private_half; /* NULL: an agent has it */
  struct signer *signer;
  uint8_t public_half[KEY_PUBLIC_SIZE];
};

static struct key *key_around(EVP_PKEY *private_half)
{
  struct key *key = xcalloc(1, sizeof *key);
  size_t length = KEY_PUBLIC_SIZE;
  key->private_half = private_half;
  if (EVP_PKEY_get_raw_public_key(private_half, key->public_half, &length) != 1)
    abort();
  key->signer = signer_new(private_half);
  return key;
}

struct key *key_generate(void)
{
  EVP_PKEY *made = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
  if (!made)
    abort(); /* no randomness, or an OpenSSL without Ed25519 */
  return key_around(made);
}

void key_free(struct key *key)
{
  if (!key)
    return;
  signer_free(key->signer);
  EVP_PKEY_free(key->private_half);
  free(key);
}

/* ---- files ---- */

#define ADVICE "an Ed25519 key is needed (openssl genpkey -algorithm ed25519)"

struct key *key_load(const char *path, key_passphrase ask, void *context, struct err *err)
{
  EVP_PKEY *found = pem_read(path, "ED25519", ADVICE, ask, context, err);
  return found ? key_around(found) : NULL;
}

int key_read_public(const char *path, uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err)
{
  EVP_PKEY *found = pem_read_public(path, "ED25519", ADVICE, err);
  size_t length = KEY_PUBLIC_SIZE;
  bool is_read = found && EVP_PKEY_get_raw_public_key(found, public_half, &length) == 1;
  EVP_PKEY_free(found);
  return is_read ? 0 : err_set(err, "%s: the key cannot be read", path);
}

int key_save(const struct key *key, const char *path, const char *passphrase, struct err *err)
{
  if (!key->private_half)
    return err_set(err, "the key lies in ssh-agent, which does not give it away; it cannot be written to %s", path);
  return pem_write(key->private_half, path, passphrase, err);
}

struct key *key_from_agent(const uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err)
{
  if (agent_has(public_half, err) != 1)
    return NULL;
  struct key *key = xcalloc(1, sizeof *key);
  memcpy(key->public_half, public_half, KEY_PUBLIC_SIZE);
  return key;
}

/* ---- signing ---- */

void key_public(const struct key *key, uint8_t public_half[static KEY_PUBLIC_SIZE])
{
  memcpy(public_half, key->public_half, KEY_PUBLIC_SIZE);
}

int key_sign(const struct key *key, const void *bytes, size_t length, uint8_t signature[static KEY_SIGNATURE_SIZE],
             struct err *err)
{
  if (!key->private_half)
    return agent_sign(key->public_half, bytes, length, signature, err);
  signer_sign(key->signer, bytes, length, signature);
  return 0;
}

bool key_verify(const uint8_t public_half[static KEY_PUBLIC_SIZE], const void *bytes, size_t length,
                const uint8_t signature[static KEY_SIGNATURE_SIZE])
{
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_half, KEY_PUBLIC_SIZE);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool is_good = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                 EVP_DigestVerify(context, signature, KEY_SIGNATURE_SIZE, bytes, length) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  ERR_clear_error();
  return is_good;
}

void key_id(const uint8_t public_half[static KEY_PUBLIC_SIZE], char id[static KEY_ID_SIZE + 1])
{
  char text[DIGEST_TEXT_SIZE];
  struct digest digest = digest_of(public_half, KEY_PUBLIC_SIZE);
  digest_text(&digest, text);
  memcpy(id, text + strlen("sha256:"), KEY_ID_SIZE);
  id[KEY_ID_SIZE] = '\0';
}

void key_dsse_encode(struct buf *out, const char *type, const void *body, size_t length)
{
  buf_format(out, "DSSEv1 %zu %s %zu ", strlen(type), type, length);
  buf_add(out, body, length);
}
