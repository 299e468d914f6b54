/*
 * Times as people type them: 03:12, 2026-11-21 03:12, 2026-11-21, 2026-11-21T03:12:00Z, 03:12+02:00, now. Without a
 * zone they are local; a time of day is the last one that has been.
 *
 * No hour is guessed: one that never was here, for the clocks went forward over it, and one that was twice are refused
 * with the ways to write what is meant. A typed time is converted once, here, and what was typed is kept beside it.
 */
#include "statements/inside.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND ((clock_us)1000000)
#define DAY (86400 * SECOND)

struct typed {
  bool has_date, has_time, has_zone;
  int year, month, day, hour, minute, second;
  int offset; /* seconds east of UTC */
};

clock_us dossier_now(const struct dossier *dossier)
{
  return ledger_now(site_ledger(dossier->site));
}

/* ---- reading ---- */

/* So many digits, no more and no fewer. */
static bool take_number(const char **text, int digits, int *number)
{
  *number = 0;
  for (int i = 0; i < digits; i++, (*text)++) {
    if (**text < '0' || **text > '9')
      return false;
    *number = *number * 10 + **text - '0';
  }
  return **text < '0' || **text > '9';
}

static bool take_date(const char **text, struct typed *typed)
{
  const char *at = *text;
  typed->has_date = take_number(&at, 4, &typed->year) && *at++ == '-' && take_number(&at, 2, &typed->month) &&
                    *at++ == '-' && take_number(&at, 2, &typed->day);
  if (typed->has_date)
    *text = at;
  return typed->has_date;
}

static bool take_time(const char **text, struct typed *typed)
{
  const char *at = *text;
  if (!take_number(&at, 2, &typed->hour) && (at = *text, !take_number(&at, 1, &typed->hour)))
    return false;
  if (*at++ != ':' || !take_number(&at, 2, &typed->minute))
    return false;
  if (*at == ':' && (at++, !take_number(&at, 2, &typed->second)))
    return false;
  if (*at == '.') /* parts of a second: nobody types them, but some copy them */
    at += 1 + strspn(at + 1, "0123456789");
  *text = at;
  typed->has_time = true;
  return typed->hour < 24 && typed->minute < 60 && typed->second < 60;
}

static bool take_zone(const char **text, struct typed *typed)
{
  const char *at = *text + strspn(*text, " ");
  int hours, minutes, sign = *at == '-' ? -1 : 1;
  typed->has_zone = true;
  if (*at == 'Z' || !strncmp(at, "UTC", 3)) {
    *text = at + (*at == 'Z' ? 1 : 3);
    return true;
  }
  if ((*at != '+' && *at != '-') || strspn(++at, "0123456789") < 2)
    return false;
  hours = (at[0] - '0') * 10 + at[1] - '0';
  at += 2;
  at += *at == ':';
  if (!take_number(&at, 2, &minutes) || hours > 18 || minutes > 59)
    return false;
  typed->offset = sign * (hours * 3600 + minutes * 60);
  *text = at;
  return true;
}

static bool read_typed(const char *text, struct typed *typed)
{
  if (take_date(&text, typed)) {
    if (!*text)
      return true;
    if (*text != ' ' && *text != 'T')
      return false;
    text++;
  }
  return take_time(&text, typed) && (!*text || take_zone(&text, typed)) && !*text;
}

/* ---- converting ---- */

/* As if it were UTC; false: there is no such day. */
static bool as_utc(const struct typed *typed, clock_us *at)
{
  char text[80];
  snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.000000Z", typed->year, typed->month, typed->day,
           typed->hour, typed->minute, typed->second);
  return clock_parse(text, at);
}

static int offset_at(clock_us at)
{
  time_t seconds = (time_t)(at / SECOND - (at % SECOND < 0));
  struct tm local = {0};
  localtime_r(&seconds, &local);
  return (int)local.tm_gmtoff;
}

/* Every instant at which the clocks here showed this; the earlier first. */
static int local_instants(clock_us shown, clock_us found[2])
{
  int before = offset_at(shown - DAY), after = offset_at(shown + DAY), count = 0;
  clock_us one = shown - before * SECOND, other = shown - after * SECOND;
  if (offset_at(one) == before)
    found[count++] = one;
  if (after != before && offset_at(other) == after)
    found[count++] = other;
  return count;
}

