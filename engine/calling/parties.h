/*
 * Who else is told, in which priority, on whose word (R52): policies/notifications.yaml. A page for people; what
 * decides are the rules, and the two are held against each other.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/files.h"
#include "policy/policy.h"

#define PARTIES_FILE "policies/notifications.yaml"

struct parties;

/** Of a procedure; of ours, if it has none. Errors: file:line:col, with suggestions. */
struct parties *parties_load(const struct files *procedure, const struct catalogue *catalogue, struct err *err);
void parties_free(struct parties *parties);

/** A cell that says something else than the rules; `line` and `column` are its place in PARTIES_FILE. */
typedef void (*parties_find)(void *context, int line, int column, const char *sentence);

/** Finds every such cell; 0 if the page says what the rules do. */
size_t parties_lint(const struct parties *parties, const struct policy *policy, parties_find find, void *context);

/** Appends the page as a table, lines of at most 78 columns. */
void parties_write(const struct parties *parties, struct buf *out);
