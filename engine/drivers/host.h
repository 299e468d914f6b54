/*
 * Which machine this is. Pure look-ups of our own: asking a name server could be asking the attacker's. Known to the
 * acting half of the drivers only.
 */
#pragma once

#include <stdbool.h>

/** This machine's name as the kernel has it; valid for ever. */
const char *host_name(void);

/** Is that name or address this machine's? */
bool host_is_here(const char *name);
