/*
 * The strict subset of YAML that people write for us: maps, lists, scalars.
 *
 * Read from libyaml's events. Refused, each with file:line:col: aliases, anchors, tags, merge keys, duplicate keys,
 * several documents, tabs, a byte order mark, invalid UTF-8, nesting deeper than 16, files over 1 MiB. Scalars stay
 * strings until a reader says what they are; `true` and `false` are the only booleans.
 */
#pragma once

#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
  enum yaml_kind kind;
  int line, column;      /* where it starts, from 1 */
  const char *file;      /* the name given to yaml_parse; borrowed by all nodes */
  const char *text;      /* scalar: its text, NUL-terminated; else NULL */
  bool is_quoted;        /* scalar: written in quotes, so never a number, boolean or null */
  size_t count;          /* list and map: how many */
  struct yaml **keys;    /* map: scalars */
  struct yaml **items;   /* list: items; map: values */
};

/** The root; NULL on error. An empty file gives an empty map. It owns copies of everything; yaml_free ends it. */
struct yaml *yaml_parse(const char *file, const char *bytes, size_t length, struct err *err);
void yaml_free(struct yaml *root) __asm__("tocsin_yaml_free"); /* libyaml has a symbol yaml_free, and would call ours */
void yaml_freep(struct yaml **root);

/** The value of a key, or NULL (also if `map` is NULL or no map). */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/** "file:line:col: " and the sentence. Returns -1. */
int yaml_error(const struct yaml *node, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** The same of a word that is not known, as err_unknown. */
int yaml_unknown(const struct yaml *node, struct err *err, const char *near, const char *more, const char *format, ...)
  __attribute__((format(printf, 5, 6)));

/** Each key of `map` must be among `known`; else a sentence with a suggestion and the known ones. */
int yaml_check_keys(const struct yaml *map, const char *what, const char *const *known, size_t count, struct err *err);

/* Typed reading. Each refuses what is not of its kind, in a sentence that says what was expected. */
int yaml_as_text(const struct yaml *node, const char **text, struct err *err);
int yaml_as_boolean(const struct yaml *node, bool *truth, struct err *err);
int yaml_as_integer(const struct yaml *node, int64_t least, int64_t most, int64_t *number, struct err *err);
int yaml_as_duration(const struct yaml *node, int64_t *seconds, struct err *err); /* 90s, 5m, 4h, 1d; at most 366d */
int yaml_as_list(const struct yaml *node, struct err *err);
int yaml_as_map(const struct yaml *node, struct err *err);

/** The node as a JSON value: plain true/false and integers become such, everything else text. Caller decrefs. */
json_t *yaml_to_json(const struct yaml *node);
