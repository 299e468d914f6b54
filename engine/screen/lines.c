/*
 * Entries as lines. What was durable before it is shown is shown once, in the ledger's order.
 */
#include "screen/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/shown.h"
#include "policy/obligations.h"
#include "statements/dossier.h"

#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#define STEP_WIDTH 20
#define WORDS_WIDTH 46
#define INDENT (13 + STEP_WIDTH + 1) /* the time, two blanks, the step */
#define PAGE_WIDTH 120               /* where no terminal says */

static void end_progress(struct screen *screen)
{
  if (screen->has_progress_line)
    fputs("\r\033[K", screen->setup.out);
  screen->has_progress_line = screen->is_ringing = false;
}

static const char *colour(const struct screen *screen, enum screen_style style)
{
  static const char *const codes[] = {"", "\033[1m", "\033[33m", "\033[31m"};
  return screen->setup.has_colour ? codes[style] : "";
}

/* Characters, not bytes: continuation bytes of UTF-8 take no room. */
static int width(const char *text, size_t length)
{
  int count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xc0) != 0x80;
  return count;
}

static int page_width(const struct screen *screen)
{
  struct winsize size;
  return ioctl(fileno(screen->setup.out), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : PAGE_WIDTH;
}

/* In a column of its own, broken between words. */
void screen_column(const struct screen *screen, int indent, const char *given)
{
  struct buf shown = {0};
  shown_add(&shown, given, strlen(given), false);
  const char *text = buf_string(&shown);
  int room = page_width(screen) - indent, used = 0;
  while (*text) {
    size_t length = strcspn(text, " ");
    int wide = width(text, length);
    if (used && used + 1 + wide > room) {
      fprintf(screen->setup.out, "\n%*s", indent, "");
      used = 0;
    } else if (used) {
      fputc(' ', screen->setup.out);
      used++;
    }
    fwrite(text, 1, length, screen->setup.out);
    used += wide;
    text += length + strspn(text + length, " ");
  }
  buf_finish(&shown);
}

/* Beside each other where that fits, else one below the other. */
static void put_words_and_what(const struct screen *screen, int indent, const char *words, enum screen_style style,
                               const char *what)
{
  FILE *out = screen->setup.out;
  int words_width = width(words, strlen(words)), what_width = width(what, strlen(what));
  int rest = page_width(screen) - indent - 2 - what_width;
  int gap = WORDS_WIDTH <= rest && words_width < WORDS_WIDTH ? WORDS_WIDTH - words_width : 0;
  screen_column(screen, indent, words);
  if (words_width <= rest)
    fprintf(out, "%*s", gap + 2, "");
  else
    fprintf(out, "\n%*s", indent, "");
  fputs(colour(screen, style), out);
  screen_column(screen, indent, what);
  fprintf(out, "%s\n", style && screen->setup.has_colour ? "\033[0m" : "");
}

/** One line: time, step, words, what became of it. Control characters in any of them are shown, not sent. */
static void put_line(struct screen *screen, clock_us at, const char *step, const char *words, enum screen_style style,
                 const char *what)
{
  static const char exercise[] = "EXERCISE ";
  FILE *out = screen->setup.out;
  time_t seconds = (time_t)(at / 1000000);
  struct tm local;
  char zone[MOMENT_ZONE_SIZE];
  localtime_r(&seconds, &local);
  moment_zone(at, zone);
  end_progress(screen);
  shown_print(out, "%s%02d:%02d:%02d.%02d%s  %-*s ", screen->setup.is_exercise ? exercise : "", local.tm_hour,
              local.tm_min, local.tm_sec, (int)(at / 10000 % 100), zone, STEP_WIDTH, step);
  put_words_and_what(screen, INDENT + (screen->setup.is_exercise ? (int)strlen(exercise) : 0), words, style, what);
  fflush(out);
}

static void text_below(struct screen *screen, const char *text)
{
  end_progress(screen);
  fprintf(screen->setup.out, "%*s", INDENT, "");
  screen_column(screen, INDENT, text);
  fputc('\n', screen->setup.out);
}

char *screen_step_words(const struct step *step)
{
  struct buf words = {0};
  action_words(step->action, step->arguments, &words);
  if (words.bytes && words.bytes[0] >= 'A' && words.bytes[0] <= 'Z')
    words.bytes[0] |= 0x20; /* within a line it is no beginning of a sentence */
  if (step->person)
    buf_format(&words, ": %s", step->person);
  return buf_take(&words);
}

/* Whatever was not asked for by its first intent has waited for a yes; also before this process began. */
static bool has_waited(const struct step *step, const struct entry *intent)
{
  return step->asked_seq != intent->seq;
}

/* What it waits for, and the two ways out, for each. */
static void show_held(struct screen *screen, const struct entry *entry, const char *words)
{
  struct buf text = {0};
  size_t index;
  json_t *id;
  put_line(screen, entry->at, entry->step, words, SCREEN_YELLOW, "WAITS for what comes before it");
  json_array_foreach(json_object_get(entry->body, "obligations"), index, id)
  {
    const char *name = json_string_value(id);
    const struct obligation *obligation =
        screen->setup.policy ? policy_obligation(screen->setup.policy, name) : NULL;
    buf_clear(&text);
    buf_format(&text, "%s: ", name);
    if (obligation)
      obligation_words(obligation, &text);
    buf_format(&text, ". Do it, or: tocsin waive %s %s --because \"...\"", entry->incident, name);
    text_below(screen, buf_string(&text));
  }
  buf_finish(&text);
}

static void show_request(struct screen *screen, const struct entry *entry, const struct step *step, const char *words)
{
  char roles[200], what[300];
  const json_t *decision = json_object_get(entry->body, "decision");
  role_set_text(decision_from(decision), roles, sizeof roles);
  if (step->state == STEP_REFUSED || !strcmp(json_get_string(entry->body, "state"), "refused")) {
    put_line(screen, entry->at, entry->step, words, SCREEN_RED, "FORBIDDEN, whoever asks");
    text_below(screen, json_get_string(decision, "because"));
    text_below(screen, "This track ends here; the request stays on record.");
    return;
  }
  if (json_object_get(entry->body, "obligations")) {
    show_held(screen, entry, words);
    return;
  }
  snprintf(what, sizeof what, "WAITS for a yes from %s", roles);
  put_line(screen, entry->at, entry->step, words, SCREEN_YELLOW, what);
}

static void show_intent(struct screen *screen, const struct entry *entry, const struct step *step, const char *words)
{
  const json_t *decision = json_object_get(entry->body, "decision");
  if (step->attempt > 1)
    put_line(screen, entry->at, entry->step, words, SCREEN_PLAIN, "once more, from the beginning");
  else if (has_waited(step, entry) && json_array_size(json_object_get(entry->body, "approvals")))
    put_line(screen, entry->at, entry->step, words, SCREEN_BOLD, "APPROVED, goes ahead");
  else if (json_object_get(entry->body, "deviations"))
    put_line(screen, entry->at, entry->step, words, SCREEN_BOLD, "GOES AHEAD: in priority 1 nothing waits longer");
  else if (step->was_held)
    put_line(screen, entry->at, entry->step, words, SCREEN_BOLD, "GOES AHEAD: what comes before it is settled");
  else if (has_waited(step, entry)) {
    put_line(screen, entry->at, entry->step, words, SCREEN_BOLD, "GOES AHEAD without a yes");
    text_below(screen, json_get_string(decision, "because"));
  }
}

static const char *what_came(const struct entry *entry, const struct step *step, char *what, size_t size)
{
  const json_t *fields = json_object_get(entry->body, "fields");
  const char *status = json_get_string(entry->body, "status");
  const json_t *reached = json_object_get(fields, "reached");
  const char *value = json_get_string(fields, "value");
  const char *because = json_get_string(entry->body, "because");
  const json_t *items = json_object_get(fields, "items");
  if (reached)
    snprintf(what, size, "%s", json_is_true(reached) ? "reached" : "no answer");
  else if (value)
    snprintf(what, size, "%s", value);
  else if (items)
    snprintf(what, size, "%s, %lld items, %.1f MB, %lld ms", status, (long long)json_integer_value(items),
             (double)json_get_integer(fields, "bytes", 0) / 1e6, (long long)(entry->at - step->intent_at) / 1000);
  else if (because)
    snprintf(what, size, "%s: %s", status, because);
  else
    snprintf(what, size, "%s", status);
  size_t used = strlen(what);
  if (entry->type == ENTRY_ANSWER && entry->actor && !reached)
    snprintf(what + used, size - used, ", says %s", entry->actor);
  return what;
}

static void show_end(struct screen *screen, const struct incident *incident, const struct entry *entry)
{
  size_t steps = 0;
  char what[200];
  size_t index;
  json_t *track;
  const char *said = "";
  for (size_t i = 0; i < incident->step_count; i++)
    steps += incident->steps[i]->run == incident->run;
  snprintf(what, sizeof what, "%zu step%s", steps, steps == 1 ? "" : "s");
  put_line(screen, entry->at, "", json_get_string(entry->body, "state"), SCREEN_BOLD, what);
  json_array_foreach(json_object_get(entry->body, "tracks"), index, track)
  {
    const char *because = json_get_string(track, "because");
    if (because && strcmp(because, said)) /* a parent ends for its child's reason: once is enough */
      put_line(screen, entry->at, json_get_string(track, "track"), json_get_string(track, "state"), SCREEN_PLAIN,
                  because);
    said = because ? because : said;
  }
}

static void show_step(struct screen *screen, const struct entry *entry, const struct step *step)
{
  char what[400];
  char *words = screen_step_words(step);
  if (entry->type == ENTRY_REQUEST)
    show_request(screen, entry, step, words);
  else if (entry->type == ENTRY_INTENT)
    show_intent(screen, entry, step, words);
  else if (entry->type == ENTRY_OUTCOME || entry->type == ENTRY_ANSWER)
    put_line(screen, entry->at, entry->step, words, SCREEN_PLAIN, what_came(entry, step, what, sizeof what));
  else if (entry->type == ENTRY_APPROVAL || entry->type == ENTRY_DENIAL) {
    snprintf(what, sizeof what, "%s says %s", entry->actor, entry->type == ENTRY_APPROVAL ? "yes" : "no");
    put_line(screen, entry->at, entry->step, words, SCREEN_PLAIN, what);
  }
  if (step->state == STEP_DOUBT && entry->type != ENTRY_NOTE)
    put_line(screen, entry->at, entry->step, words, SCREEN_RED, "IN DOUBT: did it happen? tocsin resolve");
  free(words);
}

static void show_facts(struct screen *screen, const struct entry *entry)
{
  const char *name;
  json_t *value;
  json_object_foreach(json_object_get(entry->body, "facts"), name, value)
  {
    put_line(screen, entry->at, "", name, SCREEN_PLAIN, json_string_value(value) ? json_string_value(value) : "");
  }
}

static void show_entry(struct screen *screen, const struct incident *incident, const struct entry *entry)
{
  const struct step *step = entry->step ? incident_step(incident, entry->step) : NULL;
  if (entry->type == ENTRY_RUN_END)
    show_end(screen, incident, entry);
  else if (entry->type == ENTRY_NOTE)
    put_line(screen, entry->at, "note", json_get_string(entry->body, "text"), SCREEN_PLAIN,
                entry->actor ? entry->actor : "");
  else if (entry->type == ENTRY_FACT)
    show_facts(screen, entry);
  else if (entry->type == ENTRY_WAIVER)
    put_line(screen, entry->at, "waived", json_get_string(entry->body, "obligation"), SCREEN_PLAIN,
                entry->actor ? entry->actor : "");
  else if (entry->type == ENTRY_DUE)
    put_line(screen, entry->at, "", json_get_string(entry->body, "deadline"), SCREEN_PLAIN, "the time is over");
  else if (step && step->run == entry->run)
    show_step(screen, entry, step);
}

static void took(void *context, const struct incident *incident, const struct entry *entry)
{
  struct screen *screen = context;
  show_entry(screen, incident, entry);
  if (screen->turn && entry->step && !strcmp(entry->step, screen->turn)) {
    free(screen->turn);
    screen->turn = NULL;
  }
}

/* Only where it can be taken back: on a terminal. */
static void progress(void *context, const struct step *step, const char *words)
{
  struct screen *screen = context;
  if (!screen->setup.has_colour)
    return;
  shown_print(screen->setup.out, "\r\033[K%13s%-*s %s", "", STEP_WIDTH, step->id, words);
  fflush(screen->setup.out);
  screen->has_progress_line = true;
  screen->is_ringing = false;
}

static void waits(void *context, const struct incident *incident)
{
  screen_show_turn(context, incident);
}

static int readable(void *context, struct live *live, struct err *err)
{
  return screen_read(context, live, err);
}

struct live_watcher screen_watcher(struct screen *screen)
{
  return (struct live_watcher){.context = screen, .took = took, .progress = progress,
                               .waits = screen->setup.input >= 0 ? waits : NULL,
                               .input = screen->both < 0 ? screen->setup.input : screen->both, .read = readable};
}

struct screen *screen_new(const struct screen_setup *setup)
{
  struct screen *screen = xcalloc(1, sizeof *screen);
  screen->setup = *setup;
  ringing_open(screen);
  return screen;
}

void screen_free(struct screen *screen)
{
  if (!screen)
    return;
  end_progress(screen);
  ringing_close(screen);
  free(screen->turn);
  buf_finish(&screen->typed);
  free(screen);
}
