/*
 * The two files that are made: editor definitions of the actions, and the linter's list of names.
 */
#include "names.h"

#include <string.h>

/* ---- lib/meta/actions.lua ---- */

/* A type of actions.yaml as the Lua language server says it. */
static const char *type_for_editors(const char *type)
{
  static const struct {
    const char *type, *said;
  } types[] = {
      {"boolean", "boolean"}, {"integer", "integer"}, {"list", "string|string[]"}, {"systems", "table"},
      {"system", "string|table"}, {"content", "string|string[]"}, {"evidence", "string|string[]"},
  };
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (type && strcmp(types[i].type, type) == 0)
      return types[i].said;
  return "string";
}

static void write_outcome(const struct action *action, struct buf *out)
{
  buf_format(out, "---@class outcome.%s: outcome\n", action->name);
  for (size_t i = 0; i < action->field_count; i++)
    buf_format(out, "---@field %s %s?\n", action->fields[i].name, type_for_editors(action->fields[i].type));
  if (action->person_role)
    buf_text(out, "---@field left integer how many remain who could be called\n");
  buf_char(out, '\n');
}

static void write_function(const struct action *action, struct buf *out)
{
  buf_format(out, "---%s\n---@param arguments { ", action->wording);
  for (size_t i = 0; i < action->parameter_count; i++)
    buf_format(out, "%s?: %s, ", action->parameters[i].name, type_for_editors(action->parameters[i].type));
  buf_format(out, "must?: boolean }\n---@return outcome.%s\nfunction %s(arguments) end\n\n", action->name,
             action->name);
}

void write_actions(const struct world_of_names *world, struct buf *out)
{
  const char *domain = "";
  buf_text(out, "---@meta\n"
                "-- What playbooks can ask for. Made from policies/actions.yaml: change that, then `ninja names`.\n"
                "error(\"for editors only\")\n\n");
  for (size_t i = 0; i < world->catalogue->action_count; i++) {
    const struct action *action = &world->catalogue->actions[i];
    size_t length = strcspn(action->name, ".");
    if (strncmp(action->name, "fact.", 5) == 0)
      continue;
    if (strlen(domain) < length || strncmp(domain, action->name, length + 1) != 0)
      buf_format(out, "%.*s = {}\n\n", (int)length, action->name);
    domain = action->name;
    write_outcome(action, out);
    write_function(action, out);
  }
  out->bytes[--out->length] = '\0'; /* one empty line too many */
}

/* ---- .luacheckrc ---- */

/* Names are sorted, so that members of a table stand together: "string.byte", "string.char", ... */
static const char *write_table(const char *line, struct buf *out)
{
  size_t length = strcspn(line, ".");
  const char *table = line;
  buf_format(out, "    %.*s = { fields = {", (int)length, line);
  while (strncmp(line, table, length + 1) == 0) {
    size_t end = strcspn(line, "\n");
    buf_format(out, " \"%.*s\",", (int)(end - length - 1), line + length + 1);
    line += end + 1;
  }
  out->length--; /* the last comma */
  buf_text(out, " } },\n");
  return line;
}

void write_luacheckrc(const struct world_of_names *world, struct buf *out)
{
  buf_text(out, "-- What a playbook can name, and nothing else. Made from what the engine gives to playbooks: "
                "`ninja names`.\n\n"
                "std = {\n"
                "  read_globals = {\n");
  for (const char *line = buf_string(&world->names); *line;) {
    size_t end = strcspn(line, "\n");
    if (memchr(line, '.', end)) {
      line = write_table(line, out);
      continue;
    }
    buf_format(out, "    \"%.*s\",\n", (int)end, line);
    line += end + 1;
  }
  buf_text(out, "  },\n"
                "}\n\n"
                "max_line_length = 120\n"
                "max_cyclomatic_complexity = 8\n"
                "exclude_files = { \"lib/meta\", \"tests/hostile\" }\n");
}
