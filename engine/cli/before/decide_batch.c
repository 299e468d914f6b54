/*
 * Many questions: a JSON object a line, an answer a line, in the same order. A bad line has its error in its place and
 * the others are answered all the same.
 */
#include "base/json.h"
#include "cli/before/decide.h"
#include "cli/cli.h"
#include "cli/out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_LENGTH (1024 * 1024)

static json_t *answer(const struct decide_context *context, const char *line, size_t length, struct err *err)
{
  struct decide_asked asked;
  struct decision decision;
  json_t *result = NULL;
  if (length > LINE_MAX_LENGTH) {
    err_set(err, "a line of more than %d bytes.", LINE_MAX_LENGTH);
    return NULL;
  }
  json_t *object = json_parse(line, length, err);
  if (object && decide_read(context, object, &asked, err) == 0) {
    if (decide_ask(context, &asked, &decision, err) == 0)
      result = decide_to_json(context->policy, &asked, &decision);
    decide_asked_finish(&asked);
  }
  json_decref(object);
  return result;
}

int decide_batch(const struct decide_context *context, struct err *err)
{
  char *line = NULL;
  size_t size = 0;
  int status = STATUS_DONE;
  for (ssize_t length; (length = getline(&line, &size, stdin)) >= 0;) {
    struct err bad = {0};
    if (length > 0 && line[length - 1] == '\n')
      line[--length] = '\0';
    json_t *result = answer(context, line, (size_t)length, &bad);
    if (!result) {
      result = json_pack("{s:o}", "error", json_stringn_nocheck(bad.text, strlen(bad.text)));
      status = STATUS_USAGE;
    }
    say_json_line(result);
  }
  free(line);
  return ferror(stdin) ? err_set(err, "stdin cannot be read: %s.", strerror(errno)) : status;
}
