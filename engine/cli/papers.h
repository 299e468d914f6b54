/*
 * What verbs about one incident share: its dossier, opened by what was typed, and words for what stands in it.
 */
#pragma once

#include "cli/place.h"
#include "statements/reading.h"
#include "statements/statements.h"

/** A site and the dossier of the incident that was named, or of the only open one. */
struct papers {
  struct site *site;
  char *incident;
  size_t used;             /* arguments taken: 1 if the incident was named */
  struct dossier dossier;
  enum reading reading;    /* after papers_look */
  bool is_blind;           /* nothing may be told him of it */
};

/*
 * All of these ask first whether the one who types is admitted. Who is not gets the one answer of admission.h, also
 * where there is no such incident: nothing was looked up for him by then.
 */

/** Zero it first; papers_finish also frees what was half opened. Only for who may see all of it. */
int papers_read(const struct cli *cli, struct papers *papers, struct err *err);

/**
 * For verbs that have something to show to auditors too: they ask `papers->reading`. Where every reading is recorded,
 * it is recorded before this returns.
 */
int papers_look(const struct cli *cli, struct papers *papers, struct err *err);

/** As papers_read, for what is personal: that is recorded in every incident. */
int papers_read_private(const struct cli *cli, struct papers *papers, struct err *err);

/** The same for saying something: the ledger is locked until the statement is made or papers_finish. */
int papers_open(const struct cli *cli, struct papers *papers, struct err *err);

/**
 * The same, also for some who see nothing of it and whose word counts (`may_blindly`, of reading.h). Then `is_blind`:
 * whatever comes of it, he is told no more than others, by papers_end_blind or, if it is recorded, admission_kept.
 */
int papers_open_also(const struct cli *cli, struct papers *papers, bool (*may_blindly)(const struct dossier *),
                     struct err *err);

/** Gives the one answer if `is_blind`, whatever the result was; else returns that. */
int papers_end_blind(const struct cli *cli, struct papers *papers, int result, struct err *err);
void papers_finish(struct papers *papers);

/** The step that was named after the incident, and nothing after it; NULL with a sentence. */
const char *papers_step(const struct cli *cli, const struct papers *papers, struct err *err);
/** The same, where more may follow. */
const char *papers_step_and_more(const struct cli *cli, const struct papers *papers, struct err *err);

/** All words from `first` on as name=value; the caller frees `*given` and `*names` with free(). */
struct typed {
  size_t count;
  struct given *given;
  char (*names)[64];
};

int typed_read(const struct cli *cli, size_t first, struct typed *typed, struct err *err);
void typed_finish(struct typed *typed);

/* ---- words ---- */

/** A value as one types it: what the catalogue calls true and false is yes and no to people. */
const char *typed_value(const char *value);

/** "Cut off web1 from the Internet". The caller frees it. */
char *step_title(const struct step *step);

/** Says on stderr why a statement went in unsigned, if it did. */
void remark_unsigned(struct site *site, bool is_signed);

/** [1, 3], the most urgent first. */
json_t *candidates_json(uint32_t candidates);

/** "PRIORITY 1: Attack in progress", and what else it could be. */
void say_priority(const struct dossier *dossier);

/** The same of what is listed; `title` may be NULL. */
void say_priority_of(uint32_t candidates, const char *title);

/** "priority 1", "outside this procedure". */
const char *priority_name(int priority);
