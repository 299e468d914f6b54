/*
 * Private numbers: encrypted on disk, and opened with the reading key of one of those who may (R46-R48).
 *
 * roster/numbers.cms is for everybody of the team. roster/senior.cms, the numbers of senior management, is for the team
 * and senior management. Both open with openssl alone (base/cms.h) and are text a person can dial from.
 *
 * roster/numbers.index stands beside them so that the lists need not be opened for every question: who has which kind
 * of number, and a slow salted digest of each, by which a number that somebody names is recognised as ours. A number
 * can be guessed from it by trying all there are; so its mode is 0600, and it never leaves this folder.
 */
#pragma once

#include "base/key.h"
#include "roster/lint.h"
#include "roster/roster.h"

#define ROSTER_NUMBERS_FILE "roster/numbers.cms"
#define ROSTER_SENIOR_FILE "roster/senior.cms"
#define ROSTER_INDEX_FILE "roster/numbers.index"
#define ROSTER_PLAIN_FILE "roster/numbers.yaml" /* must not lie about */

/** Opens both lists, as far as this key opens them, so that roster_number has them. -1: not even one. */
int roster_open_numbers(struct roster *roster, const char *key_path, key_passphrase ask, void *context,
                        struct err *err);

/** How far they are open: nothing, the list of this person, all that there is. No list yet counts as open. */
bool roster_is_open(const struct roster *roster);
bool roster_is_open_for(const struct roster *roster, const char *id);

/** Does he have such a number? Known without opening anything. */
bool roster_has_number(const struct roster *roster, const char *id, enum roster_means means);

/** Which version the lists are (0: there are none yet), and when they were written ("2026-11-22"). */
int roster_version(const struct roster *roster);
const char *roster_written(const struct roster *roster);

/** Changes a number in memory; NULL or "" takes it away. -1 with a sentence if it has no digit. */
int roster_set_number(struct roster *roster, const char *id, enum roster_means means, const char *number,
                      struct err *err);

/** Replaces all numbers by those of a plain file ({numbers: {ID: {phone: ..., pager: ..., home: ...}}}). */
int roster_take_numbers(struct roster *roster, const char *name, const char *bytes, size_t length, struct err *err);

/** Writes all three files, as the next version. Both lists must be open. */
int roster_seal_numbers(struct roster *roster, const char *site_name, struct err *err);

/** Is this number (digits only) one of ours? `roster` is a struct roster. For policy_home. */
bool roster_knows_number(const void *roster, const char *digits, bool is_whole);

/** Who should be able to open the lists, and cannot; what lies open; lists that do not belong together. */
void roster_lint_numbers(const struct roster *roster, struct roster_findings *findings);
