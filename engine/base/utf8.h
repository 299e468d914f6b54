/*
 * UTF-8 (RFC 3629): how long is the character that begins here, and does it stay where it is put?
 *
 * One list of what no text of ours may bring to a terminal, a pipe or a file that people sign: the reader of YAML
 * (yaml.c) refuses it, the writer for people (shown.c) shows it in another way.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** 1 to 4; 0 if these bytes are no character (overlong, a surrogate, beyond U+10FFFF, cut off, nothing left). */
size_t utf8_length(const char *bytes, size_t left);

enum utf8_kind {
  UTF8_PLAIN,
  UTF8_BREAK,   /* begins another line: LF, VT, FF, CR, NEL, U+2028, U+2029 */
  UTF8_CONTROL, /* C0 with the tab, DEL, C1 */
  UTF8_TURN,    /* changes the direction of writing, so that a line reads otherwise than it is */
  UTF8_UNSEEN,  /* format characters, tags, fillers, variation selectors, noncharacters: nobody sees them */
};

uint32_t utf8_decode(const char *character, size_t length); /* a length that utf8_length gave */
enum utf8_kind utf8_kind(uint32_t character);

/** Anything but UTF8_PLAIN. */
bool utf8_is_steering(const char *character, size_t length);
