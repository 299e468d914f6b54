/*
 * What an incident shows to those who need not know: the controls of a procedure at work. Which steps were asked for,
 * decided by which rule, approved by as many; people as tokens, and no word of what it is about. Nothing is left out
 * of a view here; what is said is listed, so that what the record learns to hold later is not said.
 */
#pragma once

#include "base/buf.h"
#include "cli/cli.h"
#include "model/entry.h"
#include "statements/dossier.h"

/** `status` and `tasks` of such an incident, as text or JSON. */
void controls_say(const struct cli *cli, const struct dossier *dossier);

/** An entry in a line of the log: its type, action, decision, result. */
void controls_words(const struct entry *entry, struct buf *out);

/** The same members, as an object; the caller decrefs. */
json_t *controls_json(const struct entry *entry);
