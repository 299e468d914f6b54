/*
 * Canonical JSON: a strict profile of RFC 8785 (formats.md).
 *
 * UTF-8, ASCII keys in byte order, no duplicates, integers only (|n| <= 2^53-1), no lone surrogates, no white space.
 * Writing comes in two shapes: a stream that asserts the order of keys while entries are made (fast path), and a tree
 * of jansson's for everything else. `json_check` tells in one pass, without a tree, whether bytes are canonical.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define JSON_INTEGER_MAX ((int64_t)9007199254740991) /* 2^53-1, the largest every reader keeps (RFC 8785 3.2.2.3) */
#define JSON_DEPTH_MAX 32

/** A canonical writer. Calls must nest properly and name keys in ascending order: a mistake is ours, so it asserts. */
struct json {
  struct buf *out;
  int depth;
  bool needs_comma[JSON_DEPTH_MAX];
  const char *last_key[JSON_DEPTH_MAX]; /* borrowed: keys are literals or outlive the object */
};

void json_begin(struct json *json, struct buf *out); /* appends to `out`, which the caller owns */
void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);
void json_key(struct json *json, const char *key);
void json_put_text(struct json *json, const char *text);                  /* invalid UTF-8 becomes U+FFFD */
void json_put_bytes(struct json *json, const char *text, size_t length);
void json_put_integer(struct json *json, int64_t number);
void json_put_boolean(struct json *json, bool truth);
void json_put_null(struct json *json);
void json_put_raw(struct json *json, const char *canonical, size_t length); /* bytes known to be canonical */

/** Key and value at once. A NULL text writes nothing, so that optional members need no `if`. */
void json_member(struct json *json, const char *key, const char *text);
void json_member_integer(struct json *json, const char *key, int64_t number);
void json_member_boolean(struct json *json, const char *key, bool truth);
void json_member_raw(struct json *json, const char *key, const char *canonical, size_t length);

/** Appends a tree in canonical form. Refuses reals, integers out of range and non-ASCII keys with a sentence. */
int json_write_tree(struct buf *out, const json_t *tree, struct err *err);

/** One pass, no tree: are these bytes exactly one canonical JSON object? The sentence names the byte offset. */
int json_check(const char *bytes, size_t length, struct err *err);

/** A stretch of somebody else's bytes. */
struct json_span {
  const char *bytes; /* NULL: not there */
  size_t length;
};

struct json_pair {
  struct json_span key;   /* without its quotes */
  struct json_span value; /* as written: a string has its quotes */
};

/** As json_check; returns how many members the object has, and fills in the first `most` of them. -1 on error. */
int json_members(const char *bytes, size_t length, struct json_pair *pairs, size_t most, struct err *err);

/**
 * Walks what json_check let pass, without a tree. `rest` is what stands between the braces of an object, or between the
 * brackets of a list; each call takes the next member or item off its front. False when nothing is left.
 */
bool json_next_member(struct json_span *rest, struct json_pair *pair);
bool json_next_item(struct json_span *rest, struct json_span *item);

/** Parses untrusted JSON, refusing duplicates; depth and size are bounded. Caller decrefs the tree; NULL on error. */
json_t *json_parse(const char *bytes, size_t length, struct err *err);

/* Reading, with defaults: NULL, 0, false where the member is missing or of another type. Strings are borrowed. */
const char *json_get_string(const json_t *object, const char *key);
int64_t json_get_integer(const json_t *object, const char *key, int64_t otherwise);
bool json_get_boolean(const json_t *object, const char *key);
