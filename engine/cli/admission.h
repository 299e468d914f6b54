/*
 * The one answer to whoever is not shown what he named (design.md section 6).
 *
 * It is the same text with the same exit status at the same time after the start, whether there is such an incident or
 * step or not, and whoever asks: a subject, one who reports to him, one who is not on the list, one who showed no key,
 * one nobody knows. So it holds no id, no name and no reason. Verbs do not refuse by themselves: they open papers
 * (papers.h), and those end here before anything was looked up for him.
 */
#pragma once

#include "base/err.h"
#include "cli/cli.h"
#include "site/site.h"

#include <stdint.h>

/** Sets the sentence, with ERR_UNADMITTED. Returns -1. */
int admission_refuse(struct err *err);

/** The same, and it is recorded that he asked; `site` is open for writing, no transaction is under way. What a verb
 *  records of somebody in any case (is_record) is its own trace: see keep.c. */
int admission_end(const struct cli *cli, struct site *site, struct err *err);

/** What was said is recorded, and nothing is told of it: the same words, and the entry. Returns the exit status. */
int admission_kept(const struct cli *cli, uint64_t seq);

/** The second half of it, for what is kept as a note. */
void admission_say_kept(uint64_t seq);
