/*
 * UTF-8 (RFC 3629): how long is the character that begins here?
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/** 1 to 4; 0 if these bytes are no character (overlong, a surrogate, beyond U+10FFFF, cut off, nothing left). */
size_t utf8_length(const char *bytes, size_t left);

/** C1 controls, and the marks that reorder a line (U+200E, U+200F, U+202A-202E, U+2066-2069). */
bool utf8_is_steering(const char *character, size_t length);
