/*
 * The page of parties, cell by cell, against what the policy decides in every case that such a cell leaves open.
 */
#include "calling/parties.h"

#include "base/alloc.h"
#include "base/shown.h"
#include "base/yaml.h"
#include "site/shipped.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 6

static const char *const column_keys[COLUMNS] = {"1", "2", "3", "4", "5", "outside"};
static const char *const column_facts[COLUMNS] = {"1", "2", "3", "4", "5", "0"};

static const char if_none[] = "at once if no manager is in reach, else ";
static const char if_verified[] = "at once if he is verified, else ";

/* The facts that a cell may speak of; each is tried as true, false and unknown. */
static const char *const facts[] = {"management_available", "contact_verified"};
static const char *const truths[] = {"true", "false", "unknown"};

struct cell {
  bool is_never, is_at_once;
  role_set from;           /* asked; where `fact` has `value`, nobody is */
  const char *fact, *value;
};

struct row {
  const struct yaml *party, *cells_at[COLUMNS];
  const struct action *action;
  role_set by;
  struct cell cells[COLUMNS];
};

struct parties {
  struct yaml *tree;
  size_t count;
  struct row *rows;
};

/* ---- reading ---- */

/* "ask ROLE" or "ask ROLE and ROLE". */
static int read_roles(const struct yaml *node, const char *text, role_set *from, struct err *err)
{
  char word[32];
  int length = 0;
  if (strncmp(text, "ask ", 4))
    return yaml_error(node, err, "a cell is \"at once\", \"never\" or \"ask ROLE\", or \"at once if no manager is in "
                      "reach, else ask ROLE\"; not \"%s\".", node->text);
  for (text += 4; sscanf(text, "%31[a-z_]%n", word, &length) == 1; text += length) {
    int role = role_find(word);
    if (role < 0)
      return yaml_error(node, err, "no role is called \"%s\".", word);
    *from |= 1u << role;
    text += length;
    length = 0;
    if (strncmp(text, " and ", 5))
      break;
    length = 5;
  }
  return *from && !*text ? 0 : yaml_error(node, err, "whom does \"%s\" ask?", node->text);
}

static int read_cell(const struct yaml *node, struct cell *cell, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  cell->is_never = !strcmp(text, "never");
  cell->is_at_once = !strcmp(text, "at once");
  if (cell->is_never || cell->is_at_once)
    return 0;
  if (!strncmp(text, if_none, strlen(if_none))) {
    cell->fact = facts[0];
    cell->value = "false";
    text += strlen(if_none);
  } else if (!strncmp(text, if_verified, strlen(if_verified))) {
    cell->fact = facts[1];
    cell->value = "true";
    text += strlen(if_verified);
  }
  return read_roles(node, text, &cell->from, err);
}

static int read_action(const struct yaml *node, const struct catalogue *catalogue, struct row *row, struct err *err)
{
  const char *text;
  if (yaml_as_text(node, &text, err))
    return -1;
  row->action = catalogue_action(catalogue, text);
  const char *near = row->action ? NULL : catalogue_suggest_action(catalogue, text);
  return row->action ? 0
                     : yaml_unknown(node, err, near, NULL, "no action is called \"%s\"", text);
}

static int read_row(const struct yaml *node, const struct catalogue *catalogue, struct row *row, struct err *err)
{
  static const char *const keys[] = {"party", "action", "by", "1", "2", "3", "4", "5", "outside"};
  const struct yaml *action = yaml_get(node, "action"), *by = yaml_get(node, "by");
  const char *text;
  if (yaml_check_keys(node, "a party", keys, COUNT(keys), err))
    return -1;
  row->party = yaml_get(node, "party");
  for (size_t i = 0; i < COUNT(keys); i++)
    if (strcmp(keys[i], "by") && !yaml_get(node, keys[i]))
      return yaml_error(node, err, "\"%s\" is missing here.", keys[i]);
  if (yaml_as_text(row->party, &text, err) || read_action(action, catalogue, row, err) ||
      (by && yaml_as_text(by, &text, err)))
    return -1;
  row->by = 1u << ROLE_IRT | (by && role_find(by->text) >= 0 ? 1u << role_find(by->text) : 0);
  if (by && role_find(by->text) < 0)
    return yaml_error(by, err, "no role is called \"%s\".", by->text);
  for (int i = 0; i < COLUMNS; i++) {
    row->cells_at[i] = yaml_get(node, column_keys[i]);
    if (read_cell(row->cells_at[i], &row->cells[i], err))
      return -1;
  }
  return 0;
}

static int read(struct parties *parties, const struct catalogue *catalogue, struct err *err)
{
  static const char *const keys[] = {"parties"};
  const struct yaml *list = yaml_get(parties->tree, "parties");
  if (yaml_check_keys(parties->tree, "this file", keys, COUNT(keys), err))
    return -1;
  if (!list)
    return yaml_error(parties->tree, err, "\"parties\" is missing here.");
  if (yaml_as_list(list, err))
    return -1;
  for (size_t i = 0; i < list->count; i++)
    if (read_row(list->items[i], catalogue, APPEND(parties->rows, parties->count), err))
      return -1;
  return 0;
}

