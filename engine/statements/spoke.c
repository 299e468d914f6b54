/*
 * Whom one spoke with (R89, R105): who, of which organisation, at which number, who called whom, by what means, what
 * was said. What is not known is left out, and asked again before the incident is closed.
 */
#include "statements/inside.h"
#include "statements/outside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <string.h>

static const char *const names[] = {"who", "organisation", "number", "direction", "means", "said", "at"};

static int check_direction(const char *text, struct err *err)
{
  if (!strcmp(text, "in") || !strcmp(text, "out"))
    return 0;
  return err_set(err, "direction is in (they called) or out (we called), not \"%s\".", text);
}

static int set_time(const struct dossier *dossier, json_t *body, const char *text, struct err *err)
{
  char when[CLOCK_TEXT_SIZE], *typed;
  clock_us at, now = dossier_now(dossier);
  if (value_of_moment(text, now, &at, &typed, err) < 0)
    return -1;
  if (at > now)
    return free(typed), err_set(err, "%s has not been yet; spoke is for what was said.", text);
  clock_text(at, when);
  json_object_set_new(body, "at", json_string(when));
  if (typed)
    json_object_set_new(body, "at_typed", json_string(typed));
  free(typed);
  return 0;
}

/* One of ours is recorded by his id, so that his number need not be said. */
static void set_who(const struct incident *incident, json_t *body, const char *text)
{
  struct err somebody_else = {0};
  const struct person *person = value_of_person(incident, text, &somebody_else);
  json_object_set_new(body, "who", json_string(person ? person->id : text));
}

static int take(const struct dossier *dossier, const struct given *given, json_t *body, struct err *err)
{
  size_t i = 0;
  while (i < COUNT(names) && strcmp(names[i], given->name))
    i++;
  if (i == COUNT(names)) {
    const char *near = suggest(given->name, names, COUNT(names));
    return err_set(err, "of whom one spoke with nothing called \"%s\" is recorded%s%s%s", given->name,
                   near ? "; did you mean \"" : ". Known: who organisation number direction means said at.",
                   near ? near : "", near ? "\"?" : "");
  }
  if (!*given->value)
    return err_set(err, "%s is empty; leave it out if nobody knows it.", given->name);
  if (!strcmp(given->name, "direction") && check_direction(given->value, err) < 0)
    return -1;
  if (!strcmp(given->name, "number") && strcspn(given->value, "0123456789") == strlen(given->value))
    return err_set(err, "number is a telephone number, and \"%s\" has no digit.", given->value);
  if (!strcmp(given->name, "at"))
    return set_time(dossier, body, given->value, err);
  if (!strcmp(given->name, "who"))
    set_who(dossier->incident, body, given->value);
  else
    json_object_set_new(body, given->name, json_string(given->value));
  return 0;
}

int spoke_state(struct dossier *dossier, const struct given *given, size_t count, struct spoke *spoke, struct err *err)
{
  const char *person;
  struct said said;
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  json_t *body = json_object();
  int result = 0;
  for (size_t i = 0; i < count && !result; i++)
    result = take(dossier, &given[i], body, err);
  if (!result && !json_object_get(body, "who"))
    result = err_set(err, "with whom? tocsin spoke %s who=NAME number=... said=...", dossier->incident->id);
  *spoke = (struct spoke){.is_by_mail = means_is_mail(json_get_string(body, "means")),
                          .has_number = json_object_get(body, "number") ||
                                        people_find(&dossier->incident->people, json_get_string(body, "who"))};
  if (result < 0) {
    json_decref(body);
    return -1;
  }
  if (dossier_append(dossier, (struct saying){ENTRY_SPOKE, NULL, body, false}, &said, err) < 0 ||
      dossier_commit(dossier, err) < 0)
    return -1;
  spoke->seq = said.seq;
  spoke->is_signed = said.is_signed;
  return 0;
}
