/*
 * Who may see what of an incident (R91, R92, A12, A21), and the record of his having seen it.
 *
 * Everybody on the list sees all of it. The audit department sees the controls: which steps were asked for, decided by
 * which rule, approved by as many, with tokens in place of people and no word of what it is about. All others see
 * nothing, and who is kept out sees exactly that, so that he cannot tell that he is. Where it may be a violation,
 * one has to show by his key who he is, every reading is an entry, and what cannot be recorded is not shown.
 */
#pragma once

#include "statements/dossier.h"

enum reading { READING_NOT, READING_CONTROLS, READING_WHOLE };

/** What the acting person may see. READING_NOT: a refusal; READING_CONTROLS: why no more, for a remark. May ask for a
 *  passphrase where a key is needed. */
enum reading reading_of(const struct dossier *dossier, struct err *why);

/** May its title stand in a list that anybody sees? And does it appear there at all for the acting person? */
bool reading_is_neutral(const struct dossier *dossier);
bool reading_is_listed(const struct dossier *dossier);

/** Has the acting person shown by the key that counts for him who he is? A name alone anybody can type. */
bool reading_is_shown(struct site *site, const struct incident *incident, struct err *why);

/** Is every reading of it an entry? */
bool reading_is_recorded(const struct dossier *dossier);

/** Makes that entry. The dossier must not be open. -1: it must not be shown. */
int reading_record(const struct dossier *dossier, enum reading reading, const char *verb, struct err *err);

/** The same where no dossier is at hand. */
int reading_record_of(struct site *site, const char *incident, enum reading reading, const char *of, struct err *err);

/** How a discreet case is called before others. */
#define READING_NEUTRAL_TITLE "a case"
