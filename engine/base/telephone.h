/*
 * Telephone numbers as people write them: blanks, dashes, brackets, "+1" or "001", the words around them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define TELEPHONE_SIZE 32

/** The digits of the next telephone number behind `*at`, without + or 00; false at the end. */
bool telephone_next(const char **at, char digits[static TELEPHONE_SIZE]);

/** What stays the same however much of country and area is dialled: the last seven digits, or all of a shorter one. */
const char *telephone_tail(const char *digits);
