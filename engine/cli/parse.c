/*
 * What was typed, against the table: global options may stand anywhere, a verb's own after it, "--" ends them all.
 */
#include "cli/cli.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/buf.h"
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

const struct option cli_global_options[] = {
    {"site", "DIR", "the site to work in (else TOCSIN_SITE, else your own upwards from here)"},
    {"as", "PERSON", "who you are (else TOCSIN_AS)"},
    {"key", "FILE", "the key to sign with (else TOCSIN_KEY, ssh-agent, the site's keys)"},
    {"json", NULL, "one JSON document on stdout, nothing else"},
    {"help", NULL, "what this does and how"},
    {"version", NULL, "which release this is"},
    {0},
};

/* ---- exit statuses ---- */

int status_worse(int a, int b)
{
  static const int order[] = {STATUS_DONE,      STATUS_WAITING, STATUS_FINDINGS, STATUS_USAGE,
                              STATUS_FORBIDDEN, STATUS_DOUBT,   STATUS_STORE};
  for (size_t i = COUNT(order); i-- > 0;)
    if (a == order[i] || b == order[i])
      return order[i];
  return a;
}

int status_of(const struct err *err)
{
  switch (err->kind) {
  case ERR_STORE:
  case ERR_UNWRITTEN:
  case ERR_WRITTEN:
  case ERR_UNSURE:
    return STATUS_STORE;
  case ERR_REFUSED:
  case ERR_UNADMITTED:
    return STATUS_FORBIDDEN;
  case ERR_INPUT:
    break;
  }
  return STATUS_USAGE;
}

/* ---- options ---- */

static const struct option *find_option(const struct option *options, const char *name, size_t length)
{
  for (; options && options->name; options++)
    if (strlen(options->name) == length && memcmp(options->name, name, length) == 0)
      return options;
  return NULL;
}

static size_t gather_names(const struct option *options, const char **names, size_t count, size_t size)
{
  for (; options && options->name && count < size; options++)
    names[count++] = options->name;
  return count;
}

static int refuse_option(const struct cli *cli, const char *name, struct err *err)
{
  const char *names[32];
  size_t count = gather_names(cli_global_options, names, 0, COUNT(names));
  count = gather_names(cli->verb ? cli->verb->options : NULL, names, count, COUNT(names));
  _cleanup_(freep) char *word = xstrndup(name, strcspn(name, "="));
  const char *near = suggest(word, names, count), *verb = cli->verb ? cli->verb->name : "";
  return err_set(err, "%s%sthere is no option --%s%s%s%s. See: tocsin help %s", verb, *verb ? ": " : "", word,
                 near ? "; did you mean --" : "", near ? near : "", near ? "?" : "", verb);
}

static void keep_option(struct cli *cli, const struct option *option, const char *value)
{
  if (strcmp(option->name, "site") == 0)
    cli->site = value;
  else if (strcmp(option->name, "as") == 0)
    cli->as = value;
  else if (strcmp(option->name, "key") == 0)
    cli->key = value;
  else if (strcmp(option->name, "json") == 0)
    cli->is_json = true;
  else if (strcmp(option->name, "help") == 0)
    cli->wants_help = true;
  else if (strcmp(option->name, "version") == 0)
    cli->wants_version = true;
  else
    *APPEND(cli->options, cli->option_count) = (struct given_option){option->name, value};
}

/** Reads the option at argv[*at], and its value from there or the next word. */
static int read_option(struct cli *cli, const struct option *option, char **argv, int *at, struct err *err)
{
  const char *equals = strchr(argv[*at], '=');
  if (!option->value && equals)
    return err_set(err, "--%s takes no value.", option->name);
  if (!option->value) {
    keep_option(cli, option, "");
    return 0;
  }
  const char *value = equals ? equals + 1 : argv[*at + 1];
  if (!value || !*value)
    return err_set(err, "--%s needs a value: --%s %s", option->name, option->name, option->value);
  *at += !equals;
  keep_option(cli, option, value);
  return 0;
}

