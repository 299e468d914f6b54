/*
 * Inside the room: a Lua file, word by word.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum token { TOKEN_END, TOKEN_NAME, TOKEN_TEXT, TOKEN_MARK };

/** Begins with at, end, line = 1; `at` is NUL-terminated beyond `end`. */
struct token_reader {
  const char *at, *end;
  int line;
  const char *start; /* of the last token */
  size_t length;
};

enum token token_next(struct token_reader *reader);

/** Is it one of these marks? Never for '\0'. */
bool token_is_one_of(char c, const char *marks);
