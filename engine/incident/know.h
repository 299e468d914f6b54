/*
 * Who needs to know of one incident, and who is kept out of it (R91, R98, R167, A12).
 *
 * The list is the minimum that follows from what the entries say, and whoever was added to it with a reason. Whether
 * a case is discreet follows from the priorities that are possible, so it is asked for where the list is read: a case
 * that turns out to be a violation needs senior management's yes also for those who were added before.
 *
 * Whoever is named as a subject is neither told nor shown anything from that entry on, nor is anybody who reports to
 * him. That he may not approve any more takes a declaration or the word of Legal, HR or Audit beside it: nobody can
 * silence an approver by accusing him.
 */
#pragma once

#include "base/clock.h"
#include "model/entry.h"
#include "model/person.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct incident;

/** What was said about one person and the list. */
struct knowing {
  char *person;
  char *by, *because;             /* who added him last, and why; NULL: nobody did */
  char *approved_by;              /* the senior manager who said yes to him; NULL: none */
  uint64_t seq, approved_seq;
  clock_us at;
  bool counts;                    /* signed by one who may add; else he was only asked for */
  bool is_removed;
};

/** Somebody under suspicion. */
struct accused {
  char *who;                      /* the id of one of our people, or any name */
  char *by;                       /* who named him */
  char *countersigned_by;         /* Legal, HR or Audit; NULL: nobody yet */
  uint64_t seq;
  bool is_declared;               /* from the beginning */
};

/** Part of an incident's state. */
struct know {
  size_t knowing_count, accused_count, seen_count;
  struct knowing *knowing;
  struct accused *accused;
  char **seen;                    /* people in the order in which entries name them */
};

enum know_why { KNOW_DECLARED, KNOW_ROLE, KNOW_ASKED, KNOW_TOLD, KNOW_ADDED };

/** One line of the list. Borrowed. */
struct know_row {
  const struct person *person;
  enum know_why why;
  const struct knowing *said;     /* NULL: nothing was said about him */
  bool is_on;                     /* false: he was asked for, and is not on it yet */
};

/** The roles that have to know from the beginning: fewer, where nobody can be liable for what was done. */
role_set know_minimum(uint32_t candidates);

/** May a violation be behind it? Then its title, its systems and its people are not for everybody (R119). */
bool know_is_discreet(uint32_t candidates);
bool know_is_certainly_discreet(uint32_t candidates); /* it can be nothing else */

/** All who are on the list or asked for, in the order of people. Returns how many; the caller frees `*rows`. */
size_t know_rows(const struct incident *incident, uint32_t candidates, struct know_row **rows);

/** Is he on it? Never for who is excluded. */
bool know_has(const struct incident *incident, uint32_t candidates, const char *person);

/** May he put people on the list: the declarer, or one whose role is there to decide or to work on it? */
bool know_may_add(const struct incident *incident, const char *person);

/** The roles by which he may work: also of one who reports to a subject; he decides, sees and is told nothing. */
role_set incident_working_roles(const struct incident *incident, const char *person);

/** Somebody under suspicion himself, from the entry that names him on. */
bool incident_is_subject(const struct incident *incident, const char *person);

/** A subject, or one who reports to a subject (directly or not): never told, shown or asked anything. */
bool incident_is_excluded(const struct incident *incident, const char *person);

/** The same, where the accusation counts for approving too. */
bool incident_is_barred(const struct incident *incident, const char *person);

/** The accusation of this person, or NULL. */
const struct accused *incident_accused(const struct incident *incident, const char *who);

/** May he countersign accusations and lift them: Legal, HR or Audit, and not excluded? */
bool incident_may_countersign(const struct incident *incident, const char *person);

/** "person-3": how he is called before those who need not know; by the order in which entries name people. */
char *know_token(const struct incident *incident, const char *person); /* the caller frees it */
