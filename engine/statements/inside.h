/*
 * Inside the room: what all statements share.
 */
#pragma once

#include "statements/statements.h"

/** One entry to be made. */
struct saying {
  enum entry_type type;
  const char *step;  /* NULL: about the incident as a whole */
  json_t *body;      /* taken over */
  bool must_be_signed;
};

/** What came of it. */
struct said {
  uint64_t seq;
  bool is_signed;
};

/** Appends and folds it. Not signed though it must be: a sentence, and the caller gives up the transaction. */
int dossier_append(struct dossier *dossier, struct saying saying, struct said *said, struct err *err);

/** It was signed, and yet had no effect: with a key that does not count any more. Returns -1. */
int dossier_refuse_signature(const struct dossier *dossier, struct err *err);

/** Durable, and the head outside knows it. */
int dossier_commit(struct dossier *dossier, struct err *err);

/** Is the one who speaks known here, and no subject? `*person` is his id, or the account's name if nobody told. */
int dossier_speaker(const struct dossier *dossier, const char **person, struct err *err);

/** Is he known here? For approvers, whom an accusation alone does not silence. */
int dossier_known(const struct dossier *dossier, const char **person, struct err *err);

/**
 * May he say what came of a step? Also one who reports to a subject: what his hands did is recorded. Not whether
 * somebody was reached, and not a fact: those make decisions.
 */
int dossier_worker(const struct dossier *dossier, const struct step *step, const char **person, struct err *err);

/** For what shows what the incident is about: may he see all of it? */
int dossier_demand_reading(const struct dossier *dossier, struct err *err);

/** For what acts: its author's key must be at hand. */
int dossier_demand_key(const struct dossier *dossier, const char *what, struct err *err);

/** A fact's value as typed (also yes, no, ?), in the catalogue's own words; NULL with a sentence. Borrowed. */
const char *value_of_fact(const struct fact *fact, const char *text, struct err *err);

/** One field of an answer as its type wants it; NULL with a sentence. The caller decrefs. */
json_t *value_of_field(const struct incident *incident, const struct outcome_field *field, const char *text,
                       struct err *err);

/** An integer, all of the text; false otherwise. */
bool value_is_integer(const char *text, int64_t *number);

/**
 * A time as typed, seen from `now`. `*as_typed` (may be NULL) is the text with its zone, which the caller frees; NULL
 * for "now".
 */
int value_of_moment(const char *text, clock_us now, clock_us *at, char **as_typed, struct err *err);

/** A person known here, by id or by name, or NULL with a sentence. Borrowed. */
const struct person *value_of_person(const struct incident *incident, const char *text, struct err *err);