struct parties *parties_load(const struct files *procedure, const struct catalogue *catalogue, struct err *err)
{
  const struct file *file = procedure ? files_find(procedure, PARTIES_FILE) : NULL;
  const struct shipped_file *shipped = shipped_file_find(PARTIES_FILE);
  struct parties *parties = xcalloc(1, sizeof *parties);
  parties->tree = file ? files_tree(file, err) : pressed_read(PARTIES_FILE, &shipped->pressed);
  if (parties->tree && !read(parties, catalogue, err))
    return parties;
  parties_free(parties);
  return NULL;
}

void parties_free(struct parties *parties)
{
  if (!parties)
    return;
  yaml_free(parties->tree);
  free(parties->rows);
  free(parties);
}

/* ---- against the rules ---- */

static bool agrees(const struct cell *cell, const char *const values[COUNT(facts)], const struct decision *decision)
{
  bool is_at_once = cell->is_at_once;
  for (size_t i = 0; i < COUNT(facts) && cell->fact; i++)
    is_at_once |= cell->fact == facts[i] && !strcmp(values[i], cell->value);
  if (cell->is_never)
    return decision->verdict == VERDICT_FORBIDDEN;
  if (is_at_once)
    return decision->verdict == VERDICT_PREAUTHORIZED;
  return decision->verdict == VERDICT_APPROVAL && decision->from == cell->from;
}

static char *sentence_of(const struct row *row, int column, const char *const values[COUNT(facts)],
                         const struct decision *decision)
{
  char roles[200], says[240];
  role_set_text(decision->from, roles, sizeof roles);
  snprintf(says, sizeof says, "%s%s", decision->verdict == VERDICT_APPROVAL ? "ask " : "",
           decision->verdict == VERDICT_APPROVAL    ? roles
           : decision->verdict == VERDICT_FORBIDDEN ? "never"
                                                    : "at once");
  return xasprintf("%s (%s), priority %s: this page says \"%s\"; where %s is %s and %s is %s, the rules say \"%s\" "
                   "(%s%s%s).", row->party->text, row->action->name, column_keys[column],
                   row->cells_at[column]->text, facts[0], values[0], facts[1], values[1], says, decision->rule,
                   decision->file ? ", " : "", decision->file ? decision->file : "");
}

/* A party of the contacts: what the page says of strangers is said once for all of them, and is built in. */
static const struct known_party somebody = {.name = (char[]){"somebody known"}, .id = (char[]){"somebody"}};
static const struct policy_home home = {.contact_count = 1, .contacts = &somebody};

/* In every case of the facts that a cell may speak of; the first that differs is enough. */
static size_t lint_cell(const struct row *row, int column, const struct policy *policy, const json_t *parameters,
                        parties_find find, void *context)
{
  const struct catalogue *catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < COUNT(truths) * COUNT(truths); i++) {
    const char *values[COUNT(facts)] = {truths[i / COUNT(truths)], truths[i % COUNT(truths)]};
    struct facts known;
    struct decision decision;
    struct err err = {0};
    facts_forget(&known);
    facts_set(catalogue, &known, "priority", column_facts[column], &err);
    for (size_t j = 0; j < COUNT(facts); j++)
      facts_set(catalogue, &known, facts[j], values[j], &err);
    struct policy_question question = {
        .action = row->action->name, .facts = &known, .roles = row->by, .parameters = parameters, .home = &home};
    if (policy_decide(policy, &question, &decision, &err) == 0 && agrees(&row->cells[column], values, &decision))
      continue;
    char *sentence = err_is_set(&err) ? xstrdup(err.text) : sentence_of(row, column, values, &decision);
    find(context, row->cells_at[column]->line, row->cells_at[column]->column, sentence);
    free(sentence);
    return 1;
  }
  return 0;
}

size_t parties_lint(const struct parties *parties, const struct policy *policy, parties_find find, void *context)
{
  size_t count = 0;
  json_t *parameters = json_pack("{s:s}", "destination", somebody.name);
  for (size_t i = 0; i < parties->count; i++)
    for (int column = 0; column < COLUMNS; column++)
      count += lint_cell(&parties->rows[i], column, policy, parameters, find, context);
  json_decref(parameters);
  return count;
}

/* ---- the page ---- */

static const char *short_role(int role)
{
  static const char *const names[ROLE_COUNT] = {"team", "techn", "t-mgr", "M", "SM", "L", "HR", "audit", "owner"};
  return names[role];
}

static void write_cell(const struct cell *cell, struct buf *out)
{
  char text[64] = "";
  for (int role = 0; role < ROLE_COUNT; role++)
    if (cell->from & 1u << role)
      snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", text[0] ? "+" : "", short_role(role));
  if (cell->fact)
    strcat(text, cell->fact == facts[0] ? "*" : "~");
  buf_format(out, " %-6s", cell->is_never ? "never" : cell->is_at_once ? "yes" : text);
}

void parties_write(const struct parties *parties, struct buf *out)
{
  buf_format(out, "%-34s", "who may be told in priority");
  for (int i = 0; i < COLUMNS; i++)
    buf_format(out, " %-6s", i == COLUMNS - 1 ? "other" : column_keys[i]);
  buf_char(out, '\n');
  for (size_t i = 0; i < parties->count; i++) {
    shown_format(out, "%-34s", parties->rows[i].party->text);
    for (int column = 0; column < COLUMNS; column++)
      write_cell(&parties->rows[i].cells[column], out);
    buf_char(out, '\n');
  }
  buf_text(out, "yes at once   M, SM, L ask management, senior management, Legal\n"
                "* at once if no manager is in reach   ~ at once if he is verified by a call back\n");
}
