/*
 * Ed25519 through OpenSSL. A key is either here, or in an ssh-agent that signs for us.
 */
#include "base/key.h"

#include "base/agent.h"
#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/signer.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <string.h>

#define PEM_MAX 65536
#define PASSPHRASE_MAX 1024

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

void key_freep(struct key **key)
{
  key_free(*key);
}

/* ---- files ---- */

struct asking {
  key_passphrase ask;
  void *context;
  const char *path;
  bool has_answer;
};

static int ask_passphrase(char *passphrase, int size, int is_writing, void *user)
{
  struct asking *asking = user;
  if (!asking->ask)
    return -1;
  int length = asking->ask(asking->context, asking->path, passphrase, (size_t)size);
  asking->has_answer = length >= 0;
  return length;
}

static int explain_unread(const char *path, const char *pem, const struct asking *asking, struct err *err)
{
  if (strstr(pem, "BEGIN OPENSSH PRIVATE KEY"))
    return err_set(err, "%s is a key of OpenSSH's own form; load it with ssh-add and leave --key out", path);
  if (strstr(pem, "BEGIN ENCRYPTED PRIVATE KEY") && asking->has_answer)
    return err_set(err, "%s does not open with this passphrase", path);
  if (strstr(pem, "BEGIN ENCRYPTED PRIVATE KEY"))
    return err_set(err, "%s is protected by a passphrase, and there is nobody here to type it; use ssh-agent", path);
  return err_set(err, "%s is not a private key in PEM form (PKCS#8)", path);
}

static EVP_PKEY *read_pem(const char *path, const struct buf *pem, struct asking *asking, struct err *err)
{
  BIO *memory = BIO_new_mem_buf(pem->bytes, (int)pem->length);
  EVP_PKEY *found = PEM_read_bio_PrivateKey(memory, NULL, ask_passphrase, asking);
  BIO_free(memory);
  ERR_clear_error();
  if (!found) {
    explain_unread(path, buf_string(pem), asking, err);
    return NULL;
  }
  if (EVP_PKEY_is_a(found, "ED25519"))
    return found;
  err_set(err, "%s holds a key of kind %s; an Ed25519 key is needed (openssl genpkey -algorithm ed25519)", path,
          EVP_PKEY_get0_type_name(found));
  EVP_PKEY_free(found);
  return NULL;
}

struct key *key_load(const char *path, key_passphrase ask, void *context, struct err *err)
{
  struct buf pem = {0};
  struct asking asking = {.ask = ask, .context = context, .path = path};
  EVP_PKEY *found = NULL;
  if (file_read(path, PEM_MAX, &pem, err) == 0)
    found = read_pem(path, &pem, &asking, err);
  if (pem.bytes)
    OPENSSL_cleanse(pem.bytes, pem.length);
  buf_finish(&pem);
  return found ? key_around(found) : NULL;
}

/* scrypt with OpenSSL's own parameters (16 MiB): a stolen file must be guessed slowly (RFC 7914 section 2). */
static X509_SIG *encrypt(PKCS8_PRIV_KEY_INFO *plain, const char *passphrase)
{
  X509_ALGOR *how = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 0, NULL, 16384, 8, 1);
  return how ? PKCS8_set0_pbe(passphrase, (int)strlen(passphrase), plain, how) : NULL;
}

static bool write_pem(BIO *memory, const struct key *key, const char *passphrase)
{
  PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(key->private_half);
  X509_SIG *encrypted = plain && passphrase ? encrypt(plain, passphrase) : NULL;
  bool is_written = encrypted ? PEM_write_bio_PKCS8(memory, encrypted) == 1
                              : !passphrase && plain && PEM_write_bio_PKCS8_PRIV_KEY_INFO(memory, plain) == 1;
  X509_SIG_free(encrypted);
  PKCS8_PRIV_KEY_INFO_free(plain);
  return is_written;
}

int key_save(const struct key *key, const char *path, const char *passphrase, struct err *err)
{
  if (!key->private_half)
    return err_set(err, "the key lies in ssh-agent, which does not give it away; it cannot be written to %s", path);
  if (passphrase && (!*passphrase || strlen(passphrase) >= PASSPHRASE_MAX))
    return err_set(err, "a passphrase has 1 to %d bytes", PASSPHRASE_MAX - 1);
  BIO *memory = BIO_new(BIO_s_secmem());
  int result = -1;
  if (write_pem(memory, key, passphrase)) {
    char *pem = NULL;
    long length = BIO_get_mem_data(memory, &pem);
    result = file_write_new(path, pem, (size_t)length, 0600, err);
  } else {
    err_set(err, "OpenSSL could not put the key for %s into PEM form", path);
  }
  BIO_free(memory);
  return result;
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
