/*
 * How a tree is kept: nodes, texts and lists live in one arena and end with it. For yaml.c and pressed.c only.
 */
#pragma once

#include "base/arena.h"
#include "base/yaml.h"

/** What yaml_parse and pressed_read hand out the root of. */
struct document {
  struct yaml root; /* first, so that the root's address is the document's */
  struct arena arena;
};
