/*
 * What we use of OpenSSL's libcrypto, loaded when first needed (on_demand.h). Include this, never <openssl/...>.
 */
#pragma once

#include "base/on_demand.h"

#include <openssl/pem.h> /* before cms.h, which then declares CMS in PEM */

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define LIBCRYPTO "libcrypto.so.3"

#define ASN1_TIME_set_string ON_DEMAND(LIBCRYPTO, ASN1_TIME_set_string)
#define BIO_ctrl ON_DEMAND(LIBCRYPTO, BIO_ctrl)
#define BIO_free ON_DEMAND(LIBCRYPTO, BIO_free)
#define BIO_new ON_DEMAND(LIBCRYPTO, BIO_new)
#define BIO_new_mem_buf ON_DEMAND(LIBCRYPTO, BIO_new_mem_buf)
#define BIO_s_mem ON_DEMAND(LIBCRYPTO, BIO_s_mem)
#define BIO_s_secmem ON_DEMAND(LIBCRYPTO, BIO_s_secmem)
#define BN_bin2bn ON_DEMAND(LIBCRYPTO, BN_bin2bn)
#define BN_free ON_DEMAND(LIBCRYPTO, BN_free)
#define BN_to_ASN1_INTEGER ON_DEMAND(LIBCRYPTO, BN_to_ASN1_INTEGER)
#define CMS_ContentInfo_free ON_DEMAND(LIBCRYPTO, CMS_ContentInfo_free)
#define CMS_RecipientEncryptedKey_cert_cmp ON_DEMAND(LIBCRYPTO, CMS_RecipientEncryptedKey_cert_cmp)
#define CMS_RecipientInfo_get0_pkey_ctx ON_DEMAND(LIBCRYPTO, CMS_RecipientInfo_get0_pkey_ctx)
#define CMS_RecipientInfo_kari_get0_reks ON_DEMAND(LIBCRYPTO, CMS_RecipientInfo_kari_get0_reks)
#define CMS_RecipientInfo_type ON_DEMAND(LIBCRYPTO, CMS_RecipientInfo_type)
#define CMS_add1_recipient_cert ON_DEMAND(LIBCRYPTO, CMS_add1_recipient_cert)
#define CMS_decrypt ON_DEMAND(LIBCRYPTO, CMS_decrypt)
#define CMS_decrypt_set1_pkey_and_peer ON_DEMAND(LIBCRYPTO, CMS_decrypt_set1_pkey_and_peer)
#define CMS_encrypt ON_DEMAND(LIBCRYPTO, CMS_encrypt)
#define CMS_final ON_DEMAND(LIBCRYPTO, CMS_final)
#define CMS_get0_RecipientInfos ON_DEMAND(LIBCRYPTO, CMS_get0_RecipientInfos)
#define ERR_clear_error ON_DEMAND(LIBCRYPTO, ERR_clear_error)
#define EVP_DigestFinal_ex ON_DEMAND(LIBCRYPTO, EVP_DigestFinal_ex)
#define EVP_DigestInit_ex2 ON_DEMAND(LIBCRYPTO, EVP_DigestInit_ex2)
#define EVP_DigestSign ON_DEMAND(LIBCRYPTO, EVP_DigestSign)
#define EVP_DigestSignInit ON_DEMAND(LIBCRYPTO, EVP_DigestSignInit)
#define EVP_DigestUpdate ON_DEMAND(LIBCRYPTO, EVP_DigestUpdate)
#define EVP_DigestVerify ON_DEMAND(LIBCRYPTO, EVP_DigestVerify)
#define EVP_DigestVerifyInit ON_DEMAND(LIBCRYPTO, EVP_DigestVerifyInit)
#define EVP_MD_CTX_free ON_DEMAND(LIBCRYPTO, EVP_MD_CTX_free)
#define EVP_MD_CTX_new ON_DEMAND(LIBCRYPTO, EVP_MD_CTX_new)
#define EVP_MD_fetch ON_DEMAND(LIBCRYPTO, EVP_MD_fetch)
#define EVP_PBE_scrypt ON_DEMAND(LIBCRYPTO, EVP_PBE_scrypt)
#define EVP_PKEY2PKCS8 ON_DEMAND(LIBCRYPTO, EVP_PKEY2PKCS8)
#define EVP_PKEY_CTX_set_ecdh_kdf_md ON_DEMAND(LIBCRYPTO, EVP_PKEY_CTX_set_ecdh_kdf_md)
#define EVP_PKEY_Q_keygen ON_DEMAND(LIBCRYPTO, EVP_PKEY_Q_keygen)
#define EVP_PKEY_free ON_DEMAND(LIBCRYPTO, EVP_PKEY_free)
#define EVP_PKEY_get0_type_name ON_DEMAND(LIBCRYPTO, EVP_PKEY_get0_type_name)
#define EVP_PKEY_get_raw_private_key ON_DEMAND(LIBCRYPTO, EVP_PKEY_get_raw_private_key)
#define EVP_PKEY_get_raw_public_key ON_DEMAND(LIBCRYPTO, EVP_PKEY_get_raw_public_key)
#define EVP_PKEY_is_a ON_DEMAND(LIBCRYPTO, EVP_PKEY_is_a)
#define EVP_PKEY_new_raw_private_key ON_DEMAND(LIBCRYPTO, EVP_PKEY_new_raw_private_key)
#define EVP_PKEY_new_raw_public_key ON_DEMAND(LIBCRYPTO, EVP_PKEY_new_raw_public_key)
#define EVP_aes_256_cbc ON_DEMAND(LIBCRYPTO, EVP_aes_256_cbc)
#define EVP_aes_256_gcm ON_DEMAND(LIBCRYPTO, EVP_aes_256_gcm)
#define EVP_sha256 ON_DEMAND(LIBCRYPTO, EVP_sha256)
#define OPENSSL_cleanse ON_DEMAND(LIBCRYPTO, OPENSSL_cleanse)
#define OPENSSL_sk_num ON_DEMAND(LIBCRYPTO, OPENSSL_sk_num)
#define OPENSSL_sk_value ON_DEMAND(LIBCRYPTO, OPENSSL_sk_value)
#define PEM_read_bio_CMS ON_DEMAND(LIBCRYPTO, PEM_read_bio_CMS)
#define PEM_read_bio_PUBKEY ON_DEMAND(LIBCRYPTO, PEM_read_bio_PUBKEY)
#define PEM_read_bio_PrivateKey ON_DEMAND(LIBCRYPTO, PEM_read_bio_PrivateKey)
#define PEM_read_bio_X509 ON_DEMAND(LIBCRYPTO, PEM_read_bio_X509)
#define PEM_write_bio_CMS ON_DEMAND(LIBCRYPTO, PEM_write_bio_CMS)
#define PEM_write_bio_PKCS8 ON_DEMAND(LIBCRYPTO, PEM_write_bio_PKCS8)
#define PEM_write_bio_PKCS8_PRIV_KEY_INFO ON_DEMAND(LIBCRYPTO, PEM_write_bio_PKCS8_PRIV_KEY_INFO)
#define PEM_write_bio_X509 ON_DEMAND(LIBCRYPTO, PEM_write_bio_X509)
#define PKCS5_PBKDF2_HMAC ON_DEMAND(LIBCRYPTO, PKCS5_PBKDF2_HMAC)
#define PKCS5_pbe2_set_scrypt ON_DEMAND(LIBCRYPTO, PKCS5_pbe2_set_scrypt)
#define PKCS8_PRIV_KEY_INFO_free ON_DEMAND(LIBCRYPTO, PKCS8_PRIV_KEY_INFO_free)
#define PKCS8_set0_pbe ON_DEMAND(LIBCRYPTO, PKCS8_set0_pbe)
#define RAND_bytes ON_DEMAND(LIBCRYPTO, RAND_bytes)
#define X509V3_EXT_conf_nid ON_DEMAND(LIBCRYPTO, X509V3_EXT_conf_nid)
#define X509V3_set_ctx ON_DEMAND(LIBCRYPTO, X509V3_set_ctx)
#define X509_EXTENSION_free ON_DEMAND(LIBCRYPTO, X509_EXTENSION_free)
#define X509_NAME_add_entry_by_txt ON_DEMAND(LIBCRYPTO, X509_NAME_add_entry_by_txt)
#define X509_SIG_free ON_DEMAND(LIBCRYPTO, X509_SIG_free)
#define X509_add_ext ON_DEMAND(LIBCRYPTO, X509_add_ext)
#define X509_free ON_DEMAND(LIBCRYPTO, X509_free)
#define X509_get0_pubkey ON_DEMAND(LIBCRYPTO, X509_get0_pubkey)
#define X509_get_serialNumber ON_DEMAND(LIBCRYPTO, X509_get_serialNumber)
#define X509_get_subject_name ON_DEMAND(LIBCRYPTO, X509_get_subject_name)
#define X509_getm_notAfter ON_DEMAND(LIBCRYPTO, X509_getm_notAfter)
#define X509_getm_notBefore ON_DEMAND(LIBCRYPTO, X509_getm_notBefore)
#define X509_new ON_DEMAND(LIBCRYPTO, X509_new)
#define X509_set_issuer_name ON_DEMAND(LIBCRYPTO, X509_set_issuer_name)
#define X509_set_pubkey ON_DEMAND(LIBCRYPTO, X509_set_pubkey)
#define X509_set_version ON_DEMAND(LIBCRYPTO, X509_set_version)
#define X509_sign ON_DEMAND(LIBCRYPTO, X509_sign)
