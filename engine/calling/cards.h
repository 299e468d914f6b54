/*
 * Cards: what to do in the first ten seconds, from policies/cards.yaml.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "model/files.h"

#include <stddef.h>

#define CARDS_FILE "policies/cards.yaml"
#define CARD_WIDTH 58  /* A5, in a typewriter's letters */
#define CARD_LINES 40

struct cards;

/** Of a procedure; of ours, if it has none. Errors: file:line:col. */
struct cards *cards_load(const struct files *procedure, struct err *err);
void cards_free(struct cards *cards);

size_t cards_count(const struct cards *cards);
const char *card_name(const struct cards *cards, size_t index);
const char *card_title(const struct cards *cards, size_t index);

/** Appends one card, lines of at most `width`. */
void card_write(const struct cards *cards, size_t index, int width, struct buf *out);

/** A paragraph beside its heading, in lines of at most `width`. */
void card_paragraph(const char *heading, const char *text, int width, struct buf *out);
