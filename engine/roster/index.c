/*
 * numbers.index: what may be known of the numbers without opening them.
 */
#include "roster/inside.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/cms.h"
#include "base/file.h"
#include "base/json.h"
#include "base/random.h"
#include "base/telephone.h"

#include <string.h>
#include <sys/stat.h>

static size_t length_of(const char *digits)
{
  return strlen(digits + strspn(digits, "0"));
}

static struct digest whole_of(const struct digest *tail, const char *digits)
{
  const void *const parts[] = {tail->bytes, digits};
  const size_t lengths[] = {sizeof tail->bytes, strlen(digits)};
  return digest_of_parts(parts, lengths, 2);
}

/* ---- asking ---- */

/** What a number costs is paid once: the same few are asked for again and again. */
static const struct digest *tail_of(struct roster_index *index, const char *digits)
{
  const char *tail = telephone_tail(digits);
  for (size_t i = 0; i < index->tried_count && i < ROSTER_TRIED_MAX; i++)
    if (strcmp(index->tried[i].tail, tail) == 0)
      return &index->tried[i].digest;
  struct roster_tried *tried = &index->tried[index->tried_count++ % ROSTER_TRIED_MAX];
  memcpy(tried->tail, tail, strlen(tail) + 1);
  tried->digest = digest_of_private(tail, index->salt, sizeof index->salt);
  return &tried->digest;
}

bool roster_knows_number(const void *context, const char *digits, bool is_whole)
{
  struct roster_index *index = &((struct roster *)(uintptr_t)context)->index;
  if (length_of(digits) < 3 || index->known_count == 0)
    return false;
  const struct digest *tail = tail_of(index, digits);
  struct digest whole = whole_of(tail, digits);
  for (size_t i = 0; i < index->known_count; i++) {
    const struct roster_known *known = &index->known[i];
    bool may_lack_area = known->length != length_of(digits) || digits[0] == '0';
    if (digest_equal(&known->tail, tail) && (digest_equal(&known->whole, &whole) || (!is_whole && may_lack_area)))
      return true;
  }
  return false;
}

/* ---- reading ---- */

static void read_known(struct roster_index *index, const json_t *list)
{
  size_t i;
  const json_t *item;
  json_array_foreach(list, i, item)
  {
    struct roster_known known = {.length = (size_t)json_get_integer(item, "length", 0)};
    const char *tail = json_get_string(item, "tail"), *whole = json_get_string(item, "whole");
    if (tail && whole && digest_parse(tail, &known.tail) && digest_parse(whole, &known.whole))
      *APPEND(index->known, index->known_count) = known;
  }
}

static void read_means(struct roster *roster, const json_t *people)
{
  for (size_t i = 0; i < roster->count; i++) {
    const json_t *list = json_object_get(people, roster->list[i].person.id);
    for (size_t k = 0; k < json_array_size(list); k++) {
      const char *name = json_string_value(json_array_get(list, k));
      int means = name ? roster_means_find(name) : -1;
      if (means >= 0)
        roster->list[i].has[means] = true;
    }
  }
}

static bool read_tree(struct roster *roster, const json_t *tree)
{
  struct roster_index *index = &roster->index;
  _cleanup_(buf_finish) struct buf salt = {0};
  const char *text = json_get_string(tree, "salt"), *written = json_get_string(tree, "written");
  index->version = (int)json_get_integer(tree, "version", 0);
  if (!text || !base64_decode(&salt, text, strlen(text)) || salt.length != sizeof index->salt || !written ||
      strlen(written) != 10 || index->version < 1)
    return false;
  memcpy(index->salt, salt.bytes, sizeof index->salt);
  memcpy(index->written, written, sizeof index->written);
  for (int list = 0; list < 2; list++) {
    const char *digest = json_get_string(tree, list ? "senior" : "numbers");
    if (digest)
      digest_parse(digest, &index->lists[list]);
  }
  read_known(index, json_object_get(tree, "known"));
  read_means(roster, json_object_get(tree, "means"));
  return true;
}

/** A damaged one is a finding and stops no call: the lists open without it. */
void roster_read_index(struct roster *roster)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  _cleanup_(freep) char *path = file_join(roster->folder, ROSTER_INDEX_FILE);
  struct err unused = {0};
  if (!file_exists(path))
    return;
  json_t *tree = NULL;
  if (file_read(path, ROSTER_SIZE_MAX, &bytes, &unused) == 0)
    tree = json_parse(buf_string(&bytes), bytes.length, &unused);
  if (!tree || !read_tree(roster, tree)) {
    roster->index.is_damaged = true;
    roster->index.version = 0;
  }
  json_decref(tree);
}

/* ---- writing ---- */

/** One number, by what it can be recognised with. Several in one text ("0101 or 0102") are several. */
static void learn(struct roster_index *index, json_t *list, const char *number)
{
  char digits[TELEPHONE_SIZE], text[DIGEST_TEXT_SIZE];
  for (const char *at = number; telephone_next(&at, digits);) {
    if (!*digits)
      continue;
    struct roster_known *known = APPEND(index->known, index->known_count);
    known->length = length_of(digits);
    known->tail = *tail_of(index, digits);
    known->whole = whole_of(&known->tail, digits);
    json_t *item = json_pack("{s:I}", "length", (json_int_t)known->length);
    digest_text(&known->tail, text);
    json_object_set_new(item, "tail", json_string(text));
    digest_text(&known->whole, text);
    json_object_set_new(item, "whole", json_string(text));
    json_array_append_new(list, item);
  }
}

