/*
 * Statements about who needs to know, and about who is under suspicion (R91, R98, R167, A12).
 *
 * As everywhere: 0 means durable, -1 a sentence and a ledger as it was. Asking for somebody to be put on the list and
 * naming a subject are recorded from anybody, signed or not; what takes force by a signature says so.
 */
#pragma once

#include "statements/statements.h"

enum know_change { KNOW_ADD, KNOW_REMOVE, KNOW_APPROVE };

struct know_said {
  uint64_t seq;
  bool is_signed;
  size_t waiting;       /* how many of those named are not on the list yet, or not off it yet */
};

/**
 * People by their ids; with none KNOW_APPROVE is about everybody on the list or asked for. `because` may be NULL only
 * for KNOW_APPROVE, which is refused to who is no senior manager.
 */
int know_state(struct dossier *dossier, enum know_change change, const char *const *people, size_t count,
               const char *because, struct know_said *said, struct err *err);

/** Names a subject: an id, or any name. From now on nothing is shown to him, and he is told nothing. */
int subject_state(struct dossier *dossier, const char *who, const char *because, struct know_said *said,
                  struct err *err);

/** Lifts the suspicion, signed by Legal, HR or Audit, or by who named him before anybody countersigned. */
int subject_clear(struct dossier *dossier, const char *who, const char *because, struct know_said *said,
                  struct err *err);

/** The second word, of Legal, HR or Audit, by which a subject may not approve any more. `because` may be NULL. */
int countersign_state(struct dossier *dossier, const char *who, const char *because, struct know_said *said,
                      struct err *err);
