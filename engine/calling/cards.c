/*
 * Reading cards, and setting them in a column beside their headings.
 */
#include "calling/cards.h"

#include "base/alloc.h"
#include "base/shown.h"
#include "base/yaml.h"
#include "site/shipped.h"

#include <string.h>

#define HEADING 12 /* "write down  " */
#define DASH 2     /* "- " before each of several */

struct cards {
  struct yaml *tree;
  const struct yaml *list;
};

static const struct {
  const char *key, *heading;
} parts[] = {{"write_down", "write down"}, {"say", "say"}, {"never", "never"}, {"then", "then"}};

/* ---- writing ---- */

static int letters(const char *text, size_t length)
{
  int count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xc0) != 0x80;
  return count;
}

static void put_column(const char *text, int indent, int width, struct buf *out)
{
  int used = 0;
  while (*text) {
    size_t length = strcspn(text, " ");
    int wide = letters(text, length);
    if (used && indent + used + 1 + wide > width) {
      buf_format(out, "\n%*s", indent, "");
      used = 0;
    } else if (used) {
      buf_char(out, ' ');
      used++;
    }
    shown_add(out, text, length, false);
    used += wide;
    text += length + strspn(text + length, " ");
  }
  buf_char(out, '\n');
}

void card_paragraph(const char *heading, const char *text, int width, struct buf *out)
{
  buf_format(out, "%-*s", HEADING, heading);
  put_column(text, HEADING, width, out);
}

static void write_part(const struct yaml *list, const char *heading, int width, struct buf *out)
{
  for (size_t i = 0; list && i < list->count; i++) {
    buf_format(out, "%-*s- ", HEADING, i ? "" : heading);
    put_column(list->items[i]->text, HEADING + DASH, width, out);
  }
}

void card_write(const struct cards *cards, size_t index, int width, struct buf *out)
{
  const struct yaml *card = cards->list->items[index];
  card_paragraph(card_name(cards, index), card_title(cards, index), width, out);
  for (size_t i = 0; i < COUNT(parts); i++)
    write_part(yaml_get(card, parts[i].key), parts[i].heading, width, out);
}

/* ---- reading ---- */

static int check_part(const struct yaml *list, struct err *err)
{
  const char *text;
  if (list && yaml_as_list(list, err))
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (yaml_as_text(list->items[i], &text, err))
      return -1;
  return 0;
}

static int check_size(const struct cards *cards, size_t index, struct err *err)
{
  struct buf out = {0};
  size_t lines = 0;
  card_write(cards, index, CARD_WIDTH, &out);
  for (const char *at = buf_string(&out); (at = strchr(at, '\n')); at++)
    lines++;
  buf_finish(&out);
  return lines <= CARD_LINES ? 0
                             : yaml_error(cards->list->items[index], err,
                                          "this card takes %zu lines of a page that has %d; say less.", lines,
                                          CARD_LINES);
}

static int check_card(const struct cards *cards, size_t index, struct err *err)
{
  static const char *const keys[] = {"name", "title", "write_down", "say", "never", "then"};
  const struct yaml *card = cards->list->items[index];
  const char *text;
  if (yaml_check_keys(card, "a card", keys, COUNT(keys), err))
    return -1;
  for (size_t i = 0; i < 2; i++)
    if (!yaml_get(card, keys[i]))
      return yaml_error(card, err, "\"%s\" is missing here.", keys[i]);
    else if (yaml_as_text(yaml_get(card, keys[i]), &text, err))
      return -1;
  for (size_t i = 0; i < COUNT(parts); i++)
    if (check_part(yaml_get(card, parts[i].key), err))
      return -1;
  for (size_t i = 0; i < index; i++)
    if (!strcmp(card_name(cards, i), card_name(cards, index)))
      return yaml_error(card, err, "there is a card %s already.", card_name(cards, index));
  return check_size(cards, index, err);
}

static int check(struct cards *cards, struct err *err)
{
  static const char *const keys[] = {"cards"};
  cards->list = yaml_get(cards->tree, "cards");
  if (yaml_check_keys(cards->tree, "this file", keys, COUNT(keys), err))
    return -1;
  if (!cards->list)
    return yaml_error(cards->tree, err, "\"cards\" is missing here.");
  if (yaml_as_list(cards->list, err))
    return -1;
  for (size_t i = 0; i < cards->list->count; i++)
    if (check_card(cards, i, err))
      return -1;
  return 0;
}

struct cards *cards_load(const struct files *procedure, struct err *err)
{
  const struct file *file = procedure ? files_find(procedure, CARDS_FILE) : NULL;
  const struct shipped_file *shipped = shipped_file_find(CARDS_FILE);
  struct cards *cards = xcalloc(1, sizeof *cards);
  cards->tree = file ? files_tree(file, err) : pressed_read(CARDS_FILE, &shipped->pressed);
  if (cards->tree && !check(cards, err))
    return cards;
  cards_free(cards);
  return NULL;
}

void cards_free(struct cards *cards)
{
  if (!cards)
    return;
  yaml_free(cards->tree);
  free(cards);
}

size_t cards_count(const struct cards *cards)
{
  return cards->list->count;
}

const char *card_name(const struct cards *cards, size_t index)
{
  return yaml_get(cards->list->items[index], "name")->text;
}

const char *card_title(const struct cards *cards, size_t index)
{
  return yaml_get(cards->list->items[index], "title")->text;
}
