/*
 * Whom or what a text names: a typed identity, never a text that is searched (design.md section 6).
 *
 * Everything here is pure text: asking a name server who somebody is would be contact. A text is taken apart by strict
 * grammars. One that none of them takes, or that programs take in different ways (a backslash in a link, 0313.0.113.7),
 * is unreadable, and whoever decides treats it like the attacker.
 */
#pragma once

#include "identity/address.h"

#include <stdbool.h>
#include <stddef.h>

#define IDENTITY_TEXT_MAX 1000 /* longer texts are unreadable */
#define IDENTITY_SIZE 256      /* RFC 1035 allows 253 for a host */
#define IDENTITY_FOLD_SIZE (4 * IDENTITY_TEXT_MAX + 1)
#define READINGS_MAX 4

enum identity_type {
  IDENTITY_ADDRESS, /* or a network, or a range */
  IDENTITY_HOST,    /* or a domain */
  IDENTITY_NUMBER,  /* telephone, or an extension of ours */
  IDENTITY_ACCOUNT, /* user@host */
  IDENTITY_PARTY,   /* a plain name */
  IDENTITY_TYPE_COUNT
};

struct identity {
  enum identity_type type;
  bool is_local;            /* number: not written with its country, so others may share it */
  size_t range_count;
  struct range ranges[ADDRESS_RANGES_MAX]; /* address: itself, then the IPv4 addresses that it carries */
  size_t length;
  char text[IDENTITY_SIZE]; /* host: A-labels, no dot at the end; number: digits; account: both halves; party: folded */
};

/** All that a text may be taken for; the first is what it most likely is. */
struct reading {
  size_t count;             /* 0: unreadable */
  const char *because;      /* unreadable: why, and how to write it; static */
  bool was_rewritten;       /* it was defanged, or in full-width forms */
  bool carries_more;        /* a link that says more than a host and a plain path: it may lead on to somebody else */
  struct identity as[READINGS_MAX];
};

/** `country`: of the site, "49" or "1", completes local telephone numbers; NULL: none is known. */
void identity_read(const char *text, const char *country, struct reading *reading);

/** The same, and its whole as a name (identity_fold) in one go. Returns the name's length. */
size_t identity_read_folded(const char *text, const char *country, struct reading *reading,
                            char folded[static IDENTITY_FOLD_SIZE]);

/** As one would write it: 203.0.113.0/24, evil.example, +15550100. Into a buffer of yours. */
void identity_show(const struct identity *identity, char text[static IDENTITY_SIZE]);

/** A name as names are compared: lower case, one blank between words, no dots behind them. Returns its length. */
size_t identity_fold(const char *text, char folded[static IDENTITY_FOLD_SIZE]);

/** Percent-encoding undone until nothing of it is left; for looking into what stands behind a link's host. */
void identity_decode(const char *text, char decoded[static IDENTITY_TEXT_MAX + 1]);

/**
 * The next piece behind `*at` of a text that may hold several things: what stands between blanks, commas, brackets and
 * the like. For finding the attacker in what nobody can read as one thing. Pieces are at most IDENTITY_TEXT_MAX long.
 */
bool identity_next_piece(const char **at, char piece[static IDENTITY_TEXT_MAX + 1]);
