/*
 * What a JSON object must look like, as one line of text: which members it has, of which kind (formats.md, Entry).
 *
 *     "because?:text people:person* status:=done|failed"
 *
 * Members stand in ascending order; "?" marks what may be missing, "*" a list of the kind. No other member is let in.
 *
 *     text        any text                     number      a whole number
 *     yes         true or false                time        an instant, RFC 3339 in UTC with microseconds
 *     hash        "sha256:<hex>"               words       an object of texts, whatever their names
 *     values      an object of anything        numbers     an object of whole numbers
 *     facts       an object of texts or truths
 *     =a|b        one of these texts           NAME        an object of a shape of the table in shape.c
 */
#pragma once

#include "base/err.h"

#include <stddef.h>

/**
 * Is `bytes`, a canonical JSON object, of this shape? In one pass, without a tree. Else a sentence that names the first
 * member at fault and what it should be; `what` is the thing it belongs to ("an \"answer\"").
 */
int shape_check(const char *shape, const char *bytes, size_t length, const char *what, struct err *err);
