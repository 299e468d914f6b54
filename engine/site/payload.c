/*
 * Sealing, opening, and sealing anew for other readers.
 *
 * The file is written before the entry that names its digest: a power cut leaves a file that nothing names, never an
 * entry whose payload is lost.
 */
#include "site/payload.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/cms.h"
#include "base/file.h"
#include "base/guarded.h"
#include "base/json.h"
#include "base/random.h"
#include "base/telephone.h"
#include "site/inside.h"

#include <string.h>

#define FOLDER "private"
#define SALT_SIZE 16
#define SIZE_MAX_READ (1024 * 1024)

static char *path_of(const struct site *site, const char *digest)
{
  _cleanup_(freep) char *name = xasprintf(FOLDER "/%s.pem", digest + strlen("sha256:"));
  return file_join(site->folder, name);
}

/* ---- who reads ---- */

struct certificates {
  size_t count;
  char **paths;
};

static void certificates_finish(struct certificates *certificates)
{
  for (size_t i = 0; i < certificates->count; i++)
    free(certificates->paths[i]);
  free(certificates->paths);
}

static struct certificates certificates_of(const struct site *site, const char *const *readers, size_t count)
{
  struct certificates found = {0};
  for (size_t i = 0; i < count; i++) {
    _cleanup_(freep) char *name = xasprintf(ROSTER_CERTIFICATES_FOLDER "/%s.pem", readers[i]);
    char *path = file_join(site->folder, name);
    if (file_exists(path))
      *APPEND(found.paths, found.count) = path;
    else
      free(path);
  }
  return found;
}

/* The key that who acts reads with: NAME-read.pem beside --key, else in keys/. */
static char *reading_key(struct site *site)
{
  const char *actor = site_actor(site);
  size_t length = site->key_file ? strlen(site->key_file) : 0;
  if (length > 4 && !strcmp(site->key_file + length - 4, ".pem")) {
    char *path = xasprintf("%.*s-read.pem", (int)(length - 4), site->key_file);
    if (file_exists(path))
      return path;
    free(path);
  }
  if (!actor)
    return NULL;
  _cleanup_(freep) char *name = xasprintf("keys/%s-read.pem", actor);
  return file_join(site->folder, name);
}

/* ---- sealing ---- */

static int digest_payload(const void *salt, const json_t *payload, char text[static DIGEST_TEXT_SIZE], struct err *err)
{
  struct buf bytes = {0};
  int result = json_write_tree(&bytes, payload, err);
  const void *const parts[] = {salt, bytes.bytes};
  const size_t lengths[] = {SALT_SIZE, bytes.length};
  struct digest digest = digest_of_parts(parts, lengths, 2);
  digest_text(&digest, text);
  cms_wipe(&bytes);
  buf_finish(&bytes);
  return result;
}

static int write_for(const struct site *site, const char *digest, const void *plain, size_t length,
                     const struct certificates *certificates, struct err *err)
{
  struct buf closed = {0};
  _cleanup_(freep) char *folder = file_join(site->folder, FOLDER);
  _cleanup_(freep) char *path = path_of(site, digest);
  int result = cms_encrypt(&closed, plain, length, (const char *const *)certificates->paths, certificates->count, err);
  if (!result)
    result = file_make_folder(folder, 0700, err);
  if (!result)
    result = file_write(path, closed.bytes, closed.length, 0600, err);
  buf_finish(&closed);
  return result;
}

int payload_seal(struct site *site, const json_t *payload, const char *const *readers, size_t count,
                 char digest[static DIGEST_TEXT_SIZE], struct err *err)
{
  uint8_t salt[SALT_SIZE];
  struct buf salt_text = {0}, plain = {0};
  struct certificates certificates = certificates_of(site, readers, count);
  if (!certificates.count)
    return 1;
  random_bytes(salt, sizeof salt);
  base64_encode(&salt_text, salt, sizeof salt);
  json_t *whole = json_pack("{s:O, s:s}", "payload", payload, "salt", buf_string(&salt_text));
  int result = digest_payload(salt, payload, digest, err);
  if (!result)
    result = json_write_tree(&plain, whole, err);
  if (!result)
    result = write_for(site, digest, plain.bytes, plain.length, &certificates, err);
  json_decref(whole);
  cms_wipe(&plain);
  buf_finish(&plain);
  buf_finish(&salt_text);
  certificates_finish(&certificates);
  return result;
}

/* ---- opening ---- */

