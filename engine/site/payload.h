/*
 * What is personal and lies outside the record: the names and telephone numbers of callers and witnesses.
 *
 * The entry holds SHA-256(salt || payload) alone. Salt and payload lie together in private/DIGEST.pem of the site,
 * encrypted to those on the incident's list:
 *
 *     openssl cms -decrypt -inform PEM -in private/DIGEST.pem -inkey keys/NAME-read.pem
 *
 * gives {"payload":...,"salt":BASE64}, canonical. Taking the file away erases what it says, and every proof stays.
 */
#pragma once

#include "site/site.h"

/** A new one, for these people as far as they have certificates: 0 with its digest; 1: none of them has one. */
int payload_seal(struct site *site, const json_t *payload, const char *const *readers, size_t count,
                 char digest[static DIGEST_TEXT_SIZE], struct err *err);

/**
 * What it says, with the reading key of who acts; the digest must be right. `*payload` is the caller's to decref. Then
 * it is encrypted anew if its readers are not these any more.
 */
int payload_open(struct site *site, const char *digest, const char *const *readers, size_t count, json_t **payload,
                 struct err *err);

/**
 * Takes names and numbers of the people in a `declare` body out of it: `*payload` is what was taken (NULL: there was
 * nothing). Who is one of ours keeps his id; a number leaves behind what recognises it (`phone_is`).
 */
void payload_take_people(const struct site *site, json_t *body, json_t **payload);
