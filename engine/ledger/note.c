/*
 * Notes, byte for byte. What a note says is read only after its shape is known to be the only one allowed.
 */
#include "ledger/note.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

static const char dash[] = "\xE2\x80\x94 "; /* U+2014, and the space behind it */

#define DASH_LENGTH (sizeof dash - 1)

/* ---- keys ---- */

static void key_id_of(const char *name, enum note_kind kind, const uint8_t *public_half, uint8_t id[static 4])
{
  const uint8_t separator[] = {'\n', (uint8_t)kind};
  const void *parts[] = {name, separator, public_half};
  const size_t lengths[] = {strlen(name), sizeof separator, KEY_PUBLIC_SIZE};
  struct digest digest = digest_of_parts(parts, lengths, 3);
  memcpy(id, digest.bytes, 4);
}

void note_key_init(struct note_key *key, const char *name, enum note_kind kind,
                   const uint8_t public_half[static KEY_PUBLIC_SIZE])
{
  key->name = xstrdup(name);
  key->kind = kind;
  key_id_of(name, kind, public_half, key->id);
  memcpy(key->public_half, public_half, KEY_PUBLIC_SIZE);
}

void note_key_finish(struct note_key *key)
{
  if (!key)
    return;
  free(key->name);
  *key = (struct note_key){0};
}

void note_vkey(const struct note_key *key, struct buf *out)
{
  uint8_t typed[1 + KEY_PUBLIC_SIZE] = {(uint8_t)key->kind};
  memcpy(typed + 1, key->public_half, KEY_PUBLIC_SIZE);
  buf_format(out, "%s+%02x%02x%02x%02x+", key->name, key->id[0], key->id[1], key->id[2], key->id[3]);
  base64_encode(out, typed, sizeof typed);
}

/* Spaces as Unicode has them, in UTF-8: what looks like the end of a name must be one. */
static bool is_space(const char *at)
{
  static const char *const spaces[] = {" ", "\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                       "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};
  for (size_t i = 0; i < COUNT(spaces); i++)
    if (strncmp(at, spaces[i], strlen(spaces[i])) == 0)
      return true;
  return (uint8_t)at[0] == 0xE2 && (uint8_t)at[1] == 0x80 && (uint8_t)at[2] >= 0x80 && (uint8_t)at[2] <= 0x8A;
}

/** Whether a name may stand in a signature line: not empty, no space, no "+", no control character. */
static bool name_is_good(const char *name, size_t length)
{
  char *text = xstrndup(name, length); /* terminated, so that looking ahead is safe */
  bool is_good = length > 0 && strlen(text) == length;
  for (size_t i = 0; is_good && i < length;) {
    size_t width = utf8_length(text + i, length - i);
    is_good = width > 0 && (unsigned char)text[i] > 0x20 && text[i] != 0x7F && text[i] != '+' && !is_space(text + i);
    i += width;
  }
  free(text);
  return is_good;
}

static int read_vkey(const char *name_end, const char *hash, const char *text, const char *end, struct note_key *key,
                     struct err *err)
{
  struct buf typed = {0};
  bool is_decoded = base64_decode(&typed, hash + 1, (size_t)(end - hash - 1)) && typed.length == 1 + KEY_PUBLIC_SIZE;
  enum note_kind kind = is_decoded ? (enum note_kind)typed.bytes[0] : 0;
  int result = -1;
  if (!is_decoded || (kind != NOTE_LOG && kind != NOTE_COSIGNATURE)) {
    err_set(err, "this key is not of a kind that is known here (Ed25519, for logs or for witnesses)");
  } else {
    char *name = xstrndup(text, (size_t)(name_end - text)), id[9];
    note_key_init(key, name, kind, (const uint8_t *)typed.bytes + 1);
    snprintf(id, sizeof id, "%02x%02x%02x%02x", key->id[0], key->id[1], key->id[2], key->id[3]);
    result = memcmp(id, name_end + 1, 8) == 0 ? 0 : err_set(err, "the short id of this key is not %s", id);
    free(name);
    if (result != 0)
      note_key_finish(key);
  }
  buf_finish(&typed);
  return result;
}

int note_vkey_read(const char *text, size_t length, struct note_key *key, struct err *err)
{
  const char *end = text + length, *name_end = memchr(text, '+', length);
  const char *hash = name_end && end - name_end > 9 && name_end[9] == '+' ? name_end + 9 : NULL;
  if (!hash || !name_is_good(text, (size_t)(name_end - text)))
    return err_set(err, "a verifier's key looks like NAME+8 hex digits+base64, not like \"%.*s\"",
                   (int)(length > 200 ? 200 : length), text);
  return read_vkey(name_end, hash, text, end, key, err);
}

