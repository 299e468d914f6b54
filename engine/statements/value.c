/*
 * What somebody typed, as the value it stands for. Nothing is guessed: what is no value of its kind is refused with
 * the values there are.
 */
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

/** "yes", "n", "true" ... as typed; false if it is none of them. */
static bool value_is_boolean(const char *text, bool *truth)
{
  static const char *const yes[] = {"yes", "y", "true"}, *const no[] = {"no", "n", "false"};
  for (size_t i = 0; i < COUNT(yes); i++)
    if (!strcasecmp(text, yes[i]) || !strcasecmp(text, no[i])) {
      *truth = !strcasecmp(text, yes[i]);
      return true;
    }
  return false;
}

bool value_is_integer(const char *text, int64_t *number)
{
  char *end;
  errno = 0;
  long long found = strtoll(text, &end, 10);
  if (end == text || *end || errno || found > JSON_INTEGER_MAX || found < -JSON_INTEGER_MAX)
    return false;
  *number = found;
  return true;
}

const char *value_of_fact(const struct fact *fact, const char *text, struct err *err)
{
  bool truth;
  bool is_derived = fact->source == FACT_DERIVED && !strcasecmp(text, "derived"); /* as the other facts give it */
  if (!strcmp(text, "?") || !strcasecmp(text, "unknown") || is_derived)
    return "unknown";
  if (fact->is_boolean && value_is_boolean(text, &truth))
    return truth ? "true" : "false";
  int index = fact_value(fact, text);
  if (index >= 0)
    return fact->values[index];
  if (fact->is_boolean)
    return err_set(err, "%s is yes, no or unknown, not \"%s\".", fact->name, text), NULL;
  const char *near = suggest(text, fact->values, fact->value_count);
  struct buf known = {0};
  for (size_t i = 0; i < fact->value_count; i++)
    buf_format(&known, "%s, ", fact->values[i]);
  err_set(err, "%s cannot be \"%s\"%s%s%s It can be: %sunknown.", fact->name, text,
          near ? "; did you mean \"" : ".", near ? near : "", near ? "\"?" : "", buf_string(&known));
  buf_finish(&known);
  return NULL;
}

/* By id, or by the name as it is written in the roster. */
static const struct person *find_person(const struct people *people, const char *text)
{
  const struct person *person = people_find(people, text);
  for (size_t i = 0; !person && i < people->count; i++)
    if (!strcasecmp(people->list[i].name, text))
      person = &people->list[i];
  return person;
}

const struct person *value_of_person(const struct incident *incident, const char *text, struct err *err)
{
  const struct people *people = &incident->people;
  const struct person *person = find_person(people, text);
  if (person)
    return person;
  const char **known = xcalloc(people->count + 1, sizeof *known);
  for (size_t i = 0; i < people->count; i++)
    known[i] = people->list[i].id;
  const char *near = suggest(text, known, people->count);
  err_set(err, "nobody here is called %s%s%s%s", text, near ? "; did you mean " : "", near ? near : "",
          near ? "?" : ".");
  free(known);
  return NULL;
}

static json_t *person_value(const struct incident *incident, const struct outcome_field *field, const char *text,
                            struct err *err)
{
  const struct person *person = value_of_person(incident, text, err);
  if (!person)
    err_prefix(err, "%s: ", field->name);
  return person ? json_string(person->id) : NULL;
}

static json_t *listed_value(const struct outcome_field *field, const char *text, struct err *err)
{
  for (size_t i = 0; i < field->value_count; i++)
    if (!strcmp(field->values[i], text))
      return json_string(text);
  const char *near = suggest(text, field->values, field->value_count);
  err_set(err, "\"%s\" is no value of %s%s%s%s", text, field->name, near ? "; did you mean \"" : ".",
          near ? near : "", near ? "\"?" : "");
  return NULL;
}

json_t *value_of_field(const struct incident *incident, const struct outcome_field *field, const char *text,
                       struct err *err)
{
  bool truth;
  int64_t number;
  if (!*text)
    return err_set(err, "%s is empty.", field->name), NULL;
  if (!strcmp(field->type, "boolean"))
    return value_is_boolean(text, &truth) ? json_boolean(truth)
                                          : (err_set(err, "%s is yes or no, not \"%s\".", field->name, text), NULL);
  if (!strcmp(field->type, "integer"))
    return value_is_integer(text, &number)
               ? json_integer(number)
               : (err_set(err, "%s is a whole number, not \"%s\".", field->name, text), NULL);
  if (!strcmp(field->type, "person"))
    return person_value(incident, field, text, err);
  if (!strcmp(field->type, "phone") && strcspn(text, "0123456789") == strlen(text))
    return err_set(err, "%s is a telephone number, and \"%s\" has no digit.", field->name, text), NULL;
  return field->value_count ? listed_value(field, text, err) : json_string(text);
}
