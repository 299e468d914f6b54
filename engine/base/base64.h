/*
 * Base64, canonical and strictly checked: padding required, spare bits must be zero (RFC 4648 section 3.5).
 */
#pragma once

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

void base64_encode(struct buf *out, const void *bytes, size_t length);

/** Appends the decoded bytes; false (and nothing appended) unless `text` is canonical. */
bool base64_decode(struct buf *out, const char *text, size_t length);

bool base64_is_canonical(const char *text, size_t length);
