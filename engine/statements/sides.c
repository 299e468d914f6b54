/*
 * Addresses of an alarm, in one spelling and each on its side.
 */
#include "statements/sides.h"

#include "identity/identity.h"

#include <stdio.h>
#include <string.h>

/* One program writes IPv6 in full, the next one compressed. */
static void write_as_everybody(char *address, size_t size)
{
  struct reading reading;
  char shown[IDENTITY_SIZE];
  identity_read(address, NULL, &reading);
  if (!reading.count || reading.as[0].type != IDENTITY_ADDRESS)
    return;
  identity_show(&reading.as[0], shown);
  snprintf(address, size, "%s", shown);
}

/* Rules that look at our answer have us where the attacker mostly stands. Whose an address is, our networks say. */
void sides_take(const struct policy_known *known, struct alarm *alarm)
{
  write_as_everybody(alarm->address, sizeof alarm->address);
  write_as_everybody(alarm->system, sizeof alarm->system);
  if (!alarm->address[0] || !alarm->system[0] || !policy_is_ours(known, alarm->address) ||
      policy_is_ours(known, alarm->system) || !strpbrk(alarm->system, ".:"))
    return;
  char ours[sizeof alarm->address];
  memcpy(ours, alarm->address, sizeof ours);
  memcpy(alarm->address, alarm->system, sizeof ours);
  memcpy(alarm->system, ours, sizeof ours);
}
