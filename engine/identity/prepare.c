/*
 * What is done to a text before it is taken apart.
 *
 * Responders paste addresses out of reports, where they are defanged so that nobody clicks on them; East Asian
 * keyboards write full-width forms. Both have one meaning. What cannot be seen has none.
 */
#include "identity/inside.h"

#include "base/utf8.h"

static const char blanks[] = " \t\r\n";

/* Replacements, in place of each other never longer than what they replace. */
static const struct {
  const char *written, *meant;
} characters[] = {
  {"\xe3\x80\x80", " "}, {"\xc2\xa0", " "},     {"\xe2\x80\x89", " "}, {"\xe2\x80\xaf", " "}, {"\xe2\x80\x90", "-"},
  {"\xe2\x80\x91", "-"}, {"\xe2\x80\x92", "-"}, {"\xe2\x80\x93", "-"}, {"\xe2\x80\x94", "-"}, {"\xe2\x88\x92", "-"},
  {"\xe3\x80\x82", "."}, {"\xef\xbd\xa1", "."},
};

static const struct {
  const char *word, *meant;
} fanged[] = {{".", "."}, {"dot", "."}, {":", ":"}, {"://", "://"}, {"at", "@"}, {"@", "@"}, {"/", "/"}};

/* U+FF01..U+FF5E are U+0021..U+007E once more. */
static size_t narrow_one(const char *at, char *meant)
{
  const unsigned char *bytes = (const unsigned char *)at;
  bool is_full = bytes[0] == 0xef && (bytes[1] == 0xbc || bytes[1] == 0xbd);
  unsigned place = is_full ? (bytes[1] - 0xbcu) * 64 + bytes[2] - 0x80u : 0;
  if (place >= 1 && place <= 0x5e) {
    *meant = (char)(0x20 + place);
    return 3;
  }
  for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
    if (strncmp(at, characters[i].written, strlen(characters[i].written)) == 0) {
      *meant = characters[i].meant[0];
      return strlen(characters[i].written);
    }
  return 0;
}

/* Invisible ones: joiners, marks that reorder, soft hyphens, tags, variation selectors, the byte order mark. */
static bool is_unseen(const char *at, size_t length)
{
  const unsigned char *bytes = (const unsigned char *)at;
  if (length == 1)
    return bytes[0] < 0x20 || bytes[0] == 0x7f;
  if (utf8_is_steering(at, length))
    return true;
  if (length == 2)
    return (bytes[0] == 0xc2 && (bytes[1] < 0xa0 || bytes[1] == 0xad)) || (bytes[0] == 0xcd && bytes[1] == 0x8f) ||
           (bytes[0] == 0xd8 && bytes[1] == 0x9c);
  if (length == 3)
    return (bytes[0] == 0xe2 && bytes[1] == 0x80 && (bytes[2] >= 0x8b && bytes[2] <= 0x8f)) ||
           (bytes[0] == 0xe2 && bytes[1] == 0x80 && bytes[2] >= 0xa8 && bytes[2] <= 0xae) ||
           (bytes[0] == 0xe2 && bytes[1] == 0x81 && bytes[2] >= 0xa0) ||
           (bytes[0] == 0xe1 && bytes[1] == 0x85 && (bytes[2] == 0x9f || bytes[2] == 0xa0)) ||
           (bytes[0] == 0xe1 && bytes[1] == 0xa0 && bytes[2] >= 0x8b && bytes[2] <= 0x8f) ||
           (bytes[0] == 0xe3 && bytes[1] == 0x85 && bytes[2] == 0xa4) ||
           (bytes[0] == 0xef && bytes[1] == 0xb8 && bytes[2] <= 0x8f) ||
           (bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf) ||
           (bytes[0] == 0xef && bytes[1] == 0xbe && bytes[2] == 0xa0);
  return bytes[0] == 0xf3;
}

static bool copy_wide(const char *text, size_t length, char *out, bool *was_rewritten)
{
  size_t used = 0;
  for (const char *at = text, *end = text + length; at < end;) {
    size_t bytes = utf8_length(at, (size_t)(end - at));
    char meant;
    if (bytes == 0 || is_unseen(at, bytes))
      return false;
    if (bytes > 1 && narrow_one(at, &meant)) {
      out[used++] = meant;
      *was_rewritten = true;
    } else {
      memcpy(out + used, at, bytes);
      used += bytes;
    }
    at += bytes;
  }
  out[used] = '\0';
  return true;
}

/* ---- defanged ---- */

static char closing(char open)
{
  return open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : '\0';
}

/* "[.]", "( dot )": how many bytes it has, 0 if it is none. */
static size_t fang(const char *at, const char **meant)
{
  char close = closing(*at);
  if (!close)
    return 0;
  const char *word = at + 1 + strspn(at + 1, " ");
  for (size_t i = 0; i < sizeof fanged / sizeof *fanged; i++) {
    size_t length = strlen(fanged[i].word);
    if (strncasecmp(word, fanged[i].word, length) != 0)
      continue;
    const char *end = word + length + strspn(word + length, " ");
    if (*end == close) {
      *meant = fanged[i].meant;
      return (size_t)(end + 1 - at);
    }
  }
  return 0;
}

static void refang(char *text, bool *was_rewritten)
{
  char *out = text;
  for (const char *at = text; *at;) {
    const char *meant;
    size_t length = fang(at, &meant);
    if (!length) {
      *out++ = *at++;
      continue;
    }
    while (out > text && out[-1] == ' ')
      out--;
    memmove(out, meant, strlen(meant));
    out += strlen(meant);
    at += length;
    at += strspn(at, " ");
    *was_rewritten = true;
  }
  *out = '\0';
  if ((text[0] | 0x20) == 'h' && (strncasecmp(text + 1, "xx", 2) == 0 || strncmp(text + 1, "**", 2) == 0) &&
      (text[3] | 0x20) == 'p') {
    memcpy(text, "http", 4);
    *was_rewritten = true;
  }
}

bool prepare(const char *text, char out[static IDENTITY_TEXT_MAX + 1], bool *was_rewritten)
{
  bool is_wide = false, is_bad = false;
  *was_rewritten = false;
  text += strspn(text, blanks);
  size_t length = strlen(text);
  while (length && strchr(blanks, text[length - 1]))
    length--;
  if (length > IDENTITY_TEXT_MAX)
    return false;
  for (size_t i = 0; i < length; i++) {
    is_wide |= (unsigned char)text[i] >= 0x80;
    is_bad |= (unsigned char)text[i] < 0x20 || text[i] == 0x7f;
    out[i] = text[i];
  }
  out[length] = '\0';
  if (is_bad || (is_wide && !copy_wide(text, length, out, was_rewritten)))
    return false;
  if (strpbrk(out, "[({") || (out[0] | 0x20) == 'h')
    refang(out, was_rewritten);
  return true;
}
