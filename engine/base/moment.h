/*
 * Moments as people are shown them: local, and with the offset from UTC wherever another could be meant.
 */
#pragma once

#include "base/clock.h"

#define MOMENT_SIZE 32
#define MOMENT_ZONE_SIZE 10

/** "03:12", in local time; with the day in front if it is not today's, and " +02:00" behind if two could be meant. */
void moment_text(clock_us at, char text[static MOMENT_SIZE]);

/** That end alone: "" where the offset is that of now, and the hour was once. */
void moment_zone(clock_us at, char text[static MOMENT_ZONE_SIZE]);
