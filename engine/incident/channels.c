/*
 * Telephone, e-mail, or some computer: understood word by word, and in doubt a computer. What was used is recorded in
 * any case; what it may not have been is a finding, and a manager looked for over it in vain was not looked for.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ---- words ---- */

static bool next_word(const char **at, char word[static 24])
{
  size_t length = 0;
  *at += strcspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  for (; isalpha((unsigned char)**at); ++*at)
    if (length < 23)
      word[length++] = (char)tolower((unsigned char)**at);
  word[length] = '\0';
  return length > 0;
}

static bool has_word(const char *text, const char *const *words, size_t count)
{
  char word[24];
  for (const char *at = text; next_word(&at, word);)
    for (size_t i = 0; i < count; i++)
      if (!strcmp(word, words[i]))
        return true;
  return false;
}

/* Word by word, so that "voicemail" and "voice mail" are the telephone's. */
bool means_is_mail(const char *means)
{
  static const char *const mail[] = {"mail", "mails", "mailed", "email", "emails", "emailed", "smtp"};
  char word[16], before[16] = "";
  while (means && *means) {
    size_t length = 0;
    for (; isalpha((unsigned char)*means); means++)
      if (length + 1 < sizeof word)
        word[length++] = (char)tolower((unsigned char)*means);
    word[length] = '\0';
    for (size_t i = 0; length && i < COUNT(mail); i++)
      if (!strcmp(word, mail[i]) && strcmp(before, "voice"))
        return true;
    if (length)
      snprintf(before, sizeof before, "%s", word);
    means += *means != '\0' && !isalpha((unsigned char)*means);
  }
  return false;
}

enum means means_of(const char *words)
{
  static const char *const computers[] = {"bridge", "browser", "chat",  "conference", "discord", "irc",   "jabber",
                                          "matrix", "meet",    "messenger", "online", "portal",  "signal", "sip",
                                          "skype",  "slack",   "teams", "telegram",   "threema", "ticket", "video",
                                          "voip",   "web",     "whatsapp", "wiki",    "xmpp",    "zoom"};
  static const char *const safe[] = {"call",   "called",  "cell",    "courier", "desk",   "face",       "fax",
                                     "faxed",  "hand",    "home",    "landline", "letter", "met",       "mobile",
                                     "pager",  "paged",   "paper",   "person",  "phone",  "phoned",     "post",
                                     "radio",  "sms",     "spoke",   "tel",     "telephone", "telephoned", "visit",
                                     "voice",  "voicemail"};
  if (!words || !words[0])
    return MEANS_TELEPHONE;
  if (means_is_mail(words))
    return MEANS_MAIL;
  if (has_word(words, computers, COUNT(computers)))
    return MEANS_COMPUTER;
  return has_word(words, safe, COUNT(safe)) ? MEANS_TELEPHONE : MEANS_COMPUTER;
}

/* ---- systems ---- */

static bool names(const char *text, const char *name)
{
  return name && name[0] && strcasestr(text, name);
}

bool channel_is_affected(const struct incident *incident, const char *system)
{
  size_t index;
  json_t *affected;
  json_array_foreach(json_object_get(incident->declaration, "systems"), index, affected)
  {
    if (names(system, json_get_string(affected, "name")) || names(system, json_get_string(affected, "address")))
      return true;
  }
  return false;
}

static bool is_vouched_for(const struct incident *incident, const char *means, clock_us at)
{
  for (size_t i = 0; i < incident->channel_count; i++) {
    const struct channel *channel = &incident->channels[i];
    if (channel->is_signed && channel->at <= at && !channel_is_affected(incident, channel->system) &&
        (names(means, channel->system) || (strlen(means) > 3 && names(channel->system, means))))
      return true;
  }
  return false;
}

bool channel_is_safe(const struct incident *incident, const char *means, clock_us at)
{
  enum means kind = means_of(means);
  return kind == MEANS_TELEPHONE || (kind == MEANS_COMPUTER && is_vouched_for(incident, means, at));
}

/* ---- what people state ---- */

void channels_take(struct incident *incident, const struct entry *entry)
{
  const char *system = json_get_string(entry->body, "system");
  if (!system || !system[0])
    return;
  *APPEND(incident->channels, incident->channel_count) = (struct channel){
      .seq = entry->seq,
      .at = entry->at,
      .system = xstrdup(system),
      .because = xstrdup(json_get_string(entry->body, "because")),
      .by = xstrdup(entry->actor ? entry->actor : ""),
      .is_signed = statement_counts(incident, entry) && incident_roles(incident, entry->actor),
  };
}

void channels_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->channel_count; i++) {
    free(incident->channels[i].system);
    free(incident->channels[i].because);
    free(incident->channels[i].by);
  }
  free(incident->channels);
}
