/*
 * Times as people type them: 03:12, 2026-11-21 03:12, 2026-11-21, 2026-11-21T03:12:00Z, now. Without a zone they are
 * local; a time of day is the last one that has been.
 */
#include "statements/inside.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND ((clock_us)1000000)
#define DAY_S 86400

static bool is_all(const char *text, int used)
{
  return used > 0 && !text[used];
}

/* mktime mends what is out of range; nobody means the 31st of February. */
static bool is_as_typed(const struct tm *mended, const struct tm *typed)
{
  return mended->tm_mon == typed->tm_mon && mended->tm_mday == typed->tm_mday && typed->tm_hour < 24 &&
         typed->tm_min < 60 && typed->tm_sec < 61;
}

static bool read_date(const char *text, clock_us *at)
{
  struct tm typed = {.tm_isdst = -1};
  char between = ' ', zone[8] = "";
  int used[4] = {0};
  int count = sscanf(text, "%4d-%2d-%2d%n%c%2d:%2d%n:%2d%n%7s", &typed.tm_year, &typed.tm_mon, &typed.tm_mday,
                     &used[0], &between, &typed.tm_hour, &typed.tm_min, &used[1], &typed.tm_sec, &used[2], zone);
  bool is_whole = (count == 3 && is_all(text, used[0])) || (count == 6 && is_all(text, used[1])) ||
                  (count == 7 && is_all(text, used[2])) || (count == 8 && !strcmp(zone, "Z"));
  if (!is_whole || (between != ' ' && between != 'T'))
    return false;
  typed.tm_year -= 1900;
  typed.tm_mon--;
  struct tm mended = typed;
  time_t seconds = *zone ? timegm(&mended) : mktime(&mended);
  *at = (clock_us)seconds * SECOND;
  return seconds != (time_t)-1 && is_as_typed(&mended, &typed);
}

static bool read_time_of_day(const char *text, clock_us now, clock_us *at)
{
  int hour, minute, second = 0, used[2] = {0};
  int count = sscanf(text, "%2d:%2d%n:%2d%n", &hour, &minute, &used[0], &second, &used[1]);
  bool is_whole = (count == 2 && is_all(text, used[0])) || (count == 3 && is_all(text, used[1]));
  if (!is_whole || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return false;
  time_t seconds = (time_t)(now / SECOND);
  struct tm local;
  localtime_r(&seconds, &local);
  local.tm_hour = hour;
  local.tm_min = minute;
  local.tm_sec = second;
  local.tm_isdst = -1;
  *at = (clock_us)mktime(&local) * SECOND;
  if (*at > now)
    *at -= DAY_S * SECOND;
  return true;
}

clock_us dossier_now(const struct dossier *dossier)
{
  return ledger_now(site_ledger(dossier->site));
}

int value_of_moment(const char *text, clock_us now, clock_us *at, struct err *err)
{
  clock_us found = now;
  if (strcmp(text, "now") && !clock_parse(text, &found) && !read_time_of_day(text, now, &found) &&
      !read_date(text, &found))
    return err_set(err, "\"%s\" is no time that is understood here. Write 03:12, 2026-11-21 03:12 or "
                        "2026-11-21T03:12:00Z.", text);
  *at = found;
  return 0;
}