static void offset_text(int offset, char text[static 8])
{
  int minutes = (offset < 0 ? -offset : offset) / 60 % 6000;
  snprintf(text, 8, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static int refuse_hour(const struct typed *typed, clock_us shown, int count, struct err *err)
{
  char before[8], after[8], day[80], hour[16];
  offset_text(offset_at(shown - DAY), before);
  offset_text(offset_at(shown + DAY), after);
  snprintf(day, sizeof day, "%04d-%02d-%02d", typed->year, typed->month, typed->day);
  snprintf(hour, sizeof hour, "%02d:%02d", typed->hour % 100, typed->minute % 100);
  if (count)
    return err_set(err, "%s was twice on %s, for the clocks were put back. Write which one you mean: %s %s%s was the "
                        "first, %s %s%s the second.", hour, day, day, hour, before, day, hour, after);
  return err_set(err, "%s never was on %s, for the clocks were put forward over it: there is no such hour. Write it "
                      "with its offset from UTC, %s %s%s or %s %s%s, or in UTC with a Z behind it.",
                 hour, day, day, hour, before, day, hour, after);
}

/* A day alone begins with its first instant, where midnight is skipped or comes twice. */
static int convert_local(const struct typed *typed, clock_us shown, clock_us latest, clock_us *at, struct err *err)
{
  clock_us found[2];
  int count = local_instants(shown, found);
  while (!typed->has_time && count == 0)
    count = local_instants(shown += 900 * SECOND, found);
  if (count == 2 && (!typed->has_time || found[1] > latest)) /* the second has not been yet */
    count = 1;
  if (count != 1)
    return refuse_hour(typed, shown, count, err);
  *at = found[0];
  return 0;
}

/* The day that the clocks of this zone show now. */
static void set_day(struct typed *typed, clock_us shown)
{
  char text[CLOCK_TEXT_SIZE];
  clock_text(shown, text);
  sscanf(text, "%d-%d-%d", &typed->year, &typed->month, &typed->day);
}

static int convert_time_of_day(struct typed *typed, clock_us now, clock_us *at, struct err *err)
{
  clock_us shown = now + (typed->has_zone ? typed->offset : offset_at(now)) * SECOND, utc = 0, found[2];
  set_day(typed, shown);
  as_utc(typed, &utc);
  bool has_been = typed->has_zone ? utc - typed->offset * SECOND <= now
                                  : local_instants(utc, found) ? found[0] <= now : utc <= shown;
  if (!has_been)
    set_day(typed, shown - DAY);
  as_utc(typed, &utc);
  *at = utc - typed->offset * SECOND;
  return typed->has_zone ? 0 : convert_local(typed, utc, now, at, err);
}

static int convert(struct typed *typed, clock_us now, clock_us *at, struct err *err)
{
  clock_us shown;
  if (!typed->has_date)
    return convert_time_of_day(typed, now, at, err);
  if (!as_utc(typed, &shown))
    return -1;
  *at = shown - typed->offset * SECOND;
  return typed->has_zone ? 0 : convert_local(typed, shown, INT64_MAX, at, err);
}

/* With the zone that was meant, for whoever reads it elsewhere. */
static char *words_of(const char *text, const struct typed *typed, clock_us at)
{
  char offset[8];
  offset_text(offset_at(at), offset);
  return typed->has_zone ? xstrdup(text) : xasprintf("%s %s", text, offset);
}

int value_of_moment(const char *text, clock_us now, clock_us *at, char **as_typed, struct err *err)
{
  struct typed typed = {0};
  clock_us found = now;
  struct err why = {0};
  bool is_now = !strcmp(text, "now");
  if (!is_now && (!read_typed(text, &typed) || convert(&typed, now, &found, &why) < 0)) {
    if (err_is_set(&why))
      return err_set(err, "%-s", why.text);
    return err_set(err, "\"%s\" is no time that is understood here. Write 03:12, 2026-11-21 03:12 or "
                        "2026-11-21T03:12:00Z.", text);
  }
  if (found < CLOCK_LEAST || found > CLOCK_MOST)
    return err_set(err, "%s lies outside the years that can be recorded.", text);
  if (as_typed)
    *as_typed = is_now ? NULL : words_of(text, &typed, found);
  *at = found;
  return 0;
}
