/*
 * The one mistake Lua itself cannot tell: `if network.block { ... } then`. An outcome is an object and so always true,
 * whatever happened; what was meant is its status. Such a condition is refused before anything runs (lua.md section 6).
 */
#include "script/internal.h"
#include "script/tokens.h"

#include <string.h>

static bool is_word(const struct token_reader *reader, const char *word)
{
  return strlen(word) == reader->length && memcmp(reader->start, word, reader->length) == 0;
}

static bool asks_for_truth(const struct token_reader *reader)
{
  return is_word(reader, "if") || is_word(reader, "elseif") || is_word(reader, "while") || is_word(reader, "until") ||
         is_word(reader, "not") || is_word(reader, "and") || is_word(reader, "or");
}

/* Passes "domain.verb"; the catalogue's action, or NULL if it is another expression. */
static const struct action *pass_action(struct token_reader *reader, const struct catalogue *catalogue)
{
  char name[128];
  if (token_next(reader) != TOKEN_NAME || reader->length >= 64)
    return NULL;
  size_t length = reader->length;
  memcpy(name, reader->start, length);
  name[length++] = '.';
  if (token_next(reader) != TOKEN_MARK || *reader->start != '.' || token_next(reader) != TOKEN_NAME ||
      reader->length >= 60)
    return NULL;
  memcpy(name + length, reader->start, reader->length);
  name[length + reader->length] = '\0';
  return catalogue_action(catalogue, name);
}

/* Passes "{ ... }" or "( ... )" with all that is nested in it. */
static bool pass_arguments(struct token_reader *reader)
{
  int depth = 0;
  do {
    enum token token = token_next(reader);
    if (token == TOKEN_END || (depth == 0 && (token != TOKEN_MARK || !token_is_one_of(*reader->start, "{("))))
      return false;
    if (token == TOKEN_MARK)
      depth += token_is_one_of(*reader->start, "{(") ? 1 : token_is_one_of(*reader->start, "})") ? -1 : 0;
  } while (depth > 0);
  return true;
}

/* After a word that asks for truth: is an outcome itself taken for it? Looks ahead only. */
static const struct action *outcome_taken_for_truth(struct token_reader reader, const struct catalogue *catalogue)
{
  const struct action *action = pass_action(&reader, catalogue);
  if (action == NULL || !pass_arguments(&reader))
    return NULL;
  return token_next(&reader) == TOKEN_MARK && token_is_one_of(*reader.start, ".[") ? NULL : action;
}

void condition_check(lua_State *L, const struct file *file)
{
  struct token_reader reader = {.at = file->bytes, .end = file->bytes + file->length, .line = 1};
  for (enum token token; (token = token_next(&reader)) != TOKEN_END;) {
    if (token != TOKEN_NAME || !asks_for_truth(&reader))
      continue;
    const struct action *action = outcome_taken_for_truth(reader, script_of(L)->catalogue);
    if (action)
      luaL_error(L, "%s:%d: what %s gives back is always true; ask for its status: %s { ... }.status == done",
                 file->name, reader.line, action->name, action->name);
  }
}
