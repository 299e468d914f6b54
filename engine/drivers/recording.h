/*
 * One command on record: started under a warden; what it prints is hashed into the archive while it arrives, its
 * errors apart from its output, and kept even if there is none (peers keep neither). Shared by capture and command.
 */
#pragma once

#include "archive/archive.h"
#include "drivers/evidence.h"
#include "drivers/warden.h"

#include <poll.h>

struct recording;

struct recording_order {
  const char *const *argv, *const *environment; /* as in warden.h */
  int64_t seconds;
  uint64_t size_limit;  /* bytes kept of the output */
  bool ends_unkept;     /* what cannot be kept ends it; otherwise it goes on, and that is read and thrown away */
};

/** Fills in what is known so far. NULL if it was not started: `evidence` is then complete and says why. */
struct recording *recording_start(const struct recording_order *order, struct archive *archive,
                                  struct evidence *evidence);

size_t recording_watch(const struct recording *recording, struct pollfd *descriptors, size_t size,
                       int64_t *deadline_ns);

/** Reads what has come, for a few milliseconds at most. True when all is over; `evidence` is then complete. */
bool recording_progress(struct recording *recording, struct evidence *evidence);

void recording_free(struct recording *recording);

/** Bytes kept so far. */
uint64_t recording_length(const struct recording *recording);

/** The warden's last word; valid once progress said that all is over. */
const struct warden_report *recording_report(const struct recording *recording);
