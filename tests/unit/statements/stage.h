/*
 * A demo site in a folder of its own, with an incident whose run is played by hand: what the runner would write is
 * appended to the real ledger, what people say goes through statements/.
 */
#pragma once

#include "site/site.h"
#include "statements/statements.h"

#include <check.h>

struct stage {
  char folder[64];
  struct site *site;    /* as the one who spoke last */
  struct dossier dossier;
};

/** Declared by technical1 with these facts (JSON), run 1 begun by him; subjects is a JSON list. */
void stage_set(struct stage *stage, const char *facts, const char *subjects);
void stage_strike(struct stage *stage);

/** From now on this person speaks. */
void stage_speak(struct stage *stage, const char *person);
/** The same, with this key file of the site instead of his own. */
void stage_speak_with(struct stage *stage, const char *person, const char *key);
/** His key is not at hand from now on. */
void stage_lose_key(struct stage *stage, const char *person);

/** The papers, locked for a statement; stage_look: only read. The last ones are put away. */
struct dossier *stage_open(struct stage *stage);
const struct incident *stage_look(struct stage *stage);

uint64_t stage_entries(struct stage *stage); /* how many the ledger holds */

/* ---- what the runner writes ---- */

void stage_append(struct stage *stage, enum entry_type type, const char *step, const char *body);
void stage_intend(struct stage *stage, const char *step, const char *action, const char *arguments);
void stage_intend_call(struct stage *stage, const char *step, const char *action, const char *person, int left);
/** A step that waits for these roles (JSON list). */
void stage_wait(struct stage *stage, const char *step, const char *action, const char *arguments, const char *roles);
void stage_end(struct stage *stage);

/** Any statement, signed with this key file of the site, or unsigned if NULL; no questions asked. */
void stage_forge(struct stage *stage, enum entry_type type, const char *step, const char *actor, const char *key,
                 const char *body);

/** The statement must have been refused with this in its sentence, and the ledger be as it was. */
void stage_refused(struct stage *stage, uint64_t before, int result, const struct err *err, const char *words);
