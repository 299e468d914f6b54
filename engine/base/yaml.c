/*
 * The strict subset of YAML, read from libyaml's events into a small tree that remembers where everything stood.
 *
 * Two readers in a row. `scan` looks at the bytes and refuses what an editor does not show (tabs, a byte order mark,
 * invalid UTF-8, control and direction characters): what a manager approved must be what the program reads. `grow`
 * then takes the events and refuses every construct that makes a text mean something it does not say.
 */
#include "base/yaml.h"

#include "base/alloc.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/yaml_document.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#define SIZE_LIMIT (1024 * 1024)
#define DEPTH_LIMIT 16

struct reader {
  yaml_parser_t parser;
  struct document *document;
  const char *file;   /* the document's copy */
  struct yaml **open; /* read already, of lists and maps that have not ended */
  size_t open_count;
  struct err *err;
};

/* ---- errors ---- */

static int fail_at(const char *file, int line, int column, struct err *err, const char *sentence)
{
  return err_set(err, "%s:%d:%d: %-s", file, line, column, sentence);
}

static int fail_event(struct reader *reader, const yaml_event_t *event, const char *sentence)
{
  return fail_at(reader->file, (int)event->start_mark.line + 1, (int)event->start_mark.column + 1, reader->err,
                 sentence);
}

int yaml_error(const struct yaml *node, struct err *err, const char *format, ...)
{
  if (err_is_set(err))
    return -1;
  va_list arguments;
  va_start(arguments, format);
  struct buf sentence = {0};
  shown_vformat(&sentence, format, arguments);
  va_end(arguments);
  fail_at(node->file, node->line, node->column, err, buf_string(&sentence));
  buf_finish(&sentence);
  return -1;
}

int yaml_unknown(const struct yaml *node, struct err *err, const char *near, const char *more, const char *format, ...)
{
  if (err_is_set(err))
    return -1;
  va_list arguments;
  va_start(arguments, format);
  err_unknown_list(err, near, more, format, arguments);
  va_end(arguments);
  return err_prefix(err, "%s:%d:%d: ", node->file, node->line, node->column);
}

/* ---- first reader: the bytes ---- */

static const char *unwelcome(uint32_t c)
{
  if (c == '\n' || c == '\r')
    return NULL;
  if (c == '\t')
    return "a tab; write spaces, for a tab looks different in every editor.";
  if (c == 0xfeff)
    return "a byte order mark; save the file as UTF-8 without one.";
  switch (utf8_kind(c)) {
  case UTF8_PLAIN: return NULL;
  case UTF8_BREAK: return "a line break that most editors do not show; write an ordinary one.";
  case UTF8_CONTROL: return "a control character.";
  case UTF8_TURN:
    return "a character that changes the direction of writing, so that the line reads otherwise than it is.";
  case UTF8_UNSEEN: return "a character that nobody sees, so that two texts may look the same and are not; delete it.";
  }
  return NULL;
}

static int scan(const char *file, const char *bytes, size_t length, struct err *err)
{
  if (length > SIZE_LIMIT)
    return err_set(err, "%s: longer than 1 MiB, which no file that people read is.", file);
  int line = 1, column = 1;
  for (size_t at = 0, step; at < length; at += step) {
    for (; at < length && bytes[at] >= ' ' && bytes[at] <= '~'; at++)
      column++;
    if (at == length)
      break;
    step = utf8_length(bytes + at, length - at);
    if (step == 0)
      return fail_at(file, line, column, err, "not UTF-8; save the file as UTF-8.");
    uint32_t c = utf8_decode(bytes + at, step);
    const char *what = unwelcome(c);
    if (!what && c == '\r' && (at + 1 == length || bytes[at + 1] != '\n'))
      what = "a carriage return without a line feed.";
    if (what)
      return fail_at(file, line, column, err, what);
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n';
  }
  return 0;
}

/* ---- second reader: the events ---- */

static int fail_syntax(struct reader *reader)
{
  const yaml_parser_t *parser = &reader->parser;
  char sentence[256];
  snprintf(sentence, sizeof sentence, "this is not YAML: %s%s%s.", parser->context ? parser->context : "",
           parser->context ? ", " : "", parser->problem ? parser->problem : "it cannot be read");
  return fail_at(reader->file, (int)parser->problem_mark.line + 1, (int)parser->problem_mark.column + 1, reader->err,
                 sentence);
}

