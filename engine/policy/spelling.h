/*
 * One text in all the ways it may name somebody: an address, a host, a telephone number, an account, a party.
 */
#pragma once

#include "base/buf.h"
#include "policy/address.h"

#include <stdbool.h>
#include <stddef.h>

#define SPELLING_TEXT_MAX 1000    /* longer destinations are refused */
#define SPELLING_HOST_SIZE 256    /* RFC 1035 allows 253 */

/** A word of a text (no blanks, commas, brackets inside), read as address or host. */
struct spelling {
  enum address_form form;
  bool has_range;
  struct range range;
  char host[SPELLING_HOST_SIZE];    /* lower case, A-labels, no trailing dot; "" if it cannot be one */
  char account[SPELLING_HOST_SIZE]; /* what stands before port and path, with its userinfo */
  bool is_strange;                  /* looks like a host, but its letters have no A-label */
};
void spelling_read(struct spelling *spelling, const char *word);

/** Copies the next word behind `*at` into `word` (of SPELLING_TEXT_MAX + 1 bytes); false at the end. */
bool spelling_next_word(const char **at, char *word);

/** Full-width forms, as East Asian keyboards write them, become the ASCII they stand for. Never longer than before. */
void spelling_narrow(const char *text, char *out, size_t size);

/** The whole text as words in lower case, punctuation around them left out: how parties and people are compared. */
void spelling_fold(const char *text, struct buf *folded);
