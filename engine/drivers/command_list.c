/*
 * Reading policies/commands.yaml, and filling a template.
 *
 * No shell ever sees a value, and a value is always one whole argument; so it cannot end one command and begin another.
 * What is left is that a program may take a value for something else than it is: therefore types, and none may begin
 * with a dash.
 */
#include "drivers/command_list.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/yaml.h"
#include "drivers/list.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_USUAL 30
#define SECONDS_MAX 3600
#define TEXT_MAX 256

static const char *const root_keys[] = {"commands"};
static const char *const command_keys[] = {"argv", "parameters", "seconds"};

/* ---- types ---- */

static bool is_family(int family, const char *text)
{
  unsigned char address[sizeof(struct in6_addr)];
  return inet_pton(family, text, address) == 1;
}

static bool is_address(const char *text)
{
  return is_family(AF_INET, text) || is_family(AF_INET6, text);
}

static bool is_digits(const char *text, size_t most)
{
  size_t length = strlen(text);
  return length > 0 && length <= most && strspn(text, "0123456789") == length;
}

static bool is_cidr(const char *text)
{
  const char *slash = strchr(text, '/');
  if (!slash)
    return is_address(text);
  _cleanup_(freep) char *address = xstrndup(text, (size_t)(slash - text));
  return is_address(address) && is_digits(slash + 1, 3) && atoi(slash + 1) <= (is_family(AF_INET, address) ? 32 : 128);
}

/** Labels of letters, digits and hyphens (RFC 1123 2.1). */
static bool is_hostname(const char *text)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  if (strlen(text) > 253)
    return false;
  for (const char *label = text;; label++) {
    size_t length = strspn(label, letters);
    if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
      return false;
    label += length;
    if (*label != '.')
      return *label == '\0';
  }
}

static bool is_integer(const char *text)
{
  return is_digits(text, 16) && strtoll(text, NULL, 10) <= JSON_INTEGER_MAX;
}

static bool is_plain_text(const char *text)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._:/@+,=-";
  size_t length = strlen(text);
  return length > 0 && length <= TEXT_MAX && strspn(text, plain) == length;
}

static const struct {
  const char *name, *wanted;
  bool (*is)(const char *text);
} types[] = {
  [COMMAND_ADDRESS] = {"address", "an IPv4 or IPv6 address", is_address},
  [COMMAND_CIDR] = {"cidr", "an address or a network, as 192.0.2.0/24", is_cidr},
  [COMMAND_HOSTNAME] = {"hostname", "a host's name of letters, digits, hyphens and dots", is_hostname},
  [COMMAND_INTEGER] = {"integer", "a whole number, not negative", is_integer},
  [COMMAND_TEXT] = {"text", "plain text: letters, digits, blanks and ._:/@+,=-", is_plain_text},
};

/* ---- reading ---- */

void command_template_finish(struct command_template *template)
{
  free(template->action);
  list_free_argv(template->argv);
  for (size_t i = 0; i < template->parameter_count; i++)
    free(template->parameters[i].name);
  free(template->parameters);
  *template = (struct command_template){0};
}

static int read_type(const struct yaml *node, enum command_type *type, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  for (int i = 0; i < COMMAND_TYPE_COUNT; i++)
    if (strcmp(types[i].name, text) == 0) {
      *type = (enum command_type)i;
      return 0;
    }
  return yaml_error(node, err, "no type is called \"%s\"; known: address cidr hostname integer text", text);
}

static int read_parameters(const struct yaml *map, struct command_template *template, struct err *err)
{
  if (!map)
    return 0;
  if (yaml_as_map(map, err))
    return -1;
  for (size_t i = 0; i < map->count; i++) {
    struct command_parameter *parameter = APPEND(template->parameters, template->parameter_count);
    parameter->name = xstrdup(map->keys[i]->text);
    if (read_type(map->items[i], &parameter->type, err))
      return -1;
  }
  return 0;
}

/** The parameter an element stands for; NULL if it is a text of its own. */
static const struct command_parameter *parameter_of(const struct command_template *template, const char *element)
{
  size_t length = strlen(element);
  if (length < 3 || element[0] != '{' || element[length - 1] != '}')
    return NULL;
  for (size_t i = 0; i < template->parameter_count; i++) {
    const char *name = template->parameters[i].name;
    if (strlen(name) == length - 2 && strncmp(name, element + 1, length - 2) == 0)
      return &template->parameters[i];
  }
  return NULL;
}