static int next(struct reader *reader, yaml_event_t *event)
{
  return yaml_parser_parse(&reader->parser, event) ? 0 : fail_syntax(reader);
}

static const char *refused(const yaml_event_t *event)
{
  const yaml_char_t *anchor = NULL, *tag = NULL;
  switch (event->type) {
  case YAML_ALIAS_EVENT: return "an alias (*name); write it out, so that a reader sees what it says.";
  case YAML_SCALAR_EVENT: anchor = event->data.scalar.anchor, tag = event->data.scalar.tag; break;
  case YAML_SEQUENCE_START_EVENT:
    anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag;
    break;
  case YAML_MAPPING_START_EVENT:
    anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag;
    break;
  default: break;
  }
  if (anchor)
    return "an anchor (&name); write it out, so that a reader sees what it says.";
  return tag ? "a tag (!name); leave it out." : NULL;
}

static struct yaml *node_new(const struct reader *reader, enum yaml_kind kind, const yaml_event_t *event)
{
  struct yaml *node = arena_take(&reader->document->arena, sizeof *node);
  node->kind = kind;
  node->file = reader->file;
  node->line = (int)event->start_mark.line + 1;
  node->column = (int)event->start_mark.column + 1;
  return node;
}

/* ---- nodes that wait for the end of their list or map ---- */

static void push(struct reader *reader, struct yaml *node)
{
  *APPEND(reader->open, reader->open_count) = node;
}

/** Of the nodes from `first` on, each `step`-th: as an array of the document. */
static struct yaml **take(const struct reader *reader, size_t first, size_t step, size_t count)
{
  struct yaml **nodes = arena_take(&reader->document->arena, count * sizeof *nodes);
  for (size_t i = 0; i < count; i++)
    nodes[i] = reader->open[first + i * step];
  return nodes;
}

static struct yaml *grow(struct reader *reader, yaml_event_t *event, int depth);

static struct yaml *grow_next(struct reader *reader, int depth, yaml_event_type_t end, bool *is_end)
{
  yaml_event_t event;
  if (next(reader, &event))
    return NULL;
  *is_end = event.type == end;
  struct yaml *node = *is_end ? NULL : grow(reader, &event, depth);
  yaml_event_delete(&event);
  return node;
}

static int check_key(const struct yaml *key, struct err *err)
{
  if (key->kind != YAML_SCALAR)
    return yaml_error(key, err, "a key must be one plain word, not a list or a map.");
  if (!key->is_quoted && strcmp(key->text, "<<") == 0)
    return yaml_error(key, err, "a merge key (<<); write it out, so that a reader sees what it says.");
  return 0;
}

static int by_text_then_place(const void *a, const void *b)
{
  const struct yaml *left = *(struct yaml *const *)a, *right = *(struct yaml *const *)b;
  int order = strcmp(left->text, right->text);
  if (order)
    return order;
  return left->line != right->line ? left->line - right->line : left->column - right->column;
}

static int check_duplicates(const struct yaml *map, struct err *err)
{
  struct yaml **sorted = xcalloc(map->count, sizeof *sorted);
  if (map->count)
    memcpy(sorted, map->keys, map->count * sizeof *sorted);
  qsort(sorted, map->count, sizeof *sorted, by_text_then_place);
  int result = 0;
  for (size_t i = 1; i < map->count && result == 0; i++)
    if (strcmp(sorted[i - 1]->text, sorted[i]->text) == 0)
      result = yaml_error(sorted[i], err, "\"%s\" stands here a second time; the first is in line %d.",
                          sorted[i]->text, sorted[i - 1]->line);
  free(sorted);
  return result;
}

static int grow_pairs(struct reader *reader, int depth)
{
  for (;;) {
    bool is_end = false;
    struct yaml *key = grow_next(reader, depth, YAML_MAPPING_END_EVENT, &is_end);
    if (!key)
      return is_end ? 0 : -1;
    if (check_key(key, reader->err))
      return -1;
    push(reader, key);
    struct yaml *value = grow_next(reader, depth, YAML_NO_EVENT, &is_end);
    if (!value)
      return -1;
    push(reader, value);
  }
}

static int grow_map(struct reader *reader, struct yaml *map, int depth)
{
  size_t first = reader->open_count;
  if (grow_pairs(reader, depth) < 0)
    return -1;
  map->count = (reader->open_count - first) / 2;
  map->keys = take(reader, first, 2, map->count);
  map->items = take(reader, first + 1, 2, map->count);
  reader->open_count = first;
  return check_duplicates(map, reader->err);
}

