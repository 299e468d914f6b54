/*
 * Reading the mapping. It is a part of the approved procedure, so it is as strict as the others; what is left out
 * proves nothing.
 */
#include "model/alarms.h"

#include "base/alloc.h"
#include "base/yaml.h"

#include <string.h>

#define WINDOW_S 3600
#define ENTRIES 12

static int optional_text(const struct yaml *map, const char *key, const char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  return node ? yaml_as_text(node, text, err) : 0;
}

static int needed_text(const struct yaml *map, const char *what, const char *key, const char **text, struct err *err)
{
  if (optional_text(map, key, text, err) < 0)
    return -1;
  return *text && **text ? 0 : yaml_error(map, err, "%s needs its \"%s\".", what, key);
}

/* ---- sensors ---- */

static int read_format(const struct yaml *node, struct alarm_sensor *sensor, struct err *err)
{
  const char *format = NULL;
  if (needed_text(node, "a sensor", "format", &format, err) < 0)
    return -1;
  sensor->format = strcmp(format, "syslog") ? ALARM_JSON : ALARM_SYSLOG;
  if (strcmp(format, "syslog") && strcmp(format, "json"))
    return yaml_error(yaml_get(node, "format"), err, "lines are of format json or syslog, not \"%s\".", format);
  return 0;
}

static int read_only(const struct yaml *node, struct alarm_sensor *sensor, struct err *err)
{
  const struct yaml *only = yaml_get(node, "only");
  if (only && yaml_as_map(only, err) < 0)
    return -1;
  if (only && only->count > COUNT(sensor->only_fields))
    return yaml_error(only, err, "at most %zu fields say which lines are alarms.", COUNT(sensor->only_fields));
  for (size_t i = 0; only && i < only->count; i++) {
    sensor->only_fields[i] = only->keys[i]->text;
    if (yaml_as_text(only->items[i], &sensor->only_values[i], err) < 0)
      return -1;
    sensor->only_count++;
  }
  return 0;
}

static int read_others(const struct yaml *node, struct alarm_sensor *sensor, struct err *err)
{
  const char *others = "unknown";
  if (optional_text(node, "others", &others, err) < 0)
    return -1;
  sensor->ignores_others = !strcmp(others, "ignored");
  if (sensor->ignores_others || !strcmp(others, "unknown"))
    return 0;
  return yaml_error(yaml_get(node, "others"), err, "other lines are unknown or ignored, not \"%s\".", others);
}

static int read_sensor(const struct yaml *node, struct alarm_sensor *sensor, struct err *err)
{
  static const char *const known[] = {"id", "format", "program", "address_after", "class", "says", "sensor", "address",
                                      "system", "only", "others", "cannot_see"};
  if (yaml_as_map(node, err) < 0 || yaml_check_keys(node, "a sensor", known, COUNT(known), err) < 0 ||
      needed_text(node, "a sensor", "id", &sensor->id, err) < 0 || read_format(node, sensor, err) < 0 ||
      needed_text(node, "a sensor", "cannot_see", &sensor->cannot_see, err) < 0 ||
      optional_text(node, "program", &sensor->program, err) < 0 ||
      optional_text(node, "address_after", &sensor->address_after, err) < 0 ||
      optional_text(node, "class", &sensor->class, err) < 0 || optional_text(node, "says", &sensor->says, err) < 0 ||
      optional_text(node, "sensor", &sensor->name, err) < 0 ||
      optional_text(node, "address", &sensor->address, err) < 0 ||
      optional_text(node, "system", &sensor->system, err) < 0 || read_only(node, sensor, err) < 0 ||
      read_others(node, sensor, err) < 0)
    return -1;
  sensor->line = node->line;
  if (sensor->format == ALARM_SYSLOG && !sensor->program)
    return yaml_error(node, err, "a sensor that writes syslog needs its \"program\": whose lines are meant.");
  if (sensor->format == ALARM_JSON && !sensor->class)
    return yaml_error(node, err, "a sensor that writes JSON needs its \"class\": the field that names the alarm.");
  return 0;
}

/* ---- classes ---- */

