/*
 * The prompt: one thing is yours at a time. `y n ?` and name=value answer it; "/" begins a command; the rest is a note.
 */
#include "screen/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/shown.h"
#include "drivers/driver.h"
#include "statements/statements.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 8000

static const struct step *my_turn(const struct incident *incident)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run == incident->run && step->state == STEP_OPEN && step->action->driver == DRIVER_MANUAL)
      return step;
  }
  return NULL;
}

static void say_whom(struct screen *screen, const struct step *step)
{
  const char *number = NULL;
  char line[300];
  if (!step->person)
    return;
  for (int means = 0; screen->setup.roster && !number && means < ROSTER_MEANS_COUNT; means++)
    number = roster_number(screen->setup.roster, step->person, (enum roster_means)means);
  snprintf(line, sizeof line, "  call %s%s%s; %d more to try after that", step->person, number ? " at " : "",
           number ? number : "", step->left);
  shown_print(screen->setup.out, "%s\n", line);
}

static const char *question(const struct incident *incident, const struct step *step)
{
  const char *name = json_get_string(step->arguments, "name");
  int fact = name && !strcmp(step->action->name, "fact.establish") ? catalogue_fact(incident->catalogue, name) : -1;
  return fact >= 0 ? incident->catalogue->facts[fact].question : NULL;
}

/* What to say, in a column of its own; else how it is done. */
static void say_words(struct screen *screen, const struct incident *incident, const struct step *step)
{
  const struct screen_setup *setup = &screen->setup;
  struct buf words = {0};
  const char *before = "say   ";
  if (setup->calling)
    calling_words(setup->calling, setup->policy, incident, step, setup->speaker, CALLING_ALOUD, &words);
  char *rest = words.bytes;
  for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
    shown_print(setup->out, "  %s", before);
    screen_column(screen, 8, line);
    fputc('\n', setup->out);
    before = "      ";
  }
  if (!words.length && step->action->hint)
    shown_print(setup->out, "  %s\n", step->action->hint);
  buf_finish(&words);
}

/* Somebody is on the telephone, or about to be. */
static bool is_call(const struct step *step)
{
  return !strcmp(step->action->class, "notification") || !strcmp(step->action->class, "contact");
}

void screen_show_turn(struct screen *screen, const struct incident *incident)
{
  FILE *out = screen->setup.out;
  const struct step *step = my_turn(incident);
  if (!step) {
    shown_print(out, "\nNothing is asked of you; others are. Type a note, or /quit (all goes on without you).\n> ");
    fflush(out);
    return;
  }
  char *words = screen_step_words(step);
  const char *asked = question(incident, step);
  free(screen->turn);
  screen->turn = xstrdup(step->id);
  shown_print(out, screen->setup.has_colour ? "\n\033[1mYOUR TURN\033[0m  %s  %s\n" : "\nYOUR TURN  %s  %s\n", step->id,
              asked ? asked : words);
  say_whom(screen, step);
  if (!asked)
    say_words(screen, incident, step);
  shown_print(out, "  y (yes, done)   n (no, not done)   ? (cannot tell)   name=value   /status /quit   else a note\n");
  screen->is_ringing = false;
  if (is_call(step))
    ringing_show(screen, incident, step);
  fputs("> ", out);
  fflush(out);
  free(words);
}

/* The boolean field that y and n speak of, or the fact asked for, or the status. */
static struct given short_answer(const struct incident *incident, const struct step *step, const char *word)
{
  bool is_yes = !strcmp(word, "y") || !strcmp(word, "yes");
  struct wanted wanted[FACT_VALUES_MAX];
  size_t count = answer_fields(incident, step, wanted, COUNT(wanted));
  if (!strcmp(step->action->name, "fact.establish"))
    return (struct given){"value", !strcmp(word, "?") ? "unknown" : is_yes ? "true" : "false"};
  for (size_t i = 0; i < count; i++)
    if (wanted[i].value_count == 2)
      return (struct given){wanted[i].name, is_yes ? "true" : "false"};
  return (struct given){"status", !strcmp(word, "?") ? "unknown" : is_yes ? "done" : "failed"};
}

