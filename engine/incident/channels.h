/*
 * By which means people were reached. Telephones and faxes may always be used, e-mail never. A computer may be used
 * only after somebody has signed which system it is and why nobody can be listening there (R99-R103).
 */
#pragma once

#include "base/clock.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct incident;
struct entry;

enum means { MEANS_TELEPHONE, MEANS_MAIL, MEANS_COMPUTER };

/** What these words mean; not said is the telephone, not understood a computer. */
enum means means_of(const char *words);

/** Somebody said that this system may be spoken over. */
struct channel {
  uint64_t seq;
  clock_us at;
  char *system, *because, *by;
  bool is_signed; /* by a key that counted there */
};

/** Is the system one that the incident itself is about? Then nothing is said over it, whoever vouches for it. */
bool channel_is_affected(const struct incident *incident, const char *system);

/** May it have been used at that time: no e-mail, and no computer that nobody had vouched for? */
bool channel_is_safe(const struct incident *incident, const char *means, clock_us at);
