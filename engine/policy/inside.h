/*
 * What the files of this room share: a procedure's policies, compiled.
 *
 * A *variable* is what a condition may ask about: a fact (by its index), or what the request says (destination,
 * content). A variable's *code* is what is known of it: for a fact the index of its value, or its value_count while
 * unknown; for a destination the bits of what it may be; for content the bits of what is given. `open` tells which
 * plain values a code still allows; a *completion* picks one of them for every variable.
 */
#pragma once

#include "policy/names.h"
#include "policy/obligations.h"
#include "policy/policy.h"

enum { VARIABLE_DESTINATION = FACT_MAX, VARIABLE_CONTENT, VARIABLE_COUNT };
enum { DESTINATION_NONE, DESTINATION_ROSTER, DESTINATION_OUTSIDE, DESTINATION_COUNT };
enum { CONTENT_LOG = 1, CONTENT_PERSONAL = 2, CONTENT_COUNT = 4 }; /* a code's bits are also its one plain value */

#define PRIORITY_COUNT 6
#define CODE_MAX (FACT_VALUES_MAX + 1)
#define GROUP_MAX 6                  /* different `to` lists among the rules of one action */
#define COMPLETIONS_MAX 65536        /* of what the rules of one action read */
#define ROLE_ANYBODY (1u << 31)      /* everyone who asks has it */

struct condition {
  uint8_t variable;
  uint16_t values;                   /* bits */
};

struct conditions {
  size_t count;
  struct condition *list;            /* all must hold */
};

struct rule {
  const char *id, *because, *cites;
  const char *file;
  int line;
  enum verdict verdict;              /* what it says where it holds */
  role_set roles;                    /* approval: who is asked; preauthorized: who may */
  bool needs_key;
  struct conditions when;
  size_t action_count;
  size_t *actions;                   /* indices into the catalogue */
};

struct priority_row {
  int priority;
  const char *title, *says, *cites;
  struct conditions when;
};

/** What is needed to decide one action. */
struct plan {
  const struct rule *floor;          /* it can never be done: why, in a site's words if it has any; or NULL */
  bool is_contact;                   /* with log data it is decided as isp.send_logs */
  bool is_containment;               /* of too much it is decided as network.disconnect */
  bool may_name_attacker;            /* containment, or what takes it back: the attacker is what it is about */
  bool reaches;                      /* somebody, who must be known; calling back finds out who a stranger is */
  size_t rule_count;
  const struct rule **rules;         /* that name the action, in the order of the file */
  size_t variable_count;
  uint8_t variables[VARIABLE_COUNT]; /* that rules or, through the priority, its rows read; not the priority itself */
  bool reads_priority;
  uint64_t mattered;
  size_t group_count;
  role_set groups[GROUP_MAX];        /* who the preauthorizing rules speak of */
  size_t cell_count;                 /* 0: too many to remember */
  unsigned asked;
  uint16_t *cells;                   /* by codes and groups: index + 1 into decisions; NULL until asked often */
  size_t decision_count;
  struct decision *decisions;
};

/** What the request itself says. */
struct request {
  uint8_t destination, content;      /* codes */
  const struct rule *forbidden;      /* it reaches the attacker, or may, or cannot be read; or NULL */
  const char *unreadable;            /* why it cannot be read; or NULL */
  const struct rule *asks;           /* besides the rules senior management is asked, for this; or NULL */
  bool cuts_off;                     /* it contains more than one may: decided as network.disconnect */
};

struct policy {
  int holders;                       /* besides the first */
  struct catalogue catalogue;
  struct fact *facts;
  struct action *actions;
  int priority_fact;
  struct yaml *trees[POLICY_FILE_COUNT]; /* texts are borrowed from them */
  size_t row_count, rule_count, obligation_count;
  struct priority_row *rows;
  struct rule *rules;
  struct obligation *obligations;
  struct applying *applying;         /* of each obligation: when (applying.h) */
  struct plan *plans;                /* one for each action, and one more for the priority rows alone */
  struct request *plain;             /* by action: without parameters, and nobody known as the attacker */
  const struct action *send_logs;    /* contact with log data is decided as this */
  const struct action *disconnect;   /* containment of too much is decided as this; NULL: there is none */
  uint16_t open[VARIABLE_COUNT][CODE_MAX];
  uint8_t code_count[VARIABLE_COUNT];
  uint8_t unknown[VARIABLE_COUNT];   /* the codes when nothing is known */
  struct policy_limits limits;
  struct names *names;
  struct findings *mistakes;         /* all of them are wanted; NULL: the first one ends it */
  size_t mistake_count;
};

/* ---- plans ---- */

bool conditions_hold(const struct conditions *conditions, const uint8_t *values);
/** Makes the plans of all actions. */
int plans_make(struct policy *policy, struct err *err);
void plan_finish(struct plan *plan);

/* ---- completions ---- */

struct completions {
  const uint8_t *variables;
  size_t count;
  uint16_t open[VARIABLE_COUNT];
  uint8_t values[VARIABLE_COUNT];    /* the one at hand */
};

void completions_first(struct completions *completions, const struct policy *policy, const struct plan *plan,
                       const uint8_t *codes);
bool completions_next(struct completions *completions); /* false when all were seen */
/** How many there are at most, with nothing known. */
size_t completions_most(const struct policy *policy, const uint8_t *variables, size_t count);
/** The row that these values give; NULL if none does. */
const struct priority_row *priority_of(const struct policy *policy, const uint8_t *values);

/* ---- deciding ---- */

/** What is built in, in the words of a rule of the plan if one forbids the same. NULL if the rules decide. */
const struct rule *floor_of(const struct action *action, const struct plan *plan);
extern const struct rule floor_attacker, floor_attacker_possible, floor_attacker_target, floor_subject,
    floor_unreadable, ask_unknown_party, ask_doubtful;

int request_read(const struct policy *policy, const struct action *action, const struct policy_question *question,
                 struct request *request, struct err *err);
/** The same for a destination alone. */
void request_read_to(const struct policy *policy, const struct action *action, const struct policy_to *to,
                     struct request *request);

/** By rules alone; all of it but the candidates. */
void decide_codes(const struct policy *policy, size_t plan, const uint8_t *codes, role_set roles,
                  struct decision *decision);
/** Does every completion forbid it, or ask one of `asked`? */
bool decide_always(const struct policy *policy, size_t index, const uint8_t *codes, role_set asked);
/** The priorities still possible, as bits. */
uint32_t candidates_of(const struct policy *policy, const uint8_t *codes);

/** The same two, remembered when a plan is asked often. */
void memory_decide(const struct policy *policy, size_t plan, const uint8_t *codes, role_set roles,
                   struct decision *decision);
uint32_t memory_candidates(const struct policy *policy, const uint8_t *codes);

/** The codes of what is known; request variables as if nothing had been said. */
void codes_of(const struct policy *policy, const struct facts *facts, uint8_t *codes);
