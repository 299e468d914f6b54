/*
 * Times as people are shown them: local, and with the offset from UTC wherever another could be meant.
 */
#include "base/moment.h"

#include <stdio.h>
#include <time.h>

static long offset_at(time_t seconds)
{
  struct tm local = {0};
  localtime_r(&seconds, &local);
  return local.tm_gmtoff;
}

/* Clocks that are put back show the hour before and after twice; nobody can tell which from the hour alone. */
static bool is_twice(time_t then)
{
  long here = offset_at(then);
  for (int hours = 1; hours <= 2; hours++)
    if (here - offset_at(then + hours * 3600) > 0 || offset_at(then - hours * 3600) - here > 0)
      return true;
  return false;
}

void moment_zone(clock_us at, char text[static MOMENT_ZONE_SIZE])
{
  time_t then = (time_t)(at / 1000000);
  long offset = offset_at(then), minutes = (offset < 0 ? -offset : offset) / 60 % 6000;
  text[0] = '\0';
  if (offset != offset_at(time(NULL)) || is_twice(then))
    snprintf(text, MOMENT_ZONE_SIZE, " %c%02ld:%02ld", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void moment_text(clock_us at, char text[static MOMENT_SIZE])
{
  time_t then = (time_t)(at / 1000000), now = time(NULL);
  struct tm of_then = {0}, of_now = {0};
  localtime_r(&then, &of_then);
  localtime_r(&now, &of_now);
  bool is_today = of_then.tm_yday == of_now.tm_yday && of_then.tm_year == of_now.tm_year;
  size_t length = strftime(text, MOMENT_SIZE - MOMENT_ZONE_SIZE, is_today ? "%H:%M" : "%Y-%m-%d %H:%M", &of_then);
  moment_zone(at, text + length);
}