/* ---- checkpoints ---- */

#define CHAINS "chains "

static void put_root(struct buf *out, const struct digest *root)
{
  base64_encode(out, root->bytes, DIGEST_SIZE);
  buf_char(out, '\n');
}

void note_checkpoint(struct buf *out, const struct checkpoint *checkpoint)
{
  buf_add(out, checkpoint->origin, checkpoint->origin_length);
  buf_format(out, "\n%llu\n", (unsigned long long)checkpoint->size);
  put_root(out, &checkpoint->root);
  buf_format(out, CHAINS "%llu ", (unsigned long long)checkpoint->chains);
  put_root(out, &checkpoint->chain_root);
}

/* The next line without its newline; false at the end, or if the last one has none. */
static bool next_line(const char **at, const char *end, const char **line, size_t *length)
{
  const char *newline = *at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;
  if (!newline)
    return false;
  *line = *at;
  *length = (size_t)(newline - *at);
  *at = newline + 1;
  return true;
}

static bool read_size(const char *digits, size_t length, uint64_t *size)
{
  uint64_t sum = 0;
  if (length == 0 || length > 18 || (digits[0] == '0' && length > 1))
    return false;
  for (size_t i = 0; i < length; i++) {
    if (digits[i] < '0' || digits[i] > '9')
      return false;
    sum = sum * 10 + (uint64_t)(digits[i] - '0');
  }
  *size = sum;
  return true;
}

static bool read_root(const char *text, size_t length, struct digest *root)
{
  struct buf bytes = {0};
  bool is_good = base64_decode(&bytes, text, length) && bytes.length == DIGEST_SIZE;
  if (is_good)
    memcpy(root->bytes, bytes.bytes, DIGEST_SIZE);
  buf_finish(&bytes);
  return is_good;
}

/* "chains COUNT ROOT" */
static bool read_chains(const char *line, size_t length, struct checkpoint *checkpoint)
{
  size_t word = strlen(CHAINS);
  if (length <= word || memcmp(line, CHAINS, word) != 0)
    return false;
  const char *count = line + word, *blank = memchr(count, ' ', length - word);
  return blank && read_size(count, (size_t)(blank - count), &checkpoint->chains) &&
         read_root(blank + 1, (size_t)(line + length - blank - 1), &checkpoint->chain_root);
}

int note_checkpoint_read(const char *text, size_t length, struct checkpoint *checkpoint, struct err *err)
{
  const char *at = text, *end = text + length, *line;
  struct checkpoint found = {0};
  size_t size;
  if (!next_line(&at, end, &found.origin, &found.origin_length) || found.origin_length == 0)
    return err_set(err, "a checkpoint begins with its origin");
  if (!next_line(&at, end, &line, &size) || !read_size(line, size, &found.size))
    return err_set(err, "the second line of a checkpoint is its size");
  if (!next_line(&at, end, &line, &size) || !read_root(line, size, &found.root))
    return err_set(err, "the third line of a checkpoint is its root in base64");
  if (!next_line(&at, end, &line, &size) || !read_chains(line, size, &found))
    return err_set(err, "the fourth line of a checkpoint says how many chains there are, and their root; this is none, "
                        "or of a ledger older than chains");
  if (at != end)
    return err_set(err, "something follows the four lines of the checkpoint");
  *checkpoint = found;
  return 0;
}

/* ---- signing ---- */

int note_sign(struct buf *out, const struct buf *text, const struct note_key *as, const struct key *key,
              struct err *err)
{
  uint8_t signature[4 + KEY_SIGNATURE_SIZE];
  memcpy(signature, as->id, 4);
  if (key_sign(key, text->bytes, text->length, signature + 4, err))
    return -1;
  buf_add(out, text->bytes, text->length);
  buf_char(out, '\n');
  buf_add(out, dash, DASH_LENGTH);
  buf_text(out, as->name);
  buf_char(out, ' ');
  base64_encode(out, signature, sizeof signature);
  buf_char(out, '\n');
  return 0;
}

/* ---- reading ---- */

static bool is_clean(const char *bytes, size_t length)
{
  for (size_t i = 0; i < length;) {
    size_t width = utf8_length(bytes + i, length - i);
    if (width == 0 || ((unsigned char)bytes[i] < 0x20 && bytes[i] != '\n'))
      return false;
    i += width;
  }
  return true;
}

