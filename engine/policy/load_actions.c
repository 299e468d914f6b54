/*
 * actions.yaml: everything that can be asked for. What an action leaves out, its domain says; what both leave out is
 * the careful value: done by hand, never twice.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

static const char *const action_keys[] = {"wording", "hint",     "class",  "content", "parameters",
                                          "driver",  "outcomes", "fields", "effect",  "reverse"};
static const char *const classes[] = {"notification", "evidence", "contact",   "disclosure", "containment",
                                      "recovery",     "record",   "offensive", "mail"};
static const char *const types[] = {"text",  "list",   "integer", "boolean",  "party",   "person",
                                    "phone", "system", "systems", "evidence", "content", "fact"};

/** An action as it is written: its own map, and that of its domain. */
struct written {
  const struct yaml *name, *own, *domain;
};

static const struct yaml *get(const struct written *written, const char *key)
{
  const struct yaml *own = yaml_get(written->own, key);
  return own ? own : yaml_get(written->domain, key);
}

static int get_choice(const struct written *written, const char *key, const char *const *words, size_t count,
                      int *index, struct err *err)
{
  const struct yaml *node = get(written, key);
  return node ? load_choice(node, key, words, count, index, err) : 0;
}

static int get_text(const struct written *written, const char *key, const char **text, struct err *err)
{
  const struct yaml *node = get(written, key);
  return node ? yaml_as_text(node, text, err) : 0;
}

/* ---- parameters ---- */

static int read_parameter(struct parameter *parameter, const struct yaml *name, const struct yaml *node,
                          struct err *err)
{
  static const char *const keys[] = {"type", "role", "ask", "sample", "optional"};
  static const char *const roles[] = {"plain", "destination", "target", "content"};
  int type = 0, role = PARAMETER_PLAIN;
  if (yaml_check_keys(node, "a parameter", keys, COUNT(keys), err))
    return -1;
  const struct yaml *type_node = yaml_get(node, "type"), *role_node = yaml_get(node, "role");
  if (!type_node)
    return yaml_error(node, err, "\"type\" is missing here.");
  if (load_choice(type_node, "type", types, COUNT(types), &type, err) ||
      (role_node && load_choice(role_node, "role of a parameter", roles, COUNT(roles), &role, err)))
    return -1;
  if (role == PARAMETER_CONTENT && strcmp(name->text, "content") != 0)
    return yaml_error(name, err, "a parameter with \"role: content\" is called content.");
  parameter->name = name->text;
  parameter->type = types[type];
  parameter->role = (enum parameter_role)role;
  const struct yaml *optional = yaml_get(node, "optional");
  if (optional && yaml_as_boolean(optional, &parameter->is_optional, err))
    return -1;
  return load_text(node, "ask", &parameter->ask, err) || load_text(node, "sample", &parameter->sample, err) ? -1 : 0;
}

static int read_parameters(struct action *action, const struct yaml *map, struct err *err)
{
  if (!map)
    return 0;
  if (yaml_as_map(map, err))
    return -1;
  struct parameter *parameters = xcalloc(map->count, sizeof *parameters);
  action->parameters = parameters;
  for (size_t i = 0; i < map->count; i++, action->parameter_count++)
    if (read_parameter(&parameters[i], map->keys[i], map->items[i], err))
      return -1;
  return 0;
}

/* ---- outcomes ---- */

static int read_outcomes(struct action *action, const struct yaml *list, struct err *err)
{
  static const char *const words[] = {"done", "failed", "unknown"}; /* denied is for approvers to say */
  if (!list) {
    for (int i = 0; i < 3; i++)
      action->outcomes[action->outcome_count++] = (enum outcome_status)i;
    return 0;
  }
  if (yaml_as_list(list, err))
    return -1;
  if (list->count == 0 || list->count > COUNT(words))
    return yaml_error(list, err, "name one to three of done, failed, unknown.");
  for (size_t i = 0; i < list->count; i++) {
    int status;
    if (load_choice(list->items[i], "outcome", words, COUNT(words), &status, err))
      return -1;
    action->outcomes[action->outcome_count++] = (enum outcome_status)status;
  }
  return 0;
}

