/*
 * Taking texts apart. Everything here is pure text: asking a name server who somebody is would be contact.
 *
 * Whoever writes a destination may be careless or may be fooled, so a word is read in every way a program would read
 * it: as a URL, as user@host:port, as an address in brackets. International names become A-labels by IDNA 2008 with
 * the mapping of UTS 46, as browsers do it.
 */
#include "policy/spelling.h"

#include "policy/libidn2.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char separators[] = " ,;()<>{}\"'|\n\r\t";

bool spelling_next_word(const char **at, char *word)
{
  *at += strspn(*at, separators);
  size_t length = strcspn(*at, separators);
  if (length == 0)
    return false;
  size_t kept = length < SPELLING_TEXT_MAX ? length : SPELLING_TEXT_MAX;
  memcpy(word, *at, kept);
  word[kept] = '\0';
  *at += length;
  return true;
}

/* U+FF01..U+FF5E are U+0021..U+007E once more; U+3000 is a blank. */
void spelling_narrow(const char *text, char *out, size_t size)
{
  size_t used = 0;
  for (const unsigned char *at = (const unsigned char *)text; *at && used + 1 < size;) {
    bool is_wide = at[0] == 0xef && (at[1] == 0xbc || at[1] == 0xbd) && at[2] >= 0x80 && at[2] <= 0xbf;
    unsigned place = is_wide ? (at[1] - 0xbcu) * 64 + at[2] - 0x80u : 0;
    if (is_wide && place >= 1 && place <= 0x5e) {
      out[used++] = (char)(0x20 + place);
      at += 3;
    } else if (at[0] == 0xe3 && at[1] == 0x80 && at[2] == 0x80) {
      out[used++] = ' ';
      at += 3;
    } else {
      out[used++] = (char)*at++;
    }
  }
  out[used] = '\0';
}

/* ---- hosts ---- */

static bool is_ascii(const char *text)
{
  for (; *text; text++)
    if ((unsigned char)*text >= 0x80)
      return false;
  return true;
}

static void lower(char *text)
{
  for (; *text; text++)
    *text = (char)tolower((unsigned char)*text);
}

/* In place; false if there is no ASCII form, or none that fits. */
static bool to_ascii(char *text, size_t size)
{
  lower(text);
  if (is_ascii(text))
    return true;
  char *ascii = NULL;
  bool is_good = idn2_to_ascii_8z(text, &ascii, IDN2_NONTRANSITIONAL) == IDN2_OK && strlen(ascii) < size;
  if (is_good)
    strcpy(text, ascii);
  idn2_free(ascii);
  return is_good;
}

static int hex_digit(char c)
{
  static const char digits[] = "0123456789abcdef";
  const char *place = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
  return place ? (int)(place - digits) : -1;
}

/* %65vil.example is evil.example to a browser. */
static void decode_percent(char *text)
{
  char *out = text;
  for (const char *at = text; *at;) {
    int high = *at == '%' ? hex_digit(at[1]) : -1, low = high < 0 ? -1 : hex_digit(at[2]);
    bool is_code = low >= 0 && high * 16 + low != 0;
    *out++ = is_code ? (char)(high * 16 + low) : *at;
    at += is_code ? 3 : 1;
  }
  *out = '\0';
}

/* The host of an authority without userinfo: [v6]:port, v6%zone, host:port. */
static void take_host(char *host)
{
  if (host[0] == '[') {
    memmove(host, host + 1, strlen(host));
    host[strcspn(host, "]")] = '\0';
  }
  char *colon = strchr(host, ':');
  if (colon && strchr(colon + 1, ':')) {
    host[strcspn(host, "%")] = '\0';
    return;
  }
  if (colon)
    *colon = '\0';
  decode_percent(host);
}

static void trim_host(char *host)
{
  size_t length = strlen(host);
  while (length && host[length - 1] == '.')
    host[--length] = '\0';
  if (strncmp(host, "*.", 2) == 0)
    memmove(host, host + 2, length - 1);
}

/* Is what follows the slash part of a network, not a path? Behind a scheme it never is. */
static bool is_network(const char *slash)
{
  return *slash == '/' && isdigit((unsigned char)slash[1]) && slash[strcspn(slash, "?#\\")] == '\0' &&
         !strchr(slash + 1, '/');
}

static bool is_numeric(const char *host)
{
  return strchr(host, ':') || host[strspn(host, "0123456789.")] == '\0';
}

static void read_address(struct spelling *spelling, const char *slash, bool is_host)
{
  char text[SPELLING_HOST_SIZE + 32];
  bool has_prefix = !is_host && is_network(slash) && is_numeric(spelling->host);
  snprintf(text, sizeof text, "%s%.31s", spelling->host, has_prefix ? slash : "");
  spelling->form = address_read(text, is_host, &spelling->range, &spelling->has_range);
}

void spelling_read(struct spelling *spelling, const char *word)
{
  *spelling = (struct spelling){.form = ADDRESS_NONE};
  const char *scheme = strstr(word, "://"), *start = scheme ? scheme + 3 : word;
  start += strspn(start, "/\\");
  size_t length = strcspn(start, "/?#\\");
  if (length == 0 || length >= sizeof spelling->account)
    return;
  memcpy(spelling->account, start, length);
  lower(spelling->account);
  char *at_sign = strrchr(spelling->account, '@');
  strcpy(spelling->host, at_sign ? at_sign + 1 : spelling->account);
  if (at_sign)
    at_sign[strcspn(at_sign, ":")] = '\0'; /* an account has no port */
  take_host(spelling->host);
  bool has_dot = strchr(spelling->host, '.') != NULL;
  if (!to_ascii(spelling->host, sizeof spelling->host)) {
    spelling->is_strange = has_dot || scheme;
    spelling->host[0] = '\0';
    return;
  }
  trim_host(spelling->host);
  if (spelling->host[0] != '+') /* a telephone number with dots */
    read_address(spelling, start + length, scheme || at_sign);
}

/* ---- words ---- */

void spelling_fold(const char *text, struct buf *folded)
{
  char narrow[SPELLING_TEXT_MAX + 1], word[SPELLING_TEXT_MAX + 1];
  spelling_narrow(text, narrow, sizeof narrow);
  for (const char *at = narrow; spelling_next_word(&at, word);) {
    char *start = word + strspn(word, ".@:!?");
    for (size_t length = strlen(start); length && strchr(".@:!?", start[length - 1]); length--)
      start[length - 1] = '\0';
    to_ascii(start, sizeof word - (size_t)(start - word));
    if (*start && folded->length)
      buf_char(folded, ' ');
    buf_text(folded, start);
  }
}
