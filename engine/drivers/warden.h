/*
 * The warden: a process between us and what we start, so that nothing we started outlives us.
 *
 * One warden per command. It is a child subreaper in a session of its own, starts the command with PR_SET_PDEATHSIG,
 * ends every descendant (also those that daemonized) when the command has exited, its time is over, it is told to, or
 * the runner is gone (end of file on the lifeline), and then reports. Descriptors of ours never reach the command.
 */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct warden_order {
  const char *const *argv;        /* argv[0] is an absolute path; never a shell */
  const char *const *environment; /* NULL: PATH, LC_ALL=C, TZ=UTC only */
  const char *folder;             /* working folder; NULL: "/" */
  const char *input;              /* what it reads on its stdin; NULL: nothing. Never touches a disk */
  int64_t time_limit_ns;          /* from start to SIGKILL for all; SIGTERM comes a tenth earlier */
};

/** What the runner holds of one command. */
struct warden {
  pid_t pid;              /* the warden's */
  int output, errors;     /* non-blocking read ends of the command's stdout and stderr */
  int report;             /* readable when all is over and every descendant is gone */
  int lifeline;           /* closed: end everything */
};

struct warden_report {
  bool has_started;       /* false: exec failed, `error_number` says why */
  int error_number;
  bool is_signalled, is_timed_out;
  int exit_status;        /* or the signal */
  int32_t ended_descendants; /* were still there when the command was over */
  int32_t survivors;         /* killed, but held inside the kernel: they end when it lets go */
  bool is_lost;              /* the warden itself was killed: how the command ended is not known */
};

/**
 * A descriptor that every warden started from now on keeps open until it is gone (-1: none). With a lock on it (flock),
 * a successor can prove that nothing of ours lives any more. The commands never get it.
 */
void warden_hold(int descriptor);

int warden_start(const struct warden_order *order, struct warden *warden, struct err *err);
void warden_end(struct warden *warden);                                     /* closes the lifeline; report follows */
bool warden_collect(struct warden *warden, struct warden_report *report);   /* false while it is not over */
void warden_close(struct warden *warden);                                   /* ends, waits, closes all */

/** A process's start time in clock ticks since boot (/proc/PID/stat field 22), 0 if there is none. */
uint64_t warden_start_time(pid_t pid);