static int read_field_values(struct outcome_field *field, const struct yaml *list, struct err *err)
{
  if (!list)
    return 0;
  if (yaml_as_list(list, err))
    return -1;
  if (list->count > FACT_VALUES_MAX)
    return yaml_error(list, err, "more than %d values to try.", FACT_VALUES_MAX);
  for (size_t i = 0; i < list->count; i++)
    if (yaml_as_text(list->items[i], &field->values[field->value_count++], err))
      return -1;
  return 0;
}

static int read_field(struct outcome_field *field, const struct yaml *name, const struct yaml *node, struct err *err)
{
  static const char *const keys[] = {"type", "ask", "values", "sample"};
  int type = 0;
  if (yaml_check_keys(node, "a field", keys, COUNT(keys), err))
    return -1;
  const struct yaml *type_node = yaml_get(node, "type");
  if (!type_node)
    return yaml_error(node, err, "\"type\" is missing here.");
  if (strcmp(name->text, "status") == 0)
    return yaml_error(name, err, "every outcome has a status already; call the field otherwise.");
  if (load_choice(type_node, "type", types, COUNT(types), &type, err))
    return -1;
  field->name = name->text;
  field->type = types[type];
  if (load_text(node, "ask", &field->ask, err) || load_text(node, "sample", &field->sample, err))
    return -1;
  return read_field_values(field, yaml_get(node, "values"), err);
}

static int read_fields(struct action *action, const struct yaml *map, struct err *err)
{
  if (!map)
    return 0;
  if (yaml_as_map(map, err))
    return -1;
  struct outcome_field *fields = xcalloc(map->count, sizeof *fields);
  action->fields = fields;
  for (size_t i = 0; i < map->count; i++, action->field_count++)
    if (read_field(&fields[i], map->keys[i], map->items[i], err))
      return -1;
  return 0;
}

/* ---- wording ---- */

static int check_place(const struct action *action, const char *name, size_t length, bool in_brackets,
                       const struct yaml *node, struct err *err)
{
  for (size_t i = 0; i < action->parameter_count; i++) {
    const struct parameter *parameter = &action->parameters[i];
    if (strlen(parameter->name) != length || strncmp(parameter->name, name, length) != 0)
      continue;
    if (parameter->is_optional && !in_brackets)
      return yaml_error(node, err, "{%s} may be missing; put what depends on it into [...].", parameter->name);
    return 0;
  }
  return yaml_error(node, err, "{%.*s} is no parameter of %s.", (int)length, name, action->name);
}

/* Braces name parameters, brackets pair and do not nest: model/wording.c relies on it. */
static int check_wording(const struct action *action, const struct yaml *node, struct err *err)
{
  bool in_brackets = false;
  for (const char *at = action->wording; *at; at++) {
    size_t length = strcspn(at + 1, "{}[]");
    if (*at == '[' || *at == ']') {
      if (in_brackets == (*at == '['))
        return yaml_error(node, err, "the brackets of this wording do not pair.");
      in_brackets = *at == '[';
    } else if (*at == '}' || (*at == '{' && at[1 + length] != '}')) {
      return yaml_error(node, err, "the braces of this wording do not pair.");
    } else if (*at == '{') {
      if (check_place(action, at + 1, length, in_brackets, node, err))
        return -1;
      at += length + 1;
    }
  }
  return in_brackets ? yaml_error(node, err, "the brackets of this wording do not pair.") : 0;
}

/* ---- what a site cannot change ---- */

static bool has_destination(const struct action *action)
{
  for (size_t i = 0; i < action->parameter_count; i++)
    if (action->parameters[i].role == PARAMETER_DESTINATION)
      return true;
  return false;
}

