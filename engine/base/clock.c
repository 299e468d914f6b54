/*
 * Clocks. Calendar arithmetic is our own: gmtime() and timegm() may read the time zone's files at their first call,
 * which a process that shut itself in cannot.
 */
#include "base/clock.h"

#include "base/io.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SECOND ((int64_t)1000000)
#define DAY (86400 * SECOND)
#define UNKNOWN "unknown"
#define TOLERANCE (2 * SECOND) /* smaller steps are clock discipline, not news */

static int64_t nanoseconds(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Past the C library, whose answer another library may have replaced (faketime does). */
static int64_t measured(void)
{
  struct timespec now = {0};
  syscall(SYS_clock_gettime, CLOCK_BOOTTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Seconds first: nanoseconds since 1970 do not hold the years that a wrong clock can show. */
static clock_us wall_clock(void)
{
  struct timespec now = {0};
  clock_gettime(CLOCK_REALTIME, &now);
  if (now.tv_sec < CLOCK_LEAST / SECOND)
    return CLOCK_LEAST;
  return now.tv_sec > CLOCK_MOST / SECOND ? CLOCK_MOST : (clock_us)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

struct clock_reading clock_read(void)
{
  return (struct clock_reading){
      .wall = wall_clock(),
      .monotonic_ns = nanoseconds(CLOCK_MONOTONIC),
      .boot_ns = measured(),
  };
}

/* Whole microseconds are subtracted, so that many short stretches add up to the long one. */
int64_t clock_between(struct clock_point from, struct clock_point to)
{
  bool is_one = from.boot && to.boot && strcmp(from.boot, to.boot) == 0 && strcmp(to.boot, UNKNOWN) != 0;
  return is_one && to.ns >= from.ns ? to.ns / 1000 - from.ns / 1000 : CLOCK_UNMEASURED;
}

static clock_us size_of(clock_us time)
{
  return time < 0 ? -time : time;
}

/* Many small steps tell themselves when they add up to the tolerance. */
bool clock_parts(clock_us before, clock_us apart)
{
  return size_of(apart - before) > TOLERANCE || (size_of(apart) > TOLERANCE && size_of(before) <= TOLERANCE);
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
    strcpy(id, UNKNOWN);
  return id;
}

/* Line by line "clock seconds nanoseconds" (time_namespaces(7)). Without namespaces of time there is no such file. */
static bool read_offset(long long *seconds, long *nanoseconds)
{
  char line[128];
  FILE *file = fopen("/proc/self/timens_offsets", "re");
  bool is_found = false;
  while (file && !is_found && fgets(line, sizeof line, file))
    is_found = sscanf(line, "boottime %lld %ld", seconds, nanoseconds) == 2;
  if (file)
    fclose(file);
  return is_found;
}

const char *clock_boot(void)
{
  static char name[CLOCK_BOOT_SIZE];
  long long seconds = 0;
  long nanoseconds = 0;
  if (name[0])
    return name;
  bool is_plain = !read_offset(&seconds, &nanoseconds) || (seconds == 0 && nanoseconds == 0);
  if (is_plain || !strcmp(clock_boot_id(), UNKNOWN))
    snprintf(name, sizeof name, "%s", clock_boot_id());
  else
    snprintf(name, sizeof name, "%s%+lld.%09ld", clock_boot_id(), seconds, nanoseconds);
  return name;
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
  wall = wall < CLOCK_LEAST ? CLOCK_LEAST : wall > CLOCK_MOST ? CLOCK_MOST : wall;
  int64_t days = (wall - CLOCK_LEAST) / DAY + CLOCK_LEAST / DAY, rest = wall - days * DAY;
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
