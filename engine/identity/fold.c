/*
 * Names as they are compared, and texts that hold several things.
 */
#include "identity/inside.h"

static bool is_run(char c)
{
  return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A run of letters and digits in its ASCII form; one that has none stays as it is, for then it equals only itself. */
static size_t fold_run(const char *run, size_t length, char *out, size_t size)
{
  bool is_wide = false;
  for (size_t i = 0; i < length && i < size; i++) {
    is_wide |= (unsigned char)run[i] >= 0x80;
    out[i] = (char)(run[i] >= 'A' && run[i] <= 'Z' ? run[i] | 0x20 : run[i]);
  }
  if (!is_wide && length < size)
    return length;
  size_t made = word_to_ascii(run, length, out, size);
  if (made || length >= size)
    return made;
  memcpy(out, run, length);
  return length;
}

/* Dots end a word, or the text. */
static bool is_silent_dot(const char *at)
{
  const char *behind = at + strspn(at, ".");
  return *at == '.' && (*behind == ' ' || *behind == '\0');
}

size_t identity_fold(const char *text, char folded[static IDENTITY_FOLD_SIZE])
{
  char ready[IDENTITY_TEXT_MAX + 1];
  bool unused;
  folded[0] = '\0';
  return prepare(text, ready, &unused) ? fold_ready(ready, folded) : 0;
}

size_t fold_ready(const char *ready, char folded[static IDENTITY_FOLD_SIZE])
{
  size_t used = 0;
  for (const char *at = ready; *at;) {
    size_t length = 0;
    while (is_run(at[length]))
      length++;
    if (length) {
      used += fold_run(at, length, folded + used, IDENTITY_FOLD_SIZE - used);
      at += length;
      continue;
    }
    if (!is_silent_dot(at) && !(*at == ' ' && (used == 0 || folded[used - 1] == ' ')) &&
        used + 1 < IDENTITY_FOLD_SIZE)
      folded[used++] = *at;
    at++;
  }
  while (used && folded[used - 1] == ' ')
    used--;
  folded[used] = '\0';
  return used;
}

bool identity_next_piece(const char **at, char piece[static IDENTITY_TEXT_MAX + 1])
{
  static const char separators[] = " ,;()<>{}[]\"'|=`\n\r\t";
  *at += strspn(*at, separators);
  size_t length = strcspn(*at, separators);
  if (length == 0)
    return false;
  size_t kept = length < IDENTITY_TEXT_MAX ? length : IDENTITY_TEXT_MAX;
  memcpy(piece, *at, kept);
  piece[kept] = '\0';
  *at += length;
  return true;
}

/* ---- encoded ---- */

int identity_hex(char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool decode_once(char *text)
{
  bool has_changed = false;
  char *out = text;
  for (const char *at = text; *at;) {
    int high = *at == '%' ? identity_hex(at[1]) : -1, low = high < 0 ? -1 : identity_hex(at[2]);
    bool is_code = low >= 0 && high * 16 + low >= ' ';
    *out++ = is_code ? (char)(high * 16 + low) : *at;
    at += is_code ? 3 : 1;
    has_changed |= is_code;
  }
  *out = '\0';
  return has_changed;
}

void identity_decode(const char *text, char decoded[static IDENTITY_TEXT_MAX + 1])
{
  size_t length = strlen(text) < IDENTITY_TEXT_MAX ? strlen(text) : IDENTITY_TEXT_MAX;
  memcpy(decoded, text, length);
  decoded[length] = '\0';
  while (decode_once(decoded))
    ;
}
