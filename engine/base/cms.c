/*
 * CMS through OpenSSL. Each reader gets the content's key by an ephemeral P-256 agreement with SHA-256; the content
 * carries a tag, so that a changed byte is noticed and never shown.
 */
#include "base/cms.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/libcrypto.h"
#include "base/pem.h"

#include <string.h>

#define CERTIFICATE_MAX 65536

static X509 *free_and_explain(X509 *certificate, struct err *err, const char *what, const char *path)
{
  X509_free(certificate);
  ERR_clear_error();
  err_set(err, "%s %s", path, what);
  return NULL;
}

/** The bytes that were written to a BIO in memory. */
static struct buf written(BIO *memory)
{
  char *bytes = NULL;
  long length = BIO_get_mem_data(memory, &bytes);
  return (struct buf){.bytes = bytes, .length = length > 0 ? (size_t)length : 0};
}

/* ---- keys ---- */

/* A number of our own choice: by issuer and number a reader finds his share, so it must not repeat. */
static bool put_number(X509 *certificate)
{
  unsigned char number[16];
  if (RAND_bytes(number, sizeof number) != 1)
    return false;
  number[0] = (unsigned char)((number[0] & 0x7f) | 0x40);
  BIGNUM *big = BN_bin2bn(number, sizeof number, NULL);
  bool is_put = big && BN_to_ASN1_INTEGER(big, X509_get_serialNumber(certificate));
  BN_free(big);
  return is_put;
}

static bool put_extension(X509 *certificate, int kind, const char *value)
{
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *made = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  bool is_put = made && X509_add_ext(certificate, made, -1) == 1;
  X509_EXTENSION_free(made);
  return is_put;
}

/* Without an end (RFC 5280 section 4.1.2.5): a list that cannot be opened since last Tuesday helps nobody. */
static bool fill(X509 *certificate, EVP_PKEY *key, const char *owner)
{
  X509_NAME *name = X509_get_subject_name(certificate);
  return X509_set_version(certificate, 2) == 1 && put_number(certificate) &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)owner, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 &&
         ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20000101000000Z") == 1 &&
         ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z") == 1 &&
         X509_set_pubkey(certificate, key) == 1 && put_extension(certificate, NID_basic_constraints, "CA:FALSE") &&
         put_extension(certificate, NID_key_usage, "critical,keyAgreement") &&
         put_extension(certificate, NID_subject_key_identifier, "hash") && X509_sign(certificate, key, EVP_sha256());
}

static int write_certificate(EVP_PKEY *key, const char *owner, const char *path, struct err *err)
{
  X509 *certificate = X509_new();
  BIO *memory = BIO_new(BIO_s_mem());
  int result = -1;
  if (certificate && fill(certificate, key, owner) && PEM_write_bio_X509(memory, certificate) == 1)
    result = file_write_new(path, written(memory).bytes, written(memory).length, 0644, err);
  else
    err_set(err, "OpenSSL could not make the certificate %s", path);
  BIO_free(memory);
  X509_free(certificate);
  ERR_clear_error();
  return result;
}

int cms_make_key(const char *owner, const char *key_path, const char *certificate_path, const char *passphrase,
                 struct err *err)
{
  if (file_exists(certificate_path))
    return err_set(err, "%s is there already", certificate_path);
  EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
  if (!key)
    abort(); /* no randomness, or an OpenSSL without P-256 */
  int result = pem_write(key, key_path, passphrase, err);
  if (result == 0)
    result = write_certificate(key, owner, certificate_path, err);
  EVP_PKEY_free(key);
  return result;
}

static X509 *read_certificate(const char *path, struct err *err)
{
  _cleanup_(buf_finish) struct buf pem = {0};
  if (file_read(path, CERTIFICATE_MAX, &pem, err) < 0)
    return NULL;
  BIO *memory = BIO_new_mem_buf(buf_string(&pem), (int)pem.length);
  X509 *found = PEM_read_bio_X509(memory, NULL, NULL, NULL);
  BIO_free(memory);
  if (!found)
    return free_and_explain(NULL, err, "is not a certificate in PEM form", path);
  EVP_PKEY *key = X509_get0_pubkey(found);
  if (!key || !EVP_PKEY_is_a(key, "EC"))
    return free_and_explain(found, err, "holds no key of an elliptic curve, so nothing can be encrypted to it", path);
  return found;
}

/* ---- encrypting ---- */

/* OpenSSL's own choice would be SHA-1 here (RFC 5753 section 7.1.1 leaves it to the sender). */
static bool derive_by_sha256(CMS_RecipientInfo *reader)
{
  EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx(reader);
  return context && EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) > 0;
}

static int add_reader(CMS_ContentInfo *content, const char *path, struct err *err)
{
  X509 *certificate = read_certificate(path, err);
  if (!certificate)
    return -1;
  CMS_RecipientInfo *reader = CMS_add1_recipient_cert(content, certificate, CMS_KEY_PARAM);
  bool is_added = reader && derive_by_sha256(reader);
  X509_free(certificate);
  return is_added ? 0 : err_set(err, "OpenSSL cannot encrypt to %s", path);
}

