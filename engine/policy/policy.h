/*
 * The policy: who may do what. A pure function of procedure, facts, people and action (design.md section 6).
 *
 * Strictest wins: forbidden, then approval (the union of the roles asked, senior management standing for management),
 * then preauthorized. Nothing matched: approval by management. Unknown facts: the strictest over all completions.
 * The floor (offensive actions, the attacker as a destination, e-mail) is C and comes before any rule.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/catalogue.h"
#include "model/decision.h"
#include "model/files.h"
#include "policy/whom.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct findings;
struct policy; /* compiled; it remembers what it answered, so it may be shared by all but by one thread at a time */

/** The files a policy is made of, in the order in which they need each other: "policies/facts.yaml" and so on. */
enum policy_file {
  POLICY_FACTS, POLICY_PRIORITIES, POLICY_ACTIONS, POLICY_RULES, POLICY_OBLIGATIONS, POLICY_LIMITS,
  POLICY_FILE_COUNT
};
extern const char *const policy_files[POLICY_FILE_COUNT];

/** Times that loosen something, in seconds, and how much one run may do (limits.yaml). */
struct policy_limits {
  int64_t management_wait_s;  /* from the first attempt until no manager counts as in reach */
  int64_t management_lapse_s; /* how long either answer about managers holds */
  int64_t steps;              /* that one run may take */
  int64_t capture_grace_s;    /* in priority 1 no obligation holds a step up longer */
  int64_t approval_valid_s;   /* how long an approval holds unless it says otherwise */
};

const struct policy_limits *policy_limits(const struct policy *policy);

/** Compiles them (obligations.yaml and limits.yaml may be missing). Errors: file:line:col. */
struct policy *policy_load(const struct files *procedure, struct err *err);

/**
 * The same, telling everything that is wrong, row by row and file by file. NULL if anything was; what else can be found
 * (orders that can never be met, who decides about telling others) is added, too.
 */
struct policy *policy_check(const struct files *procedure, struct findings *findings);

/** Is one of these asked about the action, or is it never done, whatever the facts and whoever asks? */
bool policy_always_asks(const struct policy *policy, const struct action *action, role_set roles);
/** Is it never done? `roles` 0 of the above. */
bool policy_never_allows(const struct policy *policy, const struct action *action);

void policy_free(struct policy *policy); /* once for policy_load, and once for each policy_hold */
struct policy *policy_hold(struct policy *policy);
const struct catalogue *policy_catalogue(const struct policy *policy);

/** One question. Everything is borrowed. */
struct policy_question {
  const char *action;
  const struct facts *facts;         /* NULL: all unknown */
  const struct facts *or_facts;      /* or these, as it may be: the stricter of both counts; NULL: there is no doubt */
  const struct facts *also_facts;    /* the same, for what one word alone must not make milder; NULL: nothing */
  role_set roles;                    /* of the one who asks, 0 if he is nobody */
  const json_t *parameters;          /* object, canonical values; NULL: none given (worst case) */
  const struct source *source;       /* the attacker; NULL matches nothing */
  const struct policy_home *home;    /* NULL: nobody is known to be ours */
  const struct policy_known *known;  /* made of `home`, and `attacker` of `source`; NULL: both are made for this */
  struct policy_attacker *attacker;  /* question alone, when it needs them */
  /** Is he one of the incident's subjects, or does he report to one? Nothing goes to him. NULL: there are none. */
  bool (*is_excluded)(const void *subjects, const char *id);
  const void *subjects;
  bool is_subject;                   /* the one who asks is a subject of the incident: his roles do not count */
};

/**
 * Decides. An unknown action is bad input (-1, with a sentence) and never a verdict. A destination that cannot be read
 * is forbidden like the attacker, by the rule `unreadable`; one that belongs to no known party is asked of senior
 * management, by the rule `unknown-party`.
 * Takes no lock, allocates nothing in the common case.
 */
int policy_decide(const struct policy *policy, const struct policy_question *question, struct decision *decision,
                  struct err *err);

/** The same from strings, as `decide --batch` and foreign callers have it: pairs of fact name and value. */
struct policy_given {
  const char *name, *value;
};
int policy_decide_named(const struct policy *policy, const char *action, const struct policy_given *facts,
                        size_t fact_count, const char *const *roles, size_t role_count, struct decision *decision,
                        struct err *err);

/** The same, to somebody: as `destination` of a question that has these two. */
struct policy_to {
  const char *destination;
  const struct policy_known *known;
  struct policy_attacker *attacker;
};
int policy_decide_named_to(const struct policy *policy, const char *action, const struct policy_given *facts,
                           size_t fact_count, const char *const *roles, size_t role_count, const struct policy_to *to,
                           struct decision *decision, struct err *err);

/**
 * Appends the decision in words, lines of at most 80 columns: verdict, because, while (several priorities), but (what
 * to find out, and what it would change), rule and its place.
 */
void policy_explain(const struct policy *policy, const struct policy_question *question,
                    const struct decision *decision, struct buf *out);

/** The decision as an entry records it, made with these facts at this place of the ledger. The caller decrefs. */
json_t *policy_decision_json(const struct policy *policy, const struct facts *facts, const struct decision *decision,
                             uint64_t position);

/**
 * May the one who asks give the approval himself, by a statement of his own? So it is where he holds `management` and
 * the team could go ahead without a manager if none were in reach (design.md section 8).
 */
bool policy_asker_decides(const struct policy *policy, const struct policy_question *question);

/** The priorities the facts still allow (bit 0..5), and the most urgent of them in the order 1 2 3 4 5 0. */
uint32_t policy_candidates(const struct policy *policy, const struct facts *facts);
int policy_urgency(uint32_t candidates);

/** "Attack in progress"; NULL if no row of priorities.yaml gives this priority. Borrowed. */
const char *policy_priority_title(const struct policy *policy, int priority);

/** The rules' ids, in the order of the file: for coverage. Borrowed; NULL beyond the last. */
const char *policy_rule_id(const struct policy *policy, size_t index);

/** What is known of an incident of which only its priority is: the facts on which all its rows agree. */
void policy_priority_facts(const struct policy *policy, int priority, struct facts *facts);

/** Fact indices a priority or rule reads that are unknown: what to find out, most telling first. Returns the count. */
size_t policy_questions(const struct policy *policy, const struct facts *facts, int *indices, size_t size);
