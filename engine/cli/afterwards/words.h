/*
 * What an entry says, in plain words: one line.
 */
#pragma once

#include "base/buf.h"
#include "model/catalogue.h"
#include "model/entry.h"

/** Appends the line, without time and author. `catalogue` words the actions. */
void entry_words(const struct entry *entry, const struct catalogue *catalogue, struct buf *out);
