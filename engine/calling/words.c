/*
 * The words for a call, filled in with what the entries say.
 */
#include "calling/calling.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "base/yaml.h"
#include "model/wording.h"
#include "site/record.h"
#include "site/shipped.h"

#include <ctype.h>
#include <string.h>

#define WANTS_MAX 3 /* nobody keeps more in mind on the telephone */

struct calling {
  struct yaml *tree;
  const struct yaml *rows;
};

static const char *const filled_in[] = {"me", "company", "incident", "title", "priority", "wants", "systems", "source"};

/* ---- reading ---- */

static bool is_filled_in(const char *name, size_t length)
{
  for (size_t i = 0; i < COUNT(filled_in); i++)
    if (strlen(filled_in[i]) == length && !strncmp(filled_in[i], name, length))
      return true;
  return false;
}

static bool is_parameter(const struct action *action, const char *name, size_t length)
{
  for (size_t i = 0; i < action->parameter_count; i++)
    if (strlen(action->parameters[i].name) == length && !strncmp(action->parameters[i].name, name, length))
      return true;
  return false;
}

/* "notify.*" means all of a domain. */
static bool is_meant(const char *pattern, const char *action)
{
  size_t length = strlen(pattern);
  bool is_domain = length > 2 && !strcmp(pattern + length - 2, ".*");
  return is_domain ? !strncmp(pattern, action, length - 1) : !strcmp(pattern, action);
}

static int check_name(const struct catalogue *catalogue, const struct yaml *to, const struct yaml *sentence,
                      const char *name, size_t length, struct err *err)
{
  for (size_t i = 0; i < catalogue->action_count && !is_filled_in(name, length); i++)
    for (size_t j = 0; j < to->count; j++)
      if (is_meant(to->items[j]->text, catalogue->actions[i].name) &&
          !is_parameter(&catalogue->actions[i], name, length))
        return yaml_error(sentence, err, "{%.*s} is no parameter of %s, and none of: me, company, incident, title, "
                          "priority, wants, systems, source.", (int)length, name, catalogue->actions[i].name);
  return 0;
}

static int check_sentence(const struct catalogue *catalogue, const struct yaml *to, const struct yaml *sentence,
                          struct err *err)
{
  const char *text;
  if (yaml_as_text(sentence, &text, err))
    return -1;
  for (const char *at = strpbrk(text, "{}"); at; at = strpbrk(at + 1, "{}")) {
    size_t length = strcspn(at + 1, "{}");
    if (*at == '}' || at[1 + length] != '}')
      return yaml_error(sentence, err, "the braces of this sentence do not pair.");
    if (check_name(catalogue, to, sentence, at + 1, length, err))
      return -1;
    at += length + 1;
  }
  return 0;
}

static int check_sentences(const struct catalogue *catalogue, const struct yaml *to, const struct yaml *list,
                           struct err *err)
{
  if (list && yaml_as_list(list, err))
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (check_sentence(catalogue, to, list->items[i], err))
      return -1;
  return 0;
}

static int check_action(const struct catalogue *catalogue, const struct yaml *node, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  for (size_t i = 0; i < catalogue->action_count; i++)
    if (is_meant(text, catalogue->actions[i].name))
      return 0;
  const char *near = catalogue_suggest_action(catalogue, text);
  return yaml_unknown(node, err, near, NULL, "no action is called \"%s\"", text);
}

static int check_row(const struct catalogue *catalogue, const struct yaml *row, struct err *err)
{
  static const char *const keys[] = {"to", "say", "discreetly", "write"};
  const struct yaml *to = yaml_get(row, "to");
  if (yaml_check_keys(row, "a call", keys, COUNT(keys), err))
    return -1;
  if (!to || !yaml_get(row, "say"))
    return yaml_error(row, err, "\"%s\" is missing here.", to ? "say" : "to");
  if (yaml_as_list(to, err))
    return -1;
  for (size_t i = 0; i < to->count; i++)
    if (check_action(catalogue, to->items[i], err))
      return -1;
  return check_sentences(catalogue, to, yaml_get(row, "say"), err) ||
                 check_sentences(catalogue, to, yaml_get(row, "discreetly"), err) ||
                 check_sentences(catalogue, to, yaml_get(row, "write"), err)
             ? -1
             : 0;
}

static int check(struct calling *calling, const struct catalogue *catalogue, struct err *err)
{
  static const char *const keys[] = {"calls"};
  calling->rows = yaml_get(calling->tree, "calls");
  if (yaml_check_keys(calling->tree, "this file", keys, COUNT(keys), err))
    return -1;
  if (!calling->rows)
    return yaml_error(calling->tree, err, "\"calls\" is missing here.");
  if (yaml_as_list(calling->rows, err))
    return -1;
  for (size_t i = 0; i < calling->rows->count; i++)
    if (check_row(catalogue, calling->rows->items[i], err))
      return -1;
  return 0;
}

struct calling *calling_load(const struct files *procedure, const struct catalogue *catalogue, struct err *err)
{
  const struct file *file = procedure ? files_find(procedure, CALLING_FILE) : NULL;
  const struct shipped_file *shipped = shipped_file_find(CALLING_FILE);
  struct calling *calling = xcalloc(1, sizeof *calling);
  calling->tree = file ? files_tree(file, err) : pressed_read(CALLING_FILE, &shipped->pressed);
  if (calling->tree && !check(calling, catalogue, err))
    return calling;
  calling_free(calling);
  return NULL;
}