static int check(const struct buf *plain, const char *digest, json_t **payload, struct err *err)
{
  char text[DIGEST_TEXT_SIZE] = "";
  struct buf salt = {0};
  json_t *whole = json_parse(plain->bytes, plain->length, err);
  const char *salt_text = json_get_string(whole, "salt");
  json_t *inside = json_object_get(whole, "payload");
  bool is_right = inside && salt_text && base64_decode(&salt, salt_text, strlen(salt_text)) &&
                  salt.length == SALT_SIZE && !digest_payload(salt.bytes, inside, text, err) && !strcmp(text, digest);
  if (is_right)
    *payload = json_incref(inside);
  json_decref(whole);
  buf_finish(&salt);
  return is_right ? 0 : err_set_kind(err, ERR_STORE, "what lies in private/ is not what entry and digest name (%s).",
                                     digest);
}

/* Can each of them read it, and is there nobody else who could? */
static bool is_for_these(const struct buf *closed, const struct certificates *these, struct site *site)
{
  const struct people *people = &site->members.people;
  struct err unused = {0};
  for (size_t i = 0; i < people->count; i++) {
    const char *id = people->list[i].id;
    struct certificates one = certificates_of(site, &id, 1);
    bool should = false;
    for (size_t j = 0; one.count && j < these->count; j++)
      should |= !strcmp(these->paths[j], one.paths[0]);
    bool does = one.count && cms_is_for(closed->bytes, closed->length, one.paths[0], &unused) == 1;
    certificates_finish(&one);
    if (should != does)
      return false;
  }
  return true;
}

static int read_closed(const char *path, struct buf *closed, struct err *err)
{
  if (file_exists(path))
    return file_read(path, SIZE_MAX_READ, closed, err);
  return err_set(err, "it is not there any more: somebody took it away, and what it said with it.");
}

int payload_open(struct site *site, const char *digest, const char *const *readers, size_t count, json_t **payload,
                 struct err *err)
{
  struct buf closed = {0}, plain = {0};
  struct digest ignored;
  if (!digest_parse(digest, &ignored))
    return err_set_kind(err, ERR_STORE, "\"%s\" is no digest.", digest);
  struct certificates certificates = certificates_of(site, readers, count);
  _cleanup_(freep) char *path = path_of(site, digest);
  _cleanup_(freep) char *key = reading_key(site);
  int result = key && file_exists(key) ? read_closed(path, &closed, err)
                                       : err_set(err, "the key you read with is not at hand (keys/NAME-read.pem).");
  if (!result)
    result = cms_decrypt(&plain, closed.bytes, closed.length, key, site->ask, NULL, err);
  if (!result)
    result = check(&plain, digest, payload, err);
  if (!result && certificates.count && !is_for_these(&closed, &certificates, site))
    result = write_for(site, digest, plain.bytes, plain.length, &certificates, err);
  cms_wipe(&plain);
  buf_finish(&plain);
  buf_finish(&closed);
  certificates_finish(&certificates);
  return result;
}

/* ---- the people of a declaration ---- */

static const char *id_of_ours(const struct site *site, const char *name)
{
  const struct people *people = site_people(site);
  for (size_t i = 0; name && i < people->count; i++)
    if (!strcmp(people->list[i].id, name) || !strcmp(people->list[i].name, name))
      return people->list[i].id;
  return NULL;
}

static void put_guarded(json_t *left, const char *member, const char *text)
{
  char *guarded = guarded_make(text);
  json_object_set_new(left, member, json_string(guarded));
  free(guarded);
}

static json_t *leave_behind(const struct site *site, const json_t *person, size_t number)
{
  const char *name = json_get_string(person, "name"), *at = json_get_string(person, "phone");
  const char *id = id_of_ours(site, name);
  char digits[TELEPHONE_SIZE];
  json_t *left = json_object();
  json_object_set_new(left, "name", id ? json_string(id) : json_sprintf("outsider-%zu", number));
  if (at && telephone_next(&at, digits))
    put_guarded(left, "phone_is", telephone_tail(digits));
  if (!id && name)
    put_guarded(left, "name_is", name);
  return left;
}

void payload_take_people(const struct site *site, json_t *body, json_t **payload)
{
  json_t *people = json_object_get(body, "people"), *left = json_array();
  size_t index;
  json_t *person;
  *payload = NULL;
  json_array_foreach(people, index, person) json_array_append_new(left, leave_behind(site, person, index + 1));
  if (json_array_size(people))
    *payload = json_pack("{s:O}", "people", people);
  json_object_set_new(body, "people", left);
}