static int check_shipped(const struct action *action, const struct written *written, struct err *err)
{
  const struct shipped *shipped = shipped_find(action->name);
  if (!shipped)
    return 0;
  const struct yaml *class = get(written, "class");
  if (strcmp(shipped->class, action->class) != 0)
    return yaml_error(class, err, "%s is of class \"%s\"; that is built in and cannot be changed.", action->name,
                      shipped->class);
  if (shipped->content && (!action->content || strcmp(shipped->content, action->content) != 0))
    return yaml_error(written->own, err, "%s gives \"content: %s\"; that is built in and cannot be changed.",
                      action->name, shipped->content);
  if (shipped->reaches && !has_destination(action))
    return yaml_error(written->own, err, "%s reaches somebody, so it needs a parameter with \"role: destination\".",
                      action->name);
  return 0;
}

static int check_careful(const struct action *action, const struct written *written, struct err *err)
{
  bool is_offensive = strcmp(action->class, "offensive") == 0, is_mail = strcmp(action->class, "mail") == 0;
  bool is_quiet = strcmp(action->class, "evidence") == 0 || strcmp(action->class, "record") == 0;
  bool speaks = strcmp(action->class, "contact") == 0 || strcmp(action->class, "disclosure") == 0;
  if (strncmp(action->name, "retaliate.", 10) == 0 && !is_offensive)
    return yaml_error(get(written, "class"), err, "what is called retaliate is of class \"offensive\".");
  if (action->effect == EFFECT_READ && !is_quiet)
    return yaml_error(get(written, "effect"), err,
                      "\"read\" is for class evidence and record; this would be done twice without a word.");
  if (speaks && !has_destination(action))
    return yaml_error(written->own, err, "%s reaches somebody, so it needs a parameter with \"role: destination\".",
                      action->name);
  if ((is_offensive || is_mail) && action->driver != DRIVER_MANUAL)
    return yaml_error(get(written, "driver"), err, "what can never be done needs no driver.");
  return check_shipped(action, written, err);
}

/* ---- actions ---- */