/* An alarm proves what it proves: it confirms nothing, and how urgent that is follows from the facts. */
static int read_fact(const struct catalogue *catalogue, const struct yaml *key, const struct yaml *node, json_t *facts,
                     struct err *err)
{
  const char *value;
  struct facts scratch;
  struct err why = {0};
  facts_forget(&scratch);
  int index = catalogue_fact(catalogue, key->text);
  if (yaml_as_text(node, &value, err) < 0)
    return -1;
  if (!strcmp(key->text, "confirmed") || (index >= 0 && catalogue->facts[index].source != FACT_BY_PEOPLE))
    return yaml_error(key, err, "no alarm proves \"%s\": it opens a suspicion, and people say the rest.", key->text);
  if (facts_set(catalogue, &scratch, key->text, value, &why) < 0)
    return yaml_error(index < 0 ? key : node, err, "%-s", why.text);
  if (strcmp(value, "unknown"))
    json_object_set_new(facts, key->text, json_string(value));
  return 0;
}

static int read_facts(const struct catalogue *catalogue, const struct yaml *node, json_t *facts, struct err *err)
{
  if (!node)
    return 0;
  if (yaml_as_map(node, err) < 0)
    return -1;
  for (size_t i = 0; i < node->count; i++)
    if (read_fact(catalogue, node->keys[i], node->items[i], facts, err) < 0)
      return -1;
  return 0;
}

static int read_when(const struct yaml *node, struct alarm_class *class, struct err *err)
{
  const char *text;
  class->when = yaml_get(node, "when");
  if (!class->when)
    return yaml_error(node, err, "a class of alarms needs its \"when\": the words its sensor uses for it.");
  if (yaml_as_list(class->when, err) < 0)
    return -1;
  for (size_t i = 0; i < class->when->count; i++)
    if (yaml_as_text(class->when->items[i], &text, err) < 0 ||
        (!text[0] && yaml_error(class->when->items[i], err, "an empty word fits every alarm.")))
      return -1;
  return 0;
}

static int find_sensor(const struct alarms *alarms, const struct yaml *node, struct alarm_class *class,
                       struct err *err)
{
  const char *id = NULL;
  if (needed_text(node, "a class of alarms", "sensor", &id, err) < 0)
    return -1;
  for (size_t i = 0; i < alarms->sensor_count; i++)
    if (!strcmp(alarms->sensors[i].id, id))
      class->sensor = &alarms->sensors[i];
  return class->sensor ? 0 : yaml_error(yaml_get(node, "sensor"), err, "no sensor above is called \"%s\".", id);
}

static int read_class(const struct alarms *alarms, const struct catalogue *catalogue, const struct yaml *node,
                      struct alarm_class *class, struct err *err)
{
  static const char *const known[] = {"class", "sensor", "when", "means", "facts", "important", "triage"};
  const struct yaml *important = yaml_get(node, "important");
  class->facts = json_object();
  class->line = node->line;
  if (yaml_as_map(node, err) < 0 || yaml_check_keys(node, "a class of alarms", known, COUNT(known), err) < 0 ||
      needed_text(node, "a class of alarms", "class", &class->id, err) < 0 ||
      find_sensor(alarms, node, class, err) < 0 || read_when(node, class, err) < 0 ||
      needed_text(node, "a class of alarms", "means", &class->means, err) < 0 ||
      read_facts(catalogue, yaml_get(node, "facts"), class->facts, err) < 0 ||
      (important && yaml_as_boolean(important, &class->is_important, err) < 0) ||
      optional_text(node, "triage", &class->triage, err) < 0)
    return -1;
  if (!strcmp(class->id, ALARM_CLASS_UNKNOWN))
    return yaml_error(node, err, "\"%s\" is the class of all that is not listed here.", class->id);
  return 0;
}

/* ---- the file ---- */