static int put_content(CMS_ContentInfo *content, const void *bytes, size_t length, struct buf *out, struct err *err)
{
  BIO *plain = BIO_new_mem_buf(bytes, (int)length), *memory = BIO_new(BIO_s_mem());
  bool is_put = CMS_final(content, plain, NULL, CMS_BINARY) == 1 && PEM_write_bio_CMS(memory, content) == 1;
  if (is_put)
    buf_add(out, written(memory).bytes, written(memory).length);
  BIO_free(plain);
  BIO_free(memory);
  return is_put ? 0 : err_set(err, "OpenSSL could not encrypt");
}

int cms_encrypt(struct buf *out, const void *bytes, size_t length, const char *const *certificate_paths, size_t count,
                struct err *err)
{
  if (count == 0)
    return err_set(err, "there is nobody to encrypt to, so nobody could ever read it");
  if (length > INT32_MAX)
    return err_set(err, "%zu bytes are more than can be encrypted at once", length);
  CMS_ContentInfo *content = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_PARTIAL | CMS_BINARY);
  int result = content ? 0 : err_set(err, "OpenSSL cannot encrypt with AES-256-GCM here");
  for (size_t i = 0; i < count && result == 0; i++)
    result = add_reader(content, certificate_paths[i], err);
  if (result == 0)
    result = put_content(content, length ? bytes : "", length, out, err);
  CMS_ContentInfo_free(content);
  ERR_clear_error();
  return result;
}

/* ---- reading ---- */

static CMS_ContentInfo *parse(const char *bytes, size_t length, struct err *err)
{
  BIO *memory = length <= INT32_MAX ? BIO_new_mem_buf(bytes, (int)length) : NULL;
  CMS_ContentInfo *content = memory ? PEM_read_bio_CMS(memory, NULL, NULL, NULL) : NULL;
  BIO_free(memory);
  ERR_clear_error();
  if (content && CMS_get0_RecipientInfos(content))
    return content;
  CMS_ContentInfo_free(content);
  ERR_clear_error();
  err_set(err, "this is no encrypted text in PEM form (CMS)");
  return NULL;
}

/** A share of the content's key for somebody who has this private key; by its kind, not by his name. */
static bool finds_share(CMS_ContentInfo *content, EVP_PKEY *key)
{
  return CMS_decrypt_set1_pkey_and_peer(content, key, NULL, NULL) == 1;
}

int cms_decrypt(struct buf *out, const char *bytes, size_t length, const char *key_path, key_passphrase ask,
                void *context, struct err *err)
{
  CMS_ContentInfo *content = parse(bytes, length, err);
  EVP_PKEY *key = content ? pem_read(key_path, "EC", "a reading key is one of P-256", ask, context, err) : NULL;
  BIO *plain = BIO_new(BIO_s_secmem());
  int result = -1;
  if (!key)
    (void)err; /* said already */
  else if (!finds_share(content, key))
    err_set(err, "it was not encrypted to %s", key_path);
  else if (CMS_decrypt(content, NULL, NULL, NULL, plain, CMS_BINARY) != 1)
    err_set(err, "it was changed after it had been encrypted, or was damaged");
  else
    result = 0;
  if (result == 0)
    buf_add(out, written(plain).bytes, written(plain).length);
  BIO_free(plain);
  EVP_PKEY_free(key);
  CMS_ContentInfo_free(content);
  ERR_clear_error();
  return result;
}

static bool is_share_of(CMS_RecipientInfo *reader, X509 *certificate)
{
  STACK_OF(CMS_RecipientEncryptedKey) *shares =
      CMS_RecipientInfo_type(reader) == CMS_RECIPINFO_AGREE ? CMS_RecipientInfo_kari_get0_reks(reader) : NULL;
  for (int i = 0; i < sk_CMS_RecipientEncryptedKey_num(shares); i++)
    if (CMS_RecipientEncryptedKey_cert_cmp(sk_CMS_RecipientEncryptedKey_value(shares, i), certificate) == 0)
      return true;
  return false;
}

int cms_is_for(const char *bytes, size_t length, const char *certificate_path, struct err *err)
{
  CMS_ContentInfo *content = parse(bytes, length, err);
  X509 *certificate = content ? read_certificate(certificate_path, err) : NULL;
  int result = certificate ? 0 : -1;
  STACK_OF(CMS_RecipientInfo) *readers = content ? CMS_get0_RecipientInfos(content) : NULL;
  for (int i = 0; certificate && i < sk_CMS_RecipientInfo_num(readers); i++)
    result = result || is_share_of(sk_CMS_RecipientInfo_value(readers, i), certificate);
  X509_free(certificate);
  CMS_ContentInfo_free(content);
  return result;
}

void cms_wipe(struct buf *plain)
{
  if (plain->bytes)
    OPENSSL_cleanse(plain->bytes, plain->capacity);
  buf_finish(plain);
}
