/*
 * What is said to whom, and by which means: the words for a call, a script and a fax sheet for those outside, the card
 * for the first ten seconds. The sentences are the procedure's (policies/calls.yaml, policies/cards.yaml), so that
 * management approves them; here they are only filled in.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "incident/incident.h"
#include "model/files.h"
#include "model/finding.h"
#include "policy/policy.h"
#include "site/site.h"

#define CALLING_FILE "policies/calls.yaml"

struct calling; /* the words of one procedure */

/** Reads policies/calls.yaml; one that a procedure lacks is ours. Errors: file:line:col, with suggestions. */
struct calling *calling_load(const struct files *procedure, const struct catalogue *catalogue, struct err *err);

/** The same, of the procedure that the incident's newest run began with; before the first, of the approved one. */
struct calling *calling_open(struct site *site, const struct incident *incident, struct err *err);
void calling_free(struct calling *calling);

/** What is wrong with calls.yaml, cards.yaml and notifications.yaml of a procedure. */
void calling_check(const struct files *procedure, const struct policy *policy, struct findings *findings);

/** May a violation be behind it? Then neutral words are said, and no title (R119). */
bool calling_is_discreet(const struct policy *policy, const struct incident *incident);

enum calling_by { CALLING_ALOUD, CALLING_ON_PAPER };

/**
 * Appends what to say at this step, a sentence a line; nothing where nothing is written for its action. A sentence of
 * which something is not known is left out. `speaker` is who calls.
 */
void calling_words(const struct calling *calling, const struct policy *policy, const struct incident *incident,
                   const struct step *step, const char *speaker, enum calling_by by, struct buf *out);
