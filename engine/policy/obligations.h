/*
 * Obligations: what must have been done before something else is, by a milestone, or within a time (obligations.yaml).
 *
 * They never change a verdict: what is allowed stays allowed, and waits. Here is what is written and what of it applies
 * to which facts; whether it was met is for incident/obligations to say. An unknown fact counts as "it applies", and so
 * do all the priorities still possible.
 */
#pragma once

#include "model/milestone.h"
#include "policy/policy.h"

/**
 * What the record itself can show, by name: a closed list. The functions are in incident/checks.c, one for each.
 * A new one is a word here and its function there.
 */
#define OBLIGATION_CHECKS(X)                                                                                           \
  X(nothing_open) X(channels_vouched_for) X(people_have_numbers) X(everyone_signed) X(containment_settled) X(no_mail)  \
  X(dismissal_reviewed) X(given_is_evidence)

#define OBLIGATIONS_BEFORE_MAX 32 /* that one action may wait for */

#define OBLIGATION_CHECK_INDEX(name) CHECK_##name,
enum obligation_check { OBLIGATION_CHECKS(OBLIGATION_CHECK_INDEX) CHECK_COUNT };
#undef OBLIGATION_CHECK_INDEX

const char *obligation_check_name(enum obligation_check check);

struct obligation {
  const char *id, *because, *cites;
  const char *file;
  int line;
  const struct action *act;        /* `do`: what has to be done; NULL where the record is asked (`check`) */
  enum obligation_check check;
  size_t met_by_count;
  const struct action **met_by;    /* the act, and what satisfies as well */
  size_t before_count;
  const struct action **before;    /* what waits for it */
  enum milestone by;               /* MILESTONE_NONE: no milestone waits for it */
  enum milestone after;            /* what the two times count from */
  int64_t within_s, not_within_s;  /* 0: no such limit */
  bool needs_done;                 /* a failed attempt is not enough */
  role_set waive;                  /* who may say that it need not be; 0: nobody */
  bool survives_dismissal;
  size_t index;                    /* its place in the file */
};

/** All of them, in the order of the file. Borrowed. */
size_t policy_obligations(const struct policy *policy, const struct obligation **list);

/** By id, or NULL. */
const struct obligation *policy_obligation(const struct policy *policy, const char *id);
const char *policy_suggest_obligation(const struct policy *policy, const char *id); /* NULL if nothing is near */

/** May it apply, whatever the unknown turns out to be? `facts` NULL: nothing is known. */
bool policy_obligation_applies(const struct policy *policy, const struct obligation *obligation,
                               const struct facts *facts);

bool obligation_is_met_by(const struct obligation *obligation, const struct action *action);
bool obligation_is_before(const struct obligation *obligation, const struct action *action);

/** Those that apply and that `action` waits for (`before`, or that it comes too early). Returns how many in all. */
size_t policy_obligations_before(const struct policy *policy, const struct action *action, const struct facts *facts,
                                 const struct obligation **list, size_t size);

/** What can never be met: an order that runs in a circle, something forbidden. A sentence for each. */
typedef void (*policy_finds_obligation)(void *context, const struct obligation *obligation, const char *sentence);
void policy_lint_obligations(const struct policy *policy, policy_finds_obligation finds, void *context);

/** "notify.management, or notify.senior_management", "nothing open": what would meet it. */
void obligation_words(const struct obligation *obligation, struct buf *out);
