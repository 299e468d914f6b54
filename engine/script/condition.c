/*
 * The one mistake Lua itself cannot tell: `if network.block { ... } then`. An outcome is an object and so always true,
 * whatever happened; what was meant is its status. Such a condition is refused before anything runs (lua.md section 6).
 */
#include "script/internal.h"

#include <ctype.h>
#include <string.h>

enum token { TOKEN_END, TOKEN_NAME, TOKEN_TEXT, TOKEN_MARK };

struct reader {
  const char *at, *end;
  int line;
  const char *start; /* of the last token */
  size_t length;
};

static bool is_one_of(char c, const char *marks)
{
  return c != '\0' && strchr(marks, c) != NULL;
}

static bool is_name_part(char c)
{
  return isalnum((unsigned char)c) || c == '_';
}

static void pass_to(struct reader *reader, const char *to)
{
  for (; reader->at < to && reader->at < reader->end; reader->at++)
    reader->line += *reader->at == '\n';
}

/* The level of a long bracket "[[", "[=[", ... that starts here, or -1. */
static int long_bracket(const struct reader *reader)
{
  const char *c = reader->at + 1;
  while (c < reader->end && *c == '=')
    c++;
  return *reader->at == '[' && c < reader->end && *c == '[' ? (int)(c - reader->at - 1) : -1;
}

static void pass_long(struct reader *reader, int level)
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

static void pass_short(struct reader *reader)
{
  const char *c = reader->at + 1;
  while (c < reader->end && *c != *reader->at && *c != '\n')
    c += *c == '\\' ? 2 : 1;
  pass_to(reader, c + 1);
}

static void pass_blank(struct reader *reader)
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

static enum token next(struct reader *reader)
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

static bool is_word(const struct reader *reader, const char *word)
{
  return strlen(word) == reader->length && memcmp(reader->start, word, reader->length) == 0;
}

static bool asks_for_truth(const struct reader *reader)
{
  return is_word(reader, "if") || is_word(reader, "elseif") || is_word(reader, "while") || is_word(reader, "until") ||
         is_word(reader, "not") || is_word(reader, "and") || is_word(reader, "or");
}

/* Passes "domain.verb"; the catalogue's action, or NULL if it is another expression. */
static const struct action *pass_action(struct reader *reader, const struct catalogue *catalogue)
{
  char name[128];
  if (next(reader) != TOKEN_NAME || reader->length >= 64)
    return NULL;
  size_t length = reader->length;
  memcpy(name, reader->start, length);
  name[length++] = '.';
  if (next(reader) != TOKEN_MARK || *reader->start != '.' || next(reader) != TOKEN_NAME || reader->length >= 60)
    return NULL;
  memcpy(name + length, reader->start, reader->length);
  name[length + reader->length] = '\0';
  return catalogue_action(catalogue, name);
}

/* Passes "{ ... }" or "( ... )" with all that is nested in it. */
static bool pass_arguments(struct reader *reader)
{
  int depth = 0;
  do {
    enum token token = next(reader);
    if (token == TOKEN_END || (depth == 0 && (token != TOKEN_MARK || !is_one_of(*reader->start, "{("))))
      return false;
    if (token == TOKEN_MARK)
      depth += is_one_of(*reader->start, "{(") ? 1 : is_one_of(*reader->start, "})") ? -1 : 0;
  } while (depth > 0);
  return true;
}

/* After a word that asks for truth: is an outcome itself taken for it? Looks ahead only. */
static const struct action *outcome_taken_for_truth(struct reader reader, const struct catalogue *catalogue)
{
  const struct action *action = pass_action(&reader, catalogue);
  if (action == NULL || !pass_arguments(&reader))
    return NULL;
  return next(&reader) == TOKEN_MARK && is_one_of(*reader.start, ".[") ? NULL : action;
}

void condition_check(lua_State *L, const struct file *file)
{
  struct reader reader = {.at = file->bytes, .end = file->bytes + file->length, .line = 1};
  for (enum token token; (token = next(&reader)) != TOKEN_END;) {
    if (token != TOKEN_NAME || !asks_for_truth(&reader))
      continue;
    const struct action *action = outcome_taken_for_truth(reader, script_of(L)->catalogue);
    if (action)
      luaL_error(L, "%s:%d: what %s gives back is always true; ask for its status: %s { ... }.status == done",
                 file->name, reader.line, action->name, action->name);
  }
}
