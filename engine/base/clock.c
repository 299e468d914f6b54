/*
 * Clocks. Calendar arithmetic is our own: gmtime() and timegm() may read the time zone's files at their first call,
 * which a process that shut itself in cannot.
 */
#include "base/clock.h"

#include "base/io.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND ((int64_t)1000000)
#define DAY (86400 * SECOND)
#define LEAST (-62167219200 * SECOND)           /* 0000-01-01 */
#define MOST (253402300800 * SECOND - 1)        /* the last microsecond of 9999 */

static int64_t nanoseconds(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct clock_reading clock_read(void)
{
  return (struct clock_reading){
      .wall = nanoseconds(CLOCK_REALTIME) / 1000,
      .monotonic_ns = nanoseconds(CLOCK_MONOTONIC),
  };
}

const char *clock_boot_id(void)
{
  static char id[37];
  if (id[0])
    return id;
  int file = io_open("/proc/sys/kernel/random/boot_id", O_RDONLY);
  bool is_read = file >= 0 && io_read(file, id, 36) == 36;
  if (file >= 0)
    close(file);
  if (!is_read)
    strcpy(id, "unknown");
  return id;
}

/* Days from 1970-01-01 to the first day of a year, in the Gregorian calendar carried back before it was made. */
static int64_t days_before(int64_t year)
{
  int64_t y = year - 1 + 400; /* never negative, so that divisions round down */
  return y * 365 + y / 4 - y / 100 + y / 400 - 719162 - 146097;
}

static bool is_leap(int64_t year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int64_t year, int month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year));
}

static void put(char *to, int64_t number, int digits)
{
  while (digits-- > 0) {
    to[digits] = (char)('0' + number % 10);
    number /= 10;
  }
}

void clock_text(clock_us wall, char text[static CLOCK_TEXT_SIZE])
{
  wall = wall < LEAST ? LEAST : wall > MOST ? MOST : wall;
  int64_t days = (wall - LEAST) / DAY + LEAST / DAY, rest = wall - days * DAY;
  int64_t year = 1970 + days / 366; /* never too late; at most a few years too early */
  if (days < 0)
    year = 1970 + days / 365 - 1;
  while (days_before(year + 1) <= days)
    year++;
  int64_t day = days - days_before(year);
  int month = 1;
  while (day >= days_in(year, month))
    day -= days_in(year, month++);
  memcpy(text, "0000-00-00T00:00:00.000000Z", CLOCK_TEXT_SIZE);
  put(text, year, 4);
  put(text + 5, month, 2);
  put(text + 8, day + 1, 2);
  put(text + 11, rest / (3600 * SECOND), 2);
  put(text + 14, rest / (60 * SECOND) % 60, 2);
  put(text + 17, rest / SECOND % 60, 2);
  put(text + 20, rest % SECOND, 6);
}

static int64_t number_at(const char *text, int digits)
{
  int64_t number = 0;
  while (digits-- > 0)
    number = number * 10 + (*text++ - '0');
  return number;
}

static bool has_shape(const char *text)
{
  static const char shape[] = "0000-00-00T00:00:00.000000Z";
  if (!text || strlen(text) != sizeof shape - 1)
    return false;
  for (size_t i = 0; shape[i]; i++) {
    bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !is_digit : text[i] != shape[i])
      return false;
  }
  return true;
}

bool clock_parse(const char *text, clock_us *wall)
{
  if (!has_shape(text))
    return false;
  int64_t year = number_at(text, 4), hour = number_at(text + 11, 2), minute = number_at(text + 14, 2),
          second = number_at(text + 17, 2), days = days_before(year);
  int month = (int)number_at(text + 5, 2), day = (int)number_at(text + 8, 2);
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 59)
    return false;
  for (int m = 1; m < month; m++)
    days += days_in(year, m);
  *wall = (days + day - 1) * DAY + ((hour * 60 + minute) * 60 + second) * SECOND + number_at(text + 20, 6);
  return true;
}
