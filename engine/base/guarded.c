/*
 * The last answers are remembered: a rehearsal asks the same questions on every path.
 */
#include "base/guarded.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/libcrypto.h"
#include "base/random.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAME "pbkdf2-sha256"
#define ROUNDS 200000
#define ROUNDS_MAX 10000000
#define SALT_SIZE 16
#define GUARD_SIZE 32

static void digest(const char *text, const uint8_t salt[static SALT_SIZE], int rounds, uint8_t out[static GUARD_SIZE])
{
  if (PKCS5_PBKDF2_HMAC(text, (int)strlen(text), salt, SALT_SIZE, rounds, EVP_sha256(), GUARD_SIZE, out) != 1)
    abort(); /* out of memory */
}

char *guarded_make(const char *text)
{
  uint8_t salt[SALT_SIZE], out[GUARD_SIZE];
  struct buf salt_text = {0}, out_text = {0};
  random_bytes(salt, sizeof salt);
  digest(text, salt, ROUNDS, out);
  base64_encode(&salt_text, salt, sizeof salt);
  base64_encode(&out_text, out, sizeof out);
  char *guarded = xasprintf(NAME "$%d$%s$%s", ROUNDS, buf_string(&salt_text), buf_string(&out_text));
  buf_finish(&salt_text);
  buf_finish(&out_text);
  return guarded;
}

static bool compare(const char *guarded, const char *text)
{
  int rounds = 0;
  char salt_text[64], out_text[64];
  struct buf salt = {0}, expected = {0};
  uint8_t out[GUARD_SIZE];
  bool is_same = sscanf(guarded, NAME "$%9d$%63[^$]$%63s", &rounds, salt_text, out_text) == 3 && rounds > 0 &&
                 rounds <= ROUNDS_MAX && base64_decode(&salt, salt_text, strlen(salt_text)) &&
                 base64_decode(&expected, out_text, strlen(out_text)) && salt.length == SALT_SIZE &&
                 expected.length == GUARD_SIZE;
  if (is_same) {
    digest(text, (const uint8_t *)salt.bytes, rounds, out);
    is_same = memcmp(out, expected.bytes, GUARD_SIZE) == 0;
  }
  buf_finish(&salt);
  buf_finish(&expected);
  return is_same;
}

/* What was asked last, in turn. */
#define REMEMBERED 16
static struct remembered {
  char guarded[256], text[128];
  bool answer;
} remembered[REMEMBERED];
static size_t next_remembered;

bool guarded_is(const char *guarded, const char *text)
{
  if (strlen(guarded) >= sizeof remembered->guarded || strlen(text) >= sizeof remembered->text)
    return compare(guarded, text);
  for (size_t i = 0; i < REMEMBERED; i++)
    if (!strcmp(guarded, remembered[i].guarded) && !strcmp(text, remembered[i].text))
      return remembered[i].answer;
  struct remembered *one = &remembered[next_remembered++ % REMEMBERED];
  snprintf(one->guarded, sizeof one->guarded, "%s", guarded);
  snprintf(one->text, sizeof one->text, "%s", text);
  return one->answer = compare(guarded, text);
}
