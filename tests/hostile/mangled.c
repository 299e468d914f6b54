/*
 * Whatever is left out, emptied, doubled or of another type in a file that people write, gets a sentence.
 *
 * Takes every YAML file that is shipped; for each key of each map in it, takes the member away, or puts nothing, an
 * empty list, an empty map, an empty text, a list of itself twice or a number in its place, and for each list doubles
 * its first item; then reads all of it as `check`, `run` and `declare` do. A child of its own reads each file, so that
 * what kills it is told with what was changed.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/yaml.h"
#include "calling/calling.h"
#include "drivers/capture_list.h"
#include "model/alarms.h"
#include "model/answers.h"
#include "model/company.h"
#include "model/declaration.h"
#include "model/finding.h"
#include "model/scenario.h"
#include "policy/policy.h"
#include "roster/lint.h"
#include "site/settings.h"
#include "site/shipped.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum change { GONE, NOTHING, NO_LIST, NO_MAP, NO_TEXT, NUMBER, TWICE, CHANGES };

static const char *const words[CHANGES] = {"taken away", "~", "[]", "{}", "\"\"", "7", "twice"};

/* ---- writing a tree with one change in it ---- */

struct writing {
  struct buf *out;
  size_t place, changed; /* which member is next, and which is changed */
  enum change change;
  char *where;           /* of the changed one */
};

static void write_text(struct buf *out, const struct yaml *node)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+~*/-";
  bool is_plain = !node->is_quoted && node->text[0] && !node->text[strspn(node->text, plain)] &&
                  !strchr("*-", node->text[0]);
  json_t *text = json_string(node->text);
  char *quoted = is_plain ? NULL : json_dumps(text, JSON_ENCODE_ANY);
  buf_text(out, is_plain ? node->text : quoted);
  free(quoted);
  json_decref(text);
}

static void write_node(struct writing *writing, const struct yaml *node);

static void write_member(struct writing *writing, const struct yaml *key, const struct yaml *value, const char **comma)
{
  bool is_changed = writing->place++ == writing->changed;
  if (is_changed && writing->where)
    snprintf(writing->where, 200, "line %d, %.60s: %s", key->line, key->text, words[writing->change]);
  if (is_changed && writing->change == GONE)
    return;
  buf_text(writing->out, *comma);
  *comma = ", ";
  write_text(writing->out, key);
  buf_text(writing->out, ": ");
  if (!is_changed) {
    write_node(writing, value);
  } else if (writing->change == TWICE) {
    buf_text(writing->out, "[");
    write_node(writing, value);
    buf_text(writing->out, ", ");
    write_node(writing, value);
    buf_text(writing->out, "]");
  } else {
    buf_text(writing->out, words[writing->change]);
  }
}

static void write_list(struct writing *writing, const struct yaml *node)
{
  bool is_changed = writing->place++ == writing->changed;
  if (is_changed && writing->where)
    snprintf(writing->where, 200, "line %d, the list: its first item %s", node->line, words[writing->change]);
  buf_text(writing->out, "[");
  for (size_t i = 0; i < node->count; i++) {
    if (i == 0 && is_changed && writing->change != TWICE) {
      buf_text(writing->out, writing->change == GONE ? "" : words[writing->change]);
      buf_text(writing->out, writing->change == GONE || node->count == 1 ? "" : ", ");
      continue;
    }
    write_node(writing, node->items[i]);
    buf_text(writing->out, i + 1 < node->count || (i == 0 && is_changed) ? ", " : "");
    if (i == 0 && is_changed)
      write_node(writing, node->items[i]);
    if (i == 0 && is_changed && node->count > 1)
      buf_text(writing->out, ", ");
  }
  buf_text(writing->out, "]");
}

static void write_node(struct writing *writing, const struct yaml *node)
{
  const char *comma = "";
  if (node->kind == YAML_SCALAR) {
    write_text(writing->out, node);
  } else if (node->kind == YAML_LIST) {
    write_list(writing, node);
  } else {
    buf_text(writing->out, "{");
    for (size_t i = 0; i < node->count; i++)
      write_member(writing, node->keys[i], node->items[i], &comma);
    buf_text(writing->out, "}");
  }
}

/* ---- reading it as the program does ---- */

static const struct catalogue *catalogue;
static struct company company;
static struct files shipped;

static void see_alarm(void *context, int line, const char *sentence)
{
  (void)context, (void)line, (void)sentence;
}

static struct policy *shipped_policy;

