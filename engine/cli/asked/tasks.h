/*
 * One thing that is asked of somebody: shown in words with the command to type, or as JSON.
 */
#pragma once

#include "calling/calling.h"
#include "cli/papers.h"

/** `roster` may be NULL: then without numbers; `calling` too: without the words to say. */
void task_show(const struct dossier *dossier, const struct roster *roster, const struct calling *calling,
               const struct step *step);

/** {incident, step, kind, action, title, fields, ...} */
json_t *task_json(const struct dossier *dossier, const struct step *step);

/** How many things are asked in this incident. */
size_t tasks_count(const struct incident *incident);