static int check_name(const struct yaml *key, struct err *err)
{
  const char *name = key->text, *dot = strchr(name, '.');
  if (!dot || dot == name || !dot[1] || strchr(dot + 1, '.') ||
      name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.")] != '\0')
    return yaml_error(key, err, "\"%s\": an action is called domain.verb_object, in small letters.", name);
  return 0;
}

static int read_person_role(struct action *action, const struct yaml *key, struct err *err)
{
  if (strncmp(action->name, "notify.", 7) != 0)
    return 0;
  int role = role_find(action->name + 7);
  if (role < 0)
    return yaml_error(key, err, "no role is called \"%s\", so nobody could be called.", action->name + 7);
  action->person_role = role_name((enum role)role);
  return 0;
}

static int read_driver(struct action *action, const struct written *written, struct err *err)
{
  const char *names[DRIVER_KIND_COUNT];
  int driver = DRIVER_MANUAL;
  for (int i = 0; i < DRIVER_KIND_COUNT; i++)
    names[i] = driver_kind_name((enum driver_kind)i);
  if (get_choice(written, "driver", names, COUNT(names), &driver, err) < 0)
    return -1;
  action->driver = (enum driver_kind)driver;
  return 0;
}

static int read_kind(struct action *action, const struct written *written, struct err *err)
{
  static const char *const effects[] = {"once", "read", "idempotent", "probe"};
  static const char *const contents[] = {"log", "personal"};
  int class = -1, effect = EFFECT_ONCE, content = -1;
  if (get_choice(written, "class", classes, COUNT(classes), &class, err) ||
      get_choice(written, "effect", effects, COUNT(effects), &effect, err) ||
      get_choice(written, "content", contents, COUNT(contents), &content, err))
    return -1;
  if (class < 0)
    return yaml_error(written->own, err, "\"class\" is missing here.");
  action->class = classes[class];
  action->effect = (enum effect)effect;
  action->content = content < 0 ? NULL : contents[content];
  return read_driver(action, written, err);
}

static int read_reverse(struct action *action, const struct written *written, const struct yaml *all, struct err *err)
{
  if (get_text(written, "reverse", &action->reverse, err))
    return -1;
  if (action->reverse && strcmp(action->reverse, "none") == 0)
    action->reverse = NULL;
  if (action->reverse && !yaml_get(all, action->reverse))
    return yaml_error(get(written, "reverse"), err, "no action is called \"%s\".", action->reverse);
  return 0;
}

static int read_action(struct action *action, const struct written *written, const struct yaml *all, struct err *err)
{
  action->name = written->name->text;
  if (check_name(written->name, err) ||
      yaml_check_keys(written->own, "an action", action_keys, COUNT(action_keys), err) ||
      load_needed_text(written->own, "wording", &action->wording, err) ||
      get_text(written, "hint", &action->hint, err) || read_kind(action, written, err))
    return -1;
  if (read_parameters(action, get(written, "parameters"), err) ||
      read_outcomes(action, get(written, "outcomes"), err) || read_fields(action, get(written, "fields"), err))
    return -1;
  if (check_wording(action, yaml_get(written->own, "wording"), err) ||
      read_reverse(action, written, all, err) || read_person_role(action, written->name, err))
    return -1;
  return check_careful(action, written, err);
}

static int check_domains(const struct yaml *domains, struct err *err)
{
  if (!domains)
    return 0;
  if (yaml_as_map(domains, err))
    return -1;
  for (size_t i = 0; i < domains->count; i++)
    if (yaml_check_keys(domains->items[i], "a domain", action_keys + 1, COUNT(action_keys) - 1, err))
      return -1;
  return 0;
}

static const struct yaml *domain_of(const struct yaml *domains, const char *action)
{
  char name[80];
  snprintf(name, sizeof name, "%.*s", (int)strcspn(action, "."), action);
  return yaml_get(domains, name);
}

/* Contact with log data is decided as isp.send_logs, so that must be there. */
static int find_send_logs(struct policy *policy, const struct yaml *actions, struct err *err)
{
  policy->send_logs = catalogue_action(&policy->catalogue, "isp.send_logs");
  for (size_t i = 0; i < policy->catalogue.action_count; i++)
    if (!policy->send_logs && strcmp(policy->actions[i].class, "contact") == 0)
      return yaml_error(actions, err, "isp.send_logs is missing; %s with log data is decided as that.",
                        policy->actions[i].name);
  return 0;
}

static int by_name(const void *a, const void *b)
{
  return strcmp(((const struct action *)a)->name, ((const struct action *)b)->name);
}

int load_actions(struct policy *policy, struct err *err)
{
  static const char *const keys[] = {"domains", "actions"};
  const struct yaml *root = policy->trees[POLICY_ACTIONS];
  const struct yaml *actions = yaml_get(root, "actions"), *domains = yaml_get(root, "domains");
  if (yaml_check_keys(root, "this file", keys, COUNT(keys), err) && load_go_on(policy, err))
    return -1;
  if (check_domains(domains, err))
    return -1;
  if (!actions)
    return yaml_error(root, err, "\"actions\" is missing here.");
  if (yaml_as_map(actions, err))
    return -1;
  policy->actions = xcalloc(actions->count, sizeof *policy->actions);
  policy->catalogue.actions = policy->actions;
  for (size_t i = 0; i < actions->count; i++) {
    const struct yaml *key = actions->keys[i];
    struct written written = {key, actions->items[i], domain_of(domains, key->text)};
    policy->catalogue.action_count++;
    if (read_action(&policy->actions[i], &written, actions, err) && load_go_on(policy, err))
      return -1;
  }
  qsort(policy->actions, actions->count, sizeof *policy->actions, by_name);
  return policy->mistake_count ? 0 : find_send_logs(policy, actions, err);
}
