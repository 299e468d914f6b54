/*
 * The answers file: what people would answer, written down beforehand, for drills and scripted runs (design.md
 * section 9). Answers stand by step or by action; one, or a list taken in order whose last repeats.
 */
#pragma once

#include "base/err.h"
#include "base/yaml.h"
#include "model/catalogue.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct answer {
  enum outcome_status status; /* done, failed or unknown: denying is what approvers do, never a file */
  json_t *fields;             /* an object, never NULL; owned by the answers */
  bool is_for_anything;       /* stands under "*": the caller fills in the samples that actions.yaml declares */
  int line;                   /* in the file, for sentences */
};

struct answers;

/**
 * Reads an answers file. `is_anything_allowed`: may it hold "*" (a demo site or a drill)? Unknown actions, fields and
 * statuses: file:line:col and a sentence. NULL on error; freed with answers_free.
 */
struct answers *answers_read(const char *file, const char *bytes, size_t length, const struct catalogue *catalogue,
                             bool is_anything_allowed, struct err *err);
/** The same from the map below "answers:" of another file. */
struct answers *answers_read_map(const struct yaml *map, const struct catalogue *catalogue, bool is_anything_allowed,
                                 struct err *err);
void answers_free(struct answers *answers);

/** The next answer for a step: by step, else by action, else "*"; NULL if there is none. Taking is answers_use. */
const struct answer *answers_next(const struct answers *answers, const char *step, const char *action);

/** It was used: its list moves on, unless it is the last. */
void answers_use(struct answers *answers, const struct answer *answer);
