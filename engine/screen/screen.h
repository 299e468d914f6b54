/*
 * The terminal while an incident runs: what happens, line by line as it becomes durable, and a prompt that loses
 * nothing.
 *
 * Every sentence about an action is its wording. At the prompt an answer answers the step shown as YOUR TURN, words
 * that begin with "/" are commands, everything else is a note.
 */
#pragma once

#include "calling/calling.h"
#include "live/live.h"
#include "roster/roster.h"

#include <stdbool.h>
#include <stdio.h>

struct screen;

struct screen_setup {
  FILE *out;                    /* lines go here */
  int input;                    /* -1: nobody types */
  bool has_colour, is_exercise;
  struct roster *roster;        /* for the number to dial; NULL: none */
  const struct calling *calling; /* for the words to say; NULL: none */
  const struct policy *policy;
  const char *speaker;          /* who calls */
};

struct screen *screen_new(const struct screen_setup *setup);
void screen_free(struct screen *screen);

/** The slots of a live run that show it here. */
struct live_watcher screen_watcher(struct screen *screen);
