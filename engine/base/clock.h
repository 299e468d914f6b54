/*
 * Times: wall clock in microseconds since 1970 (UTC), RFC 3339 text, and what a boot of this machine measures.
 *
 * The wall clock says what somebody set. What has passed is measured with CLOCK_BOOTTIME, which nobody can set, asked
 * of the kernel itself: a library that is put before the C library changes the wall clock only. Its numbers mean
 * something on one boot only, and a boot is the boot id with the offsets of the time namespace.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_TEXT_SIZE 28 /* "2026-11-21T22:35:42.123456Z" + NUL */
#define CLOCK_BOOT_SIZE 80 /* a boot's name + NUL */
#define CLOCK_UNMEASURED (-1)

typedef int64_t clock_us;

#define CLOCK_LEAST ((clock_us)-62167219200000000)  /* 0000-01-01 */
#define CLOCK_MOST ((clock_us)253402300799999999)  /* the last microsecond of 9999 */

struct clock_reading {
  clock_us wall;             /* within the years that clock_text can write */
  int64_t monotonic_ns;      /* for waiting inside one process only */
  int64_t boot_ns;           /* measured since the machine was started, sleep included */
};

struct clock_reading clock_read(void);

/** An instant as a boot measures it. The name is borrowed. */
struct clock_point {
  const char *boot;
  int64_t ns;
};

/**
 * Microseconds measured from one to the other; CLOCK_UNMEASURED if they are not of one boot: another name, a boot that
 * has none, or a clock that went backwards.
 */
int64_t clock_between(struct clock_point from, struct clock_point to);

/** Do the wall clock and measured time stand otherwise to each other than they did? They were `before` apart. */
bool clock_parts(clock_us before, clock_us apart);

/** This boot's id as the kernel gives it, 36 characters; "unknown" where there is none. Valid for ever. */
const char *clock_boot_id(void);

/** The name of the boot that clock_read measures on: its id, and "+seconds.nanoseconds" in a time namespace of its own.
    Borrowed, valid for ever. Reads files at its first call. */
const char *clock_boot(void);

void clock_text(clock_us wall, char text[static CLOCK_TEXT_SIZE]);
bool clock_parse(const char *text, clock_us *wall); /* exactly the form above */
