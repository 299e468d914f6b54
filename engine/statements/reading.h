/*
 * Who may see what of an incident (R91, R92, A12, A21), and the record of his having seen it, or of his having tried.
 *
 * Everybody on the list sees all of it. The audit department sees the controls: which steps were asked for, decided by
 * which rule, approved by as many, with tokens in place of people and no word of what it is about. All others see
 * nothing. Where it may be a violation, or somebody is under suspicion, one has to show by his key who he is before
 * anything else is looked at: a name anybody can type, and who types one after the other would learn who is on the list
 * and who is kept out of it. Every reading of what may be a violation is an entry, and so is every refusal.
 */
#pragma once

#include "statements/dossier.h"
#include "statements/listed.h"

enum reading { READING_NOT, READING_CONTROLS, READING_WHOLE };

/** Is it for everybody who works here: no violation, and nobody is kept out? Then a name is enough. */
bool reading_is_plain(const struct dossier *dossier);

/** What the acting person may see. READING_CONTROLS: why no more, for a remark. May ask for a passphrase, unless it is
 *  plain. */
enum reading reading_of(const struct dossier *dossier, struct err *why);

/** May he speak about it and be answered? Who sees all of it; where it is plain, everybody who is known here. */
bool reading_may_speak(const struct dossier *dossier);

/**
 * Who sees nothing of it, and whose word counts all the same, while he is told as little as anybody: what somebody of
 * us did or heard, unless he is kept out; an answer of who is on the list, by name alone; a yes or no of who was
 * accused and nobody has countersigned that; the second word about a subject, of Legal, HR and Audit, where it may be a
 * violation of Audit only: the others are on its list. The last two by their keys.
 */
bool reading_may_record(const struct dossier *dossier);
bool reading_may_answer(const struct dossier *dossier);
bool reading_may_decide(const struct dossier *dossier);
bool reading_may_countersign(const struct dossier *dossier);

/** Has the acting person shown by the key that counts for him who he is? */
bool reading_is_shown(struct site *site, const struct people *people, struct err *why);

/* ---- lists ---- */

/** Who looks at a list. His key is looked for when one first takes it; nobody is asked for a passphrase. */
struct onlooker {
  struct site *site;
  bool was_sought, is_shown;
};

enum sight { SIGHT_NOT, SIGHT_NEUTRAL, SIGHT_WHOLE };

/** Does it stand in the list he is shown, and with its title? */
enum sight reading_sight(struct onlooker *onlooker, const struct listed *listed);

/** Has one of the audit department shown his key? He is told who was refused what. */
bool reading_is_by_auditor(struct onlooker *onlooker);

/* ---- the record ---- */

/** Is every reading of it an entry? */
bool reading_is_recorded(const struct dossier *dossier);

/** Makes that entry. The dossier must not be open. -1: it must not be shown. */
int reading_record(const struct dossier *dossier, enum reading reading, const char *verb, struct err *err);

/** The same where no dossier is at hand. */
int reading_record_of(struct site *site, const char *incident, enum reading reading, const char *of, struct err *err);

/** Records that somebody was refused: what he typed, and nothing of what there is. `asked` NULL: he named none. */
int reading_record_refused(struct site *site, const char *asked, const char *verb, struct err *err);

/** How a discreet case is called before others. */
#define READING_NEUTRAL_TITLE "a case"
