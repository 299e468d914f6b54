/*
 * Sentences with blanks, filled in from JSON: of actions (actions.yaml) and of entries (entry_table.c).
 *
 *     "{person} is of the team[: {part}]"
 *
 *     {path}         what stands there: a.b is a member of a member; lists are joined, of an object its `name` is
 *                    taken, a truth is yes or no. With nothing to say it stands as "..."
 *     {path:form}    another form: `and` joins a list with "and"; `count` counts it; `members` is "a x, b y" and `is`
 *                    "a is x, b is y" of an object; `time` a moment as people are shown it (base/moment.h); `short`
 *                    the first 19 characters; `wording` the sentence of the action of that name, filled in from the
 *                    member `arguments` beside it
 *     [ ... ]        left out if a blank in it has nothing to say; never nested
 *     {?path}        says nothing; has something to say only if something stands there: no false, nothing empty
 *     {?path=word}   the same, unless exactly that stands there; {!path}, {!path=word} the other way round
 *
 * What fills a blank was written by anybody, and can only be read: base/shown.h.
 */
#pragma once

#include "base/buf.h"

#include <jansson.h>
#include <stdbool.h>

struct catalogue;

/**
 * Appends the sentence, filled in from `values` (may be NULL). `catalogue` words actions; NULL: they stand by their
 * name. False if a blank outside brackets had nothing to say.
 */
bool words_fill(const char *text, const json_t *values, const struct catalogue *catalogue, struct buf *out);

/** The same for what may be long, as notes are: what fills it keeps its line breaks. */
bool words_fill_lines(const char *text, const json_t *values, const struct catalogue *catalogue, struct buf *out);
