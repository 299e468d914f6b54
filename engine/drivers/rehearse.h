/*
 * The rehearsing half of the drivers: what would be done, in words; never does it. explore/ links it without the other.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/catalogue.h"
#include "model/files.h"

#include <jansson.h>

/** What exactly would be run or asked, a line each ("1 of 18  /usr/bin/ps -aux  at most 5 s"). */
int driver_rehearse(const struct action *action, const json_t *arguments, const struct files *procedure,
                    struct buf *words, struct err *err);
