/*
 * What people stated outside the playbook: what was already done, whom they spoke with, who is of the team, and how far
 * the incident has come. All of it counts as it was recorded, except where a field says that a signature was right.
 */
#pragma once

#include "base/clock.h"
#include "model/catalogue.h"
#include "model/milestone.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** When a milestone was reached, and which entry says so; seq 0: not yet. */
struct reached {
  clock_us at;
  uint64_t seq;
};

/* ---- what was done outside the playbook ---- */

struct deed {
  uint64_t seq;
  char *name;                  /* the action's, as recorded */
  const struct action *action; /* NULL if this procedure does not have it */
  json_t *arguments, *fields;
  enum outcome_status status;
  clock_us at, stated_at;      /* when it happened, as he says; when he said so */
  char *person;                /* who says so */
  char *verdict;               /* the authority it had or lacked: preauthorized approval forbidden */
  char *agreed;                /* who agreed beforehand, as he says; NULL: nobody */
  bool is_signed;              /* by a key that counted there */
};

/** Somebody spoken with, outside a step. */
struct contact {
  uint64_t seq;
  clock_us at;                               /* as of deeds: when it happened, as he says */
  char *who, *organisation, *number, *means; /* all but who may be NULL */
};

/** Do these words mean e-mail? So "mail", "by E-Mail", never "voice mail". NULL does not. */
bool means_is_mail(const char *means);

/* ---- the team ---- */

struct member {
  char *person, *part;        /* what he does there, in words; NULL: nothing was said */
  clock_us since, left;       /* left 0: he is there */
  uint64_t seq;               /* the entry by which he first was */
};

/** "This need not be done", signed; whether he may say so depends on what he says it of. */
struct waiver {
  char *obligation, *person;
  role_set roles; /* as of its place; senior management stands for management; 0 if he is a subject */
  uint64_t seq;
  clock_us at;
};

/** A false alarm, as somebody said and perhaps a second person too. */
struct dismissal {
  struct reached reached;     /* seq 0: it is none */
  char *by;
  uint64_t reviewed_seq;      /* another person dismissed it too; 0: nobody yet */
};

/* ---- signatures at the end ---- */

/** Somebody who acted, or whose signature was given or excused. */
struct participant {
  char *person;
  bool has_acted;
  uint64_t first, last;       /* entries by which he acted */
  uint64_t vouched;           /* his signature covers the entries before this one; 0: none */
  uint64_t excused;           /* the entry that says why he does not sign; 0: none */
};

bool participant_has_signed(const struct participant *participant);

/* ---- containment that stays ---- */

struct keep {
  uint64_t of, seq;           /* the intent or deed it is about; its own entry */
  char *owner, *until;        /* a person, a day */
};

/** Something reversible that was done to contain the incident. */
struct contained {
  const struct action *action;
  const json_t *arguments;
  const char *step;           /* NULL: outside the playbook */
  uint64_t seq;               /* its intent or deed */
  uint64_t undone_seq;        /* what took it back; 0: nothing did */
  const struct keep *keep;    /* NULL: nobody said that it stays */
};
