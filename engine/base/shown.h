/*
 * Text for people's eyes, of which somebody else wrote a part.
 *
 * A format is ours, and so are its line breaks; what `%s` puts in is not. It stays on the line where it is put, and
 * nothing in it steers a terminal, turns the direction of a line, begins another or hides: a break is shown as `\n`,
 * another control byte as `\x1b`, what nobody sees and what is no UTF-8 as U+FFFD. So nobody writes a line in
 * another's name (utf8.h has the list).
 *
 * `%-s`, without a width, puts in several lines of ours, made with shown_format: their line breaks stay.
 */
#pragma once

#include "base/buf.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/** As buf_format, for conversions d i u x o f g c s and %, of plain, long, long long and size_t. */
void shown_format(struct buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shown_vformat(struct buf *out, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/** The same to a stream. */
void shown_print(FILE *stream, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** `text` as `%s` puts it in; with `keeps_lines` as `%-s` does. */
void shown_add(struct buf *out, const char *text, size_t length, bool keeps_lines);

/** Escapes in a JSON document, where it can stand in strings only, what a terminal would obey (RFC 8259 section 7). */
void shown_json(struct buf *out, const char *json, size_t length);