static int read_procedure(struct site *site, const struct incident *incident, struct files *files, struct err *err)
{
  struct site_approved approved = {0};
  struct record record = {0};
  if (incident->run_procedure) {
    int result = record_read(site_ledger(site), incident->id, &record, err);
    if (!result)
      result = record_procedure(site_ledger(site), &record, incident->run_procedure, files, err);
    record_finish(&record);
    return result;
  }
  int found = site_approved(site, &approved, err);
  if (!found) {
    *files = approved.files;
    approved.files = (struct files){0};
  }
  site_approved_finish(&approved);
  return found < 0 ? -1 : 0;
}

struct calling *calling_open(struct site *site, const struct incident *incident, struct err *err)
{
  struct files files = {0};
  struct calling *calling =
      read_procedure(site, incident, &files, err) ? NULL : calling_load(&files, incident->catalogue, err);
  files_finish(&files);
  return calling;
}

void calling_free(struct calling *calling)
{
  if (!calling)
    return;
  yaml_free(calling->tree);
  free(calling);
}

/* ---- filling in ---- */

bool calling_is_discreet(const struct policy *policy, const struct incident *incident)
{
  return know_is_discreet(incident_candidates(incident, policy));
}

static void set_text(json_t *values, const char *name, const char *text)
{
  if (text && text[0])
    json_object_set_new(values, name, json_string(text));
}

/* What waits for a yes that the one who is called can give: "cut off the company network; call Example Net". */
static void set_wants(json_t *values, const struct incident *incident, const char *person)
{
  struct buf wants = {0};
  size_t count = 0;
  for (size_t i = 0; person && i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    struct err ignored = {0};
    if (step->run != incident->run || step->state != STEP_WAITING ||
        !incident_may_approve(incident, step, person, &ignored) || ++count > WANTS_MAX)
      continue;
    size_t before = wants.length;
    buf_text(&wants, count > 1 ? "; " : "");
    before = wants.length;
    action_words(step->action, step->arguments, &wants);
    wants.bytes[before] = (char)tolower((unsigned char)wants.bytes[before]);
  }
  if (count > WANTS_MAX)
    buf_format(&wants, "; and %zu more", count - WANTS_MAX);
  set_text(values, "wants", buf_string(&wants));
  buf_finish(&wants);
}

static void set_source(json_t *values, const struct incident *incident)
{
  json_t *list = json_array();
  for (size_t i = 0; i < incident->source.count; i++)
    if (incident->source.items[i].kind == SOURCE_ADDRESS && !incident->source.items[i].is_doubtful)
      json_array_append_new(list, json_string(incident->source.items[i].text));
  json_object_set_new(values, "source", list);
}

static json_t *values_of(const struct policy *policy, const struct incident *incident, const struct step *step,
                         const char *speaker)
{
  json_t *values = json_object();
  const struct person *me = speaker ? people_find(&incident->people, speaker) : NULL;
  char *company = xstrndup(incident->origin, strcspn(incident->origin, "/"));
  uint32_t candidates = incident_candidates(incident, policy);
  json_object_set(values, "systems", json_object_get(incident->declaration, "systems"));
  json_object_update(values, step->arguments);
  set_text(values, "me", me ? me->name : speaker);
  set_text(values, "company", company);
  set_text(values, "incident", incident->id);
  set_text(values, "title", json_get_string(incident->declaration, "title"));
  set_text(values, "priority", policy_priority_title(policy, policy_urgency(candidates)));
  set_wants(values, incident, step->person);
  set_source(values, incident);
  free(company);
  return values;
}

/* The row that names the action itself before the one that means its whole domain. */
static const struct yaml *row_of(const struct calling *calling, const char *action)
{
  const struct yaml *found = NULL;
  for (size_t i = 0; i < calling->rows->count; i++) {
    const struct yaml *to = yaml_get(calling->rows->items[i], "to");
    for (size_t j = 0; j < to->count; j++) {
      if (!strcmp(to->items[j]->text, action))
        return calling->rows->items[i];
      if (!found && is_meant(to->items[j]->text, action))
        found = calling->rows->items[i];
    }
  }
  return found;
}

void calling_words(const struct calling *calling, const struct policy *policy, const struct incident *incident,
                   const struct step *step, const char *speaker, enum calling_by by, struct buf *out)
{
  const struct yaml *row = row_of(calling, step->action->name), *sentences = yaml_get(row, "say");
  const struct yaml *discreetly = yaml_get(row, "discreetly"), *write = yaml_get(row, "write");
  if (discreetly && calling_is_discreet(policy, incident))
    sentences = discreetly;
  else if (write && by == CALLING_ON_PAPER)
    sentences = write;
  json_t *values = values_of(policy, incident, step, speaker);
  for (size_t i = 0; sentences && i < sentences->count; i++) {
    struct buf sentence = {0};
    if (words_fill(sentences->items[i]->text, values, NULL, &sentence))
      buf_format(out, "%s\n", buf_string(&sentence));
    buf_finish(&sentence);
  }
  json_decref(values);
}
