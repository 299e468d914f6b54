/*
 * The only fold: what the entries of one incident add up to.
 *
 * Facts, people, approvals, open steps, deadlines: status, policy, playbooks and screens read them here and nowhere
 * else. Pure: no clock, descriptor or ledger is known; the same entries in the same order give the same state.
 * Statements that act (approval, denial, resolve) count only if their signature is right under the people as of their
 * place; everything else counts as it was recorded.
 */
#pragma once

#include "base/err.h"
#include "incident/channels.h"
#include "incident/classification.h"
#include "incident/given.h"
#include "incident/moments.h"
#include "incident/sensed.h"
#include "incident/stated.h"
#include "incident/step.h"
#include "incident/know.h"
#include "model/catalogue.h"
#include "model/decision.h"
#include "model/entry.h"
#include "model/hearing.h"
#include "model/person.h"
#include "model/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct incident_limits {
  int64_t management_wait_s;  /* 300: from the first attempt to "nobody in reach" */
  int64_t management_lapse_s; /* 1800: how long either answer holds */
  int64_t capture_grace_s;    /* 60: in priority 1 an attempt under way counts after that */
};

struct incident {
  const struct catalogue *catalogue; /* borrowed */
  char *id, *origin;
  struct incident_limits limits;
  uint64_t entries, last_seq, previous_seq; /* the last entry, and the one before */
  clock_us declared_at, last_at;
  struct clock_point last_measured;  /* borrowed from moments */
  struct moments moments;

  bool is_declared, is_closed;
  json_t *declaration;               /* body of `declare` */
  struct facts facts;                /* as stated last; what decisions go by: incident_certain_facts */
  struct classification classification;
  size_t sensed_count;
  struct sensed *sensed;             /* alarms, by class */
  struct source source;
  struct people people;              /* as of the last entry taken */
  struct hearing *hearing;
  enum standing standing;            /* of the entry that is being taken */
  struct know know;                  /* who needs to know, and who is under suspicion */

  int run;                           /* the newest run, 0 before the first */
  char *run_person, *run_playbook, *run_procedure, *run_state; /* run_state NULL while it has not ended */
  bool is_run_ended;
  bool is_run_keyed;                 /* who runs it is there with their key, not by name only */
  bool supposes_keys;                /* a rehearsal: everybody is there with their key */
  bool is_demo;                      /* of a ledger for trying out */
  struct people callable;            /* run.begin's snapshot, in order of call */

  size_t step_count;
  struct step **steps;               /* in the order asked, over all runs */
  size_t concluded_count;            /* what the last entry concluded, refused or sent round again */
  struct step **concluded;
  struct reached reached[MILESTONE_COUNT];
  struct dismissal dismissal;
  size_t deed_count;
  struct deed *deeds;                /* in the order they were stated */
  size_t contact_count;
  struct contact *contacts;
  size_t evidence_count;
  struct evidence_item *evidence;    /* what was saved, in that order */
  size_t channel_count;
  struct channel *channels;          /* computers that somebody vouched for */
  size_t member_count;
  struct member *members;            /* of the team, in the order they joined */
  size_t participant_count;
  struct participant *participants;  /* who acted, in the order they first did */
  size_t keep_count;
  struct keep *keeps;                /* containment that stays, the newest last */
  char *coordinator;                 /* one at any time, from the declaration on (R41) */
  size_t waiver_count;
  struct waiver *waivers;
  size_t deadline_count;
  struct deadline *deadlines;
  size_t called_count;               /* "action person" pairs offered since the list was last exhausted */
  char **called;
  size_t tried_count;                /* managers tried in vain since the last answer about them */
  char **tried;
  bool has_management_attempt;
};

/** `origin` is the ledger's: statements are bound to it. */
struct incident *incident_new(const struct catalogue *catalogue, const char *id, const char *origin);
void incident_free(struct incident *incident);

/** For rehearsals: whoever runs it is there with their key (design.md, By name only). */
void incident_suppose_keys(struct incident *incident);

/** Takes the next entry. Entries of other incidents are ignored, those of none (people) are not. -1: it contradicts. */
int incident_take(struct incident *incident, const struct entry *entry, struct err *err);

/** Hears the next entry without taking what it says: what others were said after stands there, too. */
int incident_overhear(struct incident *incident, const struct entry *entry, struct err *err);

/** The step of the newest run with this id, or NULL. */
struct step *incident_step(const struct incident *incident, const char *id);

/** The roles a person may use here: none if excluded or unknown. */
role_set incident_roles(const struct incident *incident, const char *person);

/** The same, where senior management stands for management. */
role_set incident_rank(const struct incident *incident, const char *person);

/** Of the team or of management: may he say how far the incident has come, and close it? */
bool incident_may_end(const struct incident *incident, const char *person);

bool incident_is_member(const struct incident *incident, const char *person); /* of the team, now */

/** The entry by which the same was done before, in an earlier run or outside the playbook, and when; 0: it was not. */
uint64_t incident_done_before(const struct incident *incident, const struct step *step, clock_us *at);

/** Everything reversible that was done to contain it, and what became of that. The caller frees the list. */
size_t incident_contained(const struct incident *incident, struct contained **list);

/** Whom to call next for a notify action, and how many remain after him; NULL if nobody holds the role. Borrowed. */
const struct person *incident_next_call(const struct incident *incident, const struct action *action, int *left);

/**
 * May this person approve or deny this step, and for which of the roles asked? Those roles, or 0 with a sentence
 * why not. Looks at the decision recorded last.
 */
role_set incident_may_approve(const struct incident *incident, const struct step *step, const char *person,
                              struct err *err);

/** The roles of `from` that no unspent, unexpired approval covers yet. */
role_set incident_missing(const struct step *step, role_set from, bool needs_key);

/** For rehearsals only: as if everybody who was asked had said yes. */
void incident_grant(const struct incident *incident, struct step *step);

/** running, waiting, held, how the newest run ended (finished failed refused); "declared" before the first. */
const char *incident_state(const struct incident *incident);

/** The field of an action's outcome that this fold itself reads, or NULL: exploring chooses it first. */
const char *incident_reads(const struct action *action);

/** "sha256:..." over {action, arguments, incident, run, step}: what an approval is bound to. */
void incident_fingerprint(const char *incident, int run, const char *step, const char *action, const char *arguments,
                          size_t arguments_length, char text[static DIGEST_TEXT_SIZE]);
char *incident_key(const char *fingerprint); /* what the intent records and the act is given; the caller frees it */

role_set decision_from(const json_t *decision); /* roles of a recorded decision's `from` */