/* The last empty line: the text before it ends in a newline, signature lines follow. */
static const char *find_split(const char *bytes, size_t length)
{
  for (size_t i = length; i >= 2; i--)
    if (bytes[i - 1] == '\n' && bytes[i - 2] == '\n')
      return bytes + i - 1;
  return NULL;
}

static bool read_signature(const char *text, size_t length, struct note_line *into)
{
  struct buf bytes = {0};
  bool is_good = base64_decode(&bytes, text, length) && bytes.length > 4;
  if (is_good) {
    into->rest_length = bytes.length - 4;
    memcpy(into->id, bytes.bytes, 4);
    memcpy(into->rest, bytes.bytes + 4, into->rest_length < sizeof into->rest ? into->rest_length : sizeof into->rest);
  }
  buf_finish(&bytes);
  return is_good;
}

static bool read_line(const char *line, size_t length, struct note_line *into)
{
  if (length < DASH_LENGTH || memcmp(line, dash, DASH_LENGTH) != 0)
    return false;
  into->name = line + DASH_LENGTH;
  const char *end = line + length, *space = memchr(into->name, ' ', (size_t)(end - into->name));
  if (!space)
    return false;
  into->name_length = (size_t)(space - into->name);
  return name_is_good(into->name, into->name_length) && read_signature(space + 1, (size_t)(end - space - 1), into);
}

int note_read(const char *bytes, size_t length, struct note *note, struct err *err)
{
  if (length > NOTE_SIZE_MAX)
    return err_set(err, "a note of %zu bytes; at most %d are read", length, NOTE_SIZE_MAX);
  if (length == 0)
    return err_set(err, "it is empty");
  if (memchr(bytes, '\r', length))
    return err_set(err, "its lines end in CR LF, as a Windows editor writes them; a note's bytes must be as they were");
  if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
    return err_set(err,
                   "it begins with a byte order mark, which an editor put there; a note's bytes must be as they were");
  if (!is_clean(bytes, length))
    return err_set(err, "a note is UTF-8 without control characters; this is not");
  if (length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\n')
    return err_set(err, "an empty line stands at its end, where a note ends with a signature; take that line away");
  const char *split = find_split(bytes, length), *end = bytes + length, *at, *line;
  if (!split)
    return err_set(err, "this is no signed note: it has no empty line before its signatures");
  size_t size;
  note->text = bytes;
  note->length = (size_t)(split - bytes);
  note->count = 0;
  for (at = split + 1; next_line(&at, end, &line, &size); note->count++) {
    if (note->count == NOTE_SIGNATURES_MAX)
      return err_set(err, "a note with more than %d signatures", NOTE_SIGNATURES_MAX);
    if (!read_line(line, size, &note->lines[note->count]))
      return err_set(err, "line %zu of its signatures is not one", note->count + 1);
  }
  if (at != end)
    return err_set(err, "it is cut off: its last line has no end");
  if (note->count == 0)
    return err_set(err, "this is no signed note: its last line is no signature");
  return 0;
}

/* ---- verifying ---- */

static bool line_is_good(const struct note *note, const struct note_line *line, const struct note_key *key)
{
  if (key->kind == NOTE_LOG)
    return line->rest_length == KEY_SIGNATURE_SIZE &&
           key_verify(key->public_half, note->text, note->length, line->rest);
  if (line->rest_length != 8 + KEY_SIGNATURE_SIZE)
    return false;
  uint64_t seconds = 0;
  for (int i = 0; i < 8; i++)
    seconds = seconds << 8 | line->rest[i];
  struct buf text = {0}; /* tlog-cosignature: the time is part of what is signed */
  buf_format(&text, "cosignature/v1\ntime %llu\n", (unsigned long long)seconds);
  buf_add(&text, note->text, note->length);
  bool is_good = key_verify(key->public_half, text.bytes, text.length, line->rest + 8);
  buf_finish(&text);
  return is_good;
}

enum note_verdict note_verify(const struct note *note, const struct note_key *key)
{
  enum note_verdict verdict = NOTE_UNKNOWN;
  for (size_t i = 0; i < note->count; i++) {
    const struct note_line *line = &note->lines[i];
    if (line->name_length != strlen(key->name) || memcmp(line->name, key->name, line->name_length) != 0 ||
        memcmp(line->id, key->id, sizeof key->id) != 0)
      continue;
    if (!line_is_good(note, line, key))
      return NOTE_WRONG;
    verdict = NOTE_GOOD;
  }
  return verdict;
}
