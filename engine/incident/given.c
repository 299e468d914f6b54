/*
 * Saved files by name and checksum, and the checksums that people read out.
 */
#include "incident/fold.h"
#include "incident/given.h"

#include "base/alloc.h"
#include "base/json.h"

#include <ctype.h>
#include <string.h>

#define NAME_LEAST 3    /* a shorter name stands in any text by chance */
#define CHECKSUM_LEAST 8 /* of its first digits, as they are read out on the telephone */
#define CHECKSUM_LONG 64

void evidence_take(struct incident *incident, const struct entry *entry)
{
  const json_t *file = json_object_get(entry->body, "file"), *printed = json_object_get(entry->body, "stdout");
  const char *digest = json_get_string(file ? file : printed, "sha256");
  const struct step *step = entry->step ? incident_step(incident, entry->step) : NULL;
  const char *name = json_get_string(entry->body, "item"), *colon = digest ? strchr(digest, ':') : NULL;
  if (!digest || !name)
    return;
  *APPEND(incident->evidence, incident->evidence_count) = (struct evidence_item){
      .seq = entry->seq,
      .step = step ? step->id : NULL,
      .name = xstrdup(name),
      .path = xstrdup(json_get_string(entry->body, "path")),
      .sha256 = xstrdup(colon ? colon + 1 : digest),
      .size = json_get_integer(file ? file : printed, "size", 0),
      .is_copy = step && !strcmp(step->action->name, "evidence.copy"),
  };
}

void evidence_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->evidence_count; i++) {
    free(incident->evidence[i].name);
    free(incident->evidence[i].path);
    free(incident->evidence[i].sha256);
  }
  free(incident->evidence);
}

bool evidence_is_named(const struct evidence_item *item, const char *text)
{
  return text && ((strlen(item->name) >= NAME_LEAST && strcasestr(text, item->name)) ||
                  (item->path && strstr(text, item->path)));
}

/* ---- checksums as people write them ---- */

/* The next run of hexadecimal digits that is long enough to be one. */
static bool next_checksum(const char **at, char digits[static CHECKSUM_LONG + 1])
{
  while (**at) {
    size_t length = 0;
    while (isxdigit((unsigned char)(*at)[length]))
      length++;
    bool is_word = isalnum((unsigned char)(*at)[length]); /* "deadline" begins like one */
    if (length >= CHECKSUM_LEAST && length <= CHECKSUM_LONG && !is_word) {
      for (size_t i = 0; i < length; i++)
        digits[i] = (char)tolower((unsigned char)(*at)[i]);
      digits[length] = '\0';
      *at += length;
      return true;
    }
    *at += length;
    while (isalnum((unsigned char)**at))
      ++*at;
    *at += **at && !isalnum((unsigned char)**at);
  }
  return false;
}

static const char *what_was_to_be_given(const struct step *step)
{
  const json_t *logs = json_object_get(step->arguments, "logs");
  return json_is_string(logs) ? json_string_value(logs) : json_get_string(step->fields, "what");
}

static bool is_any_named(const struct incident *incident, const char *text)
{
  for (size_t i = 0; i < incident->evidence_count; i++)
    if (evidence_is_named(&incident->evidence[i], text))
      return true;
  return false;
}

static bool is_checksum_of(const struct incident *incident, const char *digits, const char *named)
{
  for (size_t i = 0; i < incident->evidence_count; i++) {
    const struct evidence_item *item = &incident->evidence[i];
    if (!strncmp(item->sha256, digits, strlen(digits)) && (!named || evidence_is_named(item, named)))
      return true;
  }
  return false;
}

bool incident_given_is_evidence(const struct incident *incident, const struct step *step, struct buf *what_is_wrong)
{
  const char *at = json_get_string(step->fields, "checksum"), *named = what_was_to_be_given(step);
  char digits[CHECKSUM_LONG + 1];
  bool is_right = true;
  named = named && is_any_named(incident, named) ? named : NULL;
  while (at && next_checksum(&at, digits)) {
    if (is_checksum_of(incident, digits, named))
      continue;
    buf_format(what_is_wrong, "%s%.12s is the checksum of %s", is_right ? "" : "; ", digits,
               named ? "nothing that was to be given" : "no evidence of this incident");
    is_right = false;
  }
  return is_right;
}
