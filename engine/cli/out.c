/*
 * Everything that reaches the terminal or a pipe passes shown.h. What an attacker wrote into a title or a note could
 * otherwise move the cursor, recolour the screen, turn the direction of a line, or write one in another's name.
 */
#include "cli/out.h"

#include "base/buf.h"
#include "base/shown.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const codes[] = {
    [OUT_PLAIN] = "", [OUT_BOLD] = "\033[1m", [OUT_YELLOW] = "\033[33m", [OUT_RED] = "\033[31m"};

static bool is_coloured(FILE *stream)
{
  const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
  return isatty(fileno(stream)) && !(no && no[0]) && !(terminal && strcmp(terminal, "dumb") == 0);
}

static void put(FILE *stream, enum out_style style, const char *format, va_list arguments)
{
  struct buf text = {0};
  shown_vformat(&text, format, arguments);
  bool has_style = style != OUT_PLAIN && is_coloured(stream);
  fprintf(stream, "%s%s%s", has_style ? codes[style] : "", buf_string(&text), has_style ? "\033[0m" : "");
  buf_finish(&text);
}

void say(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  put(stdout, OUT_PLAIN, format, arguments);
  va_end(arguments);
}

void say_in(enum out_style style, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  put(stdout, style, format, arguments);
  va_end(arguments);
}

void remark(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  put(stderr, OUT_PLAIN, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
}

/* ---- what is on record ---- */

const char *out_recorded(const struct err *err)
{
  switch (err->kind) {
  case ERR_UNWRITTEN:
    return "It is not recorded. What was recorded before stands; until this is right again, write on paper, with the "
           "time.";
  case ERR_WRITTEN:
    return "It is recorded all the same, and need not be said again: tocsin log shows it.";
  case ERR_UNSURE:
    return "Whether it is recorded is not known. Write it on paper, with the time, and look once this is right again: "
           "tocsin log";
  case ERR_INPUT:
  case ERR_STORE:
  case ERR_REFUSED:
  case ERR_UNADMITTED:
    break;
  }
  return "";
}

json_t *out_recorded_json(const struct err *err)
{
  return !*out_recorded(err) ? NULL : err->kind == ERR_UNSURE ? json_null() : json_boolean(err->kind == ERR_WRITTEN);
}

void remark_recorded(const char *what, const struct err *err)
{
  if (err->kind == ERR_WRITTEN)
    remark("%s is recorded, but: %-s", what, err->text);
  else if (err->kind == ERR_UNSURE)
    remark("whether %s is recorded is not known: %-s", what, err->text);
  else
    remark("%s could not be recorded: %-s", what, err->text);
}

static void dump(json_t *document, size_t flags)
{
  char *json = json_dumps(document, JSON_SORT_KEYS | flags);
  struct buf shown = {0};
  shown_json(&shown, json ? json : "null", json ? strlen(json) : 4);
  fprintf(stdout, "%s\n", buf_string(&shown));
  buf_finish(&shown);
  free(json);
  json_decref(document);
}

void say_json(json_t *document)
{
  dump(document, JSON_INDENT(2));
}

void say_json_line(json_t *document)
{
  dump(document, JSON_COMPACT);
}

/* Whoever reads the answer through a pipe may stop when he has seen enough: `tocsin log | head`. */
static bool has_reader_left(void)
{
  struct pollfd answer = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&answer, 1, 0) == 1 && answer.revents & POLLERR;
}

int out_flush(struct err *err)
{
  if ((fflush(stdout) == 0 && !ferror(stdout)) || has_reader_left())
    return 0;
  return err_set(err, "the answer could not be written: %s.", strerror(errno));
}
