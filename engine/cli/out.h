/*
 * How verbs speak. Answers go to stdout, progress and errors to stderr. Formats are those of base/shown.h: what others
 * typed stays on the line where it is put, and is shown, never obeyed. Colour only repeats what the words say, only on
 * a terminal, and not with NO_COLOR.
 */
#pragma once

#include "base/err.h"

#include <jansson.h>
#include <stdio.h>

enum out_style { OUT_PLAIN, OUT_BOLD, OUT_YELLOW, OUT_RED };

/** To stdout. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_in(enum out_style style, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * What is on record after this error, as a sentence and as --json has it (false, true, null); "" and no JSON where
 * nothing was to be recorded. The three sentences stand here only.
 */
const char *out_recorded(const struct err *err);
json_t *out_recorded_json(const struct err *err);

/** The same to stderr for something by the way, that a reading goes on without: "that it was printed". */
void remark_recorded(const char *what, const struct err *err);

/** A line to stderr, newline added. */
void remark(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** One compact or indented JSON document on stdout, keys sorted. Takes the reference. */
void say_json(json_t *document);
void say_json_line(json_t *document);

/** Flushes stdout: -1 with a sentence if what was said did not get out. */
int out_flush(struct err *err);