static int grow_list(struct reader *reader, struct yaml *list, int depth)
{
  size_t first = reader->open_count;
  for (bool is_end = false;;) {
    struct yaml *item = grow_next(reader, depth, YAML_SEQUENCE_END_EVENT, &is_end);
    if (!item && !is_end)
      return -1;
    if (!item)
      break;
    push(reader, item);
  }
  list->count = reader->open_count - first;
  list->items = take(reader, first, 1, list->count);
  reader->open_count = first;
  return 0;
}

static struct yaml *grow_scalar(struct reader *reader, const yaml_event_t *event)
{
  const char *text = (const char *)event->data.scalar.value;
  if (memchr(text, '\0', event->data.scalar.length)) {
    fail_event(reader, event, "a NUL character inside a text.");
    return NULL;
  }
  struct yaml *node = node_new(reader, YAML_SCALAR, event);
  node->text = arena_text(&reader->document->arena, text, event->data.scalar.length);
  node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  return node;
}

static struct yaml *grow(struct reader *reader, yaml_event_t *event, int depth)
{
  const char *why = refused(event);
  if (!why && depth >= DEPTH_LIMIT && event->type != YAML_SCALAR_EVENT)
    why = "nested deeper than 16, which no file that people read is.";
  if (why) {
    fail_event(reader, event, why);
    return NULL;
  }
  if (event->type == YAML_SCALAR_EVENT)
    return grow_scalar(reader, event);
  bool is_map = event->type == YAML_MAPPING_START_EVENT;
  struct yaml *node = node_new(reader, is_map ? YAML_MAP : YAML_LIST, event);
  int result = is_map ? grow_map(reader, node, depth + 1) : grow_list(reader, node, depth + 1);
  return result == 0 ? node : NULL;
}

/* ---- the document ---- */

static int check_document(struct reader *reader, const yaml_event_t *event)
{
  const yaml_version_directive_t *version = event->data.document_start.version_directive;
  const yaml_tag_directive_t *first = event->data.document_start.tag_directives.start;
  const yaml_tag_directive_t *end = event->data.document_start.tag_directives.end;
  return version || first != end ? fail_event(reader, event, "a directive (%); leave it out.") : 0;
}

/* After STREAM-START: one document, or none at all, which is an empty map. */
static struct yaml *grow_document(struct reader *reader)
{
  yaml_event_t event;
  if (next(reader, &event))
    return NULL;
  struct yaml *root = NULL;
  bool is_end = false;
  if (event.type == YAML_STREAM_END_EVENT)
    root = node_new(reader, YAML_MAP, &event);
  else if (check_document(reader, &event) == 0)
    root = grow_next(reader, 0, YAML_NO_EVENT, &is_end);
  bool is_over = event.type == YAML_STREAM_END_EVENT;
  yaml_event_delete(&event);
  if (!root || is_over)
    return root;
  int result = next(reader, &event); /* DOCUMENT-END */
  if (result == 0)
    yaml_event_delete(&event), result = next(reader, &event);
  if (result == 0 && event.type != YAML_STREAM_END_EVENT)
    result = fail_event(reader, &event, "a second document begins; write one file for each.");
  if (result == 0 || err_is_set(reader->err))
    yaml_event_delete(&event);
  return result == 0 ? root : NULL;
}

static struct yaml *grow_stream(struct reader *reader)
{
  yaml_event_t start;
  if (next(reader, &start))
    return NULL;
  yaml_event_delete(&start);
  return grow_document(reader);
}

struct yaml *yaml_parse(const char *file, const char *bytes, size_t length, struct err *err)
{
  if (scan(file, bytes, length, err))
    return NULL;
  struct document *document = xcalloc(1, sizeof *document);
  struct reader reader = {.document = document, .err = err};
  reader.file = arena_text(&document->arena, file, strlen(file));
  if (!yaml_parser_initialize(&reader.parser))
    abort(); /* out of memory */
  yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader.parser, (const unsigned char *)bytes, length);
  struct yaml *root = grow_stream(&reader);
  yaml_parser_delete(&reader.parser);
  free(reader.open);
  if (root)
    document->root = *root;
  else
    yaml_free(&document->root);
  return root ? &document->root : NULL;
}

void yaml_free(struct yaml *root)
{
  struct document *document = (struct document *)root;
  if (document)
    arena_finish(&document->arena);
  free(document);
}

void yaml_freep(struct yaml **root)
{
  yaml_free(*root);
}
