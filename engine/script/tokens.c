/*
 * Lua's words, as far as a reader needs them who does not run it: names, texts, marks; comments are passed.
 */
#include "script/tokens.h"

#include <ctype.h>
#include <string.h>

bool token_is_one_of(char c, const char *marks)
{
  return c != '\0' && strchr(marks, c) != NULL;
}

static bool is_name_part(char c)
{
  return isalnum((unsigned char)c) || c == '_';
}

static void pass_to(struct token_reader *reader, const char *to)
{
  for (; reader->at < to && reader->at < reader->end; reader->at++)
    reader->line += *reader->at == '\n';
}

/* The level of a long bracket "[[", "[=[", ... that starts here, or -1. */
static int long_bracket(const struct token_reader *reader)
{
  const char *c = reader->at + 1;
  while (c < reader->end && *c == '=')
    c++;
  return *reader->at == '[' && c < reader->end && *c == '[' ? (int)(c - reader->at - 1) : -1;
}

static void pass_long(struct token_reader *reader, int level)
{
  const char *c = reader->at + level + 2;
  for (; c < reader->end; c++) {
    if (*c != ']' || strspn(c + 1, "=") != (size_t)level || c[level + 1] != ']')
      continue;
    pass_to(reader, c + level + 2);
    return;
  }
  pass_to(reader, reader->end);
}

static void pass_short(struct token_reader *reader)
{
  const char *c = reader->at + 1;
  while (c < reader->end && *c != *reader->at && *c != '\n')
    c += *c == '\\' ? 2 : 1;
  pass_to(reader, c + 1);
}

static void pass_blank(struct token_reader *reader)
{
  for (;;) {
    pass_to(reader, reader->at + strspn(reader->at, " \t\r\n\f\v"));
    if (strncmp(reader->at, "--", 2) != 0)
      return;
    pass_to(reader, reader->at + 2);
    int level = reader->at < reader->end ? long_bracket(reader) : -1;
    if (level >= 0)
      pass_long(reader, level);
    else
      pass_to(reader, reader->at + strcspn(reader->at, "\n"));
  }
}

enum token token_next(struct token_reader *reader)
{
  pass_blank(reader);
  reader->start = reader->at;
  enum token token = TOKEN_MARK;
  if (reader->at >= reader->end)
    return TOKEN_END;
  if (is_name_part(*reader->at)) {
    while (reader->at < reader->end && is_name_part(*reader->at))
      reader->at++;
    token = TOKEN_NAME;
  } else if (*reader->at == '"' || *reader->at == '\'') {
    pass_short(reader);
    token = TOKEN_TEXT;
  } else if (long_bracket(reader) >= 0) {
    pass_long(reader, long_bracket(reader));
    token = TOKEN_TEXT;
  } else {
    reader->at++;
  }
  reader->length = (size_t)(reader->at - reader->start);
  return token;
}
