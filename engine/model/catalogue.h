/*
 * The closed lists of a procedure: the facts, the actions and the roles that policy, playbooks, drivers and screens
 * speak of. Plain data, made by `policy/load` from facts.yaml and actions.yaml, borrowed by everybody else.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- roles: design.md section 9 ---- */

enum role {
  ROLE_IRT, ROLE_TECHNICAL, ROLE_IRT_MANAGEMENT, ROLE_MANAGEMENT, ROLE_SENIOR_MANAGEMENT, ROLE_LEGAL,
  ROLE_HUMAN_RESOURCES, ROLE_AUDIT, ROLE_OWNER,
  ROLE_COUNT
};

typedef uint32_t role_set; /* bit 1 << enum role */

const char *role_name(enum role role);                      /* "senior_management" */
int role_find(const char *name);                            /* -1 if there is none */
/** "management and legal" (each of them is asked), into a buffer of yours. */
void role_set_text(role_set roles, char *text, size_t size);

/* ---- facts ---- */

#define FACT_MAX 64         /* facts a procedure may have */
#define FACT_VALUES_MAX 16
#define FACT_UNKNOWN (-1)

enum fact_source { FACT_BY_PEOPLE, FACT_BY_STEPS, FACT_DERIVED };

struct fact {
  const char *name;
  bool is_boolean;                       /* values are then "false", "true", in this order */
  size_t value_count;
  const char *values[FACT_VALUES_MAX];
  const char *question;                  /* "Is it still going on?" */
  enum fact_source source;               /* who may establish it */
  uint16_t stands_for[FACT_VALUES_MAX];  /* bits of the values it counts as: its own, or several ("both") */
  const char *says[FACT_VALUES_MAX];     /* "it is still going on"; NULL where nothing is written */
  const char *find_out;                  /* "call the managers first"; may be NULL */
};

/** What is known: a value's index for each fact of a catalogue, or FACT_UNKNOWN. */
struct facts {
  int8_t value[FACT_MAX];
};

/* ---- actions ---- */

enum effect { EFFECT_ONCE, EFFECT_READ, EFFECT_IDEMPOTENT, EFFECT_PROBE };

enum parameter_role { PARAMETER_PLAIN, PARAMETER_DESTINATION, PARAMETER_TARGET, PARAMETER_CONTENT };

struct parameter {
  const char *name;
  const char *type;          /* text, party, evidence, list, integer, boolean, ... (policies/README.md) */
  enum parameter_role role;
  const char *ask;           /* the question when it is missing; may be NULL */
  const char *sample;        /* for demo and drill; may be NULL */
  bool is_optional;
};

enum outcome_status { OUTCOME_DONE, OUTCOME_FAILED, OUTCOME_UNKNOWN, OUTCOME_DENIED, OUTCOME_STATUS_COUNT };

const char *outcome_status_name(enum outcome_status status);
int outcome_status_find(const char *name); /* -1 if there is none */

/** What does an action: people, or one of `drivers/`. A new one is a row there and a word here. */
enum driver_kind { DRIVER_MANUAL, DRIVER_CAPTURE, DRIVER_COMMAND, DRIVER_COPY, DRIVER_KIND_COUNT };

const char *driver_kind_name(enum driver_kind kind); /* "manual" */

/** A field of what comes back: `reached`, `compromised`; with the values an exploration tries. */
struct outcome_field {
  const char *name;
  const char *type;                      /* boolean, text, integer */
  const char *ask;
  const char *sample;
  size_t value_count;                    /* 0: an exploration has only the sample */
  const char *values[FACT_VALUES_MAX];
};

struct action {
  const char *name;                      /* domain.verb_object */
  const char *wording;                   /* "Cut off {what} from the Internet" */
  const char *hint;                      /* may be NULL */
  /** notification evidence contact disclosure containment recovery record offensive mail */
  const char *class;
  enum driver_kind driver;
  enum effect effect;
  const char *reverse;                   /* an action's name, or NULL */
  const char *content;                   /* "log", "personal": what the action itself gives or touches; or NULL */
  size_t parameter_count;
  const struct parameter *parameters;
  size_t outcome_count;                  /* statuses an exploration tries */
  enum outcome_status outcomes[OUTCOME_STATUS_COUNT];
  size_t field_count;
  const struct outcome_field *fields;
  const char *person_role;               /* notify.X: the role whose next holder is called; else NULL */
};

struct catalogue {
  size_t fact_count;
  const struct fact *facts;
  size_t action_count;
  const struct action *actions;          /* sorted by name */
};

const struct action *catalogue_action(const struct catalogue *catalogue, const char *name); /* NULL if none */
int catalogue_fact(const struct catalogue *catalogue, const char *name);                    /* index, or -1 */
int fact_value(const struct fact *fact, const char *text);                                  /* index, or -1 */
const struct parameter *action_parameter(const struct action *action, const char *name);    /* NULL if none */

/** Appends the action's wording with its arguments filled in (model/wording.h); `arguments` may be NULL. */
void action_words(const struct action *action, const json_t *arguments, struct buf *out);

/** The nearest names, for error sentences; NULL if nothing is near. Borrowed. */
const char *catalogue_suggest_action(const struct catalogue *catalogue, const char *name);
const char *catalogue_suggest_fact(const struct catalogue *catalogue, const char *name);

void facts_forget(struct facts *facts); /* all unknown */

/** Sets one by text ("unknown" forgets it). Unknown fact or value: a sentence with a suggestion. */
int facts_set(const struct catalogue *catalogue, struct facts *facts, const char *name, const char *value,
              struct err *err);
/** The value's text, or NULL while unknown or if there is no such fact. Borrowed. */
const char *facts_get(const struct catalogue *catalogue, const struct facts *facts, const char *name);
