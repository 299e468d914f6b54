/*
 * A YAML tree pressed flat by the build, so that starting takes no reading of what the program itself brings.
 *
 * It is believed as code is, for it comes from the same place: out of the program, never from a file. Whoever uses one
 * instead of a text has compared that text with the one it was made from, byte by byte (site/shipped.c).
 */
#pragma once

#include "base/buf.h"
#include "base/yaml.h"

struct pressed {
  const unsigned char *bytes; /* NULL: there is none */
  size_t length;
};

void pressed_write(struct buf *out, const struct yaml *root);

/** The same tree as yaml_parse would give, freed by yaml_free; its texts are borrowed from what was pressed. */
struct yaml *pressed_read(const char *file, const struct pressed *pressed);
