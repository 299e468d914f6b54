/*
 * In the order of the file, for each node: kind and quotes, line, column, how many; then its text with a NUL, or its
 * items, each of a map's behind its key. Numbers in seven bits a byte, the least first, the last byte below 128.
 */
#include "base/pressed.h"

#include "base/alloc.h"
#include "base/yaml_document.h"

#include <assert.h>
#include <string.h>

#define QUOTED 4 /* beside the kind */

static void put_number(struct buf *out, size_t number)
{
  for (; number >= 128; number >>= 7)
    buf_char(out, (char)(number | 128));
  buf_char(out, (char)number);
}

void pressed_write(struct buf *out, const struct yaml *node)
{
  put_number(out, node->kind | (node->is_quoted ? QUOTED : 0u));
  put_number(out, (size_t)node->line);
  put_number(out, (size_t)node->column);
  put_number(out, node->kind == YAML_SCALAR ? strlen(node->text) : node->count);
  if (node->kind == YAML_SCALAR)
    buf_add(out, node->text, strlen(node->text) + 1);
  for (size_t i = 0; i < node->count; i++) {
    if (node->keys)
      pressed_write(out, node->keys[i]);
    pressed_write(out, node->items[i]);
  }
}

struct pressing {
  struct arena *arena;
  const char *file;
  const unsigned char *at;
};

static size_t take_number(struct pressing *pressing)
{
  size_t number = 0;
  unsigned shift = 0;
  for (; *pressing->at >= 128; pressing->at++, shift += 7)
    number |= (size_t)(*pressing->at & 127) << shift;
  return number | (size_t)*pressing->at++ << shift;
}

static struct yaml *take_node(struct pressing *pressing);

static void take_items(struct pressing *pressing, struct yaml *node)
{
  node->items = arena_take(pressing->arena, node->count * sizeof *node->items);
  if (node->kind == YAML_MAP)
    node->keys = arena_take(pressing->arena, node->count * sizeof *node->keys);
  for (size_t i = 0; i < node->count; i++) {
    if (node->kind == YAML_MAP)
      node->keys[i] = take_node(pressing);
    node->items[i] = take_node(pressing);
  }
}

static struct yaml *take_node(struct pressing *pressing)
{
  struct yaml *node = arena_take(pressing->arena, sizeof *node);
  size_t kind = take_number(pressing);
  node->kind = (enum yaml_kind)(kind & ~(size_t)QUOTED);
  node->is_quoted = kind & QUOTED;
  node->file = pressing->file;
  node->line = (int)take_number(pressing);
  node->column = (int)take_number(pressing);
  size_t count = take_number(pressing);
  if (node->kind == YAML_SCALAR) {
    node->text = (const char *)pressing->at;
    pressing->at += count + 1;
  } else {
    node->count = count;
    take_items(pressing, node);
  }
  return node;
}

struct yaml *pressed_read(const char *file, const struct pressed *pressed)
{
  struct document *document = xcalloc(1, sizeof *document);
  struct pressing pressing = {&document->arena, arena_text(&document->arena, file, strlen(file)), pressed->bytes};
  document->root = *take_node(&pressing);
  assert(pressing.at == pressed->bytes + pressed->length);
  return &document->root;
}
