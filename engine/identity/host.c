/*
 * Hosts and domains, as the network knows them: ASCII labels in lower case (RFC 1035 2.3.1, RFC 5891, UTS 46).
 */
#include "identity/inside.h"

#include "identity/libidn2.h"

static bool is_wide(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)text[i] >= 0x80)
      return true;
  return false;
}

static void lower(char *text)
{
  for (; *text; text++)
    *text = (char)(*text >= 'A' && *text <= 'Z' ? *text | 0x20 : *text);
}

static size_t map_to_ascii(const char *text, char *out, size_t size)
{
  char *ascii = NULL;
  size_t length = 0;
  if (idn2_to_ascii_8z(text, &ascii, IDN2_NONTRANSITIONAL) == IDN2_OK && strlen(ascii) < size) {
    length = strlen(ascii);
    memcpy(out, ascii, length + 1);
  }
  idn2_free(ascii);
  return length;
}

/* xn-- must stand for something that is written so and not otherwise. */
static bool is_round(const char *host)
{
  char *plain = NULL, *again = NULL;
  bool is_good = idn2_to_unicode_8z8z(host, &plain, 0) == IDN2_OK &&
                 idn2_to_ascii_8z(plain, &again, IDN2_NONTRANSITIONAL) == IDN2_OK && strcmp(again, host) == 0;
  idn2_free(plain);
  idn2_free(again);
  return is_good;
}

static bool is_label(const char *label, size_t length)
{
  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return false;
  for (size_t i = 0; i < length; i++)
    if (!isalnum((unsigned char)label[i]) && label[i] != '-' && label[i] != '_')
      return false;
  return true;
}

static bool consists_of_labels(const char *host, size_t length)
{
  const char *start = host;
  for (const char *at = host; ; at++) {
    if (*at != '.' && *at != '\0')
      continue;
    if (!is_label(start, (size_t)(at - start)))
      return false;
    if (*at == '\0')
      break;
    start = at + 1;
  }
  return length <= 253 && strspn(start, "0123456789") != strlen(start);
}

size_t host_read(const char *text, size_t length, char host[static IDENTITY_SIZE])
{
  char copy[IDENTITY_SIZE];
  if (length > 2 && strncmp(text, "*.", 2) == 0)
    text += 2, length -= 2;
  if (length && text[length - 1] == '.')
    length--;
  if (length == 0 || length >= sizeof copy)
    return 0;
  memcpy(copy, text, length);
  copy[length] = '\0';
  lower(copy);
  if (is_wide(copy, length))
    length = map_to_ascii(copy, host, IDENTITY_SIZE);
  else
    memcpy(host, copy, length + 1);
  if (length && host[length - 1] == '.')
    host[--length] = '\0';
  if (length == 0 || !consists_of_labels(host, length) || (strstr(host, "xn--") && !is_round(host)))
    return 0;
  return length;
}

size_t word_to_ascii(const char *word, size_t length, char *out, size_t size)
{
  char copy[256], label[IDENTITY_SIZE];
  if (length >= sizeof copy)
    return 0;
  memcpy(copy, word, length);
  copy[length] = '\0';
  lower(copy);
  if (!is_wide(copy, length)) {
    if (length >= size)
      return 0;
    memcpy(out, copy, length + 1);
    return length;
  }
  size_t made = map_to_ascii(copy, label, sizeof label);
  if (!made || made >= size || strchr(label, '.') || strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != made)
    return 0;
  memcpy(out, label, made + 1);
  return made;
}
