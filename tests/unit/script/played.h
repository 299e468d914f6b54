/*
 * Playing a shipped playbook, and looking at what it asked for.
 */
#pragma once

#include "stage.h"

#include "base/alloc.h"

/** A stage with the shipped lib/ and playbooks/, and this one loaded. */
void open_shipped(struct stage *stage, const char *name);
/** Plays it; it must end. */
void play(struct stage *stage);
void know(struct stage *stage, const char *fact, const char *value);
/** What a step's outcome says. */
void answer(struct stage *stage, const char *step, const char *field, const char *text);
void answer_call(struct stage *stage, const char *step, bool is_reached, int left);

/** Where a line with this text stands among the requests; it must be there. */
int place(const struct stage *stage, const char *text);
bool is_asked(const struct stage *stage, const char *text);
void expect_order(const struct stage *stage, const char *const *texts, size_t count);
