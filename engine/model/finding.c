/*
 * Findings, and the way from an error's sentence to one: "policies/rules.yaml:12:5: no action is called ...".
 */
#include "model/finding.h"

#include "base/alloc.h"
#include "base/shown.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void findings_finish(struct findings *findings)
{
  for (size_t i = 0; i < findings->count; i++) {
    free(findings->list[i].file);
    free(findings->list[i].sentence);
    free(findings->list[i].suggestion);
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

/* Takes the texts over. */
static void add(struct findings *findings, struct finding finding)
{
  if (is_known(findings, &finding)) {
    free(finding.file);
    free(finding.sentence);
    free(finding.suggestion);
    return;
  }
  *APPEND(findings->list, findings->count) = finding;
}

void findings_add(struct findings *findings, const char *file, int line, int column, bool is_error, const char *code,
                  const char *format, ...)
{
  va_list arguments;
  struct buf sentence = {0};
  va_start(arguments, format);
  shown_vformat(&sentence, format, arguments);
  va_end(arguments);
  add(findings, (struct finding){xstrdup(file ? file : ""), line, column, is_error, code, buf_take(&sentence), NULL});
}

void findings_add_unknown(struct findings *findings, const char *file, int line, int column, const char *code,
                          const char *name, const char *near)
{
  struct err err = {0};
  err_unknown(&err, near, NULL, "nothing is called \"%s\"", name);
  add(findings, (struct finding){xstrdup(file), line, column, true, code, xstrdup(err.text), xstrdup(near)});
}

static bool is_file(const char *text, size_t length)
{
  return length > 5 && (!strncmp(text + length - 5, ".yaml", 5) || !strncmp(text + length - 4, ".lua", 4)) &&
         !memchr(text, ' ', length) && !memchr(text, '\n', length);
}

/** `near` is taken over. */
static void add_placed(struct findings *findings, const char *code, const char *sentence, char *near)
{
  size_t length = strcspn(sentence, ":");
  if (sentence[length] != ':' || !is_file(sentence, length)) {
    add(findings, (struct finding){xstrdup(""), 0, 0, true, code, xstrdup(sentence), near});
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
  add(findings, (struct finding){xstrndup(sentence, length), place[0], place[1], true, code,
                                 xstrdup(rest + strspn(rest, " ")), near});
}

void findings_add_error(struct findings *findings, const char *code, const struct err *err)
{
  add_placed(findings, code, err->text, err->near[0] ? xstrdup(err->near) : NULL);
}

void findings_add_told(struct findings *findings, const char *code, const char *sentence)
{
  static const char asking[] = "did you mean \"";
  const char *asked = strstr(sentence, asking), *near = asked ? asked + strlen(asking) : NULL;
  add_placed(findings, code, sentence, near ? xstrndup(near, strcspn(near, "\"")) : NULL);
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
                                          finding->suggestion ? json_string(finding->suggestion) : json_null()));
  }
  return list;
}
