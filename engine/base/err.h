/*
 * What went wrong, in one sentence for a person. Formats are those of shown.h: what `%s` quotes can only be read.
 *
 * Functions that can fail return 0 or -1 (or a count) and take a `struct err *` as their last parameter. Whoever
 * fails first sets it; later calls never overwrite it. A boundary may put "file:line: " before it once.
 * Expected answers (denied, not found, in doubt) are enums, not errors.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>

/** What kind of trouble it is; `cli/` turns it into the exit status of design.md section 9. */
enum err_kind {
  ERR_INPUT,      /* bad input or usage; nothing was done (status 2) */
  ERR_STORE,      /* ledger or archive cannot be trusted or written (status 6) */
  ERR_REFUSED,    /* no procedure was ever approved, or forbidden (status 4) */
  ERR_UNADMITTED, /* the one answer to who is not shown what he named, whether it exists or not (status 4) */

  /* What was to be recorded; `ledger/` says which, and nobody else (all status 6). */
  ERR_UNWRITTEN,  /* it is not on record */
  ERR_WRITTEN,    /* it is on record and durable; something behind it failed, as the head file */
  ERR_UNSURE,     /* not known: the commit itself failed */
};

struct err {
  enum err_kind kind;
  char text[1024]; /* "" while nothing failed; longer sentences are cut */
  char near[64];   /* the known word that may have been meant; "" if none */
};

/** Sets the sentence, unless one is already there. Returns -1, so that `return err_set(err, "...")` reads well. */
int err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** The same, with a kind. */
int err_set_kind(struct err *err, enum err_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/**
 * A word that is not known: the sentence (without its end), then the known word that is near, or NULL, which is kept
 * beside it, then what else helps ("Known: a b c."), in lines of ours, or NULL.
 */
int err_unknown(struct err *err, const char *near, const char *more, const char *format, ...)
  __attribute__((format(printf, 4, 5)));
int err_unknown_list(struct err *err, const char *near, const char *more, const char *format, va_list arguments)
  __attribute__((format(printf, 4, 0)));

/** The same, for a ledger or archive that cannot be trusted or written. */
#define err_store(err, ...) err_set_kind((err), ERR_STORE, __VA_ARGS__)

/** Puts words before the sentence that is there. Returns -1. */
int err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Puts a sentence behind it, on a line of its own. Returns -1. */
int err_add(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool err_is_set(const struct err *err);
