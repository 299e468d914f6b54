/*
 * PKCS#8 in PEM. Bytes of a private key are wiped before their memory is given back.
 */
#include "base/pem.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/libcrypto.h"

#include <string.h>

#define PEM_MAX 65536
#define PASSPHRASE_MAX 1024

/* ---- reading ---- */

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

/*
 * An Ed25519 key without a passphrase, as everybody writes it (RFC 8410 section 7), is 32 bytes behind a fixed
 * beginning. OpenSSL tries all its decoders on it, which is a third of what a short command costs. NULL: it is none of
 * these.
 */
static EVP_PKEY *take_plain(const struct buf *pem)
{
  static const char before[] = "-----BEGIN PRIVATE KEY-----\n", after[] = "\n-----END PRIVATE KEY-----\n";
  static const uint8_t beginning[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                      0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
  const size_t digits = 64, from = sizeof before - 1;
  struct buf der = {0};
  EVP_PKEY *found = NULL;
  if (pem->length == from + digits + sizeof after - 1 && memcmp(pem->bytes, before, from) == 0 &&
      memcmp(pem->bytes + from + digits, after, sizeof after - 1) == 0 &&
      base64_decode(&der, pem->bytes + from, digits) && der.length == sizeof beginning + KEY_PUBLIC_SIZE &&
      memcmp(der.bytes, beginning, sizeof beginning) == 0)
    found = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, (const uint8_t *)der.bytes + sizeof beginning,
                                         der.length - sizeof beginning);
  if (der.bytes)
    OPENSSL_cleanse(der.bytes, der.length);
  buf_finish(&der);
  return found;
}

static EVP_PKEY *parse(const char *path, const struct buf *pem, struct asking *asking, struct err *err)
{
  EVP_PKEY *plain = take_plain(pem);
  if (plain)
    return plain;
  BIO *memory = BIO_new_mem_buf(pem->bytes, (int)pem->length);
  EVP_PKEY *found = PEM_read_bio_PrivateKey(memory, NULL, ask_passphrase, asking);
  BIO_free(memory);
  ERR_clear_error();
  if (!found)
    explain_unread(path, buf_string(pem), asking, err);
  return found;
}

static EVP_PKEY *of_kind(EVP_PKEY *found, const char *path, const char *kind, const char *advice, struct err *err)
{
  if (!found || EVP_PKEY_is_a(found, kind))
    return found;
  err_set(err, "%s holds a key of kind %s; %s", path, EVP_PKEY_get0_type_name(found), advice);
  EVP_PKEY_free(found);
  return NULL;
}

EVP_PKEY *pem_read_public(const char *path, const char *kind, const char *advice, struct err *err)
{
  _cleanup_(buf_finish) struct buf pem = {0};
  if (file_read(path, PEM_MAX, &pem, err) < 0)
    return NULL;
  BIO *memory = BIO_new_mem_buf(pem.bytes, (int)pem.length);
  EVP_PKEY *found = PEM_read_bio_PUBKEY(memory, NULL, NULL, NULL);
  BIO_free(memory);
  ERR_clear_error();
  if (!found)
    err_set(err, "%s is not a public key in PEM form; openssl pkey -in KEY.pem -pubout makes one", path);
  return of_kind(found, path, kind, advice, err);
}

EVP_PKEY *pem_read(const char *path, const char *kind, const char *advice, key_passphrase ask, void *context,
                   struct err *err)
{
  struct buf pem = {0};
  struct asking asking = {.ask = ask, .context = context, .path = path};
  EVP_PKEY *found = NULL;
  if (file_read_secret(path, PEM_MAX, &pem, err) == 0)
    found = parse(path, &pem, &asking, err);
  if (pem.bytes)
    OPENSSL_cleanse(pem.bytes, pem.length);
  buf_finish(&pem);
  return of_kind(found, path, kind, advice, err);
}

/* ---- writing ---- */

/* scrypt with OpenSSL's own parameters (16 MiB): a stolen file must be guessed slowly (RFC 7914 section 2). */
static X509_SIG *encrypt(PKCS8_PRIV_KEY_INFO *plain, const char *passphrase)
{
  X509_ALGOR *how = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 0, NULL, 16384, 8, 1);
  return how ? PKCS8_set0_pbe(passphrase, (int)strlen(passphrase), plain, how) : NULL;
}

static bool put(BIO *memory, EVP_PKEY *key, const char *passphrase)
{
  PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(key);
  X509_SIG *encrypted = plain && passphrase ? encrypt(plain, passphrase) : NULL;
  bool is_written = encrypted ? PEM_write_bio_PKCS8(memory, encrypted) == 1
                              : !passphrase && plain && PEM_write_bio_PKCS8_PRIV_KEY_INFO(memory, plain) == 1;
  X509_SIG_free(encrypted);
  PKCS8_PRIV_KEY_INFO_free(plain);
  return is_written;
}

int pem_write(EVP_PKEY *key, const char *path, const char *passphrase, struct err *err)
{
  if (passphrase && (!*passphrase || strlen(passphrase) >= PASSPHRASE_MAX))
    return err_set(err, "a passphrase has 1 to %d bytes", PASSPHRASE_MAX - 1);
  BIO *memory = BIO_new(BIO_s_secmem());
  int result = -1;
  if (put(memory, key, passphrase)) {
    char *pem = NULL;
    long length = BIO_get_mem_data(memory, &pem);
    result = file_write_new(path, pem, (size_t)length, 0600, err);
  } else {
    err_set(err, "OpenSSL could not put the key for %s into PEM form", path);
  }
  BIO_free(memory);
  return result;
}
