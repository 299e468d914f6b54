/*
 * What was given out of the house, held against the evidence of the incident: a checksum that somebody reads out must
 * be that of something we have (R145).
 */
#pragma once

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct incident;
struct step;

/** A file that was saved. */
struct evidence_item {
  uint64_t seq;
  const char *step;   /* that saved it; may be NULL */
  char *name, *path;  /* path NULL: what a command printed */
  char *sha256;       /* 64 hexadecimal digits */
  int64_t size;
  bool is_copy;       /* of a log file, by evidence.copy; what was captured is none */
};

/** Does the text name this item, by its name or path? */
bool evidence_is_named(const struct evidence_item *item, const char *text);

/**
 * Are the checksums of an answer those of evidence of the incident, and if items are named in what was to be given, of
 * those? Else false, with what is wrong appended. Where no checksum stands nothing can be compared, and it is true.
 */
bool incident_given_is_evidence(const struct incident *incident, const struct step *step, struct buf *what_is_wrong);
