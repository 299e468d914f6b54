/*
 * A scenario's file, and what its parts share.
 */
#include "model/scenario_read.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <string.h>

static void finish_steps(struct scenario_step *steps, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    free(steps[i].name);
    json_decref(steps[i].checks);
  }
}

static void finish_names(struct scenario_names *names)
{
  for (size_t i = 0; i < names->count; i++)
    free(names->list[i].name);
  free(names->list);
}

static void finish_expectation(struct scenario_expectation *expects)
{
  free(expects->playbook);
  free(expects->state);
  finish_steps(&expects->first, 1);
  finish_steps(expects->steps, expects->step_count);
  finish_steps(expects->decisions, expects->decision_count);
  free(expects->steps);
  free(expects->decisions);
  for (size_t i = 0; i < expects->question_count; i++) {
    struct scenario_question *question = &expects->questions[i];
    free(question->action);
    free(question->by);
    free(question->rule);
    json_decref(question->parameters);
    json_decref(question->facts);
  }
  free(expects->questions);
  struct scenario_names *const names[] = {&expects->never, &expects->called,  &expects->not_called, &expects->met,
                                          &expects->open,  &expects->overdue, &expects->waived,     &expects->not_owed};
  for (size_t i = 0; i < COUNT(names); i++)
    finish_names(names[i]);
}

static void finish_script(struct scenario *scenario)
{
  for (size_t i = 0; i < scenario->word_count; i++) {
    free(scenario->words[i].key);
    free(scenario->words[i].person);
    free(scenario->words[i].because);
  }
  for (size_t i = 0; i < scenario->event_count; i++) {
    struct scenario_event *event = &scenario->events[i];
    free(event->at);
    free(event->by);
    free(event->because);
    free(event->what);
    json_decref(event->with);
  }
  free(scenario->words);
  free(scenario->events);
}

void scenario_finish(struct scenario *scenario)
{
  free(scenario->file);
  free(scenario->title);
  free(scenario->cites);
  free(scenario->ours);
  free(scenario->playbook);
  declaration_finish(&scenario->incident);
  answers_free(scenario->answers);
  finish_script(scenario);
  finish_expectation(&scenario->expects);
  *scenario = (struct scenario){0};
}

/* ---- what the parts share ---- */

static bool is_step(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot && dot[1] && dot[1 + strspn(dot + 1, "0123456789")] == '\0';
}

static bool is_in_domain(const char *pattern, const char *action)
{
  size_t length = strlen(pattern);
  return length > 2 && !strcmp(pattern + length - 2, ".*") && !strncmp(pattern, action, length - 1);
}

bool scenario_is_named(const char *written, const char *step, const char *action)
{
  return !strcmp(written, "*") || !strcmp(written, step) || !strcmp(written, action) || is_in_domain(written, action);
}

int scenario_read_text(const struct yaml *node, char **text, struct err *err)
{
  const char *read;
  if (!node)
    return 0;
  if (yaml_as_text(node, &read, err) < 0)
    return -1;
  free(*text);
  *text = xstrdup(read);
  return 0;
}

int scenario_read_name(const struct scenario_reader *reader, const struct yaml *node, char **name, struct err *err)
{
  if (scenario_read_text(node, name, err) < 0)
    return -1;
  if (is_step(*name))
    return 0;
  for (size_t i = 0; i < reader->catalogue->action_count; i++)
    if (scenario_is_named(*name, "", reader->catalogue->actions[i].name))
      return 0;
  const char *near = catalogue_suggest_action(reader->catalogue, *name);
  return yaml_unknown(node, err, near, "A step is written like technical.2.", "no action is called \"%s\"", *name);
}

int scenario_read_person(const struct scenario_reader *reader, const struct yaml *node, char **id, struct err *err)
{
  if (!node)
    return 0;
  if (scenario_read_text(node, id, err) < 0)
    return -1;
  const struct people *people = &reader->company->people;
  if (people_find(people, *id))
    return 0;
  const char **known = xcalloc(people->count + 1, sizeof *known);
  for (size_t i = 0; i < people->count; i++)
    known[i] = people->list[i].id;
  const char *near = suggest(*id, known, people->count);
  yaml_unknown(node, err, near, NULL, "nobody of " COMPANY_FILE " is called %s", *id);
  free((void *)(uintptr_t)known);
  return -1;
}

/* ---- the file ---- */

static int read_root(struct scenario_reader *reader, const struct yaml *root, struct err *err)
{
  static const char *const known[] = {"title",   "cites",     "ours",    "incident", "playbook",
                                      "answers", "approvals", "happens", "expect"};
  struct scenario *scenario = reader->scenario;
  if (yaml_check_keys(root, "a scenario", known, COUNT(known), err) < 0)
    return -1;
  const struct yaml *incident = yaml_get(root, "incident"), *answers = yaml_get(root, "answers");
  if (scenario_read_text(yaml_get(root, "title"), &scenario->title, err) < 0 ||
      scenario_read_text(yaml_get(root, "cites"), &scenario->cites, err) < 0 ||
      scenario_read_text(yaml_get(root, "ours"), &scenario->ours, err) < 0 ||
      scenario_read_text(yaml_get(root, "playbook"), &scenario->playbook, err) < 0)
    return -1;
  if (!scenario->title)
    return err_set(err, "%s: the title is missing: what is tried here (title: ...)?", root->file);
  if (!incident)
    return err_set(err, "%s: nothing happens in it; it needs an incident, as an incident file has it.", root->file);
  if (declaration_read_map(&scenario->incident, reader->catalogue, reader->check, incident, err) < 0)
    return -1;
  if (answers && !(scenario->answers = answers_read_map(answers, reader->catalogue, true, err)))
    return -1;
  if (scenario_read_words(reader, yaml_get(root, "approvals"), err) < 0 ||
      scenario_read_events(reader, yaml_get(root, "happens"), err) < 0)
    return -1;
  const struct yaml *expect = yaml_get(root, "expect");
  if (!expect || (expect->kind == YAML_SCALAR && !expect->text[0]) || (expect->kind == YAML_MAP && !expect->count))
    return err_set(err, "%s: it expects nothing, so it could never fail; say what must come of it (expect: ...).",
                   root->file);
  return scenario_read_expectation(reader, expect, err);
}

static int check_declarer(const struct scenario_reader *reader, const char *file, struct err *err)
{
  const char *id = reader->scenario->incident.declared_by;
  if (id && people_find(&reader->company->people, id))
    return 0;
  return err_set(err, "%s: who declares it? incident.declared_by names somebody of " COMPANY_FILE ".", file);
}

int scenario_read(struct scenario *scenario, const struct catalogue *catalogue, const struct company *company,
                  declaration_check check, const char *file, const char *bytes, size_t length, struct err *err)
{
  *scenario = (struct scenario){.expects = {.declared.priority = -1, .at_end.priority = -1}};
  scenario->file = xstrdup(file);
  struct scenario_reader reader = {scenario, catalogue, company, check};
  struct yaml *root = yaml_parse(file, bytes, length, err);
  int result = root ? read_root(&reader, root, err) : -1;
  yaml_free(root);
  if (!result)
    result = check_declarer(&reader, file, err);
  if (result < 0)
    scenario_finish(scenario);
  return result;
}