static void record_answer(struct screen *screen, struct live *live, const struct given *given, size_t count)
{
  struct answered answered = {0};
  struct err err = {0};
  struct buf body = {0};
  int result = answer_compose(live_incident(live), live_person(live), screen->turn, given, count, &answered, &err);
  if (result == 1)
    err_set(&err, "%s", answered.wanted[0].ask ? answered.wanted[0].ask : answered.wanted[0].name);
  if (!result && !json_write_tree(&body, answered.body, &err))
    live_state(live, ENTRY_ANSWER, screen->turn, buf_string(&body));
  else if (result == 1)
    shown_print(screen->setup.out, "%-s  Type %s=...\n> ", err.text, answered.wanted[0].name);
  else
    shown_print(screen->setup.out, "%-s\n> ", err.text);
  fflush(screen->setup.out);
  buf_finish(&body);
  answered_finish(&answered);
}

static void record_note(struct live *live, const char *text)
{
  struct buf body = {0};
  struct json json;
  json_begin(&json, &body);
  json_open_object(&json);
  json_member(&json, "text", text);
  json_close_object(&json);
  live_state(live, ENTRY_NOTE, NULL, buf_string(&body));
  buf_finish(&body);
}

static bool is_short_answer(const char *line)
{
  static const char *const words[] = {"y", "n", "?", "yes", "no"};
  for (size_t i = 0; i < COUNT(words); i++)
    if (!strcmp(line, words[i]))
      return true;
  return false;
}

/* "reached=yes person=manager2": every word has a name in front. */
static size_t split_pairs(char *line, struct given *given, size_t size)
{
  size_t count = 0;
  char *rest = NULL;
  for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
    char *equals = strchr(word, '=');
    if (!equals || equals == word || count == size)
      return 0;
    *equals = '\0';
    given[count++] = (struct given){word, equals + 1};
  }
  return count;
}

static void answer_or_note(struct screen *screen, struct live *live, const char *line)
{
  struct given given[16];
  const struct step *step = screen->turn ? incident_step(live_incident(live), screen->turn) : NULL;
  char *copy = xstrdup(line);
  size_t pairs = split_pairs(copy, given, COUNT(given));
  if (step && is_short_answer(line)) {
    given[0] = short_answer(live_incident(live), step, line);
    record_answer(screen, live, given, 1);
  } else if (step && pairs) {
    record_answer(screen, live, given, pairs);
  } else {
    record_note(live, line);
  }
  free(copy);
}

static void say_status(struct screen *screen, const struct incident *incident)
{
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    char *words = screen_step_words(step);
    if (step->run == incident->run)
      shown_print(screen->setup.out, "  %-20s %-8s %s\n", step->id,
              step->state == STEP_CONCLUDED ? outcome_status_name(step->status) : step_state_name(step->state), words);
    free(words);
  }
}

static int command(struct screen *screen, struct live *live, const char *line)
{
  if (!strcmp(line, "/quit"))
    return 1;
  if (!strcmp(line, "/status"))
    say_status(screen, live_incident(live));
  else
    shown_print(screen->setup.out, "%s is no command; there are /status and /quit\n", line);
  screen_show_turn(screen, live_incident(live));
  return 0;
}

static int take_line(struct screen *screen, struct live *live, const char *line)
{
  if (line[0] == '/')
    return command(screen, live, line);
  if (line[0])
    answer_or_note(screen, live, line);
  else
    screen_show_turn(screen, live_incident(live));
  return 0;
}

int screen_read(struct screen *screen, struct live *live, struct err *err)
{
  (void)err;
  char bytes[1024];
  if (ringing_only(screen))
    return 0;
  screen->is_ringing = false; /* the line that was typed has moved everything up */
  ssize_t length = read(screen->setup.input, bytes, sizeof bytes);
  if (length < 0 && (errno == EINTR || errno == EAGAIN))
    return 0;
  if (length <= 0)
    return 1; /* the terminal is gone, or Ctrl-D */
  int left = 0;
  for (ssize_t i = 0; i < length && !left; i++) {
    if (bytes[i] != '\n' && screen->typed.length < LINE_MAX_BYTES) {
      buf_char(&screen->typed, bytes[i]);
      continue;
    }
    left = take_line(screen, live, buf_string(&screen->typed));
    buf_clear(&screen->typed);
    if (bytes[i] != '\n')
      buf_char(&screen->typed, bytes[i]);
  }
  return left;
}
