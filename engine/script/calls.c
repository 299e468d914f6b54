/*
 * What a Lua file says, without running it: each "domain.verb" it calls, each text in quotes.
 */
#include "script/script.h"
#include "script/tokens.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static int column_of(const struct file *file, const char *at)
{
  const char *line = at;
  while (line > file->bytes && line[-1] != '\n')
    line--;
  return (int)(at - line) + 1;
}

static char *text_of(const struct token_reader *reader)
{
  return xasprintf("%.*s", (int)reader->length, reader->start);
}

/* After a name: ".name" and what opens arguments. NULL if it is no call; the reader stays where it was. */
static char *called_member(struct token_reader reader)
{
  if (token_next(&reader) != TOKEN_MARK || *reader.start != '.' || token_next(&reader) != TOKEN_NAME)
    return NULL;
  char *member = text_of(&reader);
  enum token token = token_next(&reader);
  if (token == TOKEN_TEXT || (token == TOKEN_MARK && token_is_one_of(*reader.start, "{(")))
    return member;
  free(member);
  return NULL;
}

void script_read_calls(const struct file *file, const struct script_reader *witness)
{
  struct token_reader reader = {.at = file->bytes, .end = file->bytes + file->length, .line = 1};
  bool is_member = false; /* the b of a.b is no domain */
  for (enum token token; (token = token_next(&reader)) != TOKEN_END;) {
    int column = column_of(file, reader.start), line = reader.line;
    if (token != TOKEN_NAME && token != TOKEN_TEXT) {
      is_member = token_is_one_of(*reader.start, ".:");
      continue;
    }
    char *text = text_of(&reader), *member = token == TOKEN_NAME && !is_member ? called_member(reader) : NULL;
    if (member)
      witness->calls(witness->context, text, member, line, column);
    else if (token == TOKEN_TEXT)
      witness->says(witness->context, text, line, column);
    free(text);
    free(member);
    is_member = false;
  }
}
