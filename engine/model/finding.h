/*
 * What is wrong with something people wrote: where, how bad, what, and what was perhaps meant. Whoever looks adds
 * findings; whoever shows them sorts them first.
 */
#pragma once

#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct finding {
  char *file;            /* "policies/rules.yaml"; "" where it is about no single file */
  int line, column;      /* from 1; 0 where there is none */
  bool is_error;         /* else a warning: it would be better otherwise */
  const char *code;      /* "missing-step"; outlives the findings */
  char *sentence;
  char *suggestion;      /* the known word that may have been meant; NULL if none */
};

struct findings {
  size_t count;
  struct finding *list;
};

void findings_finish(struct findings *findings);

/** Adds one, unless it is there already. */
void findings_add(struct findings *findings, const char *file, int line, int column, bool is_error, const char *code,
                  const char *format, ...) __attribute__((format(printf, 7, 8)));

/** The same of a name that nobody knows; `near` as err_unknown has it. */
void findings_add_unknown(struct findings *findings, const char *file, int line, int column, const char *code,
                          const char *name, const char *near);

/** The same from an error, whose sentence may begin with "file:line:col: " or "file:line: ". */
void findings_add_error(struct findings *findings, const char *code, const struct err *err);

/** The same from the sentence of a playbook's run, which is Lua's text and has its suggestion in it. */
void findings_add_told(struct findings *findings, const char *code, const char *sentence);

/** By file, line, column, then as added. */
void findings_sort(struct findings *findings);

size_t findings_errors(const struct findings *findings);

/** [{code column file line sentence severity suggestion}]; what there is not is null. */
json_t *findings_json(const struct findings *findings);
