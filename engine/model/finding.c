/*
 * Findings, and the way from an error's sentence to one: "policies/rules.yaml:12:5: no action is called ...".
 */
#include "model/finding.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void findings_finish(struct findings *findings)
{
  for (size_t i = 0; i < findings->count; i++) {
    free(findings->list[i].file);
    free(findings->list[i].sentence);
  }
  free(findings->list);
  *findings = (struct findings){0};
}

static bool is_known(const struct findings *findings, const struct finding *finding)
{
  for (size_t i = 0; i < findings->count; i++) {
    const struct finding *other = &findings->list[i];
    if (!strcmp(other->file, finding->file) && other->line == finding->line && other->column == finding->column &&
        !strcmp(other->sentence, finding->sentence))
      return true;
  }
  return false;
}

/* Takes file and sentence over. */
static void add(struct findings *findings, struct finding finding)
{
  if (is_known(findings, &finding)) {
    free(finding.file);
    free(finding.sentence);
    return;
  }
  *APPEND(findings->list, findings->count) = finding;
}

void findings_add(struct findings *findings, const char *file, int line, int column, bool is_error, const char *code,
                  const char *format, ...)
{
  va_list arguments;
  char sentence[1024];
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  add(findings, (struct finding){xstrdup(file ? file : ""), line, column, is_error, code, xstrdup(sentence)});
}

static bool is_file(const char *text, size_t length)
{
  return length > 5 && (!strncmp(text + length - 5, ".yaml", 5) || !strncmp(text + length - 4, ".lua", 4)) &&
         !memchr(text, ' ', length) && !memchr(text, '\n', length);
}

void findings_add_error(struct findings *findings, const char *code, const char *sentence)
{
  size_t length = strcspn(sentence, ":");
  if (sentence[length] != ':' || !is_file(sentence, length)) {
    findings_add(findings, "", 0, 0, true, code, "%s", sentence);
    return;
  }
  int place[2] = {0, 0};
  const char *rest = sentence + length + 1;
  for (int i = 0; i < 2; i++) {
    char *end;
    long number = strtol(rest, &end, 10);
    if (end == rest || *end != ':' || *rest < '0' || *rest > '9')
      break;
    place[i] = (int)number;
    rest = end + 1;
  }
  char *file = xasprintf("%.*s", (int)length, sentence);
  findings_add(findings, file, place[0], place[1], true, code, "%s", rest + strspn(rest, " "));
  free(file);
}

/* ---- order ---- */

static int compare(const struct finding *a, const struct finding *b)
{
  int by_file = strcmp(a->file, b->file);
  if (by_file)
    return by_file;
  return a->line != b->line ? a->line - b->line : a->column - b->column;
}

/* By insertion, so that what is equal stays as it was added. */
void findings_sort(struct findings *findings)
{
  for (size_t i = 1; i < findings->count; i++) {
    struct finding moved = findings->list[i];
    size_t place = i;
    for (; place && compare(&findings->list[place - 1], &moved) > 0; place--)
      findings->list[place] = findings->list[place - 1];
    findings->list[place] = moved;
  }
}

size_t findings_errors(const struct findings *findings)
{
  size_t count = 0;
  for (size_t i = 0; i < findings->count; i++)
    count += findings->list[i].is_error;
  return count;
}

/* ---- JSON ---- */

/* What stands in quotes after "did you mean". */
static json_t *suggestion(const char *sentence)
{
  const char *asked = strstr(sentence, "did you mean \"");
  if (!asked)
    return json_null();
  asked += strlen("did you mean \"");
  return json_stringn(asked, strcspn(asked, "\""));
}

static json_t *number(int value)
{
  return value ? json_integer(value) : json_null();
}

json_t *findings_json(const struct findings *findings)
{
  json_t *list = json_array();
  for (size_t i = 0; i < findings->count; i++) {
    const struct finding *finding = &findings->list[i];
    json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:o}", "code", finding->code, "column",
                                          number(finding->column), "file",
                                          finding->file[0] ? json_string(finding->file) : json_null(), "line",
                                          number(finding->line), "sentence", finding->sentence, "severity",
                                          finding->is_error ? "error" : "warning", "suggestion",
                                          suggestion(finding->sentence)));
  }
  return list;
}