/** Its row, if the word is an option: --name, --name=value, -x, -h. */
static const struct option *match_option(const struct cli *cli, const char *word)
{
  bool is_long = word[1] == '-';
  const char *name = word + 1 + is_long;
  size_t length = strcspn(name, "=");
  if (strcmp(word, "-h") == 0)
    return find_option(cli_global_options, "help", 4);
  if (is_long == (length == 1))
    return NULL;
  const struct option *option = find_option(cli_global_options, name, length);
  return option || !cli->verb ? option : find_option(cli->verb->options, name, length);
}

static int read_word(struct cli *cli, const char *word, struct err *err)
{
  if (!cli->verb)
    return (cli->verb = verb_find(word, err)) ? 0 : -1;
  *APPEND(cli->arguments, cli->argument_count) = word;
  return 0;
}

static int read_words(struct cli *cli, int argc, char **argv, struct err *err)
{
  bool are_options_over = false;
  for (int i = 1; i < argc; i++) {
    const char *word = argv[i];
    bool is_option = !are_options_over && word[0] == '-' && word[1];
    if (is_option && strcmp(word, "--") == 0) {
      are_options_over = true;
      continue;
    }
    const struct option *option = is_option ? match_option(cli, word) : NULL;
    if (is_option && !option && !(cli->verb && cli->verb->takes_text))
      return refuse_option(cli, word + strspn(word, "-"), err);
    if ((option ? read_option(cli, option, argv, &i, err) : read_word(cli, word, err)) < 0)
      return -1;
  }
  return 0;
}

static int check_count(const struct cli *cli, struct err *err)
{
  if (!cli->verb || cli->wants_help)
    return 0;
  int count = (int)cli->argument_count;
  if (count < cli->verb->least)
    return err_set(err, "%s needs more than that: tocsin %s %s", cli->verb->name, cli->verb->name,
                   cli->verb->arguments);
  if (cli->verb->most >= 0 && count > cli->verb->most)
    return err_set(err, "%s does not know what to do with \"%s\": tocsin %s %s", cli->verb->name,
                   cli->arguments[cli->verb->most], cli->verb->name, cli->verb->arguments);
  return 0;
}

static const char *from_environment(const char *name)
{
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

int cli_parse(struct cli *cli, int argc, char **argv, struct err *err)
{
  *cli = (struct cli){.began_ns = clock_read().monotonic_ns};
  if (read_words(cli, argc, argv, err) < 0 || check_count(cli, err) < 0)
    return -1;
  if (!cli->site)
    cli->site = from_environment("TOCSIN_SITE");
  if (!cli->as)
    cli->as = from_environment("TOCSIN_AS");
  if (!cli->key)
    cli->key = from_environment("TOCSIN_KEY");
  return 0;
}

void cli_finish(struct cli *cli)
{
  free(cli->arguments);
  free(cli->options);
  *cli = (struct cli){0};
}

/* ---- what verbs ask ---- */

const char *cli_option(const struct cli *cli, const char *option)
{
  for (size_t i = cli->option_count; i-- > 0;)
    if (strcmp(cli->options[i].name, option) == 0)
      return cli->options[i].value;
  return NULL;
}

bool cli_has(const struct cli *cli, const char *option)
{
  return cli_option(cli, option) != NULL;
}

const char *cli_pair(const char *argument, char *name, size_t size)
{
  const char *equals = strchr(argument, '=');
  size_t length = equals ? (size_t)(equals - argument) : 0;
  if (length == 0 || length >= size)
    return NULL;
  memcpy(name, argument, length);
  name[length] = '\0';
  return equals + 1;
}

char *cli_words(const struct cli *cli, size_t first)
{
  struct buf words = {0};
  for (size_t i = first; i < cli->argument_count; i++)
    buf_format(&words, "%s%s", i > first ? " " : "", cli->arguments[i]);
  return buf_take(&words);
}