static json_t *make_tree(struct roster *roster)
{
  struct roster_index *index = &roster->index;
  json_t *known = json_array(), *people = json_object();
  index->known_count = index->tried_count = 0;
  free(index->known);
  index->known = NULL;
  random_bytes(index->salt, sizeof index->salt);
  for (size_t i = 0; i < roster->count; i++) {
    json_t *means = json_array();
    for (int k = 0; k < ROSTER_MEANS_COUNT; k++) {
      roster->list[i].has[k] = roster->list[i].numbers[k] != NULL;
      if (!roster->list[i].numbers[k])
        continue;
      learn(index, known, roster->list[i].numbers[k]);
      json_array_append_new(means, json_string(roster_means_name((enum roster_means)k)));
    }
    json_object_set_new(people, roster->list[i].person.id, means);
  }
  return json_pack("{s:o, s:o, s:i, s:s, s:i}", "known", known, "means", people, "v", 1, "written", index->written,
                   "version", index->version);
}

int roster_write_index(struct roster *roster, struct err *err)
{
  struct roster_index *index = &roster->index;
  _cleanup_(buf_finish) struct buf bytes = {0}, salt = {0};
  _cleanup_(freep) char *path = file_join(roster->folder, ROSTER_INDEX_FILE);
  char digest[DIGEST_TEXT_SIZE];
  json_t *tree = make_tree(roster);
  base64_encode(&salt, index->salt, sizeof index->salt);
  json_object_set_new(tree, "salt", json_string(buf_string(&salt)));
  for (int list = 0; list < 2; list++) {
    digest_text(&index->lists[list], digest);
    json_object_set_new(tree, list ? "senior" : "numbers", json_string(digest));
  }
  int result = json_write_tree(&bytes, tree, err);
  json_decref(tree);
  return result < 0 ? -1 : file_write(path, bytes.bytes, bytes.length, 0600, err);
}

/* ---- what is amiss ---- */

static bool is_closed_to_others(const struct roster *roster, const char *name)
{
  _cleanup_(freep) char *path = file_join(roster->folder, name);
  struct stat about;
  return stat(path, &about) != 0 || (about.st_mode & 077) == 0;
}

static void lint_reader(const struct roster *roster, const struct roster_person *person, int list,
                        const struct buf *bytes, struct roster_findings *findings)
{
  _cleanup_(freep) char *certificate = roster_certificate_path(roster, person->id);
  struct err err = {0};
  bool should_read = roster_may_read(roster, person, list), has_certificate = file_exists(certificate);
  if (should_read && !has_certificate && (list == 0 || !roster_may_read(roster, person, 0)))
    roster_find_fault(findings, ROSTER_FILE, person->line, true, "no-certificate",
                      "%s has no key to read private numbers with: tocsin roster key %s", person->id, person->id);
  int can_read = has_certificate ? cms_is_for(buf_string(bytes), bytes->length, certificate, &err) : 0;
  if (should_read && has_certificate && can_read == 0)
    roster_find_fault(findings, roster_list_files[list], 0, true, "closed-to-reader",
                      "%s cannot open it, and should: tocsin roster seal", person->id);
  else if (!should_read && can_read == 1)
    roster_find_fault(findings, roster_list_files[list], 0, false, "open-to-reader",
                      "%s can open it, and need not any more: tocsin roster seal", person->id);
}

static void lint_list(const struct roster *roster, int list, struct roster_findings *findings)
{
  _cleanup_(freep) char *path = file_join(roster->folder, roster_list_files[list]);
  _cleanup_(buf_finish) struct buf bytes = {0};
  struct err err = {0};
  if (file_read(path, ROSTER_SIZE_MAX, &bytes, &err) < 0) {
    roster_find_fault(findings, roster_list_files[list], 0, true, "no-list", "%s.", err.text);
    return;
  }
  struct digest digest = digest_of(bytes.bytes, bytes.length);
  if (!digest_equal(&digest, &roster->index.lists[list]))
    roster_find_fault(findings, roster_list_files[list], 0, true, "list-differs",
                      "it is not the list that %s speaks of: one of the two is older. tocsin roster seal",
                      ROSTER_INDEX_FILE);
  for (size_t i = 0; i < roster->count; i++)
    lint_reader(roster, &roster->list[i].person, list, &bytes, findings);
}

void roster_lint_numbers(const struct roster *roster, struct roster_findings *findings)
{
  static const char *const private_files[] = {ROSTER_NUMBERS_FILE, ROSTER_SENIOR_FILE, ROSTER_INDEX_FILE};
  _cleanup_(freep) char *plain = file_join(roster->folder, ROSTER_PLAIN_FILE);
  if (file_exists(plain))
    roster_find_fault(findings, ROSTER_PLAIN_FILE, 0, true, "plain-numbers",
                      "numbers lie open in it: tocsin roster set --from %s, then erase it.", ROSTER_PLAIN_FILE);
  for (size_t i = 0; i < COUNT(private_files); i++)
    if (!is_closed_to_others(roster, private_files[i]))
      roster_find_fault(findings, private_files[i], 0, true, "open-to-others",
                        "others on this machine can read it: chmod 600 %s.", private_files[i]);
  if (roster->index.is_damaged)
    roster_find_fault(findings, ROSTER_INDEX_FILE, 0, true, "damaged", "it is damaged: tocsin roster seal");
  for (int list = 0; list < 2 && roster->index.version; list++)
    lint_list(roster, list, findings);
}
