/*
 * What people state outside the playbook: what already happened, whom they spoke with, who is of the team. Recorded
 * whatever it was: a statement of these is refused only if it cannot be understood.
 */
#pragma once

#include "statements/statements.h"

/* ---- what already happened ---- */

struct did_said {
  const char *at, *because, *agreed; /* as typed; at NULL: now; the others may be NULL */
};

struct did {
  const struct deed *deed;           /* as it is recorded now */
  const json_t *authority;           /* the decision, with the facts as of now; of the entry's body */
  json_t *body;
  const struct action *action;
  uint64_t seq;
  bool is_signed, is_by_mail;
  size_t wanted_count;               /* what was not said and is worth saying later */
  struct wanted wanted[FACT_VALUES_MAX];
};

/** Never refused for what it was: the authority it had or lacked stands beside it. */
int did_state(struct dossier *dossier, const char *action, const struct given *given, size_t count,
              const struct did_said *more, struct did *did, struct err *err);
void did_finish(struct did *did);

/* ---- whom one spoke with ---- */

struct spoke {
  uint64_t seq;
  bool is_signed, is_by_mail, has_number;
};

/** who organisation number direction means said at, as typed; who has to be there. */
int spoke_state(struct dossier *dossier, const struct given *given, size_t count, struct spoke *spoke,
                struct err *err);

/* ---- over what one may speak ---- */

struct vouched {
  uint64_t seq;
  bool is_signed, is_affected; /* affected: it is a system of the incident, so it does not count, whoever says so */
};

/** This computer may be used, and why nobody can be listening there. Both must be said. */
int channel_state(struct dossier *dossier, const char *system, const char *because, struct vouched *vouched,
                  struct err *err);

/* ---- the team ---- */

struct teamed {
  const char *person, *coordinator;  /* as it stands now; borrowed from the incident */
  uint64_t seq;
  bool is_signed;
};

/** `person` NULL: the one who speaks. `part` and `because` may be NULL. */
int join_state(struct dossier *dossier, const char *person, const char *part, struct teamed *teamed, struct err *err);
int leave_state(struct dossier *dossier, const char *person, const char *because, struct teamed *teamed,
                struct err *err);
/** From now on `to` coordinates. */
int handover_state(struct dossier *dossier, const char *to, const char *because, struct teamed *teamed,
                   struct err *err);
