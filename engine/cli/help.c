/*
 * Help, made of the table of verbs and nothing else.
 */
#include "cli/cli.h"
#include "cli/out.h"

#include <stdio.h>
#include <string.h>

static const char *const group_names[VERB_GROUP_COUNT] = {
    [VERB_NOW] = "now",
    [VERB_ASKED] = "asked of you",
    [VERB_AFTERWARDS] = "afterwards",
    [VERB_BEFORE] = "before an incident",
    [VERB_AUDITORS] = "auditors",
};

static void show_options(const struct option *options)
{
  for (; options && options->name; options++) {
    char left[64];
    snprintf(left, sizeof left, "%s%s%s%s", options->name[1] ? "--" : "-", options->name, options->value ? " " : "",
             options->value ? options->value : "");
    say("  %-22s %s\n", left, options->help);
  }
}

static void show_group(enum verb_group group, bool also_rare)
{
  bool is_first = true;
  for (const struct verb *const *at = verbs; *at; at++) {
    const struct verb *verb = *at;
    if (verb->group != group || (verb->is_rare && !also_rare))
      continue;
    if (is_first)
      say_in(OUT_BOLD, "\n%s\n", group_names[group]);
    is_first = false;
    char left[64];
    snprintf(left, sizeof left, "%s %s", verb->name, verb->arguments);
    if (strlen(left) > 26)
      say("  %s\n  %-26s %s\n", left, "", verb->help);
    else
      say("  %-26s %s\n", left, verb->help);
  }
}

void help_all(bool also_rare)
{
  say("tocsin: your incident response procedure, made executable.\n");
  for (int group = 0; group < VERB_GROUP_COUNT; group++)
    show_group((enum verb_group)group, also_rare);
  if (also_rare) {
    say_in(OUT_BOLD, "\nwith any of them\n");
    show_options(cli_global_options);
  }
  say("\nMore: tocsin help VERB%s\n", also_rare ? "" : ", tocsin help --all");
}

void help_verb(const struct verb *verb)
{
  say_in(OUT_BOLD, "tocsin %s%s%s\n", verb->name, *verb->arguments ? " " : "", verb->arguments);
  say("  %s\n", verb->help);
  if (verb->story)
    say("\n%-s", verb->story);
  if (verb->options) {
    say("\n");
    show_options(verb->options);
  }
}

static json_t *options_to_json(const struct option *options)
{
  json_t *list = json_array();
  for (; options && options->name; options++)
    json_array_append_new(
        list, json_pack("{s:s, s:s?, s:s}", "name", options->name, "value", options->value, "help", options->help));
  return list;
}

/** The table itself, for completion and for whoever builds on top. */
static json_t *verbs_to_json(const struct verb *only)
{
  json_t *list = json_array();
  for (const struct verb *const *at = verbs; *at; at++)
    if (!only || only == *at)
      json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o}", "verb", (*at)->name, "group",
                                            group_names[(*at)->group], "arguments", (*at)->arguments, "help",
                                            (*at)->help, "options", options_to_json((*at)->options)));
  return json_pack("{s:o, s:o}", "verbs", list, "options", options_to_json(cli_global_options));
}

static int run(struct cli *cli, struct err *err)
{
  const struct verb *about = cli->argument_count ? verb_find(cli->arguments[0], err) : NULL;
  if (cli->argument_count && !about)
    return -1;
  if (cli->is_json)
    say_json(verbs_to_json(about));
  else if (about)
    help_verb(about);
  else
    help_all(cli_has(cli, "all"));
  return STATUS_DONE;
}

const struct verb verb_help = {
    .name = "help",
    .group = VERB_BEFORE,
    .arguments = "[VERB]",
    .most = 1,
    .help = "what tocsin can do, or what one verb does",
    .options = (const struct option[]){{"all", NULL, "also what is rarely needed"}, {0}},
    .run = run,
};
