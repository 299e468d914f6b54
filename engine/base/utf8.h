/*
 * UTF-8 (RFC 3629): how long is the character that begins here?
 */
#pragma once

#include <stddef.h>

/** 1 to 4; 0 if these bytes are no character (overlong, a surrogate, beyond U+10FFFF, cut off, nothing left). */
size_t utf8_length(const char *bytes, size_t left);
