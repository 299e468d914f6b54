/*
 * What an incident was taken for, and when: both classifications are kept at every change (R78). Words and JSON for
 * the verbs that show it.
 */
#pragma once

#include "statements/statements.h"

#include <jansson.h>

/** A list of {entry, at, actor, because?, priority, candidates, given, facts, unsigned}. The caller decrefs. */
json_t *history_json(const struct dossier *dossier);

/** What it was before and why, if it ever changed; what stands there without a key; a priority somebody gave. */
void show_history(const struct dossier *dossier);
void show_doubted(const struct dossier *dossier);
void show_given(const struct dossier *dossier);

/** How old the answer to "is it still going on?" is (R80): to be asked again. NULL if nobody said. The caller frees. */
char *active_age(const struct incident *incident, clock_us now);

/** Who is involved, what of ours was used, which systems are not to be trusted (R38, R39, R83, R101). */
json_t *involved_json(const struct incident *incident);
void show_involved(const struct incident *incident);

/** What sensors said, how often, and what they cannot see (R58). */
json_t *alarms_json(const struct incident *incident);
void show_alarms(const struct incident *incident);

/** One action whose decision is another one now, for a member of the team. */
struct authority_change {
  const struct action *action;
  char *before, *after; /* "at once", "ask management", "never" */
};

struct authority_changes {
  size_t count;
  struct authority_change *list;
};

/** What a change of facts means for who may do what. */
void authority_changes(const struct dossier *dossier, const struct fact_change *change,
                       struct authority_changes *changes);
void authority_changes_finish(struct authority_changes *changes);