static bool is_compiled(const char *name)
{
  static const char *const names[] = {"facts", "priorities", "actions", "rules", "obligations"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (strstr(name, names[i]))
      return true;
  return false;
}

static void read_beside(const struct files *files, struct findings *findings)
{
  struct alarms alarms = {0};
  struct capture_list captures = {0};
  struct err err = {0};
  calling_check(files, shipped_policy, findings);
  calling_free(calling_load(files, catalogue, &err));
  if (alarms_load(files, catalogue, &alarms, &err) == 0)
    alarms_lint(&alarms, files, see_alarm, NULL);
  alarms_finish(&alarms);
  if (capture_list_read(files, &captures, &err) == 0)
    capture_list_finish(&captures);
}

static void read_procedure(const char *name, const struct buf *text)
{
  struct files files = {0};
  struct findings findings = {0};
  for (size_t i = 0; i < shipped.count; i++) {
    bool is_it = strcmp(shipped.list[i].name, name) == 0;
    files_add(&files, shipped.list[i].name, is_it ? text->bytes : shipped.list[i].bytes,
              is_it ? text->length : shipped.list[i].length);
  }
  if (is_compiled(name))
    policy_free(policy_check(&files, &findings));
  else
    read_beside(&files, &findings);
  findings_finish(&findings);
  files_finish(&files);
}

static void read_roster(const struct buf *text)
{
  struct err err = {0};
  struct roster_findings findings = {0};
  if (file_make_folder("roster", 0700, &err) || file_write("roster/roster.yaml", text->bytes, text->length, 0600, &err))
    abort();
  struct roster *roster = roster_load(".", &err);
  if (roster)
    roster_lint(roster, &(struct roster_standards){0}, &findings);
  roster_findings_finish(&findings);
  roster_free(roster);
}

static void read_settings(const struct buf *text)
{
  struct err err = {0};
  struct site_settings settings = {0};
  if (file_write("tocsin.yaml", text->bytes, text->length, 0600, &err))
    abort();
  settings_load(&settings, ".", &err);
  settings_finish(&settings);
}

static void read_case(const char *name, const struct buf *text)
{
  struct err err = {0};
  struct declaration declaration = {0};
  struct scenario scenario = {0};
  struct company other = {0};
  const char *bytes = buf_string(text);
  if (strstr(name, "answers"))
    answers_free(answers_read(name, bytes, text->length, catalogue, true, &err));
  else if (!strcmp(name, COMPANY_FILE))
    company_read(&other, name, bytes, text->length, &err);
  else if (strstr(name, "scenarios/"))
    scenario_read(&scenario, catalogue, &company, policy_check_destination, name, bytes, text->length, &err);
  else
    declaration_read(&declaration, catalogue, policy_check_destination, name, bytes, text->length, &err);
  company_finish(&other);
  scenario_finish(&scenario);
  declaration_finish(&declaration);
}

static void read_as(const char *name, const struct buf *text)
{
  if (strstr(name, "roster"))
    read_roster(text);
  else if (strstr(name, "tocsin.yaml"))
    read_settings(text);
  else if (!strncmp(name, "policies/", 9))
    read_procedure(name, text);
  else
    read_case(name, text);
}

/* ---- all of it ---- */

static int count;
static size_t stride = 1; /* of every so many changes of a policy one is tried, each in its turn */

static void try_all(const char *name, const struct yaml *tree, char *where)
{
  size_t places = SIZE_MAX;
  for (size_t changed = 0; changed < places; changed++)
    for (int change = 0; change < CHANGES; change++) {
      if (changed && !strncmp(name, "policies/", 9) && (changed * CHANGES + (size_t)change) % stride)
        continue;
      struct buf text = {0};
      struct writing writing = {.out = &text, .changed = changed, .change = (enum change)change, .where = where};
      write_node(&writing, tree);
      places = changed ? places : writing.place + 1;
      read_as(name, &text);
      buf_finish(&text);
    }
}

/* A template holds @WORD@ where init puts something: any word will do, and where it is a line, a comment. */
static void fill_in(const char *name, struct buf *text)
{
  for (char *at = text->bytes; !strncmp(name, "template/", 9) && (at = strchr(at, '@')); at++)
    *at = at > text->bytes && at[-1] == '\n' ? '#' : ' ';
}

static bool is_survived(const char *name, const char *bytes, size_t length)
{
  struct buf text = {0};
  char *where = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  struct err err = {0};
  buf_add(&text, bytes, length);
  fill_in(name, &text);
  struct yaml *tree = yaml_parse(name, text.bytes, text.length, &err);
  int status = 0;
  fflush(stdout);
  pid_t child = tree ? fork() : -1;
  if (child == 0) {
    try_all(name, tree, where);
    _exit(0);
  }
  bool is_good = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  printf("%s %d - %s: nothing that is wrong in it ends the program\n", is_good ? "ok" : "not ok", ++count, name);
  if (!is_good)
    printf("# %s: %s%s (status %d)\n", name, where, err.text, status);
  munmap(where, 4096);
  buf_finish(&text);
  yaml_free(tree);
  return is_good;
}

static bool try_file(const char *folder, const char *name)
{
  struct err err = {0};
  struct buf bytes = {0};
  char *path = file_join(folder, name);
  bool is_good = file_read(path, 1 << 20, &bytes, &err) == 0 && is_survived(name, bytes.bytes, bytes.length);
  free(path);
  buf_finish(&bytes);
  return is_good;
}

int main(int argc, char **argv)
{
  char place[] = "/tmp/tocsin-mangled-XXXXXX";
  struct err err = {0};
  bool is_good = argc == 3 && mkdtemp(place) && chdir(place) == 0;
  stride = argc == 3 ? (size_t)atoi(argv[2]) : 1;
  shipped_procedure(&shipped);
  struct policy *policy = policy_load(&shipped, &err);
  const struct file *people = files_find(&shipped, COMPANY_FILE);
  if (!is_good || !policy || company_read(&company, people->name, people->bytes, people->length, &err) < 0)
    return printf("Bail out! %s\n", err.text), 1;
  shipped_policy = policy;
  catalogue = policy_catalogue(policy);
  for (size_t i = 0; i < shipped_count; i++) {
    const char *end = strrchr(shipped_files[i].name, '.');
    if (end && !strcmp(end, ".yaml") && !strstr(shipped_files[i].name, "numbers"))
      is_good &= is_survived(shipped_files[i].name, (const char *)shipped_files[i].bytes, shipped_files[i].length);
  }
  is_good &= try_file(argv[1], "web1.yaml") & try_file(argv[1], "web1-answers.yaml");
  printf("1..%d\n", count);
  company_finish(&company);
  policy_free(policy);
  files_finish(&shipped);
  char *clean = xasprintf("rm -rf '%s'", place);
  is_good &= system(clean) == 0;
  free(clean);
  return !is_good;
}
