/*
 * Inside the room: the words of a question, as numbers.
 */
#pragma once

#include <stdint.h>

struct policy;

struct name {
  int16_t action, fact, role; /* an index, or -1 where the word means none */
  int16_t value;              /* a number for names_code; -1 if it is no fact's value */
};

struct names *names_new(const struct policy *policy);
void names_free(struct names *names);
const struct name *names_find(const struct names *names, const char *text); /* NULL if nobody uses the word */
int names_code(const struct names *names, int fact, const struct name *value); /* -1 if it is no value of the fact */
