/*
 * Inside the room: the parts of the reader. Texts here are trimmed, narrow and refanged.
 */
#pragma once

#include "identity/identity.h"

#include <ctype.h>
#include <string.h>

#define NUMBER_LEAST 7 /* digits of a telephone number; RFC 3966 and E.164 allow up to fifteen */
#define NUMBER_MOST 15

/* ---- prepare.c ---- */

/**
 * Copies the text without blanks around it, full-width forms as the ASCII they stand for, and defanged spellings as
 * what they stand for: 203[.]0[.]113[.]7, evil(dot)example, hxxp://. False if it is too long, no UTF-8, or holds
 * characters that are not seen.
 */
bool prepare(const char *text, char out[static IDENTITY_TEXT_MAX + 1], bool *was_rewritten);

/** identity_fold of a text that is prepared. */
size_t fold_ready(const char *ready, char folded[static IDENTITY_FOLD_SIZE]);

int identity_hex(char c); /* -1 if it is no such digit */

/* ---- host.c ---- */

/** Lower case and A-labels (IDNA 2008 with the mapping of UTS 46, non-transitional). Returns the length, 0 if none. */
size_t host_read(const char *text, size_t length, char host[static IDENTITY_SIZE]);
/** One run of letters and digits; the same, for words of names. */
size_t word_to_ascii(const char *word, size_t length, char *out, size_t size);

/* ---- number.c ---- */

/** Reads a telephone number, perhaps with an extension, which is left out. False if it is none. */
bool number_read(const char *text, const char *country, struct identity *number);
/** All digits of a text as one local number; false if they are too few or too many. */
bool number_of_digits(const char *text, struct identity *number);