static int read_lists(struct alarms *alarms, const struct catalogue *catalogue, struct err *err)
{
  const struct yaml *sensors = yaml_get(alarms->tree, "sensors"), *classes = yaml_get(alarms->tree, "alarms");
  if ((sensors && yaml_as_list(sensors, err) < 0) || (classes && yaml_as_list(classes, err) < 0))
    return -1;
  alarms->sensors = xcalloc(sensors ? sensors->count + 1 : 1, sizeof *alarms->sensors);
  alarms->classes = xcalloc(classes ? classes->count + 1 : 1, sizeof *alarms->classes);
  for (size_t i = 0; sensors && i < sensors->count; i++)
    if (read_sensor(sensors->items[i], &alarms->sensors[alarms->sensor_count++], err) < 0)
      return -1;
  for (size_t i = 0; classes && i < classes->count; i++)
    if (read_class(alarms, catalogue, classes->items[i], &alarms->classes[alarms->class_count++], err) < 0)
      return -1;
  return 0;
}

static int read_file(struct alarms *alarms, const struct catalogue *catalogue, struct err *err)
{
  static const char *const known[] = {"window", "entries", "triage", "sensors", "alarms"};
  const struct yaml *window = yaml_get(alarms->tree, "window"), *entries = yaml_get(alarms->tree, "entries");
  if (yaml_as_map(alarms->tree, err) < 0 ||
      yaml_check_keys(alarms->tree, ALARMS_FILE, known, COUNT(known), err) < 0 ||
      (window && yaml_as_duration(window, &alarms->window_s, err) < 0) ||
      (entries && yaml_as_integer(entries, 1, 1000, &alarms->entries, err) < 0) ||
      optional_text(alarms->tree, "triage", &alarms->triage, err) < 0)
    return -1;
  return read_lists(alarms, catalogue, err);
}

int alarms_load(const struct files *procedure, const struct catalogue *catalogue, struct alarms *alarms,
                struct err *err)
{
  struct alarms found = {.window_s = WINDOW_S, .entries = ENTRIES};
  const struct file *file = files_find(procedure, ALARMS_FILE);
  if (file)
    found.tree = files_tree(file, err);
  if (file && (!found.tree || read_file(&found, catalogue, err) < 0)) {
    alarms_finish(&found);
    return -1;
  }
  *alarms = found;
  return 0;
}

void alarms_finish(struct alarms *alarms)
{
  for (size_t i = 0; i < alarms->class_count; i++)
    json_decref(alarms->classes[i].facts);
  free(alarms->sensors);
  free(alarms->classes);
  yaml_free(alarms->tree);
  *alarms = (struct alarms){0};
}

/* ---- for check ---- */

static void lint_triage(const struct files *procedure, const char *what, const char *triage, int line,
                        alarms_finding find, void *context)
{
  char *sentence = NULL, *file = xasprintf("playbooks/%s.lua", triage ? triage : "");
  if (!triage)
    sentence = xasprintf("Nobody is told what to look at when %s goes off: triage: NAME OF A PLAYBOOK.", what);
  else if (!files_find(procedure, file))
    sentence = xasprintf("%s is to be looked at with the playbook \"%s\", and there is none.", what, triage);
  if (sentence)
    find(context, line, sentence);
  free(sentence);
  free(file);
}

static bool has_class(const struct alarms *alarms, const struct alarm_sensor *sensor)
{
  for (size_t i = 0; i < alarms->class_count; i++)
    if (alarms->classes[i].sensor == sensor)
      return true;
  return false;
}

void alarms_lint(const struct alarms *alarms, const struct files *procedure, alarms_finding find, void *context)
{
  lint_triage(procedure, "an alarm of no class listed here", alarms->triage, 1, find, context);
  for (size_t i = 0; i < alarms->class_count; i++) {
    const struct alarm_class *class = &alarms->classes[i];
    char *what = xasprintf("the alarm \"%s\"", class->id);
    lint_triage(procedure, what, class->triage, class->line, find, context);
    free(what);
  }
  for (size_t i = 0; i < alarms->sensor_count; i++) {
    const struct alarm_sensor *sensor = &alarms->sensors[i];
    char *sentence = xasprintf("No class of alarms belongs to the sensor \"%s\"; each of its alarms is unknown.",
                               sensor->id);
    if (!has_class(alarms, sensor))
      find(context, sensor->line, sentence);
    free(sentence);
  }
}
