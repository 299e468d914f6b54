/*
 * A ledger on paper: entries in memory, in exactly the form and order the real one gives them, without disk or clock.
 */
#pragma once

#include "base/key.h"
#include "model/entry.h"
#include "run/run.h"

struct paper {
  size_t count;
  struct entry *entries;
  clock_us now;
};

/** When the next entry would be written. */
struct moment paper_moment(const struct paper *paper);

void paper_finish(struct paper *paper);

/** Appends a draft; the entry stays the paper's. */
const struct entry *paper_append(struct paper *paper, const struct entry_draft *draft);

/** A genesis with technical1 and manager1, who have these keys. */
void paper_genesis(struct paper *paper, const struct key *technical, const struct key *manager);
void paper_declare(struct paper *paper, const char *facts);
void paper_run_begin(struct paper *paper, const char *playbook);

/** A signed statement about a step of run 1. */
const struct entry *paper_state(struct paper *paper, enum entry_type type, const char *step, const char *actor,
                                const struct key *key, const char *body);

/** What run_decide emits goes onto the paper. `context` is a struct paper. */
int paper_emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
               struct err *err);
