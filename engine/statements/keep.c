/*
 * Containment that stays after the incident: with somebody who owns it, and a day when it ends.
 */
#include "statements/ending.h"
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>
#include <time.h>

static int refuse(const struct incident *incident, const char *what, const struct contained *list, size_t count,
                  struct err *err)
{
  struct buf known = {0};
  for (size_t i = 0; i < count; i++) {
    if (list[i].undone_seq)
      continue;
    buf_text(&known, "\n  ");
    if (list[i].step)
      buf_format(&known, "%s  ", list[i].step);
    else
      buf_format(&known, "%llu  ", (unsigned long long)list[i].seq);
    action_words(list[i].action, list[i].arguments, &known);
  }
  err_set(err, "%s is nothing of %s that was done and could be taken back.%s%-s", what, incident->id,
          known.length ? " There is:" : " There is no such thing left.", buf_string(&known));
  buf_finish(&known);
  return -1;
}

/* Several runs may have a step of this name: the newest is meant. */
static int find(const struct incident *incident, const char *what, struct contained *found, struct err *err)
{
  struct contained *list;
  size_t count = incident_contained(incident, &list), i = count;
  int64_t entry = 0;
  bool is_entry = value_is_integer(what, &entry);
  while (i > 0 && !(list[i - 1].step && !strcmp(list[i - 1].step, what)) &&
         !(is_entry && list[i - 1].seq == (uint64_t)entry))
    i--;
  int result = i ? 0 : refuse(incident, what, list, count, err);
  if (i && list[i - 1].undone_seq)
    result = err_set(err, "%s was taken back already, by entry %llu.", what,
                     (unsigned long long)list[i - 1].undone_seq);
  if (!result)
    *found = list[i - 1];
  free(list);
  return result;
}

static int find_day(const struct dossier *dossier, const char *text, char day[static 11], char **typed,
                    struct err *err)
{
  clock_us at, now = dossier_now(dossier);
  struct tm local;
  if (value_of_moment(text, now, &at, typed, err) < 0)
    return -1;
  if (at <= now)
    return err_set(err, "%s has been; it is kept until a day to come.", text);
  time_t seconds = (time_t)(at / 1000000);
  strftime(day, 11, "%Y-%m-%d", localtime_r(&seconds, &local));
  return 0;
}

int keep_state(struct dossier *dossier, const char *what, const char *owner, const char *until, const char *because,
               struct kept *kept, struct err *err)
{
  const struct incident *incident = dossier->incident;
  const char *person;
  _cleanup_(freep) char *typed = NULL;
  struct said said;
  if (!owner || !until)
    return err_set(err, "whose is it, and until when? tocsin keep %s %s --owner PERSON --until DATE", incident->id,
                   what);
  if (dossier_speaker(dossier, &person, err) < 0 || dossier_demand_reading(dossier, err) < 0 ||
      dossier_demand_key(dossier, "what stays in place", err) < 0 ||
      find(incident, what, &kept->contained, err) < 0 || find_day(dossier, until, kept->until, &typed, err) < 0)
    return -1;
  const struct person *found = value_of_person(incident, owner, err);
  if (!found)
    return -1;
  kept->owner = found->id;
  json_t *body = json_pack("{s:s*, s:I, s:s, s:s, s:s*}", "because", because, "of",
                           (json_int_t)kept->contained.seq, "owner", found->id, "until", kept->until, "until_typed",
                           typed);
  size_t before = incident->keep_count;
  if (dossier_append(dossier, (struct saying){ENTRY_KEEP, NULL, body, true}, &said, err) < 0)
    return -1;
  if (incident->keep_count == before)
    return dossier_refuse_signature(dossier, err);
  kept->seq = said.seq;
  return dossier_commit(dossier, err);
}
