/*
 * Shuts the process in before anything of a playbook runs: no sockets, no other programs, nothing opened for writing.
 *
 * A dry-run or a replay cannot act because there is nothing in its libraries that acts, and because the kernel would
 * not let it (seccomp). What was open before stays usable.
 */
#pragma once

#include "base/err.h"

/** Irreversible for this process. -1 where the kernel has no seccomp: the caller must not go on. */
int explore_seal(struct err *err);
