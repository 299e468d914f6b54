/*
 * Inside the room.
 */
#pragma once

#include "base/buf.h"
#include "screen/screen.h"

struct screen {
  struct screen_setup setup;
  char *turn;                /* the step shown as YOUR TURN, or NULL */
  struct buf typed;          /* of the line being typed */
  bool has_progress_line;    /* the last line is a progress line, to be overwritten */
  int timer, both;           /* ringing.c: the clock, and what is readable when it or the terminal is; -1: none */
  bool is_ringing;           /* the line above the prompt is the clock's */
  int64_t ringing_since;  /* microseconds since the machine was started */
};

enum screen_style { SCREEN_PLAIN, SCREEN_BOLD, SCREEN_YELLOW, SCREEN_RED };

void screen_column(const struct screen *screen, int indent, const char *text); /* broken between words */
char *screen_step_words(const struct step *step); /* the caller frees it */

/* ringing.c */
void ringing_open(struct screen *screen);
void ringing_close(struct screen *screen);
void ringing_show(struct screen *screen, const struct incident *incident, const struct step *step);
bool ringing_only(struct screen *screen); /* nobody typed: it was the clock */

void screen_show_turn(struct screen *screen, const struct incident *incident);
int screen_read(struct screen *screen, struct live *live, struct err *err);
