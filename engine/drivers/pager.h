/*
 * Reaching a pager through the site's own program (R60). Never a shell, never mail: tocsin.yaml is refused if it names
 * a program that sends any.
 */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/** What came of it, in words for the record: "exit status 1", "not over after 30 seconds". */
struct paged {
  bool is_sent;      /* the program ended with status 0 */
  char because[200]; /* "" if it was sent */
};

/**
 * Runs `argv` (ended by NULL) with the number on the first line of its stdin, an empty line, and the message: a number
 * among the arguments would be everybody's to see. Waits for its end, 30 seconds at most. -1: it cannot be started.
 */
int pager_send(const char *const *argv, const char *number, const char *message, struct paged *paged,
               struct err *err);
