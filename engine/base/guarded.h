/*
 * A text that can be recognised and not be read: a salted digest that takes long to work out (PBKDF2, RFC 8018). For
 * telephone numbers, which can all be tried: it makes that cost days instead of a second, and no more.
 */
#pragma once

#include <stdbool.h>

char *guarded_make(const char *text); /* "pbkdf2-sha256$ROUNDS$SALT$DIGEST"; the caller frees it */

/** Was it made of this text? False too for what is no such thing. */
bool guarded_is(const char *guarded, const char *text);
