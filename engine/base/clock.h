/*
 * Times: wall clock in microseconds since 1970 (UTC), RFC 3339 text, boot id and monotonic nanoseconds.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_TEXT_SIZE 28 /* "2026-11-21T22:35:42.123456Z" + NUL */

typedef int64_t clock_us;

struct clock_reading {
  clock_us wall;
  int64_t monotonic_ns;
};

struct clock_reading clock_read(void);

/** This boot's id as the kernel gives it, 36 characters; "unknown" where there is none. Valid for ever. */
const char *clock_boot_id(void);

void clock_text(clock_us wall, char text[static CLOCK_TEXT_SIZE]);
bool clock_parse(const char *text, clock_us *wall); /* exactly the form above */