/** A lone brace is a word of nft(8); any other must make a parameter, whole. */
static int check_elements(const struct yaml *argv, const struct command_template *template, struct err *err)
{
  for (size_t i = 0; i < argv->count; i++) {
    const char *element = template->argv[i];
    bool has_brace = strpbrk(element, "{}") && strcmp(element, "{") != 0 && strcmp(element, "}") != 0;
    if (has_brace && (i == 0 || !parameter_of(template, element)))
      return yaml_error(argv->items[i], err, "\"%s\" is no parameter; write \"{name}\" as a whole argument and its "
                                             "type under parameters.", element);
  }
  return 0;
}

static int check_use(const struct yaml *parameters, const struct command_template *template, struct err *err)
{
  for (size_t i = 0; i < template->parameter_count; i++) {
    bool is_used = false;
    for (char **element = template->argv; *element; element++)
      is_used |= parameter_of(template, *element) == &template->parameters[i];
    if (!is_used)
      return yaml_error(parameters->keys[i], err, "\"%s\" is used nowhere in argv.", template->parameters[i].name);
  }
  return 0;
}

static int read_template(const struct yaml *map, struct command_template *template, struct err *err)
{
  const struct yaml *argv, *seconds, *parameters;
  if (yaml_check_keys(map, "a command", command_keys, COUNT(command_keys), err))
    return -1;
  if (!(argv = yaml_get(map, "argv")))
    return yaml_error(map, err, "%s has no argv: a program and its arguments.", template->action);
  template->seconds = SECONDS_USUAL;
  if ((seconds = yaml_get(map, "seconds")) && yaml_as_integer(seconds, 1, SECONDS_MAX, &template->seconds, err))
    return -1;
  parameters = yaml_get(map, "parameters");
  if (read_parameters(parameters, template, err) || list_read_argv(argv, &template->argv, err))
    return -1;
  return check_elements(argv, template, err) || check_use(parameters, template, err) ? -1 : 0;
}

/** Reads one; it is handed over if it is the one looked for. */
static int read_command(const struct yaml *key, const struct yaml *map, const char *wanted,
                        struct command_template *found, struct err *err)
{
  struct command_template template = {.action = xstrdup(key->text)};
  int result = read_template(map, &template, err);
  if (result == 0 && strcmp(key->text, wanted) == 0)
    *found = template;
  else
    command_template_finish(&template);
  return result;
}

int command_list_find(const struct files *procedure, const char *action, struct command_template *found,
                      struct err *err)
{
  struct command_template template = {0};
  _cleanup_(yaml_freep) struct yaml *root = list_parse(procedure, "policies/commands.yaml", err);
  int result = root ? yaml_check_keys(root, "the list of commands", root_keys, COUNT(root_keys), err) : -1;
  const struct yaml *commands = result == 0 ? yaml_get(root, "commands") : NULL;
  if (commands)
    result = yaml_as_map(commands, err);
  for (size_t i = 0; result == 0 && commands && i < commands->count; i++)
    result = read_command(commands->keys[i], commands->items[i], action, &template, err);
  if (result == 0 && !template.action)
    result = err_set(err, "policies/commands.yaml has no command for %s; write one, or let its driver be manual in "
                          "policies/actions.yaml", action);
  if (result == 0)
    *found = template;
  else
    command_template_finish(&template);
  return result;
}

/* ---- filling ---- */

static char *value_text(const json_t *value)
{
  if (json_is_integer(value))
    return xasprintf("%lld", (long long)json_integer_value(value));
  bool is_whole = json_is_string(value) && strlen(json_string_value(value)) == json_string_length(value);
  return is_whole ? xstrdup(json_string_value(value)) : NULL;
}

static char *fill(const struct command_template *template, const struct command_parameter *parameter,
                  const json_t *arguments, struct err *err)
{
  const json_t *value = json_object_get(arguments, parameter->name);
  char *text = value_text(value);
  if (text && text[0] != '-' && types[parameter->type].is(text))
    return text;
  err_set(err, "%s: %s %s %s; nothing was started", template->action, parameter->name,
          value ? "must be" : "is missing:", types[parameter->type].wanted);
  free(text);
  return NULL;
}

char **command_argv(const struct command_template *template, const json_t *arguments, struct err *err)
{
  char **argv = list_copy_argv(template->argv);
  for (char **element = argv; *element; element++) {
    const struct command_parameter *parameter = parameter_of(template, *element);
    if (!parameter)
      continue;
    char *value = fill(template, parameter, arguments, err);
    if (!value) {
      list_free_argv(argv);
      return NULL;
    }
    free(*element);
    *element = value;
  }
  return argv;
}
